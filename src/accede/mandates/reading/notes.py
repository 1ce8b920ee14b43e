"""Footnotes: the notes themselves, and their marks, which a copy from a PDF leaves stuck to the words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from accede.mandates.reading.lines import Line, joined
from accede.mandates.reading.marks import western
from accede.mandates.reading.model import Footnote

_NOTE: Final = re.compile(r"\s*(?:\(?(\d{1,3})\)?|(\*{1,3}))[\s\u3000]+(?=\S)|\s*\(?(\d{1,3})\)?(?=[^\W\d_])")
_SUPERSCRIPT: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: How notes begin: where no rule stands above them, one of these has to follow the number.
_BEGINS: Final = re.compile(
    r"(?:See\b|Resolutions?\b|General Assembly resolution|Security Council resolution|Ibid|United Nations|Official Records"
    r"|[AES]/|Report of|Voir|Résolutions?|Nations Unies|Véase|Resoluci|Naciones Unidas|Ibíd|См\.|Резолюци|Там же|Организация"
    r"|انظر|القرار|المرجع|الأمم|见|第|同上|联合国|《)"
)
#: Whether a line is body text, as its caller knows it.
Stop = Callable[[str], bool]
_MONTHLESS: Final = re.compile(r"\s*\d{1,2}\s+(?:[A-Z][a-z]+|[a-z]+|de|[а-я]+)\s+\d{4}")


def split_notes(lines: list[Line], stop: Stop) -> tuple[list[Line], list[Footnote]]:
    """The lines without the notes, and the notes. A line after a note at a page's foot is marked as on a new page."""
    body: list[Line] = []
    notes: list[tuple[str, list[str]]] = []
    reading = after = False
    for place, line in enumerate(lines):
        if line.rule:
            reading = _notes_follow(lines, place, len(notes))
            after = True
            continue
        match = _NOTE.match(western(line.text))
        expected = match is not None and match[2] is None and int(match[1] or match[3]) == len(notes) + 1
        starred = match is not None and match[2] is not None
        if reading and match is not None and (expected or starred):
            notes.append((match[1] or match[2] or match[3], [line.text[match.end() :]]))
            continue
        if not reading and match is not None and expected and _without_rule(lines, place, match.end()):
            reading = after = True
            notes.append((match[1] or match[3], [line.text[match.end() :]]))
            continue
        if reading and notes and not _leaves(line, notes[-1][1], stop, lines, place):
            notes[-1][1].append(line.text)
            continue
        reading = False
        if after:
            line = Line(line.text, line.indent, line.blank, page=True)
            after = False
        body.append(line)
    return body, [Footnote(marker, joined(texts).strip()) for marker, texts in notes]


def _notes_follow(lines: list[Line], place: int, count: int) -> bool:
    """Whether a rule stands above a note, and not below the end of a section."""
    after = next((it for it in lines[place + 1 : place + 3] if not it.rule), None)
    if after is None:
        return False
    match = _NOTE.match(western(after.text))
    return match is not None and (match[2] is not None or int(match[1] or match[3]) == count + 1)


def _without_rule(lines: list[Line], place: int, end: int) -> bool:
    line = lines[place]
    text = line.text[end:]
    return bool((line.blank or line.page) and _BEGINS.match(text) and not _MONTHLESS.match(line.text))


def _leaves(line: Line, note: Sequence[str], stop: Stop, lines: list[Line], place: int) -> bool:
    """Whether the notes of this page have come to their end before this line."""
    whole = note[-1].rstrip()
    if line.page:
        return True
    if line.blank:
        return True
    return whole.endswith((".", "。", "”", "»", ")")) and stop(line.text)


@dataclass(frozen=True)
class _Found:
    """A number that may be a mark: in which text, from where to where, and how doubtful it is (0: not at all)."""

    text: int
    start: int
    end: int
    value: int
    cost: float


_RUN: Final = re.compile(r"[0-9⁰¹²³⁴-⁹]+")
_SKIPPED: Final = 6.0
_ABBREVIATIONS: Final = frozenset(
    [
        "no",
        "nos",
        "art",
        "arts",
        "para",
        "paras",
        "vol",
        "vols",
        "p",
        "pp",
        "chap",
        "chaps",
        "sect",
        "sects",
        "fig",
        "ch",
        "núm",
        "núms",
        "párr",
        "párrs",
        "cap",
        "t",
        "arr",
        "par",
        "п",
        "пп",
        "ст",
        "т",
        "гл",
        "стр",
        "№",
    ]
)


def take_marks(texts: list[str], count: int) -> tuple[list[str], list[list[str]]]:
    """The texts without the marks of the footnotes 1 to ``count``, and for each text the marks it had.

    A mark is a number stuck to a word or its punctuation ("Strategy1", "Strategy,1"), in parentheses in Arabic. The
    marks stand in order, and every note has one: the least doubtful numbers that make the row 1 to ``count`` are taken.
    Then marks given again ("Strategy;1" a second time) where the number is stuck to a word.
    """
    found = [it for place, text in enumerate(texts) for it in _candidates(place, text, count)]
    chosen = _row(found, count)
    taken = {(it.text, it.start) for it in chosen}
    highest = 0
    again: list[_Found] = []
    by_place = {(it.text, it.start): it.value for it in chosen}
    for it in found:
        highest = max(highest, by_place.get((it.text, it.start), 0))
        if (it.text, it.start) not in taken and it.cost <= 1 and it.value <= highest:
            again.append(it)
    return _without(texts, chosen + again)


