# ruff: noqa: E501 - texts of resolutions with their long lines
"""What is no resolution is refused, what is half of one is read as far as it goes, and no text is lost or takes for ever."""

import re
import sys
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accede.mandates.reading import Reading, ReadingError, read_bytes, read_file, read_text
from accede.mandates.reading.model import Item
from accede.mandates.reading.reader import LARGEST
from tests.mandates.texts import LANGUAGES, PLAIN

#: The parser of expressions of the standard library has no public name.
_PARSER: Any = import_module("re._parser")

MODULES = (
    "akn",
    "body",
    "cites",
    "head",
    "lines",
    "marks",
    "meaning",
    "notes",
    "openings",
    "reader",
    "sharing",
    "words",
)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"Dear Sir,\nthank you for your letter of yesterday.\n", "is no resolution: no formula"),
        (b"\xff\xd8\xff\xe0 a picture", "is not text in UTF-8 (byte 0)"),
        (b"%PDF-1.7 ...", "is a PDF file. Copy its text"),
        (b"<akomaNtoso><statement/></akomaNtoso>", "it is no resolution"),
        (b"<akomaNtoso><statement>", "is not well-formed XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><akomaNtoso>&b;</akomaNtoso>', "document type declaration"),
        (b"<akomaNtoso>" + b"<p>" * 150 + b"</p>" * 150 + b"</akomaNtoso>", "nested deeper than 100"),
    ],
)
def test_what_is_no_resolution_is_refused_with_the_reason(data: bytes, said: str) -> None:
    with pytest.raises(ReadingError, match=re.escape(said)):
        read_bytes(data, name="notes.txt")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "noise.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ReadingError, match=f"has 50,000,000 bytes; a resolution has at most {LARGEST:,}"):
        read_file(path)


def test_half_a_resolution_says_what_is_missing() -> None:
    cut = read_text(PLAIN[: PLAIN.index("To publish")])
    assert [it.number for it in cut.operative] == ["1", "1 bis", "2"]
    assert "the last operative paragraph does not end with a full stop: the text may be cut off" in cut.missing
    end = read_text(PLAIN[PLAIN.index("\t2.\t") :].replace("\t2.\t", "\t1.\tUrges States;\n\n\t3.\t"))
    assert "paragraph 2 not found" in end.missing
    assert {"no symbol such as A/RES/78/226", "no preamble", "no formula such as 'The General Assembly,'"} <= set(
        end.missing
    )


def letters(text: str) -> Counter[str]:
    return Counter(it for it in text.casefold() if it.isalpha())


def kept(reading: Reading) -> Counter[str]:
    """The letters of everything that a reading keeps, each piece once."""

    def items(found: list[Item]) -> str:
        return " ".join(f"{it.number} {it.text} {items(it.subparagraphs)}" for it in found)

    pieces = [*reading.head, *reading.other, reading.formula, reading.quoted_formula]
    pieces += [f"{it.text} {items(it.subparagraphs)}" for it in reading.preamble]
    pieces += [f"{it.number} {it.text} {items(it.subparagraphs)}" for it in reading.operative]
    pieces += [it.text for it in reading.headings] + [f"{it.marker} {it.text}" for it in reading.footnotes]
    pieces += [text for it in reading.annexes for text in it.headings]
    pieces += [f"{part.number} {part.text}" for it in reading.annexes for part in it.parts]
    return letters(" ".join(pieces))


FRAGMENTS = [
    *PLAIN.split("\n"), "The General Assembly,", "“The General Assembly,", "A", "II", "Annex", "Annex II", "Appendix", "____________",
    "1 See A/98/12.", "2 Resolution 97/3.", "(a) To read;", "(i) One;", "• a point", "2. Decides to meet again;", "1. Urges States;",
    "7/9", "45-12345 (E)", "A/RES/99/1", "\f", "", "   ", "and so on", "12 bis. Notes;", "Recalling,1 2 and3", "Please recycle",
    *(line for text, _, _ in LANGUAGES.values() for line in text.split("\n")),
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=60), max_size=40))
def test_no_text_crashes_the_reading_or_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        reading = read_text(text)
    except ReadingError:
        return
    assert kept(reading) == letters(text)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reading(data: bytes) -> None:
    for prefix in (b"", b"<akomaNtoso>", b"The General Assembly,\n"):
        try:
            read_bytes(prefix + data)
        except ReadingError:
            continue


NOISE: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda count: "The General Assembly,\n" + "".join(f"{it}. Requests States to read;\n" for it in range(1, count)),
    "lists": lambda count: "The General Assembly,\n1. Decides:\n" + "(a) To read;\n" * count,
    "recitals": lambda count: "The General Assembly,\n" + "Recalling its resolution 98/7,1\n" * count + "____________\n1 See A/1.\n",
    "one line": lambda count: "The General Assembly,\n1. Requests " + "the States, and requests the Office within its mandate " * count,
    "headings": lambda count: "The General Assembly,\n1. Urges States;\n" + "A heading\n" * count,
    "annex": lambda count: "The General Assembly,\n1. Urges States.\nAnnex\n" + "1. A part.\n(a) Another;\n" * count,
    "notes": lambda count: "The General Assembly,\n1. Urges States.\n______\n" + "".join(f"{it} See A/1.\n" for it in range(1, count)),
}  # fmt: skip


@pytest.mark.parametrize("kind", NOISE)
def test_twice_the_text_takes_twice_the_steps(kind: str) -> None:
    """Counted, not timed: calls of functions and lines run, which a slow machine does not change."""

    def steps(text: str) -> int:
        count = 0

        def trace(frame: FrameType, event: str, argument: Any) -> Any:
            nonlocal count
            count += 1
            return trace if "mandates" in frame.f_code.co_filename else None

        sys.settrace(trace)
        try:
            read_text(text)
        finally:
            sys.settrace(None)
        return count

    read_text(NOISE[kind](5))  # what is made once is not counted
    assert steps(NOISE[kind](400)) < 2.4 * steps(NOISE[kind](200))


def test_no_expression_repeats_what_repeats() -> None:
    """A repetition without end inside another is what makes an expression take for ever; none of ours has one."""
    found = 0
    for name in MODULES:
        module = import_module(f"accede.mandates.reading.{name}")
        values = [*vars(module).values()]
        values += [it for value in values if isinstance(value, tuple | list) for it in value]
        values += [it for value in values if isinstance(value, dict) for it in value.values()]
        for value in values:
            if isinstance(value, re.Pattern):
                found += 1
                assert nested(_PARSER.parse(value.pattern, value.flags)) <= 1, value.pattern
    assert found > 30


def nested(parsed: Any) -> int:
    """How deep repetitions without end lie in each other."""
    deepest = 0
    for operation, argument in parsed:
        deepest = max(deepest, _inside(str(operation), argument))
    return deepest


def _inside(operation: str, argument: Any) -> int:
    if operation in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        _, most, inner = argument
        return nested(inner) + int(most == _PARSER.MAXREPEAT)
    parts = argument if isinstance(argument, tuple | list) else [argument]
    deepest = 0
    for part in parts:
        if hasattr(part, "getwidth"):
            deepest = max(deepest, nested(part))
        elif isinstance(part, list):
            deepest = max(deepest, *(nested(it) for it in part if hasattr(it, "getwidth")), 0)
    return deepest
