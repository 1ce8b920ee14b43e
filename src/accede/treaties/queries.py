"""The questions asked of the stored log, and the copy of the world that each worker keeps in memory."""

from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accede.law import actions as law
from accede.law.facts import Facts
from accede.law.matrix import World, build_world
from accede.law.obligations import Obligation, load_obligations
from accede.law.shipped import DATA, shipped_catalogue, shipped_participants
from accede.treaties.models import (
    Action,
    DataVersion,
    ImportBatch,
    LogRow,
    OpenQuestion,
    Retraction,
    Source,
    StatusList,
)
from accede.treaties.sample import sample_facts

Row = TypeVar("Row", bound=LogRow)


def data_version() -> str:
    """What names the last change of the log; "0" while nothing has been loaded."""
    row = DataVersion.objects.filter(pk=1).values_list("number", "token").first()
    return f"{row[0]}-{row[1]}" if row else "0"


def in_force(model: type[Row], field: str) -> QuerySet[Row]:
    """Rows of *model* that count: brought by an import not undone, and retracted by none that is in force.

    *field* is the name under which :class:`Retraction` refers to the model.
    """
    retracted = Retraction.objects.filter(**{field: OuterRef("pk")}, batch__undo__isnull=True)
    rows: QuerySet[Row] = model.objects.filter(~Exists(retracted), batch__undo__isnull=True).order_by("id")
    return rows


def actions_in_force() -> QuerySet[Action]:
    """The actions that count."""
    return in_force(Action, "action")


def load_facts() -> Facts:
    """The facts as the database has them now, in four queries whatever the number of rows."""
    return Facts(
        catalogue=shipped_catalogue(),
        participants=shipped_participants(),
        actions=[action_from(row) for row in actions_in_force().iterator(chunk_size=2000)],
        lists=[list_from(row) for row in in_force(StatusList, "status_list")],
        sources={row.code: source_from(row) for row in Source.objects.all()},
        questions=[question_from(row) for row in in_force(OpenQuestion, "question")],
    )


def action_from(row: Action) -> law.TreatyAction:
    """The stored row as the rules read it."""
    return law.TreatyAction(
        instrument=row.instrument_id, participant=row.participant_id, action=law.ActionKind(row.action),
        date=row.date, earliest=row.earliest, latest=row.latest, effective=row.effective,
        succession_from=row.succession_from, standing=law.Standing(row.standing),
        reservation_or_declaration=row.reservation_or_declaration, sources=tuple(row.sources), note=row.note,
    )  # fmt: skip


def list_from(row: StatusList) -> law.StatusList:
    """The stored list as the rules read it."""
    return law.StatusList(
        instrument=row.instrument_id, source=row.source, complete_as_of=row.complete_as_of, signatures=row.signatures,
        parties=row.parties, signatories=row.signatories, parties_outside_table=row.parties_outside_table, note=row.note,
    )  # fmt: skip


def source_from(row: Source) -> law.Source:
    """The stored source as the rules read it."""
    return law.Source(
        id=row.code, title=row.title, publisher=row.publisher, as_at=row.as_at, depositary=row.depositary,
        prints_withdrawals=row.prints_withdrawals, language=row.language,
    )  # fmt: skip


def question_from(row: OpenQuestion) -> law.OpenQuestion:
    """The stored question as the rules read it."""
    return law.OpenQuestion(
        instrument=row.instrument_id, participant=row.participant_id, question=law.Question(row.question),
        since=row.since, sources=tuple(row.sources), note=row.note,
    )  # fmt: skip


@dataclass(frozen=True)
class Snapshot:
    """The world at one version of the log, worked out once and shared by all requests of a worker."""

    version: str
    facts: Facts
    #: The placeholder States of the sample programme, where it is loaded: a world of their own.
    sample: "Snapshot | None" = None

    def of(self, code: str) -> "Snapshot":
        """The snapshot that speaks of this State: the sample's for a placeholder, else this one."""
        return self.sample if self.sample is not None and code.upper() in self.sample.facts.participants else self

    @cached_property
    def world(self) -> World:
        """All timelines, packed for questions about the whole world."""
        return build_world(self.facts)

    @cached_property
    def obligations(self) -> dict[str, list[Obligation]]:
        """Obligations by instrument."""
        found: dict[str, list[Obligation]] = {}
        for item in load_obligations(DATA / "obligations", self.facts.catalogue):
            found.setdefault(item.instrument, []).append(item)
        return found


_lock = Lock()
_held: Snapshot | None = None


def snapshot() -> Snapshot:
    """The world as it stands: one small query to see that nothing has changed, and a rebuild where something has."""
    global _held
    version = data_version()
    held = _held
    if held is not None and held.version == version and _of_today(held):
        return held
    with _lock:
        # An import may land between the queries that read the facts: they are read again until nothing has moved.
        while _held is None or _held.version != version or not _of_today(_held):
            facts = load_facts()
            sample = sample_facts(known_until=timezone.localdate())
            before, version = version, data_version()
            if version == before:
                _held = Snapshot(version, facts, Snapshot(version, sample) if sample is not None else None)
        return _held


def _of_today(held: Snapshot) -> bool:
    """The placeholder States' lists are complete up to the day on which they were read; the real ones have their own dates."""
    today = timezone.localdate()
    return held.sample is None or all(row.complete_as_of >= today for row in held.sample.facts.lists[:1])


def batches() -> QuerySet[ImportBatch]:
    """All imports, newest first, with their undoing where there is one."""
    return ImportBatch.objects.select_related("undo").order_by("-id")
