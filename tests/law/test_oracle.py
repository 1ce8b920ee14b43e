"""Status, timeline, matrix and series against the oracle, in worlds made at random."""

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from accede.law.actions import CONSENT, ActionKind, Standing, TreatyAction
from accede.law.facts import Facts
from accede.law.matrix import build_world, count_positions
from accede.law.shipped import shipped_facts
from accede.law.status import status
from accede.law.timeline import PARTY_POSITIONS, Position, Status, build_timeline
from tests.law import oracle
from tests.law.worlds import CODES, INSTRUMENTS, NTH, actions, asked_days, worlds

IDS = [it.id for it in INSTRUMENTS]
# The same examples each time: now and then a drawn world has so many possible histories that the oracle takes minutes.
thorough = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def cells_with_rows(facts: Facts) -> list[tuple[str, str]]:
    """The cells that some row is about, those that an amendment may touch, and one that no row is about."""
    cells = {(row.participant, row.instrument) for row in facts.actions}
    cells |= {(row.participant, NTH) for row in facts.actions}
    return sorted(cells | {("OLD", NTH)})


@thorough
@given(worlds(), st.lists(asked_days(), min_size=1, max_size=6))
def test_four_ways_of_asking_give_the_oracle_s_answer(facts: Facts, days: list[date]) -> None:
    packed = build_world(facts)
    for day in days:
        matrix = packed.matrix(day)
        for code, name in cells_with_rows(facts):
            expected = oracle.verdict(facts, code, name, day)
            answer = status(facts, code, name, day)
            context = (day, answer.position, answer.actions)
            assert (answer.status.value, answer.position is not Position.NO_SUCH_STATE) == (
                expected.status, expected.existed,
            ), context  # fmt: skip
            assert build_timeline(facts, code, name).at(day) is answer.position, context
            assert matrix[packed.row_of[code], packed.column_of[name]] == answer.position, context


@thorough
@given(worlds(), st.lists(asked_days(), min_size=1, max_size=6))
def test_in_force_is_said_only_where_every_history_agrees(facts: Facts, days: list[date]) -> None:
    for day in days:
        for code, name in cells_with_rows(facts):
            position = build_timeline(facts, code, name).at(day)
            if position not in PARTY_POSITIONS:
                continue
            expected = oracle.verdict(facts, code, name, day).in_force
            if position is Position.IN_FORCE:
                assert expected is True, (day, facts.actions_of(code, name))
            elif position is Position.NOT_YET_IN_FORCE:
                assert expected is False, (day, facts.actions_of(code, name))


@thorough
@given(worlds(withdrawals=False, questions=False), st.lists(asked_days(), min_size=1, max_size=6))
def test_with_exact_dates_it_is_always_said_whether_in_force(facts: Facts, days: list[date]) -> None:
    rows = [row for row in facts.actions if row.date is not None and row.standing is Standing.STATED]
    exact = replace(facts, actions=[row for row in rows if row.action is not ActionKind.SUCCESSION])
    for day in days:
        for code, name in cells_with_rows(exact):
            expected = oracle.verdict(exact, code, name, day)
            if expected.status == "party" and sum(row.action in CONSENT for row in exact.actions_of(code, name)) == 1:
                said = {Position.IN_FORCE: True, Position.NOT_YET_IN_FORCE: False, Position.PARTY_FORCE_UNKNOWN: None}
                assert said[build_timeline(exact, code, name).at(day)] is expected.in_force


@thorough
@given(worlds(), st.lists(asked_days(), min_size=1, max_size=8), st.sets(st.sampled_from(CODES)))
def test_series_is_the_matrix_of_each_day_counted(facts: Facts, days: list[date], chosen: set[str]) -> None:
    packed = build_world(facts)
    days.sort()
    everyone, some = packed.series(days), packed.series(days, participants=sorted(chosen))
    rows = [packed.row_of[code] for code in sorted(chosen)]
    for index, day in enumerate(days):
        matrix = packed.matrix(day)
        np.testing.assert_array_equal(everyone[index], count_positions(matrix))
        np.testing.assert_array_equal(some[index], count_positions(matrix[rows]))
        assert (everyone[index].sum(axis=1) == len(CODES)).all()


@thorough
@given(worlds(withdrawals=False, questions=False), asked_days(), st.integers(1, 3000))
def test_without_withdrawals_a_party_stays_a_party(facts: Facts, day: date, later: int) -> None:
    for code, name in cells_with_rows(facts):
        line = build_timeline(facts, code, name)
        if line.at(day).status is Status.PARTY:
            assert line.at(day + timedelta(days=later)).status is Status.PARTY


@thorough
@given(worlds(), actions())
def test_a_row_about_another_cell_changes_nothing(facts: Facts, row: TreatyAction) -> None:
    more = replace(facts, actions=[*facts.actions, row])
    for code, name in cells_with_rows(facts):
        touched = row.participant == code and (row.instrument == name or name == NTH)
        if not touched:
            assert build_timeline(more, code, name) == build_timeline(facts, code, name)


