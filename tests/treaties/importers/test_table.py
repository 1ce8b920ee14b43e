"""Our own table, as CSV and XLSX."""

import time
from datetime import date
from pathlib import Path

import pytest
from tests.treaties.importers.samples import parse, workbook

from accede.law.actions import ActionKind
from accede.treaties.importers.guard import ImportRefused
from accede.treaties.importers.table import OPTIONAL, REQUIRED

SOURCE = "Depositary of the tests: register of deposits"
HEAD = "instrument,participant,action,date,earliest,latest,effective,succession_from,note\n"


def test_single_acts() -> None:
    parsed = parse(
        "csv",
        HEAD
        + "bombings-1997,KEN,accession,2001-11-16,,,,,\n"
        + "bombings-1997,Nepal,Accession,,2015-01-01,2016-01-01,,,by the gazette\n"
        + "hague-1970,Czechia,succession,1994-11-14,,,1993-01-01,1993-01-01,\n",
        source_title=SOURCE,
    )
    assert parsed.faults == ()
    assert [(row.name, row.action, row.date, row.earliest, row.latest) for row in parsed.rows] == [
        ("KEN", ActionKind.ACCESSION, date(2001, 11, 16), None, None),
        ("Nepal", ActionKind.ACCESSION, None, date(2015, 1, 1), date(2016, 1, 1)),
        ("Czechia", ActionKind.SUCCESSION, date(1994, 11, 14), None, None),
    ]
    assert parsed.rows[2].succession_from == date(1993, 1, 1)
    assert parsed.rows[1].note == "by the gazette"
    assert (parsed.publisher, parsed.title) == ("Depositary of the tests", "register of deposits")
    assert [(it.instrument, it.complete_as_of) for it in parsed.coverage] == [
        ("bombings-1997", None),
        ("hague-1970", None),
    ]


@pytest.mark.parametrize("sign", [";", "\t"])
def test_other_delimiters(sign: str) -> None:
    text = (HEAD + "bombings-1997,KEN,accession,2001-11-16,,,,,\n").replace(",", sign)
    assert parse("csv", text, source_title=SOURCE).rows[0].name == "KEN"


def test_a_workbook_with_real_dates() -> None:
    data = workbook(
        [["Instrument", "Participant", "Action", "Date"], ["bombings-1997", "KEN", "accession", date(2001, 11, 16)]]
    )
    parsed = parse("csv", data, source_title=SOURCE)
    assert [(row.place, row.date) for row in parsed.rows] == [("row 2", date(2001, 11, 16))]


def test_a_list_that_says_that_it_is_complete() -> None:
    text = (
        "instrument,participant,action,date,complete_as_of,signatures\n"
        "saarc-1987,IND,ratification,1988-04-05,2021-01-01,yes\nsaarc-1987,NPL,ratification,1988-05-05,2021-01-01,yes\n"
    )
    parsed = parse("csv", text, source_title=SOURCE)
    assert parsed.faults == ()
    assert [(it.complete_as_of, it.signatures) for it in parsed.coverage] == [(date(2021, 1, 1), True)]
    two = parse("csv", text.replace("1988-05-05,2021-01-01", "1988-05-05,2022-01-01"), source_title=SOURCE)
    assert "the rows give different dates" in str(two.faults[0])
    late = parse("csv", text.replace("1988-05-05", "2021-05-05"), source_title=SOURCE)
    assert "after complete_as_of, 2021-01-01" in str(late.faults[0])


@pytest.mark.parametrize(
    ("row", "field", "message"),
    [
        ("bombing-1997,KEN,accession,2001-11-16", "instrument", "Did you mean bombings-1997"),
        ("bombings-1997,,accession,2001-11-16", "participant", "is empty"),
        ("bombings-1997,KEN,joined,2001-11-16", "action", "'joined' is none of"),
        ("bombings-1997,KEN,accession,16/11/2001", "date", "Write it as YYYY-MM-DD"),
        ("bombings-1997,KEN,accession,2001-02-30", "date", "February 2001 has 28 days"),
        ("bombings-1997,KEN,accession,", "date", "--as-of"),
        ("bombings-1997,KEN,accession,2001-11-16,2001-01-01", "date", "together with earliest or latest"),
        ("bombings-1997,KEN,accession,,2002-01-01,2001-01-01", "earliest", "is after latest"),
        ("bombings-1997,KEN,accession,1990-01-01", "date", "before the adoption"),
        ("bombings-1997,KEN,accession,2001-11-16,,,2001-01-01", "effective", "before the act itself"),
        ("bombings-1997,=KEN,accession,2001-11-16", "participant", "begins like a formula"),
        ("bombings-1997,KEN,accession,2001-11-16,,,,,+cmd", "note", "begins like a formula"),
        ("bombings-1997,KEN,accession,2001-11-16,,,,,a,b", "", "cells, and the headings are 9"),
    ],
)
def test_faults_name_the_line_and_the_column(row: str, field: str, message: str) -> None:
    parsed = parse("csv", HEAD + "bombings-1997,UGA,accession,2003-11-05,,,,,\n" + row + "\n", source_title=SOURCE)
    assert [fault.entry for fault in parsed.faults] == ["line 3"]
    assert parsed.faults[0].field == field
    assert message in parsed.faults[0].message


def test_all_faults_at_once() -> None:
    parsed = parse("csv", HEAD + "x,KEN,joined,yesterday\n" * 200, source_title=SOURCE)
    assert len(parsed.faults) == 101
    assert parsed.faults[-1].message.startswith("and 500 more faults")
    assert {fault.field for fault in parsed.faults} == {"instrument", "action", "date", ""}


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("instrument,participant,action\n", "lacks column 'date'"),
        ("instrument,participant,action,date,place\n", "unknown column 'place'"),
        ("instrument,participant,action,date,date\n", "twice the column 'date'"),
    ],
)
def test_headings_that_are_not_ours(head: str, message: str) -> None:
    with pytest.raises(ImportRefused, match=message):
        parse("csv", head + "a,b,c,d\n", source_title=SOURCE)


def test_without_a_name_the_file_is_its_own_source() -> None:
    parsed = parse("csv", HEAD + "bombings-1997,UGA,accession,2003-11-05,,,,,\n")
    assert parsed.publisher == "Table of our own"
    assert parsed.title == parsed.file_name


def test_the_documented_columns_are_the_columns() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "importing.md").read_text(encoding="utf-8")
    for column in (*REQUIRED, *OPTIONAL):
        assert f"| `{column}` |" in text, column


def test_a_hundred_thousand_rows() -> None:
    started = time.monotonic()
    parsed = parse("csv", HEAD + "bombings-1997,KEN,accession,2001-11-16,,,,,\n" * 100_000, source_title=SOURCE)
    assert len(parsed.rows) == 100_000
    assert time.monotonic() - started < 60
