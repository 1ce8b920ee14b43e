"""Records are changed in one way: with the version that was read, and into the trail."""

from datetime import timedelta

import pytest
from tests.accounts.conftest import NOW, actor_with, organisation

from accede.accounts import changing
from accede.accounts.models import Event

pytestmark = pytest.mark.django_db


def test_a_change_is_written_with_what_stood_before() -> None:
    by = actor_with("coordinator")
    body = organisation("partner", name="Sample partner")
    changed = changing.change(body, {"name": "Sample partner two"}, by=by, now=NOW, seen=1, why="renamed")
    assert (changed.name, changed.version) == ("Sample partner two", 2)
    event = Event.objects.get(verb="edit")
    assert (event.detail.before, event.detail.after) == ({"name": "Sample partner"}, {"name": "Sample partner two"})
    assert (event.record, event.record_id, event.person_id, event.why) == (
        "organisation",
        str(body.pk),
        by.person,
        "renamed",
    )


def test_who_read_an_older_version_is_told_and_nothing_is_written() -> None:
    by = actor_with("coordinator")
    body = organisation("partner", name="Sample partner")
    changing.change(body, {"website": "https://one.example.org"}, by=by, now=NOW, seen=1)
    with pytest.raises(changing.Conflict) as caught:
        changing.change(body, {"website": "https://two.example.org"}, by=by, now=NOW, seen=1)
    assert caught.value.fields == ["website"]
    assert caught.value.given == {"website": "https://two.example.org"}
    body.refresh_from_db()
    assert body.website == "https://one.example.org"
    assert Event.objects.count() == 1


def test_writing_what_stands_there_changes_nothing() -> None:
    by = actor_with("coordinator")
    body = organisation("partner", name="Sample partner")
    assert changing.change(body, {"name": "Sample partner"}, by=by, now=NOW, seen=1).version == 1
    assert not Event.objects.exists()


def test_archived_with_a_reason_and_kept() -> None:
    by = actor_with("coordinator")
    body = changing.archive(
        organisation("partner", name="Sample partner"), reason="closed", by=by, now=NOW + timedelta(days=1)
    )
    assert (body.archived_at, body.archive_reason) == (NOW + timedelta(days=1), "closed")
    assert Event.objects.get().verb == "archive"
