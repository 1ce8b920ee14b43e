"""Lists of parties of the International Civil Aviation Organization, as PDF or as text copied from it.

Two layouts. The Tokyo type prints the date of signature, of deposit and of effect, and no mode: a deposit after a signature
is a ratification, an effect before the deposit a succession, and any other deposit is kept as "listed as a party" with its
date, since accession would be a guess. The Hague and Montreal type prints signature and deposit, with (a) for accession
and (s) for succession. A hyphen stands for no date; text copied from a PDF can lose it.
"""

import datetime as dt
import re
from dataclasses import dataclass

from accede.law.actions import ActionKind
from accede.law.catalogue import Instrument
from accede.law.entry_into_force import state_entry
from accede.treaties.importers.base import (
    Findings,
    ParsedCoverage,
    ParsedList,
    ParsedRow,
    ReadOptions,
    check_dates,
    resolve_as_of,
    resolve_instrument,
    stated_total,
)
from accede.treaties.importers.dates import DATE, NoDate, date_from
from accede.treaties.importers.guard import ImportRefused, Upload
from accede.treaties.importers.lines import Line, is_page_foot, join_names, lines_of, only_words_of, words

PUBLISHER = "International Civil Aviation Organization"

MODES = {
    "a": ActionKind.ACCESSION, "s": ActionKind.SUCCESSION, "A": ActionKind.ACCEPTANCE, "AA": ActionKind.APPROVAL,
    "r": ActionKind.RATIFICATION, "R": ActionKind.RATIFICATION, "d": ActionKind.SUCCESSION,
}  # fmt: skip
HEADING_WORDS = words(
    "state states date dates of signature deposit instrument instruments ratification acceptance approval accession",
    "adherence succession or and a s aa r effective effect entry into force the",
)
_TOKEN = re.compile(
    rf"(?:{DATE.pattern}(?P<mode>\s*\([A-Za-z]{{1,2}}\))?(?:\s*\(\d{{1,3}}\))*)|(?P<none>(?<!\S)[-–—](?!\S))"
)
_NOTES = re.compile(r"(?:\(\d{1,3}\)|\*+)\s*\S|notes?\b\s*:?|_{5,}", re.IGNORECASE)


@dataclass(frozen=True)
class Token:
    """A date, with its letter, or a hyphen."""

    date: dt.date | None
    mode: str = ""
    hyphen: bool = False


def read(upload: Upload, options: ReadOptions) -> ParsedList:
    """Read a list of parties. Raises :class:`ImportRefused` where there is none; faults of rows are in the result."""
    lines = lines_of(upload, what="An ICAO list of parties")
    start = next((index for index, line in enumerate(lines) if _is_heading(line.text)), None)
    if start is None:
        raise ImportRefused(
            "has no headings that begin with 'State', as the lists of ICAO have.", where=upload.name,
            remedy="Take the whole list, from its title to its notes.",
        )  # fmt: skip
    preamble = "\n".join(line.text for line in lines[:start])
    instrument = resolve_instrument(preamble, options, file=upload.name)
    as_of = resolve_as_of(preamble, options, file=upload.name)
    findings = Findings(upload.name)
    heading, body = _table(lines[start:], {line.text for line in lines[:start]}, findings, options)
    tokyo = "effective" in heading or "force" in heading
    modes_printed = "(a)" in heading or "(s)" in heading
    rows: list[ParsedRow] = []
    for line, name, tokens in body:
        if tokyo and not modes_printed:
            rows += _tokyo_row(line, name, tokens, instrument, findings)
        else:
            rows += _hague_row(line, name, tokens, instrument, findings, effective=tokyo)
    if not rows:
        findings.fault("", "", "no row of a State was found after the headings.")
    check_dates(rows, findings, options, as_of)
    coverage = ParsedCoverage(
        instrument=instrument.id, complete_as_of=as_of, signatures="signature" in heading,
        stated_parties=stated_total(preamble, "parties"),
    )  # fmt: skip
    return ParsedList(
        importer="icao", file_name=upload.name, digest=upload.digest, source_key=f"icao-{instrument.id}",
        title=options.source_title or f"List of parties: {instrument.title}", publisher=PUBLISHER, as_at=as_of,
        depositary="ICAO" in instrument.depositaries, prints_withdrawals=None,
        coverage=(coverage,), rows=tuple(rows), faults=findings.all_faults(), warnings=tuple(findings.warnings),
    )  # fmt: skip


