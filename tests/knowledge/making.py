"""Laws, made in a line."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.accounts.conftest import NOW

from accede.accounts.rights import Actor
from accede.knowledge.domain import Draft, bring_in, record_case, record_publication
from accede.knowledge.models import Case, Law, Provision, Publication

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


def case_in(state: str = "XAA", *, public: bool = False, provisions: Iterable[Provision] = (), **values: Any) -> Case:
    """A case of a State."""
    number = Case.objects.count()
    given = {
        "court": "Sample Court", "decided_on": date(2020, 3, 1 + number % 28), "title": f"The State v. Sample {number}",
        "reference": f"S {number}/20", "language": "en",
    } | values  # fmt: skip
    return record_case(
        state=state, values=given, provisions=provisions, public=public, by=Actor(), now=NOW, command=True
    )


def publication_of(state: str = "", *, public: bool = False, **values: Any) -> Publication:
    """A publication of a State, or of the Office."""
    number = Publication.objects.count()
    given = {
        "kind": "guide", "title": f"Sample guide {number}", "body": "Sample body", "year": 2020, "languages": ["en"],
    } | values  # fmt: skip
    return record_publication(state=state, values=given, public=public, by=Actor(), now=NOW, command=True)
