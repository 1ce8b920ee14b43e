"""The finder's form and answers: what they say is what the finder says, at an address that keeps it."""

import csv
import io
from datetime import date
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cooperation.pages import See, results_of_their_own, see, text_of

from accede.cooperation.presenters.whatif import HYPOTHETICAL
from accede.law.basis import Kind, Question, find_basis, shipped_rules
from accede.law.basis.answers import answer_report
from accede.treaties import queries

__all__ = ["results_of_their_own", "see"]

pytestmark = pytest.mark.django_db

BOMBINGS = "bombings-1997:bombing-persons"
GBR_DZA = f"/basis/GBR/DZA/{BOMBINGS}/extradition/"
DEU_IRN = f"/basis/DEU/IRN/{BOMBINGS}/extradition/"
FRA_DEU = "/basis/FRA/DEU/hague-1970:seizure/extradition/"


def asked(requesting: str, requested: str, offence: str, kind: Kind, on: date) -> Question:
    return Question(requesting=requesting, requested=requested, offence=offence, kind=kind, on=on)


# The form


def test_the_form_offers_every_offence_and_every_state_but_no_organization(see: See) -> None:
    page = see("/basis/")
    offences = [it.get("value") for it in page.cssselect("select[name=offence] option") if it.get("value")]
    assert offences == [it for treaty in shipped_rules().catalogue for it in (o.code for o in treaty.offences)]
    states = [it.get("value") for it in page.cssselect("select[name=requested] option") if it.get("value")]
    assert len(states) == len(set(states)) > 190
    assert "EUE" not in states
    assert not page.cssselect(".problem")


def test_a_complete_question_leads_to_its_own_address(client: Client, loaded: queries.Snapshot) -> None:
    response = client.get(
        f"/basis/?requesting=gbr&requested=DZA&offence=&offence={BOMBINGS}&kind=extradition&on=2013-01-01"
        "&conduct_on=2012-05-06&b_requires_treaty=yes&bilateral=unknown&ask=1"
    )
    assert response.status_code == 302
    parts = urlsplit(response["Location"])
    assert parts.path == GBR_DZA
    assert parse_qs(parts.query) == {
        "on": ["2013-01-01"], "conduct_on": ["2012-05-06"], "b_requires_treaty": ["yes"],
    }  # fmt: skip
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "requesting"),
        ("requesting=GBR", "requested"),
        ("requesting=GBR&requested=ZZZ", "requested"),
        ("requesting=GBR&requested=GBR", "requested"),
        ("requesting=GBR&requested=EUE", "requested"),
        ("requesting=GBR&requested=DZA", "offence"),
        ("requesting=GBR&requested=DZA&offence=bombings-1997:nothing", "offence"),
        (f"requesting=GBR&requested=DZA&offence={BOMBINGS}&kind=deportation", "kind"),
        (f"requesting=GBR&requested=SSD&offence={BOMBINGS}&on=2005-01-01", "on"),
        (f"requesting=GBR&requested=DZA&offence={BOMBINGS}&on=2005-01-01&conduct_on=2006-01-01", "conduct_on"),
        (f"requesting=GBR&requested=DZA&offence={BOMBINGS}&conduct_on=yesterday", "conduct_on"),
        (f"requesting=GBR&requested=DZA&offence={BOMBINGS}&bilateral=perhaps", "bilateral"),
    ],
)
def test_what_is_wrong_stands_at_its_field(see: See, query: str, field: str) -> None:
    page = see(f"/basis/?{query}&ask=1", status=400)
    links = [it.get("href") for it in page.cssselect("#problems a")]
    assert f"#f-{field}" in links
    for link in links:
        assert page.cssselect(f"[id='{link[1:]}']"), link


def test_a_prefilled_form_does_not_complain(see: See) -> None:
    page = see("/basis/?requesting=KEN&on=2013-01-01")
    assert not page.cssselect("#problems")
    assert [it.get("value") for it in page.cssselect("select[name=requesting] option[selected]")] == ["KEN"]


def test_plain_words_suggest_offences_and_the_reader_chooses(see: See, client: Client) -> None:
    page = see("/basis/?requesting=FRA&requested=DEU&words=He+hijacked+a+plane&look=1")
    codes = [it.get("value") for it in page.cssselect("input[type=radio][name=offence]")]
    assert {"hague-1970:seizure", "beijing-protocol-2010:seizure"} <= set(codes)
    assert not page.cssselect("input[type=radio][name=offence][checked]"), "nothing is chosen for the reader"
    again = see("/basis/?requesting=FRA&requested=DEU&words=He+hijacked+a+plane&ask=1", status=400)
    assert "#f-offence" in [it.get("href") for it in again.cssselect("#problems a")]
    chosen = client.get("/basis/?requesting=FRA&requested=DEU&words=x&offence=hague-1970:seizure&offence=&ask=1")
    assert urlsplit(chosen["Location"]).path == FRA_DEU
    assert "words" not in chosen["Location"]


