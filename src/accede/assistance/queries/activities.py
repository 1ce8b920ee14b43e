"""What is asked of activities."""

from datetime import date

from django.db.models import Q, QuerySet

from accede.accounts.rights import ANYONE, Actor, visible
from accede.assistance.models import Activity
from accede.assistance.models.activities import ActivityStatus
from accede.assistance.subjects import ACTIVITIES

#: The columns of the board, in order.
BOARD = tuple(value for value, _label in ActivityStatus.choices if value != ActivityStatus.CANCELLED)
BOARD_SIZE = 20


def activities_for(actor: Actor) -> QuerySet[Activity]:
    """The activities that the actor may see, with what a list shows of them."""
    found = Activity.objects.filter(archived_at__isnull=True).select_related("officer").prefetch_related("states")
    return visible(actor, found, ACTIVITIES)


def subject_parts(queryset: QuerySet[Activity]) -> QuerySet[Activity]:
    """With what the table of rights asks of a single activity."""
    return queryset.prefetch_related("states", "programmes", "partners")


def public_activities() -> QuerySet[Activity]:
    """Those shown to everyone: what, where and when; never who took part."""
    return visible(ANYONE, Activity.objects.filter(archived_at__isnull=True).prefetch_related("states"), ACTIVITIES)


def in_month(queryset: QuerySet[Activity], first: date, last: date) -> QuerySet[Activity]:
    """Those that touch the days from *first* to *last*, in order."""
    return (
        queryset.filter(starts__lte=last)
        .filter(Q(ends__gte=first) | Q(ends__isnull=True, starts__gte=first))
        .order_by("starts", "id")
    )
