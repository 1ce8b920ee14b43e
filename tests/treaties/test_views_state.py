"""The page of a State, on real data."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import lxml.html
import orjson
import pytest
from django.core.cache import caches
from django.test import Client

from accede.law.actions import ActionKind, TreatyAction
from accede.law.answers import status_report
from accede.law.shipped import shipped_facts
from accede.law.status import statuses
from accede.treaties.changes import Change
from accede.treaties.domain import apply_import
from accede.treaties.queries import Snapshot

pytestmark = pytest.mark.django_db
#: A parsed page. Its stubs make every text and attribute optional; a test reads those that it knows to be there.
Tree = Any


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    caches["pages"].clear()


def see(client: Client, path: str) -> Tree:
    response = client.get(path)
    assert response.status_code == 200, path
    return lxml.html.document_fromstring(response.content.decode())


def text(tree: Tree) -> str:
    return " ".join(tree.text_content().split())


def group(page: Tree, key: str) -> list[str]:
    return [text(it) for it in page.cssselect(f".g-{key} li > span:not(.chip)")]


def test_kenya_in_2012_on_one_screen(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/states/KEN/?on=2012-01-01")
    assert "Bound by 13 of the 19 on 1 January 2012" in text(page.cssselect(".headline")[0])
    assert len(group(page, "in-force")) == 13
    assert group(page, "not-yet") == ["CPPNM Amendment (A/CPPNM) Party, not yet in force for it"]
    assert len(group(page, "not-party")) == 5
    assert text(page.cssselect(".g-unknown")[0]) == "Unknown 0 none"


def test_every_answer_has_its_reasons_acts_and_source(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/states/KEN/?on=2012-01-01")
    detail = page.get_element_by_id("hostages-1979")
    assert "Deposit of accession on 8 December 1981" in text(detail.cssselect(".reasons")[0])
    assert "Treaty Collection" in text(detail.cssselect(".acts-table")[0])
    assert "List complete as of 19 February 2019." in text(detail)
    assert "Extradite or prosecute: 8(1)" in text(detail)
    assert {it.get("id") for it in page.cssselect("article.detail")} >= set(loaded.facts.catalogue.ids[:19])


def test_south_sudan_did_not_exist_in_2005(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/states/SSD/?on=2005-01-01")
    assert text(page.cssselect(".headline")[0]) == (
        "South Sudan did not exist as a State on 1 January 2005. It exists since 9 July 2011."
    )
    assert "Not party" not in text(page.cssselect(".answer")[0])
    assert "Did not exist" in text(page.get_element_by_id("bombings-1997"))


def test_not_party_when_last_known_is_apart_from_never_known(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/states/PRK/?on=2026-11-25")
    assert "Terrorist Bombings Convention (26 February 2020)" in group(page, "not-party-last")
    assert group(page, "not-party") == []
    detail = text(page.get_element_by_id("bombings-1997"))
    assert "Not party when last known (26 February 2020)" in detail
    assert "what happened between then and 25 November 2026 is not known" in detail
    assert "No list of parties has been loaded for:" in text(page)


def test_armenia_under_tokyo_in_2012_is_unknown_with_the_reason(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/states/ARM/?on=2012-01-01")
    assert "Tokyo Convention Unknown: possibly a party" in group(page, "unknown")
    detail = text(page.get_element_by_id("tokyo-1963"))
    assert "A party by 21 June 2023 at the latest; whether already on 1 January 2012 is not known." in detail


def test_a_disputed_status_says_why(client: Client, loaded: Snapshot) -> None:
    detail = text(see(client, "/states/BDI/").get_element_by_id("hague-1970"))
    assert "The sources do not agree on its status" in detail


def test_recorded_and_computed_dates_stand_side_by_side_where_they_differ(client: Client, loaded: Snapshot) -> None:
    act = TreatyAction(
        instrument="bombings-1997",
        participant="PRK",
        action=ActionKind.ACCESSION,
        date=date(2021, 3, 1),
        effective=date(2021, 4, 5),
    )
    moment = datetime(2026, 11, 25, tzinfo=UTC)
    apply_import(Change(add=(act,)), importer="csv", file_name="acts.csv", digest="0" * 64, now=moment)
    detail = see(client, "/states/PRK/?on=2026-11-25").get_element_by_id("bombings-1997")
    assert text(detail.cssselect(".differs")[0]) == (
        "Recorded: in force from 5 April 2021. By the instrument's own rule: 31 March 2021."
    )


def test_a_code_in_small_letters_moves_to_its_one_address(client: Client, loaded: Snapshot) -> None:
    response = client.get("/states/ken/?on=2012-01-01")
    assert (response.status_code, response["Location"]) == (301, "/states/KEN/?on=2012-01-01")
    response = client.get("/ar/states/ken/")
    assert (response.status_code, response["Location"]) == (301, "/ar/states/KEN/")
    response = client.get("/states/ken.json")
    assert (response.status_code, response["Location"]) == (301, "/states/KEN.json")


def test_json_is_the_librarys_answer(client: Client, loaded: Snapshot) -> None:
    facts, on = shipped_facts(), date(2012, 1, 1)
    expected = orjson.loads(orjson.dumps(status_report(facts, "KEN", on, statuses(facts, "KEN", on))))
    assert orjson.loads(client.get("/states/KEN.json?on=2012-01-01").content) == expected


def test_csv_has_a_line_for_each_instrument(client: Client, loaded: Snapshot) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/states/KEN.csv?on=2012-01-01").content.decode())))
    assert [row["instrument"] for row in rows] == list(loaded.facts.catalogue.ids)
    by_instrument = {row["instrument"]: row for row in rows}
    assert by_instrument["hostages-1979"]["consent_date"] == "1981-12-08"
    assert by_instrument["beijing-protocol-2010"]["status"] == "not party"


def test_the_page_links_its_twins_for_the_date(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/states/KEN/?on=2012-01-01")
    alternates = {
        it.get("type"): it.get("href") for it in page.cssselect("link[rel=alternate][title=JSON], link[title=CSV]")
    }
    assert alternates == {
        "application/json": "/states/KEN.json?on=2012-01-01",
        "text/csv": "/states/KEN.csv?on=2012-01-01",
    }
    assert [it.get("href") for it in page.cssselect(".data-block li a")] == list(alternates.values())


def test_in_arabic_names_are_arabic_and_english_titles_are_marked(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/ar/states/KEN/?on=2012-01-01")
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert page.cssselect("h1")[0].text == "كينيا"
    title = page.cssselect(".g-in-force bdi")[0]
    assert (title.get("lang"), title.get("dir"), title.text) == ("en", "ltr", "Tokyo Convention")
    assert page.get_element_by_id("tokyo-1963").cssselect(".reasons bdi[lang=en]"), "sources are English"


def test_organisations_have_a_page_too(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/states/EUE/")
    assert page.cssselect("h1")[0].text == "European Union"


def test_the_list_of_states_counts_what_the_pages_say(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/states/?on=2012-01-01")
    row = next(row for row in page.cssselect("tbody tr") if row.cssselect("a")[0].text == "Kenya")
    assert [it.text for it in row.cssselect("td")] == ["Africa", "13", "1", "0", "5", "0"]
