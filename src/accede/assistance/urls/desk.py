"""Addresses of the desk, notices, the pipeline and search."""

from django.urls import URLPattern, path

from accede.assistance.views import desk as views

pages: list[URLPattern] = [
    path("work/", views.desk, name="desk"),
    path("work/notices/", views.notice_list, name="notices"),
    path("work/notices/read/", views.notices_read, name="notices-read"),
    path("work/pipeline/", views.pipeline, name="pipeline"),
    path("work/search/", views.search, name="work-search"),
    path("work/follow/<str:kind>/<int:record>/", views.follow, name="follow"),
]

data: list[URLPattern] = [path("feeds/<str:key>/notices.atom", views.notice_feed, name="my-notices-atom")]
