"""The documents, read back: Word files with python-docx, PDF with pdfplumber."""

import io
import re
import zipfile

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn
from tests.cooperation.writer.cases import KINDS, answered, canary, case, full_form

from accede.cooperation.writer.answers import LONGEST, Answers, accept
from accede.cooperation.writer.assemble import assemble
from accede.cooperation.writer.interview import FIELDS
from accede.cooperation.writer.model import LONG, Form
from accede.cooperation.writer.phrases import languages, phrases
from accede.kit.documents.document import Document, Heading, Notice, Paragraph, Table
from accede.kit.documents.pdf import PdfRefused, pdf_file
from accede.kit.documents.word import MISSING, word_file

BOTH = [(kind, language) for kind in KINDS for language in languages()]
TYPST = (
    '#panic("run") #read("/etc/passwd") $x^2$ *bold* _it_ `raw` @ref <label> #let x = 1; \\u{41} // gone #sys.inputs'
)
XML = '<w:p><w:r/></w:p> &amp; &lt; <!DOCTYPE x [<!ENTITY e "E">]> &e; ]]> <?xml?> {{ 7*7 }} {% debug %} {instrument} %(x)s'


def word_text(content: bytes) -> str:
    """All text of a Word file, the cells of tables too."""
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join("".join(it.text or "" for it in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


def pdf_text(content: bytes) -> str:
    """All text of a PDF on one line."""
    with pdfplumber.open(io.BytesIO(content)) as file:
        return flat(" ".join(page.extract_text() or "" for page in file.pages))


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def close(text: str) -> str:
    """Without spaces and hyphens: lines are broken between words and after hyphens."""
    return re.sub(r"[\s-]", "", text)


@pytest.fixture(scope="module", params=BOTH, ids=[f"{kind}-{language}" for kind, language in BOTH])
def made(request: pytest.FixtureRequest) -> tuple[str, str, Document, str, str]:
    """A full request: kind, language, the document, the text of its Word file, the text of its PDF."""
    kind, language = request.param
    document = assemble(case(kind), answered(case(kind)), language=language)
    return kind, language, document, word_text(word_file(document)), pdf_text(pdf_file(document))


def test_every_answer_stands_in_both_files(made: tuple[str, str, Document, str, str]) -> None:
    kind, language, _, word, pdf = made
    words = phrases(language)
    it = case(kind)
    for code, values in full_form(it).items():
        field = FIELDS[code]
        for value in values:
            if code == "bases":
                continue
            expected = canary(code) if field.form in (Form.LINE, Form.TEXT) else words(f"choice.{code}.{value}")
            assert close(expected) in close(word), code
            # Text in tables is read by pdfplumber line by line over all columns, so words are looked for one by one.
            for part in expected.split():
                assert close(part) in close(pdf), (code, part)


def test_the_legal_basis_stands_in_both_files_with_its_articles(made: tuple[str, str, Document, str, str]) -> None:
    kind, language, document, word, pdf = made
    it, words = case(kind), phrases(language)
    table = next(one for one in document.blocks if isinstance(one, Table) and one.head)
    assert len(table.rows) == len(it.bases) == 3
    for basis, row in zip(it.bases, table.rows, strict=True):
        assert row[0].text == it.title(basis.instrument, words)
        assert row[1].text == ", ".join(basis.articles)
        assert row[0].text in word
        assert row[1].text in pdf
    if language != "en":
        assert it.facts.catalogue["bombings-1997"].titles[language] in word


def test_states_date_and_title_are_in_the_language(made: tuple[str, str, Document, str, str]) -> None:
    kind, language, document, word, pdf = made
    it, words = case(kind), phrases(language)
    for text in (
        document.title,
        it.state("FRA", language),
        it.state("DEU", language),
        {"en": "1 January 2013", "fr": "1 janvier 2013", "es": "1 de enero de 2013"}[language],
        words("closing.seal"),
    ):
        assert text in flat(word)
        assert close(text) in close(pdf)


def test_a_full_request_is_no_draft_and_its_paragraphs_are_numbered(made: tuple[str, str, Document, str, str]) -> None:
    _, language, document, _, _ = made
    draft = phrases(language).texts["notice.draft"].split(":")[0]
    assert not any(isinstance(it, Notice) and it.text.startswith(draft) for it in document.blocks)
    numbers = [it.number for it in document.blocks if isinstance(it, Paragraph)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert not any(isinstance(it, Paragraph) and it.missing for it in document.blocks)
    heads = [it.text for it in document.blocks if isinstance(it, Heading) and it.level == 1]
    assert [it.split(".")[0] for it in heads] == [str(number) for number in range(1, len(heads) + 1)]


@pytest.mark.parametrize(("kind", "language"), BOTH)
def test_what_is_required_and_missing_is_marked_in_both_files(kind: str, language: str) -> None:
    from accede.cooperation.writer.check import check

    it, words = case(kind), phrases(language)
    answers = accept({"bases": list(it.codes)}, kind=kind, bases=it.codes)
    document = assemble(it, answers, language=language)
    content = word_file(document)
    word, pdf = word_text(content), pdf_text(pdf_file(document))
    missing = check({**answers.values, **it.given}).required
    assert words("notice.draft", number=str(len(missing))) in word
    for one in missing:
        key = f"choice.{one.field.code}.{one.choice.code}" if one.choice else f"field.{one.field.code}"
        mark = words("notice.to_complete", label=words(key))
        assert mark in word, one.key
        assert close(mark) in close(pdf), one.key
    runs = [run for p in docx.Document(io.BytesIO(content)).paragraphs for run in p.runs]
    assert any(run.style is not None and run.style.name == MISSING for run in runs)


def test_the_word_file_has_styles_languages_and_page_numbers() -> None:
    document = assemble(case("mla"), answered(case("mla")), language="fr")
    content = word_file(document)
    word = docx.Document(io.BytesIO(content))
    styles = {p.style.name for p in word.paragraphs if p.style is not None}
    assert {"Title", "Heading 1", "Heading 2", "Numbered paragraph", "List item", "Notice"} <= styles
    assert word.core_properties.title == document.title
    assert word.core_properties.language == "fr"
    assert word.core_properties.author == ""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        xml = parts.read("word/styles.xml").decode()
        foot = "".join(parts.read(it).decode() for it in parts.namelist() if "footer" in it)
        body = parts.read("word/document.xml").decode()
    assert set(re.findall(r'<w:lang [^>]*w:val="([^"]*)"', xml)) == {"fr"}
    assert " PAGE " in foot
    assert " NUMPAGES " in foot
    assert "w:tblHeader" in body
    assert "w:bidi" not in body


def test_a_text_from_right_to_left_is_laid_out_so_in_both_files() -> None:
    document = Document(
        "ar", "rtl", "طلب تسليم", "صفحة {page} من {pages}", "", (
            Heading("الوقائع"), Paragraph("نص الفقرة", 1), Table("جدول", (), ()),
        ), "request",
    )  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(word_file(document))) as parts:
        body = parts.read("word/document.xml").decode()
    paragraphs = re.findall(r"<w:p>.*?</w:p>", body)
    assert paragraphs
    assert all("<w:bidi/>" in it for it in paragraphs)
    assert "<w:bidiVisual/>" in body
    pdf = pdf_file(document)
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        right = max(char["x1"] for char in file.pages[0].chars)
        assert right > 0.8 * file.pages[0].width


def test_the_pdf_declares_its_title_language_and_structure() -> None:
    document = assemble(case("extradition"), answered(case("extradition")), language="es")
    content = pdf_file(document)
    with pdfplumber.open(io.BytesIO(content)) as file:
        catalog = file.doc.catalog
        assert file.metadata["Title"] == document.title
        assert catalog["Lang"] in (b"es", b"es-ES")
        assert "StructTreeRoot" in catalog
        texts = [page.extract_text() for page in file.pages]
    assert b"pdfuaid" in content
    for number, text in enumerate(texts, start=1):
        assert f"Página {number} de {len(texts)}" in text


@pytest.mark.parametrize("hostile", [TYPST, XML], ids=["typst", "xml"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_text_and_nothing_else(kind: str, hostile: str) -> None:
    it = case(kind)
    form = {code: [hostile] if value == [canary(code)] else value for code, value in full_form(it).items()}
    document = assemble(it, answered(it, form), language="en")
    content = word_file(document)
    assert word_text(content).count(hostile) >= 20
    pdf = close(pdf_text(pdf_file(document)))
    assert pdf.count(close(hostile)) >= 5
    assert "root:x:0" not in pdf


def test_control_characters_reach_no_file() -> None:
    form = {"facts": ["be\x00fore\x0b\x1b\x85 af\ufffft\ud800er"], "person_name": ["A\x00B\nC"]}
    it = case("extradition")
    document = assemble(it, answered(it, form), language="en")
    word = word_text(word_file(document))
    assert "before" in word
    assert "after" in word
    assert "AB C" in word
    assert "before" in pdf_text(pdf_file(document))


def test_line_ends_and_empty_lines_are_kept() -> None:
    it = case("mla")
    document = assemble(it, answered(it, {"facts": ["one\ntwo\n\nthree"]}), language="en")
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert "one\ntwo" in texts
    assert "three" in texts


def test_the_longest_request_is_set() -> None:
    it = case("mla")
    codes = [code for code, field in FIELDS.items() if field.form is Form.TEXT and code in full_form(it)]
    form = {code: [("word " * (LONG // 5))[:LONG]] for code in codes[: LONGEST // LONG]}
    document = assemble(it, answered(it, form), language="en")
    with pdfplumber.open(io.BytesIO(pdf_file(document))) as file:
        assert len(file.pages) > 25
    assert word_text(word_file(document)).count("word") >= LONGEST // 5


def test_names_in_other_scripts_are_set() -> None:
    it = case("extradition")
    document = assemble(it, answered(it, {"person_name": ["王小明 Иванов Ἀθῆναι Şahin"]}), language="en")
    assert close("王小明ИвановἈθῆναιŞahin") in close(pdf_text(pdf_file(document)))
    arabic = assemble(it, answered(it, {"person_name": ["محمد"]}), language="en")
    with pdfplumber.open(io.BytesIO(pdf_file(arabic))) as file:
        assert any("Amiri" in char["fontname"] for page in file.pages for char in page.chars)


def test_a_character_without_a_font_is_named_and_the_word_file_has_it() -> None:
    it = case("extradition")
    document = assemble(it, answered(it, {"person_name": ["สมชาย"]}), language="en")
    with pytest.raises(PdfRefused) as refused:
        pdf_file(document)
    assert refused.value.character.startswith("THAI CHARACTER")
    assert "สมชาย" in word_text(word_file(document))


def test_undertakings_cite_only_what_the_request_rests_on() -> None:
    it = case("extradition")
    form = {"undertakings": ["speciality", "fair_treatment"], "bases": ["ece-1957~general-treaty"]}
    text = word_text(word_file(assemble(it, answered(it, form), language="en")))
    assert "(European Convention on Extradition, article 14; European Convention on Extradition, article 15)" in text
    assert "Organized Crime" not in text


def test_without_any_basis_the_request_says_what_it_relies_on() -> None:
    it = case("extradition")
    answers = Answers({"other_basis": "The law of the requested State."})
    texts = [one.text for one in assemble(it, answers, language="en").blocks if isinstance(one, Paragraph)]
    assert "The requesting authority relies on the following:" in texts
    assert "The law of the requested State." in texts
