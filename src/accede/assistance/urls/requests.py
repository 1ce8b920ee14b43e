"""Addresses of requests: pages, which have a language, and data, which have none."""

from django.urls import URLPattern, path

from accede.assistance.views import request_forms, request_work, requests

pages: list[URLPattern] = [
    path("requests/", requests.request_list, name="requests"),
    path("requests/new/", requests.request_new, name="request-new"),
    path("requests/register/", requests.request_register, name="request-register"),
    path("requests/form/", request_forms.take_back, name="request-form"),
    path("requests/<int:request_id>/", requests.request_page, name="request"),
    path("requests/<int:request_id>/edit/", requests.request_edit, name="request-edit"),
    path("requests/<int:request_id>/autosave/", requests.request_autosave, name="request-autosave"),
    path("requests/<int:request_id>/step/", requests.request_step, name="request-step"),
    path("requests/<int:request_id>/refer/", request_work.refer, name="request-refer"),
    path("requests/<int:request_id>/close/", request_work.close, name="request-close"),
    path("requests/<int:request_id>/a-year-later/", request_work.later, name="request-later"),
    path("requests/<int:request_id>/assign/", request_work.assign, name="request-assign"),
    path("requests/<int:request_id>/circulate/", request_work.circulate, name="request-circulate"),
    path("requests/<int:request_id>/contributors/", request_work.contributors, name="request-contributors"),
    path("requests/<int:request_id>/consent/", request_work.consent, name="request-consent"),
    path("requests/<int:request_id>/respond/", request_work.respond, name="request-respond"),
    path("requests/<int:request_id>/message/", request_work.message, name="request-message"),
]

data: list[URLPattern] = [
    path("requests/form.json", request_forms.blank, {"form": "json"}, name="request-form-json"),
    path("requests/form.xlsx", request_forms.blank, {"form": "xlsx"}, name="request-form-xlsx"),
]
