"""The State's consent that everyone may read a law: given for a time, and withdrawn at any time."""

from datetime import date, datetime

from accede.accounts import changing
from accede.accounts.rights import Actor, demand
from accede.knowledge.domain.bringing import LawRefused
from accede.knowledge.models import Law
from accede.knowledge.subjects import LAWS


def give_consent(law: Law, *, until: date | None, by: Actor, now: datetime, seen: int | None = None) -> Law:
    """Show the law to everyone, up to and with the day *until*, or with no end. The State's focal point alone."""
    subject = LAWS.subject(law)
    demand(by, "consent", subject)
    if until is not None and until < now.date():
        raise LawRefused("until", "the day has passed; give one to come, or none")
    return changing.change(
        law, {"public": True, "public_until": until, "consent_at": now}, by=by, now=now, seen=seen, verb="consent",
        states=subject.states,
    )  # fmt: skip


def withdraw_consent(law: Law, *, by: Actor, now: datetime, seen: int | None = None) -> Law:
    """From now on the State, and the officers assigned to it, read it alone."""
    subject = LAWS.subject(law)
    demand(by, "consent", subject)
    return changing.change(
        law, {"public": False, "public_until": None}, by=by, now=now, seen=seen, verb="withdraw_consent",
        states=subject.states,
    )  # fmt: skip
