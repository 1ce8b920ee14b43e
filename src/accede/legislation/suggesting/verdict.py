"""Whether anything near was found at all. Most provisions of any law are near to something; being absent has its own signs."""

from typing import Literal

import numpy as np

from accede.legislation.suggesting.corpus import Corpus
from accede.legislation.suggesting.topics import Topic

Verdict = Literal["likely", "possible", "probably-absent"]

# What a category makes an offence needs the offence where the subject is; the others need their own words.
_OFFENCES = ("criminalise", "penalties")
# So many provisions that speak of it in passing are a sign; fewer may be chance.
_IN_PASSING = 5


def verdict(corpus: Corpus, topic: Topic, *, category: str) -> Verdict:
    """What the words of the law say of *topic*: ``likely`` there, ``possible``, or ``probably-absent``.

    It judges the words alone. A law may meet an obligation in words that the list does not know.
    """
    if category in _OFFENCES:
        crime = np.maximum(corpus.has(corpus.here, "imprisonment"), corpus.has(corpus.opening, "offence")) > 0
        about = corpus.has(corpus.here, *topic.about) > 0
        for concept in topic.together:
            about &= corpus.has(corpus.here, concept) > 0
        foremost = about & (corpus.has(corpus.opening, *topic.about) > 0)
        return _judge(int((foremost & crime).sum()), int((about & crime).sum()), enough=2)
    asks = corpus.has(corpus.here, *topic.asks)
    foremost = corpus.has(corpus.opening, *topic.asks) > 0
    entitled = corpus.has(corpus.title, *topic.asks) > 0
    return _judge(int((foremost | entitled).sum()), int((asks > 0).sum()), enough=_IN_PASSING)


def _judge(foremost: int, in_passing: int, *, enough: int) -> Verdict:
    if foremost > 1:
        return "likely"
    return "possible" if foremost or in_passing >= enough else "probably-absent"
