"""The words of resolutions, from `data/resolution_words.toml`, made ready to compare."""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

LANGUAGES: Final = ("en", "fr", "es", "ru", "ar", "zh")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "‑": "-", "‐": "-"})
#: Marks of Arabic that are written or left out at will: vowels, and the letter that only lengthens a word.
_ARABIC: dict[int, int | str | None] = {ord(it): None for it in "ًٌٍَُِّْـٰ"}
_ARABIC |= {ord(it): "ا" for it in "أإآ"}

Words = tuple[str, ...]


def plain(text: str) -> str:
    """The text as it is compared: lower case, plain apostrophes and hyphens, Arabic without vowel marks."""
    return unicodedata.normalize("NFC", text.translate(_APOSTROPHES)).casefold().translate(_ARABIC).replace("ё", "е")


class Phrases:
    """A set of phrases, asked for the longest one that begins at a place in a list of words."""

    def __init__(self, phrases: list[str], split: bool = True) -> None:
        self._by_length: dict[int, set[Words]] = {}
        for phrase in phrases:
            words = tuple(plain(phrase).split()) if split else tuple(plain(phrase))
            self._by_length.setdefault(len(words), set()).add(words)
        self._lengths = sorted(self._by_length, reverse=True)

    def at(self, words: list[str], place: int) -> int:
        """How many words the longest phrase at this place has; 0 where none begins there."""
        for length in self._lengths:
            if tuple(words[place : place + length]) in self._by_length[length]:
                return length
        return 0


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language."""

    language: str
    bodies: tuple[str, ...]
    phrases: dict[str, Phrases]
    annex: frozenset[str]
    resolution: frozenset[str]
    closing: tuple[str, ...]
    months: tuple[str, ...]

    @property
    def spaced(self) -> bool:
        """Whether words are written apart."""
        return self.language != "zh"


_GRAMMAR = ("before", "after", "with", "and", "own", "degree", "feeling", "object", "own_verbs", "preamble", "operative",
            "states", "state_verbs")  # fmt: skip


@cache
def raw() -> dict[str, Any]:
    """The file as it is."""
    return tomllib.loads(files("accede").joinpath("data/resolution_words.toml").read_text(encoding="utf-8"))


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of a language of the United Nations, by its code of two letters."""
    given = raw()[language]
    spaced = language != "zh"
    return Vocabulary(
        language=language,
        bodies=tuple(plain(it) for it in given["body"]),
        phrases={name: Phrases(given.get(name, []), spaced) for name in _GRAMMAR},
        annex=frozenset(plain(it) for it in given["annex"]),
        resolution=frozenset(plain(it) for it in given["resolution"]),
        closing=tuple(plain(it) for it in given["closing"]),
        months=tuple(plain(it) for it in given["months"]),
    )


def language_of(text: str) -> str:
    """The language of a text by its letters and, among those in Latin letters, by its commonest small words."""
    sample = text[:20_000]
    counts = {"zh": 0, "ar": 0, "ru": 0, "latin": 0}
    for letter in sample:
        if letter <= "\u024f":
            counts["latin"] += letter.isalpha()
        elif "\u0400" <= letter <= "\u04ff":
            counts["ru"] += 1
        elif "\u0600" <= letter <= "\u06ff":
            counts["ar"] += 1
        elif "\u4e00" <= letter <= "\u9fff":
            counts["zh"] += 3  # a character says as much as a few letters
    script = max(counts, key=lambda it: counts[it])
    if script != "latin":
        return script
    words = plain(sample).split()
    small = {"en": {"the", "of", "and", "to"}, "fr": {"des", "et", "les", "du"}, "es": {"los", "y", "el", "las", "del"}}
    found = {it: sum(1 for word in words if word in small[it]) for it in small}
    for it in small:  # the body that speaks tells more than small words, in a short text
        found[it] += 20 * any(plain(body) in plain(sample) for body in raw()[it]["body"])
    return max(found, key=lambda it: found[it])
