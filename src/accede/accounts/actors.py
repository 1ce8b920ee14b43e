"""A person's roles as they stand now, as the table of rights reads them."""

from django.http import HttpRequest
from django.utils import timezone

from accede.accounts.models import AdminSession, Person, RoleKind
from accede.accounts.rights import Actor, HeldRole
from accede.law.shipped import shipped_participants

#: Roles that can see confidential data: a second factor is required of them.
CONFIDENTIAL_ROLES = frozenset(RoleKind.values) - {RoleKind.PARTNER, RoleKind.DONOR}


def load_actor(person: Person, *, request: HttpRequest | None = None) -> Actor:
    """The actor that *person* is now, in three queries. With a *request*, whether a second factor was given in its session."""
    held = []
    roles = person.roles.filter(ended_at__isnull=True, organisation__archived_at__isnull=True)
    for role in roles.select_related("organisation").prefetch_related("scopes"):
        states: set[str] = set()
        programmes: set[int] = set()
        for scope in role.scopes.all():
            if scope.kind == "state":
                states.add(scope.value)
            elif scope.kind == "programme":
                programmes.add(int(scope.value))
            else:
                states.update(shipped_participants().members(scope.value))
        held.append(
            HeldRole(
                kind=role.kind,
                organisation=role.organisation_id,
                state=role.organisation.participant_id or "",
                states=frozenset(states),
                programmes=frozenset(programmes),
            )
        )
    now = timezone.now()
    session = (
        AdminSession.objects.filter(person=person, closed_at__isnull=True, expires_at__gt=now)
        .values_list("pk", flat=True)
        .first()
    )
    return Actor(
        person=person.pk, name=person.name, roles=tuple(held), admin_session=session,
        verified=request is None or second_factor_given(request, person), sample=person.sample,
    )  # fmt: skip


def second_factor_given(request: HttpRequest, person: Person) -> bool:
    """Whether *person* opened the session of *request* with a second factor or a passkey."""
    from allauth.account.authentication import get_authentication_records

    return any(record.get("method") == "mfa" for record in get_authentication_records(request, person))
