"""Tables of our own, CSV or XLSX: every column named in the first line, one record a row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from accede.treaties.importers.base import Findings
from accede.treaties.importers.csvtext import csv_rows
from accede.treaties.importers.guard import ImportRefused, Kind, Upload, formula_in


@dataclass(frozen=True)
class Record:
    """One row by column, with its place ("line 12", "row 12"); not ``sound`` where a fault was noted already."""

    place: str
    values: Mapping[str, str]
    sound: bool = True


def read_records(
    upload: Upload, findings: Findings, *, required: Sequence[str], optional: Sequence[str], what: str
) -> Iterator[Record]:
    """The rows under headings, in any order. Cells like formulas are faults, and so are rows longer than the headings, which
    are left out.

    Raises :class:`ImportRefused` for a file that is no table, and for headings that are missing, unknown or given twice.
    """
    upload.expect(Kind.TEXT, Kind.XLSX, what=what)
    rows = _xlsx_rows(upload) if upload.kind is Kind.XLSX else csv_rows(upload)
    if not rows:
        raise ImportRefused("holds no rows.", where=upload.name)
    header = [cell.strip().lower() for cell in rows[0][1]]
    while header and not header[-1]:
        header.pop()
    _check_header(header, upload.name, required, optional)
    records = (_record(place, header, cells, findings) for place, cells in rows[1:])
    return (record for record in records if record is not None)


def _record(place: str, header: list[str], cells: Sequence[str], findings: Findings) -> Record | None:
    values = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
    if any(cell.strip() for cell in cells[len(header) :]):
        findings.fault(place, "", f"has {len(cells)} cells, and the headings are {len(header)}.")
        return None
    formulas = {name: value for name, value in values.items() if formula_in(value)}
    for name, value in formulas.items():
        findings.fault(place, name, f"'{value[:40]}' begins like a formula; write it without the sign in front.")
    return Record(place, values, sound=not formulas)


def _check_header(header: list[str], file: str, required: Sequence[str], optional: Sequence[str]) -> None:
    missing = [name for name in required if name not in header]
    unknown = [name for name in header if name not in (*required, *optional)]
    twice = sorted({name for name in header if header.count(name) > 1})
    for names, what in ((missing, "lacks"), (unknown, "has the unknown"), (twice, "has twice the")):
        if names:
            listed = ", ".join(f"'{name[:30]}'" for name in names[:10])
            raise ImportRefused(
                f"{what} column {listed}.", where=f"{file}, line 1",
                remedy=f"Columns are {', '.join(required)}, and if wanted {', '.join(optional)}.",
            )  # fmt: skip


def _xlsx_rows(upload: Upload) -> list[tuple[str, list[str]]]:
    from accede.treaties.importers.workbook import read_sheets  # here, since CSV needs no workbooks

    filled = {
        name: [(f"row {number}", row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
        for name, rows in read_sheets(upload).items()
    }
    filled = {name: rows for name, rows in filled.items() if rows}
    if len(filled) != 1:
        raise ImportRefused(
            f"has {len(filled)} sheets with cells.",
            where=upload.name,
            remedy="Keep the table in one sheet, and no other.",
        )
    return next(iter(filled.values()))
