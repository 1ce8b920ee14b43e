"""Tables that are sorted by links and taken away as files that cannot do harm."""

import csv
import io
from datetime import date
from typing import Any

import orjson
import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from accede.kit.tables import Column, Table, Twin, cell_text, csv_bytes, sort_rows, twin_response, xlsx_bytes

COLUMNS = [
    Column("name", "Name", lambda row: row["name"]),
    Column("number", "Number", lambda row: row["number"], numeric=True),
]
ROWS = [{"name": "b", "number": 1}, {"name": "a", "number": 3}, {"name": "c", "number": 3}]


def request(**query: str) -> HttpRequest:
    return RequestFactory().get("/states/", query)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_csv_begins_as_a_formula(start: str) -> None:
    hostile = f"{start}cmd|' /C calc'!A0"
    rows = list(csv.reader(io.StringIO(csv_bytes(Table(["note"], [[hostile]])).decode())))
    assert rows[1][0] == f"'{hostile}"


def test_numbers_dates_and_lists_are_written_plainly() -> None:
    assert [cell_text(it) for it in (-3, 0, True, None, date(2012, 1, 31), ["a", "b"])] == [
        "-3", "0", "yes", "", "2012-01-31", "a; b",
    ]  # fmt: skip


def test_csv_has_no_byte_order_mark_and_keeps_every_script() -> None:
    body = csv_bytes(Table(["name"], [["Türkiye"], ["كينيا"], ['a "quoted", one']]))
    assert body.startswith(b"name\r\n")
    assert [row[0] for row in csv.reader(io.StringIO(body.decode()))] == ["name", "Türkiye", "كينيا", 'a "quoted", one']


def test_a_workbook_has_a_sheet_a_table_and_no_formula() -> None:
    body = xlsx_bytes([Table(["a", "b"], [["=1+1", 7]], "Matrix"), Table(["id"], [["https://example.org"]], "Sources")])
    book = CalamineWorkbook.from_object(io.BytesIO(body))
    assert book.sheet_names == ["Matrix", "Sources"]
    assert book.get_sheet_by_name("Matrix").to_python() == [["a", "b"], ["=1+1", 7.0]]
    assert book.get_sheet_by_name("Sources").to_python() == [["id"], ["https://example.org"]]


def test_a_twin_answers_in_each_form() -> None:
    twin = Twin(
        {"on": "2012-01-01"}, lambda: [Table(["a"], [[1]], "A"), Table(["b"], [[2]], "B")], "accede-x", csv_table=1
    )
    as_json, as_csv, as_xlsx = (twin_response(twin, form) for form in ("json", "csv", "xlsx"))
    assert orjson.loads(as_json.content) == {"on": "2012-01-01"}
    assert as_csv.content == b"b\r\n2\r\n"
    assert as_csv["Content-Type"] == "text/csv; charset=utf-8"
    assert as_csv["Content-Disposition"] == 'attachment; filename="accede-x.csv"'
    assert CalamineWorkbook.from_object(io.BytesIO(as_xlsx.content)).sheet_names == ["A", "B"]


def names(rows: list[Any]) -> str:
    return "".join(row["name"] for row in rows)


def test_the_default_order_and_its_heading() -> None:
    rows, headings = sort_rows(ROWS, COLUMNS, request(), default="name")
    assert names(rows) == "abc"
    assert [heading.sorted for heading in headings] == ["ascending", ""]
    assert headings[0].href == "?sort=name&order=desc"


def test_numbers_begin_with_the_largest_and_keep_order_within_equals() -> None:
    rows, headings = sort_rows(ROWS, COLUMNS, request(sort="number", on="2012-01-01"), default="name")
    assert names(rows) == "acb"
    assert headings[1].sorted == "descending"
    assert headings[1].href == "?sort=number&on=2012-01-01&order=asc"


def test_an_order_that_is_none_counts_as_the_default() -> None:
    rows, _ = sort_rows(ROWS, COLUMNS, request(sort="nothing", order="sideways"), default="name")
    assert names(rows) == "abc"
