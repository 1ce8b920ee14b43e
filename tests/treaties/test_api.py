"""The API says what the library says, page by page, and answers bad questions clearly."""

from collections.abc import Callable
from datetime import date
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
from tests.treaties.conftest import NOW

from accede.law import ActionKind, TreatyAction, shipped_facts, statuses
from accede.law.answers import parties_report, status_report
from accede.treaties import domain, queries
from accede.treaties.changes import Change
from accede.wsgi import application

pytestmark = pytest.mark.django_db

Get = Callable[..., Any]


@pytest.fixture
def get(client: Client, loaded: queries.Snapshot) -> Get:
    def get(path: str, *, status: int = 200, **query: str) -> Any:
        response = client.get(f"/api/v1/{path}", query)
        assert response.status_code == status, response.content[:500]
        return orjson.loads(response.content)

    return get


def test_status_is_the_librarys_answer(get: Get) -> None:
    facts, on = shipped_facts(), date(2012, 1, 1)
    expected = status_report(facts, "KEN", on, statuses(facts, "KEN", on))
    assert get("participants/KEN/status", on="2012-01-01") == expected


def test_status_of_named_instruments_only(get: Get) -> None:
    answer = get("participants/ken/status", on="2012-01-01", instrument="hostages-1979")
    assert [(it["instrument"], it["consent_date"]) for it in answer["instruments"]] == [("hostages-1979", "1981-12-08")]


def test_parties_is_the_librarys_answer(get: Get) -> None:
    facts = shipped_facts()
    expected = parties_report(facts, facts.catalogue["bombings-1997"], date(2013, 9, 30))
    assert get("instruments/bombings-1997/parties", on="2013-09-30") == expected


def test_matrix_agrees_with_parties(get: Get) -> None:
    matrix = get("matrix", on="2014-07-10")
    column = matrix["instruments"].index("bombings-1997")
    names = [matrix["position_names"][row[column]] for row in matrix["positions"]]
    parties = get("instruments/bombings-1997/parties", on="2014-07-10")
    assert dict(zip(matrix["participants"], names, strict=True)) == parties["positions"]


def test_series_ends_where_the_matrix_is(get: Get) -> None:
    series = get("instruments/hostages-1979/series")
    year = series["years"].index(2014)
    in_force = series["counts"][year][series["position_names"].index("in-force")]
    assert in_force == get("instruments/hostages-1979/parties", on="2014-12-31")["in_force"]


def test_the_log_is_read_to_its_end_page_by_page(get: Get, client: Client) -> None:
    page = get("actions", participant="MNE", page_size="10")
    found = page["results"]
    while page["next"]:
        page = orjson.loads(client.get(page["next"]).content)
        found += page["results"]
    expected = [row for row in shipped_facts().actions if row.participant == "MNE"]
    assert len(found) == len(expected) > 20
    assert {(row["instrument"], row["action"], row["date"]) for row in found} == {
        (row.instrument, row.action.value, row.date and row.date.isoformat()) for row in expected
    }


def test_actions_between_two_dates(get: Get) -> None:
    rows = get("actions", instrument="hostages-1979", since="1981-01-01", until="1981-12-31")["results"]
    assert ("KEN", "1981-12-08") in [(row["participant"], row["date"]) for row in rows]
    assert all(row["date"].startswith("1981") for row in rows)


def test_obligations_by_instrument_and_category(get: Get) -> None:
    assert len(get("obligations")) == 430
    rows = get("obligations", instrument="hague-1970", category="jurisdiction")
    assert rows
    assert {(row["instrument"], row["category"]) for row in rows} == {("hague-1970", "jurisdiction")}


def test_the_bulk_file_has_every_row(client: Client, loaded: queries.Snapshot) -> None:
    lines = client.get("/api/v1/bulk/actions.jsonl").getvalue().splitlines()
    assert len(lines) == len(loaded.facts.actions)
    assert orjson.loads(lines[0])["instrument"] == loaded.facts.actions[0].instrument


@pytest.mark.parametrize(
    ("path", "query", "status", "words"),
    [
        ("matrix", {"on": "2011-02-29"}, 400, "February 2011 has 28 days"),
        ("participants/KEN/status", {"instrument": "hostage-1979"}, 400, "Did you mean hostages-1979"),
        ("participants/KE/status", {}, 404, "KEN"),
        ("instruments/bombing-1997", {}, 404, "bombings-1997"),
        ("actions", {"action": "marriage"}, 400, "marriage"),
        ("obligations", {"category": "crimes"}, 400, "criminalise"),
    ],
)
def test_a_bad_question_is_answered_clearly(
    get: Get, path: str, query: dict[str, str], status: int, words: str
) -> None:
    assert words in orjson.dumps(get(path, status=status, **query)).decode()


@pytest.mark.parametrize(
    ("path", "expected"),
    [("participants/KEN/status", 1), ("matrix", 1), ("instruments/bombings-1997/parties", 1), ("actions", 1)],
)
def test_queries_do_not_grow_with_the_rows(
    client: Client,
    loaded: queries.Snapshot,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    expected: int,
) -> None:
    for rows in (1, 3, 30):
        add = tuple(
            TreatyAction(
                instrument="bombings-1997", participant="KEN", action=ActionKind.TERRITORIAL_APPLICATION,
                date=date(2001, 1, day + 1), note=f"row {rows}",
            )
            for day in range(rows)
        )  # fmt: skip
        domain.apply_import(Change(add=add), importer="csv", file_name="rows.csv", digest=str(rows), now=NOW)
        queries.snapshot()
        with django_assert_num_queries(expected):
            assert client.get(f"/api/v1/{path}").status_code == 200


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@schema.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_end_point_keeps_its_promise(
    case: "schemathesis.Case[Any]", loaded: queries.Snapshot, connection_kept: None
) -> None:
    """Whatever is sent, the answer is one that the OpenAPI document describes, and never a server error."""
    case.call_and_validate(
        checks=[not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
    )
