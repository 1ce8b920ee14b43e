"""A preview as a value: rows with what becomes of them, the change as a whole, and what stands in its way."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from accede.law.actions import Source, TreatyAction
from accede.law.errors import Fault
from accede.treaties.changes import Change
from accede.treaties.importers.base import ParsedList, ParsedRow


class Outcome(StrEnum):
    """What becomes of one row of the list."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    CONFLICTING = "conflicting"
    UNMATCHED = "unmatched"
    TERRITORY = "territory"
    OUTSIDE = "outside"
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True)
class PreviewRow:
    """One row of the list, what becomes of it, and why; ``held`` is what we have already."""

    row: ParsedRow
    outcome: Outcome
    participant: str | None = None
    message: str = ""
    suggestions: tuple[str, ...] = ()
    held: tuple[TreatyAction, ...] = ()
    action: TreatyAction | None = None


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The whole of what an import would do. Nothing has been changed by making it."""

    parsed: ParsedList
    source: Source
    rows: tuple[PreviewRow, ...]
    change: Change
    #: Parties of ours, by instrument, that a list newer than all we hold does not name.
    absent: tuple[tuple[str, str], ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by outcome, every outcome named, and the parties absent from the list."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome.value: found[outcome] for outcome in Outcome} | {"absent": len(self.absent)}

    @property
    def blocked(self) -> bool:
        """Whether it cannot be applied: a fault, or a name that nobody has decided on."""
        return bool(self.faults) or any(row.outcome is Outcome.UNMATCHED for row in self.rows)

    def to_dict(self) -> dict[str, Any]:
        """For JSON; dates as YYYY-MM-DD."""
        return {
            "importer": self.parsed.importer,
            "file": self.parsed.file_name,
            "sha256": self.parsed.digest,
            "source": {
                "id": self.source.id,
                "title": self.source.title,
                "publisher": self.source.publisher,
                "as_at": _iso(self.source.as_at),
            },
            "lists": [
                {
                    "instrument": it.instrument,
                    "complete_as_of": _iso(it.complete_as_of),
                    "stated_parties": it.stated_parties,
                    "stated_signatories": it.stated_signatories,
                }
                for it in self.parsed.coverage
            ],
            "blocked": self.blocked,
            "changes_something": bool(self.change) and not self.blocked,
            "counts": self.counts,
            "faults": [{"place": fault.entry, "field": fault.field, "message": fault.message} for fault in self.faults],
            "warnings": [*self.warnings],
            "absent": [{"instrument": instrument, "participant": code} for instrument, code in self.absent],
            "rows": [self._row_dict(row) for row in self.rows],
        }

    def _row_dict(self, row: PreviewRow) -> dict[str, Any]:
        return {
            "place": row.row.place,
            "name": row.row.name,
            "participant": row.participant,
            "instrument": row.row.instrument,
            "action": row.row.action.value,
            "date": _iso(row.row.date),
            "latest": _iso(row.row.latest),
            "effective": _iso(row.row.effective),
            "outcome": row.outcome.value,
            "message": row.message,
            "suggestions": [{"participant": code, "name": self.names.get(code, code)} for code in row.suggestions],
            "held": [
                {
                    "action": it.action.value,
                    "date": _iso(it.date),
                    "standing": it.standing.value,
                    "sources": [*it.sources],
                }
                for it in row.held
            ],
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


class UnknownDecision(ValueError):
    """A decision about a name (map, skip, outside) that no row of the list bears, or about a code that does not exist."""


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """What a person decided about names that were not known.

    ``names`` gives the code for a name; a name ``skipped`` leaves its row out, and the list no longer counts as complete; a
    name ``outside`` is known to be no participant of ours (a territory, another body), and the list stays complete.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
