"""Addresses of the room's part of the API, below ``/api/v1/``."""

from django.urls import URLPattern

app_name = "cooperation-api"
urlpatterns: list[URLPattern] = []
