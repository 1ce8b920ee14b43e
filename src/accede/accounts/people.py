"""What may happen to people and organisations."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from accede.accounts import changing, trail
from accede.accounts.models import Organisation, OrganisationKind, Person
from accede.accounts.rights import Actor, Subject, demand
from accede.accounts.subjects import ORGANISATIONS, PEOPLE


class Refused(ValueError):
    """It cannot be done; ``field`` is the one at fault."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def change_person(
    person: Person, values: Mapping[str, Any], *, by: Actor, now: datetime, verb: str = "edit", why: str = ""
) -> Person:
    """Write *values* into a person and what changed into the trail. Raises ``Denied``."""
    with transaction.atomic():
        current = (
            Person.objects.select_for_update(no_key=True).prefetch_related("roles__organisation").get(pk=person.pk)
        )
        subject = PEOPLE.subject(current)
        demand(by, "edit", subject)
        before = {name: getattr(current, name) for name, value in values.items() if getattr(current, name) != value}
        if before:
            for name in before:
                setattr(current, name, values[name])
            current.save(update_fields=list(before))
            trail.add(
                by=by, verb=verb, record=Person.KIND, record_id=current.pk, now=now, why=why, states=subject.states,
                before=before, after={name: values[name] for name in before},
            )  # fmt: skip
    return current


def create_organisation(values: Mapping[str, Any], *, by: Actor, now: datetime) -> Organisation:
    """Make an organisation. Raises ``Denied`` or :class:`Refused`."""
    demand(by, "create", Subject(record=Organisation.KIND))
    made = Organisation(**_checked(values))
    return changing.create(made, by=by, now=now, states=[made.participant_id] if made.participant_id else [])


def change_organisation(
    organisation: Organisation, values: Mapping[str, Any], *, by: Actor, now: datetime, seen: int
) -> Organisation:
    """Change an organisation. Raises ``Denied``, :class:`Refused` or ``Conflict``."""
    subject = ORGANISATIONS.subject(organisation)
    demand(by, "edit", subject)
    return changing.change(organisation, _checked(values), by=by, now=now, seen=seen, states=subject.states)


def archive_organisation(
    organisation: Organisation, *, reason: str, by: Actor, now: datetime, seen: int
) -> Organisation:
    """Put an organisation away; the roles held in it no longer count. Raises ``Denied`` or :class:`Refused`."""
    subject = ORGANISATIONS.subject(organisation)
    demand(by, "archive", subject)
    if not reason.strip():
        raise Refused(gettext("Give a reason."), field="reason")
    return changing.archive(organisation, reason=reason, by=by, now=now, seen=seen, states=subject.states)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(values)
    if given["kind"] == OrganisationKind.STATE and not given.get("participant_id"):
        raise Refused(gettext("A State body belongs to a State; choose it."), field="participant_id")
    if given["kind"] != OrganisationKind.STATE:
        given["participant_id"] = None
    return given
