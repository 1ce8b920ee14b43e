"""Imports: what is new, newer, older, the same, and refused."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.accounts.conftest import NOW
from tests.partners.making import activity, file_of, records

from accede.accounts.models import Event
from accede.accounts.rights import Actor
from accede.partners.domain.importing import Brought, bring_in
from accede.partners.iati.reading import read
from accede.partners.iati.stream import FileRefused, opened
from accede.partners.models import ActivityFile, PartnerActivity

pytestmark = pytest.mark.django_db


def take(path: Path, *, dry_run: bool = False) -> Brought:
    with opened(path) as source:
        return bring_in(read(source), file_name=path.name, sha256="0" * 64, by=Actor(), now=NOW, dry_run=dry_run)


def counts(done: Brought) -> tuple[int, int, int, int]:
    return done.added, done.updated, done.unchanged, len(done.refused)


def test_a_newer_file_updates_and_an_older_changes_nothing(tmp_path: Path) -> None:
    old = file_of(tmp_path, activity(), activity("XM-SAMPLE-2"), name="old.xml")
    new = file_of(
        tmp_path, activity(title="Changed", updated="2021-01-01T00:00:00Z"), activity("XM-SAMPLE-2"), name="new.xml"
    )
    assert counts(take(old, dry_run=True)) == (2, 0, 0, 0)
    assert not PartnerActivity.objects.exists()
    assert not ActivityFile.objects.exists()
    assert counts(take(old)) == (2, 0, 0, 0)
    assert counts(take(old)) == (0, 0, 2, 0)
    assert counts(take(new)) == (0, 1, 1, 0)
    again = take(old)
    assert (counts(again), again.older) == ((0, 0, 2, 0), 1)
    assert PartnerActivity.objects.count() == 2
    it = PartnerActivity.objects.select_related("first_file", "last_file").get(identifier="XM-SAMPLE-1")
    assert (it.title, it.first_file.file_name, it.last_file.file_name, it.states) == (
        "Changed",
        "old.xml",
        "new.xml",
        ";KEN;",
    )
    assert Event.objects.filter(record="partner_activity", verb="bring_in").count() == 4


def test_what_is_wrong_is_refused_alone(tmp_path: Path) -> None:
    done = take(file_of(tmp_path, activity(), activity("XM-SAMPLE-2", status="9"), activity(), activity("XM-SAMPLE-3")))
    assert (done.added, [(it.identifier, it.line) for it in done.refused]) == (
        2,
        [("XM-SAMPLE-2", 3), ("XM-SAMPLE-1", 4)],
    )


def test_nobody_takes_over_an_identifier_of_another(tmp_path: Path) -> None:
    take(file_of(tmp_path, activity()))
    done = take(file_of(tmp_path, activity(ref="XM-OTHER", title="Taken over"), name="other.xml"))
    assert counts(done) == (0, 0, 0, 1)
    assert PartnerActivity.objects.get().title == "Courts and judges"


def test_a_file_that_breaks_half_way_changes_nothing(tmp_path: Path) -> None:
    path = file_of(tmp_path, *(activity(f"XM-SAMPLE-{number}") for number in range(600)))
    path.write_text(path.read_text().removesuffix("</iati-activities>"))
    with pytest.raises(FileRefused):
        take(path)
    assert not PartnerActivity.objects.exists()


def test_queries_are_constant_for_a_batch(tmp_path: Path) -> None:
    def cost(number: int, name: str) -> int:
        made = records(file_of(tmp_path, *(activity(f"XM-SAMPLE-{name}-{n}") for n in range(number)), name=name))
        with CaptureQueriesContext(connection) as seen:
            bring_in(made, file_name=name, sha256="0" * 64, by=Actor(), now=NOW)
        # SQLite takes a batch in several statements, since it bounds the values of one.
        return len({query["sql"][:60] for query in seen if "partners_partneractivity" in query["sql"]})

    assert cost(1, "a") == cost(30, "b") == cost(250, "c")


def test_a_second_moment_of_a_real_file_updates_every_record(shared_data: Path) -> None:
    series = shared_data / "iati" / "series"
    first, second = series / "bcie-2025-12-12.xml.gz", series / "bcie-2025-12-16.xml.gz"
    assert counts(take(first)) == (87, 0, 0, 0)
    assert counts(take(second)) == (0, 87, 0, 0)
    assert counts(take(first)) == (0, 0, 87, 0)
    assert PartnerActivity.objects.count() == 87
