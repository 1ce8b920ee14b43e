"""Cases and publications: recording, changing, consent, rights, pages."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from tests.accounts.conftest import NOW, actor_with, person_with, sign_in
from tests.knowledge.making import case_in, drafts, law_in, publication_of

from accede.accounts import trail
from accede.accounts.changing import Conflict
from accede.accounts.models import Event
from accede.accounts.rights import ANYONE, Actor, Denied
from accede.knowledge.domain import (
    Refused,
    bring_in,
    change_case,
    change_publication,
    give_consent,
    put_away,
    record_case,
    record_publication,
    withdraw_consent,
)
from accede.knowledge.models import Case, Publication
from accede.knowledge.queries import applied_in, cases_for, cited, laws_for, publications_for

pytestmark = pytest.mark.django_db
CASE: dict[str, Any] = {
    "court": "Sample Court", "decided_on": date(2012, 5, 3), "title": "The State v. A", "reference": "3 StR 98/12",
    "ecli": "ecli:xa:sc:2012:030512b3str98.12", "language": "en", "outcome": "conviction",
    "obligations": ["bombings-1997/2.1"], "linkages": ["drugs"],
}  # fmt: skip
BOOK: dict[str, Any] = {
    "kind": "guide", "title": "Sample guide", "body": "Sample body", "year": "2020", "languages": ["en", "ar"],
    "themes": ["financing"], "instruments": ["financing-1999"],
}  # fmt: skip


def an_obligation() -> str:
    from accede.law.shipped import shipped_obligations

    return next(it.id for it in shipped_obligations() if it.instrument == "bombings-1997")


CASE["obligations"] = [an_obligation()]


def test_a_case_is_recorded_with_what_it_applied_and_changed_with_a_trail() -> None:
    law = law_in("XAA")
    focal = actor_with("focal_point", state="XAA")
    one, two = law.provisions.all()
    made = record_case(state="XAA", values=CASE, provisions=[one], by=focal, now=NOW)
    assert (made.ecli, made.instruments) == ("ECLI:XA:SC:2012:030512B3STR98.12", ["bombings-1997"])
    assert list(applied_in(made, focal)) == [one]
    done = change_case(made, {"summary": "In short."}, provisions=[two], by=focal, now=NOW, seen=made.version)
    assert (done.summary, done.version, list(applied_in(done, focal))) == ("In short.", 2, [two])
    again = change_case(done, {}, provisions=[one, two], by=focal, now=NOW, seen=done.version)
    assert again.version == 3
    with pytest.raises(Conflict):
        change_case(made, {}, provisions=[], by=focal, now=NOW, seen=2)
    assert change_case(again, {}, provisions=[one, two], by=focal, now=NOW, seen=3).version == 3
    assert [it.verb for it in Event.objects.filter(record="case").order_by("number")] == [
        "create", "provisions", "edit", "provisions", "provisions",
    ]  # fmt: skip
    assert list(trail.verify()) == []


@pytest.mark.parametrize(
    ("changed", "field", "word"),
    [
        ({"ecli": "ECLI:XA:2012"}, "ecli", "five parts"),
        ({"ecli": "ECLI:XA:SC:2013:1"}, "ecli", "another year"),
        ({"decided_on": NOW.date() + timedelta(days=2)}, "decided_on", "between 1800"),
        ({"decided_on": "yesterday"}, "decided_on", "YYYY-MM-DD"),
        ({"court": " "}, "court", "needed"),
        ({"title": "x\x00y"}, "title", "control"),
        ({"reference": "x" * 121}, "reference", "120"),
        ({"language": "xx"}, "language", "choose one"),
        ({"outcome": "draw"}, "outcome", "choose one"),
        ({"url": "javascript:alert(1)"}, "url", "https://"),
        ({"linkages": ["tax"]}, "linkages", "not known"),
        ({"instruments": ["none"]}, "instruments", "not known"),
        ({"obligations": ["x/y"]}, "obligations", "not known"),
    ],
)
def test_a_case_that_cannot_be_taken_names_the_field_and_changes_nothing(
    changed: dict[str, Any], field: str, word: str
) -> None:
    with pytest.raises(Refused, match=word) as caught:
        record_case(state="XAA", values=CASE | changed, by=Actor(), now=NOW, command=True)
    assert caught.value.field == field
    assert not Case.objects.exists()


def test_all_faults_are_told_at_once_and_a_case_is_there_once() -> None:
    with pytest.raises(Refused) as caught:
        record_case(
            state="XAA", values=CASE | {"court": "", "url": "x", "linkages": ["y"]}, by=Actor(), now=NOW, command=True
        )
    assert [it.field for it in caught.value.faults] == ["court", "url", "linkages"]
    first = case_in("XAA", **CASE)
    with pytest.raises(Refused, match="is here"):
        case_in("XAA", **CASE)
    with pytest.raises(Refused, match="another case"):
        case_in("XAA", **CASE | {"reference": "other"})
    case_in("XAB", **CASE)
    with pytest.raises(Refused, match="another State"):
        change_case(first, {}, provisions=law_in("XAB").provisions.all(), by=Actor(), now=NOW, command=True)


def test_a_case_keeps_the_wording_that_it_applied() -> None:
    law = law_in("XAA", code="pc")
    focal = actor_with("focal_point", state="XAA")
    found, unknown = cited("XAA", ["pc/1", "pc/9"], laws_for(focal))
    assert ([it.number for it in found], unknown) == (["1"], ["pc/9"])
    case = case_in("XAA", provisions=found)
    bring_in(
        state="XAA", code="pc", title="A", language="en", drafts=drafts(("1", "", "Anew.")), on=None, by=Actor(), now=NOW,
        command=True,
    )  # fmt: skip
    assert cited("XAA", ["pc/1"], laws_for(focal), case=case)[0] == found
    assert cited("XAA", ["pc/1"], laws_for(focal))[0] != found
    assert list(applied_in(case, ANYONE)) == []
    assert law in laws_for(focal)


@pytest.mark.parametrize("make", [lambda: case_in("XAA"), lambda: publication_of("XAA")], ids=["case", "publication"])
def test_a_document_of_a_state_is_its_own_until_it_consents(make: Any) -> None:
    it = make()
    rows = cases_for if isinstance(it, Case) else publications_for
    focal, other = actor_with("focal_point", state="XAA"), actor_with("focal_point", state="XAB")
    officer, strange = actor_with("officer", states=("XAA",)), actor_with("officer", states=("XAB",))
    who = (focal, officer, actor_with("contributor", state="XAA"), other, strange, actor_with("donor"), ANYONE)
    assert [it in rows(one) for one in who] == [True, True, True, False, False, False, False]
    for one in (officer, other, actor_with("coordinator")):
        with pytest.raises(Denied):
            give_consent(it, until=None, by=one, now=NOW)
    given = give_consent(it, until=timezone.localdate(), by=focal, now=NOW, seen=it.version)
    assert it in rows(ANYONE)
    type(it).objects.filter(pk=it.pk).update(public_until=timezone.localdate() - timedelta(days=1))
    assert it not in rows(ANYONE)
    with pytest.raises(Conflict):
        withdraw_consent(it, by=focal, now=NOW, seen=it.version)
    withdraw_consent(given, by=focal, now=NOW, seen=given.version)
    assert it not in rows(ANYONE)
    with pytest.raises(Denied):
        put_away(it, reason="double", by=officer, now=NOW)
    put_away(it, reason="double", by=focal, now=NOW)
    assert it not in rows(focal)


def test_the_offices_own_are_seen_by_all_officers_and_shown_by_a_coordinator() -> None:
    it = publication_of("")
    officer, focal = actor_with("officer", states=("XAB",)), actor_with("focal_point", state="XAA")
    assert [it in publications_for(one) for one in (officer, focal, ANYONE)] == [True, False, False]
    for one in (officer, focal):
        with pytest.raises(Denied):
            give_consent(it, until=None, by=one, now=NOW)
    give_consent(it, until=None, by=actor_with("coordinator"), now=NOW)
    assert it in publications_for(ANYONE)
    assert change_publication(it, {"year": 2021}, by=officer, now=NOW).year == 2021
    with pytest.raises(Denied):
        record_publication(state="", values=BOOK, by=focal, now=NOW)
    assert record_publication(state="XAA", values=BOOK, by=focal, now=NOW).holder == "state"
    with pytest.raises(Refused, match="is here"):
        record_publication(state="XAA", values=BOOK, by=focal, now=NOW)
    record_publication(state="", values=BOOK, by=officer, now=NOW)


def given_in(client: Client, where: str) -> dict[str, Any]:
    """What the form at an address would send as it stands."""
    form = client.get(where).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}


def test_a_case_is_recorded_changed_shown_and_taken_back_in_the_browser(client: Client) -> None:
    law_in("XAA", code="pc")
    sign_in(client, person_with("focal_point", state="XAA"))
    form = {**CASE, "state": "XAA", "provisions": "pc/1\npc/2"}
    assert client.post(reverse("case-new"), form | {"state": "XAB"}).status_code == 400
    bad = client.post(reverse("case-new"), form | {"provisions": "pc/99"})
    assert (bad.status_code, b"pc/99" in bad.content, Case.objects.count()) == (400, True, 0)
    answer = client.post(reverse("case-new"), form)
    case = Case.objects.get()
    assert answer["Location"] == reverse("case", args=[case.pk])
    page = client.get(answer["Location"]).content.decode()
    assert [
        word for word in ("Drug trafficking", "Sample Act", "3 StR 98/12", "in confidence") if word not in page
    ] == []
    edit = reverse("case-edit", args=[case.pk])
    sent = given_in(client, edit)
    assert sent["provisions"] == "pc/1\npc/2"
    assert client.post(edit, sent | {"summary": "Short.", "provisions": "pc/2"}).status_code == 302
    assert client.post(edit, sent | {"summary": "Other."}).status_code == 409
    consent = reverse("case-consent", args=[case.pk])
    anyone = Client()
    assert anyone.get(reverse("case", args=[case.pk])).status_code == 404
    assert client.post(consent, {"until": "2020-01-01", "seen": "2"}).status_code == 400
    assert client.post(consent, {"until": "", "seen": "2"}).status_code == 302
    open_page = anyone.get(reverse("case", args=[case.pk])).content.decode()
    assert "Short." in open_page
    assert "Sample Act" not in open_page
    assert "The State v. A" in anyone.get(reverse("cases")).content.decode()
    assert "Everyone reads it" in client.get(consent).content.decode()
    client.post(consent, {"withdraw": "1", "seen": "2"})
    assert anyone.get(reverse("case", args=[case.pk])).status_code == 200
    client.post(consent, {"withdraw": "1", "seen": "3"})
    assert anyone.get(reverse("case", args=[case.pk])).status_code == 404
    assert client.post(reverse("case-archive", args=[case.pk]), {"reason": "double", "seen": "4"}).status_code == 302
    assert client.get(reverse("case", args=[case.pk])).status_code == 404


def test_a_change_by_who_may_not_read_a_law_keeps_its_provisions() -> None:
    """An officer of another assignment cannot even see the case; the State's own change keeps what it had."""
    law = law_in("XAA")
    case = case_in("XAA", provisions=law.provisions.all(), public=True)
    assert [list(applied_in(case, who)) for who in (ANYONE, actor_with("focal_point", state="XAB"))] == [[], []]
    give_consent(law, until=None, by=actor_with("focal_point", state="XAA"), now=NOW)
    assert len(applied_in(case, ANYONE)) == 2


