"""The body of a resolution: from its lines to preamble, operative paragraphs, headings and annexes."""

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from accede.mandates.reading.lines import Layout, Line, complete, ended, joined, room_left
from accede.mandates.reading.marks import Lists, Mark, Number, mark_at, number_at
from accede.mandates.reading.openings import known, opening
from accede.mandates.reading.words import Vocabulary, plain

Sort = Literal["formula", "recital", "operative", "heading", "annex", "part", "closing"]
_LONGEST_HEADING: Final = 300
_SECTION: Final = re.compile(r"(?:section\s+|part\s+)?(?:[IVX]{1,6}|[A-H])(?:\.|\s*[:–—-].*)?", re.IGNORECASE)
_CLOSING: Final = re.compile(
    r"(?:\d+(?:st|nd|rd|th|e|re|a|\.ª|ª|-е|‑е)?\s+\(?(?:resumed|closed|suite|reanudada)?\)?\s*"
    r"(?:plenary meeting|meeting|séance|sesión|пленарное|заседание)"
    r"|الجلسة(?: العامة)? (?:\d|ال)|第\s?\d+\s?次(?:全体)?会议|Adopted at the .{1,40}meeting)",
    re.IGNORECASE,
)
_UPPER: Final = re.compile(r"[^\W\d_]")


@dataclass
class Block:
    """A paragraph or heading as a list of its lines, with its number or mark and the depth of a sub-paragraph."""

    sort: Sort
    lines: list[str] = field(default_factory=list)
    number: str = ""
    depth: int = 0
    mark: str = ""
    items: list["Block"] = field(default_factory=list)

    def text(self, seen: frozenset[str]) -> str:
        """The paragraph as one string."""
        return joined(self.lines, seen).strip()

    @property
    def last(self) -> str:
        """The last line so far, of the paragraph or its last sub-paragraph."""
        return self.items[-1].last if self.items else self.lines[-1] if self.lines else ""


