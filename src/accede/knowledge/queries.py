"""What is asked of laws."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from accede.accounts.rights import ANYONE, Actor, Subject, may, visible
from accede.knowledge.domain.bringing import Draft
from accede.knowledge.models import Law, LawVersion, Provision
from accede.knowledge.reading.akn import to_akn
from accede.knowledge.subjects import LAWS
from accede.treaties.places import place_choices
from accede.treaties.sections import Section


def laws_for(actor: Actor) -> QuerySet[Law]:
    """The laws that the actor may read."""
    return visible(actor, Law.objects.filter(archived_at__isnull=True), LAWS)


def states_to_bring(actor: Actor) -> list[tuple[str, str]]:
    """The States, with their names, whose laws the actor may bring in."""
    if actor.person is None:
        return []
    return [
        (code, name)
        for code, name in place_choices(samples=True)
        if may(actor, "create", Subject(record=Law.KIND, states=frozenset([code])))
    ]


def provisions_of(law: Law, *, version: int | None = None) -> QuerySet[Provision]:
    """The provisions in order, as they stand or as they stood in a version."""
    found = law.provisions.order_by("position", "id")
    if version is None:
        return found.filter(last__isnull=True)
    return found.filter(first__lte=version).filter(Q(last__isnull=True) | Q(last__gte=version))


def as_akn(law: Law, *, version: int | None = None) -> bytes:
    """The law as Akoma Ntoso 3.0, as it stands or as it stood in a version."""
    of = law.versions.order_by("-number") if version is None else law.versions.filter(number=version)
    held = of.first()
    rows = provisions_of(law, version=version)
    return to_akn(
        country=law.participant_id, law=law.code, title=law.title, language=law.language,
        version_date=held.on if held is not None else None,
        drafts=[Draft(it.number, it.heading, it.text, tuple(it.place)) for it in rows],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A law in the version in which it was read, and the digest of its whole text."""

    law: int
    version: int
    digest: str


def held_laws(actor: Actor, state: str) -> tuple[Held, ...]:
    """The laws of a State that the actor may read, each with its latest version."""
    latest = LawVersion.objects.filter(law=OuterRef("pk")).order_by("-number")
    rows = laws_for(actor).filter(participant=state).order_by("pk")
    found = rows.annotate(latest=Subquery(latest.values("number")[:1]), digest=Subquery(latest.values("sha256")[:1]))
    return tuple(Held(*row) for row in found.values_list("pk", "latest", "digest") if row[1])


def public_section() -> Section:
    """How many laws of a State everyone may read, with the ways to them, on the State's page."""
    return Section("knowledge/state_section.html", _version, _shown)


def _version() -> str:
    changed = Law.objects.aggregate(at=Max("changed_at"))["at"]
    return f"laws {changed.timestamp() if changed else 0}"


def _shown(state: str) -> dict[str, Any]:
    return {"state": state, "laws": laws_for(ANYONE).filter(participant=state).count()}
