"""The audit trail: every change, appended in the transaction that makes it, each row chained to the one before."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
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
        head = TrailHead.objects.select_for_update().get(pk=1)
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
        event.number, event.at.isoformat(), event.person_id, event.agent, event.admin_session_id, event.verb,
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
