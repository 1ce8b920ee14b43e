"""The whole world at once: the same answers as cell by cell, on the shipped data."""

from datetime import date, timedelta

import numpy as np
import pytest

from accede.law.matrix import World, build_world, count_positions
from accede.law.shipped import shipped_facts
from accede.law.timeline import Position, build_timeline
from tests.law.worlds import world

FACTS = shipped_facts()


@pytest.fixture(scope="module")
def packed() -> World:
    return build_world(FACTS)


def test_shape_and_axes(packed: World) -> None:
    matrix = packed.matrix(date(2014, 7, 10))
    assert matrix.shape == (198, 37)
    assert (packed.participants, packed.instruments) == (tuple(FACTS.participants), FACTS.catalogue.ids)
    assert matrix[packed.row_of["KEN"], packed.column_of["hostages-1979"]] == Position.IN_FORCE


@pytest.mark.parametrize(
    "day", ["1950-01-01", "1963-09-14", "1992-12-31", "1993-01-01", "2014-07-10", "2026-11-25", "2199-12-31"]
)
def test_matrix_is_every_timeline_asked(packed: World, day: str) -> None:
    on = date.fromisoformat(day)
    expected = [[packed.timeline(code, name).at(on) for name in packed.instruments] for code in packed.participants]
    np.testing.assert_array_equal(packed.matrix(on), expected)


def test_timelines_are_those_built_alone(packed: World) -> None:
    for code in ("KEN", "MNE", "SSD", "RUS", "SOM"):
        for name in packed.instruments:
            assert packed.timeline(code, name) == build_timeline(FACTS, code, name)


def test_matrix_may_be_written_to_without_changing_the_world(packed: World) -> None:
    first = packed.matrix(date(2020, 1, 1))
    first[:] = Position.NEVER_KNOWN
    assert (packed.matrix(date(2020, 1, 1)) != Position.NEVER_KNOWN).any()


def test_every_change_in_order_and_from_what_was_there_before(packed: World) -> None:
    changes = packed.changes
    assert (np.diff(changes.days) >= 0).all()
    now = packed.start.ravel().copy()
    for cell, before, after in zip(changes.cells, changes.before, changes.after, strict=True):
        assert now[cell] == before != after
        now[cell] = after
    np.testing.assert_array_equal(now.reshape(packed.start.shape), packed.matrix(date.max))


def test_monthly_series_is_the_matrices_counted(packed: World) -> None:
    days = [date(year, month, 1) for year in range(1963, 2027) for month in range(1, 13)]
    series = packed.series(days)
    assert series.shape == (768, 37, len(Position))
    assert (series.sum(axis=2) == 198).all()
    for index in range(0, len(days), 29):
        np.testing.assert_array_equal(series[index], count_positions(packed.matrix(days[index])))


def test_series_of_some_participants(packed: World) -> None:
    codes = ["KEN", "UGA", "TZA", "KEN"]
    days = [date(2000, 1, 1), date(2000, 1, 1), date(2014, 7, 10)]
    rows = [packed.row_of[code] for code in sorted(set(codes))]
    for index, day in enumerate(days):
        expected = count_positions(packed.matrix(day)[rows])
        np.testing.assert_array_equal(packed.series(days, participants=codes)[index], expected)
    assert packed.series(days, participants=[]).sum() == 0


def test_series_of_no_days_is_empty(packed: World) -> None:
    assert packed.series([]).shape == (0, 37, len(Position))


def test_series_of_days_out_of_order_is_refused(packed: World) -> None:
    with pytest.raises(ValueError, match=r"days: must be in ascending order\."):
        packed.series([date(2000, 1, 2), date(2000, 1, 1)])


def test_change_on_the_asked_day_is_counted_on_that_day(packed: World) -> None:
    """Kenya became a party to the SUA Convention on 21 January 2002."""
    day = date(2002, 1, 21)
    before, after = packed.series([day - timedelta(days=1), day], participants=["KEN"])[:, packed.column_of["sua-1988"]]
    assert (before[Position.NOT_PARTY], after[Position.NOT_YET_IN_FORCE]) == (1, 1)


def test_world_without_rows_or_changes_can_be_asked() -> None:
    empty = build_world(world([]))
    matrix = empty.matrix(date(2005, 1, 1))
    assert set(np.unique(matrix)) == {Position.NEVER_KNOWN}
    assert empty.series([date(2005, 1, 1)])[0, :, Position.NEVER_KNOWN].tolist() == [5] * 8
