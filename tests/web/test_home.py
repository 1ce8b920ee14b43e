"""The home page: the world on a date."""

from datetime import date

import orjson
import pytest
from django.test import Client
from tests.web.conftest import See, Tree

from accede.law.timeline import Position
from accede.treaties.queries import Snapshot

pytestmark = pytest.mark.django_db


def words(tree: Tree, path: str) -> list[str]:
    return [" ".join(it.text_content().split()) for it in tree.cssselect(path)]


def test_map_table_and_figures_agree(see: See, loaded: Snapshot) -> None:
    page = see("/?on=2012-01-01")
    rows = {row.cssselect("a")[0].text: row for row in page.cssselect(".table-cell tbody tr")}
    assert len(rows) == 198
    assert rows["Kenya"].cssselect("td")[0].text == "13"
    titles = [it.text for it in page.cssselect("#world title")]
    assert "Kenya: 13 of 19 in force" in titles
    in_force = sum(int(row.cssselect("td.n")[0].text) for row in rows.values() if row.cssselect("td.n"))
    assert words(page, ".figure-of")[0].startswith(f"{in_force:,} of")


def test_every_state_on_the_map_is_a_link_with_the_date(see: See) -> None:
    links = see("/?on=2012-01-01").cssselect("#world a[href^='/states/']")
    assert len(links) > 180
    assert all(link.get("href").endswith("/?on=2012-01-01") for link in links)


def test_states_that_did_not_exist_are_said_to(see: See) -> None:
    page = see("/?on=2005-01-01")
    row = next(row for row in page.cssselect(".table-cell tr") if "South Sudan" in row.text_content())
    assert "did not exist" in row.text_content()
    assert "South Sudan: did not exist as a State" in [it.text for it in page.cssselect("#world title")]


def test_the_table_sorts_without_javascript(see: See) -> None:
    page = see("/?sort=in_force")
    numbers = [int(it.text) for it in page.cssselect(".table-cell td.n:nth-child(2)")]
    assert numbers == sorted(numbers, reverse=True)
    head = page.cssselect("th[aria-sort]")[0]
    assert head.get("aria-sort") == "descending"


def test_before_the_first_instrument_nothing_is_in_force_and_nothing_happened(see: See) -> None:
    page = see("/?on=1950-01-01")
    assert words(page, ".figure-value")[0] == "0%"
    assert "By then 0 of the 19 had been adopted." in page.text_content()
    assert "Nothing is recorded up to this date." in page.text_content()


def test_what_changed_lately_stops_at_the_date(see: See) -> None:
    days = [it.get("datetime") for it in see("/?on=2012-01-01").cssselect(".acts time")]
    assert len(days) == 8
    assert days == sorted(days, reverse=True)
    assert days[0] <= "2012-01-01"


def test_a_future_date_says_that_it_has_not_come(see: See) -> None:
    assert "has not come yet" in see("/?on=2150-01-01").text_content()


def test_the_twin_says_the_same(client: Client, loaded: Snapshot) -> None:
    states = orjson.loads(client.get("/index.json?on=2012-01-01").content)["states"]
    kenya = next(it for it in states if it["participant"] == "KEN")
    row = loaded.world.row_of["KEN"]
    columns = [loaded.world.column_of[it.id] for it in loaded.facts.catalogue.universal]
    positions = loaded.world.matrix(date(2012, 1, 1))[row, columns].tolist()
    assert kenya["in_force"] == positions.count(Position.IN_FORCE) == 13
    assert kenya["not_party"] == positions.count(Position.NOT_PARTY)


def test_the_disclaimer_stands_under_the_map(see: See) -> None:
    assert "express no opinion on the legal status" in see("/").cssselect(".map-disclaimer")[0].text


def test_a_page_in_arabic_reads_from_the_right(see: See) -> None:
    page = see("/ar/?on=2012-01-01")
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert any("bootstrap.rtl" in it.get("href") for it in page.cssselect("link[rel=stylesheet]"))
    assert "كينيا" in page.text_content()
    other = page.cssselect(".languages a[hreflang=en]")[0]
    assert other.get("href") == "/?on=2012-01-01"


def test_every_form_and_link_of_the_head_keeps_the_date(see: See) -> None:
    page = see("/states/?on=2012-01-01")
    assert {it.get("href").partition("?")[2] for it in page.cssselect(".site-nav a")} == {"on=2012-01-01"}
    assert page.cssselect("form.find input[name=on]")[0].get("value") == "2012-01-01"
    assert page.cssselect("form.date-bar input[name=on]")[0].get("value") == "2012-01-01"
