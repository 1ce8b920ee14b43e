"""What is read from a resolution, and the form in which it goes out."""

from dataclasses import asdict, dataclass, field
from typing import Any


class ReadingError(Exception):
    """The file cannot be read as a resolution; the message says why and what to do."""


@dataclass
class Item:
    """A sub-paragraph with its mark as printed: "(a)", "(ii)", "b)"."""

    number: str
    text: str
    subparagraphs: list["Item"] = field(default_factory=list)
    footnote_marks: list[str] = field(default_factory=list)


@dataclass
class Recital:
    """A paragraph of the preamble."""

    text: str
    verb: str = ""
    footnote_marks: list[str] = field(default_factory=list)
    subparagraphs: list[Item] = field(default_factory=list)


@dataclass
class Ask:
    """What one verb asks, and of whom. ``roles`` are "member_states", "the_office", "secretary_general", "other"."""

    verb: str
    addressees: list[str]
    roles: list[str]
    what: str


@dataclass
class Operative:
    """An operative paragraph. ``number`` is "" where the only paragraph has none; ``section`` is the heading in force."""

    number: str
    verb: str
    text: str
    subparagraphs: list[Item] = field(default_factory=list)
    addressees: list[str] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    deadline: str | None = None
    footnote_marks: list[str] = field(default_factory=list)
    section: str = ""


@dataclass
class Heading:
    """A heading in the operative part; ``before`` is the number of the paragraph that it stands before."""

    before: str
    text: str


@dataclass
class Part:
    """A paragraph of an annex, with its printed number or mark where it has one."""

    number: str
    text: str


@dataclass
class Annex:
    """An annex: its headings in order, and its paragraphs, of which ``numbered`` have a number."""

    headings: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    footnote_marks: list[str] = field(default_factory=list)

    @property
    def numbered(self) -> int:
        """How many paragraphs begin with an Arabic number."""
        return sum(1 for it in self.parts if it.number[:1].isdigit())


@dataclass
class Footnote:
    """A note under the text."""

    marker: str
    text: str


@dataclass
class Reading:
    """A resolution as read. ``missing`` says in words what a whole resolution has and this text has not.

    ``other`` keeps every line that belongs to no part (job numbers, running heads, the place of adoption), so that no
    word of the text is lost.
    """

    language: str = ""
    body: str = ""
    symbol: str = ""
    session: str = ""
    adopted: str = ""
    issued: str = ""
    date: str = ""
    draft: bool = False
    title: str = ""
    agenda_item: list[str] = field(default_factory=list)
    proponent: str = ""
    authors: str = ""
    outcome: str = ""
    formula: str = ""
    quoted_formula: str = ""
    preamble: list[Recital] = field(default_factory=list)
    operative: list[Operative] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    annexes: list[Annex] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    cites: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The form of `accede resolution parse`: plain lists and dictionaries; an unknown value is None."""
        answer = asdict(self)
        for name in ("symbol", "session", "adopted", "issued", "title", "proponent", "outcome", "quoted_formula"):
            answer[name] = answer[name] or None
        answer["annexes"] = [
            {
                "headings": it.headings, "paragraphs": len(it.parts), "numbered": it.numbered,
                "parts": [asdict(part) for part in it.parts], "footnote_marks": it.footnote_marks,
            }
            for it in self.annexes
        ]  # fmt: skip
        return answer
