"""`accede suggest` and `accede evaluate-suggestions`, run as people run them."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Accede

LAWS = str(ROOT / "docs" / "examples" / "laws.jsonl")


def test_suggest_answers_obligations_suggestions_and_a_verdict(accede: Accede) -> None:
    done = accede(
        "suggest", "--laws", LAWS, "--instrument", "financing-1999", "--category", "criminalise", "--top", "3"
    )
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert [it["id"] for it in answer["obligations"]] == [
        "financing-1999/2.1",
        "financing-1999/2.4",
        "financing-1999/2.5",
    ]
    assert next((it["law"], it["provision"]) for it in answer["suggestions"]) == ("pc", "23")
    assert len(answer["suggestions"]) == 3
    assert answer["suggestions"][0]["why"]
    assert answer["verdict"] in ("likely", "possible")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("--instrument", "no-such"), "no obligations are known for 'no-such'; choose from tokyo-1963"),
        (("--category", "no-such"), "has no obligations in 'no-such'; choose from criminalise"),
        (("--top", "0"), "--top has to be from 1 to 200"),
        (("--laws", "missing.jsonl"), "cannot be read"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_the_remedy(
    accede: Accede, changed: tuple[str, str], said: str
) -> None:
    asked = {"--laws": LAWS, "--instrument": "financing-1999", "--category": "criminalise"} | dict([changed])
    done = accede("suggest", *(word for pair in asked.items() for word in pair))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_laws_of_two_states_in_one_file_are_refused(accede: Accede, tmp_path: Path) -> None:
    first = Path(LAWS).read_text(encoding="utf-8")
    mixed = tmp_path / "laws.jsonl"
    mixed.write_text(first + first.splitlines()[0].replace("XAA", "XAB") + "\n", encoding="utf-8")
    done = accede("suggest", "--laws", str(mixed), "--instrument", "financing-1999", "--category", "criminalise")
    assert "give the laws of one State at a time" in done.stderr


def test_evaluation_measures_against_mappings_and_gaps(accede: Accede, tmp_path: Path) -> None:
    (tmp_path / "xaa.jsonl").write_bytes(Path(LAWS).read_bytes())
    gold, gaps = tmp_path / "gold.csv", tmp_path / "known_gaps.csv"
    gold.write_text(
        "iso3,instrument,category,law,provision\n"
        "XAA,hostages-1979,criminalise,pc,21\nXAA,hostages-1979,criminalise,pc,999\nXAA,hague-1970,criminalise,pc,22\n"
    )
    gaps.write_text("iso3,instrument,category\nXAA,platforms-1988,criminalise\nXAA,hostages-1979,criminalise\n")
    done = accede("evaluate-suggestions", "--laws", str(tmp_path), "--gold", str(gold), "--format", "json")
    report = json.loads(done.stdout)
    assert report["overall"]["mappings"] == 3
    assert report["overall"]["recall@10"] == pytest.approx(2 / 3, abs=1e-4)
    assert report["overall"]["mrr"] == 1
    assert set(report["overall"]) >= {"recall@5", "recall@20", "bm25_recall@10"}
    assert report["by_state"]["XAA"] == report["overall"]
    assert report["known_gaps"] == {"called_absent": 1, "of": 2}


def test_a_gold_file_that_is_not_right_is_refused_by_line(accede: Accede, tmp_path: Path) -> None:
    (tmp_path / "xaa.jsonl").write_bytes(Path(LAWS).read_bytes())
    gold = tmp_path / "gold.csv"
    gold.write_text("iso3,instrument,category,law\nXAA,hostages-1979,criminalise,pc\n")
    done = accede("evaluate-suggestions", "--laws", str(tmp_path), "--gold", str(gold))
    assert "gold.csv, line 1: has no column provision" in done.stderr.replace("'line 1'", "line 1")
    gold.write_text("iso3,instrument,category,law,provision\nXAB,hostages-1979,criminalise,pc,1\n")
    done = accede("evaluate-suggestions", "--laws", str(tmp_path), "--gold", str(gold))
    assert "has no xab.jsonl.gz; the gold file names this State" in done.stderr
