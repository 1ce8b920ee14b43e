"""Addresses of the treaties room: pages, which have a language, and the data behind them, which have none."""

from django.urls import URLPattern, path, re_path

from accede.treaties.feeds import feed
from accede.treaties.views import instruments, states, tables

FORM = r"(?P<form>json|csv)"

pages: list[URLPattern] = [
    path("states/", states.states, name="states"),
    path("states/<str:code>/", states.state, name="state"),
    path("instruments/", instruments.instruments, name="instruments"),
    path("instruments/<str:code>/", instruments.instrument, name="instrument"),
    path("matrix/", tables.matrix, name="matrix"),
    path("compare/", tables.compare, name="compare"),
    path("actions/", tables.actions, name="actions"),
    path("data/", tables.data, name="data"),
]

data: list[URLPattern] = [
    re_path(rf"^states\.{FORM}$", states.states_data, name="states-data"),
    re_path(rf"^states/(?P<code>[^/.]+)\.{FORM}$", states.state_data, name="state-data"),
    re_path(rf"^instruments\.{FORM}$", instruments.instruments_data, name="instruments-data"),
    re_path(rf"^instruments/(?P<code>[^/.]+)\.{FORM}$", instruments.instrument_data, name="instrument-data"),
    re_path(r"^matrix\.(?P<form>json|csv|xlsx)$", tables.matrix_data, name="matrix-data"),
    re_path(rf"^compare\.{FORM}$", tables.compare_data, name="compare-data"),
    re_path(rf"^actions\.{FORM}$", tables.actions_data, name="actions-data"),
    re_path(rf"^data\.{FORM}$", tables.data_data, name="data-data"),
    path("feed.atom", feed, name="feed"),
]
