"""The legal assessment: two views side by side, evidence, going stale, confidence kept, and published by the State alone."""

import io
import re
from typing import Any

import docx
import pdfplumber
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx.oxml.ns import qn
from tests.accounts.conftest import NOW, actor_with, person_with, sign_in
from tests.knowledge.making import law_in
from tests.legislation.making import VALUES, assessed, bind, key, keys

from accede.accounts import trail
from accede.accounts.changing import Conflict
from accede.accounts.models import Event
from accede.accounts.rights import ANYONE, Denied
from accede.knowledge.models import Provision
from accede.law.shipped import shipped_obligations
from accede.legislation import domain
from accede.legislation.models import FindingComment, LegalFinding
from accede.legislation.queries import counts, findings_for, lines, status_words, worst

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _bound() -> None:
    bind("XAA")


def test_the_two_views_stand_side_by_side_and_neither_changes_the_other() -> None:
    it, focal = assessed(), actor_with("focal_point", state="XAA")
    done = domain.take_view("XAA", key(), view="partly", comment="Section 5.", by=focal, now=NOW, seen=it.version)
    assert (done.finding, done.state_view, done.state_comment) == ("not_met", "partly", "Section 5.")
    again = assessed(finding="met", reason="Section 5 is enough.", seen=done.version)
    assert (again.finding, again.state_view) == ("met", "partly")
    with pytest.raises(Conflict):
        domain.take_view("XAA", key(), view="met", comment="", by=focal, now=NOW, seen=it.version)
    with pytest.raises(Conflict):
        assessed(finding="partly", seen=done.version)
    last = domain.take_view("XAA", key(), view="met", comment="", by=focal, now=NOW, seen=done.version)
    assert last.version == again.version + 1, "what the expert wrote meanwhile is no conflict for the State"
    assert list(trail.verify()) == []


def test_who_may_do_what() -> None:
    focal, other = actor_with("focal_point", state="XAA"), actor_with("focal_point", state="XAB")
    officer, donor = actor_with("officer", states=("XAA",)), actor_with("donor")
    it = assessed()
    for who, sees in ((focal, True), (officer, True), (other, False), (donor, False), (ANYONE, False)):
        assert (it in findings_for(who, "XAA")) == sees
    for who in (focal, other, donor):
        with pytest.raises(Denied):
            domain.assess("XAA", key(), VALUES, provisions=(), status_now="", by=who, now=NOW, seen=it.version)
    for who in (officer, other):
        with pytest.raises(Denied):
            domain.publish("XAA", [key()], published=True, by=who, now=NOW)
        with pytest.raises(Denied):
            domain.take_view("XAA", key(), view="met", comment="", by=who, now=NOW, seen=it.version)


def test_the_state_alone_publishes_all_or_part_and_takes_it_back() -> None:
    it, focal = assessed(), actor_with("focal_point", state="XAA")
    domain.take_view("XAA", "hostages-1979/2", view="met", comment="", by=focal, now=NOW, seen=None)
    every = [one.id for one in shipped_obligations()]
    assert domain.publish("XAA", every, published=True, by=focal, now=NOW) == 1, "what nobody assessed is not published"
    assert [one.obligation for one in findings_for(ANYONE, "XAA")] == [it.obligation]
    assert domain.publish("XAA", every, published=False, by=focal, now=NOW) == 1
    assert not findings_for(ANYONE, "XAA").exists()


def test_a_finding_needs_a_reason_and_evidence_of_the_state_itself() -> None:
    law_in("XAB")
    with pytest.raises(domain.FindingRefused, match="reason"):
        assessed(reason=" ")
    with pytest.raises(domain.FindingRefused, match="own laws"):
        assessed(provisions=tuple(Provision.objects.all()[:1]))
    assert not LegalFinding.objects.exists()


def test_a_finding_goes_stale_when_its_provision_or_the_status_changes_and_says_why() -> None:
    law = law_in("XAA", code="pc", rows=(("5", "", "Who takes a hostage …"),))
    it = assessed(provisions=tuple(law.provisions.all()), finding="met", reason="Section 5.")
    assert domain.stale(it, status_now="party") == []
    assert "was “party”" in domain.stale(it, status_now="not party")[0].why
    law_in("XAA", code="pc", rows=(("5", "", "Repealed."),))
    (line,) = [row for row in lines(actor_with("coordinator"), "XAA", ["hostages-1979"], on=NOW.date()) if row.finding]
    assert [one.why for one in line.stale] == ["pc 5 has changed since it was assessed."]


