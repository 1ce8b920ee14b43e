"""One row of a table, read cell by cell: every fault is noted with its place and column, and the reading goes on."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from accede.law.amendments import Bound
from accede.law.catalogue import Catalogue, Instrument
from accede.law.dates import parse_date
from accede.law.errors import LawError
from accede.law.names import NameKind, match_name
from accede.law.participants import Participants
from accede.treaties.importers.base import Findings
from accede.treaties.importers.records import Record

#: Longer than any declaration that a depositary prints.
LONGEST_TEXT = 20_000


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the cells of a file are held against, and what the person said about the file."""

    catalogue: Catalogue
    participants: Participants
    today: dt.date
    source: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Unmatched:
    """A name that is no participant's, and the codes of those that it may mean."""

    name: str
    message: str
    suggestions: tuple[str, ...]


class Cells:
    """The cells of one row."""

    def __init__(self, record: Record, findings: Findings, context: Context) -> None:
        self.place = record.place
        self.context = context
        self.unmatched: list[Unmatched] = []
        self.names: list[str] = []
        self._values = record.values
        self._findings = findings
        self._sound = record.sound

    @property
    def sound(self) -> bool:
        """Whether no fault was found in the row so far."""
        return self._sound

    def fault(self, column: str, message: str) -> None:
        """Note a fault; the file cannot be applied."""
        self._sound = False
        self._findings.fault(self.place, column, message)

    def warn(self, message: str) -> None:
        """Note something that should be seen and does not stop the import."""
        self._findings.warn(f"{self.place}: {message}")

    def text(self, column: str, *, required: bool = False, longest: int = LONGEST_TEXT) -> str:
        """The text of the cell."""
        value = self._values.get(column, "")
        if required and not value:
            self.fault(column, "is empty.")
        if len(value) > longest:
            self.fault(column, f"has {len(value):,} characters; at most {longest:,} are kept.")
        return value

    def day(self, column: str, *, required: bool = False, past: bool = False) -> dt.date | None:
        """The date in the cell; *past* says that it cannot lie after today."""
        value = self.text(column, required=required)
        if not value:
            return None
        try:
            day = parse_date(value, field=column)
        except LawError as error:
            self.fault(column, str(error).removeprefix(f"{column}: "))
            return None
        if past and day > self.context.today:
            self.fault(column, f"{day} is still to come.")
        return day

    def one_of(self, column: str, choices: Collection[str], *, required: bool = True, default: str = "") -> str:
        """One of the words that the column allows."""
        value = self.text(column, required=required and not default).lower() or default
        if value and value not in choices:
            self.fault(column, f"'{value[:40]}' is none of {', '.join(choices)}.")
        return value

    def bound(self, column: str) -> Bound:
        """Yes, no, or unknown, which an empty cell means too."""
        value = self.one_of(column, [it.value for it in Bound], default=Bound.UNKNOWN.value)
        return Bound(value) if value in set(Bound) else Bound.UNKNOWN

    def yes(self, column: str) -> bool:
        """Yes or no; an empty cell means no."""
        return self.one_of(column, ("yes", "no"), default="no") == "yes"

    def number(self, column: str, *, most: float) -> float | None:
        """A number from 0 to *most*, with a decimal point."""
        value = self.text(column)
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            self.fault(column, f"'{value[:40]}' is not a number. Write it with a decimal point: 0.5.")
            return None
        if not 0 <= number <= most:
            self.fault(column, f"{value[:40]} does not lie between 0 and {most:g}.")
            return None
        return number

    def parts(self, column: str) -> tuple[str, ...]:
        """Several words or phrases, parted by semicolons."""
        return tuple(part.strip() for part in self.text(column).split(";") if part.strip())

    def source(self) -> str:
        """Where the row comes from: its own cell, or what was said for the file."""
        value = self.text("source") or self.context.source
        if not value:
            self.fault("source", 'is empty. Fill it, or name the source of the file: --source "Publisher: title".')
        return value

    def instrument(self, column: str) -> Instrument | None:
        """The instrument of the catalogue that the cell names by its id."""
        value = self.text(column, required=True, longest=200)
        if not value:
            return None
        try:
            return self.context.catalogue[value]
        except LawError as error:
            self.fault(column, str(error))
            return None

    def participant(self, column: str) -> str:
        """The code of the participant that the cell names, by its code or by a name; empty where it is not known."""
        name = self.text(column, required=True, longest=200)
        self.names.append(name)
        participants = self.context.participants
        code = self.context.names.get(name) or (name.upper() if name.upper() in participants else None)
        if code is not None or not name:
            return code or ""
        found = match_name(name, participants)
        if found.code is not None:
            return found.code
        if found.kind is NameKind.TERRITORY:
            self.fault(
                column, f"'{name}' is a territory, not a State. Name the State, and say in a note what it is about."
            )
        elif found.kind is NameKind.OUTSIDE:
            self.fault(column, f"'{name}' is not in the table of participants.")
        else:
            what = (
                "two participants bear or bore this name" if found.kind is NameKind.AMBIGUOUS else "no such participant"
            )
            meant = " or ".join(f"{it} ({participants[it].name})" for it in found.suggestions)
            self.unmatched.append(
                Unmatched(name, f"{what}{f'; did the row mean {meant}?' if meant else ''}", found.suggestions)
            )
        return ""
