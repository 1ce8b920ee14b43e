"""Status lists of the International Atomic Energy Agency, as PDF or as text copied from it.

State or organisation, date of signature, instrument ("ratified", "accession:"), date of deposit, perhaps a word on
declarations, entry into force ("effect from 14 Jun 1993" for a succession). The layout was not seen in all its editions, so
whatever is not understood is a fault.
"""

import re
from datetime import date

from accede.law.actions import ActionKind
from accede.law.catalogue import Instrument
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

PUBLISHER = "International Atomic Energy Agency"

_WORDS = {
    "ratification": ActionKind.RATIFICATION, "ratified": ActionKind.RATIFICATION,
    "acceptance": ActionKind.ACCEPTANCE, "accepted": ActionKind.ACCEPTANCE,
    "approval": ActionKind.APPROVAL, "approved": ActionKind.APPROVAL,
    "accession": ActionKind.ACCESSION, "acceded": ActionKind.ACCESSION,
    "succession": ActionKind.SUCCESSION, "succession notified": ActionKind.SUCCESSION, "succeeded": ActionKind.SUCCESSION,
    "confirmation": ActionKind.FORMAL_CONFIRMATION, "confirmed": ActionKind.FORMAL_CONFIRMATION,
    "formal confirmation": ActionKind.FORMAL_CONFIRMATION,
}  # fmt: skip
_HEADING_WORDS = words(
    "state states organization organisation organizations date of signature means expression consent to be bound instrument",
    "deposit declaration declarations reservation reservations etc withdrawal withdrawals entry into force the by or and",
    "yes s",
)
_MARK = r"(?:\s*(?:\(\*{1,3}\)|\*|\[\d{1,3}\]|\(\d{1,3}\)|\d{1,2}/))*"
_INSTRUMENT = re.compile(
    rf"\b(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b{_MARK}\s*:?{_MARK}", re.IGNORECASE
)
_NOTES = re.compile(r"(?:\*+|\d{1,2}/|\[\d{1,2}\])\s|notes?\b\s*:?|_{5,}", re.IGNORECASE)
_PART_II = re.compile(r"part\s+(?:2|ii)\b", re.IGNORECASE)
_DECLARATIONS = re.compile(rf"{_MARK}\s*(?:yes|no|x|declarations?|reservations?|[-–—])?{_MARK}", re.IGNORECASE)
_EFFECT = re.compile(r"\s*(?:effect from|with effect from)?\s*", re.IGNORECASE)


def read(upload: Upload, options: ReadOptions) -> ParsedList:
    """Read a status list. Raises :class:`ImportRefused` where there is none; faults of rows are in the result."""
    lines = lines_of(upload, what="An IAEA status list")
    start = next(
        (index for index, line in enumerate(lines) if _is_heading(line.text) and re.match(r"States?\b", line.text)),
        None,
    )
    if start is None:
        raise ImportRefused(
            "has no headings that begin with 'State', as the lists of the IAEA have.", where=upload.name,
            remedy="Take the whole list, from its title on.",
        )  # fmt: skip
    preamble = "\n".join(line.text for line in lines[:start])
    instrument = resolve_instrument(preamble, options, file=upload.name)
    # "Last change of status" is when the last row changed: the list itself can be younger, and only the person knows.
    as_of = resolve_as_of(preamble, options, file=upload.name, binding="last change" not in preamble.lower())
    findings = Findings(upload.name)
    rows = _rows(lines[start:], instrument, findings, options)
    if not rows:
        findings.fault("", "", "no row of a State was found after the headings.")
    check_dates(rows, findings, options, as_of)
    coverage = ParsedCoverage(
        instrument=instrument.id, complete_as_of=as_of, signatures=True,
        stated_parties=stated_total(preamble, "parties"), stated_signatories=stated_total(preamble, "signatories"),
    )  # fmt: skip
    return ParsedList(
        importer="iaea", file_name=upload.name, digest=upload.digest, source_key=f"iaea-{instrument.id}",
        title=options.source_title or f"Status list: {instrument.title}", publisher=PUBLISHER, as_at=as_of,
        depositary="IAEA" in instrument.depositaries, prints_withdrawals=None,
        coverage=(coverage,), rows=tuple(rows), faults=findings.all_faults(), warnings=tuple(findings.warnings),
    )  # fmt: skip


