"""The log of actions, page by page with a cursor."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accede.law.actions import ActionKind
from accede.treaties import queries
from accede.treaties.api import schemas
from accede.treaties.models import Action

FIELDS = (
    "id", "batch", "instrument", "participant", "action", "date", "earliest", "latest", "effective",
    "succession_from", "standing", "reservation_or_declaration", "sources", "note",
)  # fmt: skip


class ActionFilter(django_filters.FilterSet):
    """What of the log is wanted."""

    participant = django_filters.CharFilter(field_name="participant_id", help_text="Code of the participant.")
    instrument = django_filters.CharFilter(field_name="instrument_id", help_text="Id of the instrument.")
    action = django_filters.ChoiceFilter(choices=[(it.value, it.value) for it in ActionKind])
    since = django_filters.DateFilter(field_name="date", lookup_expr="gte", help_text="Dated on or after this day.")
    until = django_filters.DateFilter(field_name="date", lookup_expr="lte", help_text="Dated on or before this day.")

    class Meta:
        model = Action
        fields = ("participant", "instrument", "action", "since", "until")


class ActionPages(CursorPagination):
    """Pages of the log in the order in which rows were added; stable while rows are added."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 1000
    ordering = "id"


class ActionsView(GenericAPIView[Action]):
    """The log of treaty actions."""

    pagination_class = ActionPages
    filterset_class = ActionFilter
    serializer_class: type[BaseSerializer[Any]] = schemas.LoggedActionSchema

    def get_queryset(self) -> QuerySet[Action]:
        """The actions that count."""
        return queries.actions_in_force()

    @extend_schema(
        operation_id="actions",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("page_size", int)],
        responses={
            200: schemas.ActionPageSchema,
            400: OpenApiResponse(schemas.FaultSchema, description="A filter cannot be understood; it says which."),
            404: OpenApiResponse(schemas.FaultSchema, description="The cursor is not one that was given out."),
        },
    )
    def get(self, request: Request) -> Response:
        """Actions in force, oldest row of the log first."""
        rows = self.filter_queryset(self.get_queryset())
        values = rows.values(*FIELDS)
        page = self.paginate_queryset(values)
        return self.get_paginated_response(page)
