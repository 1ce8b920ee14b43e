"""Who sees and does what with requests and their files."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.accounts.conftest import NOW, actor_with, person_with, sign_in
from tests.assistance.making import outcome_in, request_in

from accede.accounts.models import Event, Person
from accede.accounts.rights import Denied
from accede.assistance.domain import documents, requests
from accede.assistance.models import Document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def signed_in(person: Person) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def test_a_contributor_writes_the_draft_and_never_sees_the_contact() -> None:
    it = request_in("XAA", "draft", contact_name="Secret Contact", contact_email="secret@example.org")
    person = person_with("contributor", state="XAA")
    client = signed_in(person)
    assert client.get(reverse("request", args=[it.pk])).status_code == 404, "not asked to contribute yet"
    requests.set_contributors(it, [person], by=actor_with("focal_point", state="XAA"), now=NOW)
    address = reverse("request-edit", args=[it.pk])
    for page in (client.get(reverse("request", args=[it.pk])), client.get(address)):
        assert page.status_code == 200
        assert b"ecret" not in page.content.replace(b"Secretar", b"")
    sent = {"title": "By a contributor", "wanted": "Help", "contact_name": "Changed", "seen": it.version}
    assert client.post(address, sent).status_code == 302
    it.refresh_from_db()
    assert (it.title, it.contact_name) == ("By a contributor", "Secret Contact")
    step = {"step": "submit", "seen": it.version}
    assert client.post(reverse("request-step", args=[it.pk]), step).status_code in (302, 403)
    it.refresh_from_db()
    assert it.status == "draft", "only the focal point submits"


def test_what_is_asked_and_answered_is_read_by_no_more_people_than_the_request() -> None:
    it = request_in("XAA", "acknowledged")
    officer, focal = actor_with("officer", states=("XAA",)), actor_with("focal_point", state="XAA")
    it = requests.move(it, "ask", by=officer, now=NOW, why="CANARY question")
    requests.move(it, "answer", by=focal, now=NOW, why="CANARY answer")
    assert not Event.objects.filter(why__contains="CANARY").exists()
    reader = signed_in(person_with("reporting"))
    page = reader.get(reverse("request", args=[it.pk]))
    assert page.status_code == 200
    assert b"CANARY" not in page.content
    own = signed_in(person_with("focal_point", state="XAA")).get(reverse("request", args=[it.pk]))
    assert own.content.count(b"CANARY") == 2


def test_who_only_reads_attaches_nothing() -> None:
    outcome = outcome_in("XAA", "contributed")
    file = SimpleUploadedFile("paper.pdf", b"%PDF-1.7 x")
    for reader in (actor_with("reporting"), actor_with("auditor"), actor_with("focal_point", state="XAA")):
        assert not documents.may_attach(outcome, reader)
        with pytest.raises(Denied):
            documents.attach(outcome, file, by=reader, now=NOW)
    client = signed_in(person_with("auditor"))
    page = client.get(reverse("outcome", args=[outcome.pk]))
    assert page.status_code == 200
    assert b"Attach a file" not in page.content
    address = reverse("document-attach", args=["outcome", outcome.pk])
    assert client.post(address, {"file": SimpleUploadedFile("paper.pdf", b"%PDF-1.7 x")}).status_code == 403
    assert not Document.objects.exists()
    assert documents.may_attach(outcome, actor_with("officer", states=("XAA",)))


def test_a_file_is_its_records_and_is_put_away_with_a_reason(settings: Any, tmp_path: Any) -> None:
    settings.UPLOAD_DIR = tmp_path
    it = request_in("XAA", "submitted")
    focal = person_with("focal_point", state="XAA")
    client, officer = signed_in(focal), signed_in(person_with("officer", states=("XAA",)))
    attach = reverse("document-attach", args=["request", it.pk])
    page = client.post(attach, {"file": SimpleUploadedFile("<b>law</b>.html", b"<script>1</script>")}, follow=True)
    kept = Document.objects.get()
    assert (kept.file_name, kept.content_type) == ("b.txt", "text/plain; charset=utf-8")
    got = officer.get(reverse("document", args=[kept.pk]))
    assert (got["X-Content-Type-Options"], got["Content-Disposition"]) == ("nosniff", 'attachment; filename="b.txt"')
    assert got["Content-Security-Policy"].startswith("sandbox")
    assert got.getvalue() == b"<script>1</script>"
    for stranger in (
        person_with("focal_point", state="XAB"), person_with("officer", states=("XAB",)), person_with("reporting"),
        person_with("partner"), person_with("contributor", state="XAA"),
    ):  # fmt: skip
        them = signed_in(stranger)
        assert them.get(reverse("document", args=[kept.pk])).status_code == 404
        assert them.post(reverse("document-put-away", args=[kept.pk]), {"reason": "x"}).status_code == 404
    assert Client().get(reverse("document", args=[kept.pk])).status_code == 302
    away = reverse("document-put-away", args=[kept.pk])
    officer.post(away, {"reason": "not mine"})
    client.post(away, {"reason": " "})
    kept.refresh_from_db()
    assert kept.archived_at is None, "only who attached it, and only with a reason"
    client.post(away, {"reason": "An older text"})
    assert client.get(reverse("document", args=[kept.pk])).status_code == 404
    assert b"b.txt" not in client.get(reverse("request", args=[it.pk])).content
    assert (tmp_path / kept.sha256[:2] / kept.sha256).is_file(), "the content is kept"
    assert b"attached" in page.content
    missing = client.post(attach, {}, follow=True)
    assert b"Choose a file first" in missing.content
    assert client.post(reverse("document-attach", args=["nothing", it.pk])).status_code == 404
