"""What a table would change: worked out row by row, shown, and only then applied."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic

import msgspec

from accede.cooperation.imports.cells import Cells, Context, Unmatched
from accede.cooperation.imports.kinds import REMOVE, Kind
from accede.cooperation.queries import Held, data_version
from accede.cooperation.records import Key, R, key_of
from accede.law.catalogue import Catalogue
from accede.law.errors import Fault
from accede.law.participants import Participants
from accede.treaties.importers.base import Findings
from accede.treaties.importers.guard import ImportRefused, Upload
from accede.treaties.importers.records import Record, read_records
from accede.treaties.preview import UnknownDecision


class Outcome(StrEnum):
    """What becomes of one row."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    CONFLICTING = "conflicting"
    UNMATCHED = "unmatched"
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """What a person decided: codes for names that are not known, names whose rows are left out, and whether a row that differs
    from what another source says takes its place."""

    names: Mapping[str, str] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    replace: bool = False


@dataclass(frozen=True, kw_only=True)
class PreviewRow(Generic[R]):
    """One row, what becomes of it, and why; ``held`` is what we have already."""

    place: str
    outcome: Outcome
    entry: str
    message: str = ""
    record: R | None = None
    held: Held[R] | None = None
    suggestions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Preview(Generic[R]):
    """The whole of what an import would do. ``version`` is that of the data it was held against."""

    kind: Kind[R]
    file_name: str
    digest: str
    source: str
    version: str
    rows: tuple[PreviewRow[R], ...]
    faults: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Rows by outcome, every outcome named."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def blocked(self) -> bool:
        """Whether it cannot be applied: a fault, a conflict, or a name that nobody has decided on."""
        stops = (Outcome.UNMATCHED, Outcome.CONFLICTING)
        return bool(self.faults) or any(row.outcome in stops for row in self.rows)

    @property
    def writes(self) -> list[PreviewRow[R]]:
        """The rows that would be entered."""
        return [row for row in self.rows if row.outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.REMOVED)]

    def to_dict(self) -> dict[str, Any]:
        """For JSON; dates as YYYY-MM-DD."""
        return {
            "importer": self.kind.name,
            "file": self.file_name,
            "sha256": self.digest,
            "source": self.source,
            "blocked": self.blocked,
            "changes_something": bool(self.writes) and not self.blocked,
            "counts": self.counts,
            "faults": [{"place": it.entry, "field": it.field, "message": it.message} for it in self.faults],
            "warnings": [*self.warnings],
            "rows": [
                {
                    "place": row.place,
                    "entry": row.entry,
                    "outcome": row.outcome.value,
                    "message": row.message,
                    "suggestions": [*row.suggestions],
                    "record": _plain(row.record),
                    "held": _plain(row.held.record) if row.held else None,
                }
                for row in self.rows
            ],
        }


def _plain(record: msgspec.Struct | None) -> Any:
    return None if record is None else msgspec.to_builtins(record)


def make_preview(
    kind: Kind[R],
    upload: Upload,
    *,
    catalogue: Catalogue,
    participants: Participants,
    today: dt.date,
    source: str = "",
    decisions: Decisions | None = None,
) -> Preview[R]:
    """Read the table and hold it against what the database has.

    Raises :class:`ImportRefused` for a file that is not this table, :class:`UnknownDecision` for a decision that fits no row.
    """
    decided = decisions or Decisions()
    for name, code in decided.names.items():
        if code not in participants:
            raise UnknownDecision(f"--map: '{name}' is given the code '{code}', which no participant has.")
    context = Context(
        catalogue=catalogue, participants=participants, today=today, source=source, names=decided.names
    )  # fmt: skip
    version = data_version()
    return _Comparison(kind, upload, context, decided).preview(version)


