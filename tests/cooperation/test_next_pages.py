"""What to ratify next: the ranking of a State and the plan of a region, as the library works them out."""

import csv
import io
from datetime import date
from threading import Event

import orjson
import pytest
from django.test import Client
from tests.cooperation.pages import See, results_of_their_own, see, text_of, wait_for

from accede.cooperation import background
from accede.law.basis import shipped_rules
from accede.law.basis.plan import gains_for, plan_deposits
from accede.law.participants import ParticipantKind
from accede.law.timeline import PARTY_POSITIONS
from accede.treaties import queries

__all__ = ["results_of_their_own", "see"]

pytestmark = pytest.mark.django_db

ON = date(2014, 7, 10)


def test_the_ranking_is_the_librarys(see: See, client: Client, loaded: queries.Snapshot) -> None:
    gains = gains_for(loaded.world, shipped_rules(), "KEN", ON)
    report = orjson.loads(client.get(f"/cooperation/next.json?for=ken&on={ON}").content)
    assert [(it["instrument"], it["themes"]) for it in report["ranking"]] == gains
    page = see(f"/cooperation/next/?for=KEN&on={ON}")
    totals = [int(text_of(it)) for it in page.cssselect("td.strong")]
    assert totals == [sum(counted.values()) for _, counted in gains if sum(counted.values())]
    assert page.cssselect(".chart-wide svg")
    rows = list(csv.DictReader(io.StringIO(client.get(f"/cooperation/next.csv?for=KEN&on={ON}").content.decode())))
    assert sum(int(row["partners_gained"]) for row in rows) == sum(sum(it.values()) for _, it in gains)


@pytest.mark.parametrize("state", ["KEN", "FRA", "NPL"])
def test_a_gained_partner_is_one_that_no_convention_covered(loaded: queries.Snapshot, state: str) -> None:
    """Counted again, one partner and one offence after another."""
    rules, facts, world = shipped_rules(), loaded.facts, loaded.world
    states = [code for code, it in facts.participants.items() if it.kind is not ParticipantKind.ORGANISATION]

    def party(code: str, instrument: str) -> bool:
        return world.timeline(code, instrument).at(ON) in PARTY_POSITIONS

    for instrument, counted in gains_for(world, rules, state, ON):
        gained: dict[str, set[str]] = {theme: set() for theme in counted}
        for code, (treaty, _) in rules.offences.items():
            texts = [text for text, _ in rules.versions[code]]
            if instrument not in texts:
                continue
            for partner in states:
                covered = any(party(state, text) and party(partner, text) for text in texts)
                if partner != state and party(partner, instrument) and not covered:
                    gained[facts.catalogue[treaty].theme].add(partner)
        assert {theme: len(partners) for theme, partners in gained.items()} == counted, instrument


def test_the_plan_of_a_region(see: See, client: Client, loaded: queries.Snapshot) -> None:
    states = [code for code, it in loaded.facts.participants.items() if it.region == "Oceania"]
    plan = plan_deposits(loaded.world, shipped_rules(), deposits=3, on=ON, states=states)
    report = orjson.loads(wait_for(client, f"/cooperation/next.json?for=region:Oceania&deposits=3&on={ON}").content)
    assert (report["gain"], report["bound"], report["greedy_gain"]) == (plan.gain, plan.bound, plan.greedy_gain)
    assert [(it["participant"], it["instrument"]) for it in report["selected"]] == [
        (it.participant, it.instrument) for it in plan.selected
    ]
    page = see(f"/cooperation/next/?for=region:Oceania&deposits=3&on={ON}")
    figures = [text_of(it) for it in page.cssselect(".figures .figure-value")]
    assert figures == [str(plan.gain), str(plan.bound), str(plan.greedy_gain)]
    assert len(page.cssselect("section tbody tr")) == 3
    assert page.cssselect(".chart-wide svg")


def test_a_slow_plan_shows_a_page_that_loads_itself_again(client: Client, loaded: queries.Snapshot) -> None:
    gate = Event()

    def blocking() -> bytes:
        assert gate.wait(60)
        return b""

    try:
        assert background.result("before it", blocking, patience=0.01) is None
        response = client.get(f"/cooperation/next/?for=group:WEOG&deposits=2&on={ON}")
        assert response.status_code == 202
        assert int(response["Refresh"]) > 0
        assert "no-store" in response["Cache-Control"]
        as_data = client.get(f"/cooperation/next.json?for=group:WEOG&deposits=2&on={ON}")
        assert as_data.status_code == 202
        assert int(as_data["Retry-After"]) > 0
    finally:
        gate.set()
    assert wait_for(client, f"/cooperation/next/?for=group:WEOG&deposits=2&on={ON}").status_code == 200


def test_too_much_at_once_is_refused_with_the_remedy(client: Client, loaded: queries.Snapshot) -> None:
    gate = Event()

    def blocking() -> bytes:
        assert gate.wait(60)
        return b""

    try:
        for number in range(background.LONGEST_QUEUE + 1):
            background.result(f"pile {number}", blocking, patience=0.05)
        response = client.get(f"/cooperation/next/?deposits=1&on={ON}")
        assert response.status_code == 503
        assert "Retry-After" in response
        assert "Too much is being worked out" in response.content.decode()
        assert client.get(f"/cooperation/next.json?deposits=1&on={ON}").status_code == 503
        assert client.get(f"/cooperation/map/?on={ON}").status_code == 202, "the map does without the years"
    finally:
        gate.set()


@pytest.mark.parametrize(
    "query",
    ["for=XXX", "for=EUE", "for=region:Atlantis", "for=group:G7", "for=SSD&on=2005-01-01", "deposits=0", "deposits=21",
     "deposits=-3", "deposits=ten", "deposits=٣", "on=never"],
)  # fmt: skip
def test_what_there_is_not_is_refused(see: See, client: Client, query: str) -> None:
    see(f"/cooperation/next/?{query}", status=400)
    assert client.get(f"/cooperation/next.json?{query}").status_code == 400


def test_the_page_of_a_state_leads_here(see: See) -> None:
    page = see("/states/KEN/?on=2012-01-01")
    links = [it.get("href") for it in page.cssselect(".onward a")]
    assert "/cooperation/next/?for=KEN&on=2012-01-01" in links
    assert see("/states/SSD/?on=2005-01-01").cssselect(".onward") == []
