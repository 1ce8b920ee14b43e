"""The room's part of the API says what the library says, and answers bad questions clearly."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, settings
from pytest_django import DjangoAssertNumQueries
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.cooperation.tables import AUTHORITY, LAW, NOW, STATEMENT, TREATY, brought_in

from accede.cooperation import background
from accede.law import shipped_facts
from accede.law.basis import Bound, Kind, OwnLaw, Question, find_basis, shipped_rules
from accede.law.basis.answers import answer_report, coverage_report, plan_report
from accede.law.basis.offences import match_offences
from accede.law.basis.plan import plan_deposits
from accede.law.basis.world import LABELS, coverage
from accede.law.matrix import build_world
from accede.treaties import domain
from accede.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

Get = Callable[..., Any]
BOMBING = "bombings-1997:bombing-persons"


@pytest.fixture(autouse=True)
def _own_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        background, "directory", lambda: tmp_path
    )  # plans worked out are kept in files, and a test must not find another's
    monkeypatch.setattr("accede.cooperation.api.views.PATIENCE", 60.0)


@pytest.fixture
def get(client: Client) -> Get:
    def get(path: str, *, status: int = 200, **query: str) -> Any:
        response = client.get(f"/api/v1/{path}", query)
        assert response.status_code == status, response.content[:500]
        return orjson.loads(response.content)

    return get


@pytest.mark.parametrize("kind", list(Kind))
def test_a_legal_basis_is_the_librarys_answer(get: Get, kind: Kind) -> None:
    question = Question(
        requesting="GBR", requested="DZA", offence=BOMBING, kind=kind, on=date(2013, 1, 1), conduct_on=date(2012, 5, 1),
        requested_law=OwnLaw(Bound.YES, Bound.NO), bilateral=Bound.NO,
    )  # fmt: skip
    expected = answer_report(find_basis(shipped_facts(), shipped_rules(), question))
    assert expected == get(
        "legal-basis", requesting="gbr", requested="DZA", offence=BOMBING, kind=kind.value, on="2013-01-01",
        conduct_on="2012-05-01", b_requires_treaty="yes", b_surrenders_nationals="no", bilateral="no",
    )  # fmt: skip


def test_what_was_imported_counts_and_what_is_said_counts_before_it(get: Get) -> None:
    query = {"requesting": "FRA", "requested": "BRA", "offence": BOMBING, "on": "2013-01-01", "bilateral": "no"}
    assert get("legal-basis", **query)["conclusion"] == "at-option"
    brought_in("own-law", LAW)
    assert get("legal-basis", **query)["conclusion"] == "own-law"
    assert get("legal-basis", **query, b_requires_treaty="yes")["conclusion"] == "at-option"
    assert get("legal-basis", **query, b_requires_treaty="unknown")["conclusion"] == "at-option"


@pytest.mark.parametrize("kind", list(Kind))
def test_coverage_is_the_librarys_answer(get: Get, kind: Kind) -> None:
    on = date(2014, 7, 10)
    themes = coverage(build_world(shipped_facts()), shipped_rules(), on, kind=kind)
    expected: dict[str, Any] = dict(coverage_report(themes, on=on.isoformat(), kind=kind.value, labels=LABELS))
    for _ in range(2):  # worked out, then from memory
        assert get("coverage", on="2014-07-10", kind=kind.value) == expected
    one = get("coverage", on="2014-07-10", kind=kind.value, theme="bombings")
    assert one["themes"] == {"bombings": expected["themes"]["bombings"]}


def test_coverage_follows_an_import_and_its_undoing(get: Get) -> None:
    before = get("coverage", on="2014-07-10")
    batch = brought_in("own-law", LAW)
    assert get("coverage", on="2014-07-10")["all"]["own-law"]["count"] > before["all"]["own-law"]["count"]
    domain.undo_import(batch_id=batch.pk, reason="test", now=NOW)
    assert get("coverage", on="2014-07-10") == before


@pytest.mark.parametrize(
    ("query", "states"),
    [({"for": "KEN"}, ["KEN"]), ({"region": "Oceania"}, None), ({"region": "GRULAC", "for": "KEN"}, ["KEN"])],
)
def test_a_plan_is_the_librarys_answer(get: Get, query: dict[str, str], states: list[str] | None) -> None:
    facts = shipped_facts()
    states = states or facts.participants.members(query["region"])
    plan = plan_deposits(build_world(facts), shipped_rules(), deposits=3, on=date(2014, 7, 10), states=states)
    assert get("plan", deposits="3", on="2014-07-10", **query) == plan_report(plan, on="2014-07-10")


def test_a_plan_that_is_not_ready_is_not_waited_for(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accede.cooperation.api.views.PATIENCE", 0.0)
    answer = get("plan", status=202, deposits="9", on="2014-07-10")
    assert answer == {"status": "being worked out", "ask_again_after_seconds": 3}
    monkeypatch.setattr("accede.cooperation.api.views.PATIENCE", 60.0)
    assert len(get("plan", deposits="9", on="2014-07-10")["selected"]) == 9


def test_offences_have_titles_and_the_texts_on_the_same_conduct(get: Get) -> None:
    rows = {it["code"]: it for it in get("offences")}
    assert list(rows) == list(shipped_rules().offences)
    assert [it["instrument"] for it in rows["hague-1970:seizure"]["texts"]] == ["beijing-protocol-2010", "hague-1970"]
    assert {it["instrument"] for it in get("offences", instrument="hague-1970")} == {"hague-1970"}
    assert {it["theme"] for it in get("offences", theme="bombings")} == {"bombings"}


def test_a_description_is_matched_as_by_the_library(get: Get) -> None:
    answer = get("offences/match", q="a spoon, and a bomb in a market", most="5")
    expected = match_offences(shipped_rules(), "a spoon, and a bomb in a market", most=5)
    assert [(it["code"], it["score"]) for it in answer["matches"]] == [(it.code, it.score) for it in expected.found]
    assert answer["unused"] == ["spoon"]
    assert answer["matches"][0]["words"][0]["given"] == "bomb"


def test_what_was_imported_is_listed(get: Get) -> None:
    brought_in("statements", STATEMENT)
    brought_in("bilateral", TREATY)
    brought_in("own-law", LAW, {**LAW, "holds_from": "2000-01-01", "treaty_required": "yes"})
    brought_in("authorities", AUTHORITY)
    assert [(it["participant"], it["stands"]) for it in get("statements", on="2004-01-28")] == [("BRA", False)]
    assert get("statements", participant="FRA") == get("statements", instrument="uncac-2003") == []
    treaties = get("bilateral", participant="ken", on="2002-03-03", kind="extradition")
    assert [(it["id"], it["in_force"]) for it in treaties if it["id"] == "test-1"] == [("test-1", "no")]
    assert len(get("bilateral")) == len(shipped_rules().bilaterals) + 1
    assert [it["counts"] for it in get("own-law", on="1999-01-01")] == [True, False]
    assert [it["counts"] for it in get("own-law", on="2000-01-01")] == [False, True]
    [authority] = get("authorities", purpose="mla", q="testing kenya")
    assert (authority["participant"], authority["name"]) == ("KEN", "Office for Testing")
    assert get("authorities", participant="BRA") == []


ASK = {"requesting": "FRA", "requested": "BRA", "offence": BOMBING}


@pytest.mark.parametrize(
    ("path", "query", "name", "words"),
    [
        ("legal-basis", {}, "requesting", "needed"),
        ("legal-basis", {**ASK, "requested": ""}, "requested", "needed"),
        ("legal-basis", {**ASK, "requesting": "Frence"}, "requesting", "FRA (France)"),
        ("legal-basis", {**ASK, "offence": "bombings-1997:bombing"}, "offence", "Did you mean"),
        ("legal-basis", {**ASK, "requested": "FRA"}, "question", "named twice"),
        ("legal-basis", {**ASK, "requested": "SSD", "on": "2005-01-01"}, "question", "did not exist"),
        ("legal-basis", {**ASK, "conduct_on": "2015-01-01", "on": "2014-01-01"}, "question", "after the date of the request"),
        ("legal-basis", {**ASK, "conduct_on": "2011-02-29"}, "conduct_on", "February 2011 has 28 days"),
        ("legal-basis", {**ASK, "on": "tomorrow"}, "on", "not a date"),
        ("legal-basis", {**ASK, "kind": "marriage"}, "kind", "none of extradition, mla"),
        ("legal-basis", {**ASK, "b_requires_treaty": "maybe"}, "b_requires_treaty", "none of yes, no, unknown"),
        ("coverage", {"theme": "bombing"}, "theme", "Did you mean bombings"),
        ("plan", {"deposits": "0"}, "deposits", "from 1 to 50"),
        ("plan", {"deposits": "51"}, "deposits", "from 1 to 50"),
        ("plan", {"deposits": "٣"}, "deposits", "whole number"),
        ("plan", {"region": "Afrika"}, "region", "Did you mean Africa"),
        ("plan", {"for": "KE"}, "for", "KEN"),
        ("offences", {"theme": "weather"}, "theme", "none of"),
        ("offences", {"instrument": "hague-1971"}, "instrument", "hague-1970"),
        ("offences/match", {}, "q", "needed"),
        ("offences/match", {"q": "x" * 2001}, "q", "2,001 characters"),
        ("authorities", {"purpose": "both"}, "purpose", "none of"),
        ("bilateral", {"participant": "XAA"}, "participant", "no participant"),
        ("statements", {"on": "0000-00-00"}, "on", "not a date"),
    ],
)  # fmt: skip
def test_a_bad_question_is_answered_under_its_parameter(
    get: Get, path: str, query: dict[str, str], name: str, words: str
) -> None:
    answer = get(path, status=400, **query)
    assert list(answer) == [name]
    assert words in answer[name][0]


def test_each_question_costs_one_query_whatever_was_imported(
    get: Get, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    questions: dict[str, dict[str, str]] = {
        "legal-basis": ASK, "coverage": {"on": "2014-07-10"}, "plan": {"for": "KEN", "deposits": "2"}, "offences": {},
        "offences/match": {"q": "bomb"}, "statements": {}, "bilateral": {}, "own-law": {}, "authorities": {},
    }  # fmt: skip
    for codes in (("BRA",), ("KEN", "FRA", "DEU", "JPN")):
        brought_in("statements", *({**STATEMENT, "participant": code} for code in codes))
        for path, query in questions.items():
            get(path, **query)
            with django_assert_num_queries(1):
                get(path, **query)


#: The end points whose answers depend on what was imported; all others are tried with those of the treaties room.
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application).include(
    path_regex=r"/api/v1/(authorities|bilateral|statements|own-law)"
)


@pytest.fixture
def rows(connection_kept: None) -> None:
    """Something to be answered."""
    brought_in("statements", STATEMENT)
    brought_in("bilateral", TREATY)
    brought_in("own-law", LAW)
    brought_in("authorities", AUTHORITY, {**AUTHORITY, "participant": "XAA", "sample": "yes"})


@schema.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_end_point_keeps_its_promise(case: schemathesis.Case[Any], rows: None) -> None:
    """Whatever is sent, the answer is one that the OpenAPI document describes, and never a server error."""
    case.call_and_validate(
        checks=[not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
    )
