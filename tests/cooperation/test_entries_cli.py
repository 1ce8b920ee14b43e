"""`accede import` of the tables of this room, and what the commands answer after it, as people run them."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Accede, accede, environment
from tests.cooperation.tables import LAW, STATEMENT, csv_of

from accede.cli.entries import TABLES
from accede.cooperation.imports import KINDS

__all__ = ["accede"]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the shipped data, as the first command makes it."""
    directory = tmp_path_factory.mktemp("entries") / "var"
    command = [sys.executable, "-P", "-m", "accede", "import", "list"]
    subprocess.run(
        command, env=environment(ACCEDE_DATA_DIR=str(directory)), check=True, capture_output=True, timeout=100
    )
    return directory


@pytest.fixture
def run(accede: Accede, data_dir: Path, tmp_path: Path) -> Run:
    """Runs a command in the data directory that the tests of this module share; FILE becomes a table of the rows."""

    def run(*arguments: str, rows: tuple[dict[str, str], ...] = ()) -> subprocess.CompletedProcess[str]:
        path = tmp_path / "table.csv"
        path.write_bytes(csv_of(*rows))
        return accede(*(str(path) if it == "FILE" else it for it in arguments), ACCEDE_DATA_DIR=str(data_dir))

    return run


def asked(run: Run, *more: str) -> Any:
    words = ("legal-basis", "FRA", "BRA", "--offence", "bombings-1997:bombing-persons", "--on", "2013-01-01")
    done = run(*words, "--bilateral", "no", "--format", "json", *more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["conclusion"]


def own_law_share(run: Run) -> Any:
    return json.loads(run("coverage", "--on", "2014-07-10", "--format", "json").stdout)["all"]["own-law"]["count"]


def test_the_help_names_each_table_as_the_importer_does() -> None:
    assert {name: kind.summary for name, kind in KINDS.items()} == TABLES


def test_what_is_imported_is_answered_from_until_it_is_taken_back(run: Run) -> None:
    before, share = asked(run), own_law_share(run)
    dry = run("import", "own-law", "FILE", "--dry-run", "--format", "json", rows=(LAW,))
    assert (json.loads(dry.stdout)["counts"]["new"], json.loads(dry.stdout)["applied"]) == (1, None)
    assert "nothing was changed (--dry-run)" in dry.stderr
    assert asked(run) == before == "at-option"
    done = run("import", "own-law", "FILE", "--yes", "--format", "table", rows=(LAW,))
    assert done.returncode == 0, done.stderr
    assert "BRA from 1981-01-01" in done.stdout
    number = done.stderr.partition("applied as import ")[2].partition(";")[0]
    assert asked(run) == "own-law"
    assert asked(run, "--b-requires-treaty", "yes") == "at-option"
    assert own_law_share(run) > share
    again = run("import", "own-law", "FILE", "--yes", rows=(LAW,))
    assert (again.returncode, "nothing to import" in again.stderr) == (0, True)
    listed = list(csv.DictReader(io.StringIO(run("import", "list", "--format", "csv").stdout)))
    assert ("own-law", number) in [(it["importer"], it["import"]) for it in listed]
    assert run("import", "undo", number, "--reason", "test").returncode == 0
    assert (asked(run), own_law_share(run)) == (before, share)


def test_a_contradiction_is_refused_with_both_rows_and_the_remedy(run: Run) -> None:
    rows = (STATEMENT, {**STATEMENT, "value": "no"})
    done = run("import", "statements", "FILE", "--yes", "--format", "csv", rows=rows)
    assert done.returncode == 1
    assert "line 3: contradicts line 2" in done.stderr
    assert "nothing was changed: the file has faults" in done.stderr
    first = run("import", "statements", "FILE", "--yes", rows=(STATEMENT,))
    number = first.stderr.partition("applied as import ")[2].partition(";")[0]
    other = {**STATEMENT, "value": "no", "source": "Another source (test)"}
    refused = run("import", "statements", "FILE", "--yes", "--format", "csv", rows=(other,))
    assert (refused.returncode, "1 row contradicts what another source says (--replace)" in refused.stderr) == (1, True)
    assert f"contradicts line 2 of table.csv, import {number}" in refused.stdout
    assert run("import", "statements", "FILE", "--yes", "--replace", rows=(other,)).returncode == 0


def test_an_unknown_name_is_told_with_the_way_out(run: Run) -> None:
    row = {**STATEMENT, "participant": "Brasilia"}
    done = run("import", "statements", "FILE", "--yes", rows=(row,))
    assert done.returncode == 1
    assert '--map "Brasilia=ISO3"' in done.stderr
    assert run("import", "statements", "FILE", "--dry-run", "--map", "Brasilia=FRA", rows=(row,)).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("import", "bilateral", "FILE"), "lacks column 'kind'"),
        (("import", "authorities", "no-such-file.csv"), "cannot be opened"),
        (("import", "statements", "FILE", "--map", "Brazil"), "is not of the form NAME=ISO3"),
        (("import", "statements", "FILE", "--skip", "Nobody"), "no row bears the name 'Nobody'"),
    ],
)  # fmt: skip
def test_a_bad_command_changes_nothing_and_says_why(run: Run, arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments, rows=(STATEMENT,))
    assert done.returncode in (1, 2)
    assert words in done.stderr
