"""The Atom feed of acts, newest first, with the filters of the page."""

from datetime import UTC, datetime, time
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext

from accede.kit.on import AsOf
from accede.kit.pages import public_page
from accede.law.actions import TreatyAction
from accede.treaties.presenters.actions import FILTERS, chosen_actions
from accede.treaties.presenters.common import Links, action_line
from accede.treaties.queries import Snapshot, snapshot

ENTRIES = 60


@public_page(snapshot)
def feed(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    """The last acts on or before the date, as Atom 1.0 (RFC 4287)."""
    rows = chosen_actions(snap, request.GET, asked)[:ENTRIES]
    root = settings.BASE_URL or f"{request.scheme}://{request.get_host()}"
    parameters = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    document = Atom1Feed(
        title=gettext("Accede: treaty actions"),
        link=root + asked.address(reverse("actions"), **parameters),
        description=gettext("Signatures, ratifications, accessions and withdrawals, by date of the act"),
        language=get_language(),
        feed_url=root + request.get_full_path(),
        feed_guid=root + asked.address(reverse("feed"), **parameters),
    )
    # Links stand without a date: what a reader opens years later is the page of that day.
    links = Links(AsOf(asked.today, asked.today))
    for row in rows:
        line = action_line(snap.facts, row, links)
        moment = datetime.combine(row.date or asked.on, time(), UTC)
        document.add_item(
            title=f"{line.state}: {line.words}, {snap.facts.catalogue[row.instrument].short_title}",
            link=root + line.state_href,
            description=f"{line.when}. {line.sources}",
            unique_id=_identifier(row),
            pubdate=moment,
            updateddate=moment,
            categories=(row.instrument, row.participant, row.action.value),
        )
    return HttpResponse(document.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _identifier(row: TreatyAction) -> str:
    """The same act keeps its identifier whatever the host and the edition of the data."""
    words = f"accede:action:{row.instrument}:{row.participant}:{row.action}:{row.date}:{row.standing}"
    return f"urn:uuid:{uuid5(NAMESPACE_URL, words)}"
