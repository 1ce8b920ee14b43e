"""How long people who took part are kept by name, what is kept about them, and how they are erased while the counts stay."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts import keeping, trail
from accede.accounts.models import Person
from accede.accounts.rights import Actor, demand
from accede.assistance.models import Cascade, Enrolment, Follow, FollowUp, Message, Nomination, Notice, Trainee
from accede.assistance.steps import Blocked, Problem
from accede.assistance.subjects import TRAINEES


def export_of_trainee(trainee: Trainee) -> dict[str, Any]:
    """All that is kept about a person who took part or trains."""
    seats = trainee.enrolments.select_related("activity", "certificate").prefetch_related("attendance", "scores")
    found = {
        "trainee": {
            name: getattr(trainee, name)
            for name in (
                "name", "email", "job_title", "profession", "sex", "language", "national_trainer", "participant_id",
                "created_at", "changed_at",
            )
        },
        "organisation": trainee.organisation.name if trainee.organisation else None,
        "nominations": [
            {
                "activity": row.call.activity.title, "status": row.status, "reason": row.reason,
                "decision_reason": row.decision_reason, "at": row.created_at,
            }
            for row in trainee.nominations.select_related("call__activity")
        ],
        "seats": [
            {
                "activity": seat.activity.title, "starts": seat.activity.starts, "ends": seat.activity.ends,
                "part": seat.part, "present": sum(row.present for row in seat.attendance.all()),
                "scores": [[row.test, row.points, row.out_of] for row in seat.scores.all()],
                "certificate": seat.certificate.code if hasattr(seat, "certificate") else None,
            }
            for seat in seats
        ],
        "answers": list(
            FollowUp.objects.filter(enrolment__trainee=trainee).values("kind", "due", "answered_at", "answers")
        ),
        "courses_held": list(trainee.cascades.values("title", "starts", "persons")),
    }  # fmt: skip
    return keeping.as_json(found)


def erase_trainee(trainee: Trainee, *, by: Actor, now: datetime, why: str, agent: str = "") -> None:
    """Erase who somebody was. Seats, profession, sex, language and State stay, so that the counts do.

    Without *agent* the table of rights is asked. Raises ``Denied`` or :class:`~accede.assistance.steps.Blocked`.
    """
    with transaction.atomic():
        current = Trainee.objects.select_for_update(of=("self",), no_key=True).get(pk=trainee.pk)
        subject = TRAINEES.subject(current)
        if not agent:
            demand(by, "erase", subject)
        if not why.strip():
            raise Blocked([Problem("reason", gettext("Give a reason."), "reason")])
        if current.erased_at is not None:
            raise Blocked([Problem("erased", gettext("This person was erased already."))])
        nominations = list(Nomination.objects.select_for_update(of=("self",), no_key=True).filter(trainee=current))
        for row in nominations:
            row.reason = row.decision_reason = ""
            row.version += 1
            row.save()
        for answer in FollowUp.objects.filter(enrolment__trainee=current).exclude(answers={}):
            answer.answers = {}
            answer.save()
        current.name, current.email, current.job_title = keeping.ERASED_NAME, "", ""
        current.organisation = None
        current.erased_at = current.changed_at = now
        current.version += 1
        current.save()
        trail.add(
            by=by, verb="erase", record=Trainee.KIND, record_id=current.pk, now=now, why=why, states=subject.states,
            after={"erased": ["name", "email", "job_title", "organisation", "answers"]}, agent=agent,
        )  # fmt: skip
        keeping.empty_details(Trainee.KIND, [current.pk], by=by, now=now, agent=agent)
        keeping.empty_details(Nomination.KIND, [row.pk for row in nominations], by=by, now=now, agent=agent)
        for former in current.merged.filter(erased_at__isnull=True):
            erase_trainee(former, by=by, now=now, why=why, agent=agent or "erasure")


def _trainees_due(limit: datetime) -> QuerySet[Trainee]:
    """Those who took part, were nominated, trained others or were entered before *limit*, and not since."""

    def recent(path: str) -> Q:
        # An activity without an end is as old as its last change.
        return Q(**{f"{path}ends__gt": limit.date()}) | Q(
            **{f"{path}ends__isnull": True, f"{path}changed_at__gt": limit}
        )

    seats = Enrolment.objects.filter(recent("activity__"), trainee=OuterRef("pk"))
    nominations = Nomination.objects.filter(
        recent("call__activity__") | Q(call__closes_at__gt=limit), trainee=OuterRef("pk")
    )
    cascades = Cascade.objects.filter(trainer=OuterRef("pk"), starts__gt=limit.date())
    found = Trainee.objects.filter(erased_at__isnull=True, created_at__lte=limit)
    return found.filter(~Exists(seats) & ~Exists(nominations) & ~Exists(cascades))


def _forget_notices(person: Person) -> int:
    notices, _by_model = Notice.objects.filter(person=person).delete()
    follows, _by_model = Follow.objects.filter(person=person).delete()
    return notices + follows


def register() -> None:
    """Tell the rules and what this room keeps to the room of accounts."""
    keeping.register(
        keeping.Rule(
            "trainees", _("People who took part in training"), _("the last activity"), due=_trainees_due,
            erase=erase_trainee, years=5,
        )
    )  # fmt: skip
    # Not their text: it is the request's, in confidence, and a copy of what is kept may be made by an administrator.
    keeping.EXPORTERS["messages"] = lambda person: list(
        Message.objects.filter(person=person).values("request_id", "at")
    )
    keeping.EXPORTERS["notices"] = lambda person: list(
        Notice.objects.filter(person=person).values("at", "text", "record", "record_id", "read_at")
    )
    keeping.EXPORTERS["follows"] = lambda person: list(
        Follow.objects.filter(person=person).values("record", "record_id")
    )
    keeping.EXPORTERS["contributes_to"] = lambda person: list(person.contributes_to.values_list("reference", flat=True))
    keeping.FORGETTERS["notices"] = _forget_notices
