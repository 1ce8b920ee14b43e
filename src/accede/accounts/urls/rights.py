"""The table of rights and the audit trail."""

from django.urls import URLPattern, URLResolver

pages: list[URLPattern | URLResolver] = []

data: list[URLPattern] = []
