"""Contributions of made-up donors to the sample programme, made through the functions that pages call; and taking them out."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from accede.accounts.actors import load_actor
from accede.accounts.models import Organisation, Person
from accede.accounts.rights import Actor
from accede.assistance.models import Activity, Plan, Programme
from accede.funding.domain import allocations, books, contributions, in_kind
from accede.funding.ledger.book import Kind
from accede.funding.models import Allocation, Contribution, Earmark, Entry, InKind, Line, ProgrammeCost

_AGENT = "sample"


def load(*, now: datetime) -> dict[str, int]:
    """Add sample contributions to a sample programme that is there already; answers how many of what."""
    coordinator = Person.objects.filter(sample=True, roles__kind="coordinator").first()
    donor = Organisation.objects.filter(sample=True, kind="donor").first()
    office = Organisation.objects.filter(sample=True, kind="office").first()
    if coordinator is None or donor is None or office is None:
        raise ValueError("the sample programme is not there")
    by = load_actor(coordinator)
    day = now.date() - timedelta(days=30)
    closed = books.closed_until()
    if closed is not None and closed >= day:
        day = closed + timedelta(days=1)
    with transaction.atomic():
        plan = Plan.objects.filter(sample=True, status="in_force").order_by("pk").first()
        free = _give(donor, "Sample contribution without an earmark", "40000", by=by, now=now, day=day)
        tight: list[tuple[str, str]] = [("state", plan.participant_id)] if plan else []
        tied = _give(
            donor, "Sample contribution for one State", "25000", by=by, now=now, day=day, earmarks=tight,
            strength="tight" if tight else "none",
        )  # fmt: skip
        regular = _give(
            office, "Sample regular budget", "30000", by=by, now=now, day=day, source="regular", public=False
        )
        promise = _made(donor, "Sample pledge that has not come yet", by=by, now=now)
        _enter(promise, Kind.PLEDGE, "60000", by=by, now=now, day=day)
        done = Activity.objects.filter(sample=True, status__in=("completed", "reported", "evaluated")).order_by(
            "-starts", "pk"
        )
        for it in done[:4]:
            made = _allocate(free, it, "2500", by=by, now=now, day=day)
            allocations.spend(made, amount="2000", on=day, by=by, now=now, agent=_AGENT)
        if plan is not None:
            _allocate(tied, plan, "9000", by=by, now=now, day=day)
        programme = Programme.objects.filter(sample=True).order_by("pk").first()
        if programme is not None:
            _allocate(regular, programme, "8000", by=by, now=now, day=day)
            in_kind.cost_programme(
                {"programme": programme, "year": day.year, "title": "Sample staff costs", "amount": Decimal(12000)}, by=by,
                now=now, agent=_AGENT,
            )  # fmt: skip
        in_kind.record(
            {"donor": donor, "kind": "experts", "what": "Two sample experts for a week", "given_on": day, "public": True,
             "valuation": "donor_cost", "amount": Decimal(6400), "currency": "USD", "valued_by": "Sample letter of the donor"},
            by=by, now=now, agent=_AGENT,
        )  # fmt: skip
        in_kind.record(
            {"donor": donor, "kind": "premises", "what": "A sample meeting room", "given_on": day, "valuation": "not_valued"},
            by=by, now=now, agent=_AGENT,
        )  # fmt: skip
    return count()


def count() -> dict[str, int]:
    """How much sample there is in this room."""
    return {"contributions": Contribution.objects.filter(sample=True).count()}


def _made(
    donor: Organisation, title: str, *, by: Actor, now: datetime, earmarks: Any = (), **values: Any
) -> Contribution:
    given = {"donor": donor, "title": title, "currency": "USD", "public": True} | values
    return contributions.create(given, earmarks=earmarks, by=by, now=now, agent=_AGENT)


def _give(
    donor: Organisation, title: str, amount: str, *, by: Actor, now: datetime, day: date, **values: Any
) -> Contribution:
    it = _made(donor, title, by=by, now=now, **values)
    for kind in (Kind.PLEDGE, Kind.AGREEMENT, Kind.INSTALMENT, Kind.RECEIPT):
        _enter(it, kind, amount, by=by, now=now, day=day)
    return it


def _enter(it: Contribution, kind: Kind, amount: str, *, by: Actor, now: datetime, day: date) -> None:
    due_on = day if kind is Kind.INSTALMENT else None
    contributions.enter(it, kind, amount=amount, on=day, due_on=due_on, by=by, now=now, agent=_AGENT)


def _allocate(it: Contribution, thing: Any, amount: str, *, by: Actor, now: datetime, day: date) -> Allocation:
    return allocations.allocate(it, thing, amount=amount, year=day.year, on=day, by=by, now=now, agent=_AGENT)


def doomed() -> list[tuple[type[models.Model], Q]]:
    """Which rows go with the sample programme: what :func:`load` added, and what people have made of sample money."""
    of_sample = Q(contribution__sample=True)
    return [
        (Line, Q(entry__contribution__sample=True)), (Entry, of_sample), (Allocation, of_sample), (Earmark, of_sample),
        (Contribution, Q(sample=True)), (InKind, Q(sample=True) | Q(activity__sample=True) | Q(programme__sample=True)),
        (ProgrammeCost, Q(sample=True) | Q(programme__sample=True)),
    ]  # fmt: skip


def check() -> None:
    """Raise :class:`RealMoney` where a real contribution pays for sample work: the ledger keeps it."""
    for_sample = Q(activity__sample=True) | Q(programme__sample=True) | Q(plan__sample=True)
    real = Allocation.objects.filter(for_sample, contribution__sample=False)
    references = sorted(set(real.values_list("contribution__reference", flat=True)))
    if references:
        raise RealMoney(references)


class RealMoney(ValueError):
    """Money that is no sample is allocated to sample work: the ledger keeps it, so the sample cannot be taken out."""

    def __init__(self, references: list[str]) -> None:
        super().__init__(
            f"money of {', '.join(references)}, which is no sample, is allocated to sample work; the ledger keeps it, so the "
            "sample programme cannot be taken out"
        )
        self.references = references
