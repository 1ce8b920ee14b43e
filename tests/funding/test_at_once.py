"""The last money under two real connections: exactly one gets it, and the ledger holds."""

from datetime import date
from functools import partial

import pytest
from django.db import connection
from tests.accounts.conftest import NOW, actor_with
from tests.assistance.making import activity_in
from tests.assistance.plans.test_at_once import at_once
from tests.funding.making import DAY, contribution, enter, received

from accede.accounts import trail
from accede.assistance.steps import Blocked
from accede.funding.domain import allocations, books, contributions, periods
from accede.funding.ledger import book
from accede.funding.ledger.book import Kind
from accede.funding.models import Allocation

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


@pytest.fixture(autouse=True)
def _two_connections(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("transactional_db")
    if connection.vendor != "postgresql":
        pytest.skip("two connections at once need PostgreSQL: run with DATABASE_URL=postgres://…")


def test_the_last_money_is_allocated_once() -> None:
    one, two = actor_with("coordinator"), actor_with("officer", states=("XAA",))
    for _ in range(ROUNDS):
        it, things = received("100", by=one), [activity_in("XAA"), activity_in("XAA")]
        raised = at_once(*[
            lambda by=by, thing=thing, it=it: allocations.allocate(
                it, thing, amount="100", year=2026, on=DAY, by=by, now=NOW
            )
            for by, thing in zip((one, two), things, strict=True)
        ])  # fmt: skip
        assert sorted(type(error).__name__ for error in raised) == ["Blocked", "NoneType"]
        assert Allocation.objects.filter(contribution=it).count() == 1
        assert book.faults(book.held_on(books.history_of(it), DAY)) == []
    assert list(trail.verify()) == []


def test_a_period_closes_or_the_entry_comes_first() -> None:
    boss = actor_with("coordinator")
    for day in range(1, ROUNDS):
        on = date(2026, 1, day)
        it = contribution(by=boss)
        raised = at_once(
            partial(contributions.enter, it, Kind.PLEDGE, amount="7", on=on, by=boss, now=NOW),
            partial(periods.close, until=on, by=boss, now=NOW),
        )
        assert raised[1] is None
        assert raised[0] is None or isinstance(raised[0], Blocked)
        assert it.entries.filter(kind="pledge").count() == (1 if raised[0] is None else 0)
        with pytest.raises(Blocked):
            enter(it, "pledge", "7", on=on, by=boss)


def test_a_proposal_is_decided_once() -> None:
    one = actor_with("coordinator")
    deciders = [actor_with("coordinator"), actor_with("coordinator")]
    for _ in range(ROUNDS):
        it = received("50000", by=one)
        made = allocations.allocate(it, activity_in("XAA"), amount="50000", year=2026, on=DAY, by=one, now=NOW)
        raised = at_once(*[
            lambda by=by, approve=approve, made=made: allocations.decide(
                made, approve=approve, why="Reason", on=DAY, by=by, now=NOW
            )
            for by, approve in zip(deciders, (True, False), strict=True)
        ])  # fmt: skip
        assert sorted(type(error).__name__ for error in raised) == ["Blocked", "NoneType"]
        made.refresh_from_db()
        assert made.entries.count() == (1 if made.status == "approved" else 0)
