"""Addresses of suggestions and gaps."""

from django.urls import URLPattern, path

from accede.legislation import views

pages: list[URLPattern] = [
    path("laws/<str:state>/where/", views.where, name="law-where"),
    path("laws/<str:state>/gaps/", views.gaps_page, name="law-gaps"),
]
data: list[URLPattern] = []
