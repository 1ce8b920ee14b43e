"""The file of our activities: what the public may see, checked as a whole before it takes the place of the last."""

import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.db.models import Prefetch, QuerySet
from lxml import etree

from accede.accounts.models import Organisation, OrganisationKind
from accede.accounts.rights import ANYONE, visible
from accede.assistance.models import Activity, ActivityState, Outcome
from accede.assistance.models.activities import ActivityStatus, Scope
from accede.assistance.models.themes import Theme
from accede.assistance.subjects import ACTIVITIES
from accede.partners.iati import codes
from accede.partners.iati.money import Money, money_of
from accede.partners.iati.records import Fault
from accede.partners.iati.validating import faults_of_file
from accede.partners.iati.writing import Out, Publisher, clean, element_of, identifier_of
from accede.partners.models import Withheld
from accede.treaties.places import is_sample, place_name

BATCH = 250
_STATUS = {
    ActivityStatus.IDEA: "1", ActivityStatus.PLANNED: "1", ActivityStatus.CONFIRMED: "1", ActivityStatus.UNDER_WAY: "2",
    ActivityStatus.COMPLETED: "3", ActivityStatus.REPORTED: "4", ActivityStatus.EVALUATED: "4",
    ActivityStatus.CANCELLED: "5",
}  # fmt: skip
#: Purpose codes of the Development Assistance Committee: legal and judicial development, unless a theme has its own.
SECTORS = {Theme.INVESTIGATION: "15132", Theme.BORDERS: "15136", Theme.DETENTION: "15137", Theme.RIGHTS: "15160"}
LAW = "15130"
_SCOPES = {Scope.COUNTRY: "4", Scope.REGIONAL: "3", Scope.GLOBAL: "1"}
_READ = (
    "reference", "title", "description", "status", "scope", "starts", "ends", "changed_at", "theme", "outcome_text", "sample",
    "held_in_id", "lead__kind", "lead__name",
)  # fmt: skip
_KINDS = {OrganisationKind.STATE: "10", OrganisationKind.OFFICE: "40"}


@dataclass(slots=True)
class Exported:
    """What was written, what was held back and why, and the faults that kept the file from its place."""

    written: int = 0
    sample: int = 0
    #: Public activities by why they are not in the file.
    left_out: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def export(path: Path, *, publisher: Publisher, now: datetime, sample: bool = True) -> Exported:
    """Write all public activities to *path*, which changes only if the new file is valid; else the faults say why not."""
    done = Exported()
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            write(file, publisher=publisher, now=now, done=done, sample=sample)
        if not done.written:
            done.faults.append(
                Fault("", 0, "iati-activities", "no public activity may go out", "show one to everyone first")
            )
        else:
            done.faults += islice(faults_of_file(part), 1000)
        if not done.faults:
            part.chmod(0o644)
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return done


def write(file: BinaryIO, *, publisher: Publisher, now: datetime, done: Exported, sample: bool = True) -> None:
    """Write the file as a stream."""
    with etree.xmlfile(file, encoding="utf-8") as out:
        out.write_declaration()
        stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with out.element("iati-activities", {"version": "2.03", "generated-datetime": stamp}):
            for it in going_out(now.date(), publisher, done, sample=sample):
                out.write("\n")
                out.write(element_of(it, publisher))
            out.write("\n")


def public_rows(*, sample: bool = True) -> QuerySet[Activity]:
    """The activities that everyone may see."""
    found = visible(ANYONE, Activity.objects.filter(archived_at__isnull=True), ACTIVITIES)
    return found if sample else found.filter(sample=False)


def going_out(today: date, publisher: Publisher, done: Exported, *, sample: bool = True) -> Iterator[Out]:
    """What goes out, in batches: with a batch six queries, and one for each source of money."""
    states, single = withheld()
    rows = public_rows(sample=sample).select_related("lead").order_by("pk")
    # Only what is written is read: columns of JSON and of times cost more than all the rest of a row.
    rows = rows.only(*_READ).prefetch_related(Prefetch("partners", queryset=Organisation.objects.only("kind", "name")))
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        named, titles = _by_activity(batch, states)
        kept = [it for it in batch if not _held_back(it, named[it.pk], states, single, done)]
        money = money_of([it.pk for it in kept])
        for it in kept:
            done.written += 1
            done.sample += it.sample
            yield _out(it, named[it.pk], titles[it.pk], money.get(it.pk, Money()), today, publisher)


