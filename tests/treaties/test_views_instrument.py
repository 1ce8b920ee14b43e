"""The pages of instruments, on real data."""

import csv
import io
from datetime import date
from typing import Any

import lxml.html
import orjson
import pytest
from django.core.cache import caches
from django.test import Client

from accede.law.answers import parties_report
from accede.law.shipped import shipped_facts
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


def counts(page: Tree) -> dict[str, int]:
    return {it.get("class"): int(it.cssselect(".count-number")[0].text) for it in page.cssselect(".counts li")}


def test_counts_and_lists_are_the_librarys(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/instruments/bombings-1997/?on=2013-09-30")
    facts = shipped_facts()
    report = parties_report(facts, facts.catalogue["bombings-1997"], date(2013, 9, 30))
    assert counts(page) == {
        "k-parties": report["parties"],
        "k-signatories": report["signatories"],
        "k-not_party": report["not_party"],
        "k-unknown": report["unknown"],
    }
    lists = report["lists"]
    assert isinstance(lists, dict)
    for key, codes in (("parties", "parties"), ("signatories", "signatories"), ("not_party", "not_party")):
        hrefs = [it.get("href") for it in page.get_element_by_id(key).cssselect("tbody a, .names a")]
        assert {href.split("/")[2] for href in hrefs} == set(lists[codes])
        assert all("?on=2013-09-30#bombings-1997" in href for href in hrefs)


def test_after_the_list_nobody_is_not_party(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/instruments/bombings-1997/?on=2026-11-25")
    assert counts(page)["k-not_party"] == 0
    assert "On this date no State is known not to be a party." in text(page.get_element_by_id("not_party"))
    assert "Not party when last known" in text(page.get_element_by_id("unknown"))


def test_the_clause_is_checked_against_the_recorded_date(client: Client, loaded: Snapshot) -> None:
    good = text(see(client, "/instruments/bombings-1997/").get_element_by_id("entry"))
    assert "22 deposits" in good
    assert "article 22(1)" in good
    assert "23 May 2001 ✓ agrees" in good
    late = text(see(client, "/instruments/protected-persons-1973/").get_element_by_id("entry"))
    assert "≠ differs" in late


def test_provisions_are_present_absent_or_not_checked(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/instruments/bombings-1997/")
    rows = {
        row.cssselect("th")[0].text: [text(it) for it in row.cssselect("td")]
        for row in page.cssselect(".provisions tbody tr")
    }
    assert rows["Political offence no ground for refusal"] == ["● present", "11"]
    assert rows["Bank secrecy no ground for refusal"] == ["– read: there is none", ""]
    assert "? not checked" in text(see(client, "/instruments/oau-1999/").get_element_by_id("articles"))


def test_obligations_and_offences_are_counted(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/instruments/bombings-1997/")
    assert text(page.get_element_by_id("offences-title")) == "Offences 6"
    number = len(loaded.obligations["bombings-1997"])
    assert text(page.get_element_by_id("obligations-title")) == f"Obligations {number}"
    assert len(page.cssselect(".obligations li")) == number


def test_relations_are_links_with_the_date(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/instruments/sua-2005/?on=2012-01-01")
    links = {it.get("href") for it in page.cssselect(".relations a")}
    assert "/instruments/sua-1988/?on=2012-01-01" in links


def test_the_chart_has_its_table(client: Client, loaded: Snapshot) -> None:
    part = see(client, "/instruments/bombings-1997/").get_element_by_id("over-time")
    assert len(part.cssselect("svg[role=img]")) == 2, "one for the desk, one for the telephone"
    rows = {row.cssselect("th")[0].text: [it.text for it in row.cssselect("td")] for row in part.cssselect("tbody tr")}
    on = date(2013, 12, 31)
    facts = shipped_facts()
    report = parties_report(facts, facts.catalogue["bombings-1997"], on)
    assert rows["2013"][:2] == [str(report["parties"]), str(report["in_force"])]


def test_an_instrument_without_a_list_says_that_nothing_is_known(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/instruments/oau-1999/")
    assert counts(page) == {"k-parties": 0, "k-signatories": 0, "k-not_party": 0, "k-unknown": 198}
    assert "No party is known, so there is nothing to draw." in text(page)
    assert "nothing is known of its parties" in text(page.get_element_by_id("sources"))


def test_json_is_the_librarys_answer(client: Client, loaded: Snapshot) -> None:
    facts = shipped_facts()
    report = parties_report(facts, facts.catalogue["bombings-1997"], date(2013, 9, 30))
    expected = orjson.loads(orjson.dumps(report))
    assert orjson.loads(client.get("/instruments/bombings-1997.json?on=2013-09-30").content) == expected


def test_csv_has_a_line_for_each_participant(client: Client, loaded: Snapshot) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/instruments/bombings-1997.csv").content.decode())))
    assert len(rows) == 198
    assert {row["instrument"] for row in rows} == {"bombings-1997"}


def test_the_list_has_the_regime_and_the_others(client: Client, loaded: Snapshot) -> None:
    page = see(client, "/instruments/?on=2014-07-10")
    first, second = page.cssselect("table")
    assert [len(it.cssselect("tbody tr")) for it in (first, second)] == [19, len(loaded.facts.catalogue) - 19]
    row = next(row for row in first.cssselect("tr") if "Terrorist Bombings" in row.text_content())
    assert text(row.cssselect("td.strong")[0]).startswith("168 / ")


def test_the_title_is_in_the_language_where_there_is_one(client: Client, loaded: Snapshot) -> None:
    lead = see(client, "/ar/instruments/bombings-1997/").cssselect(".lead bdi")[0]
    assert (lead.get("lang"), lead.text) == ("en", "International Convention for the Suppression of Terrorist Bombings")
