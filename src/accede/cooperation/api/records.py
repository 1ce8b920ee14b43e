"""What the finder goes by: offences, treaties, statements, own laws, and the authorities to which requests go."""

import msgspec
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accede.cooperation.api import asked, schemas
from accede.cooperation.imports.kinds import BILATERAL_KINDS
from accede.cooperation.presenters.authorities import Wanted, authority_record, chosen_authorities
from accede.cooperation.queries import stored
from accede.law.basis import Rules
from accede.law.basis.offences import LONGEST_DESCRIPTION, match_offences
from accede.treaties.api.views import BAD_REQUEST, ON, asked_date
from accede.treaties.queries import snapshot

PARTICIPANT = asked.state_parameter("participant", "Only of this State")
INSTRUMENT = OpenApiParameter("instrument", str, description="Only under this instrument.")
MOST_MATCHES = 50


def offence_row(rules: Rules, code: str) -> dict[str, object]:
    """An offence with the texts on the same conduct."""
    instrument, offence = rules.offences[code]
    return {
        "code": code,
        "instrument": instrument,
        "theme": rules.catalogue[instrument].theme,
        "article": offence.article,
        "title": offence.title,
        "texts": [{"instrument": text, "code": its_code} for text, its_code in rules.versions[code]],
    }


class OffencesView(APIView):
    """The catalogue of offences."""

    @extend_schema(
        operation_id="offences",
        parameters=[INSTRUMENT, OpenApiParameter("theme", str, description="Only of this theme.")],
        responses={200: schemas.OffenceSchema(many=True), 400: BAD_REQUEST},
    )
    def get(self, request: Request) -> Response:
        """All offences, in the order of the catalogue."""
        rules = stored(snapshot()).rules
        wanted = _instrument(request, rules)
        theme = asked.one_of(request, "theme", list(dict.fromkeys(it.theme for it in rules.catalogue)))
        rows = [offence_row(rules, code) for code in rules.offences]
        return Response(
            [it for it in rows if wanted in ("", it["instrument"]) and theme in ("", it["theme"])]
        )  # fmt: skip


class OffenceMatchView(APIView):
    """Suggestions for a description in plain words."""

    @extend_schema(
        operation_id="offence_match",
        parameters=[
            OpenApiParameter(
                "q", str, required=True, description=f"What was done, at most {LONGEST_DESCRIPTION} characters."
            ),
            OpenApiParameter("most", int, default=10, description=f"How many suggestions, 1 to {MOST_MATCHES}."),
        ],
        responses={200: schemas.OffenceMatchesSchema, 400: BAD_REQUEST},
    )
    def get(self, request: Request) -> Response:
        """Offences that the description may mean, the best first, each with the words that led to it."""
        rules = stored(snapshot()).rules
        description = asked.text(request, "q", required=True, longest=LONGEST_DESCRIPTION)
        most = asked.whole_number(request, "most", least=1, most=MOST_MATCHES, default=10)
        found = match_offences(rules, description, most=most)
        matches = [
            {
                **offence_row(rules, it.code),
                "score": it.score,
                "words": [{"given": word.given, "found": [*word.found]} for word in it.words],
            }
            for it in found.found
        ]
        return Response({"description": description, "unused": [*found.unused], "matches": matches})


class AuthoritiesView(APIView):
    """Central authorities."""

    @extend_schema(
        operation_id="authorities",
        parameters=[
            PARTICIPANT,
            OpenApiParameter(
                "purpose", str, enum=asked.KINDS, description="Only those that take requests of this kind."
            ),
            OpenApiParameter("q", str, description="Words in the name, the address or the State."),
        ],
        responses={200: schemas.AuthoritySchema(many=True), 400: BAD_REQUEST},
    )
    def get(self, request: Request) -> Response:
        """All central authorities; those verified more than a year ago are due."""
        snap = snapshot()
        wanted = Wanted(
            asked.state(request, "participant", snap.facts.participants),
            asked.one_of(request, "purpose", asked.KINDS),
            asked.text(request, "q"),
        )
        today = timezone.localdate()
        return Response([authority_record(snap, it, today) for it in chosen_authorities(snap, stored(snap), wanted)])


class BilateralView(APIView):
    """Bilateral treaties."""

    @extend_schema(
        operation_id="bilateral",
        parameters=[
            PARTICIPANT, OpenApiParameter("kind", str, enum=list(BILATERAL_KINDS), description="Only of this kind."), ON,
        ],
        responses={200: schemas.BilateralSchema(many=True), 400: BAD_REQUEST},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """All bilateral treaties in the data, and whether each is in force on the date. The list is not complete."""
        snap, on = snapshot(), asked_date(request)
        party = asked.state(request, "participant", snap.facts.participants)
        kind = asked.one_of(request, "kind", BILATERAL_KINDS)
        return Response(
            [
                {**msgspec.structs.asdict(it), "in_force": it.in_force(on).value}
                for it in stored(snap).rules.bilaterals
                if (not party or party in (it.party_a, it.party_b)) and kind in ("", it.kind)
            ]
        )


class StatementsView(APIView):
    """Reservations, declarations and objections."""

    @extend_schema(
        operation_id="statements",
        parameters=[PARTICIPANT, INSTRUMENT, ON],
        responses={200: schemas.StatementSchema(many=True), 400: BAD_REQUEST},
    )
    def get(self, request: Request) -> Response:
        """All statements in the data, and whether each stands on the date."""
        snap, on = snapshot(), asked_date(request)
        rules = stored(snap).rules
        party, instrument = asked.state(request, "participant", snap.facts.participants), _instrument(request, rules)
        return Response(
            [
                {**msgspec.structs.asdict(it), "stands": it.stands(on)}
                for it in rules.statements
                if party in ("", it.participant) and instrument in ("", it.instrument)
            ]
        )


class OwnLawView(APIView):
    """States' own laws."""

    @extend_schema(
        operation_id="own_law",
        parameters=[PARTICIPANT, ON],
        responses={200: schemas.OwnLawSchema(many=True), 400: BAD_REQUEST},
    )
    def get(self, request: Request) -> Response:
        """All records on States' own laws; for each State the newest that holds on the date counts."""
        snap, on = snapshot(), asked_date(request)
        party = asked.state(request, "participant", snap.facts.participants)
        records = sorted(stored(snap).own_law_records, key=lambda it: (it.participant, it.holds_from))
        newest = {it.participant: it for it in records if it.holds_from <= on}
        return Response(
            [
                {**msgspec.structs.asdict(it), "counts": newest.get(it.participant) is it}
                for it in records
                if party in ("", it.participant)
            ]
        )


def _instrument(request: Request, rules: Rules) -> str:
    value = asked.text(request, "instrument")
    if not value:
        return ""
    with asked.refused("instrument"):
        return rules.catalogue[value].id
