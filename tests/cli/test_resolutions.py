"""`accede resolution parse` and `accede evaluate-resolutions`, run as people run them."""

import json
from pathlib import Path

from tests.cli.conftest import ROOT, Accede

EXAMPLE = ROOT / "docs" / "examples" / "resolution.txt"


def test_parse_gives_the_resolution_as_json(accede: Accede) -> None:
    done = accede("resolution", "parse", str(EXAMPLE), "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert {
        "symbol",
        "title",
        "session",
        "adopted",
        "preamble",
        "operative",
        "headings",
        "annexes",
        "footnotes",
        "cites",
    } <= set(answer)
    assert answer["symbol"] == "A/RES/99/1"
    second = answer["operative"][1]
    assert {"number", "verb", "text", "subparagraphs", "addressees", "conditions", "deadline", "footnote_marks"} <= set(
        second
    )
    assert [it["number"] for it in second["subparagraphs"]] == ["(a)", "(b)"]
    assert second["deadline"] == "no later than June 2046"


def test_half_a_resolution_is_read_and_what_is_missing_is_said(accede: Accede, tmp_path: Path) -> None:
    half = tmp_path / "half.txt"
    half.write_text(EXAMPLE.read_text(encoding="utf-8").split("(b)")[0], encoding="utf-8")
    done = accede("resolution", "parse", str(half), "--format", "csv")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 3
    assert "the text may be cut off" in done.stderr


def test_what_is_no_resolution_is_refused(accede: Accede, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir,\n", encoding="utf-8")
    for arguments, said in (
        (("resolution", "parse", str(letter)), "is no resolution"),
        (("resolution", "parse", str(tmp_path / "none.txt")), "cannot be read"),
        (("evaluate-resolutions", str(tmp_path)), "gold.json cannot be read"),
    ):
        done = accede(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr


def test_evaluate_prints_precision_and_recall(accede: Accede, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(EXAMPLE.read_bytes())
    gold = {
        "file": "a.txt",
        "language": "en",
        "preamble": [],
        "operative": [{"num": "9", "verb": "Urges", "text": "Urges"}],
    }
    (tmp_path / "gold.json").write_text(json.dumps([gold]), encoding="utf-8")
    answer = json.loads(accede("evaluate-resolutions", str(tmp_path), "--format", "json").stdout)
    assert answer["overall"]["operative"] == {"wanted": 1, "read": 3, "right": 0, "precision": 0.0, "recall": 0.0}
    table = accede("evaluate-resolutions", str(tmp_path), "--format", "table")
    assert "a.txt: operative 9: not found" in table.stdout
