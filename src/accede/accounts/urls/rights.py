"""The table of rights, the audit trail, and personal data."""

from django.urls import URLPattern, URLResolver, path

from accede.accounts.views import keeping, merging, rights

pages: list[URLPattern | URLResolver] = [
    path("rights/", rights.rights_page, name="rights"),
    path("trail/", rights.trail_page, name="trail"),
    path("trail/verify/", rights.trail_verify, name="trail-verify"),
    path("people/doubles/", merging.doubles, name="doubles"),
    path("people/doubles/<str:kind>/<int:kept>/<int:gone>/", merging.merge_page, name="merge"),
    path("people/<int:person>/erase/", keeping.person_erase, name="person-erase"),
]

data: list[URLPattern] = [
    path("trail/trail.jsonl", rights.trail_export, name="trail-export"),
    path("people/<int:person>/data.json", keeping.person_data, name="person-data"),
]
