"""After a course: certificates, the anonymous questionnaire, the question after six months, and whom trainers trained."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Sum
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from accede.accounts import changing, trail
from accede.accounts.invitations import hash_of
from accede.accounts.rights import Actor, demand
from accede.assistance.models import Activity, Cascade, Certificate, Enrolment, Feedback, FollowUp, Trainee
from accede.assistance.steps import Blocked, Problem
from accede.assistance.subjects import ACTIVITIES, TRAINEES

#: The share of the hours that must have been attended.
CERTIFIED_FROM = Decimal("0.8")
#: No answer is shown of fewer people than this.
LEAST_ANSWERS = 5
ASK_AFTER_DAYS = 182
#: Letters and digits that are not mistaken for one another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
QUESTIONS = ("useful", "clear", "relevant", "organised", "recommend")
#: The machine, which asks by itself.
WORKER = Actor()


def share_attended(enrolment: Enrolment) -> Decimal:
    """The share of the hours of all sessions at which the seat was taken; 0 where there was no session."""
    whole = enrolment.activity.sessions.filter(archived_at__isnull=True).aggregate(sum=Sum("hours"))["sum"]
    there = enrolment.attendance.filter(present=True, session__archived_at__isnull=True).aggregate(
        sum=Sum("session__hours")
    )["sum"]
    return Decimal(there or 0) / Decimal(whole) if whole else Decimal(0)


def new_code() -> str:
    """Eleven letters drawn at random and a check letter."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(11))
    return body + check_letter(body)


def check_letter(body: str) -> str:
    """The letter that makes a typing error show: weights 1, 2, 3 … modulo the size of the alphabet.

    >>> check_letter("23456789ABC"), check_letter("32456789ABC")
    ('G', 'H')
    """
    total = sum((place + 1) * ALPHABET.index(sign) for place, sign in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]


def well_formed(code: str) -> bool:
    """Whether a code can be one of ours."""
    return len(code) == 12 and all(sign in ALPHABET for sign in code) and check_letter(code[:-1]) == code[-1]


def issue(enrolment: Enrolment, *, by: Actor, now: datetime) -> Certificate:
    """A certificate of attendance, once. Raises ``Denied``, or ``Blocked`` below four fifths of the hours."""
    subject = ACTIVITIES.subject(enrolment.activity)
    demand(by, "attend", subject)
    with transaction.atomic():
        locked = Enrolment.objects.select_for_update(of=("self",), no_key=True).get(pk=enrolment.pk)
        existing = Certificate.objects.filter(enrolment=locked).first()
        if existing is not None:
            return existing
        if share_attended(locked) < CERTIFIED_FROM:
            raise Blocked([Problem("attendance", gettext("A certificate needs four fifths of the hours attended."))])
        made = Certificate.objects.create(enrolment=locked, code=new_code(), issued_at=now)
        trail.add(
            by=by, verb="certificate", record="enrolment", record_id=locked.pk, now=now, states=subject.states,
            after={"certificate": made.pk},
        )  # fmt: skip
    return made


def revoke(certificate: Certificate, *, reason: str, by: Actor, now: datetime) -> Certificate:
    """Revoke a certificate with a reason; who verifies it is told."""
    subject = ACTIVITIES.subject(certificate.enrolment.activity)
    demand(by, "attend", subject)
    if not reason.strip():
        raise Blocked([Problem("reason", gettext("Give a reason."), "reason")])
    with transaction.atomic():
        current = Certificate.objects.select_for_update(of=("self",), no_key=True).get(pk=certificate.pk)
        if current.revoked_at is None:
            current.revoked_at, current.revoke_reason = now, reason
            current.save()
            trail.add(
                by=by, verb="revoke_certificate", record="enrolment", record_id=current.enrolment_id, now=now,
                states=subject.states, why=reason,
            )  # fmt: skip
    return current


def ask_for_feedback(activity: Activity, *, by: Actor, now: datetime, site: str) -> int:
    """Send the questionnaire to all participants who were not asked; *site* is the address of the site. Answers how many."""
    demand(by, "attend", ACTIVITIES.subject(activity))
    seats = activity.enrolments.filter(part="participant", archived_at__isnull=True).select_related("trainee")
    asked = 0
    for seat in seats.exclude(follow_ups__kind="feedback"):
        asked += _ask(seat, "feedback", now=now, due=now.date(), site=site)
    with transaction.atomic():
        trail.add(
            by=by, verb="feedback", record=Activity.KIND, record_id=activity.pk, now=now, after={"asked": asked},
            states=ACTIVITIES.subject(activity).states,
        )  # fmt: skip
    return asked


