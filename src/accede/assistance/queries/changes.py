"""What changed in a person's States: what was done with records that the person may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accede.accounts import trail
from accede.accounts.models import Event
from accede.accounts.rights import Actor, visible
from accede.accounts.words import agent_in_words
from accede.assistance.models import Activity, NeedsAssessment, Nomination, Outcome, Plan, Request
from accede.assistance.subjects import ACTIVITIES, ASSESSMENTS, NOMINATIONS, OUTCOMES, PLANS, REQUESTS
from accede.treaties.places import place_name

#: How many are shown, and how many events are looked through for them.
CHANGES = 20
LOOKED_THROUGH = 200

#: The records whose events are told, each with what the table of rights asks of it.
TOLD: dict[str, tuple[Any, Any]] = {
    "request": (Request, REQUESTS),
    "assessment": (NeedsAssessment, ASSESSMENTS),
    "plan": (Plan, PLANS),
    "activity": (Activity, ACTIVITIES),
    "nomination": (Nomination, NOMINATIONS),
    "outcome": (Outcome, OUTCOMES),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was done to a record of one's States."""

    at: datetime
    verb: str
    record: str
    label: str
    href: str
    who: str
    states: str


def states_of(actor: Actor) -> frozenset[str]:
    """The States that a person's roles speak of: the own one, and those that an officer is assigned to."""
    assigned = [role.states for role in actor.roles if role.kind == "officer"]
    return actor.own_states.union(*assigned)


def changes_for(actor: Actor) -> list[Change]:
    """The last events about records that the person may see now: an event about any other is not even counted."""
    everywhere = actor.has("coordinator")
    states = states_of(actor)
    if not actor.verified or not (states or everywhere):
        return []
    events = Event.objects.filter(record__in=TOLD).exclude(person=actor.person).select_related("person")
    if not actor.has("officer", "coordinator"):
        # Who answers for a record in the Office is the Office's own affair.
        events = events.exclude(verb="assign")
    if not everywhere:
        events = trail.concerning(events, sorted(states))
    rows = list(events.order_by("-number")[:LOOKED_THROUGH])
    seen = _seen(actor, rows)
    found = []
    for row in rows:
        record = seen.get((row.record, row.record_id))
        if record is not None:
            found.append(
                Change(
                    row.at, row.verb, row.record, str(record), _href(record),
                    row.person.name if row.person else agent_in_words(row.agent),
                    ", ".join(place_name(code) for code in row.states),
                )
            )  # fmt: skip
    return found[:CHANGES]


def _seen(actor: Actor, events: Iterable[Event]) -> dict[tuple[str, str], Any]:
    wanted: dict[str, set[int]] = {}
    for event in events:
        if event.record_id.isdecimal():
            wanted.setdefault(event.record, set()).add(int(event.record_id))
    found = {}
    for kind, keys in wanted.items():
        model, to = TOLD[kind]
        queryset: QuerySet[Any] = model.objects.filter(pk__in=keys)
        if model is Nomination:
            queryset = queryset.select_related("call__activity")
        for record in visible(actor, queryset, to):
            found[kind, str(record.pk)] = record.call.activity if model is Nomination else record
    return found


def _href(record: Any) -> str:
    return reverse(record.KIND, args=[record.pk])
