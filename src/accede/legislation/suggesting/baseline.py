"""Plain BM25 on the English words of the obligations: what the suggestions are measured against."""

import math
import re
from collections import Counter
from collections.abc import Sequence

from accede.law.obligations import Obligation
from accede.legislation.suggesting.provisions import Provision
from accede.legislation.suggesting.words import normalise, words

_SATURATION, _LENGTH = 1.2, 0.6
_SUFFIX = re.compile(r"(?:ing|ions?|ed|es|s|ly|ment)$")


class Baseline:
    """BM25 (Robertson and others, 1994) over the provisions of one State."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self._texts = [Counter(_stems(f"{it.heading} {it.heading} {it.law_title} {it.text}")) for it in provisions]
        self._lengths = [sum(counts.values()) for counts in self._texts]
        self._mean = sum(self._lengths) / max(len(self._lengths), 1)
        self._having: dict[str, list[int]] = {}
        for place, counts in enumerate(self._texts):
            for stem in counts:
                self._having.setdefault(stem, []).append(place)

    def rank(self, obligations: Sequence[Obligation], *, top: int) -> list[int]:
        """The places of the *top* provisions, the nearest first."""
        asked = set(
            _stems(" ".join(f"{it.summary} {it.legislative_measure} {' '.join(it.keywords)}" for it in obligations))
        )
        found: Counter[int] = Counter()
        for stem in asked:
            having = self._having.get(stem, [])
            rarity = math.log(1 + (len(self._texts) - len(having) + 0.5) / (len(having) + 0.5))
            for place in having:
                often = self._texts[place][stem]
                share = 1 - _LENGTH + _LENGTH * self._lengths[place] / self._mean
                found[place] += rarity * often * (_SATURATION + 1) / (often + _SATURATION * share)  # type: ignore[assignment]
        return sorted(found, key=lambda place: (-found[place], place))[:top]


def _stems(text: str) -> list[str]:
    return [_SUFFIX.sub("", word) or word for word in words(normalise(text)) if len(word) > 2]
