"""Contributions: made, changed, and what happens to their money up to and with its receipt."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from accede.accounts import changing, trail
from accede.accounts.models import Organisation
from accede.accounts.rights import Actor, Subject, demand
from accede.assistance.models import Plan, Programme
from accede.assistance.models.themes import Theme
from accede.assistance.numbering import next_reference
from accede.funding.domain import books
from accede.funding.domain.refusing import refuse, telling
from accede.funding.ledger import book
from accede.funding.ledger.book import Kind
from accede.funding.ledger.earmarks import By, Strength
from accede.funding.ledger.money import HOUSE, currency_code, minor
from accede.funding.ledger.rates import Rate
from accede.funding.models import Contribution, Earmark, Entry
from accede.funding.subjects import CONTRIBUTIONS
from accede.treaties.places import place_choices, regions

Earmarks = Iterable[tuple[str, str]]
#: What a person may enter by hand; allocations and what follows them have functions of their own.
ENTERED = (Kind.PLEDGE, Kind.AGREEMENT, Kind.INSTALMENT, Kind.RECEIPT, Kind.LAPSE, Kind.REFUND)


def create(
    values: Mapping[str, Any], *, earmarks: Earmarks = (), by: Actor, now: datetime, agent: str = ""
) -> Contribution:
    """A new contribution, with nothing entered yet. Raises ``Denied`` or ``Blocked``."""
    donor = int(values.get("donor_id") or getattr(values.get("donor"), "pk", None) or 0)
    demand(by, "create", Subject(record=Contribution.KIND, organisations=frozenset([donor])))
    written = {**values, "currency": _currency(values["currency"])}
    rows = _checked(earmarks, str(values.get("strength", Strength.NONE)))
    if not Organisation.objects.filter(pk=donor, archived_at__isnull=True).exists():
        raise refuse("donor", gettext("Choose a donor that is still listed."), "donor")
    with transaction.atomic():
        made = Contribution(reference=next_reference("C", now.year), **written)
        made = changing.create(made, by=by, now=now, agent=agent)
        _set_earmarks(made, rows, by=by, now=now, agent=agent)
    return made


def edit(
    contribution: Contribution, values: Mapping[str, Any], *, earmarks: Earmarks, by: Actor, now: datetime, seen: int
) -> Contribution:
    """Change what is said of it. The currency stays once something is entered, and what it is for once it is allocated.

    Raises ``Denied``, ``Blocked`` or ``Conflict``.
    """
    demand(by, "edit", CONTRIBUTIONS.subject(contribution))
    written = {**values, "currency": _currency(values["currency"])}
    rows = _checked(earmarks, str(values["strength"]))
    with transaction.atomic():
        books.lock()
        if written["currency"] != contribution.currency and contribution.entries.exists():
            raise refuse("currency", gettext("The currency stays, since something is entered in it."), "currency")
        before = {(it.by, it.value) for it in contribution.earmarks.all()}
        changed = before != set(rows) or contribution.strength != written["strength"]
        if changed and contribution.allocations.exclude(status="rejected").exists():
            raise refuse("earmarks", gettext("What it is for stays, since money of it is allocated."), "strength")
        done = changing.change(contribution, written, by=by, now=now, seen=seen)
        _set_earmarks(done, rows, by=by, now=now)
    return done


def _currency(text: str) -> str:
    with telling():
        return currency_code(text)


def _checked(earmarks: Earmarks, strength: str) -> list[tuple[str, str]]:
    """The earmarks, each known. Raises ``Blocked``."""
    rows = sorted({(str(By(by)), value.strip()) for by, value in earmarks if value.strip()})
    if strength == Strength.NONE and rows:
        raise refuse("earmarks", gettext("Say whether it is softly or tightly earmarked, or name nothing."), "strength")
    if strength != Strength.NONE and not rows:
        raise refuse("earmarks", gettext("Say what it is earmarked for."), "strength")
    for by, value in rows:
        if not _is_known(By(by), value):
            raise refuse("earmarks", gettext("“%(value)s” is not known here.") % {"value": value[:40]}, by)
    return rows


def _is_known(by: By, value: str) -> bool:
    if by is By.REGION:
        return value in regions()
    if by is By.STATE:
        return value in dict(place_choices(samples=True))
    if by is By.THEME:
        return value in Theme.values
    model = Programme if by is By.PROGRAMME else Plan
    return value.isascii() and value.isdecimal() and len(value) < 15 and model.objects.filter(pk=int(value)).exists()


def _set_earmarks(
    contribution: Contribution, rows: list[tuple[str, str]], *, by: Actor, now: datetime, agent: str = ""
) -> None:
    before = sorted((it.by, it.value) for it in contribution.earmarks.all())
    if before == rows:
        return
    contribution.earmarks.all().delete()
    Earmark.objects.bulk_create(Earmark(contribution=contribution, by=kind, value=value) for kind, value in rows)
    trail.add(
        by=by, verb="earmark", record=Contribution.KIND, record_id=contribution.pk, now=now, agent=agent,
        before={"earmarks": before}, after={"earmarks": rows},
    )  # fmt: skip


def enter(
    contribution: Contribution, kind: Kind, *, amount: Decimal | str, on: date, by: Actor, now: datetime,
    due_on: date | None = None, memo: str = "", agent: str = "",
) -> Entry:  # fmt: skip
    """Enter a pledge, agreement, instalment, receipt or lapse, in the contribution's currency, or a refund, in US dollars.

    A receipt and a refund take the rate of exchange in force on the day. Raises ``Denied`` or ``Blocked``.
    """
    demand(by, "enter", CONTRIBUTIONS.subject(contribution))
    if kind not in ENTERED:
        raise ValueError(f"{kind} is not entered by hand")
    currency = contribution.currency
    values: dict[str, Any] = {}
    with transaction.atomic(), telling(currency="amount"):
        books.lock()
        number = minor(amount, HOUSE if kind is Kind.REFUND else currency)
        if kind is Kind.PLEDGE:
            moves = book.pledge(number, currency)
        elif kind is Kind.AGREEMENT:
            moves = book.agreement(book.held_on(books.history_of(contribution), on), number, currency)
        elif kind is Kind.INSTALMENT:
            if due_on is None:
                raise refuse("due_on", gettext("Say by which day the instalment is to be paid."), "due_on")
            moves, values = book.instalment(number, currency), {"due_on": due_on}
        elif kind is Kind.LAPSE:
            moves = book.lapse(book.held_on(books.history_of(contribution), on), number, currency)
        else:
            rates = books.known_rates([currency])
            rate = rates.at(currency, on)
            if currency != HOUSE:
                values = {"rate": rate.rate, "rate_since": rate.since}
            if kind is Kind.RECEIPT:
                moves = book.receipt(number, currency, rates.cents(number, currency, on))
            else:
                moves = book.refund(number, currency, _worth(number, currency, rate))
        return books.write(contribution, kind, moves, on=on, by=by, now=now, memo=memo, agent=agent, **values)


def _worth(cents: int, currency: str, rate: Rate) -> int:
    """Minor units of *currency* for US cents at the rate, half to even."""
    from accede.funding.ledger.money import major, places

    return int((major(cents, HOUSE) * rate.rate).scaleb(places(currency)).to_integral_value())


def reverse(entry: Entry, *, why: str, on: date, by: Actor, now: datetime) -> Entry:
    """Correct an entry by turning it round, on a day of an open period. Once only; what was built on it goes first.

    Raises ``Denied`` or ``Blocked``.
    """
    contribution = entry.contribution
    demand(by, "reverse", CONTRIBUTIONS.subject(contribution))
    if not why.strip():
        raise refuse("reason", gettext("Give a reason."), "why")
    if entry.kind == Kind.REVERSAL:
        raise refuse("reversal", gettext("A reversal is not reversed; enter what is right anew."))
    with transaction.atomic(), telling():
        books.lock()
        if Entry.objects.filter(reverses=entry).exists():
            raise refuse("reversed", gettext("This entry is reversed already."))
        if on < entry.on:
            raise refuse("day", gettext("A reversal is not before the entry that it reverses."), "on")
        moves = book.reversal(books.moves_of(entry))
        return books.write(
            contribution, Kind.REVERSAL, moves, on=on, by=by, now=now, memo=why.strip(), reverses=entry,
            allocation_id=entry.allocation_id,
        )  # fmt: skip