def _is_heading(text: str) -> bool:
    return only_words_of(text, _HEADING_WORDS) and not DATE.search(text)


def _rows(lines: list[Line], instrument: Instrument, findings: Findings, options: ReadOptions) -> list[ParsedRow]:
    dated: dict[int, tuple[str, str]] = {}
    fragments: dict[int, str] = {}
    in_notes = False
    for index, line in enumerate(lines):
        text = line.text
        begin = _first_fact(text)
        if is_page_foot(text, options.is_name) or _is_heading(text):
            continue
        if dated and _PART_II.match(text):
            break
        in_notes = in_notes or (bool(dated) and _NOTES.match(text) is not None)
        if in_notes:
            # A row of a State among the notes would be lost without a word: it is a fault instead.
            if begin is not None and _INSTRUMENT.search(text) and options.is_name(text[:begin].strip(" *(")):
                message = f"'{text[:80]}' looks like a row of a State, and stands among the notes."
                findings.fault(line.place, "", message)
            continue
        if begin is None:
            fragments[index] = text
        else:
            dated[index] = (text[:begin].strip(" *"), text[begin:])
    names, used = join_names(
        [(index, name) for index, (name, _) in dated.items()],
        fragments,
        lambda name: options.is_name(name.rstrip("*( ")),
    )
    for index, text in fragments.items():
        if index not in used:
            findings.fault(
                lines[index].place, "", f"'{text[:80]}' is no row, heading or note that this list is known to have."
            )
    rows: list[ParsedRow] = []
    for index, (_, facts) in dated.items():
        if not names[index]:
            findings.fault(lines[index].place, "State", f"'{lines[index].text[:80]}' has dates and names no State.")
            continue
        rows += _row(lines[index], names[index], facts, instrument, findings)
    return rows


def _first_fact(text: str) -> int | None:
    """Where the name ends: at the first date, or at the word for the instrument before one."""
    starts = [found.start() for found in (DATE.search(text), _INSTRUMENT.search(text)) if found]
    return min(starts) if starts and DATE.search(text) else None


def _row(line: Line, name: str, facts: str, instrument: Instrument, findings: Findings) -> list[ParsedRow]:
    """Read a row from left to right; anything that is left over is a fault."""
    name = re.sub(r"\s*\(\*+\)\Z", "", name)
    try:
        signed, rest = _take_date(facts)
        rest = re.sub(rf"\A{_MARK}\s*[-–—]?\s*", "", rest)
        word = _INSTRUMENT.match(rest)
        deposited = effective = None
        if word:
            deposited, rest = _take_date(rest[word.end() :].lstrip())
            if deposited is None:
                findings.fault(line.place, "date of deposit", f"{name}: '{word.group('word')}' without a date.")
                return []
            found = _DECLARATIONS.match(rest)
            rest = rest[found.end() :] if found else rest
            found = _EFFECT.match(rest)
            effective, rest = _take_date(rest[found.end() :] if found else rest)
    except NoDate as error:
        findings.fault(line.place, "date", f"{name}: {error}")
        return []
    rest = re.sub(rf"\A{_MARK}", "", rest).strip(" -–—")
    if rest:
        findings.fault(line.place, "", f"{name}: '{rest[:60]}' is not understood.")
        return []
    rows = []
    if signed:
        rows.append(
            ParsedRow(place=line.place, name=name, instrument=instrument.id, action=ActionKind.SIGNATURE, date=signed)
        )
    if word and deposited:
        kind = _WORDS[word.group("word").lower()]
        rows.append(
            ParsedRow(
                place=line.place, name=name, instrument=instrument.id, action=kind, date=deposited, effective=effective
            )
        )
    return rows


def _take_date(text: str) -> tuple[date | None, str]:
    """A date at the beginning of *text*, and what follows it."""
    text = text.lstrip()
    found = DATE.match(text)
    if not found:
        return None, text
    return date_from(found, day_first=True), text[found.end() :]
