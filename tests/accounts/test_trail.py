"""The audit trail: every change, chained; a row that is changed, left out or put in is found."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from tests.accounts.conftest import NOW, actor_with, person_with, sign_in

from accede.accounts import trail
from accede.accounts.migrations import __name__ as _package
from accede.accounts.models import Event, EventDetail
from accede.cli import main

pytestmark = pytest.mark.django_db


def events(count: int = 5) -> None:
    by = actor_with("officer", states=("XAA",))
    for number in range(count):
        trail.add(
            by=by, verb="edit", record="request", record_id=number, now=NOW, states=["XAA"], before={"a": number},
            after={"a": number + 1}, why="Ü – because",
        )  # fmt: skip


def behind_its_back(statement: str, *values: str) -> None:
    """Change a row as somebody with the database's password would, the triggers taken out."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE accounts_event DISABLE TRIGGER accounts_event_no_change")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS accounts_event_no_update")
            cursor.execute("DROP TRIGGER IF EXISTS accounts_event_no_delete")
        cursor.execute(statement, values)


def test_a_trail_that_was_left_alone_holds() -> None:
    events()
    assert list(trail.verify()) == []


@pytest.mark.parametrize(
    ("statement", "number", "word"),
    [
        ("UPDATE accounts_event SET why = 'other' WHERE number = 3", 3, "changed"),
        ("UPDATE accounts_event SET person_id = NULL WHERE number = 2", 2, "changed"),
        (
            ("UPDATE accounts_eventdetail SET after = '{\"a\": 99}' "
            "WHERE event_id = (SELECT id FROM accounts_event WHERE number = 2)"),
            2,
            "values",
        ),
        ("UPDATE accounts_event SET number = 77 WHERE number = 5", 77, "missing"),
    ],
)  # fmt: skip
def test_a_row_that_was_changed_is_found(statement: str, number: int, word: str) -> None:
    events()
    behind_its_back(statement)
    faults = list(trail.verify())
    assert faults[0].number == number
    assert word in " ".join(fault.message for fault in faults)


def test_a_row_that_was_left_out_is_found() -> None:
    events()
    EventDetail.objects.filter(event__number=3).delete()
    behind_its_back("DELETE FROM accounts_event WHERE number = 3")
    assert (trail.Broken(4, "events 3 to 3 are missing")) in list(trail.verify())


def test_the_newest_rows_cut_off_are_found_by_the_head() -> None:
    events()
    EventDetail.objects.filter(event__number=5).delete()
    behind_its_back("DELETE FROM accounts_event WHERE number = 5")
    assert [fault.number for fault in trail.verify()] == [5]


def test_values_are_erased_with_an_event_of_its_own_and_the_chain_still_holds() -> None:
    events(2)
    trail.erase_details(Event.objects.filter(number=1), by=actor_with("coordinator"), now=NOW, why="Asked to")
    assert EventDetail.objects.get(event__number=1).after == {}
    assert list(trail.verify()) == []
    EventDetail.objects.filter(event__number=2).update(before={}, after={}, erased_at=NOW)
    assert "no event says by whom" in next(iter(trail.verify())).message


def test_neither_the_program_nor_the_database_lets_a_row_be_changed() -> None:
    from importlib import import_module

    events(1)
    event = Event.objects.get()
    event.why = "other"
    with pytest.raises(Exception, match="never changed"):
        event.save()
    if connection.vendor == "sqlite":
        migration = import_module(f"{_package}.0003_trail_is_append_only")
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS accounts_event_no_update")
            for statement in migration.SQLITE:
                cursor.execute(statement)
    for statement in ("UPDATE accounts_event SET why = 'x'", "DELETE FROM accounts_event"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_who_reads_the_trail() -> None:
    events()
    trail.add(by=actor_with("officer"), verb="edit", record="request", record_id=9, now=NOW, states=["XAB"])
    pages: dict[str, Any] = {}
    for role, state in (("focal_point", "XAA"), ("auditor", ""), ("partner", "")):
        client = Client()
        sign_in(client, person_with(role, state=state))
        pages[role] = client.get(reverse("trail"))
        assert client.get(reverse("trail-verify")).status_code == (200 if role == "auditor" else 404)
    assert pages["partner"].status_code == 404
    assert "XAB" in pages["auditor"].content.decode()
    assert "XAB" not in pages["focal_point"].content.decode()
    assert "XAA" in pages["focal_point"].content.decode()


def test_the_exported_lines_can_be_checked_elsewhere() -> None:
    events()
    rows = [json.loads(line) for line in trail.lines()]
    assert [row["previous_hash"] for row in rows[1:]] == [row["hash"] for row in rows[:-1]]
    assert "after" not in rows[0], "what stood before and after may be confidential"
    whole = [json.loads(line) for line in trail.lines(values=True)]
    assert all(trail.digest(row["before"], row["after"]) == row["content_hash"] for row in whole)


def test_the_command_names_what_was_changed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accede.cli.imports.open_database", lambda: None)
    monkeypatch.setattr("accede.cli.audit.open_database", lambda: None)
    events()
    assert main(["audit", "verify"]) == 0
    assert "The chain holds: 5 events." in capsys.readouterr().out
    assert main(["audit", "export", str(tmp_path / "trail.jsonl")]) == 0
    assert (tmp_path / "trail.jsonl").read_bytes().count(b"\n") == 5
    assert main(["audit", "export", str(tmp_path / "trail.jsonl")]) == 2
    behind_its_back("UPDATE accounts_event SET verb = 'x' WHERE number = 3")
    assert main(["audit", "verify", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["faults"][0]["number"] == 3
