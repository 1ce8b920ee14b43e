"""Steps: the right, the state, the version and the checks are asked again under the lock, and nothing half-done is left."""

from collections.abc import Iterator

import pytest
from tests.accounts.conftest import NOW, actor_with, organisation

from accede.accounts import changing
from accede.accounts.models import Event
from accede.accounts.rights import Denied
from accede.assistance.models import Request
from accede.assistance.steps import Blocked, Problem, Step, offered, take
from accede.assistance.subjects import REQUESTS

pytestmark = pytest.mark.django_db


def has_title(request: Request) -> Iterator[Problem]:
    if not request.title:
        yield Problem("title", "Give it a title.", "title")


SUBMIT = Step[Request](
    name="submit", label="Submit", sources=frozenset({"draft"}), target="submitted", verb="submit", checks=(has_title,)
)
WITHDRAW = Step[Request](
    name="withdraw",
    label="Withdraw",
    sources=frozenset({"draft"}),
    target="withdrawn",
    verb="withdraw",
    needs_reason=True,
)


def draft(title: str = "Sample request") -> Request:
    organisation("state", "XAA")
    return Request.objects.create(
        reference="R-2026-0001", participant_id="XAA", title=title, status_since=NOW, created_at=NOW, changed_at=NOW
    )


def test_a_step_writes_the_state_its_time_and_an_event() -> None:
    by = actor_with("focal_point", state="XAA")
    done = take(SUBMIT, draft(), by=by, to=REQUESTS, now=NOW, values={"submitted_at": NOW}, seen=1)
    assert (done.status, done.status_since, done.submitted_at, done.version) == ("submitted", NOW, NOW, 2)
    event = Event.objects.get(verb="submit")
    assert (event.record_id, event.states, event.detail.before["status"]) == (str(done.pk), ["XAA"], "draft")


def test_another_state_is_refused_and_may_not_even_know_of_it() -> None:
    record = draft()
    with pytest.raises(Denied) as caught:
        take(SUBMIT, record, by=actor_with("focal_point", state="XAB"), to=REQUESTS, now=NOW)
    assert caught.value.hidden
    record.refresh_from_db()
    assert record.status == "draft"


def test_who_may_see_it_and_not_do_this_is_told_so() -> None:
    by = actor_with("focal_point", state="XAA")
    record = changing.change(draft(), {"status": "submitted", "submitted_at": NOW}, by=by, now=NOW)
    with pytest.raises(Denied) as caught:
        take(SUBMIT, record, by=by, to=REQUESTS, now=NOW)
    assert not caught.value.hidden


def test_every_check_that_fails_is_named_and_nothing_changes() -> None:
    record = draft(title="")
    with pytest.raises(Blocked) as caught:
        take(
            SUBMIT,
            record,
            by=actor_with("focal_point", state="XAA"),
            to=REQUESTS,
            now=NOW,
            values={"submitted_at": NOW},
        )
    assert caught.value.problems == (Problem("title", "Give it a title.", "title"),)
    record.refresh_from_db()
    assert (record.status, record.submitted_at, Event.objects.count()) == ("draft", None, 0)


def test_a_reason_is_demanded_where_one_is_owed() -> None:
    by = actor_with("focal_point", state="XAA")
    record = draft()
    with pytest.raises(Blocked, match="Give a reason"):
        take(WITHDRAW, record, by=by, to=REQUESTS, now=NOW, why="  ")
    assert take(WITHDRAW, record, by=by, to=REQUESTS, now=NOW, why="no longer needed").status == "withdrawn"
    assert Event.objects.get().why == "no longer needed"


def test_who_looked_at_an_older_version_is_told() -> None:
    by = actor_with("focal_point", state="XAA")
    record = draft()
    changing.change(record, {"title": "Another title"}, by=by, now=NOW, seen=1)
    with pytest.raises(changing.Conflict):
        take(SUBMIT, record, by=by, to=REQUESTS, now=NOW, values={"submitted_at": NOW}, seen=1)


def test_pages_offer_what_the_table_allows_with_what_stands_in_the_way() -> None:
    record = draft(title="")
    own = offered((SUBMIT, WITHDRAW), record, actor=actor_with("focal_point", state="XAA"), to=REQUESTS)
    assert [(it.name, len(it.problems), it.needs_reason) for it in own] == [("submit", 1, False), ("withdraw", 0, True)]
    assert offered((SUBMIT, WITHDRAW), record, actor=actor_with("focal_point", state="XAB"), to=REQUESTS) == []
