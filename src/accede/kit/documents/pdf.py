"""A document as PDF, set by Typst in a process of its own.

The process reads the document from its standard input and writes the file to its standard output: nothing touches a disk, the
compiler's memory of what it has set ends with the process, and one document cannot hold a worker for ever.
"""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import gettempdir

from accede.kit.documents.document import Block, Document, Heading, Items, Notice, Paragraph, Table

#: The longest request for cooperation, 120,000 characters, is set in about two seconds.
SECONDS = 30
#: How :mod:`.pdf_worker` ends where a font lacks a character; the standard output then names the character.
NO_GLYPH = 3
SOURCE = Path(__file__).resolve().parents[3]


class PdfRefused(ValueError):
    """The document cannot be set as PDF. ``character`` is the Unicode name of one that the fonts lack, where that is why."""

    def __init__(self, character: str = "") -> None:
        super().__init__("a character that the fonts lack" if character else "the document could not be set")
        self.character = character


_KINDS: dict[type[Block], str] = {
    Heading: "heading", Paragraph: "paragraph", Items: "items", Table: "table", Notice: "notice",
}  # fmt: skip


def as_json(document: Document) -> str:
    """The document as the page reads it."""
    blocks = [{"kind": _KINDS[type(it)], **asdict(it)} | _parts(it) for it in document.blocks]
    return json.dumps({**asdict(document), "blocks": blocks}, ensure_ascii=False)


def _parts(block: Block) -> dict[str, object]:
    return {"parts": block.parts} if isinstance(block, Table) else {}


def pdf_file(document: Document) -> bytes:
    """The bytes of a PDF (PDF/UA-1). Raises :class:`PdfRefused`."""
    command = [sys.executable, "-P", "-B", "-m", "accede.kit.documents.pdf_worker"]
    # Only what the process needs: neither settings nor keys of the site.
    surroundings = {"PYTHONPATH": str(SOURCE), "TMPDIR": gettempdir(), "PATH": "", "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            command,
            input=as_json(document).encode(),
            capture_output=True,
            timeout=SECONDS,
            env=surroundings,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PdfRefused from None  # the exception would carry the text into logs
    if done.returncode == NO_GLYPH:
        raise PdfRefused(done.stdout.decode("ascii", "replace"))
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        raise PdfRefused
    return done.stdout
