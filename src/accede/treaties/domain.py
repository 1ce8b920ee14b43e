"""What may happen to the log of facts: it is loaded, an import is applied, an import is undone. One transaction each."""

from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accede.law import actions as law
from accede.law.facts import Facts
from accede.law.shipped import DATA, load_facts
from accede.treaties import queries
from accede.treaties.changes import Change
from accede.treaties.models import (
    Action,
    DataVersion,
    ImportBatch,
    ImportUndo,
    Instrument,
    LogRow,
    OpenQuestion,
    Participant,
    Retraction,
    Source,
    StatusList,
)

SHIPPED = "shipped"
Row = TypeVar("Row", bound=LogRow)
Fact = TypeVar("Fact", law.TreatyAction, law.StatusList, law.OpenQuestion)


class ImportImpossible(ValueError):
    """The change cannot be applied or undone; the message says why and what to do. Nothing was changed."""


def load_shipped(*, now: datetime, directory: Path = DATA) -> ImportBatch | None:
    """Bring the log up to the shipped reference data; None where it already is.

    The first time all rows are added. After an upgrade of the software, rows that came or went between the two editions of
    the shipped files are added or retracted; imports made in between stay as they are.
    """
    fingerprint = _fingerprint(directory)
    with transaction.atomic():
        version = lock_version()
        newest = ImportBatch.objects.filter(importer=SHIPPED).order_by("-id").first()
        if newest is not None and newest.sha256 == fingerprint:
            return None
        facts = load_facts(directory)
        _register(facts)
        batch = ImportBatch.objects.create(
            importer=SHIPPED, file_name="reference data", sha256=fingerprint, applied_at=now
        )
        _write(batch, _difference(facts), rows=_shipped)
        advance(version)
    return batch


def apply_import(
    change: Change, *, importer: str, file_name: str, digest: str, now: datetime, note: str = "", seen: str = ""
) -> ImportBatch:
    """Apply *change* whole, or not at all.

    *seen* is the version of the data that the preview was made from: where the log has moved on since, nothing is applied
    and :class:`ImportImpossible` says so. Two people who import the same list at once do not enter it twice.
    """
    if not change:
        raise ImportImpossible("Nothing to import: everything in the file is already known.")

    def write(batch: ImportBatch) -> None:
        if seen and seen != queries.data_version():  # asked under the lock: nothing can come between
            raise ImportImpossible("The data has changed since the preview. Make the preview again.")
        _write(batch, change, rows=queries.in_force)

    return import_batch(write, importer=importer, file_name=file_name, digest=digest, now=now, note=note)


def import_batch(
    write: Callable[[ImportBatch], None], *, importer: str, file_name: str, digest: str, now: datetime, note: str = ""
) -> ImportBatch:
    """One import in one transaction: *write* adds the rows of the batch it is given, and the version of the data moves on.

    Two imports at once queue. Whatever *write* raises undoes all of it.
    """
    with transaction.atomic():
        version = lock_version()
        batch = ImportBatch.objects.create(
            importer=importer, file_name=file_name[:255], sha256=digest, applied_at=now, note=note
        )
        write(batch)
        advance(version)
    return batch


def undo_import(*, batch_id: int, reason: str, now: datetime) -> ImportUndo:
    """Take an import back: its rows stay in the log and no longer count; what it had retracted counts again."""
    if not reason.strip():
        raise ImportImpossible("Say why the import is undone: the reason is kept with it.")
    with transaction.atomic():
        version = lock_version()
        batch = ImportBatch.objects.filter(pk=batch_id).select_related("undo").first()
        if batch is None:
            raise ImportImpossible(f"There is no import {batch_id}. `accede import list` shows all of them.")
        if batch.importer == SHIPPED:
            raise ImportImpossible("The shipped reference data cannot be undone: correct it by an import.")
        if hasattr(batch, "undo"):
            raise ImportImpossible(f"Import {batch_id} was undone already, on {batch.undo.undone_at:%Y-%m-%d}.")
        undo = ImportUndo.objects.create(batch=batch, undone_at=now, reason=reason)
        advance(version)
    return undo


def lock_version() -> DataVersion:
    """Take the one lock of the log, so that two imports at once queue instead of both counting from the same state."""
    DataVersion.objects.get_or_create(pk=1)
    return DataVersion.objects.select_for_update(no_key=True).get(pk=1)


def advance(version: DataVersion) -> None:
    """Give the data a new version, by which every worker sees that it has changed."""
    version.number += 1
    version.token = uuid4().hex
    version.imports_in_force = ImportBatch.objects.filter(undo__isnull=True).exclude(importer=SHIPPED).count()
    version.save()


