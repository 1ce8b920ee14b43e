"""Addresses of laws."""

from django.urls import URLPattern, path

from accede.knowledge import views

pages: list[URLPattern] = [
    path("laws/", views.law_list, name="laws"),
    path("laws/search/", views.search, name="law-search"),
    path("laws/<int:law>/", views.law_page, name="law"),
    path("laws/<int:law>/compare/", views.compare, name="law-compare"),
]
data: list[URLPattern] = [path("laws/<int:law>.xml", views.law_file, name="law-file")]
