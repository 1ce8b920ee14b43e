"""The API's end points. They only ask and write down: the answers are those of ``accede.law``, from memory."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accede.kit.rendering import JSONRenderer
from accede.law.answers import (
    POSITION_NAMES,
    instrument_row,
    parties_report,
    status_report,
)
from accede.law.catalogue import Instrument
from accede.law.dates import parse_date
from accede.law.errors import LawError
from accede.law.obligations import CATEGORIES
from accede.law.participants import LANGUAGES, Participants
from accede.law.status import status
from accede.treaties import queries
from accede.treaties.api import schemas

ON = OpenApiParameter("on", OpenApiTypes.DATE, description="The date asked about (default: today).")
BAD_REQUEST = OpenApiResponse(schemas.FaultSchema, description="A parameter cannot be understood; it says which.")
NOT_FOUND = OpenApiResponse(schemas.FaultSchema, description="No such code; the nearest ones are named.")


def asked_date(request: Request, name: str = "on") -> date:
    """The date of the question; today where none is given."""
    text = request.query_params.get(name)
    if not text:
        return timezone.localdate()
    try:
        return parse_date(text, field=name)
    except LawError as error:
        raise ValidationError({name: [str(error)]}) from error


def known(found: Any, code: str) -> Any:
    """Look *code* up in a catalogue; an unknown one is 404 with suggestions."""
    try:
        return found[code]
    except LawError as error:
        raise NotFound(str(error)) from error


class ParticipantsView(APIView):
    """Every possible party."""

    @extend_schema(operation_id="participants", responses={200: schemas.ParticipantSchema(many=True)})
    def get(self, request: Request) -> Response:
        """All participants, in the order of their codes."""
        participants = queries.snapshot().facts.participants
        return Response([participant_row(participants, code) for code in participants])


class ParticipantView(APIView):
    """One participant."""

    @extend_schema(operation_id="participant", responses={200: schemas.ParticipantSchema, 404: NOT_FOUND})
    def get(self, request: Request, code: str) -> Response:
        """Names, groups and statehood of one participant."""
        participants = queries.snapshot().facts.participants
        return Response(participant_row(participants, known(participants, code).code))


def participant_row(participants: Participants, code: str) -> dict[str, object]:
    """A participant with names by language and its statehood."""
    it, born = participants[code], participants.statehood(code)
    return {
        "code": it.code,
        "kind": it.kind.value,
        "names": {language: it.name_in(language) for language in LANGUAGES},
        "other_names": [name.strip() for name in it.other_names.split(";") if name.strip()],
        "un_member_since": it.un_member_since,
        "m49": it.m49,
        "region": it.region,
        "subregion": it.subregion,
        "regional_group": it.regional_group,
        "existed_from": born.existed_from if born else None,
        "succession_from": born.succession_from if born else None,
        "predecessors": born.predecessors if born else "",
        "statehood_source": born.source if born else "",
    }


class InstrumentsView(APIView):
    """The catalogue of instruments."""

    @extend_schema(operation_id="instruments", responses={200: schemas.InstrumentSchema(many=True)})
    def get(self, request: Request) -> Response:
        """All instruments, the 19 universal ones against terrorism first."""
        return Response([instrument_row(it) for it in queries.snapshot().facts.catalogue])


class InstrumentView(APIView):
    """One instrument."""

    @extend_schema(operation_id="instrument", responses={200: OpenApiTypes.OBJECT, 404: NOT_FOUND})
    def get(self, request: Request, instrument: str) -> Response:
        """The whole entry of the catalogue: rules, articles, offences, notes, source."""
        found: Instrument = known(queries.snapshot().facts.catalogue, instrument)
        return Response(msgspec.to_builtins(found, builtin_types=(date,)))


class PartiesView(APIView):
    """Who is party to an instrument on a date."""

    @extend_schema(
        operation_id="parties",
        parameters=[ON],
        responses={200: schemas.PartiesSchema, 400: BAD_REQUEST, 404: NOT_FOUND},
    )
    def get(self, request: Request, instrument: str) -> Response:
        """Counts of each status, and the participants behind them."""
        snapshot = queries.snapshot()
        found: Instrument = known(snapshot.facts.catalogue, instrument)
        lines = {code: snapshot.world.timeline(code, found.id) for code in snapshot.world.participants}
        return Response(parties_report(snapshot.facts, found, asked_date(request), timelines=lines))


class SeriesView(APIView):
    """Status under an instrument over time."""

    @extend_schema(operation_id="series", responses={200: schemas.SeriesSchema, 404: NOT_FOUND})
    def get(self, request: Request, instrument: str) -> Response:
        """Counts of each position at the end of each year since the adoption."""
        snapshot = queries.snapshot()
        found: Instrument = known(snapshot.facts.catalogue, instrument)
        years = list(range(found.year or timezone.localdate().year, timezone.localdate().year + 1))
        counts = snapshot.world.series([date(year, 12, 31) for year in years])
        column = snapshot.world.column_of[found.id]
        names = list(POSITION_NAMES.values())
        rows = counts[:, column, :].tolist()
        return Response({"instrument": found.id, "years": years, "position_names": names, "counts": rows})


class StatusView(APIView):
    """Status of one participant."""

    @extend_schema(
        operation_id="status",
        parameters=[
            ON,
            OpenApiParameter("instrument", str, many=True, description="Only these instruments; may be repeated."),
        ],
        responses={200: schemas.StatusReportSchema, 400: BAD_REQUEST, 404: NOT_FOUND},
    )
    def get(self, request: Request, code: str) -> Response:
        """The status under every instrument, or those named, with the reasons."""
        snapshot = queries.snapshot()
        facts, on = snapshot.facts, asked_date(request)
        party = known(facts.participants, code)
        try:
            wanted = [facts.catalogue[it].id for it in request.query_params.getlist("instrument")]
        except LawError as error:
            raise ValidationError({"instrument": [str(error)]}) from error
        answers = [
            status(facts, party.code, it, on, timeline=snapshot.world.timeline(party.code, it))
            for it in wanted or facts.catalogue.ids
        ]
        return Response(status_report(facts, party.code, on, answers))


class MatrixView(APIView):
    """The whole world on a date."""

    @extend_schema(operation_id="matrix", parameters=[ON], responses={200: schemas.MatrixSchema, 400: BAD_REQUEST})
    def get(self, request: Request) -> Response:
        """The position of every participant under every instrument."""
        world, on = queries.snapshot().world, asked_date(request)
        return Response(
            {
                "on": on,
                "participants": world.participants,
                "instruments": world.instruments,
                "position_names": list(POSITION_NAMES.values()),
                "positions": world.matrix(on).tolist(),
            }
        )


class ObligationsView(APIView):
    """Obligations under the instruments."""

    @extend_schema(
        operation_id="obligations",
        parameters=[
            OpenApiParameter("instrument", str, description="Only of this instrument."),
            OpenApiParameter("category", str, enum=list(CATEGORIES), description="Only of this category."),
        ],
        responses={200: schemas.ObligationSchema(many=True), 400: BAD_REQUEST},
    )
    def get(self, request: Request) -> Response:
        """All obligations, in the order of the catalogue."""
        snapshot = queries.snapshot()
        instrument, category = request.query_params.get("instrument"), request.query_params.get("category")
        if category and category not in CATEGORIES:
            raise ValidationError({"category": [f"'{category}' is none of {', '.join(CATEGORIES)}."]})
        try:
            only = snapshot.facts.catalogue[instrument].id if instrument else None
        except LawError as error:
            raise ValidationError({"instrument": [str(error)]}) from error
        return Response(
            [
                {"instrument": item.instrument, **msgspec.structs.asdict(item)}
                for items in snapshot.obligations.values()
                for item in items
                if (only is None or item.instrument == only) and (not category or item.category == category)
            ]
        )


class SourcesView(APIView):
    """What the data rest on."""

    @extend_schema(operation_id="sources", responses={200: schemas.SourcesSchema})
    def get(self, request: Request) -> Response:
        """Sources, lists with the date up to which they are complete, and open questions."""
        facts = queries.snapshot().facts
        return Response(
            {
                "sources": [msgspec.structs.asdict(it) for it in facts.sources.values()],
                "lists": [msgspec.structs.asdict(it) for it in facts.lists],
                "open_questions": [msgspec.structs.asdict(it) for it in facts.questions],
            }
        )


class ImportsView(APIView):
    """Imports into the log."""

    @extend_schema(operation_id="imports", responses={200: schemas.ImportSchema(many=True)})
    def get(self, request: Request) -> Response:
        """All imports, newest first, with their undoing where there is one."""
        return Response(
            [
                {
                    "id": it.pk,
                    "importer": it.importer,
                    "file_name": it.file_name,
                    "sha256": it.sha256,
                    "applied_at": it.applied_at,
                    "note": it.note,
                    "undone_at": it.undo.undone_at if hasattr(it, "undo") else None,
                    "undone_because": it.undo.reason if hasattr(it, "undo") else None,
                }
                for it in queries.batches()
            ]
        )


class BulkActionsView(APIView):
    """The whole log in one file."""

    renderer_classes = [JSONRenderer]

    @extend_schema(operation_id="bulk_actions", responses={(200, "application/x-ndjson"): OpenApiTypes.BINARY})
    def get(self, request: Request) -> StreamingHttpResponse:
        """All actions in force, one JSON object a line."""
        return StreamingHttpResponse(_lines(), content_type="application/x-ndjson")


def _lines() -> Iterator[bytes]:
    encoder = msgspec.json.Encoder()
    for row in queries.snapshot().facts.actions:
        yield encoder.encode(row) + b"\n"


class RootView(APIView):
    """Where to begin."""

    @extend_schema(operation_id="root", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """The version of the data, and the OpenAPI document."""
        version = queries.snapshot().version
        return Response({"data_version": version, "openapi": request.build_absolute_uri("openapi.json")})