class _Comparison(Generic[R]):
    def __init__(self, kind: Kind[R], upload: Upload, context: Context, decided: Decisions) -> None:
        self.kind = kind
        self.upload = upload
        self.context = context
        self.decided = decided
        self.findings = Findings(upload.name)
        self.held = kind.held()
        self.seen: dict[Key, PreviewRow[R]] = {}
        self.names: set[str] = set()

    def preview(self, version: str) -> Preview[R]:
        kind, upload = self.kind, self.upload
        records = read_records(
            upload, self.findings, required=kind.required, optional=kind.optional, what=f"The table of {kind.name}"
        )
        rows = [row for record in records if (row := self._row(record)) is not None]
        if not rows and not self.findings.faults:
            raise ImportRefused("holds headings and no rows.", where=upload.name)
        for name in (*self.decided.names, *self.decided.skipped):
            if name not in self.names:
                option = "--map" if name in self.decided.names else "--skip"
                raise UnknownDecision(f"{option}: no row bears the name '{name}'. Write it as the table does.")
        self._find_clashes(rows)
        return Preview(
            kind=kind, file_name=upload.name, digest=upload.digest, source=self.context.source, version=version,
            rows=tuple(rows), faults=self.findings.all_faults(), warnings=tuple(self.findings.warnings),
        )  # fmt: skip

    def _row(self, record: Record) -> PreviewRow[R] | None:
        cells = Cells(record, self.findings, self.context)
        entry = self.kind.read(cells)
        removed = cells.yes(REMOVE)
        self.names.update(cells.names)
        if skipped := self.decided.skipped.intersection(cells.names):
            return PreviewRow(
                place=record.place,
                outcome=Outcome.SKIPPED,
                entry=", ".join(sorted(skipped)),
                message="left out, as decided",
            )
        if cells.unmatched:
            return self._unmatched(record.place, cells.unmatched)
        return self._compare(cells, entry, removed=removed) if cells.sound else None

    def _unmatched(self, place: str, names: list[Unmatched]) -> PreviewRow[R]:
        return PreviewRow(
            place=place, outcome=Outcome.UNMATCHED, entry=", ".join(it.name for it in names),
            message="; ".join(it.message for it in names), names=tuple(it.name for it in names),
            suggestions=tuple(code for it in names for code in it.suggestions),
        )  # fmt: skip

    def _compare(self, cells: Cells, entry: R, *, removed: bool) -> PreviewRow[R] | None:
        key = key_of(entry)
        before = self.seen.get(key)
        if before is not None:
            self._second(cells, entry, before, removed=removed)
            return None
        held = self.held.get(key)
        if held is not None and held.removed:
            held = None
        outcome, message = self._judge(entry, held, removed=removed)
        if removed and held is None:
            cells.fault(REMOVE, f"there is no entry '{self.kind.describe(entry)}' that could be taken out.")
        row = PreviewRow(
            place=cells.place,
            outcome=outcome,
            entry=self.kind.describe(entry),
            message=message,
            record=entry,
            held=held,
        )
        self.seen[key] = row
        return row

    def _second(self, cells: Cells, entry: R, before: PreviewRow[R], *, removed: bool) -> None:
        """A second row about one entry: harmless where both say the same, else not for us to choose between."""
        if before.record == entry and removed == (before.outcome is Outcome.REMOVED):
            cells.warn(f"says the same as {before.place}, and counts once.")
            return
        cells.fault(
            "",
            f"contradicts {before.place}: both are about '{before.entry}', and they differ"
            f"{_differing(entry, before.record)}. Keep one of them.",
        )

    def _judge(self, entry: R, held: Held[R] | None, *, removed: bool) -> tuple[Outcome, str]:
        if removed:
            return Outcome.REMOVED, f"takes out {held.where}" if held else ""
        if held is None:
            return Outcome.NEW, ""
        if msgspec.structs.replace(entry, source=held.record.source) == held.record:
            return Outcome.SAME, ""
        what = f"differs from {held.where}{_differing(entry, held.record)}"
        if entry.source == held.record.source or self.decided.replace or self.kind.newer(entry, held.record):
            return Outcome.CHANGED, f"{what}; takes its place"
        return Outcome.CONFLICTING, (
            f"contradicts {held.where}, from '{held.record.source}'{_differing(entry, held.record)}. Correct the row, or say "
            "that it takes the place of what is held: --replace"
        )

    def _find_clashes(self, rows: list[PreviewRow[R]]) -> None:
        """Entries with different keys that cannot both stand once the import is applied."""
        groups: dict[Key, list[tuple[str, R]]] = defaultdict(list)
        for key, held in self.held.items():
            group = self.kind.group(held.record)
            if group is not None and not held.removed and key not in self.seen:
                groups[group].append((held.where, held.record))
        for row in rows:
            if row.record is None or row.outcome is Outcome.REMOVED:
                continue
            group = self.kind.group(row.record)
            if group is None:
                continue
            for where, other in groups[group] if row.outcome is not Outcome.SAME else ():
                if why := self.kind.clash(row.record, other):
                    self.findings.fault(row.place, "", f"contradicts {where}: {why}. Nothing is chosen for you.")
            groups[group].append((row.place, row.record))


def _differing(one: msgspec.Struct, other: msgspec.Struct | None) -> str:
    """The columns in which two entries differ: " in date ('2001-01-01', '2002-01-01')"."""
    if other is None:
        return ""
    pairs = zip(msgspec.structs.astuple(one), msgspec.structs.astuple(other), strict=True)
    different = [
        f"{name} ({_short(here)}, {_short(there)})"
        for name, (here, there) in zip(one.__struct_fields__, pairs, strict=True)
        if here != there and name != "source"
    ]
    return f" in {', '.join(different)}" if different else ""


def _short(value: object) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)
    return f"'{text if len(text) <= 40 else text[:40] + '…'}'"
