"""Entries from where activities are: our database, what partners published, and a file."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from accede.accounts.rights import Actor, visible
from accede.assistance.models import Activity
from accede.assistance.subjects import ACTIVITIES
from accede.partners import content
from accede.partners.iati import codes
from accede.partners.iati.exporting import sector_of, withheld
from accede.partners.iati.records import ActivityRecord, Party, Share
from accede.partners.iati.writing import Publisher, identifier_of
from accede.partners.models import PartnerActivity
from accede.partners.overlapping.record import Entry, party_key


def of_ours(actor: Actor, publisher: Publisher) -> Iterator[Entry]:
    """Our activities that the actor may see, as they would be published; those held back from exchange left out."""
    states, single = withheld()
    rows: QuerySet[Activity] = visible(actor, Activity.objects.filter(archived_at__isnull=True), ACTIVITIES)
    rows = rows.exclude(status="cancelled").exclude(pk__in=single).select_related("lead")
    for it in rows.prefetch_related("states", "partners").order_by("pk").iterator(chunk_size=500):
        named = {row.participant_id for row in it.states.all()}
        if named & states:
            continue
        bodies = [each for each in (it.lead, *it.partners.all()) if each is not None]
        yield Entry(
            key=identifier_of(publisher, it.reference), publisher=publisher.ref, title=it.title, text=it.description,
            places=frozenset(codes.country_of(state) or state for state in named), starts=it.starts, ends=it.ends,
            sectors=frozenset({sector_of(it.theme)}),
            partners=frozenset(party_key("", each.name) for each in bodies if each.name != publisher.name),
        )  # fmt: skip


def of_partners(rows: QuerySet[PartnerActivity] | None = None) -> Iterator[Entry]:
    """What partners published, as it is stored."""
    found = PartnerActivity.objects.all() if rows is None else rows
    for it in found.exclude(status="5").order_by("pk").iterator(chunk_size=500):
        held = it.content
        yield _entry(
            it.identifier, it.publisher, [title for _, title in held["titles"]], held["descriptions"],
            content.shares(held, "countries"), content.shares(held, "sectors"), content.parties(held), held["same_as"],
            held["related"], [(row[0], row[1], Decimal(row[2])) for row in held["spending"]], it.starts, it.ends,
        )  # fmt: skip


def of_records(records: Iterable[ActivityRecord]) -> Iterator[Entry]:
    """The usable activities of a file."""
    for it in records:
        if it.identifier and it.status != "5":
            yield _entry(
                it.identifier, it.publisher.ref, [title for _, title in it.titles], it.descriptions, it.countries,
                it.sectors, it.organisations, it.same_as, it.related,
                [(each.type, each.currency, each.total) for each in it.spending], it.starts, it.ends,
            )  # fmt: skip


def _entry(
    identifier: str, publisher: str, titles: Iterable[str], descriptions: Iterable[str], countries: Iterable[Share],
    sectors: Iterable[Share], organisations: Iterable[Party], same_as: Iterable[str], related: Iterable[str],
    spending: Iterable[tuple[str, str, Decimal]], starts: date | None, ends: date | None,
) -> Entry:  # fmt: skip
    committed = [(currency, total) for kind, currency, total in spending if kind == "2"]
    currency, total = committed[0] if len(committed) == 1 else ("", None)
    return Entry(
        key=identifier, publisher=publisher, title=" ".join(titles), text=" ".join(descriptions),
        places=frozenset(share.code for share in countries), starts=starts, ends=ends,
        sectors=frozenset(share.code for share in sectors if share.vocabulary in ("", "1")),
        partners=frozenset(
            party_key(party.ref, party.name)
            for party in organisations
            if party.ref != publisher and party.role in ("1", "3", "4")
        ),
        total=total, currency=currency, same_as=frozenset(same_as), related=frozenset(related),
    )  # fmt: skip
