"""Nominations, seats and states under two real connections: limits hold, and whoever comes second is told."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from tests.accounts.conftest import NOW, actor_with
from tests.assistance.making import activity_in, call_for, nomination_in, request_in, trainee
from tests.assistance.plans.test_at_once import at_once

from accede.accounts import trail
from accede.accounts.changing import Conflict
from accede.accounts.merging import KINDS, merge
from accede.accounts.models import Event
from accede.accounts.people import Refused
from accede.assistance.domain import activities, requests, training
from accede.assistance.models import Call, Enrolment, Nomination
from accede.assistance.steps import Blocked

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10
OPEN: dict[str, Any] = {"opens_at": NOW - timedelta(days=1), "closes_at": NOW + timedelta(days=1)}


@pytest.fixture(autouse=True)
def _two_connections(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("transactional_db")
    if connection.vendor != "postgresql":
        pytest.skip("two connections at once need PostgreSQL: run with DATABASE_URL=postgres://…")


def course(**values: Any) -> Call:
    return call_for(activity_in(("XAA", "XAB"), "confirmed"), **{**OPEN, **values})


def test_a_state_never_nominates_more_than_it_may() -> None:
    focal = actor_with("focal_point", state="XAA")
    for _ in range(ROUNDS):
        call, people = course(per_state=1), [trainee("XAA") for _ in range(3)]
        raised = at_once(*[
            lambda who=who, call=call: training.nominate(call, who, by=focal, now=NOW) for who in people
        ])  # fmt: skip
        assert sorted(type(error).__name__ for error in raised) == ["Blocked", "Blocked", "NoneType"]
        assert call.nominations.count() == 1
    assert list(trail.verify()) == []


def test_a_person_is_nominated_once_however_often_the_button_is_pressed() -> None:
    focal = actor_with("focal_point", state="XAA")
    for _ in range(ROUNDS):
        call, who = course(), trainee("XAA")
        raised = at_once(*[lambda who=who, call=call: training.nominate(call, who, by=focal, now=NOW)] * 2)
        assert sorted(type(error).__name__ for error in raised) == ["Blocked", "NoneType"]
        assert call.nominations.count() == 1


def test_the_last_seat_is_given_once() -> None:
    boss = actor_with("coordinator")
    for _ in range(ROUNDS):
        call = course(seats=1)
        both = [nomination_in(code, call=call) for code in ("XAA", "XAB")]
        raised = at_once(*[
            lambda it=it: training.decide(it, "selected", by=boss, now=NOW) for it in both
        ])  # fmt: skip
        assert sorted(type(error).__name__ for error in raised) == ["Blocked", "NoneType"]
        assert Nomination.objects.filter(call=call, status="selected").count() == 1
        assert Enrolment.objects.filter(activity=call.activity).count() == 1


def test_two_people_move_an_activity_at_once_and_one_is_told() -> None:
    one, two = actor_with("coordinator"), actor_with("coordinator")
    for _ in range(ROUNDS):
        it = activity_in("XAA", "planned")
        raised = at_once(
            *[
                lambda it=it, by=by, why=why: activities.move(it, "cancel", by=by, now=NOW, why=why, seen=it.version)
                for by, why in ((one, "No money"), (two, "No time"))
            ]
        )
        assert sorted(type(error).__name__ for error in raised) in (["Conflict", "NoneType"], ["Blocked", "NoneType"])
        it.refresh_from_db()
        assert it.status == "cancelled"
        events = Event.objects.filter(record="activity", record_id=str(it.pk), verb="cancel")
        assert [event.why for event in events] == [it.cancel_reason]
    assert list(trail.verify()) == []


def test_a_request_is_accepted_or_declined_and_never_both() -> None:
    one, two = actor_with("officer", states=("XAA",)), actor_with("coordinator")
    for _ in range(ROUNDS):
        it = request_in("XAA", "acknowledged", officer_id=one.person)
        raised = at_once(
            *[
                lambda it=it, by=by, step=step: requests.move(it, step, by=by, now=NOW, why="Reason", seen=it.version)
                for by, step in ((one, "accept"), (two, "decline"))
            ]
        )
        assert [error is None for error in raised].count(True) == 1
        assert all(isinstance(error, Blocked | Conflict) for error in raised if error)
        it.refresh_from_db()
        assert (it.status == "accepted") == (raised[0] is None)


def test_merging_two_people_while_both_are_nominated_keeps_one_of_the_rules() -> None:
    """Either the merge comes first and the merged one is no longer there, or the nominations do and it is refused."""
    focal, boss = actor_with("focal_point", state="XAA"), actor_with("coordinator")
    for _ in range(ROUNDS):
        call, kept, gone = course(), trainee("XAA"), trainee("XAA")
        training.nominate(call, kept, by=focal, now=NOW)
        nominate = partial(training.nominate, call, gone, by=focal, now=NOW)
        become_one = partial(merge, KINDS["trainee"], kept, gone, values={}, reason="One person", by=boss, now=NOW)
        raised = at_once(nominate, become_one)
        gone.refresh_from_db()
        alive = Nomination.objects.filter(call=call)
        if raised[1] is None:
            assert isinstance(raised[0], Blocked)
            assert [row.trainee_id for row in alive] == [kept.pk]
        else:
            assert isinstance(raised[1], Refused)
            assert raised[0] is None
            assert gone.merged_into is None
            assert alive.count() == 2
