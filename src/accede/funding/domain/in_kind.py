"""Help that is no money, valued by a stated method or not at all; and what programmes cost beside their activities."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from accede.accounts import changing
from accede.accounts.rights import Actor, Subject, demand
from accede.funding.domain import books
from accede.funding.domain.refusing import refuse, telling
from accede.funding.ledger.money import HOUSE, currency_code, minor
from accede.funding.models import InKind, ProgrammeCost, Valuation
from accede.funding.subjects import IN_KIND, PROGRAMME_COSTS


def record(values: Mapping[str, Any], *, by: Actor, now: datetime, agent: str = "") -> InKind:
    """Help in kind as it was given. Raises ``Denied`` or ``Blocked``."""
    demand(by, "create", Subject(record=InKind.KIND))
    return changing.create(InKind(**_valued(values, now=now)), by=by, now=now, agent=agent)


def edit(it: InKind, values: Mapping[str, Any], *, by: Actor, now: datetime, seen: int) -> InKind:
    """Correct what is said of it. Raises ``Denied``, ``Blocked`` or ``Conflict``."""
    demand(by, "edit", IN_KIND.subject(it))
    return changing.change(it, _valued(values, now=now), by=by, now=now, seen=seen)


def _valued(values: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """The values with the stated amount in minor units, and in US cents at the rate of the day on which it was given."""
    found = dict(values)
    amount, currency, method = found.pop("amount", None), str(found.pop("currency", "") or ""), found["valuation"]
    given_on: date = found["given_on"]
    if given_on > now.date():
        raise refuse("day", gettext("The day has not come yet."), "given_on")
    if method == Valuation.NOT_VALUED:
        if amount is not None:
            raise refuse("method", gettext("Say by which method it was valued, or give no value."), "valuation")
        return {**found, "amount": None, "cents": None, "currency": "", "valued_by": found.get("valued_by", "")}
    if amount is None:
        raise refuse("amount", gettext("Give the value, or say that it is not valued."), "amount")
    if not str(found.get("valued_by", "")).strip():
        raise refuse("basis", gettext("Say what the value rests on: a quotation, a letter, a table."), "valued_by")
    with telling():
        code = currency_code(currency)
        number = minor(amount, code)
        cents = books.known_rates([code]).cents(number, code, given_on)
    return {**found, "amount": number, "currency": code, "cents": cents}


def cost_programme(
    values: Mapping[str, Any],
    *,
    by: Actor,
    now: datetime,
    it: ProgrammeCost | None = None,
    seen: int = 0,
    agent: str = "",
) -> ProgrammeCost:
    """What a programme costs in a year beside its activities; without an amount it is not costed yet.

    Raises ``Denied``, ``Blocked`` or ``Conflict``.
    """
    found = dict(values)
    amount = found.pop("amount", None)
    programme = found.get("programme_id") or found["programme"].pk
    subject = Subject(record=ProgrammeCost.KIND, programmes=frozenset([programme]))
    with telling():
        found["cents"] = None if amount is None else 0 if amount == 0 else minor(amount, HOUSE)
    if it is None:
        demand(by, "create", subject)
        return changing.create(ProgrammeCost(**found), by=by, now=now, agent=agent)
    demand(by, "edit", PROGRAMME_COSTS.subject(it))
    demand(by, "edit", subject)
    return changing.change(it, found, by=by, now=now, seen=seen)
