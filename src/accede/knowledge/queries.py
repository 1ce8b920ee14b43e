"""What is asked of laws, cases and publications."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from accede.accounts.rights import ANYONE, Actor, Subject, may, visible
from accede.knowledge.domain.bringing import Draft
from accede.knowledge.models import Case, Law, LawVersion, Provision, Publication, Shared
from accede.knowledge.reading.akn import to_akn
from accede.knowledge.subjects import CASES, LAWS, PUBLICATIONS
from accede.treaties.places import place_choices
from accede.treaties.sections import Section

AnyShared = TypeVar("AnyShared", bound=Shared)


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


def cases_for(actor: Actor) -> QuerySet[Case]:
    """The cases that the actor may read."""
    return visible(actor, Case.objects.filter(archived_at__isnull=True), CASES)


def publications_for(actor: Actor) -> QuerySet[Publication]:
    """The publications that the actor may read."""
    return visible(actor, Publication.objects.filter(archived_at__isnull=True), PUBLICATIONS)


def holding(queryset: QuerySet[AnyShared], column: str, code: str) -> QuerySet[AnyShared]:
    """Those whose list in *column* holds *code*; asked as text, which both databases can."""
    name = f"{column}_as_text"
    held = {f"{name}__contains": f'"{code}"'}
    narrowed: QuerySet[AnyShared] = queryset.annotate(**{name: Cast(column, TextField())}).filter(**held)
    return narrowed


def applied_in(case: Case, actor: Actor) -> QuerySet[Provision]:
    """The provisions that a case applied, of those laws that the actor may read."""
    found = Provision.objects.filter(applied_in__case=case).select_related("law")
    return found.filter(law__in=laws_for(actor)).order_by("law__title", "position", "id")


def cited(
    state: str, names: Iterable[str], laws: QuerySet[Law], *, case: Case | None = None
) -> tuple[list[Provision], list[str]]:
    """The provisions that *names* cite as LAW/NUMBER among *laws* of the State, and those names that cite none.

    A wording that *case* already applied stays the one that is meant; all others are meant as they stand.
    """
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    numbers = {name.partition("/")[2].strip() for name in wanted}
    rows = Provision.objects.filter(law__in=laws.filter(participant=state), number__in=numbers).select_related("law")
    standing: dict[str, list[Provision]] = {}
    former: dict[str, list[Provision]] = {}
    for row in rows.filter(last__isnull=True):
        standing.setdefault(citation(row), []).append(row)
    if case is not None:
        for row in rows.filter(applied_in__case=case):
            former.setdefault(citation(row), []).append(row)
    by_name = standing | former
    found = [row for name in wanted for row in by_name.get(name, ())]
    return found, [name for name in wanted if name not in by_name]


def citation(it: Provision) -> str:
    """How a provision is cited in forms and files: LAW/NUMBER."""
    return f"{it.law.code}/{it.number}"


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
    """How many laws, cases and publications of a State everyone may read, with the ways to them, on the State's page."""
    return Section("knowledge/state_section.html", _version, _shown)


def _version() -> str:
    changed = [it.objects.aggregate(at=Max("changed_at"))["at"] for it in (Law, Case, Publication)]
    return "laws " + " ".join(str(at.timestamp() if at else 0) for at in changed)


def _shown(state: str) -> dict[str, Any]:
    return {
        "state": state, "laws": laws_for(ANYONE).filter(participant=state).count(),
        "cases": cases_for(ANYONE).filter(participant=state).count(),
        "publications": publications_for(ANYONE).filter(participant=state).count(),
    }  # fmt: skip
