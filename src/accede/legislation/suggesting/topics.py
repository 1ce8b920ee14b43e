"""What to look for: the concepts that an instrument is about, and those that a category of obligation asks for."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from accede.law.obligations import Obligation
from accede.legislation.suggesting.terms import lexicon
from accede.legislation.suggesting.words import normalise, words

FILE = Path(__file__).resolve().parent.parent.parent / "data" / "suggestion_topics.toml"
Concepts = Mapping[str, float]

# What a list of concepts is about: those that weigh this much.
_CENTRAL = 2.0


@dataclass(frozen=True, slots=True)
class Topic:
    """What one category of one instrument asks of a law: its subject (aircraft, hostages) and its function (jurisdiction)."""

    subject: Concepts
    function: Concepts
    together: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The concepts without one of which a provision is hardly about the subject."""
        return _central(self.subject)

    @property
    def asks(self) -> tuple[str, ...]:
        """The concepts without one of which a provision hardly does what the category asks."""
        return _central(self.function)


def topic(instrument: str, category: str, *, obligations: list[Obligation] | None = None) -> Topic:
    """The topic of *category* in *instrument*.

    An instrument or category that the list does not know takes its concepts from the keywords of the *obligations*.
    """
    listed = _shipped()
    known = listed["instruments"].get(instrument, {})
    special = listed["special"].get(instrument, {}).get(category) or listed["categories"].get(category)
    own = {} if known and special else from_keywords(obligations or [])
    return Topic(
        subject=known.get("subject") or own,
        function=special["function"] if special else own,
        together=tuple(known.get("together", ())),
    )


def _central(listed: Concepts) -> tuple[str, ...]:
    most = max(listed.values(), default=0)
    return tuple(concept for concept, weight in listed.items() if weight >= min(_CENTRAL, most))


def from_keywords(obligations: list[Obligation]) -> dict[str, float]:
    """Concepts of which an English term stands in the keywords, weighed by how many keywords have one."""
    english = lexicon("en")
    found: dict[str, float] = {}
    for keyword in {word for it in obligations for word in it.keywords}:
        have = words(normalise(keyword))
        for concept in english.concepts:
            singles = [term.parts[0][0].rstrip("*") for term in english.terms[concept] if len(term.parts[0]) == 1]
            if any(word.startswith(single) for word in have for single in singles if single):
                found[concept] = found.get(concept, 0) + 1
    return found


@cache
def _shipped() -> Mapping[str, Any]:
    listed = tomllib.loads(FILE.read_text(encoding="utf-8"))
    concepts = set(lexicon("en").concepts)
    lists = [
        *(it["subject"] for it in listed["instruments"].values()),
        *(it["function"] for it in listed["categories"].values()),
        *(it["function"] for by_category in listed["special"].values() for it in by_category.values()),
    ]
    unknown = {concept for each in lists for concept in each} - concepts
    if unknown:
        raise ValueError(f"{FILE.name}: no terms for {', '.join(sorted(unknown))}")
    return listed