def _fingerprint(directory: Path) -> str:
    digest = sha256()
    for path in sorted([*directory.glob("*.csv"), *directory.glob("instruments/*.toml")]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _register(facts: Facts) -> None:
    Participant.objects.bulk_create([Participant(code=code) for code in facts.participants], ignore_conflicts=True)
    Instrument.objects.bulk_create([Instrument(id=it) for it in facts.catalogue.ids], ignore_conflicts=True)


def _difference(facts: Facts) -> Change:
    """From the shipped rows that the log holds to those of the files now."""
    held_actions = [queries.action_from(row) for row in _shipped(Action, "action")]
    held_lists = [queries.list_from(row) for row in _shipped(StatusList, "status_list")]
    held_questions = [queries.question_from(row) for row in _shipped(OpenQuestion, "question")]
    add, retract = _compare(held_actions, facts.actions)
    lists, retract_lists = _compare(held_lists, facts.lists)
    questions, close = _compare(held_questions, facts.questions)
    return Change(tuple(facts.sources.values()), add, retract, lists, retract_lists, questions, close)


def _shipped(model: type[Row], field: str) -> QuerySet[Row]:
    """Rows of the shipped data that no later edition of it has taken back.

    Those that an import of the installation has retracted are among them: an upgrade must not bring them back as new.
    """
    taken_back = Retraction.objects.filter(**{field: OuterRef("pk")}, batch__importer=SHIPPED)
    rows: QuerySet[Row] = model.objects.filter(~Exists(taken_back), batch__importer=SHIPPED).order_by("id")
    return rows


def _compare(held: Iterable[Fact], wanted: Iterable[Fact]) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    before, after = dict.fromkeys(held), dict.fromkeys(wanted)
    return tuple(it for it in after if it not in before), tuple(it for it in before if it not in after)


class _Rows(Protocol):
    """Where rows to retract are looked for."""

    def __call__(self, model: type[Row], field: str, /) -> QuerySet[Row]: ...


def _write(batch: ImportBatch, change: Change, *, rows: _Rows) -> None:
    known = set(Source.objects.values_list("code", flat=True))
    Source.objects.bulk_create(
        Source(
            batch=batch, code=it.id, title=it.title, publisher=it.publisher, as_at=it.as_at, depositary=it.depositary,
            prints_withdrawals=it.prints_withdrawals, language=it.language,
        )
        for it in change.sources
        if it.id not in known
    )  # fmt: skip
    _retract(batch, change, rows)
    Action.objects.bulk_create((_action_row(batch, it) for it in change.add), batch_size=500)
    StatusList.objects.bulk_create(
        StatusList(
            batch=batch, instrument_id=it.instrument, source=it.source, complete_as_of=it.complete_as_of,
            signatures=it.signatures, parties=it.parties, signatories=it.signatories,
            parties_outside_table=it.parties_outside_table, note=it.note,
        )
        for it in change.lists
    )  # fmt: skip
    OpenQuestion.objects.bulk_create(
        OpenQuestion(
            batch=batch, instrument_id=it.instrument, participant_id=it.participant, question=it.question.value,
            since=it.since, sources=list(it.sources), note=it.note,
        )
        for it in change.questions
    )  # fmt: skip


def _action_row(batch: ImportBatch, it: law.TreatyAction) -> Action:
    return Action(
        batch=batch, instrument_id=it.instrument, participant_id=it.participant, action=it.action.value, date=it.date,
        earliest=it.earliest, latest=it.latest, effective=it.effective, succession_from=it.succession_from,
        standing=it.standing.value, reservation_or_declaration=it.reservation_or_declaration,
        sources=list(it.sources), note=it.note,
    )  # fmt: skip


def _retract(batch: ImportBatch, change: Change, rows: _Rows) -> None:
    """Find the stored rows that equal those to retract; a row that is not there any more stops the import."""
    if change.retract:
        actions = {queries.action_from(row): row for row in rows(Action, "action")}
        _retract_rows(batch, change.retract, actions, "action")
    if change.retract_lists:
        lists = {queries.list_from(row): row for row in rows(StatusList, "status_list")}
        _retract_rows(batch, change.retract_lists, lists, "status_list")
    if change.close:
        questions = {queries.question_from(row): row for row in rows(OpenQuestion, "question")}
        _retract_rows(batch, change.close, questions, "question")


def _retract_rows(batch: ImportBatch, facts: Iterable[Fact], rows: dict[Fact, Any], field: str) -> None:
    missing = [fact for fact in facts if fact not in rows]
    if missing:
        raise ImportImpossible(
            f"The data has changed since the preview: {missing[0].instrument} has no longer the row that this import "
            "would replace. Make the preview again."
        )
    Retraction.objects.bulk_create(Retraction(batch=batch, **{field: rows[fact]}) for fact in facts)
