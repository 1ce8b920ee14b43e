"""The one way in which records are made, changed and put away: checked for a version, and written to the trail."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

from accede.accounts import trail
from accede.accounts.records import Record
from accede.accounts.rights import Actor

AnyRecord = TypeVar("AnyRecord", bound=Record)
_KEPT_OUT = {"version", "created_at", "created_by", "changed_at"}


class Conflict(Exception):
    """Somebody else has changed the record since it was read. Nothing was written.

    ``current`` is the record as it stands, ``given`` what would have been written, ``fields`` those that differ: a page shows
    both versions and lets the person choose.
    """

    def __init__(self, current: Record, given: Mapping[str, Any]) -> None:
        super().__init__(f"{current.KIND} {current.pk} was changed by somebody else in the meantime")
        self.current = current
        self.given = dict(given)
        self.fields = [name for name, value in given.items() if getattr(current, name) != value]


def create(
    record: AnyRecord, *, by: Actor, now: datetime, states: Iterable[str] = (), why: str = "", agent: str = ""
) -> AnyRecord:
    """Store a new record and say so in the trail."""
    with transaction.atomic():
        record.created_at = record.changed_at = now
        record.created_by_id = by.person
        record.sample = record.sample or by.sample
        record.save(force_insert=True)
        trail.add(
            by=by, verb="create", record=record.KIND, record_id=record.pk, now=now, why=why, states=states,
            after=values_of(record), agent=agent,
        )  # fmt: skip
    return record


def change(
    record: AnyRecord, values: Mapping[str, Any], *, by: Actor, now: datetime, seen: int | None = None,
    verb: str = "edit", states: Iterable[str] = (), why: str = "", agent: str = "",
) -> AnyRecord:  # fmt: skip
    """Write *values* into the record and what changed into the trail; answers the record as it now stands.

    *seen* is the version that the person had before their eyes; None only where the machine itself decides under a lock.
    Raises :class:`Conflict` when the record has moved on, unless all values are there already. Writing what stands there
    changes nothing and leaves no event, except for an action (*verb* other than "edit").
    """
    model = type(record)
    with transaction.atomic():
        current = model._default_manager.select_for_update(no_key=True).get(pk=record.pk)
        differing = {name: value for name, value in values.items() if getattr(current, name) != value}
        if seen is not None and current.version != seen and differing:
            raise Conflict(current, values)
        if not differing and verb == "edit":
            return current
        before = {name: _plain(current, name) for name in differing}
        for name, value in differing.items():
            setattr(current, name, value)
        current.version += 1
        current.changed_at = now
        current.save()
        after = {name: _plain(current, name) for name in differing}
        trail.add(
            by=by, verb=verb, record=current.KIND, record_id=current.pk, now=now, why=why, states=states,
            before=before, after=after, agent=agent,
        )  # fmt: skip
    return current


def archive(
    record: AnyRecord, *, reason: str, by: Actor, now: datetime, seen: int | None = None, states: Iterable[str] = ()
) -> AnyRecord:
    """Put the record away with a reason; it is kept, and no longer listed."""
    return change(
        record, {"archived_at": now, "archive_reason": reason}, by=by, now=now, seen=seen, verb="archive", states=states,
        why=reason,
    )  # fmt: skip


def values_of(record: models.Model) -> dict[str, Any]:
    """The stored values of a record by field, for the trail; empty ones left out."""
    names = [field.attname for field in record._meta.concrete_fields if field.name not in _KEPT_OUT]
    found = {name: getattr(record, name) for name in names}
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def _plain(record: models.Model, name: str) -> Any:
    field = record._meta.get_field(name)
    return getattr(record, getattr(field, "attname", name))
