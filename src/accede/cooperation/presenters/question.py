"""From addresses to questions: what the permanent address of an answer says, and what is wrong with it."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from accede.cooperation.queries import own_laws
from accede.kit.on import AsOf, BadQuestion
from accede.kit.pages import Missing, Suggestion
from accede.kit.wording import localised
from accede.law.amendments import Bound
from accede.law.basis import Kind, OwnLaw, Question, Rules
from accede.law.dates import parse_date
from accede.law.errors import LawError, UnknownName
from accede.law.facts import Facts
from accede.law.participants import ParticipantKind
from accede.treaties.presenters.common import name_of, participant_or_missing
from accede.treaties.queries import Snapshot

#: What is known of the laws and treaties of the two: names of parameters. "a" asks, "b" is asked.
A_REQUIRES, B_REQUIRES, B_NATIONALS, BILATERAL = (
    "a_requires_treaty", "b_requires_treaty", "b_surrenders_nationals", "bilateral",
)  # fmt: skip
KNOWN = (A_REQUIRES, B_REQUIRES, B_NATIONALS, BILATERAL)
CONDUCT = "conduct_on"
JOIN = "join"


@dataclass(frozen=True)
class Asked:
    """A question as it was put: by whom, and what the person asking added. ``given`` holds only what was said."""

    question: Question
    given: dict[str, str]

    def address(self, asked: AsOf, *, form: str = "", **changes: str) -> str:
        """The permanent address of the answer: date and all that was given; *changes* replace or, empty, remove parts."""
        it = self.question
        parts = [it.requesting, it.requested, it.offence, it.kind.value]
        if form:
            names = ("requesting", "requested", "offence", "kind", "form")
            path = reverse("basis-answer-data", kwargs=dict(zip(names, [*parts, form], strict=True)))
        else:
            path = reverse("basis-answer", args=parts)
        pairs = {"on": asked.iso, **self.given, **changes}
        return f"{path}?{urlencode({key: value for key, value in pairs.items() if value})}"

    def swapped(self) -> "Asked":
        """The same question the other way round; what was said of a law goes with its State."""
        it = self.question
        given = {
            key: value for key, value in self.given.items() if key not in (A_REQUIRES, B_REQUIRES, B_NATIONALS, JOIN)
        }
        for old, new in ((A_REQUIRES, B_REQUIRES), (B_REQUIRES, A_REQUIRES)):
            if old in self.given:
                given[new] = self.given[old]
        return Asked(replace(it, requesting=it.requested, requested=it.requesting), given)

    def other_kind(self) -> "Asked":
        """The same question for the other kind of request."""
        kind = Kind.MLA if self.question.kind is Kind.EXTRADITION else Kind.EXTRADITION
        given = {key: value for key, value in self.given.items() if key != JOIN}
        return Asked(replace(self.question, kind=kind), given)


def read_question(
    snap: Snapshot,
    rules: Rules,
    asked: AsOf,
    query: QueryDict,
    *,
    requesting: str,
    requested: str,
    offence: str,
    kind: str,
) -> Asked:
    """The question of an address. Raises :class:`Missing` and :class:`BadQuestion` in the reader's words."""
    pair = [participant_or_missing(snap, code, asked).code for code in (requesting, requested)]
    offence_or_missing(rules, offence)
    chosen = kind_or_missing(kind)
    check_pair(snap.facts, pair[0], pair[1], asked)
    given = {}
    for name in KNOWN:
        value = query.get(name, "").strip()
        if value and value != Bound.UNKNOWN.value:
            given[name] = bound_or_bad(name, value).value
    conduct = conduct_date(query, asked)
    if conduct is not None:
        given[CONDUCT] = conduct.isoformat()
    laws = own_laws(asked.on, snap)
    stored_a, stored_b = (laws.get(code, OwnLaw()) for code in pair)
    question = Question(
        requesting=pair[0],
        requested=pair[1],
        offence=offence,
        kind=chosen,
        on=asked.on,
        conduct_on=conduct,
        requesting_law=_with(stored_a, treaty_required=given.get(A_REQUIRES)),
        requested_law=_with(
            stored_b, treaty_required=given.get(B_REQUIRES), surrenders_nationals=given.get(B_NATIONALS)
        ),
        bilateral=Bound(given.get(BILATERAL, Bound.UNKNOWN.value)),
    )
    return Asked(question, given)


