"""Addresses of laws."""

from django.urls import URLPattern, path

from accede.knowledge.views import bringing, consent, reading

pages: list[URLPattern] = [
    path("laws/", reading.law_list, name="laws"),
    path("laws/search/", reading.search, name="law-search"),
    path("laws/new/", bringing.law_new, name="law-new"),
    path("laws/<int:law>/", reading.law_page, name="law"),
    path("laws/<int:law>/compare/", reading.compare, name="law-compare"),
    path("laws/<int:law>/consent/", consent.consent, name="law-consent"),
]
data: list[URLPattern] = [path("laws/<int:law>.xml", reading.law_file, name="law-file")]
