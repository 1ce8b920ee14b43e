"""What may happen around a training activity: calls, nominations, selection, attendance, tests."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from accede.accounts import changing, trail
from accede.accounts.rights import Actor, Subject, demand
from accede.assistance.domain.activities import state_nominates
from accede.assistance.models import (
    Activity,
    Attendance,
    Call,
    Enrolment,
    Nomination,
    Score,
    Session,
    Trainee,
)
from accede.assistance.models.training import NominationStatus
from accede.assistance.steps import Blocked, Problem
from accede.assistance.subjects import ACTIVITIES, NOMINATIONS, TRAINEES
from accede.treaties.models import Participant

PERSONAL = ("name", "email", "job_title", "profession", "sex", "language", "organisation_id", "national_trainer")
_ALIVE = ~Q(status__in=[NominationStatus.WITHDRAWN, NominationStatus.DECLINED])


def open_call(activity: Activity, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Call:
    """Call for nominations. Raises ``Denied`` or ``Blocked``."""
    subject = ACTIVITIES.subject(activity)
    demand(by, "select", subject)
    if values["closes_at"] <= values["opens_at"]:
        raise Blocked([Problem("closes_at", gettext("The call closes after it opens."), "closes_at")])
    existing = Call.objects.filter(activity=activity).first()
    if existing is not None:
        return changing.change(existing, values, by=by, now=now, states=subject.states)
    return changing.create(Call(activity=activity, **values), by=by, now=now, states=subject.states)


def likely_the_same(state: str, *, name: str, email: str) -> QuerySet[Trainee]:
    """Trainees of the State who may be the same person: same address, or the same name whatever its case."""
    found = Trainee.objects.filter(participant=state, archived_at__isnull=True, merged_into__isnull=True)
    condition = Q(name__iexact=" ".join(name.split()))
    if email:
        condition |= Q(email__iexact=email)
    return found.filter(condition)


def add_trainee(state: str, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Trainee:
    """A person of a State. Personal data. Raises ``Denied``."""
    demand(by, "create", Subject(record=Trainee.KIND, states=frozenset([state])))
    Participant.objects.get_or_create(code=state)
    given = {name: values[name] for name in PERSONAL if name in values}
    given["name"] = " ".join(str(given["name"]).split())
    return changing.create(Trainee(participant_id=state, **given), by=by, now=now, states=[state])


def edit_trainee(trainee: Trainee, values: Mapping[str, Any], *, by: Actor, now: datetime, seen: int) -> Trainee:
    """Change what is known of a person."""
    subject = TRAINEES.subject(trainee)
    demand(by, "edit", subject)
    given = {name: values[name] for name in PERSONAL if name in values}
    return changing.change(trainee, given, by=by, now=now, seen=seen, states=subject.states)


def nominate(call: Call, trainee: Trainee, *, reason: str = "", by: Actor, now: datetime) -> Nomination:
    """A State nominates a person. Seats a State and the call's time are held under the lock of the call.

    Raises ``Denied`` or ``Blocked``.
    """
    state = trainee.participant_id
    with transaction.atomic():
        locked = Call.objects.select_for_update(of=("self",), no_key=True).select_related("activity").get(pk=call.pk)
        activity = locked.activity
        demand(by, "nominate", ACTIVITIES.subject(activity))
        demand(by, "edit", TRAINEES.subject(trainee))
        if not locked.opens_at <= now < locked.closes_at:
            raise Blocked([Problem("time", gettext("The call is not open now."))])
        if not activity.states.filter(participant=state).exists():
            raise Blocked([Problem("state", gettext("The activity is not for this State."))])
        # Held, so that nobody merges or erases the person in the meantime.
        trainee = Trainee.objects.select_for_update(of=("self",), no_key=True).get(pk=trainee.pk)
        if trainee.archived_at is not None or trainee.erased_at is not None or trainee.merged_into_id is not None:
            raise Blocked([Problem("trainee", gettext("This person is no longer kept; enter them anew."))])
        if locked.professions and trainee.profession not in locked.professions:
            raise Blocked([Problem("profession", gettext("The call is for other professions."), "profession")])
        mine = Nomination.objects.filter(_ALIVE, call=locked, participant=state)
        if mine.filter(trainee=trainee).exists():
            raise Blocked([Problem("twice", gettext("This person is nominated already."))])
        if locked.per_state is not None and mine.count() >= locked.per_state:
            raise Blocked(
                [
                    Problem(
                        "limit",
                        gettext("A State may nominate %(limit)d; withdraw one first.") % {"limit": locked.per_state},
                    )
                ]
            )
        made = changing.create(
            Nomination(call=locked, trainee=trainee, participant_id=state, reason=reason),
            by=by,
            now=now,
            states=[state],
        )
        state_nominates(activity, state, by=by, now=now)
    return made


def withdraw(nomination: Nomination, *, by: Actor, now: datetime, seen: int | None = None) -> Nomination:
    """The State takes a nomination back."""
    subject = NOMINATIONS.subject(nomination)
    demand(by, "withdraw", subject)
    return changing.change(
        nomination, {"status": NominationStatus.WITHDRAWN}, by=by, now=now, seen=seen, verb="withdraw",
        states=subject.states,
    )  # fmt: skip


def decide(nomination: Nomination, status: str, *, reason: str = "", by: Actor, now: datetime) -> Nomination:
    """Select, put on the reserve list or decline (with a reason). Seats are held under the lock of the call."""
    if status not in (NominationStatus.SELECTED, NominationStatus.RESERVE, NominationStatus.DECLINED):
        raise Blocked([Problem("status", gettext("Choose what becomes of the nomination."))])
    if status == NominationStatus.DECLINED and not reason.strip():
        raise Blocked([Problem("reason", gettext("Give a reason."), "reason")])
    with transaction.atomic():
        call = (
            Call.objects.select_for_update(of=("self",), no_key=True)
            .select_related("activity")
            .get(pk=nomination.call_id)
        )
        current = Nomination.objects.select_related("trainee").get(pk=nomination.pk)
        subject = NOMINATIONS.subject(current)
        demand(by, "select", subject)
        if current.status == NominationStatus.WITHDRAWN:
            raise Blocked([Problem("withdrawn", gettext("The State has withdrawn this nomination."))])
        if current.status == status:
            return current
        seated = Nomination.objects.filter(call=call, status=NominationStatus.SELECTED).count()
        if status == NominationStatus.SELECTED and seated >= call.seats:
            raise Blocked([Problem("seats", gettext("All %(seats)d seats are taken.") % {"seats": call.seats})])
        done = changing.change(
            current,
            {"status": status, "decision_reason": reason},
            by=by,
            now=now,
            verb=str(status),
            states=subject.states,
        )
        if status == NominationStatus.SELECTED:
            enrol(call.activity, current.trainee, nomination=done, by=by, now=now)
        else:
            for row in Enrolment.objects.filter(nomination=done, attendance__isnull=True):
                changing.change(row, {"nomination": None}, by=by, now=now, states=subject.states)
                changing.archive(row, reason=gettext("No longer selected."), by=by, now=now, states=subject.states)
    return done


def enrol(
    activity: Activity, trainee: Trainee, *, nomination: Nomination | None = None, part: str = "participant", by: Actor,
    now: datetime,
) -> Enrolment:  # fmt: skip
    """Give a person a seat, or the place of a trainer; one a person and activity."""
    existing = Enrolment.objects.filter(activity=activity, trainee=trainee).first()
    if existing is not None:
        values = {"archived_at": None, "archive_reason": "", "nomination": nomination, "part": part}
        return changing.change(existing, values, by=by, now=now, states=[trainee.participant_id])
    made = Enrolment(activity=activity, trainee=trainee, nomination=nomination, part=part)
    return changing.create(made, by=by, now=now, states=[trainee.participant_id])


def add_session(activity: Activity, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Session:
    """A part of the activity at which attendance is taken."""
    subject = ACTIVITIES.subject(activity)
    demand(by, "attend", subject)
    return changing.create(Session(activity=activity, **values), by=by, now=now, states=subject.states)


def take_attendance(session: Session, present: Sequence[int], *, by: Actor, now: datetime) -> int:
    """Who of those enrolled was there (keys of enrolments); all others were not. Answers how many were there."""
    subject = ACTIVITIES.subject(session.activity)
    demand(by, "attend", subject)
    with transaction.atomic():
        Session.objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
        there = set(present)
        seats = Enrolment.objects.filter(activity=session.activity_id, archived_at__isnull=True)
        kept = {row.enrolment_id: row for row in Attendance.objects.filter(session=session)}
        for pk in seats.values_list("pk", flat=True):
            row = kept.get(pk)
            if row is None:
                Attendance.objects.create(session=session, enrolment_id=pk, present=pk in there)
            elif row.present != (pk in there):
                row.present = pk in there
                row.save()
        trail.add(
            by=by, verb="attendance", record=Activity.KIND, record_id=session.activity_id, now=now, states=subject.states,
            after={"session": session.pk, "present": sorted(there)},
        )  # fmt: skip
    return len(there)


def enter_scores(
    activity: Activity, test: str, points: Mapping[int, Decimal], *, out_of: Decimal, by: Actor, now: datetime
) -> None:
    """Results of the test before ("pre") or after ("post"), by enrolment. Raises ``Blocked`` and writes nothing."""
    subject = ACTIVITIES.subject(activity)
    demand(by, "attend", subject)
    if test not in ("pre", "post") or out_of <= 0:
        raise Blocked([Problem("test", gettext("Say which test it is, and out of how many points."))])
    wrong = [pk for pk, value in points.items() if not 0 <= value <= out_of]
    if wrong:
        raise Blocked([Problem("points", gettext("Points lie between 0 and %(most)s.") % {"most": out_of}, "points")])
    with transaction.atomic():
        seats = set(Enrolment.objects.filter(activity=activity, pk__in=points).values_list("pk", flat=True))
        for pk in seats:
            Score.objects.update_or_create(
                enrolment_id=pk, test=test, defaults={"points": points[pk], "out_of": out_of}
            )
        trail.add(
            by=by, verb="scores", record=Activity.KIND, record_id=activity.pk, now=now, states=subject.states,
            after={"test": test, "seats": sorted(seats)},
        )  # fmt: skip
