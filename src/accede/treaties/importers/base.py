"""What every reader gives back: rows with their places, what the list says of itself, and every fault found."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from accede.law.actions import ActionKind
from accede.law.catalogue import Catalogue, Instrument
from accede.law.errors import Fault
from accede.law.names import NameKind, match_name, normalise
from accede.law.participants import Participants
from accede.treaties.importers.dates import NoDate, find_as_at
from accede.treaties.importers.guard import ImportRefused

MOST_FAULTS = 100


@dataclass(frozen=True, kw_only=True)
class ReadOptions:
    """What the person says about the file, and what names and titles are held against."""

    catalogue: Catalogue
    participants: Participants
    instrument: str | None = None
    as_of: dt.date | None = None
    day_first: bool = False
    source_title: str | None = None

    def is_name(self, text: str) -> bool:
        """Whether *text* is a name that lists print: of a participant, a territory or another body."""
        return match_name(text, self.participants, suggest=False).kind is not NameKind.UNKNOWN


@dataclass(frozen=True, kw_only=True)
class ParsedRow:
    """One act of one participant as the file states it; ``place`` is where ("row 12", "page 2, line 8")."""

    place: str
    name: str
    instrument: str
    action: ActionKind
    date: dt.date | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    effective: dt.date | None = None
    succession_from: dt.date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ParsedCoverage:
    """What the file says of one instrument as a whole."""

    instrument: str
    complete_as_of: dt.date | None = None
    #: Whether signatures are printed, so that "signatory" can be told from "neither".
    signatures: bool = False
    stated_parties: int | None = None
    stated_signatories: int | None = None
    #: Whether every act has its date of deposit: the summary of IMO says only who is a party.
    dated: bool = True


@dataclass(frozen=True, kw_only=True)
class ParsedList:
    """One file, read. With faults it cannot be applied."""

    importer: str
    file_name: str
    digest: str
    source_key: str
    title: str
    publisher: str
    as_at: dt.date | None
    depositary: bool
    prints_withdrawals: bool | None
    coverage: tuple[ParsedCoverage, ...]
    rows: tuple[ParsedRow, ...]
    faults: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass
class Findings:
    """Faults and warnings while a file is read; up to a hundred faults are kept, and the rest counted."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    left_out: int = 0

    def fault(self, place: str, column: str, message: str) -> None:
        """Note a fault at a place (row, line) and column."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(self.file, place, column, message))
        else:
            self.left_out += 1

    def warn(self, message: str) -> None:
        """Note something that does not stop the import and should be seen."""
        self.warnings.append(message)

    def all_faults(self) -> tuple[Fault, ...]:
        """The faults, with a last one that counts those left out."""
        if not self.left_out:
            return tuple(self.faults)
        return (*self.faults, Fault(self.file, "", "", f"and {self.left_out:,} more faults of this kind or others."))


def resolve_instrument(text: str, options: ReadOptions, *, file: str) -> Instrument:
    """The instrument of a list, from its title and from the person; the two must agree. Raises :class:`ImportRefused`."""
    found = recognise_instrument(text, options.catalogue)
    if options.instrument is None:
        if found is None:
            raise ImportRefused(
                "does not name an instrument of the catalogue in its title.", where=file,
                remedy="Say which one it is about: --instrument bombings-1997.",
            )  # fmt: skip
        return found
    given = options.catalogue[options.instrument]
    if found is not None and found.id != given.id:
        raise ImportRefused(
            f"is about {found.id} ({found.short_title}) by its title, and --instrument says {given.id}.",
            where=file,
            remedy="Correct --instrument, or take the right file.",
        )
    return given


_AMENDING = frozenset({"protocol", "amendment", "amending", "amendments", "supplementary"})
_UN_CHAPTER = re.compile(
    r"\b(?P<chapter>[IVX]{1,6})\s?[.-]\s?(?P<number>\d{1,2})(?:[.-](?P<letter>[a-z]))?\b(?!\s*[.-]?\d)"
)


def recognise_instrument(text: str, catalogue: Catalogue) -> Instrument | None:
    """The instrument whose full title stands in *text*, or whose chapter of the UN Treaty Collection does.

    A title inside that of another ("Protocol to the Convention on ...") does not count.
    """
    key = f" {normalise(text)} "
    best: tuple[int, Instrument] | None = None
    for instrument in catalogue:
        title = normalise(instrument.title)
        position = key.find(f" {title} ")
        if position < 0:
            continue
        before = key[max(0, position - 200) : position].split()
        if _AMENDING.intersection(before):
            continue
        if best is None or len(title) > best[0]:
            best = (len(title), instrument)
    if best is not None:
        return best[1]
    references = {"-".join(filter(None, found.groups())) for found in _UN_CHAPTER.finditer(text)}
    found = [it for it in catalogue if it.untc_reference is not None and it.untc_reference in references]
    return found[0] if len(found) == 1 else None


def resolve_as_of(text: str, options: ReadOptions, *, file: str, binding: bool = True) -> dt.date | None:
    """The day as of which the list is complete: its own, or the person's. Where both are given they must agree.

    With *binding* false the file's day is only that of the last change, and the person may name a later one.
    """
    try:
        own = find_as_at(text)
    except NoDate as error:
        raise ImportRefused(f"gives the date of the list as one that cannot be: {error}", where=file) from error
    if own is None or options.as_of is None:
        return options.as_of or own
    if own != options.as_of and (binding or options.as_of < own):
        raise ImportRefused(
            f"says that it is as at {own}, and --as-of says {options.as_of}.", where=file, remedy="Leave --as-of away."
        )
    return options.as_of


_TOTALS = {
    "parties": (
        re.compile(r"\b(?:parties|number\s+of\s+contracting\s+states)\s*:\s*(\d{1,3})\b", re.IGNORECASE),
        re.compile(r"\b(\d{1,3})\s+(?:contracting\s+)?part(?:ies|y)\b", re.IGNORECASE),
    ),
    "signatories": (
        re.compile(r"\bsignatories\s*:\s*(\d{1,3})\b", re.IGNORECASE),
        re.compile(r"\b(\d{1,3})\s+signatories\b", re.IGNORECASE),
    ),
}


def stated_total(text: str, what: str) -> int | None:
    """The number of "parties" or "signatories" that a list prints.

    >>> stated_total("Status: 187 Parties", "parties"), stated_total("Signatories : 39. Parties : 176", "signatories")
    (187, 39)
    """
    found = next((match for pattern in _TOTALS[what] if (match := pattern.search(text))), None)
    return int(found.group(1)) if found else None


def check_dates(rows: Iterable[ParsedRow], findings: Findings, options: ReadOptions, as_of: dt.date | None) -> None:
    """Dates that contradict the list or the instrument."""
    for row in rows:
        adopted = options.catalogue[row.instrument].binds_from_adoption
        if row.date is not None and row.date < adopted:
            findings.fault(
                row.place, "date", f"{row.name}: {row.date} is before the adoption of the instrument on {adopted}."
            )
        if row.date is not None and as_of is not None and row.date > as_of:
            findings.fault(row.place, "date", f"{row.name}: {row.date} is after the date of the list, {as_of}.")
        if row.earliest and row.latest and row.earliest > row.latest:
            findings.fault(row.place, "earliest", f"{row.name}: {row.earliest} is after latest, {row.latest}.")
        if row.effective and row.date and row.effective < row.date and row.action is not ActionKind.SUCCESSION:
            findings.fault(row.place, "effective", f"{row.name}: {row.effective} is before the act itself, {row.date}.")


def bound_undated(rows: Iterable[ParsedRow], findings: Findings, as_of: dt.date | None) -> tuple[ParsedRow, ...]:
    """Rows without a date get the date of the list as their latest; without that either they cannot be kept."""
    bound = []
    for row in rows:
        if row.date is None and row.latest is None:
            if as_of is None:
                findings.fault(
                    row.place, "date",
                    f"{row.name}: no date, and the list has none that would bound it. Name the date of the list: --as-of.",
                )  # fmt: skip
            row = replace(row, latest=as_of)
        bound.append(row)
    return tuple(bound)
