"""The drafting workspace: elements found and missing, versions kept and brought back, and nothing of it for others."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.accounts.conftest import NOW, actor_with, person_with, sign_in
from tests.assistance import making
from tests.knowledge.making import law_in
from tests.legislation.making import assessed, bind, key, keys

from accede.accounts.changing import Conflict
from accede.accounts.rights import ANYONE, Denied
from accede.assistance.models import Activity
from accede.law.obligations import Obligation
from accede.legislation import domain, drafting, help_given
from accede.legislation.domain import drafts
from accede.legislation.models import LawDraft
from accede.legislation.queries import drafts_for, implemented_by_others

pytestmark = pytest.mark.django_db
TEXT = "Whoever takes a hostage in order to compel a State commits an offence."


@pytest.fixture(autouse=True)
def _bound() -> None:
    bind("XAA", "XAB")


def begun(state: str = "XAA", text: str = TEXT) -> LawDraft:
    focal = actor_with("focal_point", state=state)
    return drafts.begin(state, key(), {"title": "Hostages", "language": "en", "text": text}, by=focal, now=NOW)


@pytest.mark.parametrize(
    ("language", "text", "has", "lacks"),
    [
        ("en", TEXT, {"hostage", "compel", "offence"}, {"penalty", "attempt", "complicity"}),
        ("fr", "Quiconque prend une personne en otage est puni de la réclusion.", {"hostage", "penalty"}, {"attempt"}),
        ("es", "El que tome rehenes va a prisión; la tentativa es punible.", {"hostage", "penalty", "attempt"}, {"complicity"}),
        ("ru", "Захват заложника наказывается лишением свободы.", {"hostage", "penalty"}, {"attempt"}),
        ("zh", "绑架他人作为人质的,处十年以上有期徒刑。", {"hostage", "penalty"}, {"attempt"}),
        ("ar", "يعاقب بالسجن كل من احتجز رهينة", {"hostage", "penalty"}, {"attempt"}),
    ],
)  # fmt: skip
def test_the_checker_says_which_elements_are_there(language: str, text: str, has: set[str], lacks: set[str]) -> None:
    found = {it.concept: it for it in drafting.elements(obligation(), language=language, text=text)}
    assert {name for name in has | lacks if found[name].found} == has
    assert all(found[name].found in text for name in has)
    assert all(found[name].examples for name in lacks)


def obligation() -> Obligation:
    it = domain.obligation(key())
    assert it is not None
    return it


def test_two_wordings_are_compared_word_by_word_and_nothing_is_lost() -> None:
    before, after = "Article 5\nshall be fined\n", "Article 5\nshall be imprisoned for life\n"
    pieces = drafting.compare(before, after)
    assert ("gone", "fined") in pieces
    assert "".join(text for kind, text in pieces if kind != "new") == before
    assert "".join(text for kind, text in pieces if kind != "gone") == after
    assert ("new", "罚") in drafting.compare("处刑", "处罚刑")


def test_a_draft_is_written_by_several_and_kept_in_versions() -> None:
    it, officer = begun(), actor_with("officer", states=("XAA",))
    first = drafts.keep(it, note="first", by=officer, now=NOW)
    assert drafts.keep(it, note="again", by=officer, now=NOW) == first, "the same wording is not kept twice"
    given = {"title": "Hostages", "language": "en", "text": f"{TEXT} Life."}
    done = drafts.write(it, given, by=officer, now=NOW, seen=it.version)
    with pytest.raises(Conflict):
        drafts.write(it, given | {"text": "x"}, by=officer, now=NOW, seen=it.version)
    back = drafts.bring_back(done, 1, by=officer, now=NOW, seen=done.version)
    assert (back.text, [row.text for row in back.versions.all()]) == (TEXT, [TEXT, f"{TEXT} Life."])


def test_a_draft_is_for_its_state_and_the_officers_assigned_to_it_alone(client: Client) -> None:
    it = begun()
    for who in (actor_with("focal_point", state="XAB"), actor_with("donor"), actor_with("auditor"), ANYONE):
        assert not drafts_for(who, "XAA").exists()
        with pytest.raises(Denied):
            drafts.write(it, {"title": "x", "language": "en", "text": ""}, by=who, now=NOW, seen=it.version)
    sign_in(client, person_with("focal_point", state="XAB"))
    for name, more in (("law-draft", []), ("law-draft-compare", []), ("law-draft-file", ["pdf"])):
        assert client.get(reverse(name, args=[it.pk, *more])).status_code == 404
    assert client.post(reverse("law-draft-back", args=[it.pk]), {"number": "1", "seen": "1"}).status_code == 404
    assert client.get(reverse("law-draft-new", args=["XAA", key()])).status_code == 404


@pytest.mark.parametrize(
    ("values", "field"),
    [({"title": " "}, "title"), ({"language": "tlh"}, "language"), ({"text": "x" * 100_001}, "text")],
)
def test_what_cannot_be_stored_names_the_field(values: dict[str, str], field: str) -> None:
    focal = actor_with("focal_point", state="XAA")
    given = {"title": "Hostages", "language": "en", "text": TEXT} | values
    with pytest.raises(drafts.DraftRefused) as refused:
        drafts.begin("XAA", key(), given, by=focal, now=NOW)
    assert refused.value.field == field
    assert not LawDraft.objects.exists()


def test_the_workspace_from_the_gap_to_the_paper(client: Client) -> None:
    sign_in(client, person_with("focal_point", state="XAA"))
    new = reverse("law-draft-new", args=["XAA", key()])
    assert new in client.get(reverse("legal-assessment-line", args=["XAA", key()])).content.decode()
    assert client.get(new).status_code == 200
    sent = {"title": "Hostages", "language": "en", "text": TEXT}
    made = client.post(new, sent)
    assert made.status_code == 302
    page = client.get(made["Location"]).content.decode()
    assert "commits an offence" in page
    assert "for example" in page
    saved = client.post(f"{made['Location']}?save=1", {**sent, "text": f"{TEXT} Attempts too.", "seen": "1"})
    assert (saved.status_code, saved["X-Version"]) == (200, "2")
    assert client.post(made["Location"], {**sent, "text": "x", "seen": "1"}).status_code == 409
    kept = {**sent, "text": f"{TEXT} Life.", "seen": "2", "keep": "1", "note": "for the ministry"}
    assert client.post(made["Location"], kept).status_code == 302
    it = LawDraft.objects.get()
    assert it.versions.get().note == "for the ministry"
    compared = client.get(reverse("law-draft-compare", args=[it.pk]), {"from": "1", "to": "0"})
    assert compared.status_code == 200
    for form, start in (("docx", b"PK"), ("pdf", b"%PDF-")):
        assert client.get(reverse("law-draft-file", args=[it.pk, form])).content.startswith(start)
    assert client.post(reverse("law-draft-back", args=[it.pk]), {"number": "1", "seen": "3"}).status_code == 302


def test_how_others_word_it_shows_what_they_published_and_nothing_else() -> None:
    law = law_in("XAB", code="pc", rows=(("5", "", "Whoever takes a hostage …"),), public=True)
    it = assessed("XAB", provisions=tuple(law.provisions.all()), finding="met", reason="Section 5.")
    assert implemented_by_others("XAA", key()) == [], "not published"
    focal = actor_with("focal_point", state="XAB")
    domain.publish("XAB", [it.obligation], published=True, by=focal, now=NOW)
    assert [row.provision for row in implemented_by_others("XAA", key())] == list(law.provisions.all())
    assert implemented_by_others("XAB", key()) == [], "its own is no example"
    law_in("XAB", code="sec", rows=(("9", "", "Secret"),))
    assert all(row.provision.law.public for row in implemented_by_others("XAA", key()))


def test_the_public_laws_of_another_state_are_looked_through(client: Client) -> None:
    law_in("XAB", code="pc", rows=(("5", "", "Whoever takes a hostage is liable to imprisonment."),), public=True)
    law_in("XAC", code="pc", rows=(("7", "", "Secret hostage clause"),))
    sign_in(client, person_with("focal_point", state="XAA"))
    where = reverse("law-draft", args=[begun().pk])
    assert "liable to imprisonment" in client.get(where, {"others": "XAB"}).content.decode()
    assert "Secret hostage" not in client.get(where, {"others": "XAC"}).content.decode()


def test_who_helped_others_is_told_by_rights(client: Client) -> None:
    def activity(title: str, obligations: list[str], **values: object) -> Activity:
        it = making.activity_in("XAB", "completed")
        Activity.objects.filter(pk=it.pk).update(title=title, obligations=obligations, **values)
        return it

    activity("Drafting hostages", [key()], public=True)
    activity("Another article", [next(it for it in keys() if it != key())], public=True)
    activity("In confidence", [key()], public=False)
    activity("Another convention", ["bombings-1997/2.1"], public=True)
    focal = actor_with("focal_point", state="XAA")
    assert [(it.title, it.exact) for it in help_given.help_with(focal, key())] == [
        ("Drafting hostages", True),
        ("Another article", False),
    ]
    sign_in(client, person_with("focal_point", state="XAA"))
    page = client.get(reverse("legal-assessment-line", args=["XAA", key()])).content.decode()
    assert "Drafting hostages" in page
    assert "In confidence" not in page
