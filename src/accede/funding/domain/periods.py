"""Closing periods: nothing is entered into a closed one, and none is opened again."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from accede.accounts import trail
from accede.accounts.rights import Actor, demand
from accede.funding.domain import books
from accede.funding.domain.refusing import refuse
from accede.funding.models import PeriodClose
from accede.funding.subjects import BOOKS


def close(*, until: date, why: str = "", by: Actor, now: datetime, agent: str = "") -> PeriodClose:
    """Close all days up to and with *until*, which is past. Raises ``Denied`` or ``Blocked``."""
    demand(by, "close", BOOKS)
    with transaction.atomic():
        books.lock()
        if until >= now.date():
            raise refuse("until", gettext("Only days that are past can be closed."), "until")
        last = books.closed_until()
        if last is not None and until <= last:
            raise refuse(
                "until", gettext("It is closed up to %(until)s already.") % {"until": last.isoformat()}, "until"
            )
        made = PeriodClose.objects.create(until=until, closed_at=now, closed_by_id=by.person, why=why)
        trail.add(
            by=by, verb="close", record="books", record_id="", now=now, why=why, after={"until": until}, agent=agent
        )
    return made
