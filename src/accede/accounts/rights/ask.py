"""The answers of the table: may this actor see, edit or do this; which rows may they see."""

from collections.abc import Iterator
from functools import cache
from typing import TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from accede.accounts.rights.actors import Actor, HeldRole
from accede.accounts.rights.subjects import Map, Subject
from accede.accounts.rights.table import Rule, rules

AnyModel = TypeVar("AnyModel", bound=Model)
_EVERY = Q(pk__isnull=False)


class Denied(Exception):
    """The table does not allow it. A page answers 404 where the actor may not even know of the record, else 403."""

    def __init__(self, actor: Actor, verb: str, subject: Subject, group: str) -> None:
        super().__init__(f"{verb} {group} of {subject.record}")
        self.hidden = not may(actor, "see", subject)
        self.verb = verb


def may(actor: Actor, verb: str, subject: Subject, *, group: str = "basics") -> bool:
    """Whether *actor* may do *verb* with *subject*.

    *verb* is "see", "edit", or an action of the record ("submit", "accept" ...). *group* is a group of fields: "basics", or
    one that needs a rule of its own ("confidential", "internal", "personal").
    """
    if actor.read_only and verb != "see":
        return False
    return any(
        rule.allows(verb) and rule.in_status(subject.status) and _related(actor, role, rule.relation, subject)
        for role, rule in _rules(actor, subject.record, group)
    )


def demand(actor: Actor, verb: str, subject: Subject, *, group: str = "basics") -> None:
    """Raise :class:`Denied` unless the table allows it."""
    if not may(actor, verb, subject, group=group):
        raise Denied(actor, verb, subject, group)


def verbs(actor: Actor, subject: Subject) -> frozenset[str]:
    """The actions that the table allows, "see" and "edit" among them: what a page offers."""
    found = {
        verb
        for role, rule in _rules(actor, subject.record, "basics")
        if rule.in_status(subject.status) and _related(actor, role, rule.relation, subject)
        for verb in rule.verbs
    }
    return frozenset(found & {"see"} if actor.read_only else found)


def visible(
    actor: Actor, queryset: QuerySet[AnyModel], to: Map, *, group: str = "basics", verb: str = "see"
) -> QuerySet[AnyModel]:
    """The rows with which *actor* may do *verb*, filtered in the database by the same rules that :func:`may` reads."""
    allowed, many = Q(pk__in=()), False
    for role, rule in _rules(actor, to.record, group):
        if rule.allows(verb):
            condition = _condition(actor, role, rule, to)
            if condition is _EVERY:
                return queryset
            if condition is not None:
                allowed |= condition
                many = many or any(_over_many(queryset.model, path) for path in _paths(condition))
    if not many:
        return queryset.filter(allowed)
    # A path over many rows would repeat the record: ask for its key.
    return queryset.filter(pk__in=queryset.model._default_manager.filter(allowed).values("pk"))


def _paths(condition: Q) -> Iterator[str]:
    for part in condition.children:
        if isinstance(part, Q):
            yield from _paths(part)
        elif isinstance(part, tuple):
            yield str(part[0])


@cache
def _over_many(model: type[Model], path: str) -> bool:
    """Whether *path* ("states__participant_id") leads over a relation to many rows."""
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False  # a lookup, such as "in", or the column of a key, such as "participant_id"
        if field.many_to_many or field.one_to_many:
            return True
        if field.related_model is None:
            return False
        model = field.related_model
    return False


def _rules(actor: Actor, record: str, group: str) -> Iterator[tuple[HeldRole | None, Rule]]:
    for rule in rules().get((record, group), ()):
        if rule.second_factor and not actor.verified:
            continue
        if rule.role == "anyone":
            yield None, rule
        elif rule.role == "signed_in":
            if actor.person is not None:
                yield None, rule
        elif rule.role == "admin_session":
            if actor.admin_session is not None:
                yield None, rule
        else:
            for role in actor.roles:
                if role.kind == rule.role:
                    yield role, rule


# ``_related`` and ``_condition`` say the same of a record in hand and of rows in the database: a test compares them.
def _related(actor: Actor, role: HeldRole | None, relation: str, subject: Subject) -> bool:
    if relation == "any":
        return True
    if relation == "public":
        return subject.public
    if relation == "self":
        return actor.person is not None and actor.person in subject.persons
    if role is None:
        return False
    if relation == "own":
        return (bool(role.state) and role.state in subject.states) or role.organisation in subject.organisations
    if relation == "assigned":
        return bool(role.states & subject.states) or bool(role.programmes & subject.programmes)
    return role.organisation in subject.shared_with


def _condition(actor: Actor, role: HeldRole | None, rule: Rule, to: Map) -> Q | None:
    found: Q | None
    if rule.relation == "any":
        found = _EVERY
    elif rule.relation == "public":
        found = Q(**{to.public: True}) if to.public else None
        if found is not None and to.public_until:
            until = to.public_until
            found &= Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": timezone.localdate()})
    elif rule.relation == "self":
        found = Q(**{to.persons: actor.person}) if to.persons and actor.person is not None else None
    elif role is None:
        found = None
    elif rule.relation == "own":
        found = _either(
            Q(**{to.states: role.state}) if to.states and role.state else None,
            Q(**{to.organisations: role.organisation}) if to.organisations else None,
        )
    elif rule.relation == "assigned":
        found = _either(
            Q(**{f"{to.states}__in": role.states}) if to.states and role.states else None,
            Q(**{f"{to.programmes}__in": role.programmes}) if to.programmes and role.programmes else None,
        )
    else:
        found = Q(**{to.shared_with: role.organisation}) if to.shared_with else None
        if found is not None and to.shared_ended:
            found &= Q(**{f"{to.shared_ended}__isnull": True})
    if found is None or rule.statuses is None:
        return found
    if not to.status:
        return None
    chosen = Q(**{f"{to.status}__in": rule.statuses})
    return found & (~chosen if rule.all_but else chosen)


def _either(*parts: Q | None) -> Q | None:
    given = [part for part in parts if part is not None]
    if not given:
        return None
    whole = given[0]
    for part in given[1:]:
        whole |= part
    return whole
