"""Roll-ups of programmes: each activity counted once however many trees it hangs in, in a constant number of queries."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from accede.assistance.models import Activity, ActivityState, Enrolment, Programme


@dataclass
class RollUp:
    """The figures of a programme and of all that hangs under it."""

    activities: int = 0
    by_status: Counter[str] = field(default_factory=Counter)
    budget: Decimal = Decimal(0)
    #: Activities without a budget, which the sum leaves out.
    without_budget: int = 0
    states: int = 0
    persons: int = 0
    seats: int = 0


@dataclass(frozen=True)
class Part:
    """What one child adds, and how many of its activities hang in another child as well."""

    programme: Programme
    figures: RollUp
    shared: int


@dataclass(frozen=True)
class Report:
    """A programme's figures, its children's, and those of the activities that hang in it directly."""

    whole: RollUp
    parts: list[Part]
    direct: int
    #: How often the children's figures together count an activity more than once.
    counted_twice: int


class Tree:
    """All programmes with the activities that hang in each, read in five queries."""

    def __init__(self) -> None:
        self.programmes = {it.pk: it for it in Programme.objects.filter(archived_at__isnull=True)}
        self.children: dict[int, list[int]] = {}
        for child, parent in Programme.parents.through.objects.values_list("from_programme_id", "to_programme_id"):
            if child in self.programmes:
                self.children.setdefault(parent, []).append(child)
        self._direct: dict[int, set[int]] = {}
        for programme, activity in Activity.programmes.through.objects.filter(
            activity__archived_at__isnull=True
        ).values_list("programme_id", "activity_id"):
            self._direct.setdefault(programme, set()).add(activity)
        rows = Activity.objects.filter(archived_at__isnull=True).values_list("pk", "status", "budget")
        self._activities: Mapping[int, tuple[str, Decimal | None]] = {pk: (status, money) for pk, status, money in rows}

    def roots(self) -> list[Programme]:
        """Those that hang under no other."""
        under = {child for children in self.children.values() for child in children}
        return [it for pk, it in self.programmes.items() if pk not in under]

    def activities_of(self, programme: int) -> set[int]:
        """All activities under a programme, each once."""
        found: set[int] = set()
        seen: set[int] = set()
        waiting = [programme]
        while waiting:
            at = waiting.pop()
            if at in seen:
                continue
            seen.add(at)
            found |= self._direct.get(at, set())
            waiting.extend(self.children.get(at, []))
        return found & self._activities.keys()

    def direct(self, programme: int) -> set[int]:
        """Those that hang in the programme itself."""
        return self._direct.get(programme, set())

    def figures(self, activities: set[int], *, people: bool = False) -> RollUp:
        """Figures of a set of activities. *people* asks the database for States, persons and seats."""
        result = RollUp(activities=len(activities))
        for pk in activities:
            status, money = self._activities[pk]
            result.by_status[status] += 1
            if status == "cancelled":
                continue
            if money is None:
                result.without_budget += 1
            else:
                result.budget += money
        if people and activities:
            result.states = (
                ActivityState.objects.filter(activity__in=activities).values("participant").distinct().count()
            )
            seats = Enrolment.objects.filter(activity__in=activities, part="participant")
            result.seats = seats.count()
            result.persons = seats.values("trainee").distinct().count()
        return result


def report_of(programme: Programme, tree: Tree) -> Report:
    """The roll-up of a programme, which names its children and what each adds."""
    children = [tree.programmes[pk] for pk in tree.children.get(programme.pk, [])]
    sets = {child.pk: tree.activities_of(child.pk) for child in children}
    times = Counter(pk for activities in sets.values() for pk in activities)
    parts = [
        Part(child, tree.figures(sets[child.pk]), sum(times[pk] > 1 for pk in sets[child.pk]))
        for child in sorted(children, key=lambda it: it.code)
    ]
    whole = tree.figures(tree.activities_of(programme.pk), people=True)
    return Report(whole, parts, len(tree.direct(programme.pk)), sum(count - 1 for count in times.values()))
