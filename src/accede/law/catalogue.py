"""The catalogue of instruments: what each is, how it enters into force, and which article says what.

One TOML file an instrument, in ``accede/data/instruments``. A provision kind is either in ``[articles]`` (with its
reference), or in ``articles_absent`` (read, and the text has no such provision), or unknown. The three are never mixed up.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import msgspec

from accede.law.actions import ActionKind
from accede.law.errors import DataError, Fault, UnknownName


class Counting(StrEnum):
    """How a text counts from a deposit to the day it takes effect."""

    NTH_DAY = "nth-day-after-deposit"
    N_DAYS = "n-days-after-deposit"
    N_MONTHS = "n-months-after-deposit"
    DAY_AFTER_N_MONTHS = "day-after-n-months-from-deposit"
    FIRST_OF_SECOND_MONTH = "first-day-of-second-month-following-deposit"
    FIRST_AFTER_THREE_MONTHS = "first-day-of-month-following-expiry-of-three-months-after-deposit"
    ON_DEPOSIT = "on-deposit"
    UNKNOWN = "unknown"


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """A part of the catalogue: read-only, and a misspelt field is an error rather than silence."""


class Delay(Record, frozen=True):
    """A period; exactly one unit is given."""

    days: int = 0
    months: int = 0
    years: int = 0


class FirstEntry(Record, frozen=True):
    """When the instrument itself enters into force: how many deposits, which count, and the delay after the last."""

    counts: list[ActionKind]
    counting: Counting
    article: str
    count: int | None = None
    share: str | None = None
    of_parties_to: str | None = None
    delay: Delay | None = None
    condition: str | None = None
    organisations_counted: bool = True
    not_before: str | None = None


class StateEntry(Record, frozen=True):
    """When it enters into force for a State that joins later. Never before the general entry into force."""

    counting: Counting
    article: str
    delay: Delay | None = None
    arithmetic: str | None = None
    later_of: str | None = None
    worked_example: str | None = None
    multiple_depositaries: str | None = None


class EntryIntoForceRule(Record, frozen=True):
    """Both halves of the clause on entry into force."""

    first: FirstEntry
    each_state: StateEntry


class Withdrawal(Record, frozen=True):
    """The denunciation clause."""

    delay: Delay | None = None
    counting: str | None = None
    start: str | None = msgspec.field(default=None, name="from")
    article: str | None = None
    conditions: str | None = None


class RequiresRule(Record, frozen=True):
    """Why, and when, a State must be party to another instrument first."""

    timing: str
    article: str
    text: str


class RatificationEffect(Record, frozen=True):
    """What joining this instrument does to the State's position under another."""

    effect: str
    article: str
    #: Set where joining makes an outsider party to the amended parent, and by which modes of consent.
    joins: str | None = None
    by: list[ActionKind] = []


class Offence(Record, frozen=True):
    """An offence that the instrument defines, in our words."""

    code: str
    title: str
    article: str
    form: str


class Instrument(Record, frozen=True):
    """A convention, protocol, amendment or scheme."""

    id: str
    type: str
    binding: bool
    counter_terrorism: bool
    scope: str
    theme: str
    title: str
    short_title: str
    verified: bool
    source: str
    adopted: date | None = None
    adopted_year: int | None = None
    place: str | None = None
    opened_for_signature: date | None = None
    signature_closed: date | None = None
    signature_rule: str | None = None
    entered_into_force: date | None = None
    depositaries: list[str] = []
    untc_reference: str | None = None
    other_reference: str | None = None
    aliases: list[str] = []
    parent: str | None = None
    amends: str | None = None
    supplements: str | None = None
    amended_by: list[str] = []
    #: Additional protocols outside this catalogue, in words.
    protocols: list[str] = []
    prevails_over: list[str] = []
    prevailed_over_by: list[str] = []
    requires_party_to: list[str] = []
    requires_rule: RequiresRule | None = None
    ratification_effect: RatificationEffect | None = None
    consent_actions: list[ActionKind] = []
    articles_refer_to: str | None = None
    articles: dict[str, str] = {}
    articles_absent: list[str] = []
    articles_unknown: list[str] = []
    article_notes: dict[str, str] = {}
    amending_paragraphs: dict[str, str] = {}
    annex_treaties: list[str] = []
    offences: list[Offence] = []
    offences_note: str | None = None
    notes: list[str] = []
    unverified_fields: list[str] = []
    titles: dict[str, str] = {}
    withdrawal: Withdrawal | None = None
    entry_into_force_rule: EntryIntoForceRule | None = None

    @property
    def universal_against_terrorism(self) -> bool:
        """Whether it is one of the 19 universal instruments against terrorism."""
        return self.counter_terrorism and self.scope == "universal"

    @property
    def year(self) -> int | None:
        """The year of adoption, where known."""
        return self.adopted.year if self.adopted else self.adopted_year

    @cached_property
    def binds_from_adoption(self) -> date:
        """The first day on which any action under it is possible."""
        return self.adopted or date(self.adopted_year or 1, 1, 1)


