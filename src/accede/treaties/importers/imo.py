"""The International Maritime Organization: chapters of "Status of IMO Treaties" (text, PDF) and the summary table (XLSX).

A chapter lists Contracting States: the State with the mode in brackets, the date of signature or deposit, of entry into
force, and of denunciation. The whole publication holds dozens of chapters: those of instruments in the catalogue are read.
The summary has a row for each State and a column for each instrument, x for a party and d for one that denounced, and no
dates. Neither was seen in full, so whatever is not understood inside a table is a fault.
"""

import re
from datetime import date
from typing import NamedTuple

from accede.law.actions import ActionKind
from accede.law.catalogue import Instrument
from accede.law.names import normalise
from accede.treaties.importers.base import (
    Findings,
    ParsedCoverage,
    ParsedList,
    ParsedRow,
    ReadOptions,
    bound_undated,
    check_dates,
    recognise_instrument,
    resolve_as_of,
    resolve_instrument,
    stated_total,
)
from accede.treaties.importers.dates import DATE, NoDate, date_from
from accede.treaties.importers.guard import ImportRefused, Kind, Upload
from accede.treaties.importers.lines import Line, is_page_foot, join_names, lines_of, only_words_of, words

PUBLISHER = "International Maritime Organization"

_MODES = {
    "accession": ActionKind.ACCESSION, "ratification": ActionKind.RATIFICATION, "acceptance": ActionKind.ACCEPTANCE,
    "approval": ActionKind.APPROVAL, "succession": ActionKind.SUCCESSION,
    # "Signature without reservation as to ratification, acceptance or approval": it binds by itself.
    "signature": ActionKind.DEFINITIVE_SIGNATURE, "definitive signature": ActionKind.DEFINITIVE_SIGNATURE,
}  # fmt: skip
_HEADING_WORDS = words(
    "contracting state states party parties government governments date dates of signature or deposit instrument instruments",
    "entry into force succession denunciation received receipt effective took effect when the and",
)
_START = re.compile(
    r"(?:[ivx]+\.?\s+|\([a-z]\)\s*)?(?:contracting\s+(?:states|parties|governments)|states?\b)", re.IGNORECASE
)
_NUMBERING = re.compile(r"^(?:[ivxIVX]+\.?\s+|\([a-z]\)\s*)")
_END = re.compile(r"number\s+of\s+contracting|_{5,}|(?:[ivx]+\.|notes?\b|\d{1,2}\s+[A-Z(]|\*)\s*", re.IGNORECASE)
_BRACKET = re.compile(r"\(([A-Za-z][A-Za-z ]{0,40})\)")
#: A mark of a note between the mode and the date: "(ratification)1 17 August 1993", "(accession)2,3 12 October 2009".
_MARK = re.compile(r"\s?(?:\[\d{1,2}\]|\*|,|\d{1,2}(?=\s\d|\s?[,*\[]|\s[-–—]))")
_FACTS = re.compile(rf"\s?(?:{DATE.pattern}|[-–—](?!\S))")
LONGEST_ROW = 400
_TOKEN = re.compile(rf"(?:{DATE.pattern})|(?P<none>(?<!\S)[-–—](?!\S))")


class Row(NamedTuple):
    """A line of a table: the name, the mode in brackets, and what follows."""

    name: str
    mode: str
    facts: str


class Chapter(NamedTuple):
    """A table of Contracting States: what precedes it, its lines, and what follows up to the next table."""

    preamble: str
    place: str
    lines: list[Line]
    tail: list[Line]


