"""Taking the sample programme out: its records go, its accounts are erased, and the trail stays and says so."""

from collections.abc import Callable
from datetime import datetime

from django.db import models, transaction
from django.db.models import Q

from accede.accounts import keeping, trail
from accede.accounts.models import AdminSession, Organisation, Person, Role
from accede.accounts.records import Record
from accede.accounts.rights import Actor
from accede.assistance import models as records
from accede.assistance.models import Plan
from accede.assistance.sample.loading import count
from accede.knowledge.models import Case, CaseProvision, Law, LawVersion, Provision, Publication
from accede.legislation.models import Evidence, FindingComment, LawDraft, LawDraftVersion, LegalFinding
from accede.treaties import sample as treaties

_SAMPLE = Q(sample=True)
Doomed = list[tuple[type[models.Model], Q]]
_ROOMS: list[tuple[Callable[[], Doomed], Callable[[], None]]] = []


def register(tables: Callable[[], Doomed], *, check: Callable[[], None] = lambda: None) -> None:
    """A room above says which of its rows go, before those of this room; *check* may raise where they cannot."""
    _ROOMS.append((tables, check))


def _of(*paths: str) -> Q:
    """Rows that belong to a sample record by one of these ways."""
    found = Q()
    for path in paths:
        found |= Q(**{f"{path}__sample": True})
    return found


def doomed() -> Doomed:
    """Tables and which of their rows go, in an order in which nothing points at what has gone.

    A row goes because it is sample, or because it hangs on a row that is: what a real person has written about a sample
    record goes with it.
    """
    above = [row for tables, _check in _ROOMS for row in tables()]
    return [
        *above,
        (FindingComment, _of("written_by")), (LawDraftVersion, _of("draft")), (LawDraft, _SAMPLE),
        (Evidence, _of("finding", "provision__law")), (LegalFinding, _SAMPLE),
        (CaseProvision, _of("case", "provision__law")), (Case, _SAMPLE), (Publication, _SAMPLE), (Provision, _of("law")),
        (LawVersion, _of("law")), (Law, _SAMPLE), (records.FollowUp, _of("enrolment")), (records.Certificate, _of("enrolment")),
        (records.Attendance, _of("enrolment", "session")), (records.Score, _of("enrolment")),
        (records.Feedback, _of("activity")),
        (records.Cascade, _SAMPLE | _of("trainer", "enrolment", "enrolment__activity")),
        (records.Enrolment, _SAMPLE | _of("activity", "trainee")),
        (records.Nomination, _SAMPLE | _of("call", "call__activity", "trainee")), (records.Call, _SAMPLE | _of("activity")),
        (records.Session, _SAMPLE | _of("activity")), (records.Trainee, _SAMPLE),
        (records.Outcome.activities.through, _of("outcome", "activity")), (records.Outcome, _SAMPLE),
        (records.Reading, _of("indicator", "indicator__plan")), (records.Indicator, _SAMPLE | _of("plan")),
        (records.ActivityState, _of("activity")), (records.Activity.programmes.through, _of("activity", "programme")),
        (records.Activity.partners.through, _of("activity")), (records.Activity, _SAMPLE),
        (records.PlanAcceptance, _of("plan_version__plan")), (records.PlanVersion, _of("plan")), (records.Plan, _SAMPLE),
        (records.Finding, _SAMPLE | _of("assessment")), (records.Mission, _SAMPLE | _of("assessment")),
        (records.NeedsAssessment, _SAMPLE), (records.Message, _of("request")), (records.Circulation, _of("request")),
        (records.Request.contributors.through, _of("request")), (records.Request, _SAMPLE),
        (records.Programme.parents.through, _of("from_programme", "to_programme")), (records.Programme, _SAMPLE),
    ]  # fmt: skip


def hanging() -> dict[type[models.Model], Q]:
    """Files, notices and followings of sample records and of sample people: they name their record by kind and key."""
    named = Q()
    for model, _ in doomed():
        if issubclass(model, Record):
            keys = [str(key) for key in _raw(model, _SAMPLE).values_list("pk", flat=True)]
            named |= Q(record=model.KIND, record_id__in=keys)
    return {
        records.Document: named | _SAMPLE, records.Notice: named | _of("person"), records.Follow: named | _of("person"),
    }  # fmt: skip


def remove(*, now: datetime) -> dict[str, int]:
    """Take out the sample programme in one transaction; answers what there was. Where there is none, nothing happens.

    Accounts stay as erased ones, since the trail names them by number; so does an organisation that a real record names,
    archived.
    """
    with transaction.atomic():
        counts = count()
        if not any(counts.values()):
            return counts
        for _tables, check in _ROOMS:
            check()
        # A plan names its versions and they name it.
        _raw(Plan, _SAMPLE).update(offered=None, in_force=None, status="draft")
        for model, rows in [*hanging().items(), *doomed()]:
            _delete(model, rows)
        by = Actor()
        for person in Person.objects.filter(sample=True, erased_at__isnull=True):
            AdminSession.objects.filter(person=person, closed_at__isnull=True).update(closed_at=now)
            keeping.erase_person(person, by=by, now=now, why="The sample programme was removed.", agent="command")
        _organisations(now)
        treaties.remove()
        trail.add(by=by, verb="remove", record="sample", record_id="", now=now, before=counts, agent="command")
    return counts


def _raw(model: type[models.Model], rows: Q) -> models.QuerySet[models.Model]:
    """Rows past the guards of append-only tables: here they are meant to go."""
    return models.QuerySet(model).filter(rows)


def _delete(model: type[models.Model], rows: Q) -> None:
    """In SQL alone, a step at a time: the order is ours, and no row is fetched."""
    keys = _raw(model, rows).values("pk").distinct()
    _raw(model, Q(pk__in=keys))._raw_delete("default")


def _organisations(now: datetime) -> None:
    """Those that nothing names go; the others are archived, and are no sample any more."""
    for it in Organisation.objects.filter(sample=True):
        named = any(
            relation.related_model._base_manager.filter(**{relation.field.name: it}).exists()
            for relation in Organisation._meta.related_objects
            if relation.field.many_to_one and relation.related_model is not Role
        )
        if named or Role.objects.filter(organisation=it).exists():
            it.archived_at, it.archive_reason, it.sample = now, "The sample programme was removed.", False
            it.save()
        else:
            it.delete()
