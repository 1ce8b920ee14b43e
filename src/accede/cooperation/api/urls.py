"""Addresses of the room's part of the API, below ``/api/v1/``."""

from django.urls import path

from accede.cooperation.api import records, views

app_name = "cooperation-api"
urlpatterns = [
    path("legal-basis", views.LegalBasisView.as_view(), name="legal-basis"),
    path("coverage", views.CoverageView.as_view(), name="coverage"),
    path("plan", views.PlanView.as_view(), name="plan"),
    path("offences", records.OffencesView.as_view(), name="offences"),
    path("offences/match", records.OffenceMatchView.as_view(), name="offence-match"),
    path("authorities", records.AuthoritiesView.as_view(), name="authorities"),
    path("bilateral", records.BilateralView.as_view(), name="bilateral"),
    path("statements", records.StatementsView.as_view(), name="statements"),
    path("own-law", records.OwnLawView.as_view(), name="own-law"),
]
