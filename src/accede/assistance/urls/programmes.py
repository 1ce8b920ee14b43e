"""Addresses of programmes."""

from django.urls import URLPattern, path

from accede.assistance.views import programmes as views

pages: list[URLPattern] = [
    path("programmes/", views.programme_list, name="programmes"),
    path("programmes/new/", views.programme_form, name="programme-new"),
    path("programmes/<int:programme>/", views.programme_page, name="programme"),
    path("programmes/<int:programme>/edit/", views.programme_form, name="programme-edit"),
]

data: list[URLPattern] = []
