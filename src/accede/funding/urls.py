"""Addresses of the funding room."""

from django.urls import URLPattern, path

from accede.funding.views import allocations, books, contributions, overview

_ONE = "funding/contributions/<int:contribution>/"
_SET = "funding/allocations/<int:allocation>/"
pages: list[URLPattern] = [
    path("funding/", overview.overview, name="funding"),
    path("funding/shortfall/", overview.shortfall, name="funding-shortfall"),
    path("funding/contributions/", contributions.contribution_list, name="contributions"),
    path("funding/contributions/new/", contributions.contribution_form, name="contribution-new"),
    path(_ONE, contributions.contribution_page, name="contribution"),
    path(f"{_ONE}edit/", contributions.contribution_form, name="contribution-edit"),
    path(f"{_ONE}enter/<str:kind>/", contributions.entry_form, name="contribution-enter"),
    path(f"{_ONE}reverse/<int:entry>/", contributions.entry_reverse, name="contribution-reverse"),
    path(f"{_ONE}allocate/", allocations.allocate, name="contribution-allocate"),
    path(f"{_ONE}statement/", contributions.statement, name="contribution-statement"),
    path(_SET, allocations.allocation_page, name="allocation"),
    path(f"{_SET}decide/", allocations.decide, name="allocation-decide"),
    path(f"{_SET}spend/", allocations.after, {"what": "spend"}, name="allocation-spend"),
    path(f"{_SET}release/", allocations.after, {"what": "release"}, name="allocation-release"),
    path("funding/rates/", books.rate_list, name="rates"),
    path("funding/rates/import/", books.rates_import, name="rates-import"),
    path("funding/periods/", books.close, name="period-close"),
    path("funding/in-kind/", books.in_kind_list, name="in-kind-list"),
    path("funding/in-kind/new/", books.in_kind_form, name="in-kind-new"),
    path("funding/in-kind/<int:in_kind>/", books.in_kind_form, name="in-kind-edit"),
    path("funding/costs/new/", books.cost_form, name="programme-cost-new"),
    path("funding/costs/<int:programme_cost>/", books.cost_form, name="programme-cost-edit"),
]

data: list[URLPattern] = []