def test_a_description_is_kept_nowhere(client: Client, loaded: queries.Snapshot) -> None:
    response = client.get("/basis/?words=Unmistakable+Zanzibar+word&look=1")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    from django.core.cache import caches

    kept = [key for key in getattr(caches["pages"], "_cache", {}) if "page:" in key]
    assert kept == []


def test_enter_in_the_form_asks_too(client: Client, loaded: queries.Snapshot) -> None:
    response = client.get(f"/basis/?requesting=GBR&requested=DZA&offence={BOMBINGS}&words=&look=1")
    assert response.status_code == 302


# The answer


def test_the_page_says_what_the_finder_says(see: See, loaded: queries.Snapshot) -> None:
    on = date(2012, 1, 1)
    answer = find_basis(loaded.facts, shipped_rules(), asked("FRA", "DEU", "hague-1970:seizure", Kind.EXTRADITION, on))
    page = see(f"{FRA_DEU}?on=2012-01-01")
    assert page.cssselect(".verdict.v-binding")
    sentence = text_of(page.cssselect(".verdict-sentence")[0])
    assert sentence.startswith("On 1 January 2012 a treaty binding both is the legal basis")
    assert "France" in sentence
    assert len(page.cssselect(".bases > li")) == len(answer.bases)
    assert len(page.cssselect(".steps li")) == len(answer.steps)
    assert len(page.cssselect(".rejected li")) == len(answer.rejected)
    words = text_of(page.cssselect("main")[0])
    for basis in answer.bases:
        for article in basis.articles:
            assert article in words
    for step in answer.steps[2:-1]:
        if not any(isinstance(part, date) for part in step.finding.parts.values()):
            assert str(step.finding) in words


def test_the_answer_stands_above_its_reasons(see: See) -> None:
    page = see(f"{GBR_DZA}?on=2013-01-01")
    order = [it.get("id") for it in page.cssselect("main h2")]
    assert order == [
        "verdict-title", "bases-title", "open-title", "bars-title", "duty-title", "route-title", "whatif-title",
        "more-title", "data-block-title",
    ]  # fmt: skip
    assert "9(2)" in text_of(page.cssselect(".verdict-sentence")[0])
    assert "does not replace one" in text_of(page.cssselect(".disclaimer")[0])
    assert page.cssselect("details.steps:not([open])")


def test_unknown_is_not_none(see: See) -> None:
    page = see(f"{DEU_IRN}?on=2013-01-01")
    assert page.cssselect(".verdict.v-unknown")
    assert page.cssselect(".open li")


@pytest.mark.parametrize(
    ("parameters", "conclusion"),
    [
        ("b_requires_treaty=no", "own-law"),
        ("a_requires_treaty=yes&b_requires_treaty=yes&bilateral=no", "none"),
        ("a_requires_treaty=yes&b_requires_treaty=yes", "unknown"),
    ],
)
def test_what_is_known_of_the_laws_changes_the_answer(see: See, parameters: str, conclusion: str) -> None:
    page = see(f"{DEU_IRN}?on=2013-01-01&{parameters}")
    assert page.cssselect(f".verdict.v-{conclusion}")
    assert "as stated in the question" in text_of(page.cssselect(".assumed")[0])


def test_the_states_are_swapped_and_each_keeps_its_law(see: See) -> None:
    page = see(f"{GBR_DZA}?on=2013-01-01&b_requires_treaty=yes&b_surrenders_nationals=no")
    href = page.cssselect(".verdict-acts a")[0].get("href")
    parts = urlsplit(href)
    assert parts.path == f"/basis/DZA/GBR/{BOMBINGS}/extradition/"
    assert parse_qs(parts.query) == {"on": ["2013-01-01"], "a_requires_treaty": ["yes"]}
    assert "Algeria asks United Kingdom" in text_of(see(href).cssselect("h1")[0])


def test_codes_have_one_way_of_writing(client: Client, loaded: queries.Snapshot) -> None:
    response = client.get(f"/basis/gbr/dza/{BOMBINGS}/extradition/?on=2013-01-01")
    assert response.status_code == 301
    assert response["Location"] == f"{GBR_DZA}?on=2013-01-01"


def test_the_twins_are_the_librarys_report(client: Client, loaded: queries.Snapshot) -> None:
    question = asked("GBR", "DZA", BOMBINGS, Kind.MLA, date(2013, 1, 1))
    report = answer_report(find_basis(loaded.facts, shipped_rules(), question))
    address = f"/basis/GBR/DZA/{BOMBINGS}/mla"
    assert orjson.loads(client.get(f"{address}.json?on=2013-01-01").content) == report
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}.csv?on=2013-01-01").content.decode())))
    steps = report["steps"]
    assert isinstance(steps, list)
    assert [row["finding"] for row in rows] == [step["finding"] for step in steps]


