"""What is asked of requests."""

from django.db.models import QuerySet

from accede.accounts.rights import Actor, visible
from accede.assistance.models import Request
from accede.assistance.subjects import REQUESTS


def requests_for(actor: Actor) -> QuerySet[Request]:
    """The requests that the actor may see, with what a list shows of them."""
    found = Request.objects.filter(archived_at__isnull=True).select_related("officer")
    return visible(actor, found, REQUESTS)


def subject_parts(queryset: QuerySet[Request]) -> QuerySet[Request]:
    """With what the table of rights asks of a single request, so that asking costs no query a row."""
    return queryset.prefetch_related("circulations__organisation", "contributors")
