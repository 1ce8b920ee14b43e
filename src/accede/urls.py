"""Addresses of the whole site."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("accede.treaties.api.urls")),
]
