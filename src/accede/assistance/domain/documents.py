"""Attaching files to records, and putting them away."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from accede.accounts import changing
from accede.accounts.records import Record
from accede.accounts.rights import Actor, Denied, Map, may, verbs
from accede.assistance.models import (
    Activity,
    Document,
    NeedsAssessment,
    Outcome,
    Plan,
    Request,
)
from accede.assistance.steps import Blocked, Problem
from accede.assistance.subjects import ACTIVITIES, ASSESSMENTS, OUTCOMES, PLANS, REQUESTS
from accede.kit.uploads import Uploaded, UploadRefused, store

#: The kinds of record on which files hang, each with what the table of rights asks of it and its group of fields.
HELD_BY: dict[str, tuple[type[Record], Map, str]] = {
    Request.KIND: (Request, REQUESTS, "confidential"),
    NeedsAssessment.KIND: (NeedsAssessment, ASSESSMENTS, "confidential"),
    Plan.KIND: (Plan, PLANS, "confidential"),
    Activity.KIND: (Activity, ACTIVITIES, "internal"),
    Outcome.KIND: (Outcome, OUTCOMES, "basics"),
}


def may_attach(record: Record, actor: Actor) -> bool:
    """Whether the actor sees the files of the record and works on it, not only reads it."""
    _, to, group = HELD_BY[record.KIND]
    subject = to.subject(record)
    if actor.read_only or not may(actor, "see", subject, group=group):
        return False
    return bool(verbs(actor, subject) - {"see"}) or any(
        may(actor, "edit", subject, group=it) for it in ("confidential", "internal")
    )


def attach(record: Record, file: Uploaded, *, title: str = "", by: Actor, now: datetime) -> Document:
    """Attach a file to a record that the actor works on. Raises ``Denied`` or ``Blocked``."""
    _, to, group = HELD_BY[record.KIND]
    subject = to.subject(record)
    if not may_attach(record, by):
        raise Denied(by, "attach", subject, group)
    try:
        stored = store(file)
    except UploadRefused as refused:
        raise Blocked([Problem("file", str(refused), "file")]) from refused
    states = sorted(subject.states)
    made = Document(
        record=record.KIND, record_id=str(record.pk), participant_id=states[0] if states else None, group=group,
        title=title.strip()[:200], file_name=stored.file_name, content_type=stored.content_type, size=stored.size,
        sha256=stored.sha256,
    )  # fmt: skip
    return changing.create(made, by=by, now=now, states=states)


def documents_of(record: Record, *, actor: Actor) -> QuerySet[Document]:
    """The files of a record that the actor may open; none where the group of fields is closed."""
    _, to, group = HELD_BY[record.KIND]
    found = Document.objects.filter(record=record.KIND, record_id=str(record.pk), archived_at__isnull=True)
    return found if may(actor, "see", to.subject(record), group=group) else found.none()


def holder_of(document: Document) -> tuple[Any, Map]:
    """The record on which a file hangs."""
    model, to, _ = HELD_BY[document.record]
    return model._default_manager.get(pk=document.record_id), to


def put_away(document: Document, *, reason: str, by: Actor, now: datetime) -> Document:
    """Archive a file with a reason; its content is kept. By who attached it. Raises ``Blocked``."""
    if document.created_by_id != by.person or by.read_only:
        raise Blocked([Problem("owner", gettext("Only who attached a file puts it away."))])
    if not reason.strip():
        raise Blocked([Problem("reason", gettext("Give a reason."), "reason")])
    states = [document.participant_id] if document.participant_id else []
    return changing.archive(document, reason=reason, by=by, now=now, states=states)
