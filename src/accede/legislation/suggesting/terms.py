"""The list of legal terms: for each concept, how statutes in each language word it.

A term is one or more words; ``*`` at an end of a word stands for any letters. Words follow each other with at most two others
between them; ``a & b`` asks for both within fifteen words, in any order. In Chinese a term is a run of characters.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from accede.legislation.suggesting.words import normalise

FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "legal_terms"
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh", "de", "nl")


@dataclass(frozen=True, slots=True)
class Term:
    """One term as it was written, and its parts: each a sequence of words, all of which have to stand near each other."""

    written: str
    parts: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The terms of one language, concept by concept; concepts keep their order, so that a number can stand for each."""

    language: str
    concepts: tuple[str, ...]
    terms: Mapping[str, tuple[Term, ...]]


def parse_term(written: str, *, language: str) -> Term:
    """Read a term from the list; raises `ValueError` where it has no words."""
    parts = []
    for part in written.split("&"):
        text = normalise(part.strip())
        words = (text,) if language == "zh" else tuple(word for word in text.replace("-", " ").split() if word != "*")
        if not words or not all(words):
            raise ValueError(f"{language}: {written!r} has an empty part")
        parts.append(words)
    return Term(written=written, parts=tuple(parts))


@cache
def lexicon(language: str) -> Lexicon:
    """The terms of *language*; raises `KeyError` for a language that has none."""
    if language not in LANGUAGES:
        raise KeyError(language)
    listed = _shipped()
    return Lexicon(
        language=language,
        concepts=tuple(listed),
        terms={
            concept: tuple(parse_term(written, language=language) for written in by_language[language])
            for concept, by_language in listed.items()
        },
    )


@cache
def _shipped() -> Mapping[str, Mapping[str, list[str]]]:
    listed: dict[str, Mapping[str, list[str]]] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        listed |= tomllib.loads(file.read_text(encoding="utf-8"))
    return listed
