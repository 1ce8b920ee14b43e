"""The laws of one State, counted once: how strongly each provision speaks of each concept, and what stands around it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accede.legislation.suggesting.counting import count_concepts
from accede.legislation.suggesting.provisions import Provision
from accede.legislation.suggesting.references import references
from accede.legislation.suggesting.terms import Lexicon, lexicon

Matrix = NDArray[np.float32]

# Okapi BM25: how soon more of the same stops counting, and how far length counts against a provision.
_SATURATION, _LENGTH = 1.2, 0.6
_HEADING_COUNTS = 2
_LONGEST_TEXT, _LONGEST_LENGTH = 6000, 600
_OPENING = {"zh": 50}
_OPENING_ELSEWHERE = 160
_NEIGHBOURS, _FADING = 3, 0.9


@dataclass(frozen=True)
class Corpus:
    """Provisions × concepts, in several views. All matrices have a row for each provision."""

    provisions: Sequence[Provision]
    words: Lexicon
    law: NDArray[np.int64]
    lengths: NDArray[np.float32]
    rarity: Matrix
    here: Matrix
    heading: Matrix
    opening: Matrix
    title: Matrix
    density: Matrix
    near: Matrix
    named: Sequence[Sequence[int]]

    def has(self, view: Matrix, *concepts: str) -> NDArray[np.float32]:
        """For each provision, the strongest of *concepts* in *view*; 0 where it has none."""
        columns = [self.words.concepts.index(concept) for concept in concepts]
        return view[:, columns].max(axis=1) if columns else np.zeros(len(self.provisions), dtype=np.float32)

    def weights(self, concepts: Mapping[str, float]) -> Matrix:
        """A weight for every concept, the rare ones weighing more."""
        column = np.zeros(len(self.words.concepts), dtype=np.float32)
        for concept, weight in concepts.items():
            column[self.words.concepts.index(concept)] = weight
        return column * self.rarity


def main_language(provisions: Sequence[Provision]) -> str:
    """The language of most of the provisions."""
    return Counter(it.language for it in provisions).most_common(1)[0][0]


def build_corpus(provisions: Sequence[Provision]) -> Corpus:
    """Count the concepts in the provisions of one State, in the language of most of them. They must not be empty."""
    language = main_language(provisions)
    words = lexicon(language)
    total = len(provisions)
    laws = {name: number for number, name in enumerate(dict.fromkeys(it.law for it in provisions))}
    titles = {it.law: it.law_title for it in provisions}
    law = np.array([laws[it.law] for it in provisions], dtype=np.int64)
    opening = _OPENING.get(language, _OPENING_ELSEWHERE)
    counts, lengths = count_concepts(
        [it.text[:_LONGEST_TEXT] for it in provisions]
        + [it.heading for it in provisions]
        + [it.text[:opening] for it in provisions]
        + [titles[name] for name in laws],
        lexicon=words,
    )
    text, heading, begins, title = np.split(counts, [total, 2 * total, 3 * total])
    length = lengths[:total]
    here = _saturated(text + _HEADING_COUNTS * heading, np.minimum(length, _LONGEST_LENGTH) + 5)
    return Corpus(
        provisions=provisions,
        words=words,
        law=law,
        lengths=length,
        rarity=_rarity(text + heading),
        here=here,
        heading=(heading > 0).astype(np.float32),
        opening=(begins + heading > 0).astype(np.float32),
        title=(title > 0).astype(np.float32)[law],
        density=_mean_by_law(here, law, laws=len(laws)),
        near=_neighbours(here, law),
        named=references(provisions, language=language),
    )


def _saturated(counts: Matrix, lengths: NDArray[np.float32]) -> Matrix:
    share = (1 - _LENGTH + _LENGTH * lengths / lengths.mean())[:, None]
    saturated: Matrix = (counts / (counts + _SATURATION * share)).astype(np.float32)
    return saturated


def _rarity(counts: Matrix) -> Matrix:
    total, having = len(counts), (counts > 0).sum(axis=0)
    rarity: Matrix = np.clip(np.log(1 + (total - having + 0.5) / (having + 0.5)), 0.3, 6).astype(np.float32)
    return rarity


def _mean_by_law(here: Matrix, law: NDArray[np.int64], *, laws: int) -> Matrix:
    sums = np.zeros((laws, here.shape[1]), dtype=np.float32)
    np.add.at(sums, law, here)
    mean = sums / np.bincount(law, minlength=laws)[:, None]
    of_each: Matrix = mean[law].astype(np.float32)
    return of_each


def _neighbours(here: Matrix, law: NDArray[np.int64]) -> Matrix:
    """The strongest of the three provisions before and after, of the same law, the nearer counting more."""
    near = np.zeros_like(here)
    for step in [*range(-_NEIGHBOURS, 0), *range(1, _NEIGHBOURS + 1)]:
        same = (np.roll(law, step) == law)[:, None]
        near = np.maximum(near, np.roll(here, step, axis=0) * same * np.float32(_FADING ** abs(step)))
    return near
