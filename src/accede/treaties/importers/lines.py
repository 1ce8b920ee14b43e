"""Lists that come as lines of text: from a PDF, or copied out of one."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from accede.treaties.importers.guard import ImportRefused, Kind, Upload, text_of


class Line(NamedTuple):
    """One line and where it stands."""

    place: str
    text: str


def lines_of(upload: Upload, *, what: str) -> list[Line]:
    """All lines that are not blank, of a text file or a PDF. Raises :class:`ImportRefused`."""
    upload.expect(Kind.TEXT, Kind.PDF, what=what)
    if upload.kind is Kind.PDF:
        from accede.treaties.importers.pdf import read_pages  # here, so that text alone starts no second process

        lines = [
            Line(f"page {page}, line {number}", " ".join(text.split()))
            for page, texts in enumerate(read_pages(upload), start=1)
            for number, text in enumerate(texts, start=1)
        ]
    else:
        lines = [
            Line(f"line {number}", " ".join(text.split()))
            for number, text in enumerate(text_of(upload).splitlines(), start=1)
        ]
    lines = [line for line in lines if line.text]
    if len(lines) > upload.limits.text_lines:
        raise ImportRefused(f"has more than {upload.limits.text_lines:,} lines.", where=upload.name)
    return lines


_WORD = re.compile(r"[A-Za-z]+")
_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-–]?\s*\d{1,3}\s*(?:[-–]|of\s+\d{1,3}|/\s*\d{1,3})?\Z", re.IGNORECASE)
_PAGE_FOOT = re.compile(r"(?P<title>.*\S)\s+[-–]\s\d{1,3}\s[-–](?:\s|\Z)")


def is_page_foot(text: str, is_name: Callable[[str], bool]) -> bool:
    """Whether a line is a page number, alone or between a running title, which is no participant's name, and a date.

    >>> no = lambda name: name == "Chad"
    >>> is_page_foot("- 2 -", no), is_page_foot("The Hague Convention - 2 - 16 December 1970", no)
    (True, True)
    >>> is_page_foot("Chad - 3 May 1972", no), is_page_foot("Chad - 3 - 1972", no)
    (False, False)
    """
    found = _PAGE_FOOT.match(text)
    return _PAGE_NUMBER.match(text) is not None or (found is not None and not is_name(found.group("title")))


def words(*lines: str) -> frozenset[str]:
    """A set of words, written as lines of text."""
    return frozenset(word for line in lines for word in line.split())


def only_words_of(text: str, known: frozenset[str]) -> bool:
    """Whether every word of the line is one of *known*: how headings of columns are told, broken over lines or not."""
    found = [word.lower() for word in _WORD.findall(text)]
    # An open bracket is the end of a broken name: "(Plurinational / State of)".
    return text.count("(") == text.count(")") and bool(found) and all(word in known for word in found)


def join_names(
    rows: Sequence[tuple[int, str]], fragments: dict[int, str], is_name: Callable[[str], bool]
) -> tuple[dict[int, str], set[int]]:
    """Put names together that a narrow column has broken over lines.

    *rows* are lines with dates, by their number in the list of lines, and the name that stands before the dates; *fragments*
    are lines without. A fragment is taken as part of the neighbouring row's name where the whole is then a name that we
    know, the longest first; others are left over. Returns the whole names and the fragments used.
    """
    names: dict[int, str] = {}
    used: set[int] = set()
    for index, name in rows:
        before = _run(index, -1, fragments, used)
        after = _run(index, 1, fragments, used)
        for take_before, take_after in sorted(
            ((b, a) for b in range(len(before) + 1) for a in range(len(after) + 1)), key=lambda pair: -sum(pair)
        ):
            above, below = before[len(before) - take_before :], after[:take_after]
            whole = _join([*(fragments[it] for it in above), name, *(fragments[it] for it in below)])
            if is_name(whole) and not whole.endswith("-"):
                names[index] = whole
                used.update(above, below)
                break
        else:
            names[index] = name
    return names, used


def _run(index: int, step: int, fragments: dict[int, str], used: Iterable[int]) -> list[int]:
    """Up to three fragments next to a line, in the order in which they stand."""
    found: list[int] = []
    position = index + step
    while len(found) < 3 and position in fragments and position not in set(used):
        found.append(position)
        position += step
    return found[::-1] if step < 0 else found


def _join(pieces: Sequence[str]) -> str:
    whole = ""
    for piece in (piece for piece in pieces if piece):
        whole = whole[:-1] + "-" + piece if whole.endswith("-") else f"{whole} {piece}" if whole else piece
    return whole