def read(upload: Upload, options: ReadOptions) -> ParsedList:
    """Read chapters or the summary. Raises :class:`ImportRefused`; faults of rows are in the result."""
    if upload.kind is Kind.XLSX:
        return _read_summary(upload, options)
    lines = lines_of(upload, what="The status of IMO treaties")
    findings = Findings(upload.name)
    chapters = _chapters(lines)
    if not chapters:
        raise ImportRefused(
            "has no list that begins with 'Contracting States'.", where=upload.name,
            remedy="Take the chapter of the treaty, from its title on.",
        )  # fmt: skip
    as_of = resolve_as_of("\n".join(line.text for line in lines[:80]), options, file=upload.name)
    rows: list[ParsedRow] = []
    coverage: list[ParsedCoverage] = []
    for instrument, chapter in _ours(chapters, options, findings):
        heading, found = _read_chapter(chapter, instrument, findings, options)
        rows += found
        end = chapter.lines[-1].text if chapter.lines else ""
        coverage.append(
            ParsedCoverage(
                instrument=instrument.id, complete_as_of=as_of, signatures=False,
                stated_parties=stated_total(end, "parties") or stated_total(chapter.preamble, "parties"),
            )
        )  # fmt: skip
        if not found:
            findings.fault(chapter.place, "", f"no row of a State was found under the headings '{heading[:80]}'.")
    check_dates(rows, findings, options, as_of)
    return _parsed(upload, options, findings, rows, coverage, as_of, title="Status of IMO Treaties", key="imo-status")


def _parsed(
    upload: Upload, options: ReadOptions, findings: Findings, rows: list[ParsedRow], coverage: list[ParsedCoverage],
    as_of: date | None, *, title: str, key: str,
) -> ParsedList:  # fmt: skip
    return ParsedList(
        importer="imo", file_name=upload.name, digest=upload.digest, source_key=key,
        title=options.source_title or title, publisher=PUBLISHER, as_at=as_of, depositary=True, prints_withdrawals=True,
        coverage=tuple(coverage), rows=bound_undated(rows, findings, as_of), faults=findings.all_faults(),
        warnings=tuple(findings.warnings),
    )  # fmt: skip


def _chapters(lines: list[Line]) -> list[Chapter]:
    chapters: list[Chapter] = []
    before: list[Line] = []
    index = 0
    while index < len(lines):
        if not _is_heading(lines[index].text):
            before.append(lines[index])
            index += 1
            continue
        start = index
        seen_row = False
        while index < len(lines):
            text = lines[index].text
            if seen_row and _END.match(text) and _row_of(text) is None:
                index += 1
                break
            seen_row = seen_row or _row_of(text) is not None
            index += 1
        preamble = "\n".join(line.text for line in before[-60:])
        before = []
        chapters.append(Chapter(preamble, lines[start].place, lines[start:index], before))
    return chapters


def _row_of(text: str) -> Row | None:
    """The row that a line is: a name, a mode in brackets, perhaps marks of notes, and then a date or a hyphen.

    A name can hold brackets of its own: those before a date are the mode.
    """
    if len(text) > LONGEST_ROW:
        return None
    for bracket in _BRACKET.finditer(text):
        name, rest = text[: bracket.start()].strip(), text[bracket.end() :]
        while mark := _MARK.match(rest):
            rest = rest[mark.end() :]
        if name and _FACTS.match(rest):
            return Row(name, bracket.group(1), rest.strip())
    return None


def _is_heading(text: str) -> bool:
    return _START.match(text) is not None and only_words_of(_NUMBERING.sub("", text), _HEADING_WORDS)


def _ours(chapters: list[Chapter], options: ReadOptions, findings: Findings) -> list[tuple[Instrument, Chapter]]:
    """The chapters to read: that of the instrument asked for, or all whose instrument is in the catalogue."""
    if len(chapters) == 1:
        return [(resolve_instrument(chapters[0].preamble, options, file=findings.file), chapters[0])]
    found: list[tuple[Instrument, Chapter]] = []
    others = 0
    wanted = options.catalogue[options.instrument].id if options.instrument else None
    for chapter in chapters:
        instrument = recognise_instrument(chapter.preamble, options.catalogue)
        if instrument is None or (wanted and instrument.id != wanted):
            others += 1
        elif any(instrument.id == known.id for known, _ in found):
            findings.fault(chapter.place, "", f"a second list of Contracting States to {instrument.id}.")
        else:
            found.append((instrument, chapter))
    if not found:
        raise ImportRefused(
            f"holds {len(chapters)} lists, and none is headed by the title of "
            f"{wanted or 'an instrument of the catalogue'}.", where=findings.file,
            remedy="Take the chapter of the treaty alone, from its title on.",
        )  # fmt: skip
    if others:
        findings.warn(f"Lists of other instruments in the file, not read: {others}.")
    return found


