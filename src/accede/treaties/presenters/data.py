"""What the answers rest on: each list and source, its date, its gaps, and the imports that brought it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from accede.kit.on import AsOf
from accede.kit.tables import Table, Twin
from accede.kit.wording import in_english, localised
from accede.law.actions import CONSENT, ActionKind, Question, Standing
from accede.law.answers import iso, signatures_complete
from accede.treaties.models import ImportBatch
from accede.treaties.presenters.common import ActionLine, Links, action_line, name_of, title_of
from accede.treaties.queries import Snapshot, batches


@dataclass(frozen=True, slots=True)
class Coverage:
    """How completely one instrument is known."""

    id: str
    title: SafeString
    href: str
    complete_as_of: str
    complete_iso: str
    source: str
    stated: int | None
    counted: int
    signatures: str
    undated: int
    conflicts: int
    questions: int
    withdrawals: str
    outside: str
    verified: bool


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A status that is left open."""

    state: str
    state_href: str
    title: SafeString
    words: str
    note: SafeString


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One publication."""

    id: str
    title: str
    publisher: str
    as_at: str
    as_at_iso: str
    depositary: bool
    rows: int


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import."""

    id: int
    importer: str
    file_name: str
    applied_at: datetime
    note: str
    undone_at: datetime | None
    reason: str


@dataclass(frozen=True)
class DataPage:
    """Everything on the page."""

    coverage: list[Coverage]
    without_list: list[Coverage]
    questions: list[QuestionLine]
    conflicts: list[ActionLine]
    undated: list[ActionLine]
    sources: list[SourceLine]
    imports: list[ImportLine]
    version: str
    rows: int


def coverage_of(snap: Snapshot, asked: AsOf) -> list[Coverage]:
    """One line an instrument."""
    facts, links = snap.facts, Links(asked)
    undated = Counter(row.instrument for row in facts.actions if row.action in CONSENT and row.date is None)
    conflicts = Counter(row.instrument for row in facts.actions if row.standing is not Standing.STATED)
    questions = Counter(row.instrument for row in facts.questions)
    members: dict[str, set[str]] = defaultdict(set)
    for row in facts.actions:
        if row.action in CONSENT and row.standing is Standing.STATED:
            members[row.instrument].add(row.participant)
    found = []
    for treaty in facts.catalogue:
        newest = facts.newest_list(treaty.id)
        prints = facts.source(newest.source).prints_withdrawals if newest else None
        signatures = signatures_complete(facts, treaty.id)
        found.append(
            Coverage(
                id=treaty.id,
                title=title_of(treaty),
                href=links.instrument(treaty.id, "sources"),
                complete_as_of=localised(newest.complete_as_of) if newest else "",
                complete_iso=iso(newest.complete_as_of) or "" if newest else "",
                source=str(facts.source(newest.source)) if newest else "",
                stated=newest.parties if newest else None,
                counted=len(members[treaty.id]),
                signatures=_signatures(signatures),
                undated=undated[treaty.id],
                conflicts=conflicts[treaty.id],
                questions=questions[treaty.id],
                withdrawals={True: gettext("printed"), False: gettext("not printed"), None: gettext("not stated")}[
                    prints
                ],
                outside=newest.parties_outside_table if newest else "",
                verified=treaty.verified,
            )
        )
    return found


def _signatures(complete: str | None) -> str:
    if complete is None:
        return gettext("not known")
    if complete == "closed":
        return gettext("all: closed for signature")
    return gettext("up to %(date)s") % {"date": localised(date.fromisoformat(complete))}


def data_page(snap: Snapshot, asked: AsOf) -> DataPage:
    """Work out the page; it takes one more query than others, for the imports."""
    facts, links = snap.facts, Links(asked)
    coverage = coverage_of(snap, asked)
    words = {
        Question.STATUS_DISPUTED: gettext("the sources do not agree"),
        Question.EARLIER_TIME_UNKNOWN: gettext("its earlier status is not known"),
        Question.ABSENT_FROM_NEWER_LIST: gettext("absent from the newer list, with no withdrawal recorded"),
    }
    used = Counter(source for row in facts.actions for source in row.sources)
    used.update(row.source for row in facts.lists)
    ordered = sorted(facts.actions, key=lambda row: (row.instrument, row.participant))
    return DataPage(
        coverage=[it for it in coverage if it.complete_as_of],
        without_list=[it for it in coverage if not it.complete_as_of],
        questions=[
            QuestionLine(
                state=name_of(facts.participants[row.participant]),
                state_href=links.state(row.participant, row.instrument),
                title=title_of(facts.catalogue[row.instrument]),
                words=words[row.question],
                note=in_english(row.note),
            )
            for row in facts.questions
        ],
        conflicts=[action_line(facts, row, links) for row in ordered if row.standing is not Standing.STATED],
        undated=[
            action_line(facts, row, links)
            for row in ordered
            if row.date is None and row.action in (*CONSENT, ActionKind.WITHDRAWAL)
        ],
        sources=[
            SourceLine(
                it.id, it.title, it.publisher, localised(it.as_at), iso(it.as_at) or "", it.depositary, used[it.id]
            )
            for it in facts.sources.values()
        ],
        imports=[_import_line(row) for row in batches()],
        version=snap.version.partition("-")[0],
        rows=len(facts.actions),
    )


def _import_line(row: ImportBatch) -> ImportLine:
    undo = getattr(row, "undo", None)
    return ImportLine(
        id=row.pk,
        importer=row.importer,
        file_name=row.file_name,
        applied_at=row.applied_at,
        note=row.note,
        undone_at=undo.undone_at if undo else None,
        reason=undo.reason if undo else "",
    )


def data_twin(snap: Snapshot, asked: AsOf) -> Twin:
    """The data behind the page: lists with their gaps, sources, and imports."""
    facts = snap.facts
    coverage = [
        {
            "instrument": it.id,
            "complete_as_of": it.complete_iso or None,
            "source": it.source or None,
            "parties_stated": it.stated,
            "parties_counted": it.counted,
            "signatures_complete_as_of": signatures_complete(facts, it.id),
            "parties_without_date": it.undated,
            "conflicting_statements": it.conflicts,
            "open_questions": it.questions,
            "parties_outside_table": it.outside or None,
            "catalogue_entry_verified": it.verified,
        }
        for it in coverage_of(snap, asked)
    ]
    sources = [
        {
            "id": it.id, "title": it.title, "publisher": it.publisher, "as_at": iso(it.as_at),
            "depositary": it.depositary, "prints_withdrawals": it.prints_withdrawals, "language": it.language,
        }
        for it in facts.sources.values()
    ]  # fmt: skip
    imports = [
        {
            "id": it.id, "importer": it.importer, "file": it.file_name, "applied_at": it.applied_at.isoformat(),
            "undone_at": it.undone_at.isoformat() if it.undone_at else None,
        }
        for it in map(_import_line, batches())
    ]  # fmt: skip
    value = {"version": snap.version, "coverage": coverage, "sources": sources, "imports": imports}
    return Twin(
        value,
        lambda: [
            Table.of(coverage, list(coverage[0]), name="Coverage"),
            Table.of(sources, list(sources[0]), name="Sources"),
        ],
        "accede-data",
    )