def test_a_publication_with_a_file(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.UPLOAD_DIR = tmp_path
    sign_in(client, person_with("officer", states=("XAA",)))
    wrong = SimpleUploadedFile("a.exe", b"MZ\x00\x01")
    assert client.post(reverse("publication-new"), {**BOOK, "state": "", "file": wrong}).status_code == 400
    assert not Publication.objects.exists()
    file = SimpleUploadedFile("a.txt", b"A sample text.")
    assert client.post(reverse("publication-new"), {**BOOK, "state": "", "file": file}).status_code == 302
    it = Publication.objects.get()
    where = reverse("publication-file", args=[it.pk])
    answer = client.get(where)
    assert b"".join(answer.streaming_content) == b"A sample text."  # type: ignore[attr-defined]
    assert Client().get(where).status_code == 404
    page = client.get(reverse("publication", args=[it.pk])).content.decode()
    assert "a.txt" in page
    edit = reverse("publication-edit", args=[it.pk])
    assert client.post(edit, given_in(client, edit) | {"title": "Another"}).status_code == 302
    it.refresh_from_db()
    assert (it.title, it.file_name) == ("Another", "a.txt")


def test_lists_are_narrowed_sorted_and_taken_away(client: Client) -> None:
    case_in("XAA", public=True, title="Alpha", instruments=["financing-1999"], linkages=["arms"])
    case_in("XAB", public=True, title="Beta", language="fr", outcome="acquittal")
    case_in("XAA", title="Hidden")
    where = reverse("cases")
    for query, found in (
        ({"instrument": "financing-1999"}, ["Alpha"]), ({"linkage": "arms"}, ["Alpha"]), ({"state": "XAB"}, ["Beta"]),
        ({"language": "fr"}, ["Beta"]), ({"outcome": "acquittal"}, ["Beta"]), ({"q": "alph"}, ["Alpha"]),
        ({"sort": "title", "order": "desc"}, ["Beta", "Alpha"]), ({"instrument": "tokyo-1963"}, []),
    ):  # fmt: skip
        rows = client.get(where, query | {"form": "json"}).json()
        assert [row["title"] for row in rows] == found, query
    assert client.get(where, {"form": "csv"}).content.decode().count("\n") == 3
    publication_of("", public=True, title="Guide", themes=["financing"], languages=["ar", "en"])
    publication_of("XAA", title="Kept")
    for query, found in (({"theme": "financing"}, ["Guide"]), ({"language": "ar"}, ["Guide"]), ({"kind": "tool"}, [])):
        rows = client.get(reverse("publications"), query | {"form": "json"}).json()
        assert [row["title"] for row in rows] == found, query


@pytest.mark.parametrize("name", ["cases", "case", "publications", "publication", "consents"])
def test_pages_make_as_many_queries_for_thirty_as_for_one(client: Client, name: str) -> None:
    person = person_with("focal_point", state="XAA")
    sign_in(client, person)
    counts = []
    for number in (1, 3, 30):
        law = law_in("XAA", rows=[(str(n), "", f"Text {n}.") for n in range(number)])
        many = number if name in ("cases", "publications", "consents") else 1
        case = [case_in("XAA", provisions=law.provisions.all()) for _ in range(many)][-1]
        book = [publication_of("XAA") for _ in range(many)][-1]
        where = {"case": [case.pk], "publication": [book.pk]}.get(name, [])
        address = reverse(name, args=where)
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2]


