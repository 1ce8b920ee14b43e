"""Which deposits would close most of the gap: the best set of a given size, found exactly, and the greedy one beside it.

A pair gains only when *both* States are bound, so the gain of a deposit depends on the others and greedy can miss. Yet States
that are bound by the same texts of a family (Hague and its Beijing Protocol, say) count alike, and families do not touch one
another. So the gain depends only on *how many* States make each kind of step within each family: those numbers are searched
completely for every family, and the best split of the deposits over the families is found by a dynamic programme. Where a
family is too large for the complete search, an upper bound is used and the distance to it is reported.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from accede.law.basis.rules import Rules
from accede.law.basis.world import groups
from accede.law.matrix import World
from accede.law.participants import ParticipantKind
from accede.law.timeline import PARTY_POSITIONS, Position

#: More combinations than this in one family are bounded instead of searched.
LARGEST_SEARCH = 3_000_000
#: A State that may deposit: known not to be bound, at least when last known.
_OPEN_TO_JOIN = frozenset(
    {Position.NOT_PARTY, Position.NOT_PARTY_WHEN_LAST_KNOWN, Position.SIGNATORY, Position.SIGNATORY_WHEN_LAST_KNOWN}
)


@dataclass(frozen=True)
class Deposit:
    """One instrument for one State."""

    participant: str
    instrument: str


@dataclass(frozen=True)
class Plan:
    """The best set of deposits found.

    ``gain`` counts ordered pairs × offences newly covered by a convention that binds both; ``bound`` is what no plan exceeds.
    """

    selected: tuple[Deposit, ...]
    gain: int
    bound: int
    method: str
    greedy: tuple[Deposit, ...]
    greedy_gain: int
    #: How many other States would give the same gain as each chosen one, in the order of ``selected``.
    equals: tuple[int, ...] = ()

    @property
    def gap(self) -> float:
        """How far the plan can be from the best, as a share of the bound."""
        return (self.bound - self.gain) / self.bound if self.bound else 0.0


@dataclass(frozen=True)
class _Step:
    """A State with texts ``before`` (a bit mask) joins others; ``after`` is what it then has."""

    before: int
    after: int
    states: tuple[str, ...]

    @property
    def cost(self) -> int:
        return (self.after & ~self.before).bit_count()


@dataclass(frozen=True, eq=False)
class _Family:
    """Texts that cover the same conduct, and how many States hold which of them."""

    texts: tuple[str, ...]
    #: For each group of offences of the family: which texts cover it, and how many codes it has.
    covers: tuple[tuple[int, int], ...]
    #: States by the texts they hold: all, and those outside the region (whose pairs among themselves do not count).
    everyone: npt.NDArray[np.int64]
    outside: npt.NDArray[np.int64]
    steps: tuple[_Step, ...]

    @cached_property
    def _weights(self) -> npt.NDArray[np.int64]:
        """How many offence codes a pair of States is covered for, by the texts that each holds."""
        size = 1 << len(self.texts)
        both = np.bitwise_and.outer(np.arange(size), np.arange(size))
        result = np.zeros((size, size), np.int64)
        for mask, codes in self.covers:
            result += codes * ((both & mask) != 0)
        return result

    def covered(self, everyone: npt.NDArray[np.int64], outside: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Ordered pairs × offences covered, for rows of counts of States by the texts they hold."""
        return self._pairs(everyone) - self._pairs(outside)

    def _pairs(self, counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        with_self = np.einsum("...i,ij,...j->...", counts, self._weights, counts)
        result: npt.NDArray[np.int64] = with_self - counts @ np.diag(self._weights)
        return result

    def after(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Counts of States after so many of each step."""
        change = np.zeros((len(self.steps), len(self.everyone)), np.int64)
        for index, step in enumerate(self.steps):
            change[index, step.before] -= 1
            change[index, step.after] += 1
        return self.everyone + numbers @ change

    def best(self, deposits: int) -> tuple[list[int], list[tuple[int, ...]], bool]:
        """For each number of deposits up to *deposits*: the best gain, the numbers of steps that give it, and whether all
        combinations were searched."""
        numbers = np.array(list(_combinations(self.steps, deposits)), np.int64).reshape(-1, len(self.steps))
        costs = numbers @ np.array([step.cost for step in self.steps], np.int64)
        gains = self.covered(self.after(numbers), self.outside) - self.covered(self.everyone, self.outside)
        best = [0] * (deposits + 1)
        how: list[tuple[int, ...]] = [(0,) * len(self.steps)] * (deposits + 1)
        for cost in range(1, deposits + 1):
            best[cost], how[cost] = best[cost - 1], how[cost - 1]
            chosen = np.flatnonzero(costs == cost)
            if len(chosen):
                top = chosen[np.argmax(gains[chosen])]
                if gains[top] > best[cost]:
                    best[cost], how[cost] = int(gains[top]), tuple(int(it) for it in numbers[top])
        return best, how, True

    def size_of_search(self, deposits: int) -> int:
        """How many combinations the complete search looks at."""
        ways = [1] + [0] * deposits
        for step in self.steps:
            most = min(len(step.states), deposits // step.cost)
            ways = [
                sum(ways[k - n * step.cost] for n in range(most + 1) if k >= n * step.cost) for k in range(deposits + 1)
            ]
        return sum(ways)

    def bounds(self, deposits: int) -> list[int]:
        """Upper bounds of the gain of up to so many deposits.

        A pair of a depositing State and one that deposits nothing gains at most the sum of what each text gains alone, since
        coverage is an "or" over texts. Two depositing States gain at most every offence of the family, in both directions.
        """
        alone: list[int] = []
        inside = self.everyone - self.outside
        for before, states in enumerate(inside):
            for bit in range(len(self.texts)):
                if states and not before >> bit & 1:
                    gain = 2 * int(((self._weights[before | 1 << bit] - self._weights[before]) * self.everyone).sum())
                    alone += [gain] * min(int(states), deposits)
        alone.sort(reverse=True)
        everything = sum(codes for _, codes in self.covers)
        return [sum(alone[:k]) + k * (k - 1) * everything for k in range(deposits + 1)]


def plan_deposits(
    world: World,
    rules: Rules,
    *,
    deposits: int,
    on: date,
    states: Sequence[str] | None = None,
    instruments: Sequence[str] | None = None,
) -> Plan:
    """The *deposits* deposits by *states* (all where None) that cover most new ordered pairs × offences.

    Counted are pairs of which at least one State is among *states*. A deposit is possible where the State is known not to be
    bound and holds what the instrument requires (SUA Protocol 17(4) and the like).
    """
    if deposits < 1:
        raise ValueError("deposits: at least one is needed")
    families = list(
        _families(world, rules, on, set(states or world.participants), set(instruments or world.instruments))
    )
    tables = []
    exact = True
    for family in families:
        if family.size_of_search(deposits) <= LARGEST_SEARCH:
            tables.append(family.best(deposits))
        else:
            exact = False
            tables.append(_stepwise(family, deposits))
    gain, split = _split([table[0] for table in tables], deposits)
    bound = (
        gain
        if exact
        else _split([_bound_of(f, t, deposits) for f, t in zip(families, tables, strict=True)], deposits)[0]
    )
    selected, equals = _name(families, [table[1][k] for table, k in zip(tables, split, strict=True)])
    greedy, greedy_gain = _greedy(families, deposits)
    method = (
        "complete search within families, dynamic programme over them" if exact else "step by step, with an upper bound"
    )
    return Plan(selected, gain, max(bound, gain), method, greedy, greedy_gain, equals)


def _bound_of(family: _Family, table: tuple[list[int], list[tuple[int, ...]], bool], deposits: int) -> list[int]:
    return table[0] if table[2] else family.bounds(deposits)


def _families(world: World, rules: Rules, on: date, states: set[str], instruments: set[str]) -> Iterator[_Family]:
    facts, matrix = world.facts, world.matrix(on)
    for texts, covers in _connected(rules):
        columns = [world.column_of[text] for text in texts]
        masks = {
            code: sum(
                1 << bit for bit, column in enumerate(columns) if Position(matrix[row, column]) in PARTY_POSITIONS
            )
            for code, row in world.row_of.items()
            if facts.participants.existed_on(code, on)
        }
        open_to: dict[str, int] = {}
        for code in masks:
            if code not in states or facts.participants[code].kind is ParticipantKind.ORGANISATION:
                continue
            row = world.row_of[code]
            open_to[code] = sum(
                1 << bit
                for bit, (text, column) in enumerate(zip(texts, columns, strict=True))
                if text in instruments
                and Position(matrix[row, column]) in _OPEN_TO_JOIN
                and facts.catalogue[text].binds_from_adoption <= on
                and facts.catalogue[text].scope == "universal"
                and all(_holds(world, matrix, row, needed, texts) for needed in facts.catalogue[text].requires_party_to)
            )
        size = 1 << len(texts)
        everyone = np.bincount(list(masks.values()), minlength=size).astype(np.int64)
        outside_masks = [mask for code, mask in masks.items() if code not in states]
        outside = (
            np.bincount(outside_masks, minlength=size).astype(np.int64) if outside_masks else np.zeros(size, np.int64)
        )
        steps = tuple(_steps(masks, open_to, texts, world))
        if steps:
            yield _Family(texts, covers, everyone, outside, steps)


def _holds(world: World, matrix: npt.NDArray[np.int8], row: int, needed: str, texts: tuple[str, ...]) -> bool:
    """Whether a requirement is met already; one inside the family can also be met by another deposit of the same plan."""
    return needed in texts or Position(matrix[row, world.column_of[needed]]) in PARTY_POSITIONS


def _steps(masks: dict[str, int], open_to: dict[str, int], texts: tuple[str, ...], world: World) -> Iterator[_Step]:
    needs = [
        sum(1 << texts.index(it) for it in world.facts.catalogue[text].requires_party_to if it in texts)
        for text in texts
    ]
    kinds: dict[tuple[int, int], list[str]] = {}
    for code, mask in masks.items():
        if open_to.get(code):
            kinds.setdefault((mask, open_to[code]), []).append(code)
    # States that hold the same texts and may join the same ones are one kind; each of them takes one step.
    for (before, may), states in sorted(kinds.items()):
        for added in range(1, may + 1):
            after = before | added
            if added & ~may or any(added >> bit & 1 and need & ~after for bit, need in enumerate(needs)):
                continue
            yield _Step(before, after, tuple(states))


def _connected(rules: Rules) -> Iterator[tuple[tuple[str, ...], tuple[tuple[int, int], ...]]]:
    """Families: texts linked by covering the same conduct, with the groups of offences as bit masks over the texts."""
    families: list[set[str]] = []
    found = groups(rules)
    for group in found:
        touched = [family for family in families if family & set(group.texts)]
        families = [family for family in families if family not in touched]
        families.append(set(group.texts).union(*touched))
    for family in families:
        texts = tuple(sorted(family))
        covers: Counter[int] = Counter()
        for group in found:
            if set(group.texts) <= family:
                covers[sum(1 << texts.index(text) for text in group.texts)] += len(group.codes)
        yield texts, tuple(sorted(covers.items()))


def _combinations(steps: Sequence[_Step], deposits: int) -> Iterator[tuple[int, ...]]:
    """Every number of each step that costs at most *deposits*, with no State taking two steps."""
    ranges = [range(min(len(step.states), deposits // step.cost) + 1) for step in steps]
    if not ranges:
        return
    taken: dict[tuple[str, ...], int] = {}

    def descend(index: int, left: int, chosen: list[int]) -> Iterator[tuple[int, ...]]:
        if index == len(steps):
            yield tuple(chosen)
            return
        step = steps[index]
        used = taken.get(step.states, 0)
        for number in ranges[index]:
            if number * step.cost > left or used + number > len(step.states):
                break
            taken[step.states] = used + number
            chosen.append(number)
            yield from descend(index + 1, left - number * step.cost, chosen)
            chosen.pop()
        taken[step.states] = used

    yield from descend(0, deposits, [])


def _stepwise(family: _Family, deposits: int) -> tuple[list[int], list[tuple[int, ...]], bool]:
    """One step after another, always the one with most gain for each deposit; not proved to be the best."""
    numbers = [0] * len(family.steps)
    base = int(family.covered(family.everyone, family.outside))
    best, how = [0] * (deposits + 1), [tuple(numbers)] * (deposits + 1)
    spent = 0
    while spent < deposits:
        options = []
        for index, step in enumerate(family.steps):
            used = sum(n for n, other in zip(numbers, family.steps, strict=True) if other.states == step.states)
            if spent + step.cost <= deposits and used < len(step.states):
                tried = np.array([n + (position == index) for position, n in enumerate(numbers)], np.int64)
                gain = int(family.covered(family.after(tried), family.outside)) - base
                options.append(((gain - best[spent]) / step.cost, index, gain))
        if not options or max(options)[0] <= 0:
            break
        _, index, gain = max(options)
        numbers[index] += 1
        spent += family.steps[index].cost
        best[spent], how[spent] = gain, tuple(numbers)
    for k in range(1, deposits + 1):
        if best[k] < best[k - 1]:
            best[k], how[k] = best[k - 1], how[k - 1]
    return best, how, False


def _split(tables: Sequence[Sequence[int]], deposits: int) -> tuple[int, list[int]]:
    """The best split of *deposits* over families with the given gains: a dynamic programme."""
    value = [0] * (deposits + 1)
    choices: list[list[int]] = []
    for table in tables:
        chosen = [max((value[k - n] + table[n], n) for n in range(k + 1))[1] for k in range(deposits + 1)]
        value = [value[k - n] + table[n] for k, n in enumerate(chosen)]
        choices.append(chosen)
    left, split = deposits, []
    for chosen in reversed(choices):
        split.append(chosen[left])
        left -= chosen[left]
    return value[deposits], split[::-1]


def _name(
    families: Sequence[_Family], numbers: Sequence[tuple[int, ...]]
) -> tuple[tuple[Deposit, ...], tuple[int, ...]]:
    """From numbers of steps to States: any of a kind will do, the first by code are named."""
    selected: list[Deposit] = []
    equals: list[int] = []
    for family, counts in zip(families, numbers, strict=True):
        used: Counter[tuple[str, ...]] = Counter()
        for step, count in zip(family.steps, counts, strict=True):
            for code in step.states[used[step.states] : used[step.states] + count]:
                for bit, text in enumerate(family.texts):
                    if (step.after & ~step.before) >> bit & 1:
                        selected.append(Deposit(code, text))
                        equals.append(len(step.states) - count)
            used[step.states] += count
    return tuple(selected), tuple(equals)


def _greedy(families: Sequence[_Family], deposits: int) -> tuple[tuple[Deposit, ...], int]:
    """One deposit at a time, always the one that gains most now."""
    state = [[0] * len(family.steps) for family in families]
    gains = [0] * len(families)
    for _ in range(deposits):
        best: tuple[int, int, int] | None = None
        for place, family in enumerate(families):
            base = int(family.covered(family.everyone, family.outside))
            for index, step in enumerate(family.steps):
                used = sum(
                    n for n, other in zip(state[place], family.steps, strict=True) if other.states == step.states
                )
                if step.cost != 1 or used >= len(step.states):
                    continue
                tried = np.array([n + (position == index) for position, n in enumerate(state[place])], np.int64)
                more = int(family.covered(family.after(tried), family.outside)) - base - gains[place]
                if best is None or more > best[0]:
                    best = (more, place, index)
        if best is None or best[0] <= 0:
            break
        more, place, index = best
        state[place][index] += 1
        gains[place] += more
    selected, _ = _name(families, [tuple(numbers) for numbers in state])
    return selected, sum(gains)


def gains_for(world: World, rules: Rules, code: str, on: date) -> list[tuple[str, dict[str, int]]]:
    """For each instrument that a State has not joined: how many partners it gains, by theme, most first.

    A partner is gained for a theme where the deposit covers, with that State, at least one offence of the theme that no
    convention in force for both covered before.
    """
    matrix, row = world.matrix(on), world.row_of[code]
    party = np.isin(matrix, [int(it) for it in PARTY_POSITIONS])
    exists = np.array([world.facts.participants.existed_on(other, on) for other in world.participants])
    result = []
    for instrument in world.instruments:
        column, it = world.column_of[instrument], world.facts.catalogue[instrument]
        if Position(matrix[row, column]) not in _OPEN_TO_JOIN or it.scope != "universal" or it.binds_from_adoption > on:
            continue
        themes: dict[str, npt.NDArray[np.bool_]] = {}
        for group in groups(rules):
            if instrument not in group.texts:
                continue
            columns = [world.column_of[text] for text in group.texts]
            before = (party[row, columns] & party[:, columns]).any(axis=1)
            new = party[:, column] & ~before & exists
            new[row] = False
            for theme in {world.facts.catalogue[rules.offences[it][0]].theme for it in group.codes}:
                themes[theme] = themes.get(theme, np.zeros(len(new), bool)) | new
        counted = {theme: int(partners.sum()) for theme, partners in themes.items()}
        result.append((instrument, counted))
    return sorted(result, key=lambda item: (-sum(item[1].values()), item[0]))
