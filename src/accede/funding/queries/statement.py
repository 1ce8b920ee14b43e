"""What a contribution did: the activities, programmes and plans it paid for, and what came of them, as far as one may see."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext

from accede.accounts.rights import Actor, visible
from accede.assistance.models import Activity, Enrolment, Outcome, Plan, Programme
from accede.assistance.subjects import ACTIVITIES, OUTCOMES, PLANS, PROGRAMMES
from accede.funding.ledger.book import Account
from accede.funding.models import Allocation, Contribution
from accede.funding.queries.balances import held_by_contribution
from accede.funding.subjects import ALLOCATIONS
from accede.kit.tables import Table


@dataclass(frozen=True, slots=True)
class Paid:
    """One allocation as it is told. ``title`` is None where the reader may not know what it paid for."""

    allocation: int
    kind: str
    title: str | None
    year: int
    #: US cents: set aside in all, and of it spent.
    allocated: int
    spent: int
    status: str
    outcome: str
    #: People who took part; None where the reader may not see the activity, or it has no people.
    persons: int | None
    results: tuple[str, ...]

    @property
    def allocated_usd(self) -> str:
        """Set aside in all, as pages write it."""
        return f"{self.allocated / 100:,.2f}"

    @property
    def spent_usd(self) -> str:
        """Spent, as pages write it."""
        return f"{self.spent / 100:,.2f}"


def paid_for(contribution: Contribution, *, actor: Actor) -> list[Paid]:
    """What the contribution paid for, in a constant number of queries."""
    rows = visible(actor, contribution.allocations.filter(status="approved"), ALLOCATIONS).order_by("year", "pk")
    allocations = list(rows)
    held = held_by_contribution([contribution.pk]).get(contribution.pk, Counter())
    sums: Counter[tuple[int, Account]] = Counter()
    for place, cents in held.items():
        sums[place.allocation, place.account] += cents
    activities = {
        it.pk: it for it in visible(actor, Activity.objects.filter(allocations__in=allocations), ACTIVITIES).distinct()
    }
    plans = visible(actor, Plan.objects.filter(allocations__in=allocations), PLANS)
    programmes = visible(actor, Programme.objects.filter(allocations__in=allocations), PROGRAMMES)
    titles: dict[tuple[str, int], str] = {("plan", pk): title for pk, title in plans.values_list("pk", "title")}
    titles |= {
        ("programme", pk): f"{code} {title}" for pk, code, title in programmes.values_list("pk", "code", "title")
    }
    titles |= {("activity", pk): f"{it.reference} {it.title}" for pk, it in activities.items()}
    seats = Enrolment.objects.filter(activity__in=activities, part="participant").values_list("activity", "trainee")
    persons = Counter(activity for activity, _trainee in set(seats))
    results: dict[int, list[str]] = {}
    outcomes = visible(actor, Outcome.objects.filter(status="contributed", activities__in=activities), OUTCOMES)
    for pk, title in outcomes.values_list("activities", "title").order_by("on", "pk"):
        results.setdefault(pk, []).append(title)
    found = []
    for it in allocations:
        kind, key = _thing(it)
        activity = activities.get(key) if kind == "activity" else None
        spent = sums[it.pk, Account.SPENT]
        found.append(
            Paid(
                it.pk, kind, titles.get((kind, key)), it.year, sums[it.pk, Account.ALLOCATED] + spent, spent,
                activity.get_status_display() if activity else "", activity.outcome_text if activity else "",
                persons[key] if activity else None, tuple(dict.fromkeys(results.get(key, []))) if activity else (),
            )
        )  # fmt: skip
    return found


def _thing(it: Allocation) -> tuple[str, int]:
    for kind in ("activity", "programme", "plan"):
        key = getattr(it, f"{kind}_id")
        if key is not None:
            return kind, key
    raise ValueError("an allocation is for an activity, a programme or a plan")


def kind_words(kind: str) -> str:
    """What is said where the reader may not know more."""
    return {
        "activity": gettext("An activity that is not reported yet"), "plan": gettext("A plan agreed with a State"),
        "programme": gettext("A programme"),
    }[kind]  # fmt: skip


def statement_tables(contribution: Contribution, paid: list[Paid], standing: list[tuple[str, str]]) -> list[Table]:
    """The statement as sheets."""
    head = [
        (gettext("Reference"), contribution.reference), (gettext("Title"), contribution.title),
        (gettext("Donor"), contribution.donor.name), *standing,
    ]  # fmt: skip
    columns = [
        gettext("Year"), gettext("Paid for"), gettext("Allocated, US dollars"), gettext("Spent, US dollars"),
        gettext("Stands at"), gettext("Persons"), gettext("What came of it"), gettext("Results to which it contributed"),
    ]  # fmt: skip
    rows = [
        [it.year, it.title or kind_words(it.kind), it.allocated / 100, it.spent / 100, it.status, it.persons, it.outcome,
         "; ".join(it.results)]
        for it in paid
    ]  # fmt: skip
    return [Table(columns, rows, "activities"), Table([gettext("What"), gettext("Value")], head, "contribution")]
