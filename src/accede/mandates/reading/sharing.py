"""Lines that several paragraphs share, as some copies have them, parted before the body is read."""

import re
from typing import Final

from accede.mandates.reading.lines import Line, ended
from accede.mandates.reading.marks import number_at, western
from accede.mandates.reading.openings import known
from accede.mandates.reading.words import Vocabulary


def split_shared_lines(lines: list[Line], words: Vocabulary) -> list[Line]:
    """Lines that hold several numbered paragraphs, cut before each number that goes on and is followed by a verb."""
    found: list[Line] = []
    last = 0
    for line in lines:
        number = number_at(line.text.lstrip('“"«'))
        if number and (number.value == last + 1 or number.value == 1):
            last = number.value
        rest, start = line.text, 0
        pieces: list[str] = []
        if last or number:
            for match in _INSIDE.finditer(western(line.text)):
                after = line.text[match.end() : match.end() + 500]
                value = int(match[1])
                if value == last + 1 and after[:1].isupper() and known(after, words, "operative"):
                    pieces.append(line.text[start : match.start(1)].strip())
                    start, last = match.start(1), value
        rest = line.text[start:]
        for piece in pieces:
            found += [Line(it, line.indent, line.blank, line.page) for it in _heading_off(piece)]
        found.append(Line(rest, line.indent, line.blank or bool(pieces), line.page, line.rule))
    return found


_INSIDE: Final = re.compile(r"(?<=\s)(\d{1,3})\.\s+(?=\w)")


def _heading_off(piece: str) -> list[str]:
    """A heading that stands on the same line after the end of a paragraph, as a line of its own."""
    cut = piece.rfind(";")
    tail = piece[cut + 1 :].strip()
    if cut > 0 and tail and tail[:1].isupper() and len(tail) < 120 and not ended(tail):
        return [piece[: cut + 1], tail]
    return [piece]
