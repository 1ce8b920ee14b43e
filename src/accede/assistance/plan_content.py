"""What a plan says: its form, its hash, and what still keeps it from being offered.

The same form is kept in the working draft and, unchanged for ever, in each version that was offered.
"""

import hashlib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
import orjson
from django.utils.translation import gettext

from accede.assistance.steps import Problem

MOST_ROWS = 200


class Objective(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What should be different, and which obligations or instruments it serves."""

    key: str
    text: str
    instruments: list[str] = []
    obligations: list[str] = []


class Undertaking(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An activity that is planned: for which objective, of which kind, when, for whom, at what cost in US dollars."""

    key: str
    objective: str
    title: str
    kind: str
    when: str = ""
    for_whom: str = ""
    cost: str = "0"


class Measure(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An indicator of an objective, with its baseline and target; numbers as text, exact."""

    key: str
    objective: str
    name: str
    unit: str = ""
    baseline: str = ""
    target: str = ""
    target_on: str = ""


class Content(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A whole plan."""

    objectives: list[Objective] = []
    activities: list[Undertaking] = []
    indicators: list[Measure] = []
    starts: str = ""
    ends: str = ""
    #: Rule-of-law and human-rights elements, or why there are none.
    human_rights: str = ""
    no_human_rights_because: str = ""
    #: The due-diligence check: by whom, when, with which result.
    due_diligence: str = ""
    due_diligence_on: str = ""
    #: What the State provides itself.
    state_provides: str = ""


#: The parts with rows, by their name in the address of the page that edits them.
PARTS: dict[str, type[msgspec.Struct]] = {"objectives": Objective, "activities": Undertaking, "indicators": Measure}


def read(raw: Mapping[str, Any]) -> Content:
    """The content from its stored form."""
    return msgspec.convert(dict(raw), type=Content)


def plain(content: Content) -> dict[str, Any]:
    """The stored form."""
    found: dict[str, Any] = msgspec.to_builtins(content)
    return found


def hash_of(raw: Mapping[str, Any]) -> str:
    """SHA-256 of the content as JSON with sorted keys: two versions say the same if, and only if, their hashes agree."""
    return hashlib.sha256(orjson.dumps(plain(read(raw)), option=orjson.OPT_SORT_KEYS)).hexdigest()


def cost_of(content: Content) -> Decimal:
    """The budget: the sum of what the activities cost, in US dollars."""
    return sum((number(it.cost) or Decimal(0) for it in content.activities), Decimal(0))


def number(text: str) -> Decimal | None:
    """A number from text; None where there is none, or where it is no number.

    >>> number("1 200.50"), number(""), number("many"), number("NaN")
    (Decimal('1200.50'), None, None, None)
    """
    try:
        found = Decimal(text.replace(" ", "").replace(",", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def problems(content: Content) -> Iterator[Problem]:
    """What keeps the plan from being offered to the other side."""
    if not content.objectives:
        yield Problem("objectives", gettext("Give the plan an objective."))
    keys = {it.key for it in content.objectives}
    for objective in content.objectives:
        if not (objective.instruments or objective.obligations):
            yield Problem(
                "tied",
                gettext("Tie the objective “%(text)s” to an obligation or an instrument.")
                % {"text": objective.text[:60]},
            )
        if not any(it.objective == objective.key for it in content.indicators):
            yield Problem(
                "measured", gettext("Give the objective “%(text)s” an indicator.") % {"text": objective.text[:60]}
            )
    if not content.activities:
        yield Problem("activities", gettext("Plan at least one activity."))
    for item in content.activities:
        if item.objective not in keys:
            yield Problem("objective", gettext("Say which objective “%(title)s” serves.") % {"title": item.title[:60]})
        cost = number(item.cost)
        if cost is None or cost < 0:
            yield Problem("cost", gettext("Say what “%(title)s” costs, 0 if nothing.") % {"title": item.title[:60]})
    for measure in content.indicators:
        if number(measure.baseline) is None or number(measure.target) is None:
            yield Problem(
                "baseline",
                gettext("Give “%(name)s” a baseline and a target, as numbers.") % {"name": measure.name[:60]},
            )
    if not (content.human_rights.strip() or content.no_human_rights_because.strip()):
        yield Problem(
            "human_rights", gettext("Write the rule-of-law and human-rights elements, or why there are none.")
        )
    if not (content.due_diligence.strip() and content.due_diligence_on):
        yield Problem("due_diligence", gettext("Record the due-diligence check: who made it, when, with which result."))
    if not (content.starts and content.ends) or content.ends < content.starts:
        yield Problem("dates", gettext("Say when the plan starts and ends."))


class Difference(msgspec.Struct, frozen=True):
    """An element of two versions: "added", "removed", "changed" or "same", with both wordings."""

    part: str
    key: str
    change: str
    before: str
    after: str


def compare(before: Content, after: Content) -> list[Difference]:
    """Every element of either version, with what became of it."""
    found = []
    for part in PARTS:
        old = {it.key: _line(it) for it in getattr(before, part)}
        new = {it.key: _line(it) for it in getattr(after, part)}
        for key in dict.fromkeys([*old, *new]):
            found.append(_difference(part, key, old.get(key, ""), new.get(key, "")))
    for name in (
        "starts",
        "ends",
        "human_rights",
        "no_human_rights_because",
        "due_diligence",
        "due_diligence_on",
        "state_provides",
    ):
        old_text, new_text = getattr(before, name), getattr(after, name)
        if old_text or new_text:
            found.append(_difference(name, name, old_text, new_text))
    return found


def _difference(part: str, key: str, before: str, after: str) -> Difference:
    change = "same" if before == after else "added" if not before else "removed" if not after else "changed"
    return Difference(part, key, change, before, after)


def _line(row: msgspec.Struct) -> str:
    values = msgspec.to_builtins(row)
    shown = [
        ", ".join(value) if isinstance(value, list) else str(value)
        for name, value in values.items()
        if name not in ("key", "objective") and value
    ]
    return " · ".join(shown)
