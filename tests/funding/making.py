"""Contributions with money in them, made through the functions that pages call."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.accounts.conftest import NOW, actor_with, organisation

from accede.accounts.rights import Actor
from accede.funding.domain import contributions, rates
from accede.funding.ledger.book import Kind
from accede.funding.models import Contribution
from accede.treaties.importers.guard import Upload, upload_from

DAY = date(2026, 1, 10)


def table(text: str, name: str = "rates.csv") -> Upload:
    """A table of rates as a file."""
    return upload_from(text.encode(), name=name)


def with_rates(text: str = "EUR,0.8,2026-01-01") -> None:
    """Rates of exchange."""
    rates.bring_in(table(f"currency,rate,from\n{text}\n"), by=actor_with("coordinator"), now=NOW)


def contribution(
    *, by: Actor | None = None, earmarks: Any = (), donor: str = "Sample Fund", **values: Any
) -> Contribution:
    """A contribution with nothing entered."""
    given = {"donor": organisation("donor", name=donor), "title": "Sample contribution", "currency": "USD"}
    return contributions.create(given | values, earmarks=earmarks, by=by or actor_with("coordinator"), now=NOW)


def enter(
    it: Contribution, kind: str, amount: str | Decimal, *, on: date = DAY, by: Actor | None = None, **more: Any
) -> Any:
    """An entry."""
    if kind == "instalment":
        more.setdefault("due_on", DAY)
    return contributions.enter(
        it, Kind(kind), amount=amount, on=on, by=by or actor_with("coordinator"), now=NOW, **more
    )


def received(amount: str = "1000", *, by: Actor | None = None, **values: Any) -> Contribution:
    """A contribution of which *amount* was received."""
    boss = by or actor_with("coordinator")
    it = contribution(by=boss, **values)
    for kind in ("pledge", "agreement", "instalment", "receipt"):
        enter(it, kind, amount, by=boss)
    return it
