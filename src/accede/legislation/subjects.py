"""How the table of rights reads legal findings and drafts."""

from accede.accounts.rights import Map, Subject
from accede.legislation.models import LawDraft, LegalFinding


def finding_subject(it: LegalFinding) -> Subject:
    """A finding is its State's; everyone's where the State has published it."""
    return Subject(record=LegalFinding.KIND, states=frozenset([it.participant_id]), public=it.published)


FINDINGS = Map(record=LegalFinding.KIND, subject=finding_subject, states="participant_id", public="published")


def findings_of(state: str) -> Subject:
    """The findings of a State as a whole, before any is written."""
    return Subject(record=LegalFinding.KIND, states=frozenset([state]))


def draft_subject(it: LawDraft) -> Subject:
    """A draft is its State's."""
    return drafts_of(it.participant_id)


def drafts_of(state: str) -> Subject:
    """The drafts of a State as a whole."""
    return Subject(record=LawDraft.KIND, states=frozenset([state]))


DRAFTS = Map(record=LawDraft.KIND, subject=draft_subject, states="participant_id")
