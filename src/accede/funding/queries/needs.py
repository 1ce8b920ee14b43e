"""What help costs and what money is there for it: needs, funds and promises as the ledger's rules read them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from accede.accounts.rights import Actor, visible
from accede.assistance import plan_content
from accede.assistance.models import Activity, Plan, Programme
from accede.assistance.subjects import ACTIVITIES, PLANS, PROGRAMMES
from accede.funding.domain import books
from accede.funding.domain.targets import ancestors, obligations_of, target_of
from accede.funding.ledger.book import OF_ALLOCATION, PROMISED, Account
from accede.funding.ledger.cover import Cover, Dimension, Fund, Need, Promise, Shortfall, cover, expect, shortfall
from accede.funding.ledger.earmarks import Target, breaches, earmarks_of
from accede.funding.ledger.rates import NoRate
from accede.funding.models import Allocation, Contribution, ProgrammeCost, Source
from accede.funding.queries.balances import contributions_for, held_by_contribution
from accede.law.shipped import shipped_participants
from accede.treaties.places import codes_in

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
Above = Mapping[int, frozenset[int]]


def _groups(
    target: Target, *, obligations: Iterable[str] = (), programmes: Iterable[int] = ()
) -> dict[Dimension, frozenset[str]]:
    known = shipped_participants()
    places = [known.get(code) for code in target.states]
    areas = {it.region for it in places if it is not None and it.region}
    return {
        Dimension.PROGRAMME: frozenset(str(pk) for pk in programmes), Dimension.REGION: frozenset(areas) or target.regions,
        Dimension.STATE: target.states, Dimension.THEME: target.themes, Dimension.OBLIGATION: frozenset(obligations),
    }  # fmt: skip


def needs_for(actor: Actor | None, *, year: int) -> list[Need]:
    """What help costs: activities, what plans in force mean to do and no activity does yet, and programmes beside them.

    Where nobody has said what something costs, or in which year it falls, it is a need of which that is not known. *year* is
    asked of programmes alone: one that runs then and has neither activity nor cost is a need that nobody has costed.
    """
    above = ancestors()
    plans = Plan.objects.filter(status="in_force", archived_at__isnull=True).select_related("in_force")
    activities = Activity.objects.filter(archived_at__isnull=True).exclude(status="cancelled")
    programmes = Programme.objects.filter(archived_at__isnull=True)
    if actor is not None:
        plans, activities = visible(actor, plans, PLANS), visible(actor, activities, ACTIVITIES)
        programmes = visible(actor, programmes, PROGRAMMES)
    listed = list(activities.prefetch_related("states", "programmes").order_by("pk"))
    doing: dict[tuple[int, str], list[Activity]] = defaultdict(list)
    for it in listed:
        if it.plan_id and it.plan_item:
            doing[it.plan_id, it.plan_item].append(it)
    found, costed_by_plan = [], set()
    for plan in plans.order_by("pk"):
        for need, carried in _of_plan(plan, doing, above):
            found.append(need)
            costed_by_plan |= {it.pk for it in carried}
    found += [_of_activity(it, above) for it in listed if it.pk not in costed_by_plan]
    return found + _of_programmes(list(programmes), listed, above, year)


def _of_activity(it: Activity, above: Above) -> Need:
    target = target_of(it, above=above)
    programmes = [row.pk for row in it.programmes.all()]
    pools = [f"plan {it.plan_id}"] if it.plan_id else []
    pools += [f"programme {pk}" for pk in sorted(int(name) for name in target.programmes)]
    return Need(
        f"activity {it.pk}", f"{it.reference} {it.title}", None if it.budget is None else int(it.budget * 100),
        it.starts.year if it.starts else None, tuple(pools), target,
        _groups(target, obligations=it.obligations, programmes=programmes),
    )  # fmt: skip


def _of_plan(
    plan: Plan, doing: Mapping[tuple[int, str], list[Activity]], above: Above
) -> Iterable[tuple[Need, list[Activity]]]:
    """What the plan means to do, unless activities that do it have budgets of their own."""
    content = plan_content.read(plan.in_force.content) if plan.in_force else plan_content.Content()
    for item in content.activities:
        carried = doing.get((plan.pk, item.key), [])
        if any(it.budget is not None for it in carried):
            continue
        cost = plan_content.number(item.cost)
        target = target_of(plan, above=above)
        names = frozenset(name for it in carried for name in target_of(it, above=above).programmes)
        target = Target(states=target.states, plans=target.plans, programmes=names)
        pools = [f"activity {it.pk}" for it in carried] + [f"plan {plan.pk}"]
        pools += [f"programme {name}" for name in sorted(names)]
        groups = _groups(
            target, obligations=obligations_of(content, item.objective),
            programmes=[row.pk for it in carried for row in it.programmes.all()],
        )  # fmt: skip
        cents = None if cost is None or cost < 0 else int((cost * 100).to_integral_value())
        year = _year_of(item.when, plan, carried)
        yield (
            Need(
                f"plan {plan.pk} {item.key}", f"{plan.title}: {item.title}", cents, year, tuple(pools), target, groups
            ),
            carried,
        )


def _year_of(when: str, plan: Plan, carried: list[Activity]) -> int | None:
    """The year in which something planned falls, where it is said: of what carries it out, by its words, by the plan's days."""
    years = {it.starts.year for it in carried if it.starts} or {int(text) for text in _YEAR.findall(when)}
    if not years and plan.starts and plan.ends:
        years = {plan.starts.year, plan.ends.year}
    return years.pop() if len(years) == 1 else None