def _is_heading(text: str) -> bool:
    return re.match(r"States?\b", text) is not None and only_words_of(text, HEADING_WORDS)


def _table(
    lines: list[Line], titles: set[str], findings: Findings, options: ReadOptions
) -> tuple[str, list[tuple[Line, str, list[Token]]]]:
    """The words of the headings, and the rows: each line with dates, its whole name, and what stands after it."""
    heading: list[str] = []
    dated: dict[int, tuple[str, list[Token]]] = {}
    fragments: dict[int, str] = {}
    notes_from: int | None = None
    for index, line in enumerate(lines):
        text = line.text
        if notes_from is not None:
            _check_note(line, findings, options)
        elif is_page_foot(text, options.is_name) or text in titles:
            continue  # the title may be printed on each page
        elif only_words_of(text, HEADING_WORDS) and not DATE.search(text):
            heading.append(text.lower())
        elif _NOTES.match(text) and dated:
            notes_from = index
        elif (tokens := _tokens(text, line, findings)) is None:
            continue  # a fault, and told
        elif tokens:
            first = _TOKEN.search(text)
            dated[index] = (text[: first.start()].strip() if first else "", tokens)
        else:
            fragments[index] = text
    names, used = join_names(
        [(index, name) for index, (name, _) in dated.items()],
        fragments,
        options.is_name,
    )
    for index, text in fragments.items():
        if index not in used:
            findings.fault(
                lines[index].place, "", f"'{text[:80]}' is no row, heading or note that this list is known to have."
            )
    rows = []
    for index, (_, tokens) in dated.items():
        if not names[index]:
            findings.fault(lines[index].place, "State", f"'{lines[index].text[:80]}' has dates and names no State.")
            continue
        rows.append((lines[index], names[index], tokens))
    return " ".join(heading), rows


def _check_note(line: Line, findings: Findings, options: ReadOptions) -> None:
    """A row of a State among the notes would be lost without a word: it is a fault instead."""
    tokens = _tokens(line.text, line, None)
    first = _TOKEN.search(line.text)
    if tokens and first and options.is_name(line.text[: first.start()]):
        findings.fault(line.place, "", f"'{line.text[:80]}' looks like a row of a State, and stands among the notes.")


def _tokens(text: str, line: Line, findings: Findings | None) -> list[Token] | None:
    """Dates and hyphens at the end of the line, where there are any; None for a fault, which is noted."""
    found = list(_TOKEN.finditer(text))
    if not found:
        return []
    between = _TOKEN.sub("", text[found[0].start() :]).strip()
    if between and not re.fullmatch(r"(?:[*†‡]|\(\d{1,3}\)|\s)+", between):
        if findings is not None:
            findings.fault(
                line.place, "", f"'{between[:60]}' stands among the dates of '{text[:60]}' and is not understood."
            )
        return None
    tokens = []
    for match in found:
        if match.group("none"):
            tokens.append(Token(None, hyphen=True))
            continue
        try:
            day = date_from(match, day_first=True)
        except NoDate as error:
            if findings is not None:
                findings.fault(line.place, "date", str(error))
            return None
        tokens.append(Token(day, (match.group("mode") or "").strip(" ()")))
    return tokens


