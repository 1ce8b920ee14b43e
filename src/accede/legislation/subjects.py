"""How the table of rights reads legal findings."""

from accede.accounts.rights import Map, Subject
from accede.legislation.models import LegalFinding


def finding_subject(it: LegalFinding) -> Subject:
    """A finding is its State's; everyone's where the State has published it."""
    return Subject(record=LegalFinding.KIND, states=frozenset([it.participant_id]), public=it.published)


FINDINGS = Map(record=LegalFinding.KIND, subject=finding_subject, states="participant_id", public="published")


def findings_of(state: str) -> Subject:
    """The findings of a State as a whole, before any is written."""
    return Subject(record=LegalFinding.KIND, states=frozenset([state]))
