"""People with roles, made in a line."""

import time
from datetime import UTC, datetime
from functools import cache
from itertools import count

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.test import Client

from accede.accounts.actors import load_actor
from accede.accounts.models import HELD_IN, Organisation, OrganisationKind, Person, Role, RoleScope
from accede.accounts.rights import Actor
from accede.treaties.models import Participant

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
PASSWORD = "correct horse battery staple 7"
_numbers = count(1)


@cache
def _hashed_once() -> str:
    """Argon2 is slow by design."""
    return make_password(PASSWORD)


def organisation(kind: str, state: str = "", name: str = "") -> Organisation:
    """An organisation of a kind; a State's body where a State is named."""
    if state:
        Participant.objects.get_or_create(code=state)
    found, _ = Organisation.objects.get_or_create(
        kind=kind,
        participant_id=state or None,
        name=name or f"Sample {kind} {state}".strip(),
        defaults={"created_at": NOW, "changed_at": NOW},
    )
    return found


def person_with(
    role: str, *, state: str = "", states: tuple[str, ...] = (), programmes: tuple[int, ...] = (), name: str = "",
    organisation_name: str = "",
) -> Person:  # fmt: skip
    """A person with one role: of a State's body (*state*), or assigned to *states* and *programmes*."""
    number = next(_numbers)
    person = Person.objects.create(
        name=name or f"Person {number} ({role})",
        email=f"person{number}@example.org",
        joined_at=NOW,
        password=_hashed_once(),
    )
    # As an invitation leaves it: the address is verified.
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    if role:
        kind = HELD_IN[role]
        body = organisation(kind, state if kind == OrganisationKind.STATE else "", organisation_name)
        held = Role.objects.create(person=person, kind=role, granted_at=NOW, organisation=body)
        scopes = [("state", value) for value in states] + [("programme", str(value)) for value in programmes]
        for kind, value in scopes:
            RoleScope.objects.create(role=held, kind=kind, value=value)
    return person


def actor_with(role: str, *, state: str = "", states: tuple[str, ...] = (), programmes: tuple[int, ...] = ()) -> Actor:
    """The actor that a person with this role is, a second factor given."""
    return load_actor(person_with(role, state=state, states=states, programmes=programmes))


def sign_in(client: Client, person: Person, *, second_factor: bool = True, confirmed: bool = False) -> Person:
    """A session of *person*, as sign-in leaves it: with a second factor given, or without one; just confirmed, or not."""
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    methods: list[dict[str, object]] = [{"method": "password", "at": time.time(), "reauthenticated": confirmed}]
    if second_factor:
        methods.insert(0, {"method": "mfa", "type": "totp", "at": 0})
    session["account_authentication_methods"] = methods
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return person
