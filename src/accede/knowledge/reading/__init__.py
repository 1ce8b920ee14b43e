"""Turning a law as a document into its provisions: Akoma Ntoso, Word, PDF, Markdown, plain text."""

from dataclasses import replace

from accede.knowledge.domain.bringing import Draft
from accede.knowledge.reading.akn import provisions_in_akn
from accede.knowledge.reading.splitting import split
from accede.knowledge.reading.word import paragraphs_of
from accede.treaties.importers.guard import LIMITS, ImportRefused, Kind, Upload, text_of, upload_from
from accede.treaties.importers.markup import parse_markup
from accede.treaties.importers.pdf import read_pages

#: What a real law never reaches.
LAW_LIMITS = replace(
    LIMITS, file_bytes=40_000_000, line_bytes=4_000_000, pages=3_000, pdf_seconds=120, zip_bytes=200_000_000
)
LARGEST = LAW_LIMITS.file_bytes


def read_document(content: bytes, *, name: str, language: str) -> list[Draft]:
    """The provisions of a law, in order. The kind of file is told by its content.

    Raises :class:`~accede.treaties.importers.guard.ImportRefused` with what is wrong, where, and the remedy.
    """
    upload = upload_from(content, name=name, limits=LAW_LIMITS)
    found = _provisions(upload, language=language)
    if not found:
        raise ImportRefused(
            "has no headings of articles or sections at the beginning of a line.", where=name,
            remedy="Give each provision a line such as “Article 5”, “Section 5”, “§ 5”, “第五条” or “المادة 5”.",
        )  # fmt: skip
    return found


def _provisions(upload: Upload, *, language: str) -> list[Draft]:
    if upload.kind is Kind.XML:
        return provisions_in_akn(parse_markup(upload), name=upload.name)
    if upload.kind is Kind.XLSX:  # any archive of Office
        return split(paragraphs_of(upload), language=language, name=upload.name)
    if upload.kind is Kind.PDF:
        return split([line for page in read_pages(upload) for line in page], language=language, name=upload.name)
    if upload.kind is Kind.HTML:
        raise ImportRefused(
            "is HTML, which is not read.", where=upload.name, remedy="Copy the text of the page into a text file."
        )
    return split(text_of(upload).splitlines(), language=language, name=upload.name)


__all__ = ["LARGEST", "read_document"]
