"""Double entry: money moves from one account to another, so that every entry balances and no other can be written.

    donor → pledged → agreed → due → exchange → received → allocated → spent

Up to *due* the amounts are in the currency of the contribution; what was received is held in US dollars. *exchange* stands
between the two: it takes the currency and gives the dollars, so that each currency balances by itself. *donor* is what is
outside; its balance is what all others hold, turned round.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accede.funding.ledger.faults import Fault, gettext_noop
from accede.funding.ledger.money import HOUSE, written


class Account(StrEnum):
    """Where money of a contribution stands."""

    DONOR = "donor"
    PLEDGED = "pledged"
    AGREED = "agreed"
    DUE = "due"
    EXCHANGE = "exchange"
    RECEIVED = "received"
    ALLOCATED = "allocated"
    SPENT = "spent"


class Kind(StrEnum):
    """What an entry says has happened."""

    PLEDGE = "pledge"
    AGREEMENT = "agreement"
    INSTALMENT = "instalment"
    RECEIPT = "receipt"
    ALLOCATION = "allocation"
    SPENDING = "spending"
    RELEASE = "release"
    LAPSE = "lapse"
    REFUND = "refund"
    REVERSAL = "reversal"


#: Accounts that may hold nothing less than nothing.
HOLDING = frozenset(Account) - {Account.DONOR, Account.EXCHANGE}
#: Accounts of one allocation.
OF_ALLOCATION = frozenset({Account.ALLOCATED, Account.SPENT})
#: Accounts whose amounts are in US dollars.
IN_HOUSE = frozenset({Account.RECEIVED, Account.ALLOCATED, Account.SPENT})
PROMISED = (Account.PLEDGED, Account.AGREED, Account.DUE)


@dataclass(frozen=True, slots=True)
class Place:
    """An account in a currency, of one allocation where it is one's (0 for none)."""

    account: Account
    currency: str
    allocation: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """An amount in minor units that goes from one account to another in the same currency. Balanced by its form."""

    source: Place
    target: Place
    amount: int

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise EntryFault(gettext_noop("An amount is more than nothing."))
        if self.source == self.target:
            raise EntryFault(gettext_noop("Money moves from one account to another."))
        if self.source.currency != self.target.currency:
            raise EntryFault(gettext_noop("A move is in one currency; an exchange is two moves."), field="currency")

    @property
    def turned(self) -> "Move":
        """The move back."""
        return Move(self.target, self.source, self.amount)


class EntryFault(Fault):
    """An entry that cannot be written."""


class Short(EntryFault):
    """The account holds less than is to be taken from it."""

    def __init__(self, place: Place, held: int, wanted: int) -> None:
        super().__init__(
            gettext_noop("%(account)s: there is %(held)s, and %(wanted)s is to be taken from it."),
            account=place.account.value, held=written(held, place.currency), wanted=written(wanted, place.currency),
        )  # fmt: skip
        self.place = place


Balances = Mapping[Place, int]


def balances(moves: Iterable[Move]) -> Counter[Place]:
    """What each account holds after *moves*."""
    found: Counter[Place] = Counter()
    for it in moves:
        found[it.source] -= it.amount
        found[it.target] += it.amount
    return found


def totals(held: Balances) -> Counter[tuple[Account, str]]:
    """Balances by account and currency, allocations together."""
    found: Counter[tuple[Account, str]] = Counter()
    for place, amount in held.items():
        found[place.account, place.currency] += amount
    return found


def out_of_balance(held: Balances) -> dict[str, int]:
    """By currency, by how much the accounts together are not nothing; empty where the ledger balances."""
    found: Counter[str] = Counter()
    for place, amount in held.items():
        found[place.currency] += amount
    return {currency: amount for currency, amount in sorted(found.items()) if amount}


def faults(held: Balances) -> list[str]:
    """What must never be: currencies that do not balance, accounts that hold less than nothing."""
    found = [
        f"{currency} is out of balance by {written(amount, currency)}"
        for currency, amount in out_of_balance(held).items()
    ]
    found += [
        f"{place.account.value} holds {written(amount, place.currency)}"
        for place, amount in held.items()
        if amount < 0 and place.account in HOLDING
    ]
    return found


def post(held: Balances, moves: Iterable[Move]) -> Counter[Place]:
    """The balances after an entry of *moves*. Raises :class:`Short` where an account would hold less than nothing."""
    moves = list(moves)
    if not moves:
        raise EntryFault(gettext_noop("An entry moves something."))
    after = Counter(held)
    for place, change in balances(moves).items():
        after[place] += change
        if after[place] < 0 and change < 0 and place.account in HOLDING:
            raise Short(place, held.get(place, 0), -change)
    return after


