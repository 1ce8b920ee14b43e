"""The questions asked of the room's tables, and the copy that each worker keeps in memory until the data changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Generic, TypeVar

from django.db.models import QuerySet

from accede.cooperation import models
from accede.cooperation.records import SAMPLE_STATE, Authority, Key, OwnLawRecord, Purpose, R, key_of
from accede.law.amendments import Bound
from accede.law.basis import OwnLaw, Rules, Statement, Subject, shipped_rules
from accede.law.basis.rules import Bilateral
from accede.treaties.queries import Snapshot, data_version, snapshot

__all__ = [
    "Held", "Stored", "authorities", "current_rules", "data_version", "own_laws", "snapshot", "stored",
]  # fmt: skip


@dataclass(frozen=True)
class Held(Generic[R]):
    """A stored entry, and where it came from."""

    record: R
    batch: int
    file_name: str
    place: str
    removed: bool = False

    @property
    def where(self) -> str:
        """To name it in a message: "line 3 of treaties.csv, import 7"."""
        return f"{self.place} of {self.file_name}, import {self.batch}" if self.batch else self.place


Entries = Mapping[Key, Held[R]]
Row = TypeVar("Row", bound=models.Entry)


def statements() -> Entries[Statement]:
    """The newest row of each reservation, declaration and objection; one marked as removed no longer counts."""
    return _newest(_held(row, statement_from(row)) for row in _rows(models.Statement))


def bilaterals() -> Entries[Bilateral]:
    """The newest row of each bilateral treaty that was imported; one marked as removed no longer counts."""
    return _newest(_held(row, bilateral_from(row)) for row in _rows(models.BilateralTreaty))


def own_law_records() -> Entries[OwnLawRecord]:
    """The newest row on each State's own law from a day on."""
    return _newest(_held(row, own_law_from(row)) for row in _rows(models.OwnLaw))


def authority_records() -> Entries[Authority]:
    """The newest row of each central authority."""
    return _newest(_held(row, authority_from(row)) for row in _rows(models.CentralAuthority))


def statement_from(row: models.Statement) -> Statement:
    """The stored row as the rules read it."""
    return Statement(
        instrument=row.instrument_id, participant=row.participant_id, type=row.type, subject=Subject(row.subject),
        date=row.date, value=row.value, article=row.article, against=row.against, withdrawn=row.withdrawn,
        source=row.source, text=row.text,
    )  # fmt: skip


def bilateral_from(row: models.BilateralTreaty) -> Bilateral:
    """The stored row as the rules read it."""
    return Bilateral(
        id=row.code, kind=row.kind, title=row.title, party_a=row.party_a_id, party_b=row.party_b_id, role=row.role,
        source=row.source, signed=row.signed, in_force_from=row.in_force_from, in_force_by=row.in_force_by,
        terminated=row.terminated, doubt=row.doubt, reference=row.reference, note=row.note,
    )  # fmt: skip


def own_law_from(row: models.OwnLaw) -> OwnLawRecord:
    """The stored row as a value."""
    return OwnLawRecord(
        participant=row.participant_id, holds_from=row.holds_from, treaty_required=Bound(row.treaty_required),
        surrenders_nationals=Bound(row.surrenders_nationals), threshold_years=row.threshold_years, source=row.source,
        note=row.note,
    )  # fmt: skip


def authority_from(row: models.CentralAuthority) -> Authority:
    """The stored row as a value."""
    return Authority(
        participant=row.participant_id or SAMPLE_STATE, purpose=Purpose(row.purpose), name=row.name,
        address=row.address, languages=tuple(row.languages), channels=tuple(row.channels),
        urgent_contact=row.urgent_contact, source=row.source, last_verified=row.last_verified, note=row.note,
        sample=row.sample,
    )  # fmt: skip


def _rows(model: type[Row]) -> QuerySet[Row]:
    rows: QuerySet[Row] = model.objects.filter(batch__undo__isnull=True).select_related("batch").order_by("id")
    return rows


def _held(row: models.Entry, record: R) -> Held[R]:
    return Held(record, row.batch_id, row.batch.file_name, row.place, row.removed)


def _newest(rows: Iterable[Held[R]]) -> dict[Key, Held[R]]:
    return {key_of(held.record): held for held in rows}


@dataclass(frozen=True)
class Stored:
    """Everything of the room at one version of the data, read once and shared by all requests of a worker."""

    version: str
    rules: Rules
    own_law_records: tuple[OwnLawRecord, ...]
    authorities: tuple[Authority, ...]

    def own_laws(self, on: date) -> dict[str, OwnLaw]:
        """What is known of States' own laws on a date: for each the newest record that holds by then."""
        return {it.participant: it.law for it in self._laws if it.holds_from <= on}

    @cached_property
    def _laws(self) -> list[OwnLawRecord]:
        return sorted(self.own_law_records, key=lambda it: it.holds_from)


def load_stored(version: str) -> Stored:
    """The room as the database has it now, in four queries whatever the number of rows."""
    return Stored(version, with_stored(shipped_rules()), _counting(own_law_records()), _counting(authority_records()))


def with_stored(rules: Rules) -> Rules:
    """The rules with statements and bilateral treaties of the database; an imported treaty takes the place of a shipped one
    with the same id."""
    treaties = bilaterals()
    kept = tuple(it for it in rules.bilaterals if key_of(it) not in treaties)
    return replace(rules, bilaterals=kept + _counting(treaties), statements=rules.statements + _counting(statements()))


def _counting(entries: Entries[R]) -> tuple[R, ...]:
    return tuple(held.record for held in entries.values() if not held.removed)


_lock = Lock()
_kept: Stored | None = None


def stored(snap: Snapshot | None = None) -> Stored:
    """The room as it stands. A caller that holds the snapshot of the treaties passes it, and no query is made unless
    something has changed; without it one small query asks whether something has."""
    global _kept
    version = snap.version if snap is not None else data_version()
    kept = _kept
    if kept is not None and kept.version == version:
        return kept
    with _lock:
        if _kept is None or _kept.version != version:
            _kept = load_stored(version)
        return _kept


def current_rules(snap: Snapshot | None = None) -> Rules:
    """The shipped rules together with the statements and bilateral treaties that were imported and count."""
    return stored(snap).rules


def own_laws(on: date, snap: Snapshot | None = None) -> Mapping[str, OwnLaw]:
    """What is known of States' own laws on a date, by code; a State that is not in it is not known."""
    return stored(snap).own_laws(on)


def authorities(snap: Snapshot | None = None) -> tuple[Authority, ...]:
    """The central authorities that count."""
    return stored(snap).authorities
