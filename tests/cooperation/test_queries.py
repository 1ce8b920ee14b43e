"""What each worker keeps of the room in memory, and when it asks again."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.cooperation.tables import LAW, NOW, STATEMENT, brought_in

from accede.cooperation import queries
from accede.law.basis import Bound, OwnLaw, shipped_rules
from accede.treaties import domain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def test_with_nothing_imported_the_rules_are_those_shipped() -> None:
    rules = queries.current_rules()
    assert (rules.bilaterals, rules.statements) == (shipped_rules().bilaterals, ())
    assert queries.own_laws(date(2020, 1, 1)) == {}
    assert queries.authorities() == ()


def test_one_query_while_nothing_changes_and_none_beside_a_snapshot(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    brought_in("statements", STATEMENT)
    snap = queries.snapshot()
    first = queries.current_rules()
    with django_assert_num_queries(1):
        assert queries.current_rules() is first
    with django_assert_num_queries(0):
        assert queries.current_rules(snap) is first
        queries.own_laws(date(2020, 1, 1), snap)
        queries.authorities(snap)


def test_many_rows_cost_as_many_queries_as_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    codes = ("BRA", "KEN", "FRA", "DEU", "JPN", "IND", "EGY", "CHL")
    brought_in("statements", *({**STATEMENT, "participant": code} for code in codes))
    with django_assert_num_queries(5):  # the version, and one for each table
        assert len(queries.current_rules().statements) == len(codes)


def test_an_import_and_its_undoing_are_noticed() -> None:
    before = queries.stored()
    batch = brought_in("statements", STATEMENT)
    assert len(queries.current_rules().statements) == 1
    domain.undo_import(batch_id=batch.pk, reason="test", now=NOW)
    assert queries.current_rules().statements == ()
    assert queries.stored().version != before.version


def test_a_later_law_takes_the_place_of_an_earlier_one_from_its_day() -> None:
    brought_in("own-law", LAW, {**LAW, "holds_from": "2000-06-01", "treaty_required": "yes", "threshold_years": ""})
    assert queries.own_laws(date(1980, 12, 31)) == {}
    assert queries.own_laws(date(2000, 5, 31)) == {"BRA": OwnLaw(Bound.NO, Bound.NO, 1.0)}
    assert queries.own_laws(date(2000, 6, 1)) == {"BRA": OwnLaw(Bound.YES, Bound.NO, None)}


def test_undoing_an_import_in_the_middle_leaves_the_newest_row() -> None:
    brought_in("own-law", LAW)
    middle = brought_in("own-law", {**LAW, "treaty_required": "yes"})
    brought_in("own-law", {**LAW, "treaty_required": "unknown"})
    domain.undo_import(batch_id=middle.pk, reason="test", now=NOW)
    assert queries.own_laws(date(2000, 1, 1))["BRA"].treaty_required is Bound.UNKNOWN
