"""An administrator's session: wider rights for a time and a stated reason, logged and shown to those concerned."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from accede.accounts import trail
from accede.accounts.models import AdminSession, Event
from accede.accounts.rights import Actor

LONGEST_MINUTES = 60
LEAST_REASON = 10


class SessionRefused(ValueError):
    """It cannot be opened; ``field`` is the one at fault."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def open_session(*, reason: str, minutes: int, by: Actor, now: datetime) -> AdminSession:
    """Open a session. Only who holds the role of administrator, with a second factor given."""
    if not (by.has("administrator") and by.verified and by.person is not None):
        raise SessionRefused(gettext("Only an administrator who gave a second factor opens such a session."))
    if len(reason.strip()) < LEAST_REASON:
        raise SessionRefused(gettext("Say what it is for, in a sentence that others will read."), field="reason")
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise SessionRefused(gettext("A session lasts 1 to 60 minutes."), field="minutes")
    with transaction.atomic():
        close_open(by=by, now=now)
        made = AdminSession.objects.create(
            person_id=by.person, reason=reason.strip(), opened_at=now, expires_at=now + timedelta(minutes=minutes)
        )
        trail.add(
            by=by, verb="open", record="admin_session", record_id=made.pk, now=now, why=made.reason,
            after={"expires_at": made.expires_at},
        )  # fmt: skip
    return made


def close_open(*, by: Actor, now: datetime) -> None:
    """End the person's open sessions."""
    with transaction.atomic():
        for session in AdminSession.objects.select_for_update(no_key=True).filter(
            person_id=by.person or 0, closed_at__isnull=True, expires_at__gt=now
        ):
            session.closed_at = now
            session.save()
            trail.add(by=by, verb="close", record="admin_session", record_id=session.pk, now=now)


def seen_by(actor: Actor) -> QuerySet[Event]:
    """What was done under such sessions, as far as it concerns the actor: the own State's records, or all for an auditor."""
    done = Event.objects.filter(admin_session__isnull=False).select_related("admin_session__person", "person")
    if actor.verified and (actor.has("auditor") or actor.admin_session is not None):
        return done.order_by("-number")
    return trail.concerning(done, actor.own_states).order_by("-number")
