"""Placeholder States of the sample programme: a small world of their own, beside the real one and never counted with it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accede.law.actions import ActionKind, Source, StatusList, TreatyAction
from accede.law.facts import Facts
from accede.law.participants import Participant as Party
from accede.law.participants import ParticipantKind, Participants
from accede.law.shipped import shipped_catalogue
from accede.treaties.models import Instrument, Participant, SampleAction
from accede.treaties.places import SAMPLE_STATES

SOURCE = "sample"


def sample_facts(*, known_until: date) -> Facts | None:
    """The facts of the placeholder States, complete up to *known_until*; None where the sample is not loaded."""
    rows = list(SampleAction.objects.order_by("id"))
    if not rows:
        return None
    catalogue = shipped_catalogue()
    return Facts(
        catalogue=catalogue,
        participants=Participants([_party(code) for code in SAMPLE_STATES], []),
        actions=[
            TreatyAction(
                instrument=row.instrument_id, participant=row.participant_id, action=ActionKind(row.action),
                date=row.date, sources=(SOURCE,),
            )
            for row in rows
        ],
        lists=[
            StatusList(instrument=it, source=SOURCE, complete_as_of=known_until, signatures=True) for it in catalogue.ids
        ],
        sources={SOURCE: Source(id=SOURCE, title="Sample data", publisher="Made up for the sample programme")},
    )  # fmt: skip


def _party(code: str) -> Party:
    letter = code[2]
    return Party(
        code=code, kind=ParticipantKind.STATE, name=f"Sample State {letter}", name_fr=f"État d’exemple {letter}",
        name_es=f"Estado de muestra {letter}", name_ru=f"Образцовое государство {letter}",
        name_ar=f"دولة العيّنة {letter}", name_zh=f"示例国{letter}",
    )  # fmt: skip


def record(rows: Iterable[tuple[str, str, str, date]], *, now: datetime) -> int:
    """Add acts of placeholder States: code, instrument, kind of act, day. Answers how many are new."""
    with transaction.atomic():
        new = 0
        for code, instrument, kind, day in rows:
            Participant.objects.get_or_create(code=code)
            Instrument.objects.get_or_create(id=instrument)
            _, made = SampleAction.objects.get_or_create(
                participant_id=code, instrument_id=instrument, action=ActionKind(kind).value, date=day
            )
            new += made
        _changed()
    return new


def remove() -> int:
    """Take all acts of placeholder States out."""
    with transaction.atomic():
        count, _ = SampleAction.objects.all().delete()
        _changed()
    return count


def _changed() -> None:
    """The data has changed: every worker looks anew, and public pages are rendered anew."""
    from accede.treaties.domain import advance, lock_version

    advance(lock_version())
