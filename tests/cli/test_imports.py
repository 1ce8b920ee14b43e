"""`accede import` as people run it: preview, refusal, application, and taking back, in a data directory of its own."""

import csv
import io
import json
import os
import pty
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Accede, environment
from tests.treaties.importers.samples import HAGUE, INVENTED, held_rows, pdf_of, untc_xml

Import = Callable[..., subprocess.CompletedProcess[str]]
NEWER = untc_xml([*held_rows("bombings-1997"), INVENTED])


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the shipped data and no import, as the first command makes it."""
    directory = tmp_path_factory.mktemp("import") / "var"
    command = [sys.executable, "-P", "-m", "accede", "import", "list"]
    subprocess.run(
        command, env=environment(ACCEDE_DATA_DIR=str(directory)), check=True, capture_output=True, timeout=100
    )
    return directory


@pytest.fixture
def run(accede: Accede, data_dir: Path, tmp_path: Path) -> Import:
    """Runs `accede import`, in the data directory that the tests of this module share; a text becomes a file."""

    def run(*arguments: str, content: str | bytes = "", name: str = "list.xml") -> subprocess.CompletedProcess[str]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        words = [str(path) if word == "FILE" else word for word in arguments]
        return accede("import", *words, ACCEDE_DATA_DIR=str(data_dir))

    return run


def imports(data_dir: Path) -> list[str]:
    """The importers of all imports in the database, read without the program."""
    with closing(sqlite3.connect(data_dir / "accede.sqlite3")) as connection:
        return [name for (name,) in connection.execute("SELECT importer FROM treaties_importbatch ORDER BY id")]


def test_a_dry_run_changes_nothing(run: Import, data_dir: Path) -> None:
    before = imports(data_dir)
    dry = run("untc", "FILE", "--dry-run", content=NEWER)
    assert dry.returncode == 0, dry.stderr
    told = json.loads(dry.stdout)
    assert (told["counts"]["new"], told["counts"]["same"], told["applied"], told["dry_run"]) == (1, 228, None, True)
    assert "nothing was changed (--dry-run)" in dry.stderr
    assert imports(data_dir) == before


def test_a_list_is_applied_known_and_taken_back(run: Import, accede: Accede, data_dir: Path) -> None:
    def status() -> str:
        arguments = ("status", "PRK", "--on", "2021-03-31", "--instrument", "bombings-1997")
        done = accede(*arguments, ACCEDE_DATA_DIR=str(data_dir))
        return str(json.loads(done.stdout)["instruments"][0]["status"])

    done = run("untc", "FILE", "--format", "table", content=NEWER)
    assert done.returncode == 0, done.stderr
    assert "1 new, 228 same" in done.stdout
    number = done.stderr.split("applied as import ")[1].split(";")[0]
    assert status() == "party"

    again = run("untc", "FILE", content=NEWER)
    assert (again.returncode, json.loads(again.stdout)["applied"]) == (0, None)
    assert "already known" in again.stderr

    assert run("undo", number, "--reason", "an invented row").returncode == 0
    assert status() == "unknown"
    rows = list(csv.DictReader(io.StringIO(run("list", "--format", "csv").stdout)))
    assert [rows[0][column] for column in ("import", "importer", "reason")] == [number, "untc", "an invented row"]


def test_undoing_needs_a_reason_and_an_import(run: Import) -> None:
    for arguments, message in ((("2",), "--reason"), (("1", "--reason", "no"), "cannot be undone")):
        done = run("undo", *arguments)
        assert done.returncode == 1
        assert message in done.stderr


def test_faults_are_told_and_nothing_is_changed(run: Import, data_dir: Path) -> None:
    before = imports(data_dir)
    done = run("untc", "FILE", content=NEWER.replace("12 Mar 2021 a", "31 Feb 2021 a"))
    assert done.returncode == 1
    assert json.loads(done.stdout)["faults"][0]["message"].endswith("February 2021 has 28 days.")
    assert "row 174" in done.stderr
    assert "not applied, and nothing was changed" in done.stderr
    assert imports(data_dir) == before


def test_a_hostile_file_is_refused_in_one_line(run: Import) -> None:
    done = run("untc", "FILE", content='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>')
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("accede: list.xml, line 1: declares a document type or an entity")
    assert done.stderr.rstrip().endswith("Nothing was changed.")


def test_a_pdf_with_a_name_to_decide_on(run: Import) -> None:
    text = HAGUE.replace("Albania", "Albany")
    pdf = pdf_of(line for line in text.splitlines() if line)
    done = run("icao", "FILE", "--dry-run", "--format", "table", content=pdf, name="hague.pdf")
    assert done.returncode == 1
    assert "did the list mean ALB (Albania)" in done.stdout
    assert '--map "Albany=ISO3"' in done.stderr
    mapped = run("icao", "FILE", "--dry-run", "--map", "Albany=ALB", content=pdf, name="hague.pdf")
    assert mapped.returncode == 0, mapped.stderr
    assert json.loads(mapped.stdout)["counts"]["unmatched"] == 0


def test_a_table_of_our_own_and_its_rows_as_csv(run: Import) -> None:
    text = "instrument,participant,action,date\nbombings-1997,Kenya,accession,2001-11-16\n"
    unnamed = run("csv", "FILE", "--dry-run", "--format", "table", content=text, name="acts.csv")
    assert unnamed.returncode == 0
    assert "Table of our own: acts.csv" in unnamed.stdout
    done = run(
        "csv", "FILE", "--dry-run", "--source", "Tests: register", "--format", "csv", content=text, name="acts.csv"
    )
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert (row["participant"], row["outcome"]) == ("KEN", "same")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("untc", "FILE", "--instrument", "bombing-1997"), "Did you mean bombings-1997"),
        (("untc", "FILE", "--as-of", "1 May 2021"), "--as-of: '1 May 2021' is not a date"),
        (("untc", "FILE", "--map", "Kenya"), "is not of the form NAME=ISO3"),
        (("untc", "FILE", "--map", "Nowhere=KEN"), "no row of the list bears the name"),
        (("unesco", "FILE"), "invalid choice"),
    ],
)
def test_wrong_usage(run: Import, arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments, content=NEWER)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


@pytest.mark.parametrize(("answer", "applied"), [("n", False), ("", False), ("y", True)])
def test_a_terminal_is_asked(answer: str, applied: bool, data_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    day = f"2024-01-0{len(answer) + 1}"
    path.write_text(f"instrument,participant,action,date\nsaarc-1987,IND,signature,{day}\n", encoding="utf-8")
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    done = subprocess.run(
        [sys.executable, "-P", "-m", "accede", "import", "csv", str(path), "--source", "Tests: acts"],
        env=environment(ACCEDE_DATA_DIR=str(data_dir)), stdin=theirs, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert "Apply this import? [y/N]" in done.stderr
    assert (json.loads(done.stdout)["applied"] is not None) is applied


def test_the_importers_offered_are_those_there_are() -> None:
    from accede.cli.imports import IMPORTERS
    from accede.treaties.importers.registry import IMPORTERS as READERS

    assert {name: reader.summary for name, reader in READERS.items()} == IMPORTERS
