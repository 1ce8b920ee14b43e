"""Lines of a text as copied from a PDF: what is running head or page number, what begins a paragraph, how lines join."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

#: A rule above footnotes: underscores, dashes, or a line of spaces alone as some programs copy it.
_RULE: Final = re.compile(r"\s*[_\u2500\u2014\u2013-]{6,}\s*|[ \t\u00a0]{30,}")
_PAGE: Final = re.compile(r"(?:page\s+)?\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?", re.IGNORECASE)
_JOB: Final = re.compile(r"\d{2}-\d{5}\b.{0,150}|\*\d{7}\*|.{0,80}\bPl?e?ease recycle\b.{0,20}", re.IGNORECASE)
_SYMBOL: Final = re.compile(r"(?:[AES]|ST|E/CN\.\d+)/[A-Z0-9][A-Za-z0-9./-]{1,40}(?:\s?\(\d{4}\))?")
#: A sentence or clause that has come to its end, with quotes, a footnote mark or "and" after it.
_ENDED: Final = re.compile(
    r"[,;:.،؛，；。：!?…][\"”»’')\]]*\s?(?:\(?[\d٠-٩]{1,3}\)?|\*)?[\"”»]*\s?(?:and|or|et|ou|y|e|и|或|和|و)?\Z"
)
_JOINED_HYPHEN: Final = re.compile(r"[^\W\d_]-\Z")


@dataclass
class Line:
    """One line: its text, the space before it in columns, whether an empty line is above it, whether a page begins."""

    text: str
    indent: int = 0
    blank: bool = False
    page: bool = False
    rule: bool = False


@dataclass(frozen=True)
class Layout:
    """How a text is set: the width at which it is wrapped (0: not wrapped), and whether empty lines part paragraphs."""

    width: int
    blanks: bool


def lines_of(text: str) -> list[Line]:
    """The lines that have text, and the rules above footnotes; controls and soft hyphens are taken out."""
    found: list[Line] = []
    blank = page = False
    for number, raw in enumerate(re.split(r"\r\n|[\n\r\u2028\u2029\u0085\v]|(?=\f)", text)):
        if "\f" in raw:
            raw, page = raw.replace("\f", ""), True
        line = _clean(raw)
        stripped = line.strip()
        if (stripped or number) and _RULE.fullmatch(line):
            found.append(Line("", rule=True, blank=blank, page=page))
            blank = page = False
        elif not stripped:
            blank = True
        else:
            spaces = line[: len(line) - len(line.lstrip())].expandtabs(4)
            found.append(Line(stripped, len(spaces), blank, page))
            blank = page = False
    return found


#: Controls (but not the tab and what ends a line or page), marks of direction, and spaces without width.
_CONTROLS: Final = (*range(9), *range(14, 32), 127, 0xFEFF, 0x200B, 0x200E, 0x200F)
_DROPPED: Final = dict.fromkeys((*_CONTROLS, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def _clean(raw: str) -> str:
    return raw.translate(_DROPPED)


def layout_of(lines: list[Line]) -> Layout:
    """How the body of a text is set, told from its lines."""
    texts = [it for it in lines if it.text]
    going_on = sorted(len(it.text) for it in texts if 25 <= len(it.text) <= 130 and not ended(it.text))
    enough = len(going_on) >= 4 and len(going_on) * 5 >= len(texts)
    width = going_on[int(len(going_on) * 0.95)] if enough else 0
    if texts and not width and _chinese(texts):
        short = sorted(len(it.text) for it in texts if 12 <= len(it.text) <= 60 and not ended(it.text))
        width = short[int(len(short) * 0.95)] if len(short) * 4 >= len(texts) and len(short) >= 4 else 0
    parted = [(before, it) for before, it in itertools.pairwise(texts) if it.blank]
    broken = sum(1 for before, _ in parted if not ended(before.text))
    return Layout(width, blanks=bool(parted) and broken * 5 < len(parted) * 2)


def _chinese(lines: list[Line]) -> bool:
    return sum("\u4e00" <= it <= "\u9fff" for line in lines[:50] for it in line.text) > 100


def ended(text: str) -> bool:
    """Whether a clause ends where the text ends."""
    return _ENDED.search(text[-24:]) is not None


def complete(text: str) -> bool:
    """Whether a paragraph may end here: a clause ends, and not with "and" alone."""
    return ended(text)


def room_left(before: str, after: str, width: int) -> bool:
    """Whether the first word of the next line would have fitted on this one: then a paragraph ends with it."""
    if not width:
        return True
    first = after.split(None, 1)[0] if after else ""
    if after and "\u4e00" <= after[0] <= "\u9fff":
        return len(before) <= width - 3
    return len(before) + 1 + len(first) <= width


def join(before: str, after: str, seen: frozenset[str] = frozenset()) -> str:
    """Two lines of a paragraph as one. A hyphen at the end of a line stays, unless the text has the word without it."""
    if not before:
        return after
    if before.endswith("\u00ad"):
        return before[:-1] + after
    if _JOINED_HYPHEN.search(before[-2:]) and after[:1].isalpha():
        first = before.rsplit(None, 1)[-1][:-1]
        rest = re.match(r"\w+", after)
        whole = f"{first}{rest[0] if rest else ''}".lower()
        return before[:-1] + after if whole in seen and after[:1].islower() else before + after
    if not before[-1].isspace() and (any(map(_cjk, before[-12:])) or any(map(_cjk, after[:12]))):
        latin = before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha()
        return f"{before} {after}" if latin else before + after
    return f"{before} {after}"


def _cjk(letter: str) -> bool:
    return "\u3000" <= letter <= "\u303f" or "\u4e00" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"


def joined(lines: Iterable[str], seen: frozenset[str] = frozenset()) -> str:
    """All lines of a paragraph as one string. In pieces, so that a long paragraph costs no more than its length."""
    pieces: list[str] = []
    for line in lines:
        if not pieces:
            pieces.append(line)
            continue
        both = join(pieces[-1][-60:], line, seen)
        cut = pieces[-1][:-60]
        pieces[-1] = cut
        pieces.append(both)
    return "".join(pieces)


def furniture(lines: list[Line], symbol: str, title: str) -> set[int]:
    """Which lines are not text: page numbers, job numbers, running heads. By their place in the list."""
    found: set[int] = set()
    squeezed = re.sub(r"\W+", "", title.lower())
    for place, it in enumerate(lines):
        if it.rule or len(it.text) > 300:
            continue
        if (
            _JOB.fullmatch(it.text)
            or (place > 12 and _SYMBOL.fullmatch(it.text))
            or (place > 3 and _PAGE.fullmatch(it.text) and _stands_apart(lines, place))
        ):
            found.add(place)
        elif place > 12 and symbol and symbol in it.text and len(it.text) < len(symbol) + len(title) + 30:
            rest = re.sub(r"\W+", "", it.text.replace(symbol, "").lower())
            rest = rest.strip("0123456789")
            if rest in squeezed or (squeezed and squeezed.startswith(rest[:40])):
                found.add(place)
    waiting = sorted(found)
    while waiting:  # the title as a running head, beside a page number or the symbol
        place = waiting.pop()
        for beside in (place - 1, place + 1):
            if 3 < beside < len(lines) and beside not in found and len(lines[beside].text) < 300:
                text = re.sub(r"\W+", "", lines[beside].text.lower())
                if len(text) > 7 and (text == squeezed or (len(text) > 14 and text in squeezed)):
                    found.add(beside)
                    waiting.append(beside)
    return found


def _stands_apart(lines: list[Line], place: int) -> bool:
    """A page number has an empty line, a new page or the end beside it, or a running head."""
    here = lines[place]
    after = lines[place + 1] if place + 1 < len(lines) else None
    before = lines[place - 1]
    if here.blank or here.page or after is None or after.blank or after.page:
        return True
    return bool(_SYMBOL.match(after.text) or _JOB.fullmatch(after.text) or _JOB.fullmatch(before.text))