def _with(law: OwnLaw, *, treaty_required: str | None = None, surrenders_nationals: str | None = None) -> OwnLaw:
    """What is recorded of a law; what the person asking says goes before it."""
    if treaty_required is not None:
        law = replace(law, treaty_required=Bound(treaty_required))
    if surrenders_nationals is not None:
        law = replace(law, surrenders_nationals=Bound(surrenders_nationals))
    return law


def offence_or_missing(rules: Rules, code: str) -> str:
    """The code, where there is such an offence; else a page of status 404 with the nearest."""
    try:
        rules.offence(code)
    except UnknownName as error:
        message = gettext("There is no offence with the code “%(code)s”. Choose one from the list.") % {
            "code": code[:80]
        }
        address = reverse("basis")
        found = [Suggestion(it, f"{address}?{urlencode({'offence': it})}") for it in error.suggestions]
        form = Suggestion(gettext("The form with all offences"), address)
        raise Missing(message, suggestions=[*found, form], detail=str(error)) from error
    return code


def kind_or_missing(kind: str) -> Kind:
    """Extradition or mutual legal assistance."""
    try:
        return Kind(kind)
    except ValueError as error:
        message = gettext(
            "A request is for “extradition” or for “mla”, mutual legal assistance; there is no “%(kind)s”."
        )
        suggestions = [Suggestion(gettext("The form"), reverse("basis"))]
        detail = f"kind: '{kind[:40]}' is neither extradition nor mla."
        raise Missing(message % {"kind": kind[:40]}, suggestions=suggestions, detail=detail) from error


def check_pair(facts: Facts, requesting: str, requested: str, asked: AsOf) -> None:
    """Refuse one State twice, an organization, and a State that did not exist on the date."""
    if requesting == requested:
        message = gettext("%(name)s is named twice. A request goes from one State to another: choose two.") % {
            "name": name_of(facts.participants[requesting])
        }
        raise BadQuestion(message, field="requested", given=requested, detail="")
    for field, code in (("requesting", requesting), ("requested", requested)):
        party = facts.participants[code]
        if party.kind is ParticipantKind.ORGANISATION:
            message = gettext("%(name)s is not a State: requests of this kind go from one State to another.")
            raise BadQuestion(message % {"name": name_of(party)}, field=field, given=code)
        check_existed(facts, code, asked)


def check_existed(facts: Facts, code: str, asked: AsOf) -> None:
    """Refuse a State that did not exist on the date."""
    if facts.participants.existed_on(code, asked.on):
        return
    born = facts.participants.statehood(code)
    since = born.existed_from if born else None
    message = gettext("%(name)s did not exist as a State on %(date)s. Ask for a date from %(since)s on.") % {
        "name": name_of(facts.participants[code]),
        "date": asked.words,
        "since": localised(since),
    }
    raise BadQuestion(message, field="on", given=since.isoformat() if since else "", detail="")


def bound_or_bad(field: str, value: str) -> Bound:
    """Yes, no or unknown."""
    try:
        return Bound(value)
    except ValueError as error:
        message = gettext("This takes “yes”, “no” or “unknown”.")
        raise BadQuestion(
            message, field=field, given=value[:40], detail=f"{field}: '{value[:40]}' is none of yes, no, unknown."
        ) from error


def conduct_date(query: QueryDict, asked: AsOf) -> date | None:
    """The date of the conduct, where one is given; it cannot be later than the request."""
    given = query.get(CONDUCT, "").strip()
    if not given:
        return None
    try:
        conduct = parse_date(given, field=CONDUCT)
    except LawError as error:
        message = gettext("The date of the conduct is not a date. Write it as year-month-day, for example 2009-05-31.")
        raise BadQuestion(message, field=CONDUCT, given=given[:60], detail=str(error)) from error
    if conduct > asked.on:
        message = gettext(
            "The conduct, on %(conduct)s, would be later than the request, on %(date)s. Correct one of them."
        )
        parts = {"conduct": localised(conduct), "date": asked.words}
        raise BadQuestion(message % parts, field=CONDUCT, given=given)
    return conduct
