"""What is due by itself: notices, letters, proposals, questions. Each step may run twice and does its work once."""

from dataclasses import dataclass
from datetime import datetime

from accede.assistance import notices
from accede.assistance.domain import results, training_after
from accede.knowledge import finding


@dataclass(frozen=True, slots=True)
class Done:
    """What a run did."""

    proposals: int
    notices: int
    digests: int
    questions: int


def run_due(*, now: datetime, site: str) -> Done:
    """Do all that is due. *site* is the address of the site, for links in letters ("" where it is not known: no letters)."""
    proposals = results.propose(now=now)
    made = notices.make_notices(now=now)
    questions = training_after.ask_due(now=now, site=site) if site else 0
    finding.refresh()
    digests = notices.send_digests(now=now, site=site) if site else 0
    return Done(proposals, made, digests, questions)