def _place(account: Account, currency: str, allocation: int = 0) -> Place:
    return Place(
        account,
        HOUSE if account in IN_HOUSE else currency,
        allocation if account in OF_ALLOCATION else 0,
    )


def pledge(amount: int, currency: str) -> list[Move]:
    """A donor says that it will give."""
    return [Move(_place(Account.DONOR, currency), _place(Account.PLEDGED, currency), amount)]


def agreement(held: Balances, amount: int, currency: str) -> list[Move]:
    """A signed agreement: out of what was pledged as far as that goes, and beyond it straight from the donor."""
    pledged = _place(Account.PLEDGED, currency)
    out = min(held.get(pledged, 0), amount)
    moves = [Move(pledged, _place(Account.AGREED, currency), out)] if out else []
    if amount > out:
        moves.append(Move(_place(Account.DONOR, currency), _place(Account.AGREED, currency), amount - out))
    return moves


def instalment(amount: int, currency: str) -> list[Move]:
    """A part of the agreement is to be paid by a day."""
    return [Move(_place(Account.AGREED, currency), _place(Account.DUE, currency), amount)]


def receipt(amount: int, currency: str, cents: int) -> list[Move]:
    """Money came in: *amount* of the currency, worth *cents* on that day."""
    return [
        Move(_place(Account.DUE, currency), _place(Account.EXCHANGE, currency), amount),
        Move(Place(Account.EXCHANGE, HOUSE), _place(Account.RECEIVED, currency), cents),
    ] if currency != HOUSE else [
        Move(_place(Account.DUE, HOUSE), _place(Account.RECEIVED, HOUSE), amount)
    ]  # fmt: skip


def allocation(cents: int, key: int) -> list[Move]:
    """Money received is set aside for something."""
    return [Move(_place(Account.RECEIVED, HOUSE), _place(Account.ALLOCATED, HOUSE, key), cents)]


def spending(cents: int, key: int) -> list[Move]:
    """Money set aside was spent."""
    return [Move(_place(Account.ALLOCATED, HOUSE, key), _place(Account.SPENT, HOUSE, key), cents)]


def release(cents: int, key: int) -> list[Move]:
    """What was not needed of an allocation is free again."""
    return [Move(_place(Account.ALLOCATED, HOUSE, key), _place(Account.RECEIVED, HOUSE), cents)]


def lapse(held: Balances, amount: int, currency: str) -> list[Move]:
    """A promise will not be kept: out of what was pledged first, then of what was agreed, then of what is due.

    Raises :class:`EntryFault` where less than *amount* is promised.
    """
    moves, left = [], amount
    for account in PROMISED:
        place = _place(account, currency)
        out = min(held.get(place, 0), left)
        if out:
            moves.append(Move(place, _place(Account.DONOR, currency), out))
            left -= out
    if left:
        raise EntryFault(gettext_noop("Only %(amount)s is still promised."), amount=written(amount - left, currency))
    return moves


def refund(cents: int, currency: str, amount: int) -> list[Move]:
    """Money goes back to the donor: *cents* out of what was received and not allocated, worth *amount* of its currency."""
    if currency == HOUSE:
        return [Move(_place(Account.RECEIVED, HOUSE), _place(Account.DONOR, HOUSE), cents)]
    return [
        Move(_place(Account.RECEIVED, HOUSE), Place(Account.EXCHANGE, HOUSE), cents),
        Move(Place(Account.EXCHANGE, currency), _place(Account.DONOR, currency), amount),
    ]


def reversal(moves: Iterable[Move]) -> list[Move]:
    """The entry turned round: the only way in which one is corrected."""
    return [it.turned for it in moves]


def check_period(on: date, closed_until: date | None) -> None:
    """Raise :class:`EntryFault` for a day in a closed period."""
    if closed_until is not None and on <= closed_until:
        raise EntryFault(
            gettext_noop("The period up to %(until)s is closed; enter it on a later day, a correction as a reversal."),
            field="on", until=closed_until.isoformat(),
        )  # fmt: skip


Dated = tuple[date, Sequence[Move]]


def held_on(history: Iterable[Dated], on: date) -> Counter[Place]:
    """What each account held at the end of a day."""
    return balances(move for day, moves in history if day <= on for move in moves)


def post_on(history: Iterable[Dated], on: date, moves: Sequence[Move]) -> Counter[Place]:
    """The balances at the end, with an entry of *moves* on a day, after the others of that day.

    Raises :class:`Short` where an account would hold less than nothing on that day or on any later one, so that the ledger
    holds whichever day it is asked as of.
    """
    days = sorted(history, key=lambda it: it[0])
    held = post(held_on(days, on), moves)
    for day, later in days:
        if day > on:
            held = post(held, later)
    return held
