"""Activities among what the search of the site finds, each by those who may see it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accede.assistance.models import Activity
from accede.assistance.models.themes import Theme
from accede.assistance.queries.activities import activities_for
from accede.knowledge.finding import Source, changed_in, groups_of
from accede.knowledge.search import Document


def source() -> Source:
    """What the search asks for."""
    return Source(
        "activity", _("Activities"), _documents, lambda: changed_in(Activity),
        lambda actor: groups_of("activity", activities_for(actor)),
    )  # fmt: skip


def _documents() -> Iterator[Document]:
    """What stands in the fields that everyone sees who sees the activity, and none of what is internal."""
    themes = {value: str(label) for value, label in Theme.choices}
    rows = Activity.objects.filter(archived_at__isnull=True).prefetch_related("states")
    for row in rows.order_by("pk").iterator(chunk_size=2000):
        states = [it.participant_id for it in row.states.all()]
        yield Document(
            key=f"activity:{row.pk}", kind="activity", title=row.title, heading=row.reference,
            body=f"{row.description}\n{row.place}\n{themes.get(row.theme, '')}".strip(),
            language=row.language if row.language in ("ar", "en", "es", "fr", "ru", "zh") else "en",
            state=states[0] if len(states) == 1 else "", groups=(f"activity:{row.pk}",),
            date=row.starts.isoformat() if row.starts else "",
            href=reverse("public-activity" if row.public else "activity", args=[row.pk]),
        )  # fmt: skip
