"""The log of facts: loaded once, added to, undone, never changed."""

import csv
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.db import IntegrityError, connection, models, transaction

from accede.kit.append_only import AppendOnly, LogIsAppendOnly
from accede.law.actions import ActionKind, OpenQuestion, Question, Source, Standing, StatusList, TreatyAction
from accede.law.shipped import DATA, shipped_facts
from accede.treaties import domain, queries
from accede.treaties.changes import Change
from accede.treaties.models import (
    Action,
    DataVersion,
    ImportBatch,
    Retraction,
)
from accede.treaties.models import Source as StoredSource

NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
LATER = datetime(2026, 4, 1, tzinfo=UTC)
KENYA = TreatyAction(
    instrument="nuclear-terrorism-2005",
    participant="SOM",
    action=ActionKind.ACCESSION,
    date=date(2024, 6, 1),
    sources=("newer",),
)
NEWER = Source(id="newer", title="A newer list", publisher="A depositary", as_at=date(2025, 1, 1), depositary=True)


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference data with the rows of one instrument alone, so that loading takes no time."""
    directory = tmp_path_factory.mktemp("few") / "data"
    shutil.copytree(DATA, directory, ignore=shutil.ignore_patterns("world_map*", "*.md", "obligations"))
    keep_rows(directory / "actions.csv", lambda row: row["instrument"] == "beijing-convention-2010")
    return directory


@pytest.fixture
def edition(few: Path, tmp_path: Path) -> Path:
    """A copy of those files that a test may change, as the next edition of the software would."""
    directory = tmp_path / "edition"
    shutil.copytree(few, directory)
    return directory


@pytest.fixture
def log(db: None, few: Path) -> ImportBatch:
    """The log with the few rows loaded."""
    batch = domain.load_shipped(now=NOW, directory=few)
    assert batch is not None
    return batch


def keep_rows(path: Path, wanted: Callable[[dict[str, str]], bool]) -> None:
    edit_rows(path, lambda rows: [row for row in rows if wanted(row)])


def edit_rows(path: Path, edit: Callable[[list[dict[str, str]]], Iterable[dict[str, str]]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, header = list(reader), reader.fieldnames or []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(edit(rows))


def imported(change: Change, **fields: Any) -> ImportBatch:
    given = {"importer": "csv", "file_name": "newer.csv", "digest": "0" * 64, "now": LATER}
    return domain.apply_import(change, **{**given, **fields})


def held() -> Counter[TreatyAction]:
    return Counter(queries.load_facts().actions)


def changes() -> int:
    """How often the log has changed."""
    return int(queries.data_version().partition("-")[0])


def row_of(code: str) -> TreatyAction:
    (row,) = queries.load_facts().actions_of(code, "beijing-convention-2010")
    return row


class TestLoading:
    @pytest.mark.django_db
    def test_facts_of_the_database_are_those_of_the_files(self) -> None:
        domain.load_shipped(now=NOW)
        stored, shipped = queries.load_facts(), shipped_facts()
        assert Counter(stored.actions) == Counter(shipped.actions)
        assert Counter(stored.lists) == Counter(shipped.lists)
        assert Counter(stored.questions) == Counter(shipped.questions)
        assert stored.sources == shipped.sources

    def test_second_time_nothing_happens(self, log: ImportBatch, few: Path) -> None:
        before = (Action.objects.count(), ImportBatch.objects.count(), changes())
        assert domain.load_shipped(now=LATER, directory=few) is None
        assert (Action.objects.count(), ImportBatch.objects.count(), changes()) == before

    def test_first_load_is_one_batch_and_one_version(self, log: ImportBatch) -> None:
        assert (log.importer, log.applied_at, changes()) == (domain.SHIPPED, NOW, 1)
        assert Action.objects.count() == Action.objects.filter(batch=log).count() == 59
        assert DataVersion.objects.get().imports_in_force == 0

    def test_broken_files_leave_the_log_as_it_was(self, log: ImportBatch, edition: Path) -> None:
        (edition / "actions.csv").write_text("instrument,participant,action\nbeijing-convention-2010,KEN,odd\n")
        with pytest.raises(ValueError, match=r"actions\.csv, line 2, field 'action': 'odd' is none of"):
            domain.load_shipped(now=LATER, directory=edition)
        assert (ImportBatch.objects.count(), changes(), sum(held().values())) == (1, 1, 59)


class TestUpgrade:
    def test_adds_and_retracts_only_the_difference(self, log: ImportBatch, edition: Path) -> None:
        gone, corrected = row_of("AGO"), row_of("BFA")

        def next_edition(rows: list[dict[str, str]]) -> Iterable[dict[str, str]]:
            for row in rows:
                if row["participant"] == "AGO":
                    continue
                yield {**row, "date": "2020-02-02"} if row["participant"] == "BFA" else row
            yield {**rows[0], "participant": "VUT", "date": "2021-05-06"}

        edit_rows(edition / "actions.csv", next_edition)
        batch = domain.load_shipped(now=LATER, directory=edition)
        assert batch is not None
        assert {row.participant_id for row in Action.objects.filter(batch=batch)} == {"BFA", "VUT"}
        retracted = {queries.action_from(it.action) for it in Retraction.objects.filter(batch=batch) if it.action}
        assert retracted == {gone, corrected}
        assert row_of("BFA").date == date(2020, 2, 2)
        assert queries.load_facts().actions_of("AGO", "beijing-convention-2010") == []
        assert changes() == 2

    def test_leaves_imports_as_they_are(self, log: ImportBatch, edition: Path) -> None:
        imported(Change(sources=(NEWER,), add=(KENYA,)))
        keep_rows(edition / "actions.csv", lambda row: row["participant"] != "AGO")
        domain.load_shipped(now=LATER, directory=edition)
        assert held()[KENYA] == 1

    def test_does_not_bring_back_a_row_that_an_import_corrected(self, log: ImportBatch, edition: Path) -> None:
        wrong = row_of("BFA")
        right = msgspec.structs.replace(wrong, date=date(2019, 1, 1), sources=("newer",))
        imported(Change(sources=(NEWER,), add=(right,), retract=(wrong,)))
        keep_rows(edition / "actions.csv", lambda row: row["participant"] != "AGO")
        domain.load_shipped(now=LATER, directory=edition)
        assert row_of("BFA") == right

    def test_may_drop_a_row_that_an_import_had_retracted_already(self, log: ImportBatch, edition: Path) -> None:
        wrong = row_of("BFA")
        imported(Change(retract=(wrong,)))
        keep_rows(edition / "actions.csv", lambda row: row["participant"] != "BFA")
        domain.load_shipped(now=LATER, directory=edition)
        assert held()[wrong] == 0

    def test_undoing_an_import_does_not_bring_back_what_the_files_no_longer_say(
        self, log: ImportBatch, edition: Path
    ) -> None:
        wrong = row_of("BFA")
        batch = imported(Change(retract=(wrong,)))
        keep_rows(edition / "actions.csv", lambda row: row["participant"] != "BFA")
        domain.load_shipped(now=LATER, directory=edition)
        domain.undo_import(batch_id=batch.pk, reason="wrong file", now=LATER)
        assert held()[wrong] == 0


class TestAppendOnly:
    def test_rows_are_not_changed_deleted_or_overwritten(self, log: ImportBatch) -> None:
        row = Action.objects.first()
        assert row is not None
        before = held()
        row.note = "changed"
        attempts: list[Callable[[], object]] = [
            row.save,
            row.delete,
            lambda: Action.objects.update(note="changed"),
            lambda: Action.objects.all().delete(),
            lambda: Action.objects.filter(pk=row.pk).update(note="changed"),
            lambda: Action.objects.bulk_update([row], ["note"]),
            lambda: Action.objects.update_or_create(pk=row.pk, defaults={"note": "changed"}),
            lambda: log.sources.all().delete(),
            lambda: log.sources.update(title="changed"),
        ]
        for attempt in attempts:
            with pytest.raises(LogIsAppendOnly, match="rows of the log are never changed or deleted"):
                attempt()
        assert held() == before

    def test_row_is_not_overwritten_by_a_new_object_with_its_key(self, log: ImportBatch) -> None:
        row = Action.objects.get(participant="BFA")
        values = {field.attname: getattr(row, field.attname) for field in Action._meta.concrete_fields}
        copy = Action(**{**values, "note": "changed"})
        with pytest.raises((LogIsAppendOnly, IntegrityError)), transaction.atomic():
            copy.save()
        assert Action.objects.get(pk=row.pk).note == row.note

    def test_row_is_not_overwritten_by_an_upsert(self, log: ImportBatch) -> None:
        row = Action.objects.get(participant="BFA")
        row.note = "changed"
        with pytest.raises(LogIsAppendOnly):
            Action.objects.bulk_create([row], update_conflicts=True, update_fields=["note"], unique_fields=["id"])

    def test_every_table_of_the_log_is_append_only(self) -> None:
        def below(model: type[models.Model]) -> set[type[models.Model]]:
            return {it for child in model.__subclasses__() for it in ({child} | below(child))}

        log_tables = {model.__name__ for model in below(AppendOnly) if not model._meta.abstract}
        assert log_tables >= {
            "ImportBatch",
            "ImportUndo",
            "Source",
            "Action",
            "StatusList",
            "OpenQuestion",
            "Retraction",
        }


class TestImport:
    def test_everything_in_it_counts_from_then_on(self, log: ImportBatch) -> None:
        wrong = row_of("BFA")
        newer = StatusList(instrument="beijing-convention-2010", source="newer", complete_as_of=date(2027, 1, 1))
        doubt = OpenQuestion(instrument="sua-1988", participant="KEN", question=Question.STATUS_DISPUTED)
        batch = imported(
            Change(sources=(NEWER,), add=(KENYA,), retract=(wrong,), lists=(newer,), questions=(doubt,)), note="why"
        )
        facts = queries.load_facts()
        assert Counter(facts.actions)[KENYA] == 1
        assert Counter(facts.actions)[wrong] == 0
        assert facts.newest_list("beijing-convention-2010") == newer
        assert facts.questions_by_cell["KEN", "sua-1988"] == doubt
        assert facts.sources["newer"] == NEWER
        assert (batch.note, batch.applied_at, changes()) == ("why", LATER, 2)
        assert DataVersion.objects.get().imports_in_force == 1

    def test_nothing_remains_of_one_that_fails_half_way(self, log: ImportBatch) -> None:
        before, counts = held(), [model.objects.count() for model in (Action, ImportBatch, Retraction, StoredSource)]
        impossible = msgspec.structs.replace(KENYA, date=None, earliest=date(2020, 1, 1), latest=date(2019, 1, 1))
        rows = [msgspec.structs.replace(KENYA, participant=code) for code in ("KEN", "UGA", "TZA")]
        with pytest.raises(IntegrityError, match="action_bounds_in_order"):
            imported(Change(sources=(NEWER,), add=(*rows, impossible), retract=(row_of("BFA"),)))
        assert held() == before
        assert [model.objects.count() for model in (Action, ImportBatch, Retraction, StoredSource)] == counts
        assert changes() == 1

    def test_database_refuses_rows_without_a_date_or_with_an_unknown_act(self, log: ImportBatch) -> None:
        with pytest.raises(IntegrityError, match="action_dated_or_bounded"):
            imported(Change(sources=(NEWER,), add=(msgspec.structs.replace(KENYA, date=None),)))
        set_aside = msgspec.structs.replace(KENYA, date=None, standing=Standing.SET_ASIDE)
        imported(Change(sources=(NEWER,), add=(set_aside,)))
        assert held()[set_aside] == 1

    def test_empty_one_is_refused(self, log: ImportBatch) -> None:
        with pytest.raises(
            domain.ImportImpossible, match=r"Nothing to import: everything in the file is already known\."
        ):
            imported(Change(sources=(NEWER,)))
        assert changes() == 1

    def test_one_that_was_previewed_before_another_change_is_refused(self, log: ImportBatch) -> None:
        wrong = row_of("BFA")
        preview = Change(sources=(NEWER,), add=(KENYA,), retract=(wrong,))
        imported(Change(retract=(wrong,)))
        with pytest.raises(
            domain.ImportImpossible, match="The data has changed since the preview: beijing-convention-2010"
        ):
            imported(preview)
        assert held()[KENYA] == 0
        assert changes() == 2

    def test_notes_and_names_of_any_length_and_script_are_kept(self, log: ImportBatch) -> None:
        strange = msgspec.structs.replace(KENYA, note="Ελλάς \u202e كينيا 肯尼亚 'quoted' \\ %s " * 200)
        imported(Change(sources=(NEWER,), add=(strange,)), file_name="é" * 400)
        assert held()[strange] == 1


class TestUndo:
    def test_restores_what_was_before(self, log: ImportBatch) -> None:
        before = held()
        batch = imported(Change(sources=(NEWER,), add=(KENYA,), retract=(row_of("BFA"),)))
        assert held() != before
        undo = domain.undo_import(batch_id=batch.pk, reason="the file was a draft", now=LATER)
        assert held() == before
        assert (undo.reason, undo.undone_at) == ("the file was a draft", LATER)
        assert (changes(), DataVersion.objects.get().imports_in_force) == (3, 0)
        assert Action.objects.filter(batch=batch).count() == 1

    def test_same_file_may_be_imported_again(self, log: ImportBatch) -> None:
        change = Change(sources=(NEWER,), add=(KENYA,))
        batch = imported(change)
        domain.undo_import(batch_id=batch.pk, reason="too early", now=LATER)
        imported(change)
        facts = queries.load_facts()
        assert Counter(facts.actions)[KENYA] == 1
        assert facts.sources["newer"] == NEWER

    @pytest.mark.parametrize("reason", ["", "  \n"])
    def test_needs_a_reason(self, log: ImportBatch, reason: str) -> None:
        batch = imported(Change(sources=(NEWER,), add=(KENYA,)))
        with pytest.raises(domain.ImportImpossible, match="Say why the import is undone"):
            domain.undo_import(batch_id=batch.pk, reason=reason, now=LATER)
        assert held()[KENYA] == 1

    def test_is_done_once(self, log: ImportBatch) -> None:
        batch = imported(Change(sources=(NEWER,), add=(KENYA,)))
        domain.undo_import(batch_id=batch.pk, reason="wrong", now=LATER)
        with pytest.raises(domain.ImportImpossible, match=rf"Import {batch.pk} was undone already, on 2026-04-01\."):
            domain.undo_import(batch_id=batch.pk, reason="wrong again", now=LATER)
        assert changes() == 3

    def test_shipped_data_cannot_be_undone(self, log: ImportBatch) -> None:
        with pytest.raises(
            domain.ImportImpossible, match="shipped reference data cannot be undone: correct it by an import"
        ):
            domain.undo_import(batch_id=log.pk, reason="why not", now=LATER)

    def test_import_that_is_not_there_is_named(self, log: ImportBatch) -> None:
        with pytest.raises(domain.ImportImpossible, match=r"There is no import 99999\."):
            domain.undo_import(batch_id=99999, reason="typing", now=LATER)

    def test_of_an_earlier_import_leaves_a_later_one(self, log: ImportBatch) -> None:
        first = imported(Change(sources=(NEWER,), add=(KENYA,)))
        uganda = msgspec.structs.replace(KENYA, participant="UGA")
        imported(Change(add=(uganda,)))
        domain.undo_import(batch_id=first.pk, reason="wrong", now=LATER)
        assert (held()[KENYA], held()[uganda]) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_queue(few: Path) -> None:
    """On PostgreSQL: the second waits for the first, sees what it did, and is told that its preview is too old."""
    if connection.vendor != "postgresql":
        pytest.skip("threads share one connection of an in-memory SQLite database; two processes are tested below")
    domain.load_shipped(now=NOW, directory=few)
    wrong = row_of("BFA")
    outcomes: list[str] = []
    start = threading.Barrier(2, timeout=30)

    def import_it(code: str) -> None:
        try:
            start.wait()
            imported(Change(add=(msgspec.structs.replace(KENYA, participant=code),), retract=(wrong,)))
            outcomes.append("applied")
        except domain.ImportImpossible as error:
            outcomes.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=import_it, args=(code,)) for code in ("KEN", "UGA")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcome[:30] for outcome in outcomes) == ["The data has changed since the", "applied"]
    assert Retraction.objects.filter(action__participant="BFA").count() == 1
    assert changes() == 2


WORKER = """
import os, sys
from datetime import UTC, date, datetime
from pathlib import Path
import django
django.setup()
from accede.law.actions import ActionKind, TreatyAction
from accede.treaties import domain, queries
from accede.treaties.changes import Change

