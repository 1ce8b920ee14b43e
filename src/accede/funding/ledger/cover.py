"""Which needs the money meets, and what is left: the shortfall, by any dimension, with what is not known said as such."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from accede.funding.ledger.earmarks import Target
from accede.funding.ledger.money import shares


class Dimension(StrEnum):
    """By what a shortfall can be asked."""

    PROGRAMME = "programme"
    REGION = "region"
    STATE = "state"
    THEME = "theme"
    OBLIGATION = "obligation"


@dataclass(frozen=True, slots=True)
class Need:
    """Something that costs money in a year. ``cents`` is None where nobody has said what it costs, ``year`` where not when."""

    #: What money for exactly this is set aside under ("activity 7"), and under which wider heads ("plan 3", "programme 2").
    key: str
    label: str
    cents: int | None
    year: int | None
    pools: tuple[str, ...] = ()
    target: Target = field(default_factory=Target)
    #: The values by which it is grouped; a dimension without one is unknown.
    groups: Mapping[Dimension, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fund:
    """Money set aside in a year under a head."""

    key: str
    cents: int
    year: int
    regular: bool = False


@dataclass(slots=True)
class Cover:
    """What of each need is met, by its place in the list, and the funds that met nothing."""

    regular: Counter[int]
    voluntary: Counter[int]
    unused: list[tuple[Fund, int]]

    def of(self, place: int) -> int:
        """Cents set aside for a need."""
        return self.regular[place] + self.voluntary[place]


def cover(needs: Sequence[Need], funds: Iterable[Fund]) -> Cover:
    """Lay funds on needs: what is for exactly one need first, then what is for a plan or a programme, in proportion to what its
    needs still lack. A need never takes more than it costs, so that too much for one never hides the lack of another.
    """
    found = Cover(Counter(), Counter(), [])
    exact: dict[str, list[int]] = defaultdict(list)
    pooled: dict[str, list[int]] = defaultdict(list)
    for place, need in enumerate(needs):
        exact[need.key].append(place)
        for pool in need.pools:
            pooled[pool].append(place)
    ordered = sorted(funds, key=lambda it: (it.key not in exact, it.year, it.key, not it.regular))
    for fund in ordered:
        left = fund.cents
        for places in (exact.get(fund.key, []), pooled.get(fund.key, [])):
            left -= _lay(needs, [at for at in places if needs[at].year == fund.year], left, found, regular=fund.regular)
        if left:
            found.unused.append((fund, left))
    return found


def _lay(needs: Sequence[Need], places: list[int], cents: int, found: Cover, *, regular: bool) -> int:
    """Lay up to *cents* on the needs at *places*; answers how much was laid."""
    lacking = [max((needs[at].cents or 0) - found.of(at), 0) for at in places]
    laid = min(cents, sum(lacking))
    for at, part in zip(places, shares(laid, lacking), strict=True):
        (found.regular if regular else found.voluntary)[at] += part
    return laid


@dataclass(slots=True)
class Line:
    """The figures of one value of a dimension (None for unknown), in US cents, and the needs that nobody has costed."""

    value: str | None
    required: int = 0
    regular: int = 0
    voluntary: int = 0
    needs: int = 0
    uncosted: list[str] = field(default_factory=list)

    @property
    def shortfall(self) -> int:
        """What is lacking of what was costed."""
        return self.required - self.regular - self.voluntary

    def add(self, need: Need, at: int, met: Cover) -> None:
        """Count a need."""
        self.needs += 1
        if need.cents is None:
            self.uncosted.append(need.label)
        else:
            self.required += need.cents
            self.regular += met.regular[at]
            self.voluntary += met.voluntary[at]


@dataclass(slots=True)
class Shortfall:
    """The shortfall of a year by a dimension. Each line counts its needs whole, the whole counts each once."""

    whole: Line
    lines: list[Line]
    #: Needs of which nobody has said in which year they fall: named, in no sum.
    without_year: list[Need]
    #: How many needs stand in more than one line, and how much of what is required is so counted again.
    in_several: int = 0
    counted_again: int = 0


def shortfall(needs: Sequence[Need], met: Cover, *, year: int, by: Dimension) -> Shortfall:
    """The figures of *year* by *by*, in the order of what is lacking; what is unknown comes last."""
    found = Shortfall(Line(None), [], [it for it in needs if it.year is None])
    lines: dict[str | None, Line] = {}
    for at, need in enumerate(needs):
        if need.year != year:
            continue
        found.whole.add(need, at, met)
        values: list[str | None] = [*sorted(need.groups.get(by, frozenset()))] or [None]
        for value in values:
            lines.setdefault(value, Line(value)).add(need, at, met)
        if len(values) > 1:
            found.in_several += 1
            found.counted_again += (need.cents or 0) * (len(values) - 1)
    found.lines = sorted(lines.values(), key=lambda it: (it.value is None, -it.shortfall, it.value or ""))
    return found


@dataclass(frozen=True, slots=True)
class Promise:
    """Money that is not allocated yet: received, due, agreed or pledged, with what it may pay for. In US cents."""

    key: str
    cents: int
    allows: Callable[[Target], bool]


def expect(needs: Sequence[Need], met: Cover, promises: Iterable[Promise], *, year: int) -> tuple[Cover, int]:
    """What would be met if every promise were kept, and how much of the promises would find no need in the year.

    Promises that fit the fewest needs are laid first, each in proportion to what its needs still lack. The answer is what is
    likely, not what is decided.
    """
    found = Cover(Counter(met.regular), Counter(met.voluntary), list(met.unused))
    open_needs = [at for at, need in enumerate(needs) if need.year == year and need.cents]
    fitting = [(it, [at for at in open_needs if it.allows(needs[at].target)]) for it in promises]
    without = 0
    for it, places in sorted(fitting, key=lambda pair: (len(pair[1]), pair[0].key)):
        without += it.cents - _lay(needs, places, it.cents, found, regular=False)
    return found, without
