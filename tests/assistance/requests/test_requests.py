"""From a gap to a closed request, as a focal point, an officer and a possible helper live it."""

import io
from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.conftest import NOW, actor_with, organisation, person_with, sign_in
from tests.assistance.making import request_in

from accede.accounts.actors import load_actor
from accede.accounts.models import Event
from accede.assistance import offline_form
from accede.assistance.domain import requests
from accede.assistance.models import Circulation, Document, Request
from accede.assistance.queries.requests import requests_for
from accede.assistance.steps import Blocked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

WRITTEN = {
    "title": "Sample request for drafting help", "themes": ["legislation"], "instruments": ["bombings-1997"],
    "wanted": "Two drafters for a month", "contact_name": "Sample Contact", "contact_email": "contact@example.org",
}  # fmt: skip


def signed_in(role: str, **where: Any) -> Client:
    client = Client()
    sign_in(client, person_with(role, **where))
    return client


def test_a_gap_on_a_states_page_becomes_a_request_in_one_click(client: Client) -> None:
    page = client.get("/states/KEN/").content.decode()
    assert (
        'href="/requests/new/?state=KEN&amp;instrument=nuclear-terrorism-2005"' in page
        or "/requests/new/?state=KEN" in page
    )
    focal = signed_in("focal_point", state="XAA")
    address = reverse("request-new") + "?state=XAA&instrument=bombings-1997"
    form = focal.get(address).content.decode()
    assert "bombings-1997/" in form, "the obligations of the instrument are filled in"
    assert "checked" in form
    made = focal.post(address, WRITTEN)
    it = Request.objects.get()
    assert made.headers["Location"] == reverse("request", args=[it.pk])
    assert (it.participant_id, it.status, it.reference[:2]) == ("XAA", "draft", "R-")


def test_only_the_state_asks_in_its_name() -> None:
    other = signed_in("focal_point", state="XAB")
    assert other.get(reverse("request-new") + "?state=XAA").status_code == 403
    assert signed_in("officer", states=("XAA",)).get(reverse("request-new")).status_code == 403


def test_what_is_lacking_is_named_and_nothing_moves() -> None:
    by = actor_with("focal_point", state="XAA")
    it = request_in("XAA", "draft", title="")
    with pytest.raises(Blocked) as caught:
        requests.move(it, "submit", by=by, now=NOW, seen=it.version)
    assert {problem.check for problem in caught.value.problems} == {"title", "wanted", "themes", "contact"}


def test_the_whole_way_in_the_browser() -> None:
    body = organisation("state", "XAA")
    focal, officer = signed_in("focal_point", state="XAA"), signed_in("officer", states=("XAA",))
    focal.post(reverse("request-new"), WRITTEN)
    it = Request.objects.get()
    assert it.organisation == body
    page = reverse("request", args=[it.pk])
    assert officer.get(page).status_code == 404, "a draft is the State's alone"

    def step(client: Client, name: str, why: str = "") -> str:
        it.refresh_from_db()
        client.post(reverse("request-step", args=[it.pk]), {"step": name, "seen": it.version, "why": why})
        it.refresh_from_db()
        return it.status

    assert step(focal, "submit") == "submitted"
    assert it.acknowledge_by is not None
    assert it.acknowledge_by - it.submitted_at >= timedelta(days=5)  # type: ignore[operator]
    assert "Waits for the Office" in officer.get(page).content.decode()
    assert step(officer, "acknowledge") == "acknowledged"
    assert step(officer, "ask", "For how many people?") == "clarification"
    assert "For how many people?" in focal.get(page).content.decode()
    assert step(focal, "answer", "For twelve.") == "acknowledged"
    assert step(officer, "accept") == "accepted"
    assert step(focal, "accept") == "accepted"
    done = focal.post(
        reverse("request-close", args=[it.pk]), {"met": "partly", "comment": "Nearly", "seen": it.version}
    )
    assert done.status_code == 302
    it.refresh_from_db()
    assert (it.status, it.met) == ("closed", "partly")
    assert it.ask_again_on is not None
    with pytest.raises(Blocked, match="one year"):
        requests.answer_later(
            it, met="yes", by=actor_with("focal_point", state="XAA"), now=timezone.now(), seen=it.version
        )
    later = timezone.now() + timedelta(days=366)
    requests.answer_later(it, met="yes", by=actor_with("focal_point", state="XAA"), now=later, seen=it.version)
    verbs = list(Event.objects.filter(record="request").order_by("number").values_list("verb", flat=True))
    assert [verb for verb in verbs if verb in ("submit", "acknowledge", "accept", "close", "answer_later")] == [
        "submit", "acknowledge", "accept", "close", "answer_later",
    ]  # fmt: skip


def test_two_people_are_told_of_each_other() -> None:
    it = request_in("XAA", "draft")
    first, second = signed_in("focal_point", state="XAA"), signed_in("focal_point", state="XAA")
    address = reverse("request-edit", args=[it.pk])
    assert first.post(address, {**WRITTEN, "title": "First", "seen": 1}).status_code == 302
    told = second.post(address, {**WRITTEN, "title": "Second", "seen": 1})
    assert told.status_code == 409
    page = told.content.decode()
    assert "First" in page
    assert "Second" in page
    assert second.post(address, {**WRITTEN, "title": "Second", "seen": 2}).status_code == 302
    it.refresh_from_db()
    assert it.title == "Second"


