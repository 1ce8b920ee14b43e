"""Answers as plain values."""

import json
from datetime import date

import pytest

from accede.law import answers
from accede.law.matrix import build_world
from accede.law.shipped import shipped_facts
from accede.law.status import status, statuses
from accede.law.timeline import Position

FACTS = shipped_facts()


def test_status_report_has_the_agreed_form() -> None:
    on = date(2012, 1, 1)
    report = answers.status_report(FACTS, "KEN", on, statuses(FACTS, "ken", on))
    assert json.loads(json.dumps(report)) == report
    assert (report["participant"], report["on"], report["existed"]) == ("KEN", "2012-01-01", True)
    rows = report["instruments"]
    assert isinstance(rows, list)
    assert len(rows) == 37
    expected = {
        "instrument", "status", "consent_date", "in_force_from", "action", "source", "complete_as_of", "last_known", "reasons",
    }  # fmt: skip
    for row in rows:
        assert expected <= set(row)
        assert row["status"] in ("party", "signatory", "not party", "unknown")
        assert row["last_known"] is None or set(row["last_known"]) == {"status", "on"}
        assert row["reasons"]
        assert all(isinstance(sentence, str) for sentence in row["reasons"])


def test_last_known_is_told_with_its_day() -> None:
    answer = answers.status_answer(FACTS, status(FACTS, "SOM", "tokyo-1963", date(2024, 1, 1)))
    assert answer["last_known"] == {"status": "not party", "on": "2023-06-21"}
    assert (answer["status"], answer["position"]) == ("unknown", "not-party-when-last-known")


@pytest.mark.parametrize("instrument", ["bombings-1997", "hague-1970", "ecst-1977", "oau-1999"])
@pytest.mark.parametrize("on", [date(1990, 1, 1), date(2013, 9, 30), date(2026, 11, 25)])
def test_parties_add_up_to_all_participants(instrument: str, on: date) -> None:
    report = answers.parties_report(FACTS, FACTS.catalogue[instrument], on)
    counts = [report[name] for name in ("parties", "signatories", "not_party", "unknown", "did_not_exist")]
    assert sum(count for count in counts if isinstance(count, int)) == report["participants"] == 198
    lists = report["lists"]
    assert isinstance(lists, dict)
    assert sorted(code for codes in lists.values() for code in codes) == sorted(FACTS.participants)
    assert json.loads(json.dumps(report)) == report


def test_parties_are_those_of_the_matrix() -> None:
    on = date(2013, 9, 30)
    packed = build_world(FACTS)
    report = answers.parties_report(FACTS, FACTS.catalogue["bombings-1997"], on)
    column = packed.matrix(on)[:, packed.column_of["bombings-1997"]]
    assert report["positions"] == {
        code: answers.POSITION_NAMES[Position(int(position))]
        for code, position in zip(packed.participants, column, strict=True)
    }
    assert report["complete_as_of"] == "2020-02-26"
    assert report["signatures_complete_as_of"] == "closed"


def test_matrix_row_has_the_columns_of_the_export() -> None:
    row = answers.matrix_row(FACTS, status(FACTS, "QAT", "financing-1999", date(2008, 7, 1)))
    assert tuple(row) == answers.MATRIX_COLUMNS
    assert (row["status"], row["last_known_status"], row["last_known_on"]) == ("unknown", "not party", "2008-06-26")


def test_every_position_has_a_name_of_its_own() -> None:
    assert len(set(answers.POSITION_NAMES.values())) == len(Position)
