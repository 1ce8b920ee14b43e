"""Addresses of documents: pages, which have a language, and data, which have none."""

from django.urls import URLPattern, path

from accede.assistance.views import documents as views

pages: list[URLPattern] = [
    path("documents/<int:document>/put-away/", views.put_away, name="document-put-away"),
    path("documents/attach/<str:kind>/<int:record>/", views.attach, name="document-attach"),
]

data: list[URLPattern] = [path("documents/<int:document>/", views.document, name="document")]
