"""`accede entry-into-force`: real deposits and the dates that depositaries record."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Accede

HEADER = "instrument,iso3,action,deposit_date,succession_from"
CASES = [
    # The worked examples of the catalogue, each with the article.
    ("sua-1988,AFG,accession,2003-09-23,", "2003-12-22", "article 18(2)"),
    ("sua-1988,ALB,accession,2002-06-19,", "2002-09-17", "article 18(2)"),
    ("beijing-protocol-2010,GHA,ratification,2018-06-04,", "2018-08-01", "article XXIII(2)"),
    ("beijing-protocol-2010,IND,ratification,2019-01-30,", "2019-03-01", "article XXIII(2)"),
    ("nuclear-terrorism-2005,CHE,ratification,2008-10-15,", "2008-11-14", "article 25(2)"),
    # Before the general entry into force, that date decides.
    ("hostages-1979,KEN,accession,1981-12-08,", "1983-06-03", "article 18(1)"),
    # A succession reaches back, yet not behind the general entry into force.
    ("hostages-1979,BIH,succession,1993-09-01,1992-03-06", "1992-03-06", "article 18(1)"),
    ("hague-1970,FJI,succession,1972-04-10,1970-10-10", "1971-10-14", "article 13(3)"),
    # Nothing to count from.
    ("hostages-1979,BIH,succession,1993-09-01,", "", ""),
    ("hostages-1979,GBR,signature,1979-12-18,", "", ""),
]


def run(accede: Accede, tmp_path: Path, *lines: str, header: str = HEADER, form: str = "csv") -> tuple[int, str, str]:
    file = tmp_path / "deposits.csv"
    file.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    done = accede("entry-into-force", "--csv", str(file), "--format", form)
    return done.returncode, done.stdout, done.stderr


def test_dates_of_effect(accede: Accede, tmp_path: Path) -> None:
    code, out, err = run(accede, tmp_path, *(line for line, _, _ in CASES))
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0]) == [*HEADER.split(","), "effective_date", "rule", "note"]
    assert [row["effective_date"] for row in rows] == [expected for _, expected, _ in CASES]
    for row, (_, _, article) in zip(rows, CASES, strict=True):
        assert row["rule"].startswith(article)


def test_an_open_date_says_why_it_is_open(accede: Accede, tmp_path: Path) -> None:
    _, out, _ = run(accede, tmp_path, "hostages-1979,BIH,succession,1993-09-01,", form="json")
    (row,) = json.loads(out)
    assert "date of succession is needed" in row["note"]
    assert "1992-03-06" in row["note"]


def test_the_column_of_succession_may_be_missing(accede: Accede, tmp_path: Path) -> None:
    code, out, _ = run(
        accede, tmp_path, "untoc-2000,KEN,accession,2004-06-16", header="instrument,iso3,action,deposit_date"
    )
    assert code == 0
    assert next(csv.DictReader(io.StringIO(out)))["effective_date"] == "2004-07-16"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("untoc-2000,KEN,accession,16.6.2004,", "line 2: deposit_date: '16.6.2004' is not a date"),
        ("untoc,KEN,accession,2004-06-16,", "line 2: There is no instrument 'untoc'. Did you mean untoc-2000?"),
        ("untoc-2000,KEX,accession,2004-06-16,", "line 2: There is no participant 'KEX'"),
        ("untoc-2000,KEN,acession,2004-06-16,", "Did you mean accession"),
        ("untoc-2000,KEN,accession,1999-01-01,", "before the adoption of untoc-2000 on 2000-11-15"),
        ("untoc-2000,KEN,accession,2004-06-16,,,,", "line 2: more cells than columns"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_printed(accede: Accede, tmp_path: Path, line: str, words: str) -> None:
    code, out, err = run(accede, tmp_path, line)
    assert code == 1
    assert out == ""
    assert words in err


def test_all_bad_rows_are_named_at_once(accede: Accede, tmp_path: Path) -> None:
    _, _, err = run(
        accede, tmp_path, "untoc-2000,KEN,accession,x,", CASES[0][0], "untoc-2000,KEX,accession,2004-06-16,"
    )
    assert "line 2" in err
    assert "line 4" in err


def test_a_file_that_is_no_table_of_deposits(accede: Accede, tmp_path: Path) -> None:
    code, _, err = run(accede, tmp_path, "x", header="a,b")
    assert code == 1
    assert "column instrument, iso3, action, deposit_date is missing; it has: a, b" in err
    binary = tmp_path / "x.csv"
    binary.write_bytes(b"instrument,iso3\n\xff\xfe")
    done = accede("entry-into-force", "--csv", str(binary))
    assert (done.returncode, "not UTF-8 at byte 16" in done.stderr) == (1, True)
    assert accede("entry-into-force", "--csv", str(tmp_path / "none.csv")).returncode == 2