def _tokyo_row(
    line: Line, name: str, tokens: list[Token], instrument: Instrument, findings: Findings
) -> list[ParsedRow]:
    """Signature, deposit, effect. Where the hyphens were lost, two dates are deposit and effect, and one is a signature."""
    days = [token.date for token in tokens]
    if len(days) == 3:
        signed, deposited, effective = days
    elif len(days) == 2 and not any(token.hyphen for token in tokens):
        signed, (deposited, effective) = None, days
        if not _takes_effect(instrument, deposited, effective):
            findings.fault(
                line.place, "date",
                f"{name}: two dates, {deposited} and {effective}, which cannot be deposit and effect; which columns they "
                "stand in is lost. Put a hyphen for each empty column.",
            )  # fmt: skip
            return []
    elif len(days) == 1 and days[0] is not None:
        signed, deposited, effective = days[0], None, None
    else:
        findings.fault(line.place, "", f"{name}: {len(tokens)} dates or hyphens; three columns are known.")
        return []
    if any(token.mode for token in tokens):
        findings.fault(
            line.place, "", f"{name}: a letter after a date, which the headings of this list do not explain."
        )
        return []
    if deposited is None and effective is not None:
        findings.fault(line.place, "effective", f"{name}: a date of effect without a date of deposit.")
        return []
    rows = [_row(line, name, instrument, ActionKind.SIGNATURE, signed)] if signed else []
    if deposited is not None:
        if effective is not None and effective < deposited:
            kind = ActionKind.SUCCESSION
        else:
            kind = ActionKind.RATIFICATION if signed else ActionKind.LISTED_AS_PARTY
        rows.append(_row(line, name, instrument, kind, deposited, effective))
    if not rows:
        findings.fault(line.place, "", f"{name} has neither a signature nor a deposit.")
    return rows


def _takes_effect(instrument: Instrument, deposited: dt.date | None, effective: dt.date | None) -> bool:
    """Whether *effective* can be the effect of a deposit on *deposited*: an earlier day, or about that of the rule."""
    if deposited is None or effective is None:
        return False
    if effective < deposited:
        return True
    computed = state_entry(instrument, action=ActionKind.ACCESSION, deposit=deposited).date
    return computed is not None and abs((effective - computed).days) <= 3


def _hague_row(
    line: Line, name: str, tokens: list[Token], instrument: Instrument, findings: Findings, *, effective: bool
) -> list[ParsedRow]:
    """Signature and deposit with its letter; where the hyphen was lost, a date with a letter is a deposit."""
    columns = 3 if effective else 2
    if len(tokens) == columns:
        signed, deposited = tokens[0], tokens[1]
        force = tokens[2].date if effective else None
    elif len(tokens) == 2 and effective and tokens[0].mode:
        signed, deposited, force = Token(None, hyphen=True), tokens[0], tokens[1].date
    elif len(tokens) == 1 and not tokens[0].hyphen:
        force = None
        signed, deposited = (Token(None), tokens[0]) if tokens[0].mode else (tokens[0], Token(None))
    else:
        findings.fault(line.place, "", f"{name}: {len(tokens)} dates or hyphens; {columns} columns are known.")
        return []
    rows = []
    if signed.mode:
        findings.fault(
            line.place, "Date of signature", f"{name}: the letter '{signed.mode}' after a date of signature."
        )
        return []
    if signed.date:
        rows.append(_row(line, name, instrument, ActionKind.SIGNATURE, signed.date))
    if deposited.date:
        kind = MODES.get(deposited.mode) if deposited.mode else ActionKind.RATIFICATION
        if kind is None:
            findings.fault(line.place, "Date of deposit", f"{name}: the letter '{deposited.mode}' is not known.")
            return []
        rows.append(_row(line, name, instrument, kind, deposited.date, force))
    if not rows:
        findings.fault(line.place, "", f"{name} has neither a signature nor a deposit.")
    return rows


def _row(
    line: Line, name: str, instrument: Instrument, kind: ActionKind, day: dt.date, effective: dt.date | None = None
) -> ParsedRow:
    return ParsedRow(place=line.place, name=name, instrument=instrument.id, action=kind, date=day, effective=effective)
