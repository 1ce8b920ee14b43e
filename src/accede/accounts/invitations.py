"""The only way in: an invitation, sent by letter, which works once and for fourteen days."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from accede.accounts import trail
from accede.accounts.models import HELD_IN, Invitation, Organisation, Person, Role, RoleKind, RoleScope
from accede.accounts.rights import Actor, Subject, demand

VALID_DAYS = 14


class InvitationRefused(ValueError):
    """It cannot be made or used; the message says why and what to do. ``field`` is the one at fault."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Made:
    """An invitation and its link's secret, which is kept nowhere."""

    invitation: Invitation
    secret: str


def hash_of(secret: str) -> str:
    """What is kept of a secret of ours; they are long and random, so that a plain hash cannot be turned round."""
    return hashlib.sha256(secret.encode()).hexdigest()


def subject_of(organisation: Organisation) -> Subject:
    """Inviting into an organisation is asked of the table as of a person of that organisation's State."""
    states = frozenset([organisation.participant_id] if organisation.participant_id else [])
    return Subject(record=Person.KIND, states=states, organisations=frozenset([organisation.pk]))


def invite(
    *, email: str, name: str, organisation: Organisation, role: str, scopes: Sequence[tuple[str, str]] = (),
    by: Actor, now: datetime, command: bool = False,
) -> Made:  # fmt: skip
    """Make an invitation. A focal point invites contributors and focal points of the own State, an administrator anyone.

    *command* is for the command line, whose user owns the database. Raises :class:`InvitationRefused` or ``Denied``.
    """
    if not command:
        demand(by, "invite", subject_of(organisation))
        if by.admin_session is None and role not in (RoleKind.CONTRIBUTOR, RoleKind.FOCAL_POINT):
            raise InvitationRefused(gettext("A focal point invites people of the own State only."), field="role")
    if HELD_IN.get(role) != organisation.kind:
        raise InvitationRefused(
            gettext("This role is not held in an organisation of this kind; choose another organisation or role."),
            field="role",
        )
    if organisation.archived_at is not None:
        raise InvitationRefused(gettext("This organisation is archived; choose another."), field="organisation")
    taken = Person.objects.filter(email__iexact=email, is_active=True).first()
    if taken is not None:
        raise InvitationRefused(
            gettext("Somebody with this address has an account; give them the role on their page."), field="email"
        )
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        made = Invitation.objects.create(
            email=email.strip().lower(), name=name.strip(), organisation=organisation, role=role,
            scopes=[list(pair) for pair in scopes], token_hash=hash_of(secret), invited_by_id=by.person,
            invited_at=now, expires_at=now + timedelta(days=VALID_DAYS),
        )  # fmt: skip
        trail.add(
            by=by, verb="invite", record="invitation", record_id=made.pk, now=now, agent="command" if command else "",
            states=subject_of(organisation).states, after={"email": made.email, "role": role},
        )  # fmt: skip
    return Made(made, secret)


def send(made: Made, *, link: str, language: str = "en") -> None:
    """Send the letter. It says who invites into what, and nothing of any record."""
    with translation.override(language):
        body = render_to_string("accounts/mail/invitation.txt", {"invitation": made.invitation, "link": link})
        subject = gettext("You are invited to Accede")
    EmailMessage(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", body, to=[made.invitation.email]).send()


def open_invitations() -> QuerySet[Invitation]:
    """Those neither used nor withdrawn, the newest first."""
    found = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    return found.select_related("organisation", "invited_by").order_by("-invited_at")


def find(secret: str, *, now: datetime) -> Invitation | None:
    """The invitation that the secret opens now."""
    return (
        open_invitations().filter(token_hash=hash_of(secret), expires_at__gt=now).first()
        if 20 < len(secret) < 100
        else None
    )


def accept(secret: str, *, name: str, password: str, language: str, now: datetime) -> Person:
    """Make the account and give the role, once. Raises :class:`InvitationRefused` where the link no longer works."""
    with transaction.atomic():
        found = (
            Invitation.objects.select_for_update(of=("self",), no_key=True).filter(token_hash=hash_of(secret)).first()
        )
        if found is None or found.accepted_at or found.withdrawn_at or found.expires_at <= now:
            raise InvitationRefused(gettext("This invitation was used, withdrawn or has run out; ask for a new one."))
        if Person.objects.filter(email__iexact=found.email).exists():
            raise InvitationRefused(gettext("Somebody with this address has an account already; sign in with it."))
        person = Person(email=found.email, name=name, language=language, joined_at=now)
        person.set_password(password)
        person.save()
        _verified_address(person)
        by = Actor(person=person.pk, name=person.name)
        trail.add(by=by, verb="create", record=Person.KIND, record_id=person.pk, now=now, after={"name": name})
        give_role(
            person, organisation=found.organisation, kind=found.role, scopes=[(k, v) for k, v in found.scopes],
            by=Actor(person=found.invited_by_id), now=now,
        )  # fmt: skip
        found.accepted_at, found.accepted_by = now, person
        found.save()
    return person


def _verified_address(person: Person) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def withdraw(invitation: Invitation, *, by: Actor, now: datetime) -> None:
    """The link no longer works."""
    demand(by, "invite", subject_of(invitation.organisation))
    with transaction.atomic():
        current = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
        if current.accepted_at or current.withdrawn_at:
            raise InvitationRefused(gettext("This invitation was used or withdrawn already."))
        current.withdrawn_at = now
        current.save()
        trail.add(
            by=by, verb="withdraw", record="invitation", record_id=current.pk, now=now,
            states=subject_of(current.organisation).states,
        )  # fmt: skip


def give_role(
    person: Person, *, organisation: Organisation, kind: str, scopes: Sequence[tuple[str, str]] = (), by: Actor,
    now: datetime, agent: str = "",
) -> Role:  # fmt: skip
    """Give a role and write it into the trail. Rights are asked by who calls. Raises :class:`InvitationRefused`."""
    if HELD_IN.get(kind) != organisation.kind:
        raise InvitationRefused(gettext("This role is not held in an organisation of this kind."), field="kind")
    with transaction.atomic():
        if Role.objects.filter(person=person, organisation=organisation, kind=kind, ended_at__isnull=True).exists():
            raise InvitationRefused(gettext("The person holds this role already."), field="kind")
        role = Role.objects.create(
            person=person, organisation=organisation, kind=kind, granted_at=now, granted_by_id=by.person
        )
        for scope, value in dict.fromkeys(scopes):
            RoleScope.objects.create(role=role, kind=scope, value=value)
        trail.add(
            by=by, verb="grant_role", record=Person.KIND, record_id=person.pk, now=now, agent=agent,
            states=subject_of(organisation).states,
            after={"role": kind, "organisation": organisation.pk, "scopes": [list(pair) for pair in scopes]},
        )  # fmt: skip
    return role


def end_role(role: Role, *, reason: str, by: Actor, now: datetime) -> None:
    """End a role with a reason. Raises ``Denied`` or :class:`InvitationRefused`."""
    demand(by, "end_role", subject_of(role.organisation))
    if not reason.strip():
        raise InvitationRefused(gettext("Give a reason."), field="reason")
    with transaction.atomic():
        current = Role.objects.select_for_update(of=("self",), no_key=True).get(pk=role.pk)
        if current.ended_at is not None:
            raise InvitationRefused(gettext("The role has ended already."))
        current.ended_at, current.end_reason = now, reason
        current.save()
        trail.add(
            by=by, verb="end_role", record=Person.KIND, record_id=current.person_id, now=now, why=reason,
            states=subject_of(current.organisation).states, before={"role": current.kind},
        )  # fmt: skip
