"""How well resolutions are read: readings compared with the true structure in `gold.json`."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from accede.mandates.reading import Reading, ReadingError, read_file
from accede.mandates.reading.model import Item

PARTS = (
    "operative",
    "preamble",
    "verbs",
    "footnotes",
    "footnote_marks",
    "subparagraphs",
    "citations",
    "headings",
    "head",
)
#: Two texts are the same paragraph where they share this much of their words.
_SAME = 0.95


@dataclass
class Count:
    """How many are in the gold file, how many were read, and how many of these are right."""

    wanted: int = 0
    read: int = 0
    right: int = 0

    def add(self, wanted: int, read: int, right: int) -> None:
        """Adds what one file has."""
        self.wanted += wanted
        self.read += read
        self.right += right

    def figures(self) -> dict[str, float | int | None]:
        """Counts with precision and recall; None where nothing was wanted or read."""
        return {
            "wanted": self.wanted, "read": self.read, "right": self.right,
            "precision": round(self.right / self.read, 4) if self.read else None,
            "recall": round(self.right / self.wanted, 4) if self.wanted else None,
        }  # fmt: skip


@dataclass
class Score:
    """The counts of one file, or of all."""

    counts: dict[str, Count] = field(default_factory=lambda: {it: Count() for it in PARTS})
    faults: list[str] = field(default_factory=list)


def evaluate(folder: Path) -> dict[str, Any]:
    """Figures over all files that ``folder``/gold.json names: overall, by file and by language, with every fault named.

    Raises `ReadingError` where the folder has no gold.json that can be read.
    """
    by_file: dict[str, Any] = {}
    whole = Score()
    languages: dict[str, Score] = {}
    for gold in read_gold(folder):
        try:
            score = compare(read_file(folder / gold["file"]), gold)
        except ReadingError as error:
            score = compare(Reading(), gold)
            score.faults = [str(error)]
        by_file[gold["file"]] = {**_figures(score), "faults": score.faults}
        for into in (whole, languages.setdefault(gold["language"], Score())):
            for name, count in score.counts.items():
                into.counts[name].add(count.wanted, count.read, count.right)
    return {
        "files": len(by_file), "overall": _figures(whole),
        "by_language": {name: _figures(it) for name, it in sorted(languages.items())}, "by_file": by_file,
    }  # fmt: skip


def read_gold(folder: Path) -> list[dict[str, Any]]:
    """The true structures; each names its file and has a preamble and operative paragraphs."""
    path = folder / "gold.json"
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReadingError(
            f"{path} cannot be read as JSON: {error}. Give a folder with gold.json beside the texts."
        ) from error
    if not isinstance(gold, list) or not gold:
        raise ReadingError(f"{path} has to be a list of resolutions, each with file, language, preamble and operative.")
    for place, it in enumerate(gold, 1):
        lacks = [
            name for name in ("file", "language", "preamble", "operative") if not isinstance(it, dict) or name not in it
        ]
        if lacks:
            raise ReadingError(f"{path}: resolution {place} has no {', '.join(lacks)}.")
        if Path(it["file"]).name != it["file"]:
            raise ReadingError(f"{path}: resolution {place}: file has to be a name in the folder, not {it['file']!r}.")
    return gold


def _figures(score: Score) -> dict[str, Any]:
    return {name: count.figures() for name, count in score.counts.items() if count.wanted or count.read}


def plain_text(text: str) -> str:
    """Text as it is compared: white space, and the empty parentheses that mark-up leaves of marks, make no difference."""
    text = re.sub(r"[(（]\s*[)）]", "", text)
    text = re.sub(r"\s+", " ", text.replace("\u2011", "-").replace("\u00a0", " ").replace("\u202f", " ")).strip()
    return re.sub(r"\s+(?=[,;.:،؛，；。])|(?<=[\u3000-\u9fff])\s+|\s+(?=[\u3000-\u9fff])", "", text)


def alike(one: str, other: str) -> float:
    """How much two texts share of their words (of their characters, where words are not written apart): 0 to 1."""
    if one == other:
        return 1.0
    a, b = (Counter(list(it) if re.search("[\u4e00-\u9fff]", it) else it.split()) for it in (one, other))
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else 0.0


def compare(reading: Reading, gold: dict[str, Any]) -> Score:
    """The counts of one reading."""
    score = Score()
    pairs: list[tuple[dict[str, Any], Any]] = []
    _operative(reading, gold, score, pairs)
    _preamble(reading, gold, score, pairs)
    _verbs_and_marks(gold, score, pairs)
    _items(reading, gold, score, pairs)
    wanted = Counter((it["marker"], plain_text(it["text"])) for it in gold.get("footnotes", []))
    read = Counter((it.marker, plain_text(it.text)) for it in reading.footnotes)
    score.counts["footnotes"].add(sum(wanted.values()), sum(read.values()), sum((wanted & read).values()))
    if gold.get("cites"):
        cites, got = set(gold["cites"]), set(reading.cites)
        score.counts["citations"].add(len(cites), len(got), len(cites & got))
    if "headings" in gold:
        heads = {(str(it["before"]), plain_text(it["text"])) for it in gold["headings"]}
        got_heads = {(it.before, plain_text(it.text)) for it in reading.headings}
        score.counts["headings"].add(len(heads), len(got_heads), len(heads & got_heads))
        if heads != got_heads:
            score.faults.append(f"headings: {sorted(got_heads)} instead of {sorted(heads)}")
    for name in ("symbol", "title", "session", "adopted"):
        if gold.get(name):
            value = getattr(reading, name)
            score.counts["head"].add(1, 1 if value else 0, int(plain_text(value) == plain_text(gold[name])))
            if plain_text(value) != plain_text(gold[name]):
                score.faults.append(f"{name}: {value!r} instead of {gold[name]!r}")
    return score


def _operative(reading: Reading, gold: dict[str, Any], score: Score, pairs: list[tuple[dict[str, Any], Any]]) -> None:
    left = list(reading.operative)
    right = 0
    for it in gold["operative"]:
        text = plain_text(it["text"])
        found = next(
            (here for here in left if here.number == (it["num"] or "") and alike(plain_text(here.text), text) >= _SAME),
            None,
        )
        if found is None:
            near = next((here for here in left if here.number == (it["num"] or "")), None)
            score.faults.append(f"operative {it['num']}: {'wrong text' if near else 'not found'}")
            continue
        left.remove(found)
        right += 1
        pairs.append((it, found))
    score.counts["operative"].add(len(gold["operative"]), len(reading.operative), right)
    score.faults += [f"operative {it.number!r} too much: {it.text[:60]}" for it in left]


def _preamble(reading: Reading, gold: dict[str, Any], score: Score, pairs: list[tuple[dict[str, Any], Any]]) -> None:
    left = list(reading.preamble)
    right = 0
    for number, it in enumerate(gold["preamble"], 1):
        text = plain_text(it["text"])
        found = next((here for here in left if alike(plain_text(here.text), text) >= _SAME), None)
        if found is None:
            score.faults.append(f"preamble {number} not found: {text[:60]}")
            continue
        left.remove(found)
        right += 1
        pairs.append((it, found))
    score.counts["preamble"].add(len(gold["preamble"]), len(reading.preamble), right)
    score.faults += [f"preamble too much: {it.text[:60]}" for it in left]


def _verbs_and_marks(gold: dict[str, Any], score: Score, pairs: list[tuple[dict[str, Any], Any]]) -> None:
    """Verbs of all paragraphs that have one in the gold file; marks of all that have notes, and of those that have none."""
    given = [it for it in (*gold["preamble"], *gold["operative"]) if it.get("verb")]
    verbs = [(it, found) for it, found in pairs if it.get("verb")]
    right = [(it, found) for it, found in verbs if plain_text(found.verb) == plain_text(it["verb"])]
    score.counts["verbs"].add(len(given), len(verbs), len(right))
    score.faults += [
        f"verb {found.verb!r} instead of {it['verb']!r}"
        for it, found in verbs
        if plain_text(found.verb) != plain_text(it["verb"])
    ]
    marked = [it for it in (*gold["preamble"], *gold["operative"]) if it.get("notes")]
    clean = read = 0
    for it, found in pairs:
        exact = plain_text(found.text) == plain_text(it["text"])
        if it.get("notes") or found.footnote_marks:
            read += bool(found.footnote_marks)
            same = "notes" not in it or [str(one) for one in it["notes"]] == found.footnote_marks
            clean += bool(it.get("notes")) and exact and same
            if "notes" in it and not (exact and same):
                score.faults.append(f"marks {found.footnote_marks} instead of {it.get('notes')}: {found.text[:50]}")
        elif not exact:
            score.faults.append(f"text differs: {found.text[:50]}")
    if marked:
        score.counts["footnote_marks"].add(len(marked), read, clean)


def _items(reading: Reading, gold: dict[str, Any], score: Score, pairs: list[tuple[dict[str, Any], Any]]) -> None:
    if not any("verb" in it for it in gold["operative"]):
        return  # a gold file without mark-up does not tell sub-paragraphs
    found_for = {id(it): found for it, found in pairs}
    for it in (*gold["preamble"], *gold["operative"]):
        wanted = Counter(_gold_items(it.get("items", [])))
        found = found_for.get(id(it))
        read = Counter(_read_items(found.subparagraphs)) if found is not None else Counter()
        score.counts["subparagraphs"].add(sum(wanted.values()), sum(read.values()), sum((wanted & read).values()))
        if wanted != read:
            score.faults.append(
                f"sub-paragraphs of {it.get('num', 'a recital')}: {sum(read.values())} instead of {sum(wanted.values())}"
            )


def _gold_items(items: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [one for it in items for one in ((it["num"], plain_text(it["text"])), *_gold_items(it.get("items", [])))]


def _read_items(items: list[Item]) -> list[tuple[str, str]]:
    return [one for it in items for one in ((it.number, plain_text(it.text)), *_read_items(it.subparagraphs))]
