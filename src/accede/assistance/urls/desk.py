"""Addresses of the desk, notices, the pipeline and search."""

from django.urls import URLPattern, path

from accede.assistance.views import desk as views
from accede.assistance.views import pipeline

pages: list[URLPattern] = [
    path("desk/", views.desk, name="desk"),
    path("desk/notices/", views.notice_list, name="notices"),
    path("desk/notices/read/", views.notices_read, name="notices-read"),
    path("desk/pipeline/", pipeline.pipeline, name="pipeline"),
    path("desk/search/", views.search, name="work-search"),
    path("desk/follow/<str:kind>/<int:record>/", views.follow, name="follow"),
]

data: list[URLPattern] = [path("feeds/<str:key>/notices.atom", views.notice_feed, name="my-notices-atom")]
