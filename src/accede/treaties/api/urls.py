"""Addresses of the API, below ``/api/v1/``."""

from django.urls import path
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.views import SpectacularAPIView

from accede.treaties.api import views
from accede.treaties.api.actions import ActionsView

app_name = "api"
urlpatterns = [
    path("", views.RootView.as_view(), name="root"),
    path("openapi.json", SpectacularAPIView.as_view(renderer_classes=[OpenApiJsonRenderer]), name="openapi"),
    path("participants", views.ParticipantsView.as_view(), name="participants"),
    path("participants/<str:code>", views.ParticipantView.as_view(), name="participant"),
    path("participants/<str:code>/status", views.StatusView.as_view(), name="status"),
    path("instruments", views.InstrumentsView.as_view(), name="instruments"),
    path("instruments/<str:instrument>", views.InstrumentView.as_view(), name="instrument"),
    path("instruments/<str:instrument>/parties", views.PartiesView.as_view(), name="parties"),
    path("instruments/<str:instrument>/series", views.SeriesView.as_view(), name="series"),
    path("matrix", views.MatrixView.as_view(), name="matrix"),
    path("obligations", views.ObligationsView.as_view(), name="obligations"),
    path("actions", ActionsView.as_view(), name="actions"),
    path("sources", views.SourcesView.as_view(), name="sources"),
    path("imports", views.ImportsView.as_view(), name="imports"),
    path("bulk/actions.jsonl", views.BulkActionsView.as_view(), name="bulk-actions"),
]