@thorough
@given(worlds(), asked_days())
def test_not_party_is_never_said_beyond_the_newest_list(facts: Facts, day: date) -> None:
    packed = build_world(facts)
    matrix = packed.matrix(day)
    for it in INSTRUMENTS:
        reach = max((row.complete_as_of for row in facts.lists if row.instrument == it.id), default=None)
        if day >= it.binds_from_adoption and (reach is None or reach < day):
            column = matrix[:, packed.column_of[it.id]]
            assert not np.isin(column, [Position.NOT_PARTY, Position.SIGNATORY]).any()


@thorough
@given(worlds(), asked_days(), st.data())
def test_losing_a_list_never_makes_an_answer_more_certain(facts: Facts, day: date, data: st.DataObject) -> None:
    assume(facts.lists)
    lost = data.draw(st.sampled_from(facts.lists))
    # Two rows about the same list are one list.
    less = replace(facts, lists=[row for row in facts.lists if row != lost])
    for code, name in cells_with_rows(facts):
        before, after = (build_timeline(it, code, name).at(day) for it in (facts, less))
        assert after.status in (before.status, Status.UNKNOWN)
        if before is Position.NO_SUCH_STATE:
            assert after is before


@thorough
@given(worlds(withdrawals=False), asked_days(), st.data())
def test_forgetting_a_date_never_makes_an_answer_more_certain(facts: Facts, day: date, data: st.DataObject) -> None:
    dated = [
        row
        for row in facts.actions
        if row.date and row.action in CONSENT and row.standing is Standing.STATED and row.effective is None
    ]
    assume(dated)
    row = data.draw(st.sampled_from(dated))
    assert row.date is not None
    latest = row.date + timedelta(days=data.draw(st.integers(0, 900)))
    vague = msgspec.structs.replace(row, date=None, latest=latest)
    less = replace(facts, actions=[vague if it is row else it for it in facts.actions])
    for code, name in cells_with_rows(facts):
        before, after = (build_timeline(it, code, name).at(day).status for it in (facts, less))
        assert after in (before, Status.UNKNOWN)


@thorough
@given(worlds(), asked_days())
def test_what_was_last_known_was_so_on_that_day(facts: Facts, day: date) -> None:
    for code, name in cells_with_rows(facts):
        answer = status(facts, code, name, day)
        if answer.last_known is None:
            continue
        assert answer.status is Status.UNKNOWN
        assert facts.catalogue[name].binds_from_adoption <= answer.last_known.on < day
        then = status(facts, code, name, answer.last_known.on)
        if (
            then.status is Status.UNKNOWN
        ):  # No list reaches that day: what is known of it is that a withdrawal took effect.
            effects = {it.effective.date for it in build_timeline(facts, code, name).withdrawals}
            assert (answer.last_known.status, answer.last_known.on in effects) == (Status.NOT_PARTY, True)
        else:
            assert then.status is answer.last_known.status
        days = (day - answer.last_known.on).days
        for offset in {1, days // 2, days - 1} - {0}:
            between = status(facts, code, name, answer.last_known.on + timedelta(days=offset))
            assert between.status is Status.UNKNOWN


@thorough
@given(worlds(), asked_days())
def test_every_answer_has_reasons_and_keeps_its_rows(facts: Facts, day: date) -> None:
    for code, name in cells_with_rows(facts):
        answer = status(facts, code, name, day)
        sentences = [str(item) for item in answer.reasons]
        assert sentences
        assert all(sentence.strip() and "%(" not in sentence for sentence in sentences)
        assert sorted(map(repr, answer.actions)) == sorted(
            repr(row) for row in facts.actions if (row.participant, row.instrument) == (code, name)
        )
        if answer.status is Status.PARTY:
            assert answer.action in CONSENT
        else:
            assert (answer.consent_date, answer.in_force_from) == (None, None)


@pytest.mark.parametrize(
    "on", [date(1993, 6, 1), date(2005, 1, 1), date(2014, 7, 10), date(2021, 3, 1), date(2026, 11, 25)]
)
def test_the_shipped_world_agrees_with_the_oracle(on: date) -> None:
    facts = shipped_facts()
    packed = build_world(facts)
    matrix = packed.matrix(on)
    few = facts.participants
    by_code = {code: [row for row in facts.actions if row.participant == code] for code in few}
    for code in list(few)[::3]:
        own = replace(facts, actions=by_code[code])
        for name in facts.catalogue.ids:
            position = Position(int(matrix[packed.row_of[code], packed.column_of[name]]))
            expected = oracle.verdict(own, code, name, on)
            assert (position.status.value, position is not Position.NO_SUCH_STATE) == (
                expected.status, expected.existed,
            ), (code, name)  # fmt: skip
