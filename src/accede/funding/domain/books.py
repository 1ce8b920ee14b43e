"""Reading and writing the ledger, one at a time: whoever has not locked the books has no balance to rely on."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from accede.accounts import trail
from accede.accounts.rights import Actor
from accede.funding.domain.refusing import refuse
from accede.funding.ledger import book
from accede.funding.ledger.book import Account, Dated, Kind, Move, Place
from accede.funding.ledger.rates import Rate, Rates
from accede.funding.models import Books, Contribution, Entry, ExchangeRate, Line, PeriodClose

#: Nothing is entered before this day: a date of that kind is a slip.
EARLIEST = date(1990, 1, 1)


def lock() -> None:
    """Wait until nobody else enters anything, and keep them waiting until the transaction ends."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the books are locked inside a transaction")
    Books.objects.get_or_create(pk=1)
    Books.objects.select_for_update(no_key=True).get(pk=1)


def closed_until() -> date | None:
    """The last day of the periods that are closed."""
    return PeriodClose.objects.values_list("until", flat=True).order_by("-until").first()


def moves_of(entry: Entry) -> list[Move]:
    """The lines of an entry as moves."""
    return [_move(it, entry.allocation_id) for it in entry.lines.all()]


def _move(line: Line, allocation: int | None) -> Move:
    def place(name: str) -> Place:
        account = Account(name)
        return Place(account, line.currency, allocation or 0 if account in book.OF_ALLOCATION else 0)

    return Move(place(line.source), place(line.target), line.amount)


def history_of(contribution: Contribution | int) -> list[Dated]:
    """All entries of a contribution, in two queries."""
    key = contribution if isinstance(contribution, int) else contribution.pk
    found = Entry.objects.filter(contribution=key).prefetch_related("lines").order_by("on", "id")
    return [(entry.on, moves_of(entry)) for entry in found]


def known_rates(currencies: Iterable[str] | None = None) -> Rates:
    """Rates of exchange; of two for the same day the later row counts."""
    found = ExchangeRate.objects.order_by("id")
    if currencies is not None:
        found = found.filter(currency__in=list(currencies))
    latest = {(it.currency, it.since): it.rate for it in found}
    return Rates(Rate(currency, rate, since) for (currency, since), rate in latest.items())


def check_day(on: date, *, now: datetime) -> None:
    """Raise ``Blocked`` or a fault for a day that is not yet, that is long past, or that is in a closed period."""
    if on > now.date():
        raise refuse("day", gettext("The day has not come yet."), "on")
    if on < EARLIEST:
        raise refuse("day", gettext("The day is before 1990; check the year."), "on")
    book.check_period(on, closed_until())


def write(
    contribution: Contribution, kind: Kind, moves: Sequence[Move], *, on: date, by: Actor, now: datetime, memo: str = "",
    agent: str = "", **values: Any,
) -> Entry:  # fmt: skip
    """Write an entry under the lock: checks the day and every balance from it on, and tells the trail.

    Raises ``Blocked`` or a :class:`~accede.funding.ledger.faults.Fault`; nothing is written then.
    """
    lock()
    check_day(on, now=now)
    book.post_on(history_of(contribution), on, moves)
    entry = Entry.objects.create(
        contribution=contribution, kind=kind.value, on=on, memo=memo, entered_at=now, entered_by_id=by.person,
        sample=contribution.sample, **values,
    )  # fmt: skip
    Line.objects.bulk_create(
        Line(
            entry=entry, source=it.source.account.value, target=it.target.account.value, currency=it.source.currency,
            amount=it.amount,
        )
        for it in moves
    )  # fmt: skip
    trail.add(
        by=by, verb=kind.value, record=Contribution.KIND, record_id=contribution.pk, now=now, why=memo, agent=agent,
        after={
            "entry": entry.pk, "on": on,
            "moves": [
                f"{it.source.account.value} → {it.target.account.value}: {it.amount} {it.source.currency}" for it in moves
            ],
        },
    )  # fmt: skip
    return entry