def _read_chapter(
    chapter: Chapter, instrument: Instrument, findings: Findings, options: ReadOptions
) -> tuple[str, list[ParsedRow]]:
    heading: list[str] = []
    dated: dict[int, Row] = {}
    fragments: dict[int, str] = {}
    for index, line in enumerate(chapter.lines):
        text = line.text
        if match := _row_of(text):
            dated[index] = match
        elif is_page_foot(text, options.is_name) or (_END.match(text) and index == len(chapter.lines) - 1):
            continue
        elif only_words_of(_NUMBERING.sub("", text), _HEADING_WORDS) and not DATE.search(text):
            heading.append(text.lower())
        else:
            fragments[index] = text
    names, used = join_names(
        [(index, match.name) for index, match in dated.items()],
        fragments,
        options.is_name,
    )
    for index, text in fragments.items():
        if index not in used:
            findings.fault(
                chapter.lines[index].place, "",
                f"'{text[:80]}' is no row or heading that this list is known to have.",
            )  # fmt: skip
    for line in chapter.tail:
        # A row of a State after a note in the middle of the list would be lost without a word: it is a fault instead.
        if (match := _row_of(line.text)) and options.is_name(match.name):
            findings.fault(
                line.place, "", f"'{line.text[:80]}' looks like a row of a State, and stands after the list."
            )
    words = " ".join(heading)
    rows: list[ParsedRow] = []
    for index, match in dated.items():
        rows += _row(chapter.lines[index], names[index], match, words, instrument, findings)
    return words, rows


def _row(
    line: Line, name: str, match: Row, heading: str, instrument: Instrument, findings: Findings
) -> list[ParsedRow]:
    kind = _MODES.get(" ".join(match.mode.lower().split()))
    if kind is None:
        findings.fault(line.place, "", f"{name}: the mode '({match.mode})' is not known.")
        return []
    facts = match.facts
    left = re.sub(r"[\s*]|\[\d+\]|\(\d+\)", "", _TOKEN.sub("", facts))
    tokens = list(_TOKEN.finditer(facts))
    denounced_column = "denunciation" in heading
    most = 4 if denounced_column else 2
    if left or len(tokens) > most:
        what = f"'{left[:40]}'" if left else f"{len(tokens)} dates where {most} are known"
        findings.fault(line.place, "", f"{name}: {what} among the dates '{facts[:60]}' is not understood.")
        return []
    try:
        days = [None if token.group("none") else date_from(token, day_first=True) for token in tokens]
    except NoDate as error:
        findings.fault(line.place, "date", f"{name}: {error}")
        return []
    deposited, effective, denounced, ended = (*days, None, None, None, None)[:4]
    if deposited is None:
        findings.fault(line.place, "date", f"{name}: ({match.mode}) without a date.")
        return []
    rows = [
        ParsedRow(
            place=line.place, name=name, instrument=instrument.id, action=kind, date=deposited, effective=effective
        )
    ]
    if denounced is not None:
        if ended is None and "effect" in heading and "recei" not in heading:
            findings.fault(
                line.place, "denunciation", f"{name}: the day on which the denunciation was received is not printed. Enter "
                "it by a table of our own (accede import csv), with the bounds that are known.",
            )  # fmt: skip
            return []
        rows.append(
            ParsedRow(
                place=line.place, name=name, instrument=instrument.id, action=ActionKind.WITHDRAWAL, date=denounced,
                effective=ended,
            )
        )  # fmt: skip
    return rows


