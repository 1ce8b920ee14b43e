"""How long personal data is kept, what is kept about a person, and how it is erased while the counts stay.

The rules are data (:data:`RULES`); rooms above this one add theirs with :func:`register`, and what they keep about a person
with :data:`EXPORTERS` and :data:`FORGETTERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Exists, Max, Model, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts import trail
from accede.accounts.models import Event, Invitation, Person, Role, Token
from accede.accounts.people import Refused
from accede.accounts.rights import Actor, demand
from accede.accounts.subjects import PEOPLE
from accede.kit.rendering import plain

#: What stands in the place of a name that was erased.
ERASED_NAME = "Erased person"
INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class Rule:
    """How long one kind of personal data is kept: so many years and days after *since*."""

    name: str
    label: str | Promise
    since: str | Promise
    #: The rows whose time is over, for those that were last needed before the time given.
    due: Callable[[datetime], QuerySet[Any]]
    #: Erase one row; takes it with keyword arguments ``by``, ``now``, ``why`` and ``agent``.
    erase: Callable[..., None]
    years: int = 0
    days: int = 0

    def limit(self, now: datetime) -> datetime:
        """What was last needed before then is erased now."""
        year = now.year - self.years
        day = 28 if (now.month, now.day) == (2, 29) else now.day
        return now.replace(year=year, day=day) - timedelta(days=self.days)


RULES: dict[str, Rule] = {}
#: By name: what else is kept about a person.
EXPORTERS: dict[str, Callable[[Person], Any]] = {}
#: By name: forgets what else is kept for a person, in the transaction of the erasure; answers how many rows went.
FORGETTERS: dict[str, Callable[[Person], int]] = {}


def register(rule: Rule) -> None:
    """Add a rule."""
    RULES[rule.name] = rule


@dataclass(frozen=True, slots=True)
class Due:
    """One row whose time is over, by its key alone: a list of names would be one more place where they are kept."""

    rule: str
    record_id: int
    limit: datetime


def due(now: datetime) -> list[Due]:
    """All whose time is over, by rule."""
    return [
        Due(rule.name, key, rule.limit(now))
        for rule in RULES.values()
        for key in rule.due(rule.limit(now)).order_by("pk").values_list("pk", flat=True)
    ]


def erase_due(*, by: Actor, now: datetime, agent: str = "") -> dict[str, int]:
    """Erase all whose time is over, each in a transaction of its own; answers how many by rule."""
    done = {}
    for rule in RULES.values():
        found: QuerySet[Model] = rule.due(rule.limit(now)).order_by("pk")
        rows = list(found)
        for row in rows:
            rule.erase(row, by=by, now=now, why=f"retention rule: {rule.name}", agent=agent)
        done[rule.name] = len(rows)
    return done


def export_of_person(person: Person) -> dict[str, Any]:
    """All that is kept about a person who signs in: the account, roles, keys, sessions, and what they did."""
    from allauth.usersessions.models import UserSession

    roles = person.roles.select_related("organisation").prefetch_related("scopes")
    events = Event.objects.filter(person=person).order_by("number")
    found = {
        "person": {
            name: getattr(person, name)
            for name in ("email", "name", "language", "digest", "joined_at", "last_login", "is_active")
        },
        "roles": [
            {
                "role": role.kind, "organisation": role.organisation.name, "granted_at": role.granted_at,
                "ended_at": role.ended_at, "scopes": [[it.kind, it.value] for it in role.scopes.all()],
            }
            for role in roles
        ],
        "keys": list(person.tokens.values("name", "prefix", "created_at", "expires_at", "last_used_at", "revoked_at")),
        "sessions": list(UserSession.objects.filter(user=person).values("ip", "user_agent", "created_at")),
        "invitations": list(
            Invitation.objects.filter(accepted_by=person).values("email", "name", "role", "invited_at", "accepted_at")
        ),
        "administrator_sessions": list(person.admin_sessions.values("reason", "opened_at", "expires_at", "closed_at")),
        "events": list(events.values("number", "at", "verb", "record", "record_id", "why")),
        **{name: export(person) for name, export in EXPORTERS.items()},
    }  # fmt: skip
    return as_json(found)


def as_json(found: dict[str, Any]) -> dict[str, Any]:
    """The same with dates and numbers as JSON writes them."""
    exported: dict[str, Any] = orjson.loads(orjson.dumps(found, default=plain))
    return exported


def erase_person(person: Person, *, by: Actor, now: datetime, why: str, agent: str = "") -> None:
    """Erase who an account belonged to. What they did stays, under no name, so that the trail and the counts still hold.

    Roles are ended, keys revoked, sessions closed, and name, address, factors and letters are gone for good. Without *agent*
    the table of rights is asked. Raises ``Denied`` or :class:`~accede.accounts.people.Refused`.
    """
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.usersessions.models import UserSession

    with transaction.atomic():
        current = (
            Person.objects.select_for_update(no_key=True).prefetch_related("roles__organisation").get(pk=person.pk)
        )
        subject = PEOPLE.subject(current)
        if not agent:
            demand(by, "erase", subject)
        if not why.strip():
            raise Refused(gettext("Give a reason."), field="reason")
        if current.pk == by.person:
            raise Refused(gettext("Nobody erases the account they work with; ask another administrator."))
        if current.erased_at is not None:
            raise Refused(gettext("This account was erased already."))
        for role in Role.objects.select_for_update(no_key=True).filter(person=current, ended_at__isnull=True):
            role.ended_at, role.end_reason = now, "erased"
            role.save(update_fields=["ended_at", "end_reason"])
        for key in Token.objects.select_for_update(no_key=True).filter(person=current):
            key.name, key.revoked_at = "", key.revoked_at or now
            key.save(update_fields=["name", "revoked_at"])
        for session in UserSession.objects.filter(user=current):
            session.end()
        forgotten = {name: forget(current) for name, forget in FORGETTERS.items()}
        EmailAddress.objects.filter(user=current).delete()
        Authenticator.objects.filter(user=current).delete()
        for invitation in Invitation.objects.filter(Q(accepted_by=current) | Q(email__iexact=current.email)):
            _blank(invitation, now)
            empty_details(INVITATION, [invitation.pk], by=by, now=now, agent=agent)
        current.name, current.email = ERASED_NAME, f"erased-{current.pk}@erased.invalid"
        current.language, current.digest, current.last_login = "en", "never", None
        current.is_active, current.erased_at = False, now
        current.set_unusable_password()
        current.save()
        trail.add(
            by=by, verb="erase", record=Person.KIND, record_id=current.pk, now=now, why=why, states=subject.states,
            after={"erased": ["name", "email"], "gone": forgotten}, agent=agent,
        )  # fmt: skip
        empty_details(Person.KIND, [current.pk], by=by, now=now, agent=agent)
        for former in current.merged.filter(erased_at__isnull=True):
            erase_person(former, by=by, now=now, why=why, agent=agent or "erasure")


def erase_invitation(invitation: Invitation, *, by: Actor, now: datetime, why: str, agent: str = "") -> None:
    """Forget whom an old invitation was for; that there was one, into what, and when stays."""
    with transaction.atomic():
        current = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
        _blank(current, now)
        trail.add(
            by=by, verb="erase", record=INVITATION, record_id=current.pk, now=now, why=why,
            after={"erased": ["name", "email"]}, agent=agent,
        )  # fmt: skip
        empty_details(INVITATION, [current.pk], by=by, now=now, agent=agent)


def empty_details(record: str, keys: list[int], *, by: Actor, now: datetime, agent: str = "") -> int:
    """Empty what the trail keeps of the values of records, but for what their erasures say. Answers how many."""
    events = Event.objects.filter(record=record, record_id__in=[str(key) for key in keys]).exclude(verb="erase")
    return trail.erase_details(events.order_by("number"), by=by, now=now, why="erasure of personal data", agent=agent)


def _blank(invitation: Invitation, now: datetime) -> None:
    invitation.email = invitation.name = ""
    if invitation.accepted_at is None and invitation.withdrawn_at is None:
        invitation.withdrawn_at = now
    invitation.save()


def _accounts_due(limit: datetime) -> QuerySet[Person]:
    people = Person.objects.filter(erased_at__isnull=True).annotate(last_ended=Max("roles__ended_at"))
    held = Role.objects.filter(person=OuterRef("pk"), ended_at__isnull=True)
    over = Q(last_ended__lte=limit) | Q(last_ended__isnull=True, joined_at__lte=limit)
    return people.filter(over & ~Exists(held))


def _invitations_due(limit: datetime) -> QuerySet[Invitation]:
    over = Q(accepted_at__lte=limit) | Q(withdrawn_at__lte=limit) | Q(accepted_at=None, expires_at__lte=limit)
    return Invitation.objects.exclude(email="").filter(over)


register(
    Rule("accounts", _("Accounts"), _("the last role ended"), due=_accounts_due, erase=erase_person, years=2)
)  # fmt: skip
register(
    Rule(
        "invitations", _("Invitations"), _("they were taken up, were withdrawn or ran out"), due=_invitations_due,
        erase=erase_invitation, days=90,
    )
)  # fmt: skip
