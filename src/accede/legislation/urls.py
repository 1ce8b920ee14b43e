"""Addresses of suggestions and gaps."""

from django.urls import URLPattern, path

from accede.legislation import assessing, looking

pages: list[URLPattern] = [
    path("laws/<str:state>/where/", looking.where, name="law-where"),
    path("laws/<str:state>/assessment/", assessing.assessment, name="legal-assessment"),
    path("laws/<str:state>/assessment/publish/", assessing.publish, name="legal-assessment-publish"),
    path("laws/<str:state>/assessment/<path:obligation>/", assessing.assessment_line, name="legal-assessment-line"),
    path("laws/<str:state>/gaps/", looking.gaps_page, name="law-gaps"),
]
data: list[URLPattern] = []