def _of_programmes(programmes: list[Programme], activities: list[Activity], above: Above, year: int) -> list[Need]:
    known = {it.pk: it for it in programmes}
    costs = list(ProgrammeCost.objects.filter(archived_at__isnull=True, programme__in=known).order_by("pk"))
    busy = {pk for it in activities for row in it.programmes.all() for pk in above.get(row.pk, [])}
    busy |= {pk for it in costs for pk in above.get(it.programme_id, [])}
    found: list[Need] = []

    def add(programme: Programme, label: str, cents: int | None, when: int) -> None:
        target = target_of(programme, above=above)
        pools = tuple(f"programme {name}" for name in sorted(target.programmes))
        groups = _groups(target, programmes=[programme.pk])
        found.append(Need(f"cost {len(found)}", label, cents, when, pools, target, groups))

    for cost in costs:
        add(known[cost.programme_id], f"{known[cost.programme_id].code}: {cost.title}", cost.cents, cost.year)
    for it in programmes:
        runs = (it.starts is None or it.starts.year <= year) and (it.ends is None or it.ends.year >= year)
        if it.pk not in busy and runs:
            add(it, f"{it.code} {it.title}", None, year)
    return found


def funds_for(contributions: Iterable[int]) -> list[Fund]:
    """What is set aside, of these contributions, by what it is for."""
    held = held_by_contribution(contributions)
    by_allocation: dict[int, int] = defaultdict(int)
    for places in held.values():
        for place, amount in places.items():
            if place.account in OF_ALLOCATION:
                by_allocation[place.allocation] += amount
    rows = Allocation.objects.filter(pk__in=[key for key, cents in by_allocation.items() if cents])
    return [
        Fund(
            f"activity {activity}" if activity else f"plan {plan}" if plan else f"programme {programme}",
            by_allocation[pk], year, source == Source.REGULAR,
        )
        for pk, activity, plan, programme, year, source in rows.values_list(
            "pk", "activity", "plan", "programme", "year", "contribution__source"
        )
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coming:
    """Money that is not allocated: in hand, and promised at the rates of the day, with contributions that have no rate."""

    promises: tuple[Promise, ...]
    in_hand: int
    promised: int
    without_rate: tuple[str, ...]


def coming_for(contributions: Iterable[Contribution], *, year: int, on: date) -> Coming:
    """What contributions may still pay for in a year: received and free, due, agreed, pledged; within their earmarks."""
    listed = list(contributions)
    held = held_by_contribution([it.pk for it in listed], on=on)
    rates = books.known_rates({it.currency for it in listed})
    promises, in_hand, promised, without = [], 0, 0, []
    for it in listed:
        if (it.starts and it.starts.year > year) or (it.ends and it.ends.year < year):
            continue
        free = (
            sum(amount for place, amount in held[it.pk].items() if place.account is Account.RECEIVED)
            if it.pk in held
            else 0
        )
        outside = (
            sum(amount for place, amount in held[it.pk].items() if place.account in PROMISED) if it.pk in held else 0
        )
        worth = 0
        try:
            worth = rates.cents(outside, it.currency, on) if outside else 0
        except NoRate:
            without.append(it.reference)
        in_hand, promised = in_hand + free, promised + worth
        if free + worth:
            promises.append(Promise(it.reference, free + worth, _fits(it)))
    return Coming(tuple(promises), in_hand, promised, tuple(without))


class _fits:
    """Whether a contribution may pay for a target."""

    def __init__(self, it: Contribution) -> None:
        self._earmarks = earmarks_of((row.by, row.value) for row in it.earmarks.all())

    def __call__(self, target: Target) -> bool:
        return not breaches(self._earmarks, target, states_of=codes_in)


@dataclass(frozen=True, slots=True)
class Report:
    """The shortfall of a year as it stands, and as it would be if everything promised came."""

    year: int
    by: Dimension
    on: date
    stands: Shortfall
    likely: Shortfall
    coming: Coming
    #: US cents of the promises that would find no need, and of what was set aside beyond what it is for costs.
    without_need: int
    beyond_need: int
    failed: tuple[str, ...]


def report_of(
    actor: Actor | None, *, year: int, by: Dimension, on: date, failing: Iterable[str] = ()
) -> Report:  # fmt: skip
    """The shortfall of a year by a dimension. *failing* are references of contributions of which nothing comes after all."""
    failed = frozenset(failing)
    needs = needs_for(actor, year=year)
    listed = [it for it in contributions_for(actor).prefetch_related("earmarks") if it.reference not in failed]
    met = cover(needs, funds_for([it.pk for it in listed]))
    coming = coming_for(listed, year=year, on=on)
    likely, without = expect(needs, met, coming.promises, year=year)
    return Report(
        year, by, on, shortfall(needs, met, year=year, by=by), shortfall(needs, likely, year=year, by=by), coming, without,
        _beyond(met, year), tuple(sorted(failed)),
    )  # fmt: skip


def _beyond(met: Cover, year: int) -> int:
    return sum(left for fund, left in met.unused if fund.year == year)
