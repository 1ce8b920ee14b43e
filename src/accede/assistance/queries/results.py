"""What is asked of results: what everyone may see of a State, and what is counted from the records."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet

from accede.accounts.rights import Actor, visible
from accede.assistance.models import Activity, Enrolment, Outcome, Reading
from accede.assistance.queries.activities import public_activities
from accede.assistance.queries.training_counts import totals
from accede.assistance.subjects import OUTCOMES
from accede.treaties.sections import Section

SHOWN = 20


def outcomes_for(actor: Actor) -> QuerySet[Outcome]:
    """The outcomes that the actor may see."""
    return visible(actor, Outcome.objects.filter(archived_at__isnull=True).select_related("judged_by"), OUTCOMES)


def public_section() -> Section:
    """Public activities for a State, and outcomes to which an officer said that assistance contributed."""
    return Section("assistance/results/state_section.html", _version, _shown)


def _version() -> str:
    shown = Activity.objects.filter(public=True).aggregate(at=Max("changed_at"))["at"]
    judged = Outcome.objects.filter(~Q(status="proposed")).aggregate(at=Max("changed_at"))["at"]
    return f"{shown.timestamp() if shown else 0}-{judged.timestamp() if judged else 0}"


def _shown(state: str) -> dict[str, Any]:
    held = public_activities().filter(states__participant=state).order_by("-starts", "-id")[:SHOWN]
    outcomes = Outcome.objects.filter(participant=state, status="contributed", archived_at__isnull=True)
    return {
        "activities": list(held),
        "outcomes": list(outcomes.prefetch_related("activities").order_by("-on", "-id")[:SHOWN]),
    }


@dataclass(frozen=True, slots=True)
class Outputs:
    """What was delivered, counted from the records."""

    activities: int
    persons: int
    seats: int
    papers: int


def outputs(activities: QuerySet[Activity]) -> Outputs:
    """Of activities that were completed: how many, who took part, and what was handed over."""
    done = activities.filter(status__in=["completed", "reported", "evaluated"])
    seats = Enrolment.objects.filter(activity__in=done, part="participant", archived_at__isnull=True)
    persons, places = totals(seats)
    return Outputs(done.count(), persons, places, done.filter(kind__in=["advice", "tool", "mission"]).count())


def latest_readings(readings: Iterable[Reading]) -> list[Reading]:
    """One reading a day: a later row for the same day corrects the earlier."""
    by_day = {row.on: row for row in sorted(readings, key=lambda row: (row.on, row.pk))}
    return [by_day[day] for day in sorted(by_day)]
