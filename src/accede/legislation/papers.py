"""The assessment and a draft as documents: Word files and PDF, in the language of the reader."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext

from accede.accounts.rights import ANYONE, may
from accede.kit.documents.document import Block, Cell, Document, Heading, Notice, Paragraph, Table
from accede.kit.documents.pdf import pdf_file
from accede.kit.documents.word import word_file
from accede.kit.wording import localised
from accede.law.obligations import Obligation
from accede.law.shipped import shipped_catalogue
from accede.legislation import drafting, marking
from accede.legislation.models import Finding, LawDraft
from accede.legislation.queries import Line, counts, worst
from accede.legislation.subjects import FINDINGS
from accede.treaties.places import place_name
from accede.treaties.presenters.provisions import CATEGORIES

_TYPES = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word_file),
    "pdf": ("application/pdf", pdf_file),
}


def paper_response(document: Document, form: str) -> HttpResponse:
    """The document as a file, "docx" or "pdf". Raises ``PdfRefused`` for a character that no font has."""
    kind, write = _TYPES[form]
    response = HttpResponse(write(document), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{document.name}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


def assessment_document(state: str, rows: Sequence[Line], *, on: date) -> Document:
    """The assessment: the counts and the gaps that matter most on the first page, then every obligation with its evidence."""
    title = gettext("Legal assessment: %(state)s") % {"state": place_name(state)}
    every = all(row.finding is None or may(ANYONE, "see", FINDINGS.subject(row.finding)) for row in rows)
    blocks: list[Block] = [] if every else [Notice(gettext("Confidential until the State publishes it."))]
    blocks += [
        Paragraph(gettext("As it stood on %(day)s.") % {"day": localised(on)}),
        Heading(gettext("Summary")), _summary(rows),
        Heading(gettext("By instrument and category")), _by_category(rows),
    ]  # fmt: skip
    gaps = worst(rows)
    if gaps:
        blocks.append(Heading(gettext("The gaps that matter most")))
        blocks += [
            Paragraph(row.obligation.summary, number=at, label=row.obligation.id) for at, row in enumerate(gaps, 1)
        ]
    for instrument in dict.fromkeys(row.obligation.instrument for row in rows):
        blocks.append(Heading(shipped_catalogue()[instrument].short_title))
        for row in rows:
            if row.obligation.instrument == instrument:
                blocks += _obligation(row)
    return _document(title, blocks, name=f"legal-assessment-{state}", running="" if every else gettext("Confidential"))


def draft_document(it: LawDraft, about: Obligation) -> Document:
    """A draft: the obligation it is to meet, the wording, and which elements the wording has."""
    found = drafting.elements(about, language=it.language, text=it.text)
    yes, no = gettext("found"), gettext("not found")
    rows = tuple(
        (Cell(one.name), Cell(yes if one.found else no, missing=not one.found), Cell(one.found))
        for one in found
        if one.needed
    )
    head = (gettext("Element"), gettext("In the draft"), gettext("Words"))
    blocks: list[Block] = [
        Notice(gettext("Draft, confidential to the State.")),
        Heading(gettext("The obligation")),
        Paragraph(about.summary, label=f"{shipped_catalogue()[about.instrument].short_title}, {about.article}"),
        Heading(gettext("Wording")), Paragraph(it.text or "—"),
        Heading(gettext("Elements by their words")), Table(gettext("Elements by their words"), head, rows),
    ]  # fmt: skip
    return _document(it.title, blocks, name=f"draft-{it.pk}", running=gettext("Confidential"))


def _document(title: str, blocks: Sequence[Block], *, name: str, running: str) -> Document:
    language = translation.get_language() or "en"
    return Document(
        language=language, direction="rtl" if language == "ar" else "ltr", title=title, foot="{page} / {pages}",
        running=running, blocks=tuple(blocks), name=name,
    )  # fmt: skip


def _summary(rows: Sequence[Line]) -> Table:
    number = counts(rows)
    head = (gettext("Finding"), gettext("Obligations"))
    cells = [(Cell(str(label)), Cell(f"{number.get(value, 0)} / {len(rows)}")) for value, label in Finding.choices]
    return Table(gettext("Summary"), head, tuple(cells), widths=(2, 1))


def _by_category(rows: Sequence[Line]) -> Table:
    met: dict[tuple[str, str], list[bool]] = {}
    for row in rows:
        met.setdefault((row.obligation.instrument, row.obligation.category), []).append(row.word == Finding.MET)
    head = (gettext("Instrument"), gettext("Kind of obligation"), gettext("Met"))
    cells = tuple(
        (
            Cell(shipped_catalogue()[name].short_title),
            Cell(gettext(CATEGORIES[category])),
            Cell(f"{sum(its)} / {len(its)}"),
        )
        for (name, category), its in met.items()
    )
    return Table(gettext("By instrument and category"), head, cells, widths=(3, 3, 1))


def _obligation(row: Line) -> list[Block]:
    it, about = row.obligation, row.finding
    blocks: list[Block] = [Heading(f"{it.article}: {gettext(CATEGORIES[it.category])}", level=2), Paragraph(it.summary)]
    if about is None:
        return [*blocks, Paragraph(gettext("Not assessed"), label=gettext("Finding"))]
    said = [
        (gettext("Finding"), about.get_finding_display()),
        (gettext("Reason"), about.reason),
        (gettext("Practice"), about.practice),
    ]
    said += [
        (gettext("The State’s view"), about.get_state_view_display()),
        (gettext("Comment of the State"), about.state_comment),
    ]
    blocks += [Paragraph(text, label=label) for label, text in said if text]
    for one in about.evidence.all():
        words = " … ".join(f"“{part}”" for part in marking.passages(one.words))
        blocks.append(
            Paragraph(words or one.provision.heading or "—", label=f"{one.provision.law.title}, {one.provision.number}")
        )
    blocks += [Paragraph(one.why, label=gettext("To be looked at again"), missing=True) for one in row.stale]
    return blocks
