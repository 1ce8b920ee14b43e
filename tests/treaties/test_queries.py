"""What the log is asked: how many queries, and the copy in memory that follows every change."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Thread

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accede.law.actions import ActionKind, OpenQuestion, Question, Source, StatusList, TreatyAction
from accede.law.shipped import shipped_participants
from accede.treaties import domain, queries
from accede.treaties.changes import Change
from accede.treaties.models import Instrument, Participant

NOW = datetime(2026, 3, 4, tzinfo=UTC)
FIRST = TreatyAction(
    instrument="sua-1988", participant="KEN", action=ActionKind.ACCESSION, date=date(2002, 1, 21), sources=("list",)
)


@pytest.fixture
def codes(db: None) -> list[str]:
    """Participants and one instrument, and nothing said about them."""
    known = list(shipped_participants())
    Participant.objects.bulk_create([Participant(code=code) for code in known], ignore_conflicts=True)
    Instrument.objects.get_or_create(id="sua-1988")
    return known


def add(codes: list[str]) -> None:
    change = Change(
        sources=tuple(Source(id=f"list {code}", title=code, publisher="") for code in codes),
        add=tuple(msgspec.structs.replace(FIRST, participant=code) for code in codes),
        lists=tuple(StatusList(instrument="sua-1988", source=code, complete_as_of=date(2020, 1, 1)) for code in codes),
        questions=tuple(
            OpenQuestion(instrument="sua-1988", participant=code, question=Question.STATUS_DISPUTED) for code in codes
        ),
    )
    domain.apply_import(change, importer="csv", file_name="rows.csv", digest="0" * 64, now=NOW)


def test_facts_take_four_queries_whatever_the_number_of_rows(codes: list[str]) -> None:
    counted = []
    given = 0
    for rows in (1, 3, 30):
        add(codes[given : given + rows])
        given += rows
        with CaptureQueriesContext(connection) as captured:
            facts = queries.load_facts()
        counted.append(len(captured))
        assert [len(facts.actions), len(facts.lists), len(facts.questions), len(facts.sources)] == [given] * 4
    assert counted == [4, 4, 4]


def test_unchanged_log_costs_one_query(codes: list[str], django_assert_num_queries: DjangoAssertNumQueries) -> None:
    add(codes[:2])
    first = queries.snapshot()
    with django_assert_num_queries(1):
        second = queries.snapshot()
    assert second is first
    assert second.world is first.world


def test_each_change_gives_a_new_snapshot(codes: list[str]) -> None:
    versions = []
    for index in range(3):
        add(codes[index : index + 1])
        versions.append(queries.snapshot())
    assert len({it.version for it in versions}) == 3
    assert [len(it.facts.actions) for it in versions] == [1, 2, 3]


def test_before_anything_is_loaded_there_is_an_empty_world(codes: list[str]) -> None:
    assert queries.data_version() == "0"
    assert queries.load_facts().actions == []


def test_obligations_are_grouped_by_instrument(codes: list[str]) -> None:
    found = queries.snapshot().obligations
    assert {row.instrument for row in found["sua-1988"]} == {"sua-1988"}
    assert sum(map(len, found.values())) == 430


def test_batches_come_newest_first_in_one_query(
    codes: list[str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(3):
        add(codes[index : index + 1])
    newest = queries.batches().first()
    assert newest is not None
    domain.undo_import(batch_id=newest.pk, reason="test", now=NOW)
    with django_assert_num_queries(1):
        found = [(batch.pk, hasattr(batch, "undo")) for batch in queries.batches()]
    assert found == [(newest.pk, True), (newest.pk - 1, False), (newest.pk - 2, False)]


@pytest.mark.django_db(transaction=True)
def test_snapshot_follows_a_change_made_by_another_thread(codes: list[str]) -> None:
    before = queries.snapshot()
    failures: list[BaseException] = []

    def elsewhere(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    thread = Thread(target=elsewhere, args=(lambda: add(codes[:1]),))
    thread.start()
    thread.join(timeout=30)
    assert failures == []
    after = queries.snapshot()
    assert after.version != before.version
    assert [row.participant for row in after.facts.actions] == codes[:1]
