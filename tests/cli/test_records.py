"""`accede request`, `accede activity` and `accede user invite|list`."""

import csv
import io
import json
from pathlib import Path

import pytest

from accede.accounts.models import Invitation
from accede.assistance import offline_form
from accede.assistance.models import Request
from accede.cli import main
from tests.accounts.conftest import organisation, person_with
from tests.assistance.making import activity_in, request_in

pytestmark = pytest.mark.django_db
Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the test is open already."""
    monkeypatch.setattr("accede.cli.records.open_database", lambda: None)
    monkeypatch.setattr("accede.cli.people.open_database", lambda: None)


def test_requests_are_listed_as_the_person_may_see_them(capsys: Printed) -> None:
    mine, other = request_in("XAA", "submitted"), request_in("XAB", "submitted")
    officer = person_with("officer", states=("XAA",))
    assert main(["request", "list", "--as", officer.email, "--format", "json"]) == 0
    assert [row["reference"] for row in json.loads(capsys.readouterr().out)] == [mine.reference]
    assert main(["request", "list", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert main(["request", "list", "--as", officer.email, "--status", "nothing"]) == 2
    assert "--status" in capsys.readouterr().err
    assert main(["request", "show", other.reference, "--as", officer.email]) == 2
    assert "no request" in capsys.readouterr().err


def test_a_request_is_shown_without_what_one_may_not_see(capsys: Printed) -> None:
    it = request_in("XAA", "submitted", situation="quite secret", summary="open")
    assert main(["request", "show", it.reference.lower(), "--as", person_with("reporting").email]) == 0
    said = capsys.readouterr().out
    assert "confidential" in json.loads(said)["withheld"]
    assert "quite secret" not in said
    assert main(["request", "show", it.reference, "--as", person_with("focal_point", state="XAA").email]) == 0
    assert json.loads(capsys.readouterr().out)["situation"] == "quite secret"


def test_activities_as_csv(capsys: Printed) -> None:
    activity_in(("XAA", "XAB"), "confirmed", public=True)
    activity_in("XAA", "planned", title="Hidden")
    assert main(["activity", "list", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["title"], row["states"]) for row in rows] == [("Sample workshop", "Sample State A, Sample State B")]
    assert (
        main(["activity", "list", "--as", person_with("coordinator").email, "--status", "planned", "--format", "csv"])
        == 0
    )
    assert [row["title"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))] == ["Hidden"]


def test_a_form_becomes_a_draft_or_is_refused_by_place(capsys: Printed, tmp_path: Path) -> None:
    focal, form = person_with("focal_point", state="XAA"), tmp_path / "form.json"
    blank = json.loads(offline_form.blank_json("XAA"))
    body = blank.get("request", blank)
    body["title"] = "Help with a bill"
    form.write_text(json.dumps(blank))
    assert main(["request", "import", str(form), "--as", focal.email]) == 0
    assert Request.objects.get().title == "Help with a bill"
    assert Request.objects.get().reference in capsys.readouterr().out
    form.write_text("{")
    assert main(["request", "import", str(form), "--as", focal.email]) == 2
    assert "nothing was changed" in capsys.readouterr().err
    form.write_text(json.dumps(blank))
    assert main(["request", "import", str(form), "--as", person_with("focal_point", state="XAB").email]) == 2
    assert "no focal point" in capsys.readouterr().err
    assert main(["request", "import", str(tmp_path / "no"), "--as", focal.email]) == 2
    assert Request.objects.count() == 1


def test_people_are_invited_and_listed(capsys: Printed) -> None:
    organisation("office", name="Sample Office")
    asked = ["user", "invite", "--email", "new@example.org", "--name", "New", "--organisation", "sample office"]
    assert main([*asked, "--role", "officer", "--state", "XAA"]) == 0
    assert "/invitation" in capsys.readouterr().out
    assert Invitation.objects.get().scopes == [["state", "XAA"]]
    for wrong, said in (
        (("--role", "king"), "--role: 'king' is none of"),
        (("--role", "focal_point"), "not held in an organisation of this kind"),
        (("--role", "officer", "--state", "ZZZ"), "--state: 'ZZZ'"),
    ):
        assert main([*asked, *wrong]) == 2
        assert said in capsys.readouterr().err
    person = person_with("coordinator")
    assert main(["user", "list", "--format", "json"]) == 0
    rows = {row["email"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows[person.email]["roles"] == ["coordinator in Sample office"]
