"""Addresses of the request writer. All have a language: a problem is told in the language of the page that sent the form."""

from django.urls import URLPattern, path, re_path

from accede.cooperation.views import writer

pages: list[URLPattern] = [
    path("writer/", writer.writer, name="writer"),
    path("writer/check/", writer.check_writing, name="writer-check"),
    re_path(r"^writer/document\.(?P<form>docx|pdf)$", writer.document, name="writer-document"),
]
