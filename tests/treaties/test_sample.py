"""Placeholder States: a world of their own, beside the real one."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.treaties.conftest import NOW

from accede.treaties import queries, sample


def test_placeholder_states_are_complete_as_of_today_also_in_a_worker_that_runs_for_days(
    loaded: queries.Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = queries.snapshot().facts.actions
    sample.record([("XAA", "hostages-1979", "accession", date(2001, 5, 4))], now=NOW)
    snap = queries.snapshot()
    assert len(snap.facts.actions) == len(before), "no figure of the world counts them"
    assert "XAA" not in snap.facts.participants
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *arguments: tomorrow)
    later = queries.snapshot()
    assert later.sample is not None
    assert {row.complete_as_of for row in later.sample.facts.lists} == {tomorrow}
    assert queries.snapshot() is later


def test_nothing_that_is_said_of_the_world_changes_with_them(client: Client, loaded: queries.Snapshot) -> None:
    pages = (
        "/?on=2012-01-01",
        "/matrix.csv?region=Oceania",
        "/api/v1/matrix?on=2012-01-01",
        "/actions.csv",
        "/states.json",
    )
    before = {page: client.get(page).content for page in pages}
    sample.record([("XAA", "hostages-1979", "accession", date(2001, 5, 4))], now=NOW)
    assert {page: client.get(page).content for page in pages} == before
    page = client.get("/states/XAA/").content.decode()
    assert "This State does not exist" in page
    assert client.get("/states/XAB/").status_code == 200
    sample.remove()
    assert client.get("/states/XAA/").status_code == 404
    assert {page: client.get(page).content for page in pages} == before
