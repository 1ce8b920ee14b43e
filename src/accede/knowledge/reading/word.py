"""Word documents: the archive is weighed before anything is built from it, and only the text of paragraphs is taken."""

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from accede.treaties.importers.guard import ImportRefused, Upload

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCUMENT = "word/document.xml"
_MOST_PARAGRAPHS = 400_000


def paragraphs_of(upload: Upload) -> list[str]:
    """The text of each paragraph, in order. Raises ``ImportRefused``."""
    content = _document(upload)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ImportRefused("declares a document type or an entity, which attacks do.", where=upload.name)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ImportRefused(
            f"is not readable as DOCX: {error}.", where=upload.name, remedy="Save it again from Word."
        ) from error
    found = []
    for paragraph in root.iter(f"{_W}p"):
        pieces = []
        for piece in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
            pieces.append(piece.text or "" if piece.tag == f"{_W}t" else "\t" if piece.tag == f"{_W}tab" else "\n")
        found += "".join(pieces).split("\n")
        if len(found) > _MOST_PARAGRAPHS:
            raise ImportRefused("has more than 400,000 paragraphs.", where=upload.name, remedy="Split the law.")
    return found


def _document(upload: Upload) -> bytes:
    limits = upload.limits
    try:
        with ZipFile(BytesIO(upload.data)) as archive:
            if len(archive.infolist()) > limits.zip_entries:
                raise ImportRefused(f"holds more than {limits.zip_entries:,} parts.", where=upload.name)
            if _DOCUMENT not in archive.namelist():
                raise ImportRefused(
                    "is an archive, and no Word document.", where=upload.name, remedy="Save the law as DOCX."
                )
            with archive.open(_DOCUMENT) as part:
                # Not by the size that the archive states of itself: it may lie.
                content = part.read(limits.zip_bytes + 1)
    except (BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, zlib.error) as error:
        if isinstance(error, ImportRefused):
            raise
        raise ImportRefused(
            f"is not readable as DOCX: {error}.", where=upload.name, remedy="Save it again from Word."
        ) from error
    if len(content) > limits.zip_bytes or len(content) > limits.zip_ratio * max(len(upload.data), 1):
        raise ImportRefused("grows beyond all measure when it is unpacked.", where=upload.name)
    return content
