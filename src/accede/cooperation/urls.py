"""Addresses of the cooperation room: pages, which have a language, and the data behind them, which have none."""

from django.urls import URLPattern, path, re_path

from accede.cooperation import writer_urls
from accede.cooperation.views import authorities, finder, map, next

FORM = r"(?P<form>json|csv)"
_QUESTION = r"(?P<requesting>[^/.]+)/(?P<requested>[^/.]+)/(?P<offence>[^/]+)/(?P<kind>[^/.]+)"

pages: list[URLPattern] = [
    path("authorities/", authorities.authorities, name="authorities"),
    path("basis/", finder.form, name="basis"),
    path("basis/<str:requesting>/<str:requested>/<str:offence>/<str:kind>/", finder.answer, name="basis-answer"),
    path("cooperation/map/", map.cooperation_map, name="cooperation-map"),
    path("cooperation/next/", next.what_next, name="cooperation-next"),
    *writer_urls.pages,
]

data: list[URLPattern] = [
    re_path(rf"^authorities\.{FORM}$", authorities.authorities_data, name="authorities-data"),
    re_path(rf"^basis\.{FORM}$", finder.form_data, name="basis-data"),
    re_path(rf"^basis/{_QUESTION}\.{FORM}$", finder.answer_data, name="basis-answer-data"),
    re_path(rf"^cooperation/map\.{FORM}$", map.map_data, name="cooperation-map-data"),
    re_path(rf"^cooperation/map/regions\.{FORM}$", map.regions_data, name="cooperation-regions-data"),
    re_path(rf"^cooperation/map/years\.{FORM}$", map.years_data, name="cooperation-years-data"),
    re_path(rf"^cooperation/next\.{FORM}$", next.next_data, name="cooperation-next-data"),
]
