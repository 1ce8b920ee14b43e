"""The table of rights and the audit trail."""

from django.urls import URLPattern, URLResolver, path

from accede.accounts.views import rights

pages: list[URLPattern | URLResolver] = [
    path("rights/", rights.rights_page, name="rights"),
    path("trail/", rights.trail_page, name="trail"),
    path("trail/verify/", rights.trail_verify, name="trail-verify"),
]

data: list[URLPattern] = [path("trail/trail.jsonl", rights.trail_export, name="trail-export")]
