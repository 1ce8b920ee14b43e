"""Steps from one state to another, each with named checks: the one way in which the status of a record moves.

A room's ``domain`` declares its steps as data and calls :func:`take`. A page calls :func:`offered` to show which steps a person
may take and what still stands in the way, so that the button and the rule cannot differ.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext

from accede.accounts import changing
from accede.accounts.records import Record
from accede.accounts.rights import Actor, Map, demand, may, verbs

AnyRecord = TypeVar("AnyRecord", bound=Record)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a step cannot be taken: the name of the check, the field at fault where there is one, and what to do."""

    check: str
    message: str
    field: str = ""


class Blocked(Exception):
    """The step cannot be taken; nothing was changed. ``problems`` says all that stands in the way."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Step(Generic[AnyRecord]):
    """A step. ``verb`` is the action that the table of rights must allow; ``checks`` are asked under the lock."""

    name: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    verb: str
    checks: tuple[Callable[[AnyRecord], Iterable[Problem]], ...] = field(default=())
    needs_reason: bool = False

    def problems(self, record: AnyRecord) -> list[Problem]:
        """What stands in the way now."""
        return [problem for check in self.checks for problem in check(record)]


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that a page offers, with what still stands in the way."""

    name: str
    label: str
    problems: tuple[Problem, ...]
    needs_reason: bool


def offered(steps: Iterable[Step[AnyRecord]], record: AnyRecord, *, actor: Actor, to: Map) -> list[Offer]:
    """The steps that lead on from where the record stands and that the table allows this person."""
    allowed = verbs(actor, to.subject(record))
    status = str(getattr(record, "status", ""))
    return [
        Offer(step.name, str(step.label), tuple(step.problems(record)), step.needs_reason)
        for step in steps
        if status in step.sources and step.verb in allowed
    ]


def take(
    step: Step[AnyRecord], record: AnyRecord, *, by: Actor, to: Map, now: datetime, values: Mapping[str, Any] | None = None,
    why: str = "", seen: int | None = None,
) -> AnyRecord:  # fmt: skip
    """Take *step*: rights, state and checks are asked again under the lock of the row. *values* are written with it.

    Raises :class:`~accede.accounts.rights.Denied`, :class:`Blocked`, or :class:`~accede.accounts.changing.Conflict`.
    """
    model = type(record)
    with transaction.atomic():
        current = model._default_manager.select_for_update(of=("self",), no_key=True).get(pk=record.pk)
        subject = to.subject(current)
        if seen is not None and current.version != seen and may(by, "see", subject) and not may(by, step.verb, subject):
            # The state in which it was allowed is over: somebody was faster, which is another thing than having no right.
            raise changing.Conflict(current, dict(values or {}))
        demand(by, step.verb, subject)
        status = str(getattr(current, "status", ""))
        if status not in step.sources:
            raise Blocked([Problem("state", _wrong_state(current))])
        if seen is not None and current.version != seen:
            raise changing.Conflict(current, dict(values or {}))
        if step.needs_reason and not why.strip():
            raise Blocked([Problem("reason", gettext("Give a reason."), "why")])
        problems = step.problems(current)
        if problems:
            raise Blocked(problems)
        written = {**(values or {}), "status": step.target, "status_since": now}
        return changing.change(current, written, by=by, now=now, verb=step.name, states=subject.states, why=why)


def _wrong_state(record: Record) -> str:
    shown = record.get_status_display() if hasattr(record, "get_status_display") else ""
    return gettext("This cannot be done while it is in the state “%(status)s”.") % {"status": shown}