def test_the_links_to_the_twins_carry_the_whole_question(see: See, client: Client) -> None:
    page = see(f"{GBR_DZA}?on=2013-01-01&b_requires_treaty=no&conduct_on=2012-01-01")
    href = page.cssselect(".data-block a")[0].get("href")
    report = orjson.loads(client.get(href).content)
    assert (report["on"], report["conduct_on"], report["conclusion"]) == ("2013-01-01", "2012-01-01", "own-law")


# What if


def test_a_supposed_deposit_changes_the_answer_and_nothing_else(see: See, loaded: queries.Snapshot) -> None:
    before = len(loaded.facts.actions)
    page = see(f"{DEU_IRN}?on=2013-01-01&join=bombings-1997")
    supposed = text_of(page.cssselect(".supposed")[0])
    assert supposed.startswith("Hypothetical")
    assert "31 January 2013" in supposed, "the thirtieth day after the deposit (Terrorist Bombings Convention 22(2))"
    cells = [it.cssselect(".label")[0].get("class") for it in page.cssselect(".before-after td")]
    assert cells == ["label l-unknown", "label l-at-option"]
    assert page.cssselect(".verdict.v-unknown"), "the answer itself stays"
    assert len(queries.snapshot().facts.actions) == before
    assert not any(HYPOTHETICAL in row.sources for row in queries.snapshot().facts.actions)
    assert see(f"{DEU_IRN}?on=2013-01-01").cssselect(".supposed") == []


def test_a_supposed_deposit_as_data(client: Client, loaded: queries.Snapshot) -> None:
    address = f"/basis/DEU/IRN/{BOMBINGS}/extradition.json?on=2013-01-01"
    supposed = orjson.loads(client.get(f"{address}&join=bombings-1997").content)["what_if"]
    assert supposed["hypothetical"] is True
    assert (supposed["before"]["conclusion"], supposed["after"]["conclusion"]) == ("unknown", "at-option")
    assert "what_if" not in orjson.loads(client.get(address).content)


def test_only_what_can_bear_on_the_answer_can_be_supposed(see: See) -> None:
    page = see(f"{DEU_IRN}?on=2013-01-01")
    offered = [it.get("value") for it in page.cssselect("select[name=join] option")]
    assert "bombings-1997" in offered
    assert "ece-1957" not in offered or "region" not in shipped_rules().file.open_to.get("ece-1957", [])
    assert "bombings-1997" not in [
        it.get("value") for it in see(f"{GBR_DZA}?on=2013-01-01").cssselect("select[name=join] option")
    ], "it binds Algeria already"
    for bad in ("hague-1970", "nothing", "bombings-1997&on=1990-01-01"):
        see(f"{DEU_IRN}?join={bad}", status=400)


# Errors, languages, cost


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (f"/basis/GBR/XXX/{BOMBINGS}/extradition", 404, "XXX"),
        ("/basis/GBR/DZA/bombings-1997:bombing/extradition", 404, "bombings-1997:bombing"),
        (f"/basis/GBR/DZA/{BOMBINGS}/deportation", 404, "deportation"),
        (f"/basis/GBR/GBR/{BOMBINGS}/extradition", 400, "twice"),
        (f"/basis/GBR/EUE/{BOMBINGS}/extradition", 400, "not a State"),
        (f"/basis/GBR/SSD/{BOMBINGS}/extradition", 400, "2011"),
        (f"/basis/GBR/DZA/{BOMBINGS}/extradition", 400, "conduct"),
    ],
)
def test_a_bad_question_is_told_what_to_do(see: See, client: Client, path: str, status: int, said: str) -> None:
    query = "?on=2005-01-01&conduct_on=2006-01-01" if said == "conduct" else "?on=2005-01-01"
    page = see(f"{path}/{query}", status=status)
    assert said in text_of(page.cssselect("main")[0])
    as_data = client.get(f"{path}.json{query}")
    assert as_data.status_code == status
    assert orjson.loads(as_data.content)["error"]


def test_a_date_that_is_none(see: See) -> None:
    see(f"{GBR_DZA}?on=soon", status=400)
    see("/basis/?on=soon", status=400)
    see("/basis/?on=soon&words=bomb", status=400)


def test_in_arabic_names_are_arabic_and_titles_are_marked_as_english(see: See) -> None:
    page = see(f"/ar{GBR_DZA}?on=2013-01-01")
    assert page.get("dir") == "rtl"
    assert "الجزائر" in text_of(page.cssselect(".verdict-sentence")[0])
    assert "Algeria" not in text_of(page.cssselect("main")[0])
    assert page.cssselect(".bases bdi[lang=en]")[0].text == "Terrorist Bombings Convention"


@pytest.mark.parametrize("path", [f"{GBR_DZA}?on=2013-01-01", "/basis/", f"{DEU_IRN}?on=2013-01-01&join=bombings-1997"])
def test_a_page_takes_one_query_and_is_kept(client: Client, loaded: queries.Snapshot, path: str) -> None:
    client.get(path)
    from django.core.cache import caches

    caches["pages"].clear()
    with CaptureQueriesContext(
        connection,
    ) as asked_of_database:
        first = client.get(path)
    assert len(asked_of_database) == 1
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
