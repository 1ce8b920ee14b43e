"""The finder, the coverage of the world and the plan of deposits. The answers are those of ``accede.law.basis``."""

import hashlib
import json
from collections.abc import Callable
from datetime import date

from django.core.cache import caches
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accede.cooperation import background
from accede.cooperation.api import asked, schemas
from accede.cooperation.queries import Stored, stored
from accede.law.amendments import Bound
from accede.law.answers import Json
from accede.law.basis import OwnLaw, Question, find_basis
from accede.law.basis.answers import answer_report, coverage_report, plan_report
from accede.law.basis.plan import plan_deposits
from accede.law.basis.world import LABELS, coverage
from accede.law.errors import UnknownName
from accede.treaties.api.views import BAD_REQUEST, ON, asked_date
from accede.treaties.queries import Snapshot, snapshot

MOST_DEPOSITS = 50
KEEP_SECONDS = 24 * 3600
#: Seconds that the plan is waited for before the answer is "not yet"; and after which to ask again.
PATIENCE, AGAIN = 2.0, 3


class LegalBasisView(APIView):
    """Two States and an offence."""

    @extend_schema(
        operation_id="legal_basis",
        parameters=[
            asked.state_parameter("requesting", "The State that asks", required=True),
            asked.state_parameter("requested", "The State that is asked", required=True),
            OpenApiParameter("offence", str, required=True, description="Code, for example bombings-1997:bombing-persons."),
            asked.KIND,
            ON,
            OpenApiParameter("conduct_on", OpenApiTypes.DATE, description="When the conduct took place."),
            *(
                OpenApiParameter(name, str, enum=asked.ANSWERS, description=f"{words} (default: what the data say).")
                for name, words in (
                    ("a_requires_treaty", "Whether the requesting State makes extradition conditional on a treaty"),
                    ("b_requires_treaty", "Whether the requested State makes extradition conditional on a treaty"),
                    ("b_surrenders_nationals", "Whether the requested State surrenders its nationals"),
                )
            ),
            OpenApiParameter(
                "bilateral", str, enum=asked.ANSWERS,
                description="Whether a bilateral treaty beside those in the data is in force (default: unknown).",
            ),
        ],
        responses={200: schemas.LegalBasisSchema, 400: BAD_REQUEST},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Every basis found and rejected, the bars, what is unknown, and the conclusion, with articles and reasons."""
        snap = snapshot()
        room, facts, on = stored(snap), snap.facts, asked_date(request)
        requesting = asked.state(request, "requesting", facts.participants, required=True)
        requested = asked.state(request, "requested", facts.participants, required=True)
        offence = asked.text(request, "offence", required=True)
        with asked.refused("offence"):
            room.rules.offence(offence)
        laws = room.own_laws(on)
        question = Question(
            requesting=requesting,
            requested=requested,
            offence=offence,
            kind=asked.kind(request),
            on=on,
            conduct_on=asked_date(request, "conduct_on") if asked.text(request, "conduct_on") else None,
            requesting_law=laws.get(requesting, OwnLaw()).told(
                treaty_required=asked.bound(request, "a_requires_treaty")
            ),
            requested_law=laws.get(requested, OwnLaw()).told(
                treaty_required=asked.bound(request, "b_requires_treaty"),
                surrenders_nationals=asked.bound(request, "b_surrenders_nationals"),
            ),
            bilateral=asked.bound(request, "bilateral") or Bound.UNKNOWN,
        )
        with asked.refused("question"):
            answer = find_basis(facts, room.rules, question, timeline_of=snap.world.timeline)
        return Response(answer_report(answer))


class CoverageView(APIView):
    """The whole world on a date."""

    @extend_schema(
        operation_id="coverage",
        parameters=[
            ON,
            asked.KIND,
            OpenApiParameter("theme", str, description="Only this theme, for example bombings."),
        ],
        responses={200: schemas.CoverageSchema, 400: BAD_REQUEST},
    )
    def get(self, request: Request) -> Response:
        """Counts of each label with numerator and denominator, by theme and in all."""
        snap = snapshot()
        room, on, kind, theme = stored(snap), asked_date(request), asked.kind(request), asked.text(request, "theme")

        def work_out() -> Json:
            themes = coverage(snap.world, room.rules, on, kind=kind, own_laws=room.own_laws(on))
            if theme:
                with asked.refused("theme"):
                    if theme not in themes:
                        raise UnknownName(what="theme", given=theme, known=themes)
                themes = {theme: themes[theme]}
            return coverage_report(themes, on=on.isoformat(), kind=kind.value, labels=LABELS)

        return Response(kept(work_out, snap.version, "coverage", on.isoformat(), kind.value, theme))


class PlanView(APIView):
    """What to ratify next."""

    @extend_schema(
        operation_id="plan",
        parameters=[
            OpenApiParameter("deposits", int, default=10, description=f"How many deposits, 1 to {MOST_DEPOSITS}."),
            ON,
            OpenApiParameter("region", str, description="Deposits by States of this region or regional group only."),
            asked.state_parameter("for", "Deposits by this State only"),
        ],
        responses={
            200: schemas.PlanSchema,
            202: OpenApiResponse(schemas.WorkingSchema, description="Being worked out; ask the same again."),
            400: BAD_REQUEST,
            503: OpenApiResponse(schemas.WorkingSchema, description="Too much is being worked out; ask again later."),
        },
    )
    def get(self, request: Request) -> Response:
        """The deposits that give most new pairs of States, with a bound of what any could give, and greedy beside them."""
        snap = snapshot()
        room, on = stored(snap), asked_date(request)
        deposits = asked.whole_number(request, "deposits", least=1, most=MOST_DEPOSITS, default=10)
        code, region = asked.state(request, "for", snap.facts.participants), asked.text(request, "region")
        states = _depositing(snap, code=code, region=region)
        key = background.key_of("api-plan", snap.version, on.isoformat(), code, region, deposits)
        try:
            content = background.result(key, lambda: _plan(snap, room, deposits, on, states), patience=PATIENCE)
        except (background.TooBusy, background.WorkFailed):
            return _not_yet("too much is being worked out, or the work broke off", status=503, after=60)
        if content is None:
            return _not_yet("being worked out", status=202, after=AGAIN)
        return Response(json.loads(content))


def _depositing(snap: Snapshot, *, code: str, region: str) -> list[str] | None:
    if code:
        return [code]
    with asked.refused("region"):
        return snap.facts.participants.members(region) if region else None


def _plan(snap: Snapshot, room: Stored, deposits: int, on: date, states: list[str] | None) -> bytes:
    plan = plan_deposits(snap.world, room.rules, deposits=deposits, on=on, states=states)
    return json.dumps(plan_report(plan, on=on.isoformat())).encode()


def _not_yet(what: str, *, status: int, after: int) -> Response:
    body = {"status": what, "ask_again_after_seconds": after}
    return Response(body, status=status, headers={"Retry-After": str(after), "Cache-Control": "no-store"})


def kept(work_out: Callable[[], Json], *parts: str) -> Json:
    """What *work_out* gives, from memory where it was worked out for the same version of the data and the same question."""
    key = f"cooperation-api:{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()}"
    found: Json | None = caches["pages"].get(key)
    if found is None:
        found = work_out()
        caches["pages"].set(key, found, KEEP_SECONDS)
    return found
