"""What can be found by searching, who may find it, and keeping the index up to date."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db.models import Max
from django.urls import reverse

from accede.accounts.rights import Actor
from accede.knowledge.models import Law, LawVersion, Provision
from accede.knowledge.queries import laws_for
from accede.knowledge.search import Document, Engine
from accede.law.shipped import shipped_catalogue, shipped_obligations

Source = Callable[[], Iterable[Document]]
KINDS = ("provision", "obligation", "instrument")


def engine() -> Engine:
    """The index of this installation, beside its data."""
    return _engine(Path(settings.SEARCH_DIR))


@cache
def _engine(directory: Path) -> Engine:
    return Engine(directory)


def readers_of(actor: Actor) -> frozenset[str]:
    """The groups that *actor* is in now: one for each law that may be read.

    It is asked of the database at every search, so that a consent that was withdrawn counts at once, before the index is made
    anew.
    """
    return frozenset(f"law:{key}" for key in laws_for(actor).values_list("pk", flat=True))


def stamp() -> str:
    """What names the state of all that can be found."""
    laws = Law.objects.aggregate(at=Max("changed_at"))["at"]
    versions = LawVersion.objects.aggregate(last=Max("pk"))["last"]
    return f"{laws.isoformat() if laws else ''} {versions or 0} {len(shipped_obligations())}"


def refresh() -> int | None:
    """Make the index anew where something has changed; answers how many documents it has, None where nothing had."""
    now = stamp()
    if engine().stamp == now:
        return None
    return engine().rebuild(documents(), stamp=now)


def documents() -> Iterator[Document]:
    """Everything that can be found."""
    return chain(_provisions(), _obligations(), _instruments())


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
