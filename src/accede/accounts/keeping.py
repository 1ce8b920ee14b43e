"""How long personal data is kept, what is kept about a person, and how it is erased while the counts stay."""

from typing import Any

import orjson

from accede.accounts.models import Event, Person
from accede.kit.rendering import plain


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
        "events": list(events.values("number", "at", "verb", "record", "record_id", "why")),
    }  # fmt: skip
    exported: dict[str, Any] = orjson.loads(orjson.dumps(found, default=plain))
    return exported