def test_the_summary_counts_all_obligations_and_puts_the_worst_gaps_first() -> None:
    assessed()
    rows = lines(actor_with("coordinator"), "XAA", ["hostages-1979"], on=NOW.date())
    assert sum(counts(rows).values()) == len(rows) > 20
    assert counts(rows)["not_met"] == 1
    assert [row.obligation.id for row in worst(rows)] == [key()]
    assert status_words("XAA", NOW.date())["hostages-1979"] == "party"


def line_of(state: str = "XAA") -> str:
    return reverse("legal-assessment-line", args=[state, key()])


def test_an_officer_assesses_on_the_page_with_a_proposed_provision(client: Client) -> None:
    law = law_in("XAA", code="pc", rows=(("5", "Hostages", "Who takes a hostage is liable to imprisonment."),))
    sign_in(client, person_with("officer", states=("XAA",)))
    page = client.get(line_of()).content.decode()
    provision = law.provisions.get()
    assert f'value="{provision.pk}"' in page
    assert "proposed:" in page
    sent = {
        "act": "assess",
        "finding": "met",
        "reason": "Section 5",
        "seen": "0",
        "provision": [str(provision.pk), "x", "9999"],
    }
    assert client.post(line_of(), {**sent, "reason": ""}).status_code == 400
    assert client.post(line_of(), sent).status_code == 302
    it = LegalFinding.objects.get()
    assert [row.provision for row in it.evidence.all()] == [provision]
    late = client.post(line_of(), {**sent, "finding": "partly"})
    assert late.status_code == 409
    assert LegalFinding.objects.get().finding == "met"


def test_the_focal_point_says_the_states_view_publishes_and_asks_for_help(client: Client) -> None:
    it = assessed()
    sign_in(client, person_with("focal_point", state="XAA"))
    page = client.get(line_of()).content.decode()
    assert f"{reverse('request-new')}?state=XAA&amp;instrument=hostages-1979" in page
    assert client.post(line_of(), {"act": "view", "state_view": "partly", "seen": str(it.version)}).status_code == 302
    assert client.post(line_of(), {"act": "assess", "finding": "met", "reason": "x", "seen": "2"}).status_code == 403
    where = reverse("legal-assessment-publish", args=["XAA"])
    assert client.post(where, {"act": "publish", "instrument": "hostages-1979"}).status_code == 302
    assert "No such offence." in Client().get(reverse("law-gaps", args=["XAA"])).content.decode()


@pytest.mark.parametrize("role", ["focal_point", "officer", "donor", "auditor", "partner", "reporting"])
def test_strangers_do_not_learn_that_there_is_anything(client: Client, role: str) -> None:
    assessed()
    extra: dict[str, Any] = (
        {"states": ("XAB",)} if role == "officer" else {"state": "XAB"} if role == "focal_point" else {}
    )
    sign_in(client, person_with(role, **extra))
    assert client.get(reverse("legal-assessment", args=["XAA"])).status_code == 404
    assert client.get(line_of()).status_code == 404
    assert (
        client.post(reverse("legal-assessment-publish", args=["XAA"]), {"instrument": "hostages-1979"}).status_code
        == 404
    )
    assert b"No such offence" not in client.get(reverse("law-gaps", args=["XAA"])).content


def test_the_page_is_a_file_as_well_and_its_queries_do_not_grow(client: Client) -> None:
    sign_in(client, person_with("coordinator"))
    where = reverse("legal-assessment", args=["XAA"])
    counted = []
    coordinator = actor_with("coordinator")
    for many in (1, 3, 30):
        for it in [one for one in shipped_obligations() if one.instrument == "hostages-1979"][:many]:
            found = LegalFinding.objects.filter(obligation=it.id).first()
            domain.assess(
                "XAA", it.id, VALUES, provisions=(), status_now="party", by=coordinator, now=NOW,
                seen=found.version if found else None,
            )  # fmt: skip
        client.get(where)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(where).status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[1] == counted[2]
    rows = client.get(where, {"form": "json"}).json()
    assert {row["finding"] for row in rows} >= {"not_met"}
    assert b"No such offence." in client.get(where, {"form": "csv"}).content


