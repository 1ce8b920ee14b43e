"""Our own table, CSV or XLSX: one row an act, every column named. ``docs/importing.md`` describes it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from accede.law.actions import ActionKind
from accede.law.dates import parse_date
from accede.law.errors import LawError, UnknownName
from accede.treaties.importers.base import (
    Findings,
    ParsedCoverage,
    ParsedList,
    ParsedRow,
    ReadOptions,
    bound_undated,
    check_dates,
)
from accede.treaties.importers.csvtext import csv_rows
from accede.treaties.importers.guard import ImportRefused, Kind, Upload, formula_in

REQUIRED = ("instrument", "participant", "action", "date")
OPTIONAL = ("earliest", "latest", "effective", "succession_from", "note", "complete_as_of", "signatures")
_DATES = ("date", "earliest", "latest", "effective", "succession_from", "complete_as_of")
_ACTIONS = {kind.value: kind for kind in ActionKind}


def read(upload: Upload, options: ReadOptions) -> ParsedList:
    """Read the table. Raises :class:`ImportRefused` for headings that are not ours; faults of rows are in the result."""
    upload.expect(Kind.TEXT, Kind.XLSX, what="A table of our own")
    if not options.source_title:
        raise ImportRefused(
            "does not say where its rows come from.", where=upload.name,
            remedy='Name the source: --source "Ministry of Foreign Affairs: treaty register".',
        )  # fmt: skip
    findings = Findings(upload.name)
    records = _xlsx_records(upload) if upload.kind is Kind.XLSX else csv_rows(upload)
    if not records:
        raise ImportRefused("holds no rows.", where=upload.name)
    header = [cell.strip().lower() for cell in records[0][1]]
    while header and not header[-1]:
        header.pop()
    _check_header(header, upload.name)
    rows: list[ParsedRow] = []
    complete: dict[str, set[tuple[date, bool]]] = defaultdict(set)
    for place, cells in records[1:]:
        row = _row(place, header, cells, findings, options, complete)
        if row is not None:
            rows.append(row)
    coverage = _coverage(rows, complete, findings, options)
    check_dates(rows, findings, options, options.as_of)
    publisher, _, title = options.source_title.partition(": ")
    return ParsedList(
        importer="csv", file_name=upload.name, digest=upload.digest, source_key=f"table-{_slug(options.source_title)}",
        title=title or publisher, publisher=publisher, as_at=options.as_of or _as_at(coverage), depositary=False,
        prints_withdrawals=None, coverage=coverage, rows=bound_undated(rows, findings, options.as_of),
        faults=findings.all_faults(), warnings=tuple(findings.warnings),
    )  # fmt: skip


def _as_at(coverage: Sequence[ParsedCoverage]) -> date | None:
    return max((it.complete_as_of for it in coverage if it.complete_as_of), default=None)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "source"


def _check_header(header: list[str], file: str) -> None:
    missing = [name for name in REQUIRED if name not in header]
    unknown = [name for name in header if name not in (*REQUIRED, *OPTIONAL)]
    twice = sorted({name for name in header if header.count(name) > 1})
    for names, what in ((missing, "lacks"), (unknown, "has the unknown"), (twice, "has twice the")):
        if names:
            listed = ", ".join(f"'{name[:30]}'" for name in names[:10])
            raise ImportRefused(
                f"{what} column {listed}.", where=f"{file}, line 1",
                remedy=f"Columns are {', '.join(REQUIRED)}, and if wanted {', '.join(OPTIONAL)}.",
            )  # fmt: skip


def _xlsx_records(upload: Upload) -> list[tuple[str, list[str]]]:
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


def _row(
    place: str, header: list[str], cells: Sequence[str], findings: Findings, options: ReadOptions,
    complete: dict[str, set[tuple[date, bool]]],
) -> ParsedRow | None:  # fmt: skip
    before = len(findings.faults) + findings.left_out
    if any(cell.strip() for cell in cells[len(header) :]):
        findings.fault(place, "", f"has {len(cells)} cells, and the headings are {len(header)}.")
        return None
    values = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
    for name, value in values.items():
        if formula_in(value):
            findings.fault(place, name, f"'{value[:40]}' begins like a formula; write it without the sign in front.")
    days: dict[str, date | None] = {}
    for name in _DATES:
        try:
            days[name] = parse_date(value, field=name) if (value := values.get(name, "")) else None
        except LawError as error:
            findings.fault(place, name, str(error).removeprefix(f"{name}: "))
    instrument = values.get("instrument", "")
    try:
        instrument = options.catalogue[instrument].id
        if options.instrument and options.catalogue[options.instrument].id != instrument:
            findings.fault(place, "instrument", f"is {instrument}, and --instrument says {options.instrument}.")
    except UnknownName as error:
        findings.fault(place, "instrument", str(error))
    action = _ACTIONS.get(values.get("action", "").lower().replace(" ", "-").replace("_", "-"))
    if action is None:
        findings.fault(place, "action", f"'{values.get('action', '')[:40]}' is none of {', '.join(_ACTIONS)}.")
    name = values.get("participant", "")
    if not name:
        findings.fault(place, "participant", "is empty; write the three-letter code or the name.")
    if days.get("date") and (days.get("earliest") or days.get("latest")):
        findings.fault(
            place, "date", "is given together with earliest or latest, which bound a date that is not known."
        )
    signatures = _yes(place, values.get("signatures", ""), findings)
    if days.get("complete_as_of") is None and values.get("signatures"):
        findings.fault(place, "signatures", "says whether a list prints signatures, and complete_as_of is empty.")
    if len(findings.faults) + findings.left_out > before or action is None:
        return None
    if (day := days["complete_as_of"]) is not None:
        complete[instrument].add((day, signatures))
    return ParsedRow(
        place=place, name=name, instrument=instrument, action=action, date=days["date"], earliest=days["earliest"],
        latest=days["latest"], effective=days["effective"], succession_from=days["succession_from"],
        note=values.get("note", ""),
    )  # fmt: skip


def _yes(place: str, text: str, findings: Findings) -> bool:
    if text.lower() not in ("", "yes", "no"):
        findings.fault(place, "signatures", f"'{text[:20]}' is neither yes nor no.")
    return text.lower() == "yes"


def _coverage(
    rows: list[ParsedRow], complete: dict[str, set[tuple[date, bool]]], findings: Findings, options: ReadOptions
) -> tuple[ParsedCoverage, ...]:
    """A list is claimed complete only where every row of the instrument says so, with one date."""
    coverage = []
    for instrument in dict.fromkeys(row.instrument for row in rows):
        claims = complete.get(instrument, set())
        if len(claims) > 1:
            findings.fault(
                "", "complete_as_of", f"{instrument}: the rows give different dates or answers on signatures."
            )
        day, signatures = min(claims, default=(None, False))
        if day is not None and options.as_of is not None and options.as_of < day:
            findings.fault(
                "", "complete_as_of", f"{instrument}: {day} is after the date of the source, {options.as_of}."
            )
        if day is not None:
            late = [row for row in rows if row.instrument == instrument and row.date and row.date > day]
            for row in late:
                findings.fault(row.place, "date", f"{row.name}: {row.date} is after complete_as_of, {day}.")
        coverage.append(ParsedCoverage(instrument=instrument, complete_as_of=day, signatures=signatures))
    return tuple(coverage)
