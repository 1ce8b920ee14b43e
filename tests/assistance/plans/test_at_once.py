"""Acceptance under two real connections: whoever comes second is told, and a plan comes into force once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from tests.accounts.conftest import NOW, actor_with
from tests.assistance.plans.contents import offered_plan

from accede.accounts import trail
from accede.accounts.changing import Conflict
from accede.accounts.models import Event
from accede.accounts.rights import Actor
from accede.assistance.domain import plans
from accede.assistance.models import Plan, PlanAcceptance
from accede.assistance.steps import Blocked

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 12


@pytest.fixture(autouse=True)
def _two_connections(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("transactional_db")
    if connection.vendor != "postgresql":
        pytest.skip("two connections at once need PostgreSQL: run with DATABASE_URL=postgres://…")


def at_once(*acts: Callable[[], object]) -> list[Exception | None]:
    """Do each in a thread with a connection of its own, begun together; answers what each raised."""
    start = threading.Barrier(len(acts))
    raised: list[Exception | None] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            act()
        except Exception as error:
            raised[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other for ever"
    return raised


def accepting(plan: Plan, digest: str, by: Actor) -> Callable[[], object]:
    return lambda: plans.accept(plan, version=1, digest=digest, by=by, now=NOW)


def test_both_sides_accept_at_the_same_moment() -> None:
    state, office = actor_with("focal_point", state="XAA"), actor_with("officer", states=("XAA",))
    for _ in range(ROUNDS):
        plan, version = offered_plan(office)
        raised = at_once(accepting(plan, version.hash, state), accepting(plan, version.hash, office))
        assert raised == [None, None]
        plan.refresh_from_db()
        assert (plan.status, plan.in_force, plan.offered) == ("in_force", version, None)
        assert sorted(version.acceptances.values_list("side", flat=True)) == ["office", "state"]
        events = Event.objects.filter(record="plan", record_id=str(plan.pk))
        assert events.filter(verb="accept").count() == 2
        assert events.filter(verb="in_force").count() == 1, "in force exactly once"
        assert plan.indicators.count() == 1
    assert list(trail.verify()) == []


def test_a_double_click_accepts_once() -> None:
    state, office = actor_with("focal_point", state="XAA"), actor_with("officer", states=("XAA",))
    for _ in range(ROUNDS):
        plan, version = offered_plan(office)
        raised = at_once(*[accepting(plan, version.hash, state)] * 3)
        assert raised == [None, None, None]
        assert PlanAcceptance.objects.filter(plan_version=version).count() == 1
        assert Event.objects.filter(record="plan", record_id=str(plan.pk), verb="accept").count() == 1
        plan.refresh_from_db()
        assert plan.status == "offered"
    assert list(trail.verify()) == []


def test_accepting_while_a_new_version_is_offered_one_of_the_two_is_refused() -> None:
    state, office = actor_with("focal_point", state="XAA"), actor_with("officer", states=("XAA",))
    came: set[str] = set()
    for _ in range(ROUNDS):
        plan, version = offered_plan(office)
        plans.accept(plan, version=1, digest=version.hash, by=office, now=NOW)
        plan = plans.edit(plan, {"state_provides": "A room"}, by=state, now=NOW, seen=plan.version)
        seen = plan.version
        accepted, offered = at_once(
            accepting(plan, version.hash, state),
            lambda plan=plan, seen=seen: plans.offer(plan, note="", by=office, now=NOW, seen=seen),  # type: ignore[misc]
        )
        plan.refresh_from_db()
        if accepted is None:
            assert isinstance(offered, Conflict)
            assert (plan.in_force, plan.offered) == (version, None)
            came.add("accepted")
        else:
            assert isinstance(accepted, Blocked)
            assert "no longer offered" in str(accepted)
            assert offered is None
            assert plan.in_force is None
            assert plan.offered is not None
            assert plan.offered.number == 2
            assert not plan.offered.acceptances.exists(), "an acceptance is of the version that was read"
            came.add("offered")
    assert came, "one of the two happened each time"
    assert list(trail.verify()) == []


def test_two_offers_at_once_are_two_numbers_or_one_is_told() -> None:
    state, office = actor_with("focal_point", state="XAA"), actor_with("officer", states=("XAA",))
    for _ in range(ROUNDS):
        plan, _first = offered_plan(office)
        plan = plans.edit(plan, {"state_provides": "A room"}, by=state, now=NOW, seen=plan.version)
        raised = at_once(
            *[
                lambda by=by, plan=plan: plans.offer(plan, note="", by=by, now=NOW, seen=plan.version)
                for by in (state, office)
            ]
        )
        assert [type(error) for error in raised if error] == [Conflict]
        assert list(plan.versions.values_list("number", flat=True)) == [1, 2]
