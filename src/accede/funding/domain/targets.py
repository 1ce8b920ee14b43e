"""Activities, programmes and plans as earmarks and requirements read them."""

from collections.abc import Iterable, Mapping
from typing import Any

from accede.assistance import plan_content
from accede.assistance.models import Activity, Plan, Programme
from accede.funding.ledger.earmarks import Target

Thing = Activity | Programme | Plan


def key_field(thing: Thing) -> dict[str, Any]:
    """The column of an allocation that names *thing*."""
    name = "activity" if isinstance(thing, Activity) else "plan" if isinstance(thing, Plan) else "programme"
    return {f"{name}_id": thing.pk}


def ancestors() -> dict[int, frozenset[int]]:
    """Every programme with itself and all of which it is a part, in two queries."""
    parents: dict[int, set[int]] = {pk: set() for pk in Programme.objects.values_list("pk", flat=True)}
    for child, parent in Programme.parents.through.objects.values_list("from_programme_id", "to_programme_id"):
        parents[child].add(parent)
    return {pk: with_ancestors([pk], parents) for pk in parents}


def with_ancestors(start: Iterable[int], parents: Mapping[int, Iterable[int]]) -> frozenset[int]:
    """The programmes of *start* and all of which they are a part."""
    found: set[int] = set()
    waiting = list(start)
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting.extend(parents.get(at, ()))
    return frozenset(found)


def target_of(thing: Thing, *, above: Mapping[int, frozenset[int]] | None = None) -> Target:
    """What earmarks read of *thing*; *above* is :func:`ancestors`, where many are asked about."""
    known = ancestors() if above is None else above

    def names(programmes: Iterable[Programme]) -> frozenset[str]:
        return frozenset(str(pk) for it in programmes for pk in known.get(it.pk, frozenset([it.pk])))

    if isinstance(thing, Activity):
        return Target(
            states=frozenset(it.participant_id for it in thing.states.all()),
            themes=frozenset([thing.theme] if thing.theme else []), programmes=names(thing.programmes.all()),
            plans=frozenset([str(thing.plan_id)] if thing.plan_id else []),
        )  # fmt: skip
    if isinstance(thing, Plan):
        return Target(states=frozenset([thing.participant_id]), plans=frozenset([str(thing.pk)]))
    return Target(
        states=frozenset([thing.participant_id] if thing.participant_id else []),
        regions=frozenset([thing.region] if thing.region else []),
        themes=frozenset([thing.theme] if thing.theme else []), programmes=names([thing]),
    )  # fmt: skip


def obligations_of(content: plan_content.Content, objective: str) -> frozenset[str]:
    """The obligations that an objective of a plan serves."""
    return frozenset(name for it in content.objectives if it.key == objective for name in it.obligations)
