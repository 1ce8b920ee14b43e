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
from accede.treaties.importers.guard import Kind, Upload
from accede.treaties.importers.records import Record, read_records

REQUIRED = ("instrument", "participant", "action", "date")
OPTIONAL = ("earliest", "latest", "effective", "succession_from", "note", "complete_as_of", "signatures")
_DATES = ("date", "earliest", "latest", "effective", "succession_from", "complete_as_of")
WHAT = "A table of our own"
_ACTIONS = {kind.value: kind for kind in ActionKind}


def read(upload: Upload, options: ReadOptions) -> ParsedList:
    """Read the table. Raises ``ImportRefused`` for headings that are not ours; faults of rows are in the result."""
    upload.expect(Kind.TEXT, Kind.XLSX, what=WHAT)
    # Without a name for it the file is its own source: rows can always be traced to where they came from.
    source = options.source_title or f"Table of our own: {upload.name}"
    findings = Findings(upload.name)
    rows: list[ParsedRow] = []
    complete: dict[str, set[tuple[date, bool]]] = defaultdict(set)
    for record in read_records(upload, findings, required=REQUIRED, optional=OPTIONAL, what=WHAT):
        row = _row(record, findings, options, complete)
        if row is not None:
            rows.append(row)
    coverage = _coverage(rows, complete, findings, options)
    check_dates(rows, findings, options, options.as_of)
    publisher, _, title = source.partition(": ")
    return ParsedList(
        importer="csv", file_name=upload.name, digest=upload.digest, source_key=f"table-{_slug(source)}",
        title=title or publisher, publisher=publisher, as_at=options.as_of or _as_at(coverage), depositary=False,
        prints_withdrawals=None, coverage=coverage, rows=bound_undated(rows, findings, options.as_of),
        faults=findings.all_faults(), warnings=tuple(findings.warnings),
    )  # fmt: skip


def _as_at(coverage: Sequence[ParsedCoverage]) -> date | None:
    return max((it.complete_as_of for it in coverage if it.complete_as_of), default=None)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "source"


def _row(
    record: Record, findings: Findings, options: ReadOptions, complete: dict[str, set[tuple[date, bool]]]
) -> ParsedRow | None:
    place, values = record.place, record.values
    before = len(findings.faults) + findings.left_out
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
    if not record.sound or len(findings.faults) + findings.left_out > before or action is None:
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