def test_the_words_that_matter_stand_in_the_provision_and_are_marked_on_the_page(client: Client) -> None:
    law = law_in("XAA", code="pc", rows=(("5", "Hostages", "Whoever takes  a hostage is liable to imprisonment."),))
    provision = law.provisions.get()
    with pytest.raises(domain.FindingRefused, match="does not stand in pc 5"):
        assessed(provisions=(provision,), words={provision.pk: "takes a hostage\nseizes an aircraft"})
    assert not LegalFinding.objects.exists()
    it = assessed(provisions=(provision,), words={provision.pk: " takes a  HOSTAGE \n"})
    assert [row.words for row in it.evidence.all()] == ["takes a HOSTAGE"]
    sign_in(client, person_with("focal_point", state="XAA"))
    assert "<mark>takes  a hostage</mark>" in client.get(line_of()).content.decode()
    event = Event.objects.get(record=LegalFinding.KIND, record_id=str(it.pk), verb="evidence")
    assert event.detail.after == {"provisions": {str(provision.pk): "takes a HOSTAGE"}}


def test_a_form_saves_itself_and_says_when_somebody_else_was_there(client: Client) -> None:
    sign_in(client, person_with("officer", states=("XAA",)))
    sent = {"act": "assess", "finding": "partly", "reason": "Section 5", "seen": "0"}
    first = client.post(f"{line_of()}?save=1", sent)
    assert (first.status_code, first["Content-Type"]) == (200, "text/plain; charset=utf-8")
    version = first["X-Version"]
    assert client.post(f"{line_of()}?save=1", {**sent, "reason": "", "seen": version}).status_code == 400
    assessed(finding="met", reason="Another", seen=int(version))
    assert client.post(f"{line_of()}?save=1", {**sent, "seen": version}).status_code == 409
    assert LegalFinding.objects.get().finding == "met"


def test_comments_are_for_those_who_work_on_it_and_never_published(client: Client) -> None:
    it = assessed()
    focal, officer = person_with("focal_point", state="XAA"), person_with("officer", states=("XAA",))
    where = reverse("legal-assessment-comment", args=["XAA", it.obligation])
    sign_in(client, focal)
    assert client.post(where, {"text": "See the draft of 2012."}).status_code == 302
    assert client.post(where, {"text": " "}).status_code == 302
    domain.publish("XAA", [it.obligation], published=True, by=actor_with("focal_point", state="XAA"), now=NOW)
    reader = Client()
    sign_in(reader, officer)
    assert "See the draft of 2012." in reader.get(line_of()).content.decode()
    other = Client()
    sign_in(other, person_with("focal_point", state="XAB"))
    assert other.get(line_of()).status_code == 404
    assert other.post(where, {"text": "x"}).status_code == 404
    assert b"draft of 2012" not in other.get(reverse("law-gaps", args=["XAA"])).content
    assert FindingComment.objects.count() == 1


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("pdf", b"%PDF-")])
def test_the_assessment_is_a_paper_as_well(client: Client, form: str, start: bytes) -> None:
    law = law_in("XAA", code="pc", rows=(("5", "Hostages", "Whoever takes a hostage is liable."),))
    assessed(provisions=tuple(law.provisions.all()), words={law.provisions.get().pk: "takes a hostage"})
    sign_in(client, person_with("focal_point", state="XAA"))
    answer = client.get(reverse("legal-assessment-file", args=["XAA", form]))
    assert answer.status_code == 200
    assert answer.content.startswith(start)
    text = paper_text(answer.content, form)
    for words in (
        "No such offence.",
        "takes a hostage",
        "Confidential",
        "The gaps that matter most",
        f"1 / {len(keys())}",
    ):
        assert close(words) in close(text)
    assert Client().get(reverse("legal-assessment-file", args=["XAA", form])).status_code in (302, 404)


def paper_text(content: bytes, form: str) -> str:
    """All text of a Word file or a PDF."""
    if form == "pdf":
        with pdfplumber.open(io.BytesIO(content)) as file:
            return " ".join(page.extract_text() or "" for page in file.pages)
    word = docx.Document(io.BytesIO(content))
    head = " ".join(it.text for it in word.sections[0].header.paragraphs)
    return head + " ".join(it.text or "" for it in word.element.body.iter(qn("w:t")))


def close(text: str) -> str:
    """Without spaces and hyphens: lines are broken between words and after hyphens."""
    return re.sub(r"[\s-]", "", text)
