"""A request as a document: headings, numbered paragraphs, tables. The writers of Word files and of PDF read this alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a numbered one has its number within the request."""

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
    """A table. Where ``head`` is empty, the first cell of each row is its head. ``caption`` says what it holds."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


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
