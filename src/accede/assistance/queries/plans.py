"""What is asked of plans."""

from datetime import date

from django.db.models import Q, QuerySet

from accede.accounts.rights import Actor, visible
from accede.assistance.models import Plan
from accede.assistance.subjects import PLANS


def plans_for(actor: Actor) -> QuerySet[Plan]:
    """The plans that the actor may see."""
    return visible(actor, Plan.objects.filter(archived_at__isnull=True).select_related("officer", "request"), PLANS)


def in_force_for(state: str, *, on: date) -> QuerySet[Plan]:
    """The plans of a State in force on a day: accepted by both sides, begun and not ended."""
    found = Plan.objects.filter(participant=state, status="in_force", archived_at__isnull=True)
    return found.filter(Q(starts__isnull=True) | Q(starts__lte=on), Q(ends__isnull=True) | Q(ends__gte=on))
