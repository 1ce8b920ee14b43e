"""Exporting activities with results and payments, against lxml's ``xmlfile`` writing the same elements from memory.

Also: activities a second with validation of the whole file, queries for each 250, and memory over ten times as many
(``ACCEDE_BENCHMARK_ACTIVITIES``, 10,000 unless set; 100,000 shows the flat memory at full size).
"""

import io
import os
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from lxml import etree

from benchmarks.iati_import import prepared
from benchmarks.measure import Result, tell

NUMBER = int(os.environ.get("ACCEDE_BENCHMARK_ACTIVITIES", "10000"))
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)


def fill(number: int) -> None:
    from accede.assistance.models import Activity, ActivityState, Outcome
    from accede.treaties.models import Participant

    codes = list(Participant.objects.order_by("code").exclude(code="EUE").values_list("code", flat=True)[:150])
    stamps = {"created_at": NOW, "changed_at": NOW}
    for first in range(0, number, 5000):
        activities = Activity.objects.bulk_create(
            Activity(
                reference=f"A-{key:07d}", title=f"Workshop on digital evidence {key}", kind="workshop", scope="country",
                status="evaluated", status_since=NOW, starts=date(2020, 1, 1) + timedelta(days=key % 2000), public=True,
                ends=date(2020, 1, 5) + timedelta(days=key % 2000), description="Judges learn to weigh evidence. " * 5,
                outcome_text="A bench book is in use.", theme="adjudication", **stamps,
            )
            for key in range(first, min(first + 5000, number))
        )  # fmt: skip
        ActivityState.objects.bulk_create(
            ActivityState(activity=it, participant_id=codes[(it.pk + n) % len(codes)])
            for it in activities
            for n in range(2)
        )
        outcomes = Outcome.objects.bulk_create(
            Outcome(
                participant_id=codes[it.pk % len(codes)], what="provision", title="A provision was adopted", reason="seen",
                status="contributed", **stamps,
            )
            for it in activities
        )  # fmt: skip
        link = Outcome.activities.through
        link.objects.bulk_create(
            link(outcome=outcome, activity=it) for outcome, it in zip(outcomes, activities, strict=True)
        )


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="accede-iati-") as work:
        prepared(work)
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from accede.partners.iati import money
        from accede.partners.iati.exporting import Exported, export, going_out, write
        from accede.partners.iati.money import Money, Transaction
        from accede.partners.iati.records import Budget
        from accede.partners.iati.writing import Publisher, element_of

        fill(NUMBER)
        day = date(2020, 1, 1)
        held = Money(
            (Budget(day, date(2020, 12, 31), Decimal("12000"), "USD"),),
            tuple(Transaction(kind, day, Decimal("1000.50"), "USD", "Sample Donor") for kind in "233344"),
        )
        money.register(lambda keys: dict.fromkeys(keys, held))
        publisher = Publisher("XM-SAMPLE", "Sample Office")
        # The floor: the same elements, from values in memory.
        kept = list(going_out(NOW.date(), publisher, Exported()))[:5000]
        started = time.perf_counter()
        target = io.BytesIO()
        with etree.xmlfile(target, encoding="utf-8") as out, out.element("iati-activities", {"version": "2.03"}):
            for it in kept:
                out.write(element_of(it, publisher))
        floor = (time.perf_counter() - started) / len(kept)
        del kept, target
        started = time.perf_counter()
        with open(os.devnull, "wb") as nowhere:
            write(nowhere, publisher=publisher, now=NOW, done=Exported())
        writing = (time.perf_counter() - started) / NUMBER
        # Counted in a run of its own: keeping the text of queries costs more than some of them.
        with CaptureQueriesContext(connection) as seen, open(os.devnull, "wb") as nowhere:
            write(nowhere, publisher=publisher, now=NOW, done=Exported())
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        started = time.perf_counter()
        done = export(Path(work) / "out.xml", publisher=publisher, now=NOW)
        whole = (time.perf_counter() - started) / NUMBER
        assert done.written == NUMBER, done.faults[:3]
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        note = (
            f"{NUMBER:,} activities; {floor * 1e6:.0f} µs for one from memory, {writing * 1e6:.0f} µs from the database"
        )
        return tell([
            Result("export / xmlfile from memory", writing / floor, "times", 3, note=note),
            Result("activities exported a second, the file validated", 1 / whole, "a second", 1000, at_least=True),
            Result("queries for each 250", len(seen) / (NUMBER / 250), "queries", 8),
            Result("memory that exporting and validating adds", after - before, "MB", 100, note=f"{after:.0f} MB at most"),
        ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
