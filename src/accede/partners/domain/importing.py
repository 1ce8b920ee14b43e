"""Bringing in a partner's file: what is new is added, what is newer takes the place of what was held, nothing is doubled."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import transaction

from accede.accounts import trail
from accede.accounts.rights import Actor
from accede.partners.content import content_of, states_of
from accede.partners.iati.records import ActivityRecord, Fault
from accede.partners.models import ActivityFile, PartnerActivity

BATCH = 250
#: Faults kept with a record; one that is wrong throughout does not need them all.
MOST_FAULTS = 50
_WRITTEN = (
    "publisher", "publisher_name", "title", "status", "starts", "ends", "updated", "generated", "states", "content",
    "faults", "line", "digest", "last_file",
)  # fmt: skip
T = TypeVar("T")
#: Rows of what others published: no records of ours, so they are written a batch at a time.
_PUBLISHED = PartnerActivity.objects


@dataclass(slots=True)
class Brought:
    """What an import did, or would do."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    #: Of the unchanged: those of which something newer is held.
    older: int = 0
    refused: list[Fault] = field(default_factory=list)

    def to_dict(self) -> dict[str, object]:
        """As the command line answers."""
        refused = [{"identifier": it.identifier, "line": it.line, "reason": it.reason} for it in self.refused]
        return {"added": self.added, "updated": self.updated, "unchanged": self.unchanged, "refused": refused}


def bring_in(
    records: Iterable[ActivityRecord], *, file_name: str, sha256: str, by: Actor, now: datetime, dry_run: bool = False,
    agent: str = "",
) -> Brought:  # fmt: skip
    """Take the activities of a file, in one transaction; *records* may be a stream, and what it raises undoes everything.

    An activity with an error is left out and told in ``refused``, with its line; so is a second one of the same identifier, and
    one whose identifier another publisher holds. Five queries for each batch, whatever its activities are.
    """
    done = Brought()
    seen: dict[str, int] = {}
    with transaction.atomic():
        file = None
        if not dry_run:
            file = ActivityFile.objects.create(
                file_name=file_name[:200], sha256=sha256, imported_at=now, imported_by_id=by.person
            )
        for batch in _batches(_usable(records, seen, done), BATCH):
            _take(batch, done, file)
        if file is not None:
            counts = {"added": done.added, "updated": done.updated, "unchanged": done.unchanged}
            trail.add(
                by=by, verb="bring_in", record=PartnerActivity.KIND, record_id=file.pk, now=now, agent=agent,
                after={"file": file.file_name, "sha256": sha256, **counts, "refused": len(done.refused)},
            )  # fmt: skip
    return done


def _usable(records: Iterable[ActivityRecord], seen: dict[str, int], done: Brought) -> Iterator[ActivityRecord]:
    for it in records:
        wrong = [fault for fault in it.faults if fault.level == "error"]
        if it.identifier and it.identifier in seen:
            first = seen[it.identifier]
            wrong.insert(0, Fault(it.identifier, it.line, "iati-identifier", f"was used before, in line {first}"))
        if wrong:
            done.refused += wrong
            continue
        seen[it.identifier] = it.line
        yield it


def _take(batch: list[ActivityRecord], done: Brought, file: ActivityFile | None) -> None:
    held = {
        row[0]: row[1:]
        for row in PartnerActivity.objects.filter(identifier__in=[it.identifier for it in batch]).values_list(
            "identifier", "publisher", "digest", "updated", "generated", "first_file"
        )
    }
    writing, confirmed = [], []
    for it in batch:
        if it.identifier not in held:
            done.added += 1
            writing.append(_row(it, file, None))
            continue
        publisher, digest, updated, generated, first = held[it.identifier]
        if publisher != it.publisher.ref:
            message = f"is held from “{publisher}”, and this file is of “{it.publisher.ref}”"
            remedy = "ask the two whose activity it is"
            done.refused.append(Fault(it.identifier, it.line, "reporting-org", message, remedy))
        elif digest == it.digest:
            done.unchanged += 1
            confirmed.append(it.identifier)
        elif _older((it.updated, it.generated), (updated, generated)):
            done.unchanged += 1
            done.older += 1
        else:
            done.updated += 1
            writing.append(_row(it, file, first))
    if file is None:
        return
    if writing:
        _PUBLISHED.bulk_create(writing, update_conflicts=True, unique_fields=["identifier"], update_fields=_WRITTEN)
    if confirmed:
        _PUBLISHED.filter(identifier__in=confirmed).update(last_file=file)


def _older(given: tuple[datetime | None, datetime | None], held: tuple[datetime | None, datetime | None]) -> bool:
    """Whether what is given was told before what is held: by the day of the activity, and where that is one, of the file."""
    for new, old in zip(given, held, strict=True):
        if new != old:
            return old is not None and (new is None or new < old)
    return False


def _row(it: ActivityRecord, file: ActivityFile | None, first: int | None) -> PartnerActivity:
    pk = file.pk if file is not None else 0
    return PartnerActivity(
        identifier=it.identifier, publisher=it.publisher.ref, publisher_name=it.publisher.name, title=it.title,
        status=it.status, starts=it.starts, ends=it.ends, updated=it.updated, generated=it.generated, states=states_of(it),
        content=content_of(it),
        faults=[fault.to_dict() for fault in it.faults[:MOST_FAULTS]], line=it.line, digest=it.digest,
        first_file_id=first or pk, last_file_id=pk,
    )  # fmt: skip


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
