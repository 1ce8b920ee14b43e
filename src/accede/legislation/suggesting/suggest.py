"""For the obligations of an instrument: the provisions that may implement them, each with the reason and the passage."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from accede.law.obligations import Obligation
from accede.legislation.suggesting.corpus import Corpus
from accede.legislation.suggesting.counting import find_terms
from accede.legislation.suggesting.provisions import Provision
from accede.legislation.suggesting.ranking import scores
from accede.legislation.suggesting.topics import Topic, topic
from accede.legislation.suggesting.verdict import Verdict, verdict

_PASSAGE = 240
_MOST_REASONS = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A provision that may implement the obligations."""

    provision: Provision
    score: float
    why: Mapping[str, str]
    passage: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for one category of one instrument."""

    obligations: Sequence[Obligation]
    suggestions: Sequence[Suggestion]
    verdict: Verdict


def suggest(corpus: Corpus, obligations: Sequence[Obligation], *, top: int = 10) -> Answer:
    """The *top* provisions for *obligations*, which are of one instrument and one category; at least one is needed."""
    first = obligations[0]
    asked = topic(first.instrument, first.category, obligations=list(obligations))
    order = rank(corpus, asked, category=first.category)
    return Answer(
        obligations=obligations,
        suggestions=[_explain(corpus, asked, place, score) for place, score in order[:top]],
        verdict=verdict(corpus, asked, category=first.category),
    )


def rank(corpus: Corpus, asked: Topic, *, category: str) -> list[tuple[int, float]]:
    """All provisions by their place in the corpus, the nearest first; the score is a share of the best, from 0 to 1."""
    found = scores(corpus, asked, category=category)
    order = np.argsort(-found, kind="stable")
    low, high = float(found.min()), float(found.max())
    return [(int(place), (float(found[place]) - low) / ((high - low) or 1.0)) for place in order]


def _explain(corpus: Corpus, asked: Topic, place: int, score: float) -> Suggestion:
    it = corpus.provisions[place]
    weights = {**asked.function, **asked.subject}
    wanted = sorted(weights, key=lambda concept: -weights[concept])
    found = find_terms(f"{it.heading}\n{it.text}", lexicon=corpus.words, concepts=wanted)
    why = {concept: found[concept][1] for concept in wanted if concept in found}
    starts = [found[concept][0] for concept in why]
    return Suggestion(
        provision=it,
        score=round(score, 4),
        why=dict(list(why.items())[:_MOST_REASONS]),
        passage=_passage(f"{it.heading}\n{it.text}", starts),
    )


def _passage(text: str, starts: Sequence[int]) -> str:
    """The stretch of *text* in which most of what was found begins."""
    best = max(starts, key=lambda start: sum(start <= other < start + _PASSAGE for other in starts), default=0)
    begin = text.rfind(" ", 0, max(best - 20, 0)) + 1 if best > 20 else 0
    cut = text[begin : begin + _PASSAGE]
    return re.sub(r"\s+", " ", cut).strip()
