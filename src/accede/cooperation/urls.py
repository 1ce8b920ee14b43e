"""Addresses of the cooperation room: pages, which have a language, and the data behind them, which have none."""

from django.urls import URLPattern

FORM = r"(?P<form>json|csv)"

pages: list[URLPattern] = []

data: list[URLPattern] = []