class Body:
    """Reads the lines one after another and keeps what has been read in `blocks`, in the order of the text."""

    def __init__(self, lines: list[Line], layout: Layout, words: Vocabulary) -> None:
        self.lines = lines
        self.layout = layout
        self.words = words
        self.blocks: list[Block] = []
        self.number = 0
        self.suffix = ""
        self.phase: Literal["preamble", "operative", "annex", "closed"] = "preamble"
        self.lists = Lists()
        self.quoted = False
        indents = sorted(it.indent for it in lines if it.text)
        self.margin = indents[len(indents) // 4] if indents else 0
        self.parted = self._parted()

    def read(self) -> list[Block]:
        """All blocks of the text."""
        for place, line in enumerate(self.lines):
            if line.text:
                self._line(place, line)
        return self.blocks

    def _parted(self) -> bool:
        """Whether an empty line stands before nearly every paragraph, so that no paragraph begins without one."""
        if not self.layout.blanks:
            return False
        pairs = zip(self.lines, self.lines[1:], strict=False)
        starts = [it for before, it in pairs if ended(before.text) and self._begins_plainly(it.text) and not it.page]
        return sum(it.blank for it in starts) * 10 >= len(starts) * 8 > 0

    def _begins_plainly(self, text: str) -> bool:
        text = text.lstrip('“"«')
        number = number_at(text)
        rest = text[number.end :] if number else text
        return (number is not None or self._starts_upper(rest)) and self._speaks(rest, by_form=False)

    # One line

    def _line(self, place: int, line: Line) -> None:
        before = self.blocks[-1] if self.blocks else None
        if self._formula(line, before) or self._annex_heading(place, line, before):
            return
        if self.phase == "annex":
            return self._in_annex(place, line)
        if _CLOSING.match(line.text) and len(line.text) < 120 and before and before.sort in ("operative", "closing"):
            self.phase = "closed"
        if self.phase == "closed":
            self.blocks.append(Block("closing", [line.text]))
            return None
        text = self._unquoted(line.text)
        number = number_at(text)
        if number and self._is_next(place, line, text, number):
            return self._begin(number, text[number.end :])
        mark = mark_at(text)
        if mark and self._item(place, line, text, mark):
            return None
        if self.phase == "operative":
            return self._in_operative(place, line, text)
        return self._in_preamble(place, line, text)

    def _unquoted(self, text: str) -> str:
        return text[1:].lstrip() if self.quoted and text[:1] in '“"«„' else text

    def _formula(self, line: Line, before: Block | None) -> bool:
        """The body that speaks, alone on its line: "The General Assembly,"."""
        text = line.text.lstrip('“"«„ ')
        if len(text) > 140 and before is not None:
            return False
        low = plain(text)
        body = next((it for it in self.words.bodies if low.startswith(it)), None)
        if body is None:
            return False
        rest = text[len(body) :].strip() if len(plain(text)) == len(text) else low[len(body) :].strip()
        if rest in ("", ",", "،", "，", ":", "：") or (before is None and rest[:1] in ",،，"):
            if (
                before is not None
                and self.phase == "operative"
                and before.sort != "heading"
                and not complete(before.last)
            ):
                return False
            if self.phase == "annex":
                return False
            self.quoted = line.text[:1] in '“"«„'
            self.blocks.append(Block("formula", [text]))
            self.phase, self.number, self.suffix = "preamble", 0, ""
            self.lists = Lists()
            follows = rest.lstrip(",،， ")
            if follows:
                self.blocks[-1].lines = [text[: len(text) - len(follows)].strip()]
                self.blocks.append(Block("recital", [follows]))
            return True
        return False

    def _begin(self, number: Number, rest: str) -> None:
        self.phase = "operative"
        self.number, self.suffix = number.value, number.suffix
        self.lists = Lists()
        self.blocks.append(Block("operative", [rest] if rest else [], number=number.printed))

    def _is_next(self, place: int, line: Line, text: str, number: Number) -> bool:
        """Whether this number is the next of the operative paragraphs, and not a number in a sentence."""
        rest = text[number.end :] or self._following(place)
        before = self.blocks[-1] if self.blocks else None
        after_end = before is None or before.sort in ("heading", "formula") or complete(before.last)
        speaks = known(rest, self.words, "operative") or known(rest, self.words, "preamble")
        sure = speaks and (not self._latin() or rest[:1].isupper() or rest[:1] in '“"')
        if self.phase == "preamble":
            if number.value != 1 or not after_end:
                return number.value == 1 and sure
            return sure or bool(opening(rest, self.words, "operative")) or self._apart(line, before)
        step = number.value - self.number
        if step == 1 or (step == 0 and number.suffix and number.suffix.lower() != self.suffix.lower()):
            return (after_end and (sure or self._starts_upper(rest))) or sure
        if number.value == 1 and before is not None and before.sort == "heading":
            return after_end
        return 1 < step <= 3 and after_end and sure

    def _following(self, place: int) -> str:
        return next((it.text for it in self.lines[place + 1 : place + 3] if it.text), "")

    def _latin(self) -> bool:
        return self.words.language in ("en", "fr", "es")

    def _starts_upper(self, text: str) -> bool:
        first = _UPPER.search(text[:6])
        return not self._latin() or first is None or first[0].isupper()

    # Sub-paragraphs

    def _item(self, place: int, line: Line, text: str, mark: Mark) -> bool:
        holder = self.blocks[-1] if self.blocks else None
        if holder is None or holder.sort not in ("operative", "recital"):
            return False
        last = holder.last
        opens = last.rstrip().endswith((":", "：", "؛", ";", "；", ",", "，", "،", "—", "–"))
        apart = self._apart(line, holder)
        if "bullet" in mark.places and not (apart and opens):
            return False
        ahead = (plain(it.text[:8]) for it in self.lines[place + 1 : place + 9])
        roman_follows = "roman" in mark.places and any(it.startswith(("(ii)", "ii)", "（ii")) for it in ahead)
        printed_colon = last.rstrip().endswith((":", "：", "—", "–"))
        may_begin = printed_colon or (opens and apart) or (opens and bool(holder.items))
        depth = None
        if holder.items or may_begin:
            if not (ended(last) or apart or not last):
                return False
            depth = self.lists.depth(mark, may_begin=may_begin, may_skip=apart, roman_follows=roman_follows)
        if depth is None:
            return False
        rest = text[mark.end :]
        holder.items.append(Block(holder.sort, [rest] if rest else [], mark=mark.printed, depth=depth))
        return True

    # Preamble

    def _in_preamble(self, place: int, line: Line, text: str) -> None:
        before = self.blocks[-1] if self.blocks else None
        if before is None or before.sort != "recital":
            if before is not None and before.sort == "formula" and not self._begins_recital(line, text, before):
                before.lines.append(text)
                return
            if before is not None and before.sort == "heading" and self._heading_ahead(place, line, before):
                self.blocks.append(Block("heading", [text]))
                return
            self.lists = Lists()
            self.blocks.append(Block("recital", [text]))
        elif self._begins_recital(line, text, before):
            if self._heading_ahead(place, line, before):
                self.blocks.append(Block("heading", [text]))
                return
            self.lists = Lists()
            self.blocks.append(Block("recital", [text]))
        elif self._heading_ahead(place, line, before):
            self.blocks.append(Block("heading", [text]))
        else:
            (before.items[-1] if before.items else before).lines.append(text)

    def _apart(self, line: Line, before: Block | None) -> bool:
        """Whether the page itself shows that a paragraph begins: an empty line, an indent, the end of a long line."""
        if before is None or (line.blank and self.layout.blanks and not line.page):
            return True
        if line.indent > self.margin + 1 and line.indent <= 60 and self.margin <= 8:
            return True
        if line.page:
            return False
        last = before.last
        return not self.layout.width or len(last) > self.layout.width + 25

    def _begins_recital(self, line: Line, text: str, before: Block) -> bool:
        last = before.last
        if before.sort == "formula":
            speaks = self._starts_upper(text) and known(text, self.words, "preamble")
            return speaks or (ended(last) and not last.endswith((":", "：")))
        whole, speaks = complete(last), self._speaks(text, by_form=False)
        upper = self._starts_upper(text)
        if before.items and not speaks and not self._speaks(text, by_form=True):
            return False
        if self._apart(line, before):
            if self._latin():
                return upper and (whole or speaks)
            return speaks or whole
        if self.parted and not line.page:
            return False
        room = room_left(last, text, self.layout.width) or line.page
        if not whole:
            return self._latin() and upper and speaks and (line.page or len(last) < self.layout.width * 0.7)
        if self._latin():
            return upper and (speaks or (room and self._speaks(text, by_form=True)))
        if self.words.language == "ar":
            first = plain(text).split()[0].removeprefix("و")
            return text.startswith(("إذ", "وإذ", "وقد")) or (speaks and first.endswith("ا"))
        return speaks and (room or self.words.language == "ru")

    def _speaks(self, text: str, *, by_form: bool) -> bool:
        found = known(text, self.words, "preamble") or known(text, self.words, "operative")
        return found or (by_form and bool(opening(text, self.words, "preamble")))

    # Operative part

    def _in_operative(self, place: int, line: Line, text: str) -> None:
        before = self.blocks[-1]
        if self._heading_ahead(place, line, before):
            if before.sort == "heading" and not self._apart_strictly(line):
                before.lines.append(text)
            else:
                self.blocks.append(Block("heading", [text]))
            return
        if before.sort == "heading":
            self.blocks.append(Block("operative", [text]))
            return
        holder = before.items[-1] if before.items else before
        if before.items and self._apart(line, before) and complete(before.last) and self._back_to_paragraph(line):
            before.lines.append(text)  # the words that follow a list and close its paragraph
            self.lists = Lists()
            return
        holder.lines.append(text)

    def _back_to_paragraph(self, line: Line) -> bool:
        return not self.layout.width or (line.blank and self.layout.blanks)

    def _apart_strictly(self, line: Line) -> bool:
        return not self.layout.width or (line.blank and self.layout.blanks and not line.page)

    def _heading_ahead(self, place: int, line: Line, before: Block) -> bool:
        """Whether this line is a heading: after a complete paragraph, without an end of its own, before a number."""
        if len(line.text) > _LONGEST_HEADING or (before.sort != "heading" and not complete(before.last)):
            return False
        if self.phase == "preamble" and before.sort != "heading" and not self._apart(line, before):
            return False
        if ended(line.text) and not _SECTION.fullmatch(line.text):
            return False
        if before.sort != "heading" and (not self._starts_upper(line.text) or line.text[:1] in '“"'):
            return False
        wanted = self.number + 1
        for it in self.lines[place + 1 : place + 7]:
            if not it.text:
                continue
            text = self._unquoted(it.text)
            number = number_at(text)
            if number is not None and number.value in (wanted, 1):
                return True
            low = plain(text.lstrip('“"«'))
            if any(low.startswith(body) and len(low) - len(body) < 3 for body in self.words.bodies):
                return self.phase == "operative"
            if (ended(it.text) and not _SECTION.fullmatch(it.text)) or len(it.text) > _LONGEST_HEADING:
                return False
        return False

    # Annexes

    def _annex_heading(self, place: int, line: Line, before: Block | None) -> bool:
        """ "Annex", "Annex II": alone on its line, after the operative part."""
        if self.phase == "preamble" or before is None or len(line.text) > 40:
            return False
        parts = plain(line.text).rstrip(".:").split()
        if not parts or len(parts) > 3:
            return False
        name = parts[0]
        chinese = re.fullmatch(r"(附件|附录|附文)[一二三四五六七八九十\d]{0,3}", plain(line.text))
        if not chinese:
            if name not in self.words.annex:
                return False
            if len(parts) > 1 and not re.fullmatch(r"[ivx]{1,6}|[a-h]|\d{1,2}|ال\w+|\w{2,9}", parts[1]):
                return False
            if self._latin() and not line.text[:1].isupper():
                return False
        if not complete(before.last) and before.sort not in ("closing", "annex", "heading", "part"):
            return False
        again = [it for it in self.blocks if it.sort == "annex" and it.depth == 0]
        nested = bool(again) and (len(parts) == 1 or plain(again[-1].lines[0]).split()[0] != name)
        self.blocks.append(Block("annex", [line.text], depth=1 if nested else 0))
        self.phase = "annex"
        return True

    def _in_annex(self, place: int, line: Line) -> None:
        before = self.blocks[-1]
        number, mark = number_at(line.text), mark_at(line.text)
        last = before.last
        whole = complete(last) or before.sort != "part"
        apart = self._apart(line, before)
        if number and (whole or apart):
            rest = line.text[number.end :]
            self.blocks.append(Block("part", [rest] if rest else [], number=number.printed))
        elif mark and (whole or apart):
            rest = line.text[mark.end :]
            self.blocks.append(Block("part", [rest] if rest else [], mark=mark.printed))
        elif (
            not ended(line.text)
            and len(line.text) < _LONGEST_HEADING
            and whole
            and self._starts_upper(line.text)
            and (apart or room_left(last, line.text, self.layout.width))
        ):
            if self.layout.width and len(line.text) > self.layout.width * 0.8 and before.sort != "annex":
                self.blocks.append(Block("part", [line.text]))  # the first line of a wrapped paragraph
            else:
                self.blocks.append(Block("heading", [line.text], depth=9))
        elif before.sort == "part" and not (apart and whole):
            before.lines.append(line.text)
        else:
            self.blocks.append(Block("part", [line.text]))
