"""What a document is made of: headings, numbered paragraphs, tables. The writers of Word files and of PDF read this alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a numbered one has its number within the document."""

    text: str
    number: int | None = None
    #: Stands before the text, in bold.
    label: str = ""
    #: Something that is to be completed: set apart so that it cannot be overlooked.
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, with its own mark: "(a)"."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``missing`` as in :class:`Paragraph`."""

    text: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Where ``head`` is empty, the first cell of each row is its head. ``caption`` says what it holds.

    ``widths`` are the parts of the page's width that the columns take; left empty, two columns take one part and two,
    three take two, one and two, and others the same.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()

    @property
    def parts(self) -> tuple[int, ...]:
        """The parts of the width, one a column."""
        columns = len(self.head) or max((len(row) for row in self.rows), default=2)
        return self.widths or {2: (1, 2), 3: (2, 1, 2)}.get(columns, (1,) * columns)


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark that stands apart: confidential, urgent, draft."""

    text: str


Block = Heading | Paragraph | Items | Table | Notice


@dataclass(frozen=True, slots=True)
class Document:
    """The whole. ``language`` is that of the text, ``direction`` "ltr" or "rtl"."""

    language: str
    direction: str
    title: str
    #: Stands at the foot of each page; "{page}" and "{pages}" in it are replaced by the numbers.
    foot: str
    #: Stands at the head of each page; may be empty.
    running: str
    blocks: tuple[Block, ...]
    #: Name of the file without its ending, in plain letters.
    name: str
