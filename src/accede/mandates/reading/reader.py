"""Reads a resolution: a file or a text goes in, a `Reading` comes out."""

import re
from pathlib import Path
from typing import Final

from accede.mandates.reading.body import Block, Body
from accede.mandates.reading.cites import cites_of
from accede.mandates.reading.head import day_in, read_head
from accede.mandates.reading.lines import Line, furniture, layout_of, lines_of
from accede.mandates.reading.marks import number_at
from accede.mandates.reading.meaning import asks_of, conditions_of, deadline_of
from accede.mandates.reading.model import (
    Annex,
    Footnote,
    Heading,
    Item,
    Operative,
    Part,
    Reading,
    ReadingError,
    Recital,
)
from accede.mandates.reading.notes import split_notes, take_marks
from accede.mandates.reading.openings import known, opening
from accede.mandates.reading.sharing import split_shared_lines
from accede.mandates.reading.words import Vocabulary, language_of, plain, vocabulary

#: The largest resolutions, with a treaty in the annex, have under half a megabyte.
LARGEST: Final = 4_000_000
_HEAD_LINES: Final = 400


def read_file(path: Path) -> Reading:
    """The resolution in a file: text in UTF-8, or Akoma Ntoso.

    Raises `ReadingError` where the file is too large, is not text, or has nothing of a resolution.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise ReadingError(f"{path} has {size:,} bytes; a resolution has at most {LARGEST:,}. Give one resolution.")
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError(f"{path} cannot be read: {error.strerror or error}") from error
    return read_bytes(data, name=str(path))


def read_bytes(data: bytes, *, name: str = "the text") -> Reading:
    """The resolution in these bytes; ``name`` is how errors call them."""
    if len(data) > LARGEST:
        raise ReadingError(
            f"{name} has {len(data):,} bytes; a resolution has at most {LARGEST:,}. Give one resolution."
        )
    if data[:5] == b"%PDF-":
        raise ReadingError(f"{name} is a PDF file. Copy its text into a file of its own, or give the Akoma Ntoso file.")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadingError(f"{name} is not text in UTF-8 (byte {error.start:,}). Save it as UTF-8.") from error
    if text.lstrip()[:1] == "<" and "akomaNtoso" in text[:5000]:
        from accede.mandates.reading.akn import read_akn  # lxml is loaded for Akoma Ntoso alone

        return read_akn(data, name=name)
    return read_text(text, name=name)


def read_text(text: str, *, name: str = "the text") -> Reading:
    """The resolution in a text as copied from the official PDF. What is not there is said in `Reading.missing`.

    Raises `ReadingError` where the text has neither a formula nor any paragraph of a resolution.
    """
    words = vocabulary(language_of(text))
    lines = lines_of(text)
    if not lines:
        raise ReadingError(f"{name} is empty.")
    start = _formula_place(lines, words)
    head_lines = lines[: min(start, _HEAD_LINES)] if start is not None else _head_without_formula(lines, words)
    first = len(head_lines) if start is None else start
    formula = lines[start].text[:200] if start is not None else ""
    head = read_head([Line(it.text[:2000]) for it in head_lines], formula, words)
    body_lines = lines[first:]
    dropped = furniture(body_lines, head.symbol.replace("(", " (") if "(" in head.symbol else head.symbol, head.title)
    kept = _without(body_lines, dropped)
    kept, notes = split_notes(kept, lambda it: _is_body(it, words))
    kept = split_shared_lines(kept, words)
    body = Body(kept, layout_of(kept), words)
    blocks = body.read()
    seen = frozenset(re.findall(r"\w+", text[:1_000_000].lower())) if body.layout.width else frozenset()
    reading = Reading(
        language=words.language, body=head.body, symbol=head.symbol, session=head.session, adopted=head.adopted,
        issued=head.issued, date=head.date, draft=head.draft, title=head.title, agenda_item=head.agenda_item,
        proponent=head.proponent, authors=head.authors, footnotes=notes,
        head=[it.text for it in lines[:first] if it.text], other=[body_lines[it].text for it in sorted(dropped)],
    )  # fmt: skip
    _place(reading, blocks, words, seen, head.section)
    finish(reading, words)
    speaks = reading.formula or reading.operative or any(known(it.text, words, "preamble") for it in reading.preamble)
    if not speaks or not (reading.preamble or reading.operative):
        raise ReadingError(
            f"{name} is no resolution: no formula such as 'The General Assembly,' and no numbered paragraph that begins "
            "with a verb such as 'Requests' was found."
        )
    return reading


def _formula_place(lines: list[Line], words: Vocabulary) -> int | None:
    for place, it in enumerate(lines):
        text = it.text[:200].lstrip('“"«„ ')
        low = plain(text)
        body = next((name for name in words.bodies if low.startswith(name)), None)
        if body is None:
            continue
        rest = low[len(body) :].strip()
        if rest[:1] in ("", ",", "،", "，", ":", "：") and (len(rest) < 3 or rest[0] in ",،，"):
            follows = next((after.text for after in lines[place + 1 : place + 4] if after.text), "")
            alone = rest in ("",) and (place < 3 or not _begins_part(follows, words))
            if not alone:
                return place
    return None


def _begins_part(text: str, words: Vocabulary) -> bool:
    return known(text, words, "preamble") or known(text, words, "operative")


def _head_without_formula(lines: list[Line], words: Vocabulary) -> list[Line]:
    """The lines before the first paragraph that speaks as a resolution does, where the formula is not there."""
    for place, it in enumerate(lines[:_HEAD_LINES]):
        number = number_at(it.text)
        rest = it.text[number.end :] if number else it.text
        if known(rest, words, "operative" if number else "preamble") and (
            rest[:1].isupper() or words.language not in ("en", "fr", "es")
        ):
            return lines[:place]
    return []


def _is_body(text: str, words: Vocabulary) -> bool:
    text = text.lstrip('“"«')
    number = number_at(text)
    if number:
        return known(text[number.end :], words, "operative")
    return known(text, words, "preamble") and (text[:1].isupper() or words.language in ("ru", "ar", "zh"))


def _without(lines: list[Line], dropped: set[int]) -> list[Line]:
    """The lines that stay; one after a running head or foot begins a page."""
    kept: list[Line] = []
    broken = False
    for place, it in enumerate(lines):
        if place in dropped:
            broken = True
            continue
        kept.append(Line(it.text, it.indent, it.blank, it.page or broken, it.rule) if broken else it)
        broken = broken and it.rule
    return kept


def _place(reading: Reading, blocks: list[Block], words: Vocabulary, seen: frozenset[str], part: list[str]) -> None:
    """Puts the blocks where they belong in the reading; ``part`` is the heading of a first part that the head ends with."""
    section = " ".join(part)
    waiting: list[str] = []
    for block in blocks:
        text = block.text(seen)
        if block.sort == "formula":
            if not reading.formula:
                reading.formula = text
            elif not reading.quoted_formula and not reading.operative:
                reading.quoted_formula = text
            else:
                reading.other.append(text)
        elif block.sort == "recital":
            reading.preamble.append(Recital(text, subparagraphs=_items(block, seen)))
        elif block.sort == "operative":
            for heading in waiting:
                reading.headings.append(Heading(block.number, heading))
            section, waiting = (" ".join(waiting) or section), []
            reading.operative.append(Operative(block.number, "", text, _items(block, seen), section=section))
        elif block.sort == "heading" and not reading.annexes:
            waiting.append(text)
        elif block.sort == "annex" and (block.depth == 0 or not reading.annexes):
            reading.annexes.append(Annex([text]))
        elif block.sort in ("annex", "heading"):
            reading.annexes[-1].headings.append(text)
        elif block.sort == "part":
            reading.annexes[-1].parts.append(Part(block.number or block.mark, text))
        else:
            reading.other.append(text)
            if not reading.adopted and not reading.draft:
                reading.adopted = day_in(text, words)
    reading.headings += [Heading("", it) for it in waiting]
    if not reading.operative:
        _unnumbered(reading, words)
    if reading.quoted_formula or reading.formula.endswith(":"):
        _unquote(reading)


def _items(block: Block, seen: frozenset[str]) -> list[Item]:
    """The sub-paragraphs of a block as a tree."""
    top: list[Item] = []
    stack: list[list[Item]] = [top]
    for it in block.items:
        item = Item(it.mark, it.text(seen))
        del stack[max(1, it.depth) :]
        stack[-1].append(item)
        stack.append(item.subparagraphs)
    return top


def _unnumbered(reading: Reading, words: Vocabulary) -> None:
    """A resolution with one operative paragraph does not number it: the last paragraph, which ends with a full stop."""
    place = len(reading.preamble)
    for at in range(len(reading.preamble) - 1, -1, -1):
        it = reading.preamble[at]
        speaks = known(it.text, words, "operative")
        if not speaks or (words.language != "zh" and known(it.text, words, "preamble")):
            break
        if at == len(reading.preamble) - 1 or it.text.rstrip().endswith((";", "；", "؛")):
            place = at
        else:
            break
    reading.operative = [Operative("", "", it.text, it.subparagraphs) for it in reading.preamble[place:]]
    del reading.preamble[place:]


def _unquote(reading: Reading) -> None:
    """Takes the quotation mark from the end of a draft that another body recommends."""
    if reading.operative:
        last = reading.operative[-1]
        if last.subparagraphs:
            last.subparagraphs[-1].text = last.subparagraphs[-1].text.rstrip('”"»')
        elif last.text.count("”") > last.text.count("“") or last.text.endswith(('"', "»")):
            last.text = last.text.rstrip('”"»')


def finish(reading: Reading, words: Vocabulary, *, marked: bool = False) -> None:
    """Takes the marks of footnotes out and fills in what follows from the text: verbs, asks, citations, what is missing.

    The marks stay where they are ``marked`` apart from the text already.
    """
    if not marked:
        _marks(reading)
    for recital in reading.preamble:
        recital.verb = (
            recital.verb or opening(recital.text, words, "preamble") or opening(recital.text, words, "operative")
        )
    for it in reading.operative:
        it.verb = it.verb or opening(it.text, words, "operative") or opening(it.text, words, "preamble")
        if words.language == "en":
            whole = " ".join([it.text, *_all_texts(it.subparagraphs)])
            it.asks = asks_of(whole)
            it.addressees = list(dict.fromkeys(name for ask in it.asks for name in ask.addressees))
            it.conditions = conditions_of(whole)
            it.deadline = deadline_of(whole, it.asks, it.verb)
    if not reading.cites:
        reading.cites = cites_of(_cited_texts(reading), words, reading.symbol)
    reading.missing = reading.missing + _missing(reading)


def _marks(reading: Reading) -> None:
    holders: list[Recital | Operative | Item | Part | Footnote] = []
    paragraphs: list[Recital | Operative] = [*reading.preamble, *reading.operative]
    for one in paragraphs:
        holders.append(one)
        holders += _all_items(one.subparagraphs)
    ends = len(holders)
    for annex in reading.annexes:
        holders += annex.parts
    count = sum(1 for it in reading.footnotes if it.marker.isdigit())
    if not count:
        return
    cleaned, marks = take_marks([it.text for it in holders], count)
    for place, (it, text, found) in enumerate(zip(holders, cleaned, marks, strict=True)):
        it.text = text.strip()
        if place < ends and isinstance(it, Recital | Operative | Item):
            it.footnote_marks = found
    place = ends
    for annex in reading.annexes:
        annex.footnote_marks = [mark for found in marks[place : place + len(annex.parts)] for mark in found]
        place += len(annex.parts)


def _all_items(items: list[Item]) -> list[Item]:
    return [found for it in items for found in (it, *_all_items(it.subparagraphs))]


def _all_texts(items: list[Item]) -> list[str]:
    return [it.text for it in _all_items(items)]


def _cited_texts(reading: Reading) -> list[str]:
    texts = [text for it in reading.preamble for text in (it.text, *_all_texts(it.subparagraphs))]
    texts += [text for it in reading.operative for text in (it.text, *_all_texts(it.subparagraphs))]
    return texts + [it.text for it in reading.footnotes] + [it.text for annex in reading.annexes for it in annex.parts]


def _missing(reading: Reading) -> list[str]:
    """What a whole resolution has and this one has not, in words."""
    found = []
    if not reading.symbol:
        found.append("no symbol such as A/RES/78/226")
    if not reading.title and reading.body != "Security Council":
        found.append("no title")
    if not reading.formula:
        found.append("no formula such as 'The General Assembly,'")
    if not reading.preamble:
        found.append("no preamble")
    if not reading.operative:
        found.append("no operative paragraph")
    numbers = [int(digits[0]) for it in reading.operative if (digits := re.match(r"[0-9]+", it.number))]
    for before, after in zip([0, *numbers], numbers, strict=False):
        if after > before + 1:
            gap = f"paragraph {before + 1}" if after == before + 2 else f"paragraphs {before + 1} to {after - 1}"
            found.append(f"{gap} not found")
    if reading.operative:
        last = reading.operative[-1]
        end = (_all_texts(last.subparagraphs) or [last.text])[-1].rstrip('”"»’) ')
        if not end.endswith((".", "。", "۔")):
            found.append("the last operative paragraph does not end with a full stop: the text may be cut off")
    marks = {mark for recital in reading.preamble for mark in recital.footnote_marks}
    marks |= {mark for it in reading.operative for mark in it.footnote_marks}
    marks |= {mark for it in reading.operative for item in _all_items(it.subparagraphs) for mark in item.footnote_marks}
    marks |= {mark for it in reading.annexes for mark in it.footnote_marks}
    lost = [it.marker for it in reading.footnotes if it.marker.isdigit() and it.marker not in marks]
    if lost:
        found.append(f"no mark in the text for footnote {', '.join(lost)}")
    return found
