"""The map, the regions and the years: held to the finder, to counting by hand, and to one another."""

import csv
import io
from datetime import date

import orjson
import pytest
from django.test import Client
from tests.cooperation.pages import See, results_of_their_own, see, text_of, wait_for

from accede.cooperation.presenters.labels import ORDER
from accede.cooperation.presenters.themes import labels_on
from accede.law.basis import Kind, Question, find_basis, shipped_rules
from accede.treaties import queries

__all__ = ["results_of_their_own", "see"]

pytestmark = pytest.mark.django_db

ON = date(2012, 6, 1)
PARTNERS = ("FRA", "DEU", "USA", "PRK", "SSD", "NPL", "BRA", "RUS")


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("theme", ["bombings", "civil-aviation", "hostages"])
@pytest.mark.parametrize("role", ["requesting", "requested"])
def test_best_and_worst_are_those_of_the_finder(
    client: Client, loaded: queries.Snapshot, role: str, theme: str, kind: Kind
) -> None:
    rules = shipped_rules()
    codes = [code for code, (treaty, _) in rules.offences.items() if loaded.facts.catalogue[treaty].theme == theme]
    address = f"/cooperation/map.json?state=ITA&role={role}&theme={theme}&kind={kind.value}&on={ON}"
    report = orjson.loads(client.get(address).content)
    assert report["offences"] == codes
    rows = {row["participant"]: row for row in report["states"]}
    for partner in PARTNERS:
        pair = ("ITA", partner) if role == "requesting" else (partner, "ITA")
        found = [
            find_basis(
                loaded.facts,
                rules,
                Question(requesting=pair[0], requested=pair[1], offence=code, kind=kind, on=ON),
                timeline_of=loaded.world.timeline,
            ).conclusion.value
            for code in codes
        ]
        row = rows[partner]
        assert row["best"] == min(found, key=ORDER.index), partner
        assert row["worst"] == max(found, key=ORDER.index), partner
        assert (row["binding_offences"], row["of"]) == (found.count("binding"), len(codes))


def test_the_state_itself_organizations_and_the_unborn_are_no_partners(
    client: Client, loaded: queries.Snapshot
) -> None:
    report = orjson.loads(client.get("/cooperation/map.json?state=KEN&on=2005-01-01").content)
    codes = {row["participant"] for row in report["states"]}
    assert not codes & {"KEN", "EUE", "SSD"}
    assert sum(it["count"] for it in report["summary"].values()) == len(codes)


def test_the_regions_add_up_to_the_pairs(client: Client, loaded: queries.Snapshot) -> None:
    address = f"/cooperation/map/regions.json?theme=bombings&label=at-option&on={ON}"
    cells = orjson.loads(client.get(address).content)["regions"]
    shown = labels_on(loaded, ON, Kind.EXTRADITION)["bombings"].best
    facts, world = loaded.facts, loaded.world
    for one, other in (("Africa", "Europe"), ("Europe", "Europe"), ("Oceania", "Asia")):
        rows = [world.row_of[code] for code, it in facts.participants.items() if it.region == one]
        columns = [world.row_of[code] for code, it in facts.participants.items() if it.region == other]
        values = [ORDER[shown[row, column]] for row in rows for column in columns]
        cell = next(it for it in cells if (it["requesting"], it["requested"]) == (one, other))
        assert cell["pairs"] == values.count("at-option")
        assert cell["of"] == len(values) - values.count("not-applicable")
    whole = orjson.loads(client.get(f"/cooperation/map.json?theme=bombings&on={ON}").content)["summary"]
    assert sum(it["pairs"] for it in cells) == whole["at-option"]["count"]


def test_while_the_years_are_worked_out_the_rest_is_shown(client: Client, see: See) -> None:
    page = see(f"/cooperation/map/?state=KEN&on={ON}", status=202)
    assert "being worked out" in text_of(page.cssselect("main")[0])
    assert page.cssselect("figure.world-map")
    assert page.cssselect(".heat-table")
    response = wait_for(client, f"/cooperation/map/years.json?state=KEN&on={ON}")
    years = orjson.loads(response.content)["years"]
    assert [it["year"] for it in years] == list(range(1963, ON.year + 1))
    shown = labels_on(loaded := queries.snapshot(), date(2005, 12, 31), Kind.EXTRADITION)["bombings"].best
    row = shown[loaded.world.row_of["KEN"]]
    line = next(it for it in years if it["year"] == 2005)
    for place, label in enumerate(ORDER[:-1]):
        assert line[label] == int((row == place).sum())
    assert line["of"] == sum(line[label] for label in ORDER[:-1])
    complete = see(f"/cooperation/map/?state=KEN&on={ON}")
    assert complete.cssselect(".chart-wide svg")
    assert "being worked out" not in text_of(complete.cssselect("main")[0])
    rows = complete.xpath("//section[@aria-labelledby='years-title']//tbody/tr")
    assert len(rows) == len(years)


def test_the_map_says_the_label_and_leads_to_the_answer(see: See) -> None:
    page = see(f"/cooperation/map/?state=KEN&role=requested&kind=mla&on={ON}", status=202)
    link = next(it for it in page.cssselect("figure.world-map svg a") if "/FRA/" in it.get("href"))
    assert link.get("href").startswith("/basis/FRA/KEN/bombings-1997:")
    assert text_of(link.cssselect("title")[0]) == "France: Binding"
    row = next(it for it in page.cssselect(".table-cell tbody tr") if text_of(it).startswith("France"))
    assert "Binding" in text_of(row)
    answer = see(row.cssselect("a")[0].get("href"))
    assert "France asks Kenya" in text_of(answer.cssselect("h1")[0])


def test_the_world_by_share_leads_to_each_state(see: See) -> None:
    page = see(f"/cooperation/map/?theme=financing&label=at-option&on={ON}", status=202)
    first = page.cssselect(".table-cell tbody tr")[0]
    state = see(first.cssselect("a")[0].get("href"), status=202)
    number = int(text_of(first.cssselect("td")[0]).split("/")[0])
    figures = [text_of(it) for it in state.cssselect(".figures li")]
    assert any(f"{number} of" in it and "option" in it for it in figures)


def test_the_tables_sort(see: See) -> None:
    page = see(f"/cooperation/map/?state=DEU&on={ON}&sort=binding&order=desc", status=202)
    numbers = [int(text_of(it).split("/")[0]) for it in page.cssselect(".table-cell tbody td.n")]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > numbers[-1]


@pytest.mark.parametrize(
    "query",
    ["state=XXX", "state=EUE", "state=SSD&on=2005-01-01", "theme=space", "kind=war", "role=both", "show=all",
     "label=maybe", "on=never"],
)  # fmt: skip
def test_what_there_is_not_is_refused(see: See, client: Client, query: str) -> None:
    see(f"/cooperation/map/?{query}", status=400)
    for twin in ("map", "map/regions", "map/years"):
        assert client.get(f"/cooperation/{twin}.json?{query}").status_code == 400


def test_the_csv_has_the_rows_of_the_table(client: Client, loaded: queries.Snapshot) -> None:
    response = client.get(f"/cooperation/map.csv?state=KEN&on={ON}")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    report = orjson.loads(client.get(f"/cooperation/map.json?state=KEN&on={ON}").content)
    assert [row["best"] for row in rows] == [row["best"] for row in report["states"]]
