"""Holding a State or an activity back from every exchange, and letting it go again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from accede.accounts import changing
from accede.accounts.people import Refused
from accede.accounts.rights import Actor
from accede.assistance.models import Activity
from accede.partners.models import Withheld
from accede.treaties.models import Participant


def withhold(
    *, state: str = "", activity: str = "", reason: str, by: Actor, now: datetime, agent: str = ""
) -> Withheld:
    """Hold back a State (its code) or an activity (its reference); again is the same. Raises ``Refused``."""
    if bool(state) == bool(activity):
        raise Refused(gettext("Name a State or an activity."))
    if not reason.strip():
        raise Refused(gettext("Give a reason."), field="reason")
    with transaction.atomic():
        found = _held(state, activity)
        if found is not None:
            return found
        made = Withheld(reason=reason.strip())
        if state:
            made.participant = Participant.objects.get_or_create(code=state)[0]
        else:
            made.activity = Activity.objects.filter(reference=activity).first()
            if made.activity is None:
                raise Refused(gettext("No activity has the reference “%(reference)s”.") % {"reference": activity})
        return changing.create(made, by=by, now=now, states=[state] if state else [], agent=agent)


def release(*, state: str = "", activity: str = "", reason: str, by: Actor, now: datetime, agent: str = "") -> Withheld:
    """Let it go out again. Raises ``Refused`` where it is not held back."""
    found = _held(state, activity)
    if found is None:
        raise Refused(gettext("It is not held back."))
    return changing.change(
        found, {"archived_at": now, "archive_reason": reason.strip() or gettext("released")}, by=by, now=now,
        verb="release", states=[state] if state else [], agent=agent,
    )  # fmt: skip


def _held(state: str, activity: str) -> Withheld | None:
    rows = Withheld.objects.filter(archived_at__isnull=True)
    return (rows.filter(participant=state) if state else rows.filter(activity__reference=activity)).first()
