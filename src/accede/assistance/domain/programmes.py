"""What may happen to a programme. A programme may have several parents, and never be among its own ancestors."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from accede.accounts import changing, trail
from accede.accounts.rights import Actor, Subject, demand
from accede.assistance.models import Programme
from accede.assistance.steps import Blocked, Problem
from accede.assistance.subjects import PROGRAMMES


def create(values: Mapping[str, Any], *, parents: Iterable[Programme], by: Actor, now: datetime) -> Programme:
    """A new programme. Raises ``Denied`` or ``Blocked``."""
    state = values.get("participant_id")
    demand(by, "create", Subject(record=Programme.KIND, states=frozenset([state] if state else [])))
    if Programme.objects.filter(code=values["code"]).exists():
        raise Blocked([Problem("code", gettext("Another programme has this code; choose one of its own."), "code")])
    with transaction.atomic():
        made = changing.create(Programme(**values), by=by, now=now, states=[state] if state else [])
        made.parents.set(list(parents))
    return made


def edit(
    programme: Programme,
    values: Mapping[str, Any],
    *,
    parents: Iterable[Programme],
    by: Actor,
    now: datetime,
    seen: int,
) -> Programme:
    """Change a programme and where it hangs. Raises ``Denied``, ``Blocked`` or ``Conflict``."""
    subject = PROGRAMMES.subject(programme)
    demand(by, "edit", subject)
    wanted = sorted({it.pk for it in parents})
    with transaction.atomic():
        # All rows: two people who each hang one programme under the other must not both succeed.
        tree = _tree(lock=True)
        if programme.pk in _ancestors(wanted, tree) | set(wanted):
            raise Blocked([Problem("parents", gettext("A programme cannot hang under itself."), "parents")])
        done = changing.change(programme, values, by=by, now=now, seen=seen, states=subject.states)
        before = sorted(done.parents.values_list("pk", flat=True))
        if before != wanted:
            done.parents.set(wanted)
            trail.add(
                by=by, verb="parents", record=Programme.KIND, record_id=done.pk, now=now, states=subject.states,
                before={"parents": before}, after={"parents": wanted},
            )  # fmt: skip
    return done


def _tree(*, lock: bool) -> dict[int, list[int]]:
    if lock:
        list(Programme.objects.select_for_update(no_key=True).values_list("pk", flat=True))
    found: dict[int, list[int]] = {}
    for child, parent in Programme.parents.through.objects.values_list("from_programme_id", "to_programme_id"):
        found.setdefault(child, []).append(parent)
    return found


def _ancestors(start: Iterable[int], parents: Mapping[int, list[int]]) -> set[int]:
    seen: set[int] = set()
    waiting = list(start)
    while waiting:
        for parent in parents.get(waiting.pop(), []):
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return seen