def ask_due(*, now: datetime, site: str) -> int:
    """Ask, six months after the end of an activity, what came of it; by itself, each seat once. Answers how many."""
    limit = now.date() - timedelta(days=ASK_AFTER_DAYS)
    seats = Enrolment.objects.filter(
        part="participant", archived_at__isnull=True, activity__ends__lte=limit,
        activity__ends__gt=limit - timedelta(days=365), activity__status__in=["completed", "reported", "evaluated"],
        trainee__erased_at__isnull=True,
    )  # fmt: skip
    asked = 0
    for seat in seats.exclude(follow_ups__kind="six_months").select_related("trainee", "activity")[:500]:
        due = seat.activity.ends or now.date()
        asked += _ask(seat, "six_months", now=now, due=due + timedelta(days=ASK_AFTER_DAYS), site=site)
    return asked


def _ask(seat: Enrolment, kind: str, *, now: datetime, due: date, site: str) -> int:
    """One letter. Two workers at once: the second finds the row made and sends nothing."""
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        row, new = FollowUp.objects.get_or_create(
            enrolment=seat, kind=kind, defaults={"due": due, "token_hash": hash_of(secret), "asked_at": now}
        )
    if not new or not seat.trainee.email:
        return 0
    offered = dict(settings.LANGUAGES)
    with translation.override(seat.trainee.language if seat.trainee.language in offered else settings.LANGUAGE_CODE):
        link = f"{site}{reverse('question', args=[secret])}"
        subject = gettext("How was the course?") if kind == "feedback" else gettext("What came of the course?")
        body = render_to_string("assistance/mail/follow_up.txt", {"link": link, "kind": kind, "row": row})
    EmailMessage(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", body, to=[seat.trainee.email]).send()
    return 1


def find_question(secret: str) -> FollowUp | None:
    """The open question behind a link."""
    found = FollowUp.objects.filter(token_hash=hash_of(secret), answered_at__isnull=True) if len(secret) < 100 else None
    return found.select_related("enrolment__activity").first() if found is not None else None


def answer(secret: str, answers: Mapping[str, Any], *, now: datetime) -> None:
    """Keep an answer, once. The questionnaire's answers are kept without any link to who gave them."""
    with transaction.atomic():
        row = (
            FollowUp.objects.select_for_update(of=("self",), no_key=True)
            .select_related("enrolment")
            .filter(token_hash=hash_of(secret), answered_at__isnull=True)
            .first()
        )
        if row is None:
            raise Blocked([Problem("link", gettext("This question was answered already. Thank you."))])
        row.answered_at = now
        if row.kind == "feedback":
            kept = {name: int(answers[name]) for name in QUESTIONS if str(answers.get(name, "")).isdecimal()}
            kept = {name: value for name, value in kept.items() if 1 <= value <= 5}
            comment = str(answers.get("comment", "")).strip()[:2000]
            # The first day of the month: a day would tell who answered.
            Feedback.objects.create(
                activity_id=row.enrolment.activity_id, on=now.date().replace(day=1),
                answers={**kept, **({"comment": comment} if comment else {})},
            )  # fmt: skip
            row.answered_at = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        else:
            row.answers = {
                name: str(answers.get(name, "")).strip()[:2000] for name in ("used", "trained_others", "obstacles")
            }
        row.save()


def feedback_of(activity: Activity) -> dict[str, Any] | None:
    """Means of the answers and the comments in no order of time; None for fewer than five answers."""
    rows = list(activity.feedback.all())
    if len(rows) < LEAST_ANSWERS:
        return None
    means = {}
    for name in QUESTIONS:
        values = [row.answers[name] for row in rows if name in row.answers]
        if len(values) >= LEAST_ANSWERS:
            means[name] = sum(values) / len(values)
    comments = sorted(row.answers["comment"] for row in rows if row.answers.get("comment"))
    return {"count": len(rows), "means": means, "comments": comments}


def add_cascade(trainer: Trainee, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Cascade:
    """A course that a national trainer held at home."""
    subject = TRAINEES.subject(trainer)
    demand(by, "edit", subject)
    if not trainer.national_trainer:
        raise Blocked([Problem("trainer", gettext("Mark the person as a national trainer first."))])
    return changing.create(Cascade(trainer=trainer, **values), by=by, now=now, states=subject.states)
