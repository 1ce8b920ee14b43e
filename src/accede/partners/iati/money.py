"""The hook for money: rooms that keep budgets and payments register a source, and the export asks each once a batch.

The budget of an activity itself is internal to the Office (the table of rights), so without a source none goes out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accede.partners.iati.records import Budget


@dataclass(frozen=True, slots=True)
class Transaction:
    """One payment. ``type``: 1 incoming, 2 commitment, 3 disbursement, 4 expenditure; the names may be empty."""

    type: str
    on: date
    value: Decimal
    currency: str
    provider: str = ""
    receiver: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """What may be published of one activity's money."""

    budgets: tuple[Budget, ...] = ()
    transactions: tuple[Transaction, ...] = ()


#: From keys of activities to their money, with as many queries for 250 as for one. It answers what the public may see alone.
Source = Callable[[Sequence[int]], Mapping[int, Money]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let the export ask *source*; once, at start-up."""
    if source not in _sources:
        _sources.append(source)


def money_of(activities: Sequence[int]) -> dict[int, Money]:
    """The money of the activities, from all sources."""
    found: dict[int, Money] = {}
    for source in _sources:
        for key, money in source(activities).items():
            held = found.get(key, Money())
            found[key] = Money(held.budgets + money.budgets, held.transactions + money.transactions)
    return found
