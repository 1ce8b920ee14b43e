"""Which pairs are looked at, and what is said of each.

Not all pairs are compared. Two activities meet only where they share a country and one of the rarest words of either, or
where one names the other; a word that more than :data:`WIDEST` activities of a country share is too common to tell anything. So
the pairs grow with the number of activities, not with its square.

Two activities of one publisher are never joined: titles such as "Administration and Oversight" recur every year and in every
country under identifiers of their own, and the publisher knows best. A title alone never suffices.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import log, sqrt

from accede.partners.overlapping.record import Entry, words

#: A word met in more activities of a country than this leads to no pair; a country in more than this of an entry neither.
WIDEST = 40
#: Words by which an activity is looked for, the rarest first; words kept of it for comparing.
LOOKED_FOR, KEPT = 6, 60
#: An activity for more countries than this is looked for in the first of them alone.
MOST_PLACES = 12
#: Least score of what is told.
DUPLICATE, OVERLAP = 0.75, 0.6
#: Days by which the dates of one activity may differ between two publishers.
SAME_DAYS = 62
#: Days between two short activities that still could have been one.
NEAR_DAYS = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair to be looked at by a person: ``kind`` is "duplicate" or "overlap", ``score`` from 0 to 1."""

    a: str
    b: str
    score: float
    kind: str
    reasons: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """As the command line answers."""
        return {"a": self.a, "b": self.b, "score": self.score, "kind": self.kind, "reasons": list(self.reasons)}


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates, best first, and how many pairs were compared for them."""

    candidates: tuple[Candidate, ...]
    pairs: int


@dataclass(slots=True)
class _Words:
    """The words of all entries as numbers, with their weights, and those of each entry, rarest first."""

    weights: list[float] = field(default_factory=list)
    of_title: "list[array[int]]" = field(default_factory=list)
    of_all: "list[array[int]]" = field(default_factory=list)


def find(entries: Sequence[Entry], *, only: frozenset[str] | None = None) -> Found:
    """The candidates among *entries*; with *only*, those of which one side has one of these keys."""
    told = _weigh(entries)
    candidates, pairs = [], 0
    for first, second in _pairs(entries, told):
        a, b = entries[first], entries[second]
        if only is not None and a.key not in only and b.key not in only:
            continue
        pairs += 1
        if (candidate := _compare(first, second, entries, told)) is not None:
            candidates.append(candidate)
    candidates.sort(key=lambda it: (-it.score, it.a, it.b))
    return Found(tuple(candidates), pairs)


def _weigh(entries: Sequence[Entry]) -> _Words:
    numbers: dict[str, int] = {}
    seen: Counter[int] = Counter()
    titles, texts = [], []
    for it in entries:
        in_title = {numbers.setdefault(word, len(numbers)) for word in words(it.title)}
        in_all = in_title | {numbers.setdefault(word, len(numbers)) for word in words(it.text[:4000])}
        seen.update(in_all)
        titles.append(in_title)
        texts.append(in_all)
    most = len(entries) + 1
    weights = [log(most / seen[number]) + 0.1 for number in range(len(numbers))]
    found = _Words(weights)
    for in_title, in_all in zip(titles, texts, strict=True):
        found.of_title.append(array("I", sorted(in_title)))
        found.of_all.append(array("I", sorted(in_all, key=lambda number: (-weights[number], number))[:KEPT]))
    return found


def _pairs(entries: Sequence[Entry], told: _Words) -> Iterator[tuple[int, int]]:
    """Each pair once, the lower number first."""
    met: dict[int, set[int]] = defaultdict(set)
    blocks: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, it in enumerate(entries):
        for place in sorted(it.places)[:MOST_PLACES]:
            for word in told.of_all[number]:
                block = blocks[place, word]
                if len(block) <= WIDEST:
                    block.append(number)
    wanted = [frozenset(_looked_for(told, number)) for number in range(len(entries))]
    for (_, word), block in blocks.items():
        if len(block) > WIDEST:
            continue
        for index, first in enumerate(block):
            for second in block[index + 1 :]:
                if entries[first].publisher != entries[second].publisher and (
                    word in wanted[first] or word in wanted[second]
                ):
                    met[first].add(second)
    by_key = {it.key: number for number, it in enumerate(entries)}
    for number, it in enumerate(entries):
        for key in it.same_as:
            other = by_key.get(key)
            if other is not None and entries[other].publisher != it.publisher:
                met[min(number, other)].add(max(number, other))
    for first in sorted(met):
        for second in sorted(met[first]):
            yield first, second


def _looked_for(told: _Words, number: int) -> Iterable[int]:
    """The rarest words, and those of the title."""
    title = sorted(told.of_title[number], key=lambda word: -told.weights[word])
    return [*told.of_all[number][:LOOKED_FOR], *title[:LOOKED_FOR]]


def _compare(first: int, second: int, entries: Sequence[Entry], told: _Words) -> Candidate | None:
    a, b = entries[first], entries[second]
    if b.key in a.same_as or a.key in b.same_as:
        return Candidate(a.key, b.key, 1.0, "duplicate", ("one names the other as the same activity",))
    if b.key in a.related or a.key in b.related:
        return None  # They know of one another: parent and child, or who pays and who is paid.
    if not a.places & b.places:
        return None
    title, _ = _alike(told.of_title[first], told.of_title[second], told.weights)
    text, shared = _alike(told.of_all[first], told.of_all[second], told.weights)
    return _duplicate(a, b, title, text) or _overlap(a, b, title, text, shared)


def _duplicate(a: Entry, b: Entry, title: float, text: float) -> Candidate | None:
    """The same activity told twice: nearly the same words, the same places and the same days, and one thing more."""
    if max(title, text) < 0.8 or len(words(a.title)) < 3 or a.places != b.places:
        return None
    starts, ends = _apart(a.starts, b.starts), _apart(a.ends, b.ends)
    if starts is None or starts > SAME_DAYS or (ends is not None and ends > SAME_DAYS):
        return None
    if a.total and b.total and a.currency == b.currency and not 0.5 <= a.total / b.total <= 2:
        return None
    reasons = [
        f"the titles share {title:.0%} of what their words tell", _places(a, b),
        f"they start {starts} days apart" + (f" and end {ends} days apart" if ends is not None else ""),
    ]  # fmt: skip
    more = 0
    if text >= 0.6 and a.text and b.text:
        more += 1
        reasons.append(f"the descriptions share {text:.0%} of what their words tell")
    if a.sectors & b.sectors:
        more += 1
        reasons.append(f"both are of sector {', '.join(sorted(a.sectors & b.sectors))}")
    if a.partners & b.partners:
        more += 1
        reasons.append(f"both name {'; '.join(sorted(a.partners & b.partners)[:3])}")
    if a.total and b.total and a.currency == b.currency and abs(a.total - b.total) <= a.total / 20:
        more += 1
        reasons.append(f"both tell of about the same money, {a.total:.0f} and {b.total:.0f} {a.currency}")
    if more < 1 + (title < 0.9):
        return None
    score = round(min(0.99, 0.55 + 0.2 * max(title, text) + 0.08 * more), 2)
    return Candidate(a.key, b.key, score, "duplicate", tuple(reasons)) if score >= DUPLICATE else None


def _overlap(a: Entry, b: Entry, title: float, text: float, shared: int) -> Candidate | None:
    """Two activities for the same State on the same matter at the same time."""
    days = _together(a, b)
    if days is None or days < -NEAR_DAYS or shared < 3:
        return None
    # Where the time of both is long, a few days at the edge are no overlap.
    shorter = min((_last(it) - it.starts).days for it in (a, b) if it.starts is not None)
    if shorter > NEAR_DAYS and days < 30:
        return None
    same = a.sectors & b.sectors
    groups = {code[:3] for code in a.sectors if code.isdigit()} & {code[:3] for code in b.sectors if code.isdigit()}
    theme = 1.0 if same else 0.5 if groups else 0.0
    alike = max(title, text)
    if not (theme and alike >= 0.22) and alike < 0.5:
        return None
    joint = a.partners & b.partners
    few = 1.0 if min(len(a.places), len(b.places)) <= 3 else 0.5
    time = 1.0 if days > 0 else 0.6
    score = round(min(0.95, 0.15 * few + 0.15 * time + 0.25 * theme + 0.6 * min(alike, 0.6) + 0.1 * bool(joint)), 2)
    if score < OVERLAP:
        return None
    reasons = [_places(a, b), f"{days} days in common" if days > 0 else f"{-days} days between them"]
    if same:
        reasons.append(f"both are of sector {', '.join(sorted(same))}")
    elif groups:
        reasons.append(f"both are of the sectors {', '.join(sorted(groups))}xx")
    reasons.append(f"titles and descriptions share {alike:.0%} of what their words tell")
    if joint:
        reasons.append(f"both name {'; '.join(sorted(joint)[:3])}")
    return Candidate(a.key, b.key, score, "overlap", tuple(reasons))


def _alike(a: "array[int]", b: "array[int]", weights: Sequence[float]) -> tuple[float, int]:
    """The cosine of two sets of words, each weighed by how rare it is, and how many they share."""
    shared = set(a).intersection(b)
    if not shared:
        return 0.0, 0
    both = sum(weights[word] ** 2 for word in shared)
    length = sqrt(sum(weights[word] ** 2 for word in a)) * sqrt(sum(weights[word] ** 2 for word in b))
    return (both / length if length else 0.0), len(shared)


def _apart(a: date | None, b: date | None) -> int | None:
    return abs((a - b).days) if a is not None and b is not None else None


def _last(it: Entry) -> date:
    """The last day; a year after the start where none is known."""
    assert it.starts is not None  # noqa: S101  # asked of entries with a start alone
    return max(it.ends or it.starts + timedelta(days=365), it.starts)


def _together(a: Entry, b: Entry) -> int | None:
    """Days in common; negative for days between the two; None where a start is not known."""
    if a.starts is None or b.starts is None:
        return None
    return (min(_last(a), _last(b)) - max(a.starts, b.starts)).days + 1


def _places(a: Entry, b: Entry) -> str:
    return f"both are for {', '.join(sorted(a.places & b.places)[:6])}"
