"""`accede desk` and `accede due`."""

import json

import pytest

from accede.cli import main
from tests.accounts.conftest import NOW, person_with
from tests.assistance.making import request_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the test is open already."""
    monkeypatch.setattr("accede.cli.desk.open_database", lambda: None)


def test_a_desk_at_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    person = person_with("officer", states=("XAA",))
    it = request_in("XAA", "submitted", status_since=NOW, acknowledge_by=NOW)
    assert main(["desk", "--as", person.email.upper()]) == 0
    assert f"{it.reference} Sample request: the Office to acknowledge the request" in capsys.readouterr().out
    assert main(["desk", "--as", person.email, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["late"] for row in found["late"]] == [True]
    assert main(["desk", "--as", "nobody@example.org"]) == 2
    assert "nobody with an open account" in capsys.readouterr().err


def test_what_is_due_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["due", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"proposals": 0, "notices": 0, "digests": 0, "questions": 0}
