"""A document as a Word file: real styles and headings, a table's head repeated, page numbers, the language of the text.

Everything a person wrote goes in as text of a run; python-docx escapes it for XML.
"""

import io
from typing import TYPE_CHECKING, Any

from accede.kit.documents.document import Block, Cell, Document, Heading, Items, Notice, Paragraph, Table

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph as WordParagraph

FONT = "Times New Roman"
INK = "0B3A66"
NUMBERED, ITEM, NOTICE, CELL, HEAD = (
    "Numbered paragraph", "List item", "Notice", "Table cell", "Table cell head",
)  # fmt: skip
MISSING = "To be completed"


def word_file(document: Document) -> bytes:
    """The bytes of a ``.docx``."""
    import docx  # only where a Word file is asked for

    return _Writer(docx.Document(), document).write()


class _Writer:
    def __init__(self, word: "WordDocument", document: Document) -> None:
        self.word = word
        self.document = document
        self.rtl = document.direction == "rtl"

    def write(self) -> bytes:
        self._properties()
        self._styles()
        self._page()
        self._paragraph("Title").add_run(self.document.title)
        for block in self.document.blocks:
            self._block(block)
        target = io.BytesIO()
        self.word.save(target)
        return target.getvalue()

    def _properties(self) -> None:
        properties = self.word.core_properties
        properties.title = self.document.title
        properties.language = self.document.language
        # The template of python-docx names itself as author and comments on the file.
        properties.author = properties.comments = ""

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Cm, Pt, RGBColor

        styles = self.word.styles
        for style in styles:
            if style.type == WD_STYLE_TYPE.PARAGRAPH and style.name in ("Normal", "Title", "Heading 1", "Heading 2"):
                _font(style)
        normal = styles["Normal"]
        normal.font.size = Pt(11)
        normal.paragraph_format.space_after = Pt(6)
        for name, size in (("Title", 20), ("Heading 1", 13), ("Heading 2", 11)):
            style = styles[name]
            style.font.size, style.font.bold = Pt(size), True
            style.font.color.rgb = RGBColor.from_string(INK)
            style.paragraph_format.keep_with_next = True
        for name in (NUMBERED, ITEM, NOTICE, CELL, HEAD):
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = normal
        for name, left in ((NUMBERED, 1.0), (ITEM, 2.0)):
            shape = styles[name].paragraph_format
            shape.left_indent, shape.first_line_indent = Cm(left), Cm(-1.0)
            shape.tab_stops.add_tab_stop(Cm(left))
        styles[NOTICE].font.bold = True
        _border(styles[NOTICE].element.get_or_add_pPr())
        for name in (CELL, HEAD):
            styles[name].paragraph_format.space_after = Pt(2)
        styles[HEAD].font.bold = True
        missing = styles.add_style(MISSING, WD_STYLE_TYPE.CHARACTER)
        missing.font.bold = True
        missing.font.color.rgb = RGBColor(0x8A, 0x1C, 0x1C)
        self._language()

    def _language(self) -> None:
        from docx.oxml.ns import qn

        defaults = self.word.styles.element.find(qn("w:docDefaults"))
        for properties in defaults.iter(qn("w:rPr")) if defaults is not None else ():
            for old in properties.findall(qn("w:lang")):
                properties.remove(old)
            attributes = dict.fromkeys(("w:val", "w:eastAsia", "w:bidi"), self.document.language)
            properties.append(_element("w:lang", **attributes))

    def _page(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm

        section = self.word.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2.3)
        if self.rtl:
            section._sectPr.append(_element("w:bidi"))
        head = section.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        head.add_run(self.document.running).bold = True
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        before, _, rest = self.document.foot.partition("{page}")
        between, _, after = rest.partition("{pages}")
        foot.add_run(before)
        _number(foot, "PAGE")
        foot.add_run(between)
        _number(foot, "NUMPAGES")
        foot.add_run(after)
        for paragraph in (head, foot):
            self._direct(paragraph)

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._paragraph(f"Heading {block.level}").add_run(block.text)
            case Notice():
                self._paragraph(NOTICE).add_run(block.text)
            case Paragraph():
                self._numbered(block)
            case Items():
                for item in block.items:
                    _lines(self._paragraph(ITEM), f"{item.mark}\t{item.text}")
            case Table():
                self._table(block)

    def _numbered(self, block: Paragraph) -> None:
        paragraph = self._paragraph(NUMBERED)
        if block.number is not None:
            paragraph.add_run(f"{block.number}.\t")
        if block.label:
            paragraph.add_run(f"{block.label}. ").bold = True
        _lines(paragraph, block.text, style=MISSING if block.missing else None)

    def _table(self, block: Table) -> None:
        from docx.shared import Cm

        widths = [Cm(16 * part / sum(block.parts)) for part in block.parts]
        table = self.word.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.autofit = False
        if self.rtl:
            table._tblPr.append(_element("w:bidiVisual"))
        table._tblPr.append(_element("w:tblCaption", **{"w:val": block.caption}))
        rows = [tuple(Cell(it) for it in block.head), *block.rows] if block.head else list(block.rows)
        for number, cells in enumerate(rows):
            row = table.add_row()
            if block.head and number == 0:
                row._tr.get_or_add_trPr().append(_element("w:tblHeader"))
            row._tr.get_or_add_trPr().insert(0, _element("w:cantSplit"))
            for index, (place, cell) in enumerate(zip(row.cells, cells, strict=True)):
                place.width = widths[index]
                is_head = number == 0 if block.head else index == 0
                paragraph = place.paragraphs[0]
                paragraph.style = self.word.styles[HEAD if is_head else CELL]
                self._direct(paragraph)
                _lines(paragraph, cell.text, style=MISSING if cell.missing else None)
        self._paragraph("Normal")

    def _paragraph(self, style: str) -> "WordParagraph":
        paragraph = self.word.add_paragraph(style=style)
        self._direct(paragraph)
        return paragraph

    def _direct(self, paragraph: "WordParagraph") -> None:
        if self.rtl:
            paragraph._p.get_or_add_pPr().append(_element("w:bidi"))


def _lines(paragraph: "WordParagraph", text: str, *, style: str | None = None) -> None:
    """Text with its line ends as breaks of the line."""
    for number, line in enumerate(text.split("\n")):
        run = paragraph.add_run(style=style)
        if number:
            run.add_break()
        run.add_text(line)


def _font(style: "ParagraphStyle") -> None:
    """One font for all scripts, and none of the theme's, which would go before it."""
    from docx.oxml.ns import qn

    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), FONT)


def _border(properties: Any) -> None:
    borders = _element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        borders.append(_element(f"w:{side}", **{"w:val": "single", "w:sz": "6", "w:space": "4", "w:color": INK}))
    properties.append(borders)


def _number(paragraph: "WordParagraph", field: str) -> None:
    """A field that Word fills with a number."""
    run = paragraph.add_run()
    for part in ("begin", "instruction", "separate", "text", "end"):
        if part == "instruction":
            element = _element("w:instrText", **{"xml:space": "preserve"})
            element.text = f" {field} "
        elif part == "text":
            element = _element("w:t")
            element.text = "1"
        else:
            element = _element("w:fldChar", **{"w:fldCharType": part})
        run._r.append(element)


def _element(name: str, **attributes: str) -> Any:
    """An element of WordprocessingML. python-docx types each kind apart; most of these have no type of their own there."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element
