"""The whole world at once: positions of every participant under every instrument, for a date and over time (NumPy)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from accede.law.facts import Facts
from accede.law.timeline import Position, Timeline, build_timeline

Positions = npt.NDArray[np.int8]
#: Later than any date that can be asked for; pads the rows of cells with fewer changes.
_NEVER = date.max.toordinal()


@dataclass(frozen=True)
class World:
    """Timelines of all cells, packed into arrays. Axes: change, participant, instrument.

    ``starts[k]`` is the day (proleptic ordinal) on which ``positions[k]`` begins.
    """

    facts: Facts
    participants: tuple[str, ...]
    instruments: tuple[str, ...]
    timelines: dict[tuple[str, str], Timeline]
    starts: npt.NDArray[np.int32]
    positions: Positions

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
        day = on.toordinal()
        result: Positions = self.positions[0].copy()
        for starts, positions in zip(self.starts[1:], self.positions[1:], strict=True):
            np.copyto(result, positions, where=starts <= day)
        return result

    def timeline(self, participant: str, instrument: str) -> Timeline:
        """The timeline of one cell."""
        return self.timelines[participant, instrument]

    def series(self, days: Sequence[date], *, participants: Sequence[str] | None = None) -> npt.NDArray[np.int32]:
        """How many participants are in each position under each instrument on each day.

        *days* must ascend. The result has the axes day, instrument, position; *participants* limits the count to some rows.
        """
        chosen = np.ones(len(self.participants), bool)
        if participants is not None:
            chosen[:] = False
            chosen[[self.row_of[code] for code in participants]] = True
        order, day, instrument, before, after = self._changes
        keep = chosen[order]
        asked = np.array([it.toordinal() for it in days], np.int32)
        # Each change moves one participant from one position to another, on the first asked day that is not before it.
        slot = np.searchsorted(asked, day[keep], side="left")
        shape = (len(days) + 1, len(self.instruments), len(Position))
        moves = np.zeros(shape, np.int32)
        np.add.at(moves, (slot, instrument[keep], after[keep]), 1)
        np.add.at(moves, (slot, instrument[keep], before[keep]), -1)
        moves[0] += _count(self.positions[0][chosen])
        counts: npt.NDArray[np.int32] = np.cumsum(moves[:-1], axis=0, dtype=np.int32)
        return counts

    @cached_property
    def _changes(self) -> tuple[npt.NDArray[np.intp], ...]:
        """Every change of position in the world: participant's row, day, instrument's column, position before and after."""
        layer, row, column = np.nonzero(self.starts[1:] < _NEVER)
        return (
            row,
            self.starts[layer + 1, row, column].astype(np.intp),
            column,
            self.positions[layer, row, column].astype(np.intp),
            self.positions[layer + 1, row, column].astype(np.intp),
        )


def build_world(facts: Facts) -> World:
    """Work out all timelines (some seven thousand) and pack them; done once for each change of the data."""
    participants = tuple(facts.participants)
    instruments = facts.catalogue.ids
    timelines = {(p, i): build_timeline(facts, p, i) for p in participants for i in instruments}
    depth = max(len(timeline.starts) for timeline in timelines.values())
    shape = (depth, len(participants), len(instruments))
    starts = np.full(shape, _NEVER, np.int32)
    positions = np.zeros(shape, np.int8)
    for row, participant in enumerate(participants):
        for column, instrument in enumerate(instruments):
            timeline = timelines[participant, instrument]
            length = len(timeline.starts)
            starts[:length, row, column] = [day.toordinal() for day in timeline.starts]
            positions[:length, row, column] = timeline.positions
    return World(facts, participants, instruments, timelines, starts, positions)


def count_positions(matrix: Positions) -> npt.NDArray[np.int32]:
    """How many participants are in each position, by instrument: axes instrument, position."""
    return _count(matrix)


def _count(matrix: Positions) -> npt.NDArray[np.int32]:
    codes = np.arange(len(Position), dtype=np.int8)
    counts: npt.NDArray[np.int32] = (matrix[:, :, None] == codes).sum(axis=0, dtype=np.int32)
    return counts
