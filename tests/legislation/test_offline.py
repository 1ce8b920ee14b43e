"""The workbook of the assessment: taken away, filled in, brought back, and never writing over anyone silently."""

import io
from typing import Any

import pytest
import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.accounts.conftest import NOW, actor_with, person_with, sign_in
from tests.knowledge.making import law_in
from tests.legislation.making import assessed, bind, key, keys

from accede.legislation import domain, offline
from accede.legislation.models import LegalFinding
from accede.legislation.queries import lines

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _bound() -> None:
    bind("XAA")


def taken_away() -> bytes:
    """The workbook as it is given out now."""
    return offline.workbook("XAA", lines(actor_with("coordinator"), "XAA", ["hostages-1979"], on=NOW.date()))


def filled(content: bytes, **cells: Any) -> bytes:
    """The workbook with cells of the row of the offence changed, by column."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as copy:
        for name in ("assessment", "about"):
            sheet = copy.add_worksheet(name)
            rows = book.get_sheet_by_name(name).to_python()
            for number, row in enumerate(rows):
                given = dict(zip(rows[0], row, strict=True)) if name == "assessment" else {}
                changed = cells if given.get("obligation") == key() else {}
                sheet.write_row(number, 0, [changed.get(str(rows[0][at]), it) for at, it in enumerate(row)])
    return target.getvalue()


def compared(content: bytes, who: str = "officer") -> list[offline.Change]:
    by = actor_with("officer", states=("XAA",)) if who == "officer" else actor_with("focal_point", state="XAA")
    return offline.compare(offline.read(content, state="XAA"), state="XAA", by=by)


def test_what_comes_back_as_it_went_changes_nothing() -> None:
    law = law_in("XAA", code="pc", rows=(("5", "", "Whoever takes a hostage …"), ("6 bis", "", "Complicity")))
    assessed(provisions=tuple(law.provisions.all()), practice="Two cases\nin 2012.")
    content = taken_away()
    assert len(offline.read(content, state="XAA")) == len(keys())
    assert compared(content) == []


def test_the_expert_and_the_state_each_bring_back_their_own_side() -> None:
    law = law_in("XAA", code="pc", rows=(("5", "", "Whoever takes a hostage …"),))
    content = filled(
        taken_away(),
        finding="partly",
        reason="Attempt is missing.",
        confidence="low",
        provisions="pc | 5",
        state_view="met",
    )
    changes = compared(content)
    assert [(it.what, it.side) for it in changes] == [("change", "expert"), ("not yours", "state")]
    officer = actor_with("officer", states=("XAA",))
    done = offline.take_in(changes, state="XAA", status={"hostages-1979": "party"}, by=officer, now=NOW)
    it = LegalFinding.objects.get()
    assert (len(done), it.finding, it.reason, it.state_view, it.status_then) == (
        1,
        "partly",
        "Attempt is missing.",
        "not_assessed",
        "party",
    )
    assert [row.provision for row in it.evidence.all()] == list(law.provisions.all())
    theirs = compared(content, "focal")
    assert [(one.what, one.side) for one in theirs] == [("change", "state")], "the expert's side stands there already"
    offline.take_in(theirs, state="XAA", status={}, by=actor_with("focal_point", state="XAA"), now=NOW)
    assert LegalFinding.objects.get().state_view == "met"


def test_what_somebody_else_changed_meanwhile_is_a_conflict_and_left_alone() -> None:
    content = filled(taken_away(), finding="met", reason="Section 5.")
    assessed(finding="not_met", reason="Looked again.")
    (change,) = compared(content)
    assert change.what == "conflict"
    assert ("reason", "Looked again.", "Section 5.") in change.differing
    officer = actor_with("officer", states=("XAA",))
    assert offline.take_in([change], state="XAA", status={}, by=officer, now=NOW) == []
    assert LegalFinding.objects.get().reason == "Looked again."


def test_the_other_side_writing_meanwhile_is_no_conflict() -> None:
    it = assessed()
    content = filled(taken_away(), finding="met", reason="Section 5.")
    focal = actor_with("focal_point", state="XAA")
    domain.take_view("XAA", key(), view="met", comment="", by=focal, now=NOW, seen=it.version)
    changes = compared(content)
    assert {(one.what, one.side) for one in changes} == {("change", "expert"), ("not yours", "state")}


def test_a_provision_repealed_since_neither_blocks_the_workbook_nor_is_exchanged() -> None:
    law = law_in("XAA", code="pc", rows=(("5", "", "Whoever takes a hostage …"), ("6", "", "Attempt")))
    old = law.provisions.get(number="5")
    assessed(provisions=(old,))
    law_in("XAA", code="pc", rows=(("6", "", "Attempt"),))
    assert compared(taken_away()) == []
    changes = compared(filled(taken_away(), reason="Repealed."))
    officer = actor_with("officer", states=("XAA",))
    offline.take_in(changes, state="XAA", status={}, by=officer, now=NOW)
    it = LegalFinding.objects.get()
    assert (it.reason, [row.provision for row in it.evidence.all()]) == ("Repealed.", [old])


@pytest.mark.parametrize(
    ("cells", "place", "words"),
    [
        ({"finding": "perhaps"}, "D", "none of met"),
        ({"finding": "met", "reason": ""}, "E", "Give the reason"),
        ({"provisions": "pc | 99", "finding": "met", "reason": "x"}, "H", "no provision of the laws here"),
        ({"obligation": "hostages-1979/99"}, "A", "no obligation of this id"),
        ({"expert_version": "first"}, "K", "versions are numbers"),
        ({"reason": "x" * 20_001, "finding": "met"}, "E", "At most 20000 characters"),
    ],
)
def test_faults_name_the_cell_and_the_remedy_and_change_nothing(cells: dict[str, str], place: str, words: str) -> None:
    with pytest.raises(offline.WorkbookRefused, match=words) as refused:
        compared(filled(taken_away(), **cells))
    assert all(it.place.startswith(f"assessment!{place}") for it in refused.value.faults)
    assert not LegalFinding.objects.exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"obligation,finding\n", b"x" * 5_000_001])
def test_what_is_no_such_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(offline.WorkbookRefused):
        offline.read(content, state="XAA")


def test_the_workbook_of_another_state_is_refused() -> None:
    with pytest.raises(offline.WorkbookRefused, match="another State"):
        offline.read(taken_away(), state="XAB")


def test_on_the_page_it_is_looked_at_first_and_then_taken_in(client: Client) -> None:
    sign_in(client, person_with("officer", states=("XAA",)))
    where = reverse("legal-assessment-back", args=["XAA"])
    form = client.get(reverse("legal-assessment-file", args=["XAA", "form"]))
    content = filled(form.content, finding="met", reason="Section 5.")

    def send(act: str, content: bytes = content) -> Any:
        return client.post(where, {"act": act, "file": SimpleUploadedFile("a.xlsx", content)})

    looked = send("look")
    assert "Section 5." in looked.content.decode()
    assert not LegalFinding.objects.exists()
    assert send("take").status_code == 302
    assert LegalFinding.objects.get().finding == "met"
    assert send("take", b"no workbook").status_code == 400
    assert client.post(where, {"act": "take"}).status_code == 400
    stranger = Client()
    sign_in(stranger, person_with("focal_point", state="XAB"))
    assert stranger.get(where).status_code == 404
