"""What a provision needs to meet an obligation, and whether the wording of a draft has it. It judges words, not law."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accede.law.obligations import Obligation
from accede.legislation.suggesting.counting import find_terms
from accede.legislation.suggesting.terms import lexicon
from accede.legislation.suggesting.topics import from_keywords, topic

_NEEDED = 1.0
_EXAMPLES = 3
_MOST_WORDS = 4_000


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that the wording should speak of. ``needed`` is False for what only often belongs to it."""

    concept: str
    needed: bool
    #: How laws in the language of the draft word it.
    examples: tuple[str, ...]
    #: The words of the draft that speak of it; empty where none does.
    found: str = ""

    @property
    def name(self) -> str:
        """The concept in English words."""
        return self.concept.replace("_", " ")


def elements(it: Obligation, *, language: str, text: str = "") -> list[Element]:
    """The elements of a provision that meets the obligation, in the order of their weight, each with where *text* has it.

    They come from the obligation's own keywords and from what its instrument and category are about.
    """
    about = topic(it.instrument, it.category, obligations=[it])
    weights = {**about.subject, **about.function}
    for concept, weight in from_keywords([it]).items():
        weights[concept] = max(weights.get(concept, 0), weight, _NEEDED)
    order = sorted(weights, key=lambda concept: -weights[concept])
    words = lexicon(language)
    found = find_terms(text, lexicon=words, concepts=order) if text.strip() else {}
    return [
        Element(
            concept=concept, needed=weights[concept] >= _NEEDED, examples=_examples(concept, language),
            found=found[concept][1] if concept in found else "",
        )
        for concept in order
    ]  # fmt: skip


def _examples(concept: str, language: str) -> tuple[str, ...]:
    written = (term.written for term in lexicon(language).terms[concept])
    return tuple(it.replace(" & ", " … ").replace("*", "…") for it in list(written)[:_EXAMPLES])


def compare(before: str, after: str) -> list[tuple[str, str]]:
    """*after* against *before*, word by word: pieces that are "same", "gone" or "new". Chinese goes by its characters.

    Lines are compared first, and words within lines that differ, so that a long text costs no more than its changes.

    >>> compare("shall be fined", "shall be imprisoned")
    [('same', 'shall be '), ('gone', 'fined'), ('new', 'imprisoned')]
    """
    pieces: list[tuple[str, str]] = []
    for what, old, new in _changes(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        if what == "equal":
            pieces.append(("same", old))
            continue
        words = _tokens(old), _tokens(new)
        if sum(map(len, words)) > _MOST_WORDS:
            pieces += [(kind, part) for kind, part in (("gone", old), ("new", new)) if part]
            continue
        for inner, gone, fresh in _changes(*words):
            if inner == "equal":
                pieces.append(("same", gone))
            else:
                pieces += [(kind, part) for kind, part in (("gone", gone), ("new", fresh)) if part]
    return pieces


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield what, "".join(old[a:b]), "".join(new[c:d])


def _tokens(text: str) -> Sequence[str]:
    return re.findall(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+|\s+|.", text, re.DOTALL)
