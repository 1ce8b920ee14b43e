"""For whom a record waits, since when, and whether it is late: pure, asked by its page and by the desks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Who(StrEnum):
    """Whose move it is."""

    STATE = "state"
    OFFICE = "office"
    BOTH = "both"
    NOBODY = "nobody"


WHO_IN_WORDS = {
    Who.STATE: _("the State"), Who.OFFICE: _("the Office"), Who.BOTH: _("both sides"), Who.NOBODY: _("nobody"),
}  # fmt: skip

#: Working days in which the Office owes an acknowledgement.
ACKNOWLEDGE_WITHIN = 5
#: Days after which a step that has no term of its own counts as late.
LATE_AFTER = 30

_REQUEST = {
    "draft": (Who.STATE, _("to finish and submit the request")),
    "submitted": (Who.OFFICE, _("to acknowledge the request")),
    "acknowledged": (Who.OFFICE, _("to decide on the request")),
    "clarification": (Who.STATE, _("to answer the question")),
    "accepted": (Who.OFFICE, _("to help, until the State says whether it was met")),
    "referred": (Who.OFFICE, _("to follow up what became of the referral")),
}
_ASSESSMENT = {
    "draft": (Who.OFFICE, _("to draw the desk review")),
    "mission": (Who.OFFICE, _("to carry out the mission")),
    "findings": (Who.OFFICE, _("to write the findings")),
    "shared": (Who.STATE, _("to set priorities")),
}
_PLAN = {
    "draft": (Who.BOTH, _("to draft the plan")),
    "offered": (Who.BOTH, _("to accept the version that was offered")),
}
_BY_KIND = {"request": _REQUEST, "assessment": _ASSESSMENT, "plan": _PLAN}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whose move it is, what is to be done, since when; ``due`` where there is a term."""

    who: Who
    what: str | Promise
    since: datetime
    days: int
    due: datetime | None = None
    late: bool = False

    @property
    def whom(self) -> str | Promise:
        """Whose move it is, in words."""
        return WHO_IN_WORDS[self.who]


def waits(kind: str, status: str, *, since: datetime, now: datetime, due: datetime | None = None) -> Waiting | None:
    """For whom a record of this kind in this status waits; None where it waits for nobody."""
    found = _BY_KIND.get(kind, {}).get(status)
    if found is None:
        return None
    who, what = found
    late = now > due if due is not None else now - since > timedelta(days=LATE_AFTER)
    if status == "accepted":
        late = False
    return Waiting(who, what, since, max((now - since).days, 0), due, late)


def working_days_after(start: datetime, days: int) -> datetime:
    """*days* working days later, Saturdays and Sundays left out; at the same time of day.

    >>> from datetime import UTC
    >>> working_days_after(datetime(2026, 1, 16, 12, tzinfo=UTC), 5).date().isoformat()
    '2026-01-23'
    """
    at = start
    while days > 0:
        at += timedelta(days=1)
        if at.weekday() < 5:
            days -= 1
    return at


def one_year_after(day: date) -> date:
    """The same day of the next year; the 28th for a 29th of February.

    >>> one_year_after(date(2024, 2, 29)).isoformat()
    '2025-02-28'
    """
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
