"""Dated rates of exchange: units of a currency for one US dollar, in force from a day until the next."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accede.funding.ledger.faults import Fault, gettext_noop
from accede.funding.ledger.money import HOUSE, at_rate


class NoRate(Fault):
    """There is no rate for the currency on the day. It is never guessed."""

    def __init__(self, currency: str, on: date) -> None:
        super().__init__(
            gettext_noop(
                "No rate of exchange for %(currency)s is in force on %(on)s. Import the table of operational rates first "
                "(accede funding rates import FILE)."
            ),
            field="currency", currency=currency, on=on.isoformat(),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of *currency* for one US dollar from a day on."""

    currency: str
    rate: Decimal
    since: date


class Rates:
    """All rates, asked by currency and day."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._by: dict[str, list[Rate]] = {}
        for it in rates:
            self._by.setdefault(it.currency, []).append(it)
        for rows in self._by.values():
            rows.sort(key=lambda it: it.since)

    def at(self, currency: str, on: date) -> Rate:
        """The rate in force on a day. Raises :class:`NoRate`."""
        if currency == HOUSE:
            return Rate(HOUSE, Decimal(1), on)
        rows = self._by.get(currency, [])
        place = bisect_right(rows, on, key=lambda it: it.since)
        if place == 0:
            raise NoRate(currency, on)
        return rows[place - 1]

    def cents(self, amount: int, currency: str, on: date) -> int:
        """US cents for an amount in minor units on a day. Raises :class:`NoRate`."""
        return at_rate(amount, currency, self.at(currency, on).rate)
