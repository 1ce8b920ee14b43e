"""Addresses of results."""

from django.urls import URLPattern, path

from accede.assistance.views import results as views

pages: list[URLPattern] = [
    path("results/", views.outcome_list, name="outcomes"),
    path("results/new/", views.outcome_new, name="outcome-new"),
    path("results/<int:outcome>/", views.outcome_page, name="outcome"),
    path("results/<int:outcome>/judge/", views.outcome_judge, name="outcome-judge"),
    path("indicators/<int:indicator>/", views.indicator_page, name="indicator"),
    path("indicators/<int:indicator>/readings/new/", views.reading_new, name="reading-new"),
]

data: list[URLPattern] = []