def _by_activity(
    batch: list[Activity], held_back: frozenset[str]
) -> tuple[defaultdict[int, list[str]], defaultdict[int, list[str]]]:
    """The States of each activity, and the titles of outcomes to which an officer said that it contributed."""
    keys = [it.pk for it in batch]
    states: defaultdict[int, list[str]] = defaultdict(list)
    for key, state in ActivityState.objects.filter(activity__in=keys).values_list("activity_id", "participant_id"):
        states[key].append(state)
    titles: defaultdict[int, list[str]] = defaultdict(list)
    shown = Outcome.objects.filter(activities__in=keys, status="contributed", archived_at__isnull=True)
    shown = shown.exclude(participant__in=held_back).order_by("pk")
    for key, title in shown.values_list("activities", "title"):
        titles[key].append(title)
    return states, titles


def withheld() -> tuple[frozenset[str], frozenset[int]]:
    """The States and the activities of which nothing goes out."""
    rows = list(Withheld.objects.filter(archived_at__isnull=True).values_list("participant", "activity"))
    return frozenset(state for state, _ in rows if state), frozenset(key for _, key in rows if key)


def _held_back(it: Activity, named: list[str], states: frozenset[str], single: frozenset[int], done: Exported) -> bool:
    why = ""
    if it.pk in single:
        why = "sensitive"
    elif states.intersection(named) or it.held_in_id in states:
        # The whole activity: without this State the shares of the others would say something that is not so.
        why = "of a State in confidence"
    elif it.starts is None:
        why = "without a date"
    if why:
        done.left_out[why] = done.left_out.get(why, 0) + 1
    return bool(why)


def _out(it: Activity, named: list[str], titles: list[str], money: Money, today: date, publisher: Publisher) -> Out:
    named = sorted(named)
    title = clean(it.title)
    organisations = [("4", _KINDS.get(OrganisationKind(each.kind), ""), clean(each.name)) for each in _doers(it)]
    results = [("2", clean(each), "") for each in titles]
    if it.outcome_text.strip() and it.status in ("completed", "reported", "evaluated"):
        results.insert(0, ("1", "What came of it", clean(it.outcome_text)))
    return Out(
        reference=it.reference, title=f"Sample: {title}" if it.sample else title,
        description=clean(it.description.strip()) or title, status=_STATUS[ActivityStatus(it.status)],
        dates=_dates(it, today), changed=it.changed_at.astimezone(UTC), scope=_SCOPES[Scope(it.scope)],
        sector=sector_of(it.theme), countries=tuple(filter(None, map(codes.country_of, named))),
        placeholders=tuple((code, place_name(code)) for code in named if is_sample(code)),
        organisations=tuple(organisations) or (("4", publisher.type, publisher.name),), results=tuple(results), money=money,
    )  # fmt: skip


def _doers(it: Activity) -> Iterator[Organisation]:
    if it.lead is not None:
        yield it.lead
    yield from sorted((each for each in it.partners.all() if each.pk != it.lead_id), key=lambda each: each.pk)


def sector_of(theme: str) -> str:
    """The purpose code of a theme."""
    return SECTORS.get(Theme(theme), LAW) if theme in Theme.values else LAW


def _dates(it: Activity, today: date) -> tuple[tuple[str, date], ...]:
    """Planned days until they have come: an actual day cannot lie ahead."""
    assert it.starts is not None  # noqa: S101  # held back otherwise
    held = it.status in ("under_way", "completed", "reported", "evaluated")
    over = it.status in ("completed", "reported", "evaluated")
    found = [("2" if held and it.starts <= today else "1", it.starts)]
    if it.ends is not None:
        found.append(("4" if over and it.ends <= today else "3", it.ends))
    return tuple(found)


__all__ = ["Exported", "export", "going_out", "identifier_of", "withheld", "write"]
