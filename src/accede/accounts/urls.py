"""Addresses of the accounts room: pages, which have a language, and data, which have none."""

from django.urls import URLPattern, URLResolver

pages: list[URLPattern | URLResolver] = []

data: list[URLPattern] = []
