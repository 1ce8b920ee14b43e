"""How the table of rights reads laws, cases and publications."""

from collections.abc import Mapping

from django.utils import timezone

from accede.accounts.rights import Map, Subject
from accede.knowledge.models import Case, Law, Publication, Shared


def _shown(it: Shared) -> bool:
    return it.public and (it.public_until is None or it.public_until >= timezone.localdate())


def law_subject(it: Law) -> Subject:
    """A law is its State's; everyone's while the State's consent lasts."""
    return Subject(record=Law.KIND, states=frozenset([it.participant_id]), public=_shown(it))


def case_subject(it: Case) -> Subject:
    """A case is that of the State whose court decided it; everyone's while its consent lasts."""
    return Subject(record=Case.KIND, states=frozenset([it.participant_id]), public=_shown(it))


def publication_subject(it: Publication) -> Subject:
    """A publication is the Office's or a State's; everyone's while the consent lasts. Its holder is its status."""
    states = frozenset([it.participant_id] if it.participant_id else [])
    return Subject(record=Publication.KIND, status=it.holder, states=states, public=_shown(it))


LAWS = Map(record=Law.KIND, subject=law_subject, states="participant_id", public="public", public_until="public_until")
CASES = Map(
    record=Case.KIND, subject=case_subject, states="participant_id", public="public", public_until="public_until"
)
PUBLICATIONS = Map(
    record=Publication.KIND, subject=publication_subject, status="holder", states="participant_id", public="public",
    public_until="public_until",
)  # fmt: skip
#: By kind of record.
MAPS: Mapping[str, Map] = {it.record: it for it in (LAWS, CASES, PUBLICATIONS)}
