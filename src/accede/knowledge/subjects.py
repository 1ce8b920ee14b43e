"""How the table of rights reads laws."""

from django.utils import timezone

from accede.accounts.rights import Map, Subject
from accede.knowledge.models import Law


def law_subject(it: Law) -> Subject:
    """A law is its State's; everyone's while the State's consent lasts."""
    lasts = it.public_until is None or it.public_until >= timezone.localdate()
    return Subject(record=Law.KIND, states=frozenset([it.participant_id]), public=it.public and lasts)


LAWS = Map(record=Law.KIND, subject=law_subject, states="participant_id", public="public", public_until="public_until")
