"""Laws, made in a line."""

from collections.abc import Iterable
from typing import Any

from tests.accounts.conftest import NOW

from accede.accounts.rights import Actor
from accede.knowledge.domain import Draft, bring_in
from accede.knowledge.models import Law

TEXT = (
    ("1", "Commencement", "This Act comes into force at once."),
    ("2", "Hostages", "Who takes a hostage commits an offence."),
)


def drafts(*rows: tuple[str, str, str]) -> list[Draft]:
    """Provisions as they are read from a file."""
    return [Draft(*row) for row in rows or TEXT]


def law_in(
    state: str = "XAA", *, public: bool = False, rows: Iterable[tuple[str, str, str]] = TEXT, **values: Any
) -> Law:
    """A law of a State with one version."""
    given = {"code": f"act-{Law.objects.count()}", "title": "Sample Act", "language": "en"} | values
    return bring_in(
        state=state, drafts=drafts(*rows), on=None, public=public, by=Actor(), now=NOW, command=True, **given
    ).law
