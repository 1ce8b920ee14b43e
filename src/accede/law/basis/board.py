"""Who holds what on a date, who may join what, and the gain of one deposit after another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from accede.law.basis.families import Counts, Family, Step, Texts, connected
from accede.law.basis.rules import Rules
from accede.law.matrix import Positions, World
from accede.law.participants import ParticipantKind
from accede.law.timeline import PARTY_POSITIONS, Position

#: A State that may deposit: known not to be bound, at least when last known.
OPEN_TO_JOIN = frozenset(
    {Position.NOT_PARTY, Position.NOT_PARTY_WHEN_LAST_KNOWN, Position.SIGNATORY, Position.SIGNATORY_WHEN_LAST_KNOWN}
)


@dataclass(frozen=True)
class Deposit:
    """One instrument for one State."""

    participant: str
    instrument: str


def can_be_joined(world: World, instrument: str, on: date) -> bool:
    """Whether a plan can hold a deposit of the instrument: a universal one that had been adopted."""
    it = world.facts.catalogue[instrument]
    return it.scope == "universal" and it.binds_from_adoption <= on


def states_of(world: World, on: date) -> list[str]:
    """States that existed; organizations neither make nor take requests."""
    people = world.facts.participants
    return [
        code
        for code in world.participants
        if people[code].kind is not ParticipantKind.ORGANISATION and people.existed_on(code, on)
    ]


def holds(world: World, rules: Rules, matrix: Positions, code: str, text: str, on: date) -> bool:
    """Whether a State is party by the text's own terms, so that it counts towards every other party.

    One that joined it as amended only does not (Beijing Protocol XXI(2)), nor one without the treaty that the text rests on.
    """
    needed = [text, rules.treaty(text).also_bound]
    if not all(_party(world, matrix, code, it) for it in needed if it is not None):
        return False
    consents = world.timeline(code, text).consents
    return not consents or any(it.implied_by is None for it in consents if it.possible_from <= on)


def _party(world: World, matrix: Positions, code: str, instrument: str) -> bool:
    return Position(matrix[world.row_of[code], world.column_of[instrument]]) in PARTY_POSITIONS


@dataclass(eq=False)
class Board:
    """The families with the texts that every State holds, changed deposit by deposit."""

    families: list[Texts]
    #: The family and the bit of each text.
    place: dict[str, tuple[int, int]]
    #: By family: the texts that each State holds, and those that it may join, as bit masks.
    held: list[dict[str, int]]
    may: list[dict[str, int]]
    #: What a text requires, as far as the State was not party to it already.
    missing: dict[Deposit, tuple[str, ...]]
    #: How many States hold each set of texts, by family: kept in step with ``held``.
    counts: list[Counts]
    states: frozenset[str]
    #: Gains worked out since the last deposit, by family, texts held, and texts added.
    gains: dict[tuple[int, int, int], int] = field(default_factory=dict)

    @classmethod
    def on(cls, world: World, rules: Rules, on: date, states: Iterable[str], instruments: Iterable[str]) -> Self:
        """The board of a date, for deposits of *instruments* by *states*."""
        matrix, allowed = world.matrix(on), {it for it in instruments if can_be_joined(world, it, on)}
        everyone, families = states_of(world, on), connected(rules)
        asked = frozenset(states) & frozenset(everyone)
        held: list[dict[str, int]] = []
        may: list[dict[str, int]] = []
        missing: dict[Deposit, tuple[str, ...]] = {}
        for family in families:
            bits = list(enumerate(family.names))
            held.append(
                {
                    code: sum(1 << bit for bit, text in bits if holds(world, rules, matrix, code, text, on))
                    for code in everyone
                }
            )
            may.append(dict.fromkeys(everyone, 0))
            for code in asked:
                row = world.row_of[code]
                for bit, text in bits:
                    if text in allowed and Position(matrix[row, world.column_of[text]]) in OPEN_TO_JOIN:
                        may[-1][code] |= 1 << bit
                        needed = world.facts.catalogue[text].requires_party_to
                        missing[Deposit(code, text)] = tuple(it for it in needed if not _party(world, matrix, code, it))
        place = {text: (index, bit) for index, family in enumerate(families) for bit, text in enumerate(family.names)}
        counts = [family.count(list(masks.values())) for family, masks in zip(families, held, strict=True)]
        return cls(families, place, held, may, missing, counts, asked)

    def copy(self) -> Self:
        """A board to try deposits on."""
        return type(self)(
            self.families, self.place, [dict(it) for it in self.held], self.may, self.missing,
            [it.copy() for it in self.counts], self.states,
        )  # fmt: skip

    def gain(self, code: str, texts: Iterable[str]) -> int:
        """Ordered pairs × offences that deposits of one State cover now, beside those covered already."""
        added: dict[int, int] = defaultdict(int)
        for text in texts:
            index, bit = self.place[text]
            added[index] |= 1 << bit
        return sum(self._gain(index, self.held[index][code], bits) for index, bits in added.items())

    def _gain(self, index: int, before: int, bits: int) -> int:
        key = index, before, bits
        if key not in self.gains:
            more = self.families[index].weights[before | bits] - self.families[index].weights[before]
            self.gains[key] = 2 * int(more @ self.counts[index] - more[before])
        return self.gains[key]

    def make(self, deposit: Deposit) -> int:
        """Make the deposit and say what it gained."""
        gain = self.gain(deposit.participant, (deposit.instrument,))
        index, bit = self.place[deposit.instrument]
        self.gains.clear()
        before = self.held[index][deposit.participant]
        self.held[index][deposit.participant] = before | 1 << bit
        self.counts[index][before] -= 1
        self.counts[index][before | 1 << bit] += 1
        return gain

    def has(self, code: str, text: str) -> bool:
        """Whether the State holds the text by now."""
        index, bit = self.place[text]
        return bool(self.held[index][code] >> bit & 1)

    def open(self, code: str, text: str) -> bool:
        """Whether the State may join the text and has not."""
        index, bit = self.place.get(text, (0, 0))
        return text in self.place and bool(self.may[index].get(code, 0) >> bit & 1) and not self.has(code, text)

    def bundle(self, deposit: Deposit) -> tuple[Deposit, ...] | None:
        """The deposit behind those that it requires and the State has not made; None where one of them cannot be made."""
        before: list[Deposit] = []
        for needed in self.missing[deposit]:
            if needed in self.place and self.has(deposit.participant, needed):
                continue
            first = Deposit(deposit.participant, needed)
            inner = self.bundle(first) if self.open(deposit.participant, needed) else None
            if inner is None:
                return None
            before += [it for it in inner if it not in before]
        return (*before, deposit)

    def candidates(self) -> Iterator[Deposit]:
        """One deposit for each that differs: States that hold and may join the same texts of all families are alike."""
        kinds: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
        for code in sorted(self.states):
            held, may = (tuple(masks[code] for masks in side) for side in (self.held, self.may))
            if (held, may) not in kinds:
                kinds.add((held, may))
                yield from (Deposit(code, text) for text in self.place if self.open(code, text))

    def prerequisites(self) -> list[Deposit]:
        """Deposits that open the way to texts of another family."""
        found = {
            Deposit(deposit.participant, needed)
            for deposit, missing in self.missing.items()
            for needed in missing
            if self.open(deposit.participant, needed) and self.place[needed][0] != self.place[deposit.instrument][0]
        }
        return sorted(found, key=lambda it: (it.participant, it.instrument))

    def steps(self, *, relaxed: bool) -> list[Family]:
        """The families with the steps that States can make now.

        *relaxed* takes what another family must bring as brought wherever the State may join it: more than can be done, so that
        the best of that bounds what can.
        """
        result = []
        for index, texts in enumerate(self.families):
            kinds: dict[tuple[int, int], list[str]] = defaultdict(list)
            for code in sorted(self.states):
                way = sum(
                    1 << bit
                    for bit, text in enumerate(texts.names)
                    if self.open(code, text) and self._reachable(Deposit(code, text), index, relaxed=relaxed)
                )
                if way:
                    kinds[self.held[index][code], way].append(code)
            needs = [self._needs(texts, text) for text in texts.names]
            steps = tuple(step for (held, way), codes in kinds.items() for step in _steps(held, way, codes, needs))
            if steps:
                outside = [mask for code, mask in self.held[index].items() if code not in self.states]
                result.append(Family(texts, self.counts[index], texts.count(outside), steps))
        return result

    def _needs(self, texts: Texts, text: str) -> int:
        requires = {needed for it, missing in self.missing.items() if it.instrument == text for needed in missing}
        return sum(1 << bit for bit, name in enumerate(texts.names) if name in requires)

    def _reachable(self, deposit: Deposit, index: int, *, relaxed: bool) -> bool:
        for needed in self.missing[deposit]:
            if needed not in self.place:
                return False
            if self.place[needed][0] == index or self.has(deposit.participant, needed):
                continue
            if not relaxed or self.bundle(deposit) is None:
                return False
        return True


def _steps(held: int, may: int, codes: list[str], needs: list[int]) -> Iterator[Step]:
    for added in range(1, may + 1):
        after = held | added
        if added & ~may or any(added >> bit & 1 and need & ~after for bit, need in enumerate(needs)):
            continue
        yield Step(held, after, tuple(codes))


def by_participant(deposits: Iterable[Deposit]) -> Mapping[str, set[str]]:
    """The instruments that each State deposits."""
    found: dict[str, set[str]] = defaultdict(set)
    for it in deposits:
        found[it.participant].add(it.instrument)
    return found