class Catalogue:
    """All instruments, in the order of the regime: the 19 by year of adoption, then the cooperation treaties."""

    def __init__(self, instruments: list[Instrument]) -> None:
        ordered = sorted(
            instruments,
            key=lambda it: (
                not it.universal_against_terrorism,
                it.scope != "universal",
                it.year or 9999,
                it.id,
            ),
        )
        self._by_id: Mapping[str, Instrument] = {instrument.id: instrument for instrument in ordered}
        self._aliases = {alias: it for it in ordered for alias in it.aliases}

    def __iter__(self) -> Iterator[Instrument]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, instrument_id: object) -> bool:
        return instrument_id in self._by_id or instrument_id in self._aliases

    def __getitem__(self, instrument_id: str) -> Instrument:
        found = self._by_id.get(instrument_id) or self._aliases.get(instrument_id)
        if found is None:
            raise UnknownName(what="instrument", given=instrument_id, known=self._by_id)
        return found

    @property
    def ids(self) -> tuple[str, ...]:
        """Instrument ids in the order of the regime."""
        return tuple(self._by_id)

    @property
    def universal(self) -> tuple[Instrument, ...]:
        """The universal instruments against terrorism."""
        return tuple(it for it in self._by_id.values() if it.universal_against_terrorism)


def load_instrument(path: Path) -> Instrument:
    """Read one file; raises :class:`DataError` naming the entry and the field."""
    file = _file_name(path.stem)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError([Fault(file, "", "", f"is not readable as TOML: {error}")]) from error
    try:
        return msgspec.convert(raw, type=Instrument)
    except msgspec.ValidationError as error:
        raise DataError([fault_from(error, file=file, entry=str(raw.get("id", path.stem)))]) from error


def _file_name(instrument_id: str) -> str:
    """How a fault names the file; an instrument's obligations stand in a file of the same name in another folder."""
    return f"instruments/{instrument_id}.toml"


def fault_from(error: msgspec.ValidationError, *, file: str, entry: str) -> Fault:
    """Turn the validator's message ("Expected `int`, got `str` - at `$.count`") into our own form."""
    message, _, where = str(error).partition(" - at ")
    path = where.strip("`").removeprefix("$.").removeprefix("$")
    named = _NAMES_FIELD.match(message)
    if named:  # The validator gives the place of the table; the field stands in the message.
        path = ".".join(part for part in (path, named["field"]) if part)
        message = "is not a field of this table" if named["unknown"] else "is missing"
    return Fault(file, entry, path, message.replace("`", "'"))


_NAMES_FIELD = re.compile(r"Object (?:(?P<unknown>contains unknown)|missing required) field `(?P<field>[^`]+)`")


def load_catalogue(directory: Path) -> Catalogue:
    """Read every instrument and check what ties them together; all faults are reported at once."""
    faults: list[Fault] = []
    instruments: list[Instrument] = []
    paths = sorted(directory.glob("*.toml"))
    if not paths:
        raise DataError([Fault("instruments", "", "", "holds no file of an instrument")])
    for path in paths:
        try:
            instrument = load_instrument(path)
        except DataError as error:
            faults += error.faults
            continue
        if instrument.id != path.stem:
            faults.append(Fault(_file_name(path.stem), instrument.id, "id", f"must be the file's name, '{path.stem}'"))
        instruments.append(instrument)
    # A file that cannot be read is one fault; that others refer to it is none.
    faults += _cross_checks(instruments, known={path.stem for path in paths})
    if faults:
        raise DataError(faults)
    return Catalogue(instruments)


def _cross_checks(instruments: list[Instrument], *, known: set[str]) -> list[Fault]:
    faults: list[Fault] = []
    codes: dict[str, str] = {}
    for it in instruments:
        file = _file_name(it.id)
        references: dict[str, Sequence[str | None]] = {
            "amends": [it.amends], "supplements": [it.supplements], "parent": [it.parent],
            "amended_by": it.amended_by, "prevails_over": it.prevails_over,
            "prevailed_over_by": it.prevailed_over_by, "requires_party_to": it.requires_party_to,
        }  # fmt: skip
        for field, ids in references.items():
            faults += [
                Fault(file, it.id, field, f"names '{other}', which is not in the catalogue")
                for other in ids
                if other is not None and other not in known
            ]
        for offence in it.offences:
            if offence.code in codes:
                faults.append(Fault(file, it.id, "offences", f"code '{offence.code}' is used by {codes[offence.code]}"))
            codes[offence.code] = it.id
        twice = sorted(set(it.articles) & set(it.articles_absent))
        if twice:
            faults.append(Fault(file, it.id, "articles_absent", f"also in [articles]: {', '.join(twice)}"))
        if it.adopted and it.entered_into_force and it.entered_into_force < it.adopted:
            faults.append(Fault(file, it.id, "entered_into_force", "is before the date of adoption"))
        faults += _rule_checks(it, file)
    return faults


def _rule_checks(it: Instrument, file: str) -> list[Fault]:
    if it.entry_into_force_rule is None:
        return (
            [Fault(file, it.id, "entry_into_force_rule", "is missing for a binding instrument")] if it.binding else []
        )
    faults = []
    first = it.entry_into_force_rule.first
    if (first.count is None) == (first.share is None):
        faults.append(Fault(file, it.id, "entry_into_force_rule.first", "needs either 'count' or 'share'"))
    for name, part in (("first", first), ("each_state", it.entry_into_force_rule.each_state)):
        counted = part.counting in (
            Counting.NTH_DAY,
            Counting.N_DAYS,
            Counting.N_MONTHS,
            Counting.DAY_AFTER_N_MONTHS,
        )
        if counted and part.delay is None:
            field = f"entry_into_force_rule.{name}.delay"
            faults.append(Fault(file, it.id, field, f"is needed with counting '{part.counting}'"))
    return faults
