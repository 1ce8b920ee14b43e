"""Addresses of plans."""

from django.urls import URLPattern, path

from accede.assistance.views import plans as views

pages: list[URLPattern] = [
    path("plans/", views.plan_list, name="plans"),
    path("plans/new/", views.plan_new, name="plan-new"),
    path("plans/<int:plan>/", views.plan_page, name="plan"),
    path("plans/<int:plan>/general/", views.plan_general, name="plan-general"),
    path("plans/<int:plan>/rows/<str:part>/", views.plan_row, name="plan-row-new"),
    path("plans/<int:plan>/rows/<str:part>/<str:key>/", views.plan_row, name="plan-row"),
    path("plans/<int:plan>/rows/<str:part>/<str:key>/out/", views.plan_row_out, name="plan-row-out"),
    path("plans/<int:plan>/offer/", views.plan_offer, name="plan-offer"),
    path("plans/<int:plan>/accept/", views.plan_accept, name="plan-accept"),
    path("plans/<int:plan>/end/", views.plan_end, name="plan-end"),
    path("plans/<int:plan>/versions/<int:number>/", views.plan_version, name="plan-version"),
    path("plans/<int:plan>/compare/", views.plan_compare, name="plan-compare"),
]

data: list[URLPattern] = []
