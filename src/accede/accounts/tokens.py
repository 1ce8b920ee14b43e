"""Personal keys to the API: scoped, expiring, shown once; only a hash is kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accede.accounts import trail
from accede.accounts.access import actor_of
from accede.accounts.actors import load_actor
from accede.accounts.invitations import hash_of
from accede.accounts.models import Person, Token
from accede.accounts.rights import ANYONE, Actor

PREFIX = "acc_"
LONGEST_DAYS = 365
#: ``last_used_at`` is written no more often than this.
NOTED_EVERY = timedelta(minutes=1)


class TokenRefused(ValueError):
    """It cannot be made; the message says why."""


@dataclass(frozen=True, slots=True)
class NewToken:
    """A key and its secret, shown once and kept nowhere."""

    token: Token
    secret: str


def make(person: Person, *, name: str, write: bool, days: int, verified: bool, by: Actor, now: datetime) -> NewToken:
    """Make a key for oneself. *verified*: whether the session that makes it was opened with a second factor."""
    if not 1 <= days <= LONGEST_DAYS:
        raise TokenRefused(gettext("A key is valid for 1 to 365 days."))
    if not name.strip():
        raise TokenRefused(gettext("Give the key a name by which you will know it."))
    secret = PREFIX + secrets.token_urlsafe(32)
    scopes = ["read", *(["write"] if write else []), *(["confidential"] if verified else [])]
    with transaction.atomic():
        token = Token.objects.create(
            person=person, name=name.strip(), prefix=secret[:12], token_hash=hash_of(secret), scopes=scopes,
            created_at=now, expires_at=now + timedelta(days=days),
        )  # fmt: skip
        trail.add(by=by, verb="make_key", record=Person.KIND, record_id=person.pk, now=now, after={"key": token.prefix})
    return NewToken(token, secret)


def revoke(token: Token, *, by: Actor, now: datetime) -> None:
    """The key no longer opens anything."""
    with transaction.atomic():
        current = Token.objects.select_for_update(of=("self",), no_key=True).get(pk=token.pk)
        if current.revoked_at is None:
            current.revoked_at = now
            current.save()
            trail.add(
                by=by, verb="revoke_key", record=Person.KIND, record_id=current.person_id, now=now,
                after={"key": current.prefix},
            )  # fmt: skip


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer acc_…``."""

    def authenticate(self, request: Request) -> tuple[Person, Token] | None:
        """The owner and the key; None where no key was presented."""
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        now = timezone.now()
        token = Token.objects.select_related("person").filter(token_hash=hash_of(secret.strip())).first()
        if token is None or not token.person.is_active:
            raise AuthenticationFailed("The key is not known. Make one under My account, Keys to the API.")
        if token.revoked_at is not None:
            raise AuthenticationFailed("The key was revoked. Make a new one under My account, Keys to the API.")
        if token.expires_at <= now:
            raise AuthenticationFailed("The key has run out. Make a new one under My account, Keys to the API.")
        if token.last_used_at is None or now - token.last_used_at > NOTED_EVERY:
            token.last_used_at = now
            token.save(update_fields=["last_used_at"])
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        """Makes the refusal a 401."""
        return "Bearer"


#: Who may ask the API: a key first, else the session of the browser, with its token against forgery.
AUTHENTICATION = [TokenAuthentication, SessionAuthentication]


def api_actor(request: Request) -> Actor:
    """Who asks the API, held to what the key allows. An administrator's session is never opened by a key."""
    if isinstance(request.auth, Token):
        scopes = request.auth.scopes
        found = load_actor(request.auth.person)
        return Actor(
            person=found.person, name=found.name, roles=found.roles, read_only="write" not in scopes,
            verified="confidential" in scopes, sample=found.sample,
        )  # fmt: skip
    django_request: HttpRequest = request._request
    return actor_of(django_request) if request.user is not None else ANYONE
