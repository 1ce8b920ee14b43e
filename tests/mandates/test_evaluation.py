"""How well real resolutions are read, as they are and set as a PDF gives them; and the project's own mandate."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from accede.mandates.evaluation import evaluate
from accede.mandates.reading import ReadingError, read_text
from tests.mandates.texts import PLAIN, as_copied

#: The least share of what the gold file has that has to be read rightly.
TARGETS = {
    "operative": 0.97, "preamble": 0.95, "verbs": 0.95, "footnotes": 0.95, "footnote_marks": 0.95, "citations": 0.9,
    "subparagraphs": 0.95,
}  # fmt: skip


def test_the_mandate_is_read_whole() -> None:
    text = files("accede").joinpath("data/resolutions/E_RES_2011_31.txt").read_text(encoding="utf-8")
    reading = read_text(text)
    assert (reading.symbol, reading.session, reading.adopted) == ("E/RES/2011/31", "2011", "2011-07-28")
    assert (len(reading.preamble), len(reading.footnotes)) == (10, 3)
    assert [it.number for it in reading.operative] == [str(it) for it in range(1, 13)]
    assert reading.operative[11].deadline == "at its sixty-seventh session"
    assert reading.operative[10].addressees == ["Secretary-General"]
    assert reading.operative[0].conditions == ["within its mandate"]
    assert reading.missing == []


def test_the_targets_are_reached(shared_data: Path) -> None:
    report = evaluate(_folder(shared_data))
    short = {
        name: report["overall"][name] for name, least in TARGETS.items() if report["overall"][name]["recall"] < least
    }
    assert not short
    assert all(it["operative"]["recall"] >= 0.95 for it in report["by_language"].values())


@pytest.mark.parametrize(
    ("width", "blanks", "pages"),
    [(80, True, False), (80, False, False), (60, False, False), (80, True, True), (80, False, True)],
)
def test_the_targets_are_reached_in_text_as_a_pdf_gives_it(
    shared_data: Path, tmp_path: Path, width: int, blanks: bool, pages: bool
) -> None:
    folder = _folder(shared_data)
    gold = [it for it in json.loads((folder / "gold.json").read_text(encoding="utf-8")) if it["file"].startswith("ga-")]
    (tmp_path / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    for it in gold:
        text = (folder / it["file"]).read_text(encoding="utf-8")
        set_anew = as_copied(text, width=width, blanks=blanks, pages=pages, title=it["title"], symbol=it["symbol"])
        (tmp_path / it["file"]).write_text(set_anew, encoding="utf-8")
    overall = evaluate(tmp_path)["overall"]
    assert not {name: overall[name] for name, least in TARGETS.items() if overall[name]["recall"] < least}


def _folder(shared: Path) -> Path:
    folder = shared / "resolutions"
    if not folder.is_dir():
        pytest.skip("needs ../shared/data/resolutions beside the repository")
    return folder


def test_what_is_read_wrongly_is_counted_and_named(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(PLAIN, encoding="utf-8")
    wanted = {
        "file": "one.txt", "language": "en", "symbol": "A/RES/99/2", "title": "Example of a resolution",
        "preamble": [{"verb": "Recalling", "text": "Recalling something else,"}],
        "operative": [
            {"num": "1 bis", "verb": "Notes", "text": "Notes with interest the examples given by others;", "notes": ["2"]},
            {"num": "9", "verb": "Decides", "text": "Decides to meet again."},
        ],
        "headings": [], "footnotes": [{"marker": "1", "text": "See A/98/12, annex."}], "cites": ["A/RES/98/7", "A/RES/1/1"],
    }  # fmt: skip
    (tmp_path / "gold.json").write_text(json.dumps([wanted]), encoding="utf-8")
    report = evaluate(tmp_path)["by_file"]["one.txt"]
    assert {name: (it["wanted"], it["read"], it["right"]) for name, it in report.items() if name != "faults"} == {
        "operative": (2, 4, 1), "preamble": (1, 3, 0), "verbs": (3, 1, 0), "footnotes": (1, 3, 1), "footnote_marks": (1, 1, 1),
        "citations": (2, 4, 1), "headings": (0, 1, 0), "head": (2, 2, 1),
    }  # fmt: skip
    assert "verb 'Notes with interest' instead of 'Notes'" in report["faults"]
    assert "operative 9: not found" in report["faults"]
    assert "symbol: 'A/RES/99/1' instead of 'A/RES/99/2'" in report["faults"]


@pytest.mark.parametrize(
    ("gold", "said"),
    [
        (None, "Give a folder with gold.json"),
        ("{", "cannot be read as JSON"),
        ("[]", "has to be a list of resolutions"),
        ('[{"file": "a.txt"}]', "resolution 1 has no language, preamble, operative"),
        ('[{"file": "../a.txt", "language": "en", "preamble": [], "operative": []}]', "has to be a name in the folder"),
    ],
)
def test_a_gold_file_that_cannot_be_used_is_refused(tmp_path: Path, gold: str | None, said: str) -> None:
    if gold is not None:
        (tmp_path / "gold.json").write_text(gold, encoding="utf-8")
    with pytest.raises(ReadingError, match=said):
        evaluate(tmp_path)