def test_a_draft_saves_itself() -> None:
    it = request_in("XAA", "draft")
    focal = signed_in("focal_point", state="XAA")
    address = reverse("request-autosave", args=[it.pk])
    saved = focal.post(address, {"title": "While typing", "seen": 1})
    assert saved.headers["X-Version"] == "2"
    assert focal.post(address, {"title": "Old page", "seen": 1}).status_code == 409
    it.refresh_from_db()
    assert it.title == "While typing"


def test_it_is_circulated_only_with_consent_which_can_be_withdrawn() -> None:
    it = request_in("XAA", "acknowledged", summary="Drafting help for a ministry", situation="SECRET", wanted="SECRET")
    helper = organisation("partner")
    officer, focal = actor_with("officer", states=("XAA",)), actor_with("focal_point", state="XAA")
    with pytest.raises(Blocked, match="not consented"):
        requests.circulate(it, [helper], by=officer, now=NOW)
    it = requests.consent(it, given=True, by=focal, now=NOW, seen=it.version)
    requests.circulate(it, [helper], by=officer, now=NOW)
    partner = signed_in("partner")
    page = partner.get(reverse("request", args=[it.pk])).content.decode()
    assert "Drafting help for a ministry" in page
    assert "SECRET" not in page
    partner.post(reverse("request-respond", args=[it.pk]), {"answer": "offers", "text": "Two experts"})
    assert Circulation.objects.get().answer == "offers"
    requests.consent(it, given=False, by=focal, now=NOW, seen=it.version)
    assert partner.get(reverse("request", args=[it.pk])).status_code == 404
    assert list(requests_for(load_actor(person_with("partner")))) == []


def test_a_note_verbale_is_registered_with_the_note() -> None:
    officer = signed_in("officer", states=("XAA",))
    body = organisation("state", "XAA")
    note = SimpleUploadedFile("note.pdf", b"%PDF-1.7 sample note")
    sent = {**WRITTEN, "state": "XAA", "organisation": body.pk, "authentic": "on", "file": note}
    assert officer.post(reverse("request-register"), sent).status_code == 302
    it = Request.objects.get()
    assert (it.status, it.channel) == ("submitted", "note_verbale")
    kept = Document.objects.get()
    assert (kept.content_type, kept.record_id) == ("application/pdf", str(it.pk))
    got = officer.get(reverse("document", args=[kept.pk]))
    assert got["Content-Disposition"].startswith("attachment")
    assert "sandbox" in got["Content-Security-Policy"]
    assert b"".join(got.streaming_content) == b"%PDF-1.7 sample note"  # type: ignore[attr-defined]
    assert signed_in("focal_point", state="XAB").get(reverse("document", args=[kept.pk])).status_code == 404
    bad = SimpleUploadedFile("note.pdf", b"MZ\x90\x00 a program")
    refused = officer.post(reverse("request-register"), {**sent, "file": bad})
    assert refused.status_code == 400
    assert Request.objects.count() == 1, "nothing is kept of what was refused"


def test_the_offline_form_comes_back() -> None:
    focal = signed_in("focal_point", state="XAA")
    blank = orjson.loads(focal.get(reverse("request-form-json")).content)
    assert blank["request"]["state"] == "XAA"
    blank["request"] |= {**WRITTEN, "needed_by": "2027-06-30"}
    file = SimpleUploadedFile("form.json", orjson.dumps(blank))
    assert focal.post(reverse("request-form"), {"file": file}).status_code == 302
    it = Request.objects.get()
    assert (it.channel, it.title) == ("file", WRITTEN["title"])
    blank["request"] |= {"themes": ["dancing"], "needed_by": "soon", "contact_email": "nobody", "surprise": 1}
    told = focal.post(reverse("request-form"), {"file": SimpleUploadedFile("form.json", orjson.dumps(blank))})
    page = told.content.decode()
    assert told.status_code == 400
    for place in ("request.themes", "request.needed_by", "request.contact_email", "surprise"):
        assert place in page
    assert Request.objects.count() == 1


def test_the_spreadsheet_is_read_as_it_was_written() -> None:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("request")
        for number, (name, value) in enumerate(
            [("state", "XAA"), ("title", "From a sheet"), ("themes", "legislation; rights"), ("wanted", "Help")]
        ):
            sheet.write_row(number, 0, [name, value])
    values = offline_form.read(target.getvalue())
    assert (values["state"], values["title"], values["themes"]) == ("XAA", "From a sheet", ["legislation", "rights"])
    assert offline_form.read(offline_form.blank_json("XAA"))["state"] == "XAA"
    assert offline_form.read(offline_form.blank_xlsx("XAA"))["state"] == "XAA"
    with pytest.raises(offline_form.FormRefused):
        offline_form.read(b"PK\x03\x04 damaged")
    with pytest.raises(offline_form.FormRefused, match="neither"):
        offline_form.read(b"\xff\xfe")


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list_costs_the_same_for_any_number(rows: int, django_assert_max_num_queries: Any) -> None:
    officer = signed_in("officer", states=("XAA",))
    for _ in range(rows):
        request_in("XAA", "submitted")
    officer.get(reverse("requests"))
    with django_assert_max_num_queries(9):
        page = officer.get(reverse("requests"))
    assert page.content.decode().count("Sample request") == rows
    assert officer.get(reverse("requests") + "?form=csv").content.decode().count("R-2020") == rows
    stranger = signed_in("focal_point", state="XAB")
    assert "Sample request" not in stranger.get(reverse("requests")).content.decode()
