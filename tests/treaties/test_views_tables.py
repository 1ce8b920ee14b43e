"""Matrix, comparison, log, data and feed, on real data."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import lxml.etree
import lxml.html
import orjson
import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from accede.law.actions import ActionKind, TreatyAction
from accede.law.answers import POSITION_NAMES
from accede.law.timeline import Position
from accede.treaties.changes import Change
from accede.treaties.domain import apply_import
from accede.treaties.queries import Snapshot, snapshot

pytestmark = pytest.mark.django_db
#: A parsed page. Its stubs make every text and attribute optional; a test reads those that it knows to be there.
Tree = Any


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    caches["pages"].clear()


def see(client: Client, path: str, *, status: int = 200) -> Tree:
    response = client.get(path)
    assert response.status_code == status, path
    return lxml.html.document_fromstring(response.content.decode())


def states(page: Tree) -> list[str]:
    return [it.text for it in page.cssselect(".matrix tbody th a")]


class TestMatrix:
    def test_every_cell_is_the_worlds(self, client: Client, loaded: Snapshot) -> None:
        page = see(client, "/matrix/?set=all&on=2012-01-01")
        matrix = loaded.world.matrix(date(2012, 1, 1))
        row = next(it for it in page.cssselect(".matrix tbody tr") if it.cssselect("a")[0].text == "Kenya")
        words = [it.text for it in row.cssselect("td .visually-hidden")]
        expected = [Position(int(it)) for it in matrix[loaded.world.row_of["KEN"]]]
        assert len(words) == len(expected) == len(loaded.facts.catalogue)
        for word, position in zip(words, expected, strict=True):
            assert (word == "In force") == (position is Position.IN_FORCE)
            assert (word == "Not party") == (position is Position.NOT_PARTY)
        assert len(states(page)) == 198

    def test_filters(self, client: Client, loaded: Snapshot) -> None:
        page = see(client, "/matrix/?region=Oceania&theme=nuclear&on=2012-01-01")
        assert len(states(page)) == 16
        assert len(page.cssselect(".matrix th.turned")) == 3
        group = see(client, "/matrix/?group=WEOG")
        assert len(states(group)) == 29
        status = see(client, "/matrix/?theme=financing&status=not+party&on=2013-01-01")
        assert 0 < len(states(status)) < 30

    def test_an_empty_result_says_so(self, client: Client, loaded: Snapshot) -> None:
        page = see(client, "/matrix/?status=not+party&on=2026-11-25&theme=hostages")
        assert "passes these filters" in page.text_content()
        assert page.cssselect(".empty a[href='/matrix/?on=2026-11-25']")

    def test_sorting_by_name_count_and_instrument(self, client: Client, loaded: Snapshot) -> None:
        assert states(see(client, "/matrix/"))[:2] == ["Afghanistan", "Albania"]
        assert states(see(client, "/matrix/?sort=name&order=desc"))[0] == "Zimbabwe"
        numbers = [int(it.text) for it in see(client, "/matrix/?sort=count").cssselect(".matrix td.n")]
        assert numbers == sorted(numbers, reverse=True)
        page = see(client, "/matrix/?sort=bombings-1997&order=asc")
        column = [it.get("id") for it in page.cssselect(".matrix thead th")].index(None)
        assert column == 0
        index = loaded.facts.catalogue.ids.index("bombings-1997") + 1
        cells = [row.cssselect("td")[index].get("class") for row in page.cssselect(".matrix tbody tr")]
        assert cells[0] != "c-in-force"
        assert cells[-1] == "c-in-force"

    def test_twins_keep_the_filters(self, client: Client, loaded: Snapshot) -> None:
        page = see(client, "/matrix/?region=Oceania&theme=nuclear&on=2012-01-01")
        href = next(it.get("href") for it in page.cssselect(".data-block a") if it.text == "CSV")
        rows = list(csv.DictReader(io.StringIO(client.get(href).content.decode())))
        assert len(rows) == 16 * 3
        assert all(row["source"] for row in rows if row["status"] == "party")

    def test_json_is_the_matrix(self, client: Client, loaded: Snapshot) -> None:
        answer = orjson.loads(client.get("/matrix.json?on=2012-01-01&set=all").content)
        matrix = loaded.world.matrix(date(2012, 1, 1))
        for code, names in zip(answer["participants"], answer["positions"], strict=True):
            row = matrix[loaded.world.row_of[code]]
            assert names == [POSITION_NAMES[Position(int(it))] for it in row]

    def test_the_workbook_has_the_sources(self, client: Client, loaded: Snapshot) -> None:
        response = client.get("/matrix.xlsx?region=Oceania&on=2012-01-01")
        book = CalamineWorkbook.from_object(io.BytesIO(response.content))
        assert book.sheet_names == ["Matrix", "Answers", "Sources"]
        matrix, answers, sources = (book.get_sheet_by_name(it).to_python() for it in book.sheet_names)
        assert len(matrix) == 17
        assert len(answers) == 16 * 19 + 1
        assert {row[0] for row in sources[1:]} <= set(loaded.facts.sources)
        assert len(sources) > 10


class TestCompare:
    def test_numbers_are_the_series(self, client: Client, loaded: Snapshot) -> None:
        page = see(client, "/compare/?who=KEN&who=region:Africa&on=2012-01-01")
        assert [" ".join(it.text_content().split()) for it in page.cssselect(".figures li")] == [
            "68% 13 of 19 Kenya",
            f"{page.cssselect('.figure-value')[1].text} {page.cssselect('.figure-of')[1].text} Africa",
        ]
        answer = orjson.loads(client.get("/compare.json?who=KEN&who=region:Africa&on=2012-01-01").content)
        last = [it for it in answer["series"] if it["on"] == "2012-01-01"]
        columns = [loaded.world.column_of[it.id] for it in loaded.facts.catalogue.universal]
        africa = answer["units"]["region:Africa"]
        matrix = loaded.world.matrix(date(2012, 1, 1))[[loaded.world.row_of[it] for it in africa]][:, columns]
        assert [it["in_force"] for it in last] == [13, int((matrix == Position.IN_FORCE).sum())]
        assert [it["of"] for it in last] == [19, int((matrix != Position.NO_SUCH_STATE).sum())]

    def test_one_instrument(self, client: Client, loaded: Snapshot) -> None:
        page = see(client, "/compare/?who=world&instrument=bombings-1997")
        assert page.get_element_by_id("chart-title").text == "Terrorist Bombings Convention"

    def test_a_state_before_it_existed(self, client: Client, loaded: Snapshot) -> None:
        page = see(client, "/compare/?who=SSD&on=2005-01-01")
        assert "did not exist" in page.text_content()
        assert "There is nothing to draw up to this date." in page.text_content()

    def test_what_is_none_and_what_is_too_much(self, client: Client, loaded: Snapshot) -> None:
        page = see(client, "/compare/?who=Atlantis", status=400)
        assert "There is no State or group “Atlantis” to compare." in page.text_content()
        five = "&".join(f"who={it}" for it in ("KEN", "UGA", "TZA", "RWA", "BDI"))
        assert "At most 4" in see(client, f"/compare/?{five}", status=400).text_content()
        assert "no instrument" in see(client, "/compare/?instrument=nothing", status=400).text_content()


class TestActions:
    def test_newest_first_and_up_to_the_date(self, client: Client, loaded: Snapshot) -> None:
        days = [it.get("datetime") for it in see(client, "/actions/?on=2012-01-01").cssselect("tbody time")]
        assert len(days) == 100
        assert days == sorted(days, reverse=True)
        assert days[0] <= "2012-01-01"

    def test_filters_and_pages(self, client: Client, loaded: Snapshot) -> None:
        page = see(client, "/actions/?state=KEN&on=2012-01-01")
        assert {it.text for it in page.cssselect("tbody th a")} == {"Kenya"}
        answer = orjson.loads(client.get("/actions.json?state=ken&instrument=hostages-1979").content)
        assert [(it["action"], it["date"]) for it in answer["actions"]] == [("accession", "1981-12-08")]
        second = see(client, "/actions/?page=2").cssselect(".pager")[0]
        assert [it.get("rel") for it in second.cssselect("a")] == ["prev", "next"]
        assert see(client, "/actions/?page=99999").cssselect("tbody tr")

    def test_a_filter_that_names_nothing_is_refused(self, client: Client, loaded: Snapshot) -> None:
        for query in ("state=XXX", "instrument=none", "action=wedding"):
            see(client, f"/actions/?{query}", status=400)
            assert client.get(f"/feed.atom?{query}").status_code == 400


class TestFeed:
    NS = "{http://www.w3.org/2005/Atom}"

    def test_entries_newest_first_with_lasting_identifiers(self, client: Client, loaded: Snapshot) -> None:
        response = client.get("/feed.atom?state=KEN")
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        root = lxml.etree.fromstring(response.content)
        ids = [it.findtext(f"{self.NS}id") for it in root.iter(f"{self.NS}entry")]
        assert len(ids) == len(set(ids)) > 20
        assert all(it is not None and it.startswith("urn:uuid:") for it in ids)
        updated = [str(it.findtext(f"{self.NS}updated")) for it in root.iter(f"{self.NS}entry")]
        assert updated == sorted(updated, reverse=True)
        caches["pages"].clear()
        again = lxml.etree.fromstring(client.get("/feed.atom?state=KEN", headers={"host": "127.0.0.1"}).content)
        assert [it.findtext(f"{self.NS}id") for it in again.iter(f"{self.NS}entry")] == ids

    def test_links_lead_to_the_place_on_the_states_page(self, client: Client, loaded: Snapshot) -> None:
        root = lxml.etree.fromstring(client.get("/feed.atom?instrument=hostages-1979&state=KEN").content)
        entry = root.find(f"{self.NS}entry")
        assert entry is not None
        link = entry.find(f"{self.NS}link")
        assert link is not None
        assert link.get("href") == "http://testserver/states/KEN/#hostages-1979"


class TestData:
    def test_gaps_are_all_there(self, client: Client, loaded: Snapshot) -> None:
        page = see(client, "/data/")
        facts = loaded.facts
        numbers = {it.get("id"): it.cssselect(".count") for it in page.cssselect("h2")}
        undated = sum(row.date is None for row in facts.actions)
        assert numbers["undated"][0].text == str(undated)
        assert numbers["questions"][0].text == str(len(facts.questions))
        assert numbers["sources"][0].text == str(len(facts.sources))
        assert "Euratom" in page.text_content()
        answer = orjson.loads(client.get("/data.json").content)
        assert sum(it["parties_without_date"] for it in answer["coverage"]) == undated
        stated = [(it["parties_stated"], it["parties_counted"]) for it in answer["coverage"] if it["parties_stated"]]
        assert len(stated) > 25

    def test_imports_are_listed(self, client: Client, loaded: Snapshot) -> None:
        imports = orjson.loads(client.get("/data.json").content)["imports"]
        assert [it["importer"] for it in imports] == ["shipped"]


PAGES = {
    "/?on=2012-01-01": 1, "/states/": 1, "/states/KEN/": 11, "/instruments/": 1, "/instruments/bombings-1997/": 1,
    "/matrix/?set=all": 1, "/compare/": 1, "/actions/": 1, "/data/": 2, "/about/": 1, "/feed.atom": 1,
    "/states/KEN.json": 1, "/matrix.csv?region=Oceania": 1, "/actions.csv": 1, "/data.json": 2,
}  # fmt: skip


@pytest.mark.parametrize("rows", [0, 1, 3, 30])
def test_a_page_costs_the_same_queries_whatever_the_number_of_rows(
    client: Client, loaded: Snapshot, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    if rows:
        # Later than anything known: more of the same acts, as a newer list would bring them.
        acts = tuple(
            TreatyAction(
                instrument="montreal-protocol-2014",
                participant=code,
                action=ActionKind.SIGNATURE,
                date=date(2026, 8, 1) + timedelta(days=number),
            )
            for number, code in enumerate(list(loaded.facts.participants)[:rows])
        )
        moment = datetime(2026, 11, 25, tzinfo=UTC)
        apply_import(Change(add=acts), importer="csv", file_name="acts.csv", digest="0" * 64, now=moment)
    assert len(snapshot().facts.actions) == len(loaded.facts.actions) + rows
    for path, queries in PAGES.items():
        caches["pages"].clear()
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200
        # A State's page also asks what other rooms show on it has changed since it was kept.
        with django_assert_num_queries(6 if path == "/states/KEN/" else 1):
            assert client.get(path).status_code == 200


def test_a_kept_page_is_confirmed_by_its_tag(client: Client, loaded: Snapshot) -> None:
    first = client.get("/states/KEN/?on=2012-01-01")
    again = client.get("/states/KEN/?on=2012-01-01", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_import_is_seen_on_the_next_request(client: Client, loaded: Snapshot) -> None:
    assert "Not party when last known" in see(client, "/states/PRK/").get_element_by_id("bombings-1997").text_content()
    act = TreatyAction(
        instrument="bombings-1997", participant="PRK", action=ActionKind.ACCESSION, date=date(2021, 3, 1)
    )
    moment = datetime(2026, 11, 25, tzinfo=UTC)
    apply_import(Change(add=(act,)), importer="csv", file_name="a.csv", digest="1" * 64, now=moment)
    detail = see(client, "/states/PRK/?on=2026-11-25").get_element_by_id("bombings-1997").text_content()
    assert "Deposit of accession on 1 March 2021" in detail
    assert "a.csv" in see(client, "/data/").text_content()
