"""The commands that answer from the law alone, run as people run them."""

import csv
import io
import json
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from accede.law import check_data, shipped_facts, statuses
from accede.law.answers import MATRIX_COLUMNS, parties_report, status_report
from tests.cli.conftest import Accede


def test_status_prints_the_librarys_answer_as_json(accede: Accede) -> None:
    done = accede("status", "KEN", "--on", "2012-01-01", "--format", "json")
    facts, on = shipped_facts(), date(2012, 1, 1)
    assert done.returncode == 0
    assert done.stderr == ""
    assert json.loads(done.stdout) == status_report(facts, "KEN", on, statuses(facts, "KEN", on))


def test_json_is_the_form_where_no_terminal_reads(accede: Accede) -> None:
    done = accede("status", "ken", "--on", "2012-01-01", "--instrument", "hostages-1979")
    (answer,) = json.loads(done.stdout)["instruments"]
    assert (answer["status"], answer["consent_date"], answer["in_force_from"]) == ("party", "1981-12-08", "1983-06-03")
    assert answer["action"] == "accession"
    assert answer["complete_as_of"] == "2019-02-19"
    assert answer["last_known"] is None
    assert answer["reasons"]


def test_status_after_the_source_ends_is_unknown_with_what_was_last_known(accede: Accede) -> None:
    done = accede("status", "PRK", "--on", "2026-01-01", "--instrument", "bombings-1997")
    (answer,) = json.loads(done.stdout)["instruments"]
    assert answer["status"] == "unknown"
    assert answer["last_known"] == {"status": "not party", "on": "2020-02-26"}


def test_a_state_that_did_not_exist_is_not_called_not_party(accede: Accede) -> None:
    report = json.loads(accede("status", "SSD", "--on", "2005-01-01").stdout)
    assert report["existed"] is False
    assert {answer["status"] for answer in report["instruments"]} == {"unknown"}
    assert all("did not exist" in answer["reasons"][0] for answer in report["instruments"])


def test_status_as_table_and_as_csv(accede: Accede) -> None:
    table = accede("status", "KEN", "--on", "2012-01-01", "--format", "table").stdout.splitlines()
    assert table[0].split()[:4] == ["instrument", "status", "consent_date", "in_force_from"]
    rows = list(csv.DictReader(io.StringIO(accede("status", "KEN", "--on", "2012-01-01", "--format", "csv").stdout)))
    assert len(rows) == len(table) - 1 == len(shipped_facts().catalogue)
    assert {row["instrument"]: row["in_force_from"] for row in rows}["hostages-1979"] == "1983-06-03"


def test_parties(accede: Accede) -> None:
    report = json.loads(accede("parties", "bombings-1997", "--on", "2013-09-30").stdout)
    facts = shipped_facts()
    assert report == parties_report(facts, facts.catalogue["bombings-1997"], date(2013, 9, 30))
    groups = ("parties", "signatories", "not_party", "unknown", "did_not_exist")
    assert sum(report[group] for group in groups) == report["participants"]
    assert {group: len(report["lists"][group]) for group in groups} == {group: report[group] for group in groups}


def test_matrix_to_a_file(accede: Accede, tmp_path: Path) -> None:
    target = tmp_path / "matrix.csv"
    done = accede("matrix", "--on", "2014-07-10", "--output", str(target))
    assert done.returncode == 0
    assert done.stdout == ""
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    facts = shipped_facts()
    assert tuple(rows[0]) == MATRIX_COLUMNS
    assert len(rows) == len(facts.participants) * len(facts.catalogue)
    found = {(row["participant"], row["instrument"]): row for row in rows}
    assert found["KEN", "hostages-1979"]["consent_date"] == "1981-12-08"
    assert all(row["source"] for row in rows if row["status"] in ("party", "signatory", "not party"))


def test_matrix_refuses_a_file_it_cannot_name_the_form_of(accede: Accede, tmp_path: Path) -> None:
    done = accede("matrix", "--output", str(tmp_path / "matrix.doc"))
    assert done.returncode == 2
    assert "ends in neither .csv nor .json" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_check_data_finds_the_shipped_files_in_order(accede: Accede) -> None:
    done = accede("check-data", "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"faults": [str(fault) for fault in check_data()]} == {"faults": []}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["status", "XXX"], "There is no participant 'XXX'. Use the three-letter code"),
        (["status", "Kenya"], "Did you mean KEN (Kenya)"),
        (["status", "KEN", "--on", "2011-02-29"], "--on: '2011-02-29' is not a date: February 2011 has 28 days."),
        (["status", "KEN", "--on", "yesterday"], "Write it as YYYY-MM-DD"),
        (["status", "KEN", "--instrument", "hostages"], "Did you mean hostages-1979?"),
        (["parties", "bombing-1997"], "Did you mean bombings-1997"),
    ],
)
def test_wrong_input_says_what_is_wrong_and_suggests(accede: Accede, arguments: list[str], words: str) -> None:
    done = accede(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert words in done.stderr


def test_the_pure_commands_load_neither_django_nor_numpy(accede: Accede) -> None:
    done = accede("status", "KEN", PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "accede.law.status" in loaded
    assert loaded.isdisjoint({"django", "numpy", "lxml"})


def test_once_something_is_imported_the_database_answers(accede: Accede, tmp_path: Path) -> None:
    place = {"ACCEDE_DATA_DIR": str(tmp_path)}
    for command in ("migrate", "load_reference_data"):
        assert accede("manage", command, **place).returncode == 0
    rows = tmp_path / "rows.csv"
    rows.write_text("instrument,participant,action,date\nbombings-1997,PRK,accession,2024-05-06\n", encoding="utf-8")
    asked = ("status", "PRK", "--on", "2026-01-01", "--instrument", "bombings-1997")
    assert json.loads(accede(*asked, **place).stdout)["instruments"][0]["status"] == "unknown"
    done = accede("import", "csv", str(rows), "--yes", **place)
    assert done.returncode == 0, done.stderr
    (answer,) = json.loads(accede(*asked, **place).stdout)["instruments"]
    assert (answer["status"], answer["consent_date"], answer["in_force_from"]) == ("party", "2024-05-06", "2024-06-05")


def test_a_half_made_database_is_no_reason_to_stop(accede: Accede, tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "accede.sqlite3").close()
    done = accede("status", "KEN", "--on", "2012-01-01", ACCEDE_DATA_DIR=str(tmp_path))
    assert done.returncode == 0


def test_the_date_is_today_where_none_is_given(accede: Accede) -> None:
    before = datetime.now(tz=UTC).date()
    asked = date.fromisoformat(json.loads(accede("status", "KEN").stdout)["on"])
    assert before <= asked <= datetime.now(tz=UTC).date()
