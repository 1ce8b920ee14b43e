"""How often each concept of the term list occurs in each of many texts."""

import fnmatch
import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from accede.legislation.suggesting.terms import Lexicon, Term
from accede.legislation.suggesting.words import forms, normalise, words

Counts = NDArray[np.float32]
Positions = NDArray[np.int64]

# Two words of a term may have this many places between their numbers; the parts of "a & b" this many.
_NEXT = 3
_NEAR = 15
_NEAR_CHARACTERS = 25
# Texts stand apart from each other by more than any term reaches.
_APART = 64
_LAST = chr(0x10FFFF)


def count_concepts(texts: Sequence[str], *, lexicon: Lexicon) -> tuple[Counts, NDArray[np.float32]]:
    """Texts × concepts: how often a term of the concept stands in the text; and how many words each text has."""
    normalised = [normalise(text) for text in texts]
    if lexicon.language == "zh":
        return _count_characters(normalised, lexicon=lexicon)
    index = _WordIndex([words(text) for text in normalised], language=lexicon.language)
    counts = np.zeros((len(texts), len(lexicon.concepts)), dtype=np.float32)
    for column, concept in enumerate(lexicon.concepts):
        found = [index.places(term) for term in lexicon.terms[concept]]
        if found:
            where = np.unique(np.concatenate(found))
            counts[:, column] = np.bincount(index.text_of(where), minlength=len(texts))
    return counts, index.lengths


class _WordIndex:
    """Where each word stands, all texts being one row of numbered places."""

    def __init__(self, texts: list[list[str]], *, language: str) -> None:
        numbers: dict[str, int] = {}
        rows, starts, at = [], [], 0
        for text in texts:
            rows.append(np.fromiter((numbers.setdefault(word, len(numbers)) for word in text), np.int64, len(text)))
            starts.append(at)
            at += len(text) + _APART
        self.lengths = np.array([len(text) for text in texts], dtype=np.float32)
        self._starts = np.array(starts, dtype=np.int64)
        flat = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
        places = np.concatenate(
            [np.arange(len(row)) + start for row, start in zip(rows, starts, strict=True)] or [flat]
        )
        order = np.argsort(flat, kind="stable")
        self._places = places[order]
        self._bounds = np.searchsorted(flat[order], np.arange(len(numbers) + 1))
        written = [(form, number) for word, number in numbers.items() for form in forms(word, language=language)]
        self._forward = sorted(written)
        self._backward = sorted((form[::-1], number) for form, number in written)
        self._seen: dict[str, Positions] = {}

    def text_of(self, places: Positions) -> NDArray[np.int64]:
        """Which text each place belongs to."""
        return np.searchsorted(self._starts, places, side="right") - 1

    def places(self, term: Term) -> Positions:
        """Where *term* stands: the place of the first word of its first part."""
        found = self._sequence(term.parts[0])
        for part in term.parts[1:]:
            found = _near(found, self._sequence(part), within=_NEAR)
        return found

    def _sequence(self, sequence: tuple[str, ...]) -> Positions:
        first = last = self._word(sequence[0])
        for word in sequence[1:]:
            following = self._word(word)
            at = np.searchsorted(following, last, side="right")
            here = at < len(following)
            first, at = first[here], at[here]
            close = following[at] - last[here] <= _NEXT
            first, last = first[close], following[at][close]
        return first

    def _word(self, pattern: str) -> Positions:
        found = self._seen.get(pattern)
        if found is None:
            numbers = self._numbers(pattern)
            slices = [self._places[self._bounds[number] : self._bounds[number + 1]] for number in numbers]
            found = np.sort(np.concatenate(slices)) if slices else np.zeros(0, dtype=np.int64)
            self._seen[pattern] = found
        return found

    def _numbers(self, pattern: str) -> set[int]:
        core = pattern.strip("*")
        if "*" in core or (pattern.startswith("*") and pattern.endswith("*")):
            written = re.compile(fnmatch.translate(pattern))
            return {number for form, number in self._forward if written.match(form)}
        if pattern.startswith("*"):
            return _with_prefix(self._backward, core[::-1])
        if pattern.endswith("*"):
            return _with_prefix(self._forward, core)
        at = bisect_left(self._forward, (pattern, -1))
        found = set()
        while at < len(self._forward) and self._forward[at][0] == pattern:
            found.add(self._forward[at][1])
            at += 1
        return found


def _with_prefix(sorted_forms: list[tuple[str, int]], prefix: str) -> set[int]:
    start = bisect_left(sorted_forms, (prefix, -1))
    end = bisect_left(sorted_forms, (prefix + _LAST, -1))
    return {number for _, number in sorted_forms[start:end]}


def _near(first: Positions, second: Positions, *, within: int) -> Positions:
    """Those of *first* that have one of *second* at most *within* away on either side."""
    if not len(first) or not len(second):
        return first[:0]
    at = np.searchsorted(second, first)
    after = second[np.minimum(at, len(second) - 1)]
    before = second[np.maximum(at - 1, 0)]
    close: Positions = first[np.minimum(abs(after - first), abs(first - before)) <= within]
    return close


def _count_characters(texts: list[str], *, lexicon: Lexicon) -> tuple[Counts, NDArray[np.float32]]:
    joined = ("\0" * _APART).join(texts)
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths + _APART)[:-1]]).astype(np.int64) if texts else lengths
    seen: dict[str, Positions] = {}

    def places(part: str) -> Positions:
        if part not in seen:
            seen[part] = np.fromiter((match.start() for match in re.finditer(re.escape(part), joined)), np.int64)
        return seen[part]

    counts = np.zeros((len(texts), len(lexicon.concepts)), dtype=np.float32)
    for column, concept in enumerate(lexicon.concepts):
        found = []
        for term in lexicon.terms[concept]:
            here = places(term.parts[0][0])
            for part in term.parts[1:]:
                here = _near(here, places(part[0]), within=_NEAR_CHARACTERS)
            found.append(here)
        where = np.unique(np.concatenate(found))
        counts[:, column] = np.bincount(np.searchsorted(starts, where, side="right") - 1, minlength=len(texts))
    # Two characters make a word of common length.
    return counts, (lengths / 2).astype(np.float32)


def find_terms(text: str, *, lexicon: Lexicon, concepts: Sequence[str]) -> dict[str, tuple[int, str]]:
    """For each of *concepts* that *text* has: where its first term begins, in characters, and how the text words it."""
    if lexicon.language == "zh":
        return _find_characters(text, lexicon=lexicon, concepts=concepts)
    spans = [match.span() for match in re.finditer(r"\w+", text)]
    each = [("".join(words(normalise(text[start:end]))) or "\0", start, end) for start, end in spans]
    index = _WordIndex([[word for word, _, _ in each]], language=lexicon.language)
    found = {}
    for concept in concepts:
        places = [(int(where[0]), term) for term in lexicon.terms[concept] if len(where := index.places(term))]
        if places:
            first, term = min(places, key=lambda place: place[0])
            last = min(first + len(term.parts[0]) - 1, len(each) - 1)
            found[concept] = (each[first][1], text[each[first][1] : each[last][2]])
    return found


def _find_characters(text: str, *, lexicon: Lexicon, concepts: Sequence[str]) -> dict[str, tuple[int, str]]:
    found = {}
    for concept in concepts:
        places = [
            (at, term.parts[0][0])
            for term in lexicon.terms[concept]
            if all(part[0] in text for part in term.parts) and (at := text.find(term.parts[0][0])) >= 0
        ]
        if places:
            found[concept] = min(places)
    return found
