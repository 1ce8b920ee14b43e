"""Counts of training: persons and seats are never mixed. Erased people still count."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear

from accede.assistance.models import Enrolment

#: What counts can be split by, and the column of an enrolment that says it.
SPLITS: Mapping[str, str] = {
    "state": "trainee__participant_id", "profession": "trainee__profession", "sex": "trainee__sex",
    "language": "activity__language", "kind": "activity__kind", "year": "year", "theme": "activity__theme",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountRow:
    """One group: how many different persons, in how many seats."""

    group: str
    persons: int
    seats: int


def seats_in(
    *, start: date | None = None, end: date | None = None, within: Mapping[str, Any] | None = None
) -> QuerySet[Enrolment]:
    """Seats of participants in activities that took place in the period."""
    found = Enrolment.objects.filter(part="participant", archived_at__isnull=True).exclude(
        Q(activity__status="cancelled") | Q(activity__archived_at__isnull=False)
    )
    if start:
        found = found.filter(activity__starts__gte=start)
    if end:
        found = found.filter(activity__starts__lte=end)
    return found.filter(**(within or {}))


def totals(seats: QuerySet[Enrolment]) -> tuple[int, int]:
    """Persons and seats."""
    found = seats.aggregate(persons=Count("trainee", distinct=True), seats=Count("pk"))
    return found["persons"], found["seats"]


def split(seats: QuerySet[Enrolment], by: str) -> list[CountRow]:
    """Persons and seats by group. A person in two groups counts in each, so that groups may add up to more than the total."""
    column = SPLITS[by]
    if by == "year":
        seats = seats.annotate(year=ExtractYear("activity__starts"))
    rows = seats.values(column).annotate(persons=Count("trainee", distinct=True), seats=Count("pk")).order_by(column)
    return [CountRow(str(row[column] or ""), row["persons"], row["seats"]) for row in rows]
