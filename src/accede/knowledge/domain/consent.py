"""The consent that everyone may read a document: given for a time or without end, and withdrawn at any time.

The State's focal point alone consents for a State; for what is the Office's own a coordinator does.
"""

from datetime import date, datetime
from typing import TypeVar

from django.utils.translation import gettext

from accede.accounts import changing
from accede.accounts.rights import Actor, demand
from accede.knowledge.domain.refusing import Refused
from accede.knowledge.models import Shared
from accede.knowledge.subjects import MAPS

AnyShared = TypeVar("AnyShared", bound=Shared)


def give_consent(it: AnyShared, *, until: date | None, by: Actor, now: datetime, seen: int | None = None) -> AnyShared:
    """Show the document to everyone, up to and with the day *until*, or with no end."""
    subject = MAPS[it.KIND].subject(it)
    demand(by, "consent", subject)
    if until is not None and until < now.date():
        raise Refused("until", gettext("the day has passed; give one to come, or none"))
    return changing.change(
        it, {"public": True, "public_until": until, "consent_at": now}, by=by, now=now, seen=seen, verb="consent",
        states=subject.states,
    )  # fmt: skip


def withdraw_consent(it: AnyShared, *, by: Actor, now: datetime, seen: int | None = None) -> AnyShared:
    """From now on its own people, and the officers assigned to them, read it alone."""
    subject = MAPS[it.KIND].subject(it)
    demand(by, "consent", subject)
    return changing.change(
        it, {"public": False, "public_until": None}, by=by, now=now, seen=seen, verb="withdraw_consent",
        states=subject.states,
    )  # fmt: skip


def put_away(it: AnyShared, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> AnyShared:
    """Archive the document with a reason: it is kept, and no longer listed, read or found."""
    subject = MAPS[it.KIND].subject(it)
    demand(by, "archive", subject)
    if not reason.strip():
        raise Refused("reason", gettext("is needed"))
    return changing.archive(it, reason=reason.strip()[:2000], by=by, now=now, seen=seen, states=subject.states)
