"""The United Nations Treaty Collection: participant tables as XML, as the HTML status page, and as CSV made from either.

All three hold the same table: Participant, Signature, and a third column whose heading names the modes of consent and
their letters, in wording that differs from treaty to treaty. A date without a letter is of the mode that the heading names
without one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from accede.law.actions import CONSENT, ActionKind
from accede.law.catalogue import Instrument
from accede.treaties.importers.base import (
    Findings,
    ParsedCoverage,
    ParsedList,
    ParsedRow,
    ReadOptions,
    bound_undated,
    check_dates,
    resolve_as_of,
    resolve_instrument,
    stated_total,
)
from accede.treaties.importers.csvtext import csv_rows
from accede.treaties.importers.dates import DATE, NONE_WORDS, NoDate, read_dated
from accede.treaties.importers.guard import ImportRefused, Kind, Upload, formula_in
from accede.treaties.importers.markup import name_of, named, parse_markup, text_in

PUBLISHER = "United Nations Treaty Collection"

#: Letters of the tables ("a" and "A" are different acts).
LETTERS = {
    "a": ActionKind.ACCESSION, "A": ActionKind.ACCEPTANCE, "AA": ActionKind.APPROVAL, "d": ActionKind.SUCCESSION,
    "c": ActionKind.FORMAL_CONFIRMATION, "s": ActionKind.DEFINITIVE_SIGNATURE,
}  # fmt: skip
_MODES = {
    "ratification": ActionKind.RATIFICATION, "acceptance": ActionKind.ACCEPTANCE, "approval": ActionKind.APPROVAL,
    "accession": ActionKind.ACCESSION, "succession": ActionKind.SUCCESSION,
    "formal confirmation": ActionKind.FORMAL_CONFIRMATION, "definitive signature": ActionKind.DEFINITIVE_SIGNATURE,
    "signature": ActionKind.SIGNATURE, "succession to signature": ActionKind.SUCCESSION_TO_SIGNATURE,
    "withdrawal": ActionKind.WITHDRAWAL, "denunciation": ActionKind.WITHDRAWAL,
}  # fmt: skip
_MODE = re.compile(r"([A-Za-z][A-Za-z ]*?)\s*(?:\(\s*([A-Za-z]{1,2})\s*\))?\s*(?:,|\bor\b|\band\b|/|\Z)")


@dataclass(frozen=True)
class Table:
    """A participant table wherever it stood: what precedes it, its headings, and its rows with their places."""

    preamble: str
    header: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class Column:
    """What a column of dates means: the act of a date without a letter, and of each letter."""

    heading: str
    plain: ActionKind | None
    letters: dict[str, ActionKind]


def read(upload: Upload, options: ReadOptions) -> ParsedList:
    """Read a participant table. Raises :class:`ImportRefused` where there is none; faults of rows are in the result."""
    upload.expect(Kind.XML, Kind.HTML, Kind.TEXT, what="A table of the UN Treaty Collection")
    findings = Findings(upload.name)
    if upload.kind is Kind.TEXT:
        table = _from_csv(upload)
    else:
        root = parse_markup(upload)
        table = _from_xml(root, upload.name, findings) if upload.kind is Kind.XML else _from_html(root, upload.name)
    instrument = resolve_instrument(table.preamble, options, file=upload.name)
    as_of = resolve_as_of(table.preamble, options, file=upload.name)
    rows = list(_rows(table, instrument, findings, options))
    check_dates(rows, findings, options, as_of)
    signatures = any("signature" in heading.lower() for heading in table.header[1:])
    coverage = ParsedCoverage(
        instrument=instrument.id,
        complete_as_of=as_of,
        signatures=signatures,
        stated_parties=stated_total(table.preamble, "parties"),
        stated_signatories=stated_total(table.preamble, "signatories"),
    )
    reference = instrument.untc_reference
    title = (
        f"Status table, Multilateral Treaties Deposited with the Secretary-General, chapter {reference.replace('-', '.')}"
        if reference
        else f"Status table, Multilateral Treaties Deposited with the Secretary-General: {instrument.title}"
    )
    return ParsedList(
        importer="untc", file_name=upload.name, digest=upload.digest,
        source_key=f"untc-{(reference or instrument.id).lower()}", title=options.source_title or title,
        publisher=PUBLISHER, as_at=as_of, depositary=True, prints_withdrawals=True, coverage=(coverage,),
        rows=bound_undated(rows, findings, as_of), faults=findings.all_faults(), warnings=tuple(findings.warnings),
    )  # fmt: skip


def read_heading(heading: str) -> Column | None:
    """What a heading such as "Ratification, Acceptance(A), Accession(a)" says; None for words that are no mode.

    >>> read_heading("Ratification, Accession(a), Succession(d)").plain
    <ActionKind.RATIFICATION: 'ratification'>
    """
    if len(heading) > 300:
        return None
    plain: list[ActionKind] = []
    letters: dict[str, ActionKind] = {}
    rest = " ".join(heading.split()).strip(" ,.:")
    while rest:
        found = _MODE.match(rest)
        if not found:
            return None
        kind = _MODES.get(found.group(1).strip().lower())
        if kind is None:
            return None
        if letter := found.group(2):
            letters[letter] = kind
        else:
            plain.append(kind)
        rest = rest[found.end() :].strip()
    if ActionKind.RATIFICATION in plain:
        return Column(heading, ActionKind.RATIFICATION, letters)
    return Column(heading, plain[0] if len(plain) == 1 else None, letters)


def _rows(table: Table, instrument: Instrument, findings: Findings, options: ReadOptions) -> Iterator[ParsedRow]:
    columns: list[Column] = []
    for heading in table.header[1:]:
        column = read_heading(heading)
        if column is None:
            raise ImportRefused(
                f"has a column '{heading[:80]}', which is not one that the table is known to have.", where=findings.file,
                remedy="Known are Signature, Withdrawal, and the modes of consent with their letters.",
            )  # fmt: skip
        columns.append(column)
    for place, cells in table.rows:
        values = [*cells]
        while len(values) > len(table.header) and not values[-1]:
            values.pop()
        if not any(values):
            continue
        if len(values) > len(table.header):
            findings.fault(place, "", f"has {len(values)} cells, and the table has {len(table.header)} columns.")
            continue
        name = values[0].strip()
        if not name:
            findings.fault(place, table.header[0], "names no participant.")
            continue
        if formula_in(name):
            findings.fault(place, table.header[0], f"'{name[:40]}' begins like a formula.")
            continue
        found = [
            _act(name, place, cell, column, instrument, findings, options)
            for column, cell in zip(columns, values[1:], strict=False)
        ]
        acts = [act for act in found if act is not None]
        if not acts and all(cell.strip() in NONE_WORDS for cell in values[1:]):
            findings.fault(place, "", f"{name} has neither a signature nor a deposit.")
        yield from acts


def _act(
    name: str, place: str, cell: str, column: Column, instrument: Instrument, findings: Findings, options: ReadOptions
) -> ParsedRow | None:
    if cell.strip() in NONE_WORDS:
        return None
    if len(DATE.findall(cell)) > 1:
        findings.fault(place, column.heading, f"'{cell[:60]}' holds several dates, and which one counts is not clear.")
        return None
    try:
        dated = read_dated(cell, day_first=options.day_first)
    except NoDate as error:
        findings.fault(place, column.heading, f"{name}: {error}")
        return None
    kind = column.plain if not dated.mode else column.letters.get(dated.mode) or _lettered(dated.mode, column)
    if kind is None:
        known = ", ".join(f"{letter} ({act.value})" for letter, act in (column.letters or LETTERS).items())
        what = f"the letter '{dated.mode}'" if dated.mode else "no letter"
        findings.fault(place, column.heading, f"{name}: '{cell[:40]}' has {what}; known here are {known}.")
        return None
    if dated.date is None and kind not in CONSENT:
        return None
    if dated.date is None:
        kind = ActionKind.LISTED_AS_PARTY
    return ParsedRow(place=place, name=name, instrument=instrument.id, action=kind, date=dated.date)


def _lettered(letter: str, column: Column) -> ActionKind | None:
    """A letter that this heading does not explain has its usual meaning; beside a signature only "s" and "d" can stand."""
    if column.plain in (ActionKind.SIGNATURE, ActionKind.SUCCESSION_TO_SIGNATURE):
        return {"s": ActionKind.DEFINITIVE_SIGNATURE, "d": ActionKind.SUCCESSION_TO_SIGNATURE}.get(letter)
    return LETTERS.get(letter)


def _is_header(cells: Sequence[str]) -> bool:
    first = cells[0].strip().lower() if cells else ""
    return first.rstrip("s") in ("participant", "state", "participant/territory") and len(cells) > 1


def _from_xml(root: etree._Element, file: str, findings: Findings) -> Table:
    tables = [element for element in named(root, "participants") if any(True for _ in named(element, "row"))]
    special = list(named(root, "specialtables"))
    if len(tables) > 1:
        raise ImportRefused(
            f"holds {len(tables)} participant tables.", where=file, remedy="Import the file of one treaty at a time."
        )
    if not tables:
        return _from_special_tables(root, special, file)
    for element in special:
        titles = [text_in(title) for title in named(element, "title")]
        if titles:
            findings.warn(f"A further table in the file is not read: {'; '.join(titles)[:200]}.")
    element = tables[0]
    rows = []
    for number, row in enumerate(named(element, "row"), start=1):
        # A row without cells of the known name is kept as one cell, so that it is a fault and not lost.
        cells = [text_in(entry) for entry in row if name_of(entry) == "entry"] or [text_in(row)]
        rows.append((f"row {number}", cells))
    preamble = _text_before(root, element)
    if rows and _is_header(rows[0][1]):
        return Table(preamble, rows[0][1], rows[1:])
    headings = [text_in(title) for header in named(element, "tableheader") for title in named(header, "title")]
    if not _is_header(headings):
        raise ImportRefused(
            "has a participant table whose headings are not understood.", where=file,
            remedy="The first heading is Participant, the second Signature.",
        )  # fmt: skip
    return Table(preamble, headings, rows)


def _from_special_tables(root: etree._Element, special: list[etree._Element], file: str) -> Table:
    for element in special:
        headings = [text_in(title) for header in named(element, "tableheader") for title in named(header, "title")]
        if not _is_header(headings):
            continue
        rows = [
            (f"row {number}", [text_in(cell) for cell in row if name_of(cell) == "column"] or [text_in(row)])
            for number, row in enumerate(named(element, "row"), start=1)
        ]
        return Table(_text_before(root, element), headings, rows)
    raise ImportRefused(
        "holds no participant table.",
        where=file,
        remedy="Take the XML of the treaty's status from the UN Treaty Collection.",
    )


def _from_html(root: etree._Element, file: str) -> Table:
    candidates = []
    for table in named(root, "table"):
        if any(True for inner in named(table, "table") if inner is not table):
            continue
        rows = [
            [text_in(cell) for cell in row if name_of(cell) in ("td", "th")] or [text_in(row)]
            for row in named(table, "tr")
        ]
        header = next((number for number, cells in enumerate(rows) if _is_header(cells)), None)
        if header is not None:
            candidates.append((table, header, rows))
    if not candidates:
        raise ImportRefused(
            "holds no table whose first heading is Participant.", where=file,
            remedy="Save the whole status page of the treaty.",
        )  # fmt: skip
    if len(candidates) > 1:
        raise ImportRefused(f"holds {len(candidates)} participant tables.", where=file)
    table, header, rows = candidates[0]
    places = [(f"row {number}", cells) for number, cells in enumerate(rows[header + 1 :], start=1)]
    return Table(_text_before(root, table), rows[header], places)


def _text_before(root: etree._Element, stop: etree._Element) -> str:
    """The text of the document up to *stop*: titles, the state of the list, its totals."""
    pieces = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            if element is stop:
                break
            pieces.append(element.text or "")
        else:
            pieces.append(" ")
            pieces.append(element.tail or "")
    return " ".join("".join(pieces).split())


def _from_csv(upload: Upload) -> Table:
    records = csv_rows(upload)
    header = next((index for index, (_, cells) in enumerate(records) if _is_header([*cells])), None)
    if header is None:
        raise ImportRefused(
            "has no line of headings that begins with Participant.", where=upload.name,
            remedy="Keep the headings of the table as they are published.",
        )  # fmt: skip
    preamble = "\n".join(" ".join(cells) for _, cells in records[:header])
    headings = [*records[header][1]]
    while headings and not headings[-1].strip():
        headings.pop()
    return Table(preamble, headings, records[header + 1 :])
