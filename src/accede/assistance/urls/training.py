"""Addresses of training: pages, which have a language, and data, which have none."""

from django.urls import URLPattern

pages: list[URLPattern] = []

data: list[URLPattern] = []
