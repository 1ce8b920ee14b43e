"""The audit trail: every change, appended in the transaction that makes it, each row chained to the one before."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from accede.accounts.models import Event, EventDetail, TrailHead
from accede.accounts.rights import Actor
from accede.kit.rendering import plain


def digest(*parts: object) -> str:
    """SHA-256 of values written as JSON with sorted keys."""
    body = orjson.dumps(parts, default=plain, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(body).hexdigest()


def add(
    *,
    by: Actor,
    verb: str,
    record: str,
    record_id: object,
    now: datetime,
    why: str = "",
    states: Iterable[str] = (),
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    agent: str = "",
) -> Event:
    """Append what was done. Called inside the transaction of the change, last, since it locks the head of the chain."""
    old, new = _as_json(before or {}), _as_json(after or {})
    with transaction.atomic():
        TrailHead.objects.get_or_create(pk=1)
        head = TrailHead.objects.select_for_update(no_key=True).get(pk=1)
        event = Event(
            number=head.number + 1, at=now, person_id=by.person, agent=agent, admin_session_id=by.admin_session,
            verb=verb, record=record, record_id=str(record_id), states=sorted(states), why=why,
            content_hash=digest(old, new), previous_hash=head.hash,
        )  # fmt: skip
        event.hash = event_hash(event)
        event.save()
        EventDetail.objects.create(event=event, before=old, after=new)
        head.number, head.hash = event.number, event.hash
        head.save()
    return event


def event_hash(event: Event) -> str:
    """What the chain holds of an event: all of its columns but the key."""
    return digest(
        event.number, event.at.astimezone(UTC).isoformat(), event.person_id, event.agent, event.admin_session_id, event.verb,
        event.record, event.record_id, event.states, event.why, event.content_hash, event.previous_hash,
    )  # fmt: skip


def _as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON gives them back, so that a digest made now is the one made from the database later."""
    found: dict[str, Any] = orjson.loads(orjson.dumps(dict(values), default=plain))
    return found


def concerning(events: QuerySet[Event], states: Iterable[str]) -> QuerySet[Event]:
    """Those of the events that concern one of the States; none for no State."""
    condition = Q(pk__in=())
    for code in states:
        condition |= Q(states_as_text__contains=f'"{code}"')
    return events.annotate(states_as_text=Cast("states", TextField())).filter(condition)


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where the chain does not hold: the number of the event, and what is wrong."""

    number: int
    message: str


def verify() -> Iterator[Broken]:
    """Every place where the trail was changed behind the program's back, in order; nothing where it holds.

    Read as a stream: the memory does not grow with the trail. What a chain cannot show is that its newest events were cut
    off together with the head; keep exported copies elsewhere for that (:func:`lines`).
    """
    previous, expected = "", 1
    events = Event.objects.select_related("detail").order_by("number").iterator(chunk_size=2000)
    for event in events:
        if event.number != expected:
            yield Broken(event.number, f"events {expected} to {event.number - 1} are missing")
        if event.previous_hash != previous:
            yield Broken(event.number, "it does not follow the event before it")
        if event_hash(event) != event.hash:
            yield Broken(event.number, "the row was changed")
        detail = getattr(event, "detail", None)
        if detail is None:
            yield Broken(event.number, "its values before and after are missing")
        elif detail.erased_at is not None:
            if detail.before or detail.after or not _erased_by_an_event(event):
                yield Broken(event.number, "its values were emptied, and no event says by whom")
        elif digest(detail.before, detail.after) != event.content_hash:
            yield Broken(event.number, "the values before or after were changed")
        previous, expected = event.hash, event.number + 1
    head = TrailHead.objects.filter(pk=1).first()
    if head is not None and (head.number, head.hash) != (expected - 1, previous):
        yield Broken(head.number, f"the last event should be number {head.number}; the newest found is {expected - 1}")


def _erased_by_an_event(event: Event) -> bool:
    later = Event.objects.filter(record="trail", record_id=str(event.pk), number__gt=event.number)
    return later.filter(verb="erase_detail").exists()


def lines(*, values: bool = False) -> Iterator[bytes]:
    """The trail as JSON lines, one event a line, to be kept elsewhere and held against the chain.

    *values* adds what stood before and after, which may be confidential to a State: only for who owns the database.
    """
    for event in Event.objects.select_related("detail").order_by("number").iterator(chunk_size=2000):
        row = {
            "number": event.number, "at": event.at, "person": event.person_id, "agent": event.agent,
            "admin_session": event.admin_session_id, "verb": event.verb, "record": event.record,
            "record_id": event.record_id, "states": event.states, "why": event.why, "content_hash": event.content_hash,
            "previous_hash": event.previous_hash, "hash": event.hash,
        }  # fmt: skip
        if values:
            row |= {"before": event.detail.before, "after": event.detail.after}
        yield orjson.dumps(row, default=plain) + b"\n"


def erase_details(events: Iterable[Event], *, by: Actor, now: datetime, why: str, agent: str = "") -> int:
    """Empty the values of events, for personal data that is erased; each is named by an event of its own. Answers how many."""
    count = 0
    with transaction.atomic():
        for event in events:
            detail = EventDetail.objects.select_for_update(no_key=True).get(event=event)
            if detail.erased_at is None and (detail.before or detail.after):
                detail.before, detail.after, detail.erased_at = {}, {}, now
                detail.save()
                add(by=by, verb="erase_detail", record="trail", record_id=event.pk, now=now, why=why, agent=agent)
                count += 1
    return count
