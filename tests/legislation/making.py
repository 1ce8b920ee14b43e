"""What tests of the assessment and of drafts begin with: a State bound by the convention against the taking of hostages."""

from datetime import date
from typing import Any

from tests.accounts.conftest import NOW, actor_with

from accede.knowledge.models import Provision
from accede.law.shipped import shipped_obligations
from accede.legislation import domain
from accede.legislation.models import LegalFinding
from accede.treaties import sample

VALUES: dict[str, Any] = {"finding": "not_met", "reason": "No such offence.", "practice": "", "confidence": "high"}


def bind(*states: str) -> None:
    """Make sample States parties."""
    sample.record([(state, "hostages-1979", "accession", date(2001, 5, 4)) for state in states], now=NOW)


def keys() -> list[str]:
    """The obligations of the convention, in order."""
    return [it.id for it in shipped_obligations() if it.instrument == "hostages-1979"]


def key() -> str:
    """The first obligation of the convention to make it an offence."""
    found = [it.id for it in shipped_obligations() if it.instrument == "hostages-1979" and it.category == "criminalise"]
    return found[0]


def assessed(
    state: str = "XAA", *, provisions: tuple[Provision, ...] = (), seen: int | None = None, about: str = "",
    words: dict[int, str] | None = None, **changes: Any,
) -> LegalFinding:  # fmt: skip
    """A finding by the officer assigned to the State."""
    officer = actor_with("officer", states=(state,))
    return domain.assess(
        state, about or key(), VALUES | changes, provisions=provisions, words=words, status_now="party", by=officer, now=NOW,
        seen=seen,
    )  # fmt: skip