#: Headings of the summary table, as the abbreviations of the publication have them.
_COLUMNS = {
    "sua-1988": ("SUA 1988", "SUA 88", "SUA Convention 88", "SUA Convention 1988", "SUA Convention"),
    "platforms-1988": ("SUA PROT 1988", "SUA PROT 88", "SUA Protocol 88", "SUA Protocol 1988"),
    "sua-2005": ("SUA 2005", "SUA Convention 2005", "SUA Convention 05"),
    "platforms-2005": ("SUA PROT 2005", "SUA PROT 05", "SUA Protocol 2005", "SUA Protocol 05"),
}
_COLUMN_OF = {normalise(heading): instrument for instrument, headings in _COLUMNS.items() for heading in headings}
_TOTAL_ROW = re.compile(r"(?:total|number\s+of|no\.?\s+of|%|percentage)", re.IGNORECASE)
_MEMBER_NOTE = re.compile(r"\s*\(\s*associate\s+members?\s*\)\s*\Z", re.IGNORECASE)


def _read_summary(upload: Upload, options: ReadOptions) -> ParsedList:
    from accede.treaties.importers.workbook import read_sheets  # here, since lists of text need no workbooks

    findings = Findings(upload.name)
    sheets = read_sheets(upload)
    tables = [
        (sheet, number, columns)
        for sheet, cells in sheets.items()
        for number, row in enumerate(cells[:40])
        if (columns := {index: found for index, cell in enumerate(row) if (found := _COLUMN_OF.get(normalise(cell)))})
    ]
    if len(tables) != 1:
        what = (
            "no row of headings with one of the SUA treaties" if not tables else f"{len(tables)} rows of such headings"
        )
        raise ImportRefused(
            f"has {what}.",
            where=upload.name,
            remedy="The headings known are those like 'SUA 1988' and 'SUA PROT 1988'.",
        )
    sheet, header, columns = tables[0]
    if len(set(columns.values())) != len(columns):
        raise ImportRefused("has two columns for one instrument.", where=f"{upload.name}, {sheet}, row {header + 1}")
    if options.instrument is not None:
        wanted = options.catalogue[options.instrument].id
        columns = {index: instrument for index, instrument in columns.items() if instrument == wanted}
        if not columns:
            raise ImportRefused(f"has no column for {wanted}.", where=f"{upload.name}, {sheet}, row {header + 1}")
    top = "\n".join(" ".join(row) for row in sheets[sheet][:header])
    as_of = resolve_as_of(top, options, file=upload.name)
    rows, totals = _summary_rows(sheets[sheet], header, columns, findings)
    coverage = [
        ParsedCoverage(instrument=instrument, complete_as_of=as_of, stated_parties=totals.get(instrument), dated=False)
        for instrument in columns.values()
    ]
    return _parsed(
        upload,
        options,
        findings,
        rows,
        coverage,
        as_of,
        title="Summary of the status of IMO treaties",
        key="imo-summary",
    )


def _summary_rows(
    cells: list[list[str]], header: int, columns: dict[int, str], findings: Findings
) -> tuple[list[ParsedRow], dict[str, int]]:
    rows: list[ParsedRow] = []
    totals: dict[str, int] = {}
    for number, row in enumerate(cells[header + 1 :], start=header + 2):
        place = f"row {number}"
        name = _MEMBER_NOTE.sub("", row[0].strip()) if row else ""
        marks = {instrument: row[index].strip() if index < len(row) else "" for index, instrument in columns.items()}
        if _TOTAL_ROW.match(name):
            totals |= {it: int(mark) for it, mark in marks.items() if mark.isdecimal() and it not in totals}
            continue
        if not name:
            for instrument, mark in marks.items():
                if mark:
                    findings.fault(place, instrument, f"'{mark[:20]}' in a row that names no State.")
            continue
        for instrument, mark in marks.items():
            kind = {"x": ActionKind.LISTED_AS_PARTY, "d": ActionKind.WITHDRAWAL}.get(mark.lower())
            if kind is not None:
                rows.append(ParsedRow(place=place, name=name, instrument=instrument, action=kind))
            elif mark not in ("", "-", "–"):
                findings.fault(place, instrument, f"{name}: '{mark[:20]}' is neither x (party) nor d (denounced).")
    return rows, totals
