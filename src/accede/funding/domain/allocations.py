"""Allocations: money received is set aside within its earmarks, above a limit by two persons, and spent."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext

from accede.accounts import changing
from accede.accounts.rights import Actor, demand, may
from accede.assistance.models import Activity, Plan
from accede.assistance.subjects import ACTIVITIES, PLANS, PROGRAMMES
from accede.funding.domain import books
from accede.funding.domain.refusing import refuse, telling
from accede.funding.domain.targets import Thing, key_field, target_of
from accede.funding.ledger import book, earmarks
from accede.funding.ledger.book import Account, Kind, Place
from accede.funding.ledger.earmarks import Breach, Strength
from accede.funding.ledger.money import HOUSE, minor, written
from accede.funding.models import DIMENSIONS, Allocation, Contribution, Entry
from accede.funding.subjects import ALLOCATIONS, CONTRIBUTIONS
from accede.treaties.places import codes_in

_LABELS = dict(DIMENSIONS)


@dataclass(frozen=True, slots=True)
class Check:
    """What stands against an allocation: breaches of earmarks, and how much is free. In US cents."""

    breaches: tuple[Breach, ...]
    strength: Strength
    free: int
    #: What this contribution gave the same thing in the same year without a second person.
    alone_before: int = field(default=0)

    def in_words(self) -> str:
        """The breaches in the active language."""
        return " ".join(
            gettext("It is for %(wanted)s by %(by)s, and this is %(found)s.")
            % {
                "wanted": ", ".join(it.wanted), "by": _LABELS[it.by.value],
                "found": ", ".join(it.found) or gettext("not known"),
            }
            for it in self.breaches
        )  # fmt: skip


def breaches_of(contribution: Contribution, thing: Thing) -> tuple[Breach, ...]:
    """The earmarks of the contribution that do not hold for what is to be paid."""
    rows = earmarks.earmarks_of((it.by, it.value) for it in contribution.earmarks.all())
    return tuple(earmarks.breaches(rows, target_of(thing), states_of=codes_in))


def check(contribution: Contribution, thing: Thing, *, year: int) -> Check:
    """What stands against allocating money of the contribution to *thing*."""
    held = book.balances(move for _day, moves in books.history_of(contribution) for move in moves)
    waiting = contribution.allocations.filter(status="proposed").aggregate(sum=Sum("cents"))["sum"] or 0
    same = contribution.allocations.filter(status="approved", two_persons=False, year=year, **key_field(thing))
    return Check(
        breaches_of(contribution, thing), Strength(contribution.strength),
        held[Place(Account.RECEIVED, HOUSE)] - waiting, same.aggregate(sum=Sum("cents"))["sum"] or 0,
    )  # fmt: skip


def allocate(
    contribution: Contribution, thing: Thing, *, amount: Decimal | str, year: int, on: date, by: Actor, now: datetime,
    purpose: str = "", beyond_earmark_because: str = "", seen: int | None = None, agent: str = "",
) -> Allocation:  # fmt: skip
    """Set money aside, in US dollars. Up to the limit it counts at once; above it when a second person has approved it.

    What waits for approval is no longer free. Raises ``Denied``, ``Blocked`` (a tight earmark, a soft one without a reason,
    more than was received) or ``Conflict``.
    """
    demand(by, "allocate", CONTRIBUTIONS.subject(contribution))
    _demand_sight(by, thing)
    if not 1990 <= year <= 2100:
        raise refuse("year", gettext("Give a year from 1990 to 2100."), "year")
    with transaction.atomic(), telling(currency="amount"):
        books.lock()
        current = Contribution.objects.get(pk=contribution.pk)
        if seen is not None and current.version != seen:
            raise changing.Conflict(current, {})
        cents = minor(amount, HOUSE)
        found = check(current, thing, year=year)
        if found.breaches and found.strength is Strength.TIGHT:
            raise refuse("earmark", gettext("The earmark forbids it.") + " " + found.in_words(), "thing")
        if found.breaches and not beyond_earmark_because.strip():
            text = gettext("It goes beyond a soft earmark; say why.") + " " + found.in_words()
            raise refuse("soft_earmark", text, "beyond_earmark_because")
        if cents > found.free:
            raise refuse("free", _not_free(cents, found.free), "amount")
        two = found.alone_before + cents > settings.FUNDING_LIMIT * 100
        made = Allocation(
            contribution=current, cents=cents, year=year, two_persons=two, status="proposed" if two else "approved",
            purpose=purpose, beyond_earmark_because=beyond_earmark_because.strip() if found.breaches else "",
            sample=current.sample, **key_field(thing),
        )  # fmt: skip
        if not two:
            made.decided_by_id, made.decided_at = by.person, now
        books.check_day(on, now=now)
        made = changing.create(made, by=by, now=now, states=_states(thing), agent=agent)
        if not two:
            _enter(made, on=on, by=by, now=now, agent=agent)
    return made


def decide(
    allocation: Allocation, *, approve: bool, why: str = "", on: date, by: Actor, now: datetime, seen: int | None = None
) -> Allocation:
    """Approve or reject what was proposed: never the person who proposed it; the earmark and what is free are asked again.

    Raises ``Denied``, ``Blocked`` or ``Conflict``.
    """
    with transaction.atomic(), telling():
        books.lock()
        current = Allocation.objects.select_related("contribution").get(pk=allocation.pk)
        subject = ALLOCATIONS.subject(current)
        if current.status != "proposed":
            if may(by, "see", subject):
                raise refuse("state", gettext("It was decided in the meantime."))
            demand(by, "approve", subject)
        demand(by, "approve", subject)
        if by.person is None or by.person == current.created_by_id:
            raise refuse(
                "two_persons", gettext("Above the limit a second person decides, not the one who proposed it.")
            )
        if not approve and not why.strip():
            raise refuse("reason", gettext("Give a reason."), "why")
        thing = current.target
        if approve:
            _demand_sight(by, thing)
            found = check(current.contribution, thing, year=current.year)
            if found.breaches and (found.strength is Strength.TIGHT or not current.beyond_earmark_because):
                raise refuse("earmark", gettext("The earmark forbids it.") + " " + found.in_words())
            if found.free < 0:
                raise refuse("free", _not_free(current.cents, found.free + current.cents))
        values = {
            "status": "approved" if approve else "rejected", "decided_by_id": by.person, "decided_at": now,
            "decision_reason": why.strip(),
        }  # fmt: skip
        done = changing.change(
            current, values, by=by, now=now, seen=seen, verb="approve" if approve else "reject", states=_states(thing),
            why=why,
        )  # fmt: skip
        if approve:
            _enter(done, on=on, by=by, now=now)
    return done


def spend(
    allocation: Allocation,
    *,
    amount: Decimal | str,
    on: date,
    by: Actor,
    now: datetime,
    memo: str = "",
    agent: str = "",
) -> Entry:
    """Enter that money set aside was spent, in US dollars. Raises ``Denied`` or ``Blocked``."""
    return _after(allocation, Kind.SPENDING, amount=amount, on=on, by=by, now=now, memo=memo, agent=agent)


def release(
    allocation: Allocation, *, amount: Decimal | str, on: date, by: Actor, now: datetime, memo: str = ""
) -> Entry:
    """Set free what of an allocation is not needed, in US dollars. Raises ``Denied`` or ``Blocked``."""
    return _after(allocation, Kind.RELEASE, amount=amount, on=on, by=by, now=now, memo=memo)


def _after(
    allocation: Allocation, kind: Kind, *, amount: Decimal | str, on: date, by: Actor, now: datetime, memo: str,
    agent: str = "",
) -> Entry:  # fmt: skip
    demand(by, "spend", ALLOCATIONS.subject(allocation))
    _demand_sight(by, allocation.target)
    with transaction.atomic(), telling(currency="amount"):
        books.lock()
        cents = minor(amount, HOUSE)
        make = book.spending if kind is Kind.SPENDING else book.release
        return books.write(
            allocation.contribution, kind, make(cents, allocation.pk), on=on, by=by, now=now, memo=memo,
            allocation=allocation, agent=agent,
        )  # fmt: skip


def _enter(allocation: Allocation, *, on: date, by: Actor, now: datetime, agent: str = "") -> None:
    books.write(
        allocation.contribution, Kind.ALLOCATION, book.allocation(allocation.cents, allocation.pk), on=on, by=by, now=now,
        memo=allocation.purpose, allocation=allocation, agent=agent,
    )  # fmt: skip


def _not_free(cents: int, free: int) -> str:
    return gettext("%(free)s is received and free; %(wanted)s is asked for.") % {
        "free": written(max(free, 0), HOUSE), "wanted": written(cents, HOUSE),
    }  # fmt: skip


def _demand_sight(by: Actor, thing: Thing) -> None:
    """Nobody pays for what they may not see."""
    to = ACTIVITIES if isinstance(thing, Activity) else PLANS if isinstance(thing, Plan) else PROGRAMMES
    demand(by, "see", to.subject(thing))
    if thing.archived_at is not None or getattr(thing, "status", "") == "cancelled":
        raise refuse("thing", gettext("It was put away or cancelled; choose another."), "thing")
    if isinstance(thing, Plan) and thing.status not in ("in_force", "ended"):
        raise refuse("thing", gettext("The plan is not in force: the State has not agreed to it."), "thing")


def _states(thing: Thing) -> list[str]:
    return sorted(target_of(thing).states)


__all__ = ["Check", "allocate", "breaches_of", "check", "decide", "release", "spend"]
