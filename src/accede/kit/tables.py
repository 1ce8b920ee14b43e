"""Tables as people sort them and take them away: order by a column, and write CSV, XLSX and JSON."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import orjson
from django.http import HttpRequest, HttpResponse

from accede.kit.rendering import plain

Row = TypeVar("Row")

CONTENT_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: A cell that begins with one of these is run as a formula by spreadsheet programs.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """Rows under named columns, ready to be exported. Each row has one value a column."""

    columns: Sequence[str]
    rows: Iterable[Sequence[object]]
    name: str = "data"

    @classmethod
    def of(cls, records: Iterable[Mapping[str, object]], columns: Sequence[str], *, name: str = "data") -> "Table":
        """A table of records that share one form."""
        return cls(columns, ([record.get(column) for column in columns] for record in records), name)


def cell_text(value: object) -> str:
    """A value as text for a CSV cell, which no spreadsheet program will run.

    >>> cell_text("=HYPERLINK(1)"), cell_text(date(2012, 1, 31)), cell_text(None), cell_text(-3), cell_text(True)
    ("'=HYPERLINK(1)", '2012-01-31', '', '-3', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        value = "; ".join(str(part) for part in value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_bytes(table: Table) -> bytes:
    """RFC 4180 in UTF-8 without a byte order mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows([cell_text(value) for value in row] for row in table.rows)
    return text.getvalue().encode("utf-8")


def xlsx_bytes(tables: Sequence[Table]) -> bytes:
    """A workbook with one sheet a table; text stays text, whatever it begins with."""
    import xlsxwriter  # only where a workbook is asked for

    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        for table in tables:
            sheet = book.add_worksheet(table.name[:31])
            sheet.freeze_panes(1, 1)
            sheet.write_row(0, 0, [str(column) for column in table.columns], head)
            for number, row in enumerate(table.rows, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, int | float) and not isinstance(value, bool):
                        sheet.write_number(number, column, value)
                    elif value not in (None, ""):
                        sheet.write_string(number, column, _plain_text(value))
    return target.getvalue()


def _plain_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(str(part) for part in value)
    return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(frozen=True)
class Twin:
    """The data behind a page: a value for JSON, and tables of which CSV takes one and a workbook all."""

    json: object
    tables: Callable[[], Sequence[Table]]
    name: str
    csv_table: int = 0


def twin_response(twin: Twin, form: str) -> HttpResponse:
    """The data in *form*, one of "json", "csv" and "xlsx"."""
    if form == "json":
        body = orjson.dumps(twin.json, default=plain, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_INDENT_2)
    elif form == "csv":
        body = csv_bytes(twin.tables()[twin.csv_table])
    else:
        body = xlsx_bytes(twin.tables())
    response = HttpResponse(body, content_type=CONTENT_TYPES[form])
    if form != "json":
        response["Content-Disposition"] = f'attachment; filename="{twin.name}.{form}"'
    return response


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a sortable column: a link that sorts by it, or turns the order round when it already is sorted by it."""

    key: str
    label: str
    href: str
    sorted: str = ""  # "", "ascending" or "descending": the values of aria-sort
    numeric: bool = False
    title: str = ""


@dataclass(frozen=True)
class Column:
    """A column by which a table can be sorted. Numbers start with the largest."""

    key: str
    label: str
    sort_key: Callable[[Any], Any]
    numeric: bool = False
    title: str = ""


def sort_rows(
    rows: Sequence[Row], columns: Sequence[Column], request: HttpRequest, *, default: str
) -> tuple[list[Row], list[Heading]]:
    """*rows* in the order that `?sort=` and `?order=` ask for, and the heads of the columns.

    An unknown column or order counts as the default. The sort is stable, so rows keep their given order within equals.
    """
    by_key = {column.key: column for column in columns}
    chosen = by_key.get(request.GET.get("sort", "")) or by_key[default]
    order = request.GET.get("order", "")
    descending = order == "desc" if order in ("asc", "desc") else chosen.numeric
    headings = []
    for column in columns:
        current = column is chosen
        parameters = request.GET.copy()
        parameters["sort"] = column.key
        parameters["order"] = ("asc" if descending else "desc") if current else ("desc" if column.numeric else "asc")
        state = ("descending" if descending else "ascending") if current else ""
        href = f"?{parameters.urlencode()}"
        headings.append(Heading(column.key, column.label, href, state, column.numeric, column.title))
    return sorted(rows, key=chosen.sort_key, reverse=descending), headings
