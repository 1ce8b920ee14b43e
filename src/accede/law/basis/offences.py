"""From a description in plain words to codes of offences: suggestions, each with the words that led to it, to choose from.

Words of the description are held against the titles of offences, and with less weight against those of their instruments (in
English, and in French, Spanish and Arabic where the catalogue has the title). A small table of our own
(``accede/data/offence_words.toml``) leads from common words to those of the catalogue. Rare words weigh more than common ones.

That is all on purpose: with fewer than two hundred titles of a dozen words each, a model learned from text would add what
nobody can check, and here every suggestion is explained by the words shown with it. Nothing is chosen for the reader.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

import msgspec

from accede.law.basis.rules import Rules
from accede.law.catalogue import Record, fault_from
from accede.law.errors import DataError, Fault
from accede.law.names import normalise
from accede.law.shipped import DATA

#: A longer description holds no more than its beginning does.
LONGEST_DESCRIPTION = 2_000
#: How much a word counts that stands in the instrument's title only, in English or in another language.
_OF_INSTRUMENT, _OF_OTHER_TITLE = 0.5, 0.35
#: How much a word counts that leads to the catalogue through the table of words.
_BY_TABLE = 0.85
#: What share of the score is owed to how much of the title was said, beside how much of the description was found.
_OF_TITLE = 0.2
#: French words that lose their vowel before another: d'otages, l'aéronef.
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
_SUFFIXES = (
    "ations", "ation", "ments", "ment", "ists", "ist", "ism", "ions", "ion", "ings", "ing", "ures", "ure", "ives", "ive",
    "ers", "er", "ors", "or", "ies", "ied", "es", "ed", "s", "e", "y",
)  # fmt: skip
_SHORTEST_STEM = 3
#: Without its ending it would be another word.
_WHOLE = {"plane": "plane", "planes": "plane"}


#: Groups of words of the catalogue that a word may mean, each with how much it counts.
_Meanings = list[tuple[tuple[str, ...], float]]


class _Entry(Record, frozen=True):
    says: list[str]
    means: list[str]


class _WordFile(Record, frozen=True):
    ignore: list[str]
    word: list[_Entry]


@dataclass(frozen=True)
class Words:
    """The table of words: those that say nothing, and by stem the groups of words of the catalogue that one may mean."""

    ignored: frozenset[str]
    means: Mapping[str, list[tuple[str, ...]]]


@dataclass(frozen=True)
class MatchedWord:
    """A word of the description, and the words of the catalogue that it was found to mean."""

    given: str
    found: tuple[str, ...]


@dataclass(frozen=True)
class OffenceMatch:
    """One suggestion. ``score`` lies between 0 and 1 and only orders suggestions: it is no probability."""

    code: str
    instrument: str
    score: float
    words: tuple[MatchedWord, ...]


@dataclass(frozen=True)
class OffenceMatches:
    """Suggestions, the best first, and the words of the description that led nowhere."""

    found: tuple[OffenceMatch, ...]
    unused: tuple[str, ...]


def match_offences(rules: Rules, description: str, *, most: int = 10) -> OffenceMatches:
    """The offences that a description may mean, at most so many.

    >>> from accede.law.basis import shipped_rules
    >>> found = match_offences(shipped_rules(), "He hijacked a plane").found[0]
    >>> found.code, [word.given for word in found.words]
    ('beijing-protocol-2010:seizure', ['hijacked', 'plane'])
    """
    return _index_of(rules).match(description[:LONGEST_DESCRIPTION], most=most)


def words_in(text: str) -> list[str]:
    """Words as they are compared, apart from their endings; those that say nothing are left out."""
    ignored = load_words().ignored
    words = (it.removeprefix("ال") for it in normalise(_ELIDED.sub(" ", text)).split())
    return [word for word in words if len(word) > 1 and word not in ignored]


def stem(word: str) -> str:
    """The word without its ending.

    >>> [stem(word) for word in ("hijacking", "hijackers", "kidnapped", "explosives", "explosion")]
    ['hijack', 'hijack', 'kidnap', 'explo', 'explo']
    """
    if word in _WHOLE or not word.isascii():
        return _WHOLE.get(word, word)
    for _ in range(2):
        for suffix in _SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
                word = word.removesuffix(suffix)
                break
    return word[:-1] if len(word) > _SHORTEST_STEM and word[-1] == word[-2] else word


@dataclass(frozen=True)
class _Offence:
    code: str
    instrument: str
    #: Stems with what each counts, and the words as the catalogue writes them.
    counts: Mapping[str, float]
    written: Mapping[str, str]
    title: frozenset[str]


@cache
def load_words(path: Path = DATA / "offence_words.toml") -> Words:
    """Read the table of words. Raises :class:`DataError`."""
    try:
        file = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), type=_WordFile)
    except msgspec.ValidationError as error:
        raise DataError([fault_from(error, file=path.name, entry="")]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError([Fault(path.name, "", "", f"is not readable as TOML: {error}")]) from error
    table: dict[str, list[tuple[str, ...]]] = {}
    for entry in file.word:
        means = tuple(dict.fromkeys(stem(normalise(it)) for it in entry.means))
        for said in dict.fromkeys(stem(normalise(it)) for it in entry.says):
            table.setdefault(said, []).append(means)
    return Words(frozenset(normalise(it) for it in file.ignore), table)


class _Index:
    """The words of all offences, ready to be looked up."""

    def __init__(self, rules: Rules) -> None:
        self.table = load_words().means
        self.offences = [_read(rules, code) for code in rules.offences]
        holding = Counter(word for it in self.offences for word in it.counts)
        self.weight = {word: log(1 + len(self.offences) / count) for word, count in holding.items()}

    def match(self, description: str, *, most: int) -> OffenceMatches:
        given = {stem(word): word for word in reversed(words_in(description))}
        said = [(word, stemmed) for stemmed, word in reversed(given.items())]
        known = [(word, meanings) for word, stemmed in said if (meanings := self._meanings(stemmed))]
        unused = tuple(word for word, stemmed in said if not self._meanings(stemmed))
        worth = {word: max(self._worth(means) for means, _ in meanings) for word, meanings in known}
        # A word that leads nowhere lowers the score of everything a little: the description said more than was found.
        whole = sum(worth.values()) + len(unused)
        found = [match for it in self.offences if (match := self._score(it, known, worth, whole)) is not None]
        found.sort(key=lambda match: -match.score)
        return OffenceMatches(tuple(found[:most]), unused)

    def _meanings(self, stemmed: str) -> _Meanings:
        """Groups of words of the catalogue that a word stands for, each with how much it counts."""
        itself = [((stemmed,), 1.0)] if stemmed in self.weight else []
        return itself + [(means, _BY_TABLE) for means in self.table.get(stemmed, [])]

    def _worth(self, means: Iterable[str]) -> float:
        return max((self.weight.get(word, 0.0) for word in means), default=0.0)

    def _score(
        self, it: _Offence, known: list[tuple[str, _Meanings]], worth: Mapping[str, float], whole: float
    ) -> OffenceMatch | None:
        total = 0.0
        words: list[MatchedWord] = []
        said: set[str] = set()
        for word, meanings in known:
            best = 0.0
            hits: tuple[str, ...] = ()
            for means, factor in meanings:
                part = factor * sum(it.counts.get(mean, 0.0) for mean in means) / len(means)
                if part > best:
                    best, hits = part, tuple(mean for mean in means if mean in it.counts)
            if hits:
                total += best * worth[word]
                said.update(hits)
                words.append(MatchedWord(word, tuple(it.written[hit] for hit in hits)))
        if not words:
            return None
        of_title = len(said & it.title) / len(it.title)
        score = (1 - _OF_TITLE) * total / whole + _OF_TITLE * of_title
        return OffenceMatch(it.code, it.instrument, round(score, 4), tuple(words))


def _read(rules: Rules, code: str) -> _Offence:
    name, offence = rules.offences[code]
    instrument = rules.catalogue[name]
    counts: dict[str, float] = {}
    written: dict[str, str] = {}
    texts = [(offence.title, 1.0), (code.partition(":")[2].replace("-", " "), 1.0)]
    texts += [(instrument.short_title, _OF_INSTRUMENT), (instrument.title, _OF_INSTRUMENT)]
    texts += [(title, _OF_OTHER_TITLE) for title in instrument.titles.values()]
    for text, count in texts:
        for word in words_in(text):
            counts.setdefault(stem(word), count)
            written.setdefault(stem(word), word)
    title = frozenset(stem(word) for word in words_in(offence.title)) or frozenset(counts)
    return _Offence(code, instrument.id, counts, written, title)


_indexes: list[tuple[Rules, _Index]] = []


def _index_of(rules: Rules) -> _Index:
    # The index depends on the catalogue alone, which rules with other statements share.
    for held, index in _indexes:
        if held.catalogue is rules.catalogue:
            return index
    index = _Index(rules)
    _indexes[:] = [(rules, index), *_indexes[:1]]
    return index
