"""How the table of rights reads people and organisations."""

from accede.accounts.models import Event, Organisation, Person
from accede.accounts.rights import Map, Subject


def person_subject(it: Person) -> Subject:
    """A person: of the States and organisations in which they hold or held a role, and themselves."""
    roles = list(it.roles.all())
    return Subject(
        record=Person.KIND, persons=frozenset([it.pk]),
        states=frozenset(role.organisation.participant_id for role in roles if role.organisation.participant_id),
        organisations=frozenset(role.organisation_id for role in roles),
    )  # fmt: skip


def organisation_subject(it: Organisation) -> Subject:
    """An organisation: its State's, and its own."""
    states = frozenset([it.participant_id] if it.participant_id else [])
    return Subject(record=Organisation.KIND, states=states, organisations=frozenset([it.pk]))


def event_subject(it: Event) -> Subject:
    """An event of the trail: of the States concerned, and of who did it."""
    persons = frozenset([it.person_id] if it.person_id else [])
    return Subject(record="trail", states=frozenset(it.states), persons=persons)


PEOPLE = Map(
    record=Person.KIND, subject=person_subject, states="roles__organisation__participant_id",
    organisations="roles__organisation_id", persons="pk",
)  # fmt: skip
ORGANISATIONS = Map(record=Organisation.KIND, subject=organisation_subject, states="participant_id", organisations="pk")
