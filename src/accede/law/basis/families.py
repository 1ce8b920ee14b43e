"""Families of texts that cover the same conduct, and what States gain by joining them: the ground under the plan of deposits.

States that hold the same texts of a family count alike, so that what a family covers depends only on *how many* States hold
which of its texts. Families do not touch one another, but for treaties that only parties to another may join.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from accede.law.basis.bonds import groups
from accede.law.basis.rules import Rules

Counts = npt.NDArray[np.int64]
#: How many combinations are worked out at once: bounds the memory of a search.
_AT_ONCE = 100_000


@dataclass(frozen=True)
class Texts:
    """The texts of a family, and for each set of them (a bit mask) how many offences are covered by one of that set."""

    names: tuple[str, ...]
    covers: tuple[tuple[int, int], ...]

    @cached_property
    def weights(self) -> Counts:
        """How many offence codes a pair of States is covered for, by the texts that each holds."""
        size = 1 << len(self.names)
        both = np.bitwise_and.outer(np.arange(size), np.arange(size))
        result = np.zeros((size, size), np.int64)
        for mask, codes in self.covers:
            result += codes * ((both & mask) != 0)
        return result

    def count(self, masks: Sequence[int]) -> Counts:
        """How many States hold each set of texts."""
        return np.bincount(np.array(masks, np.int64), minlength=1 << len(self.names)).astype(np.int64)

    def pairs(self, counts: Counts) -> Counts:
        """Ordered pairs × offences covered among States counted by the texts they hold; counts can be many rows."""
        # Sums stay far below 2 to the power of 53, so that floating point, which is quicker, is exact.
        exact, weights = counts.astype(np.float64), self.weights.astype(np.float64)
        found = ((exact @ weights) * exact).sum(axis=-1) - exact @ np.diag(weights)
        result: Counts = found.astype(np.int64)
        return result


@dataclass(frozen=True)
class Step:
    """States with texts ``before`` (a bit mask) that can join others; ``after`` is what each of them then has."""

    before: int
    after: int
    states: tuple[str, ...]

    @property
    def cost(self) -> int:
        """How many deposits it takes."""
        return (self.after & ~self.before).bit_count()


@dataclass(frozen=True)
class Table:
    """For each number of deposits: the gain found, the numbers of steps that give it, and what no choice exceeds."""

    gains: list[int]
    numbers: list[tuple[int, ...]]
    bounds: list[int]


@dataclass(frozen=True, eq=False)
class Family:
    """Texts, how many States hold which of them, and the steps that States can make."""

    texts: Texts
    #: All States, and those outside the region (whose pairs among themselves do not count), by the texts they hold.
    everyone: Counts
    outside: Counts
    steps: tuple[Step, ...]

    def table(self, deposits: int, *, largest: int) -> Table:
        """Gains of up to so many deposits: complete where at most *largest* combinations are to be searched."""
        if self.size_of_search(deposits) <= largest:
            gains, numbers = self._complete(deposits)
            return Table(gains, numbers, gains)
        gains, numbers = self._stepwise(deposits)
        return Table(gains, numbers, self._bounds(deposits))

    def size_of_search(self, deposits: int) -> int:
        """How many combinations the complete search looks at, at most."""
        ways = [1] + [0] * deposits
        for step in self.steps:
            most = min(len(step.states), deposits // step.cost)
            ways = [
                sum(ways[k - n * step.cost] for n in range(most + 1) if k >= n * step.cost) for k in range(deposits + 1)
            ]
        return sum(ways)

    def gains(self, numbers: Counts) -> Counts:
        """What so many of each step gain; *numbers* can be many rows."""
        change = np.zeros((len(self.steps), len(self.everyone)), np.int64)
        for index, step in enumerate(self.steps):
            change[index, step.before] -= 1
            change[index, step.after] += 1
        # Pairs outside the region gain nothing, since no State there makes a step.
        return self.texts.pairs(self.everyone + numbers @ change) - self.texts.pairs(self.everyone)

    def _complete(self, deposits: int) -> tuple[list[int], list[tuple[int, ...]]]:
        best = [0] * (deposits + 1)
        how: list[tuple[int, ...]] = [(0,) * len(self.steps)] * (deposits + 1)
        numbers, costs = _combinations(self.steps, deposits)
        for start in range(0, len(numbers), _AT_ONCE):
            some, prices = numbers[start : start + _AT_ONCE], costs[start : start + _AT_ONCE]
            gains = self.gains(some.astype(np.int64))
            # The last of the rows in order of gain, for each price, is the best at that price.
            order = np.lexsort((gains, prices))
            last = np.flatnonzero(np.diff(prices[order], append=-1))
            for top in order[last]:
                cost = int(prices[top])
                if gains[top] > best[cost]:
                    best[cost], how[cost] = int(gains[top]), tuple(int(it) for it in some[top])
        return _rising(best, how)

    def _stepwise(self, deposits: int) -> tuple[list[int], list[tuple[int, ...]]]:
        """One step after another, always the one with most gain for each deposit; not proved to be the best."""
        best = [0] * (deposits + 1)
        how: list[tuple[int, ...]] = [(0,) * len(self.steps)] * (deposits + 1)
        numbers = [0] * len(self.steps)
        taken: Counter[tuple[str, ...]] = Counter()
        spent = 0
        while True:
            open_to = [
                index
                for index, step in enumerate(self.steps)
                if spent + step.cost <= deposits and taken[step.states] < len(step.states)
            ]
            if not open_to:
                break
            tried = np.tile(np.array(numbers, np.int64), (len(open_to), 1))
            tried[np.arange(len(open_to)), open_to] += 1
            gains = self.gains(tried)
            rates = [(int(gains[row]) - best[spent]) / self.steps[index].cost for row, index in enumerate(open_to)]
            row = int(np.argmax(rates))
            if rates[row] <= 0:
                break
            step = self.steps[open_to[row]]
            numbers[open_to[row]] += 1
            taken[step.states] += 1
            spent += step.cost
            best[spent], how[spent] = int(gains[row]), tuple(numbers)
        return _rising(best, how)

    def _bounds(self, deposits: int) -> list[int]:
        """Upper bounds of the gain of up to so many deposits.

        A pair of a depositing State and one that deposits nothing gains at most the sum of what each text gains alone, since
        coverage is an "or" over texts. Two depositing States gain at most every offence of the family, in both directions.
        """
        alone: list[int] = []
        inside = self.everyone - self.outside
        weights = self.texts.weights
        for before, states in enumerate(inside):
            for bit in range(len(self.texts.names)):
                if states and not before >> bit & 1:
                    gain = 2 * int(((weights[before | 1 << bit] - weights[before]) * self.everyone).sum())
                    alone += [gain] * min(int(states), deposits)
        alone.sort(reverse=True)
        everything = sum(codes for _, codes in self.texts.covers)
        return [sum(alone[:k]) + k * (k - 1) * everything for k in range(deposits + 1)]


def _rising(best: list[int], how: list[tuple[int, ...]]) -> tuple[list[int], list[tuple[int, ...]]]:
    """With more deposits one can always do what fewer do."""
    for k in range(1, len(best)):
        if best[k] < best[k - 1]:
            best[k], how[k] = best[k - 1], how[k - 1]
    return best, how


def _combinations(steps: Sequence[Step], deposits: int) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """Every number of each step that costs at most *deposits*, with no State taking two steps; and what each row costs."""
    numbers = np.zeros((1, 0), np.int16)
    left = np.full(1, deposits, np.int16)
    free: dict[tuple[str, ...], npt.NDArray[np.int16]] = {}
    for step in steps:
        states = free.get(step.states, np.full(len(numbers), min(len(step.states), deposits), np.int16))
        most = np.minimum(states, left // step.cost)
        # Each row is repeated for none, one, two ... of this step.
        rows = np.repeat(np.arange(len(numbers)), most + 1)
        first = np.repeat(np.cumsum(most + 1) - most - 1, most + 1)
        chosen = (np.arange(len(rows)) - first).astype(np.int16)
        numbers = np.column_stack((numbers[rows], chosen))
        left = (left[rows] - chosen * step.cost).astype(np.int16)
        free = {key: it[rows] for key, it in free.items()}
        free[step.states] = states[rows] - chosen
    return numbers, deposits - left


def connected(rules: Rules) -> list[Texts]:
    """Families: texts linked by covering the same conduct."""
    families: list[set[str]] = []
    found = groups(rules)
    for group in found:
        touched = [family for family in families if family & set(group.texts)]
        families = [family for family in families if family not in touched]
        families.append(set(group.texts).union(*touched))
    result = []
    for family in families:
        names = tuple(sorted(family))
        covers: Counter[int] = Counter()
        for group in found:
            if set(group.texts) <= family:
                covers[sum(1 << names.index(text) for text in group.texts)] += len(group.codes)
        result.append(Texts(names, tuple(sorted(covers.items()))))
    return result


def split(tables: Sequence[Sequence[int]], deposits: int) -> tuple[int, list[int]]:
    """The best split of *deposits* over families with the given gains: a dynamic programme."""
    value = [0] * (deposits + 1)
    choices: list[list[int]] = []
    for table in tables:
        chosen = [max((value[k - n] + table[n], -n) for n in range(k + 1))[1] for k in range(deposits + 1)]
        value = [value[k + n] + table[-n] for k, n in enumerate(chosen)]
        choices.append([-n for n in chosen])
    left, result = deposits, []
    for chosen in reversed(choices):
        result.append(chosen[left])
        left -= chosen[left]
    return value[deposits], result[::-1]
