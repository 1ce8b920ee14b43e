"""The whole world at once: positions of every participant under every instrument, for a date and over time (NumPy)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isqrt

import numpy as np
import numpy.typing as npt

from accede.law.facts import Facts
from accede.law.timeline import Position, Timeline, build_timeline

Positions = npt.NDArray[np.int8]
#: After so many changes of position the whole matrix is kept, so that any date is that many steps away at most.
_STEP = 256


@dataclass(frozen=True)
class Changes:
    """Every change of position in the world, in order of the day (proleptic ordinal) on which the new position begins.

    A cell is numbered row by row: participant × number of instruments + instrument.
    """

    days: npt.NDArray[np.int32]
    cells: npt.NDArray[np.intp]
    before: Positions
    after: Positions


@dataclass(frozen=True)
class World:
    """Timelines of all cells, and their changes in arrays. ``start`` holds the positions before any change."""

    facts: Facts
    participants: tuple[str, ...]
    instruments: tuple[str, ...]
    timelines: dict[tuple[str, str], Timeline]
    start: Positions
    changes: Changes

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each participant."""
        return {code: index for index, code in enumerate(self.participants)}

    @cached_property
    def column_of(self) -> dict[str, int]:
        """The column of each instrument."""
        return {code: index for index, code in enumerate(self.instruments)}

    def matrix(self, on: date) -> Positions:
        """The position (:class:`Position`) of every participant (rows) under every instrument (columns) on a date."""
        until = int(np.searchsorted(self.changes.days, np.int32(on.toordinal()), side="right"))
        nearest = until // _STEP
        result: Positions = self._kept[nearest].copy()
        # Where a cell changes twice in the slice, the later one is assigned last.
        result[self.changes.cells[nearest * _STEP : until]] = self.changes.after[nearest * _STEP : until]
        return result.reshape(len(self.participants), len(self.instruments))

    @cached_property
    def _kept(self) -> Positions:
        """The matrix after every so many changes, flat."""
        kept = [self.start.ravel()]
        for first in range(0, len(self.changes.days), _STEP):
            following = kept[-1].copy()
            following[self.changes.cells[first : first + _STEP]] = self.changes.after[first : first + _STEP]
            kept.append(following)
        return np.array(kept)

    def timeline(self, participant: str, instrument: str) -> Timeline:
        """The timeline of one cell."""
        return self.timelines[participant, instrument]

    def series(self, days: Sequence[date], *, participants: Sequence[str] | None = None) -> npt.NDArray[np.int32]:
        """How many participants are in each position under each instrument on each day.

        *days* must ascend (else :class:`ValueError`). The result has the axes day, instrument, position; *participants*
        limits the count to some rows.
        """
        asked = np.fromiter((it.toordinal() for it in days), np.int32, len(days))
        if (asked[1:] < asked[:-1]).any():
            raise ValueError("days: must be in ascending order.")
        first, changed, leaves, enters = self.start, self.changes.days, *self._moves
        if participants is not None:
            rows = [self.row_of[code] for code in set(participants)]
            chosen = np.isin(self.changes.cells // len(self.instruments), rows)
            first, changed, leaves, enters = first[rows], changed[chosen], leaves[chosen], enters[chosen]
        # Each change moves one participant from one position to another, on the first asked day that is not before it.
        made = np.searchsorted(changed, asked, side="right")
        size = len(self.instruments) * len(Position)
        slots = np.repeat(np.arange(len(days)) * size, np.diff(made, prepend=0))
        # One array, summed in place: fresh memory costs more than the arithmetic.
        height = isqrt(len(days)) + 1
        counts = np.zeros((height, height, size), np.int32)
        np.add.at(counts.ravel(), slots + enters[: len(slots)], np.int32(1))
        np.subtract.at(counts.ravel(), slots + leaves[: len(slots)], np.int32(1))
        counts[0, 0] += _count(first).ravel()
        _sum_downwards(counts)
        shape = (height * height, len(self.instruments), len(Position))
        return counts.reshape(shape)[: len(days)]

    @cached_property
    def _moves(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """For each change the count that it takes one from and the count that it adds one to, of those of a day."""
        of_instrument = self.changes.cells % len(self.instruments) * len(Position)
        return of_instrument + self.changes.before, of_instrument + self.changes.after


def build_world(facts: Facts) -> World:
    """Work out all timelines (some seven thousand) and pack them; done once for each change of the data."""
    participants = tuple(facts.participants)
    instruments = facts.catalogue.ids
    timelines = {(p, i): build_timeline(facts, p, i) for p in participants for i in instruments}
    start = np.array([line.positions[0] for line in timelines.values()], np.int8)
    changes = sorted(
        (day.toordinal(), cell, line.positions[index - 1], line.positions[index])
        for cell, line in enumerate(timelines.values())
        for index, day in enumerate(line.starts)
        if index > 0
    )
    days, cells, before, after = np.array(changes, np.int32).reshape(-1, 4).T
    packed = Changes(days.copy(), cells.astype(np.intp), before.astype(np.int8), after.astype(np.int8))
    shape = (len(participants), len(instruments))
    return World(facts, participants, instruments, timelines, start.reshape(shape), packed)


def count_positions(matrix: Positions) -> npt.NDArray[np.int32]:
    """How many participants are in each position, by instrument: axes instrument, position."""
    return _count(matrix)


def _count(matrix: Positions) -> npt.NDArray[np.int32]:
    size = matrix.shape[1] * len(Position)
    kinds = np.arange(matrix.shape[1]) * len(Position) + matrix
    return np.bincount(kinds.ravel(), minlength=size).astype(np.int32).reshape(matrix.shape[1], len(Position))


def _sum_downwards(blocks: npt.NDArray[np.int32]) -> None:
    """Add to each row all rows above it, in place; axes: block, row, column.

    ``np.cumsum`` walks down one column after the other, which is many times slower than adding whole rows; and rows are
    added in blocks side by side, so that there are few steps.
    """
    for row in range(1, blocks.shape[1]):
        blocks[:, row] += blocks[:, row - 1]
    for block in range(1, blocks.shape[0]):
        blocks[block] += blocks[block - 1, -1]