def _candidates(place: int, text: str, count: int) -> list[_Found]:
    found: list[_Found] = []
    arabic = any("\u0600" <= it <= "\u06ff" for it in text[:200])
    for match in _RUN.finditer(western(text)):
        run, start, end = match[0], match.start(), match.end()
        before = text[max(0, start - 14) : start]
        after = text[end : end + 2]
        raised = not run.isascii()
        run = run.translate(_SUPERSCRIPT)
        if len(run) <= 3 and 1 <= int(run) <= count and run[0] != "0":
            cost = 0.0 if raised else _cost(before, after, arabic=arabic)
            if cost is not None:
                found.append(_Found(place, start, end, int(run), cost))
        if not raised:
            found += _tails(place, run, start, before, after, count)
    return found


def _cost(before: str, after: str, *, arabic: bool) -> float | None:
    """How doubtful it is that a number between these is a mark; None: it is none."""
    if not before or (after and after[0] in "%°/"):
        return None
    last = before[-1]
    if last in "(（" and after[:1] in (")", "）"):
        return 0.5 if arabic and before[-2:-1].strip() else None
    if after[:1].isalpha() and not _cjk(after[0]):
        return None
    if last.isalpha():
        word = re.split(r"[\W\d_]", before)[-1]
        if _cjk(last):
            return 3.5 if after[:1] and _cjk(after[0]) else 2.5
        if word.isupper() or len(word) < 2 or word.lower() in _ABBREVIATIONS:
            return 4.0
        return 0.0 if len(word) > 3 else 1.0
    if last in '”»》」’"':
        return 0.0
    if last in ",;:،؛，；。、":
        return 0.0 if len(before) > 1 and not before[-2].isdigit() else 1.0 if after[:1] in ("", " ", "\n") else 3.0
    if last in ")）]":
        return 0.5
    if last == ".":
        word = re.split(r"[\W\d_]", before[:-1])[-1].lower()
        return None if word in _ABBREVIATIONS or before[-2:-1].isdigit() else 1.5
    if last in "*":
        return 1.0
    return None


def _tails(place: int, run: str, start: int, before: str, after: str, count: int) -> list[_Found]:
    """A mark stuck to a number: "20061" is the year 2006 and the mark 1, "60/2881" is 60/288 and 1.

    Numbers of five digits are printed with a space or comma, so that a longer run that begins as a year is a year.
    """
    found = []
    slash = before.endswith("/")
    if before[-1:] in "-–—" or before[-1:].isalpha() or (after[:1].isalpha() and not _cjk(after[0])):
        return []
    for length in (1, 2, 3):
        head, tail = run[:-length], run[-length:]
        if not head or tail[0] == "0" or not 1 <= int(tail) <= count:
            continue
        if not slash and len(head) == 4 and head[:2] in ("19", "20"):
            found.append(_Found(place, start + len(head), start + len(run), int(tail), 0.0))
        elif slash and len(head) <= 3:
            found.append(_Found(place, start + len(head), start + len(run), int(tail), 1.5 if int(run) > 400 else 4.5))
    return found


def _cjk(letter: str) -> bool:
    return "\u3000" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"


def _row(found: list[_Found], count: int) -> list[_Found]:
    """The marks 1 to ``count`` in order, at the least cost; a note whose mark is nowhere costs `_SKIPPED`."""
    best: list[tuple[float, int, int]] = [(0.0, -1, 0)] + [(float("inf"), -1, 0)] * count  # cost, place in found, from
    chain: dict[int, tuple[int, int]] = {}
    latest: list[int] = [-1] * (count + 1)
    for place, it in enumerate(found):
        options = [
            (best[before][0] + it.cost + _SKIPPED * (it.value - 1 - before), before)
            for before in range(max(0, it.value - 6), it.value)
        ]
        cost, before = min(options)
        if cost < best[it.value][0] and not _same(found, latest[before], place):
            best[it.value] = (cost, place, before)
            chain[place] = (latest[before], before)
            latest[it.value] = place
    ends = [(best[value][0] + _SKIPPED * (count - value), -value) for value in range(count + 1)]
    place = latest[-min(ends)[1]]
    row: list[_Found] = []
    while place >= 0:
        row.append(found[place])
        place = chain[place][0]
    return row[::-1]


def _same(found: list[_Found], one: int, other: int) -> bool:
    """Whether two candidates lie in the same digits."""
    if one < 0:
        return False
    a, b = found[one], found[other]
    return a.text == b.text and a.start < b.end and b.start < a.end


def _without(texts: list[str], marks: list[_Found]) -> tuple[list[str], list[list[str]]]:
    by_text: dict[int, list[_Found]] = {}
    for it in marks:
        by_text.setdefault(it.text, []).append(it)
    cleaned = list(texts)
    given: list[list[str]] = [[] for _ in texts]
    for place, here in by_text.items():
        text, pieces, at = texts[place], [], 0
        for it in sorted(here, key=lambda it: it.start):
            start, end = it.start, it.end
            if text[start - 1 : start] in ("(", "（") and text[end : end + 1] in (")", "）"):
                start, end = start - 1, end + 1
            if start < at:
                continue
            pieces.append(text[at:start])
            at = end
            given[place].append(str(it.value))
        pieces.append(text[at:])
        cleaned[place] = (
            re.sub(r" ([,;.])(?=\s|\Z)", r"\1", "".join(pieces)) if _english_space(text) else "".join(pieces)
        )
    return cleaned, given


def _english_space(text: str) -> bool:
    return " ;" not in text and " ," not in text
