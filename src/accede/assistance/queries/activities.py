"""What is asked of activities."""

from datetime import date

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse

from accede.accounts.rights import ANYONE, Actor, visible
from accede.assistance.models import Activity
from accede.assistance.models.activities import ActivityStatus
from accede.assistance.subjects import ACTIVITIES
from accede.legislation.help_given import Help
from accede.treaties.places import place_name

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


def helped_with(actor: Actor, obligation: str, most: int) -> list[Help]:
    """Activities on an obligation, or on another of its instrument, that are confirmed or further, as far as *actor* may see.

    Sensitive ones stay out by the table of rights, as in every list.
    """
    instrument = obligation.partition("/")[0]
    known = activities_for(actor).exclude(
        status__in=(ActivityStatus.IDEA, ActivityStatus.PLANNED, ActivityStatus.CANCELLED)
    )
    rows = known.annotate(named=Cast("obligations", TextField())).select_related("lead").prefetch_related("partners")
    found: list[Help] = []
    for exact, part in ((True, f'"{obligation}"'), (False, f'"{instrument}/')):
        of = rows.filter(named__contains=part).order_by(F("ends").desc(nulls_last=True), "id")
        found += [_help(it, exact=exact) for it in of[: most * 2] if exact or obligation not in it.obligations]
    return found[:most]


def _help(it: Activity, *, exact: bool) -> Help:
    helpers = [it.lead, *it.partners.all()]
    return Help(
        title=it.title, helpers=tuple(str(one) for one in helpers if one is not None),
        states=tuple(place_name(one.participant_id) for one in it.states.all()), ends=it.ends,
        address=reverse("activity", args=[it.pk]), exact=exact,
    )  # fmt: skip