def test_what_a_state_can_consent_to_stands_on_one_page(client: Client) -> None:
    law_in("XAA", title="Own Act")
    law_in("XAB", title="Other Act", public=True)
    case_in("XAA", title="Own case", public=True)
    sign_in(client, person_with("focal_point", state="XAA"))
    page = client.get(reverse("consents")).content.decode()
    assert ("Own Act" in page, "Other Act" in page) == (True, False)
    assert "Change or withdraw" in client.get(reverse("consents"), {"kind": "case"}).content.decode()
    law = laws_for(actor_with("focal_point", state="XAA")).get(title="Own Act")
    where = reverse("law-consent", args=[law.pk])
    assert client.post(where, {"until": "2099-01-02", "seen": str(law.version)}).status_code == 302
    assert "until and with 2099-01-02" in client.get(where).content.decode()
    assert Client().get(reverse("law", args=[law.pk])).status_code == 200
    officer = Client()
    sign_in(officer, person_with("officer", states=("XAA",)))
    assert officer.get(where).status_code == 403
    assert "Own case" not in officer.get(reverse("consents"), {"kind": "case"}).content.decode()


def test_the_state_and_the_instrument_lead_to_them(client: Client) -> None:
    case_in("KEN", public=True, title="A")
    publication_of("KEN", title="Kept")
    page = client.get(reverse("state", args=["KEN"])).content.decode()
    assert "1 case</a>" in page
    assert "1 publication" not in page
    assert (
        "cases/?instrument=financing-1999"
        in client.get(reverse("instrument", args=["financing-1999"])).content.decode()
    )


def test_a_text_with_markup_is_shown_as_text(client: Client) -> None:
    it = case_in("XAA", public=True, title="<b>x</b>", summary="<script>alert(1)</script>")
    page = client.get(reverse("case", args=[it.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_pages_are_whole_in_arabic(client: Client) -> None:
    case = case_in("XAA", public=True, linkages=["drugs"], outcome="conviction")
    publication_of("", public=True)
    with translation.override("ar"):
        page = client.get(reverse("case", args=[case.pk])).content.decode()
        assert [word for word in ('dir="rtl"', "إدانة", "الاتجار بالمخدرات", "المحكمة") if word not in page] == []
        assert "المنشورات والأدوات" in client.get(reverse("publications")).content.decode()
        sign_in(client, person_with("focal_point", state="XAA"))
        assert "الصكوك المطبقة" in client.get(reverse("case-edit", args=[case.pk])).content.decode()
        sent = client.post(reverse("case-consent", args=[case.pk]), {"until": "2001-01-01", "seen": "1"})
        assert "انقضى هذا التاريخ" in sent.content.decode()
