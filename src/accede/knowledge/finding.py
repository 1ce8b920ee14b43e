"""What can be found by searching, who may find it, and keeping the index up to date. Higher rooms register what they have."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accede.accounts.records import Record
from accede.accounts.rights import Actor
from accede.kit.themes import Theme
from accede.knowledge.models import Case, Law, LawVersion, Provision, Publication
from accede.knowledge.queries import cases_for, laws_for, publications_for
from accede.knowledge.search import Document, Engine
from accede.law.shipped import shipped_catalogue, shipped_linkages, shipped_obligations


@dataclass(frozen=True, slots=True)
class Source:
    """Documents of one kind.

    ``readers`` names the groups that an actor is in now, ``stamp`` the state of what can be found. Documents that name no
    group are everyone's.
    """

    kind: str
    label: str | Promise
    documents: Callable[[], Iterable[Document]]
    stamp: Callable[[], str]
    readers: Callable[[Actor], Iterable[str]] = lambda actor: ()


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Let something be found; called by the room that has it, when it is ready."""
    _SOURCES[source.kind] = source


def sources() -> tuple[Source, ...]:
    """All that can be found, in the order in which it was registered."""
    return tuple(_SOURCES.values())


def kinds() -> tuple[str, ...]:
    """The kinds of what can be found."""
    return tuple(_SOURCES)


def engine() -> Engine:
    """The index of this installation, beside its data."""
    return _engine(Path(settings.SEARCH_DIR))


@cache
def _engine(directory: Path) -> Engine:
    return Engine(directory)


def readers_of(actor: Actor) -> frozenset[str]:
    """The groups that *actor* is in now: one for each law, case, publication and the like that may be read.

    It is asked of the database at every search, so that a consent that was withdrawn counts at once, before the index is made
    anew.
    """
    return frozenset(group for it in sources() for group in it.readers(actor))


def stamp() -> str:
    """What names the state of all that can be found."""
    return " ".join(it.stamp() for it in sources())


def refresh() -> int | None:
    """Make the index anew where something has changed; answers how many documents it has, None where nothing had."""
    now = stamp()
    if engine().stamp == now:
        return None
    return engine().rebuild(documents(), stamp=now)


def documents() -> Iterator[Document]:
    """Everything that can be found."""
    return chain.from_iterable(it.documents() for it in sources())


def changed_in(model: type[Record]) -> str:
    """What names the last change in a table of records: versions only go up, and rows are never deleted."""
    told = model._default_manager.aggregate(at=Max("changed_at"), rows=Count("pk"), versions=Sum("version"))
    return f"{told['rows']} {told['versions'] or 0} {told['at'].isoformat() if told['at'] else ''}"


def _stamp_of_laws() -> str:
    return f"{changed_in(Law)} {LawVersion.objects.aggregate(last=Max('pk'))['last'] or 0}"


def _cases() -> Iterator[Document]:
    linkages = {it.code: it for it in shipped_linkages()}
    rows = Case.objects.filter(archived_at__isnull=True)
    for row in rows.order_by("pk").iterator(chunk_size=2000):
        named = [
            *_titles(row.instruments),
            *(linkages[code].name_in("en") for code in row.linkages if code in linkages),
        ]
        yield Document(
            key=f"case:{row.pk}", kind="case", title=row.title, heading=f"{row.court} {row.reference} {row.ecli}".strip(),
            body="\n".join([row.summary, *named]).strip(), language=row.language, state=row.participant_id,
            groups=(f"case:{row.pk}",), date=row.decided_on.isoformat(), href=reverse("case", args=[row.pk]),
        )  # fmt: skip


def _publications() -> Iterator[Document]:
    themes = {value: str(label) for value, label in Theme.choices}
    rows = Publication.objects.filter(archived_at__isnull=True)
    for row in rows.order_by("pk").iterator(chunk_size=2000):
        named = [*_titles(row.instruments), *(themes[code] for code in row.themes if code in themes)]
        yield Document(
            key=f"publication:{row.pk}", kind="publication", title=row.title, heading=f"{row.body} {row.year}",
            body="\n".join([row.summary, *named]).strip(), language=(row.languages or ["en"])[0],
            state=row.participant_id or "", groups=(f"publication:{row.pk}",), date=str(row.year),
            href=reverse("publication", args=[row.pk]),
        )  # fmt: skip


def _titles(instruments: Iterable[str]) -> list[str]:
    catalogue = shipped_catalogue()
    return [catalogue[it].short_title for it in instruments if it in catalogue]


def _provisions() -> Iterator[Document]:
    rows = Provision.objects.filter(last__isnull=True, law__archived_at__isnull=True).select_related("law")
    for row in rows.order_by("pk").iterator(chunk_size=2000):
        yield Document(
            key=f"provision:{row.pk}", kind="provision", title=row.law.title, heading=f"{row.law.code} {row.number}",
            body=f"{row.heading}\n{row.text}".strip(), language=row.law.language, state=row.law.participant_id,
            groups=(f"law:{row.law_id}",), href=f"{reverse('law', args=[row.law_id])}#p{row.pk}",
        )  # fmt: skip


def _obligations() -> Iterator[Document]:
    titles = {it.id: it.short_title for it in shipped_catalogue()}
    for it in shipped_obligations():
        yield Document(
            key=f"obligation:{it.id}", kind="obligation", title=titles.get(it.instrument, it.instrument), heading=it.article,
            body=f"{it.summary}\n{it.legislative_measure}\n{', '.join(it.keywords)}", language="en",
            href=f"{reverse('instrument', args=[it.instrument])}#obligations",
        )  # fmt: skip


def _instruments() -> Iterator[Document]:
    for it in shipped_catalogue():
        yield Document(
            key=f"instrument:{it.id}", kind="instrument", title=it.title, heading=it.short_title, body=it.title,
            language="en", href=reverse("instrument", args=[it.id]),
        )  # fmt: skip


def groups_of(kind: str, rows: QuerySet[Any]) -> Iterator[str]:
    """A group for each of the *rows*."""
    return (f"{kind}:{key}" for key in rows.values_list("pk", flat=True))


for _source in (
    Source(
        "provision", _("Provisions of laws"), _provisions, _stamp_of_laws, lambda actor: groups_of("law", laws_for(actor))
    ),
    Source("obligation", _("Obligations"), _obligations, lambda: str(len(shipped_obligations()))),
    Source("instrument", _("Instruments"), _instruments, lambda: str(len(shipped_catalogue().ids))),
    Source("case", _("Cases"), _cases, lambda: changed_in(Case), lambda actor: groups_of("case", cases_for(actor))),
    Source(
        "publication", _("Publications and tools"), _publications, lambda: changed_in(Publication),
        lambda actor: groups_of("publication", publications_for(actor)),
    ),
):  # fmt: skip
    register(_source)