def add(code):
    row = TreatyAction(instrument="nuclear-terrorism-2005", participant=code, action=ActionKind.ACCESSION,
                       date=date(2024, 6, 1), sources=("fedlex-0.353.23@2024-02-29",))
    domain.apply_import(Change(add=(row,)), importer="csv", file_name=code, digest="0", now=datetime.now(UTC))

def version(held):
    return held.version.partition("-")[0]

print("ready", version(queries.snapshot()), flush=True)
for line in sys.stdin:
    command, *codes = line.split()
    if command == "add":
        for code in codes:
            add(code)
    held = queries.snapshot()
    print(command, version(held), *sorted({row.participant for row in held.facts.actions
          if row.instrument == "nuclear-terrorism-2005"}), flush=True)
"""


class Worker:
    """A process with the site's settings and a database file: what one worker of the server is."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def read(self) -> list[str]:
        assert self.process.stdout is not None
        return self.process.stdout.readline().split()

    def send(self, command: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def stop(self) -> None:
        self.process.stdin and self.process.stdin.close()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout and self.process.stdout.close()


@pytest.fixture
def two_workers(few: Path, tmp_path: Path) -> Iterable[tuple[Worker, Worker]]:
    source = str(Path(domain.__file__).resolve().parents[2])
    environ = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": source,
        "DJANGO_SETTINGS_MODULE": "accede.settings",
        "ACCEDE_DATA_DIR": str(tmp_path / "site"),
        "ACCEDE_SECRET_KEY": "a key for tests alone: it signs nothing that leaves this machine",
    }
    (tmp_path / "site" / "static").mkdir(parents=True)
    prepare = (
        "import django; django.setup(); from django.core.management import call_command as run; "
        "run('migrate', verbosity=0); from accede.treaties import domain; from pathlib import Path; "
        f"from datetime import UTC, datetime; domain.load_shipped(now=datetime.now(UTC), directory=Path({str(few)!r}))"
    )
    subprocess.run([sys.executable, "-c", prepare], env=environ, check=True, timeout=100)
    workers = (Worker(environ), Worker(environ))
    yield workers
    for worker in workers:
        worker.stop()


def test_every_worker_notices_a_change_and_writers_queue(two_workers: tuple[Worker, Worker]) -> None:
    """On SQLite, with real processes and a database file."""
    one, other = two_workers
    assert one.read() == other.read() == ["ready", "1"]
    one.send("add KEN")
    assert one.read() == ["add", "2", "KEN"]
    other.send("look")
    assert other.read() == ["look", "2", "KEN"]
    # Both write at the same time, ten imports each: none fails, none is lost.
    first = ["AGO", "BDI", "BEN", "BFA", "BWA", "CAF", "CIV", "CMR", "COD", "COG"]
    second = ["DJI", "DZA", "EGY", "ERI", "ETH", "GAB", "GHA", "GIN", "GMB", "GNB"]
    one.send(f"add {' '.join(first)}")
    other.send(f"add {' '.join(second)}")
    assert one.read()[0] == other.read()[0] == "add"
    for worker in (one, other):
        worker.send("look")
        assert worker.read() == ["look", "22", *sorted([*first, *second, "KEN"])]
