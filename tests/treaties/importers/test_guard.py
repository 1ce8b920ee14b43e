"""Hostile and broken files are refused at the door, with what is wrong, where, and what to do."""

import os
import resource
from pathlib import Path

import pytest
from tests.treaties.importers.samples import held_rows, parse, untc_csv, untc_html, untc_xml

from accede.treaties.importers.guard import (
    ImportRefused,
    Kind,
    Limits,
    formula_in,
    kind_of,
    open_upload,
    text_of,
    upload_from,
)

ROWS = held_rows("bombings-1997")[:3]


def refused(data: bytes, importer: str = "untc", *, limits: Limits | None = None) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        parse(importer, data, name="list.xml", limits=limits or Limits())
    return caught.value


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7\n", Kind.PDF), (b"junk before\n%PDF-1.4", Kind.PDF), (b"PK\x03\x04rest", Kind.XLSX),
        (b'<?xml version="1.0"?><treaty/>', Kind.XML), (b"\xef\xbb\xbf  <treaty/>", Kind.XML),
        (b"<!DOCTYPE html><html>", Kind.HTML),
        (b"<HTML lang=en>", Kind.HTML), (b"<!-- saved -->\n<html>", Kind.HTML), (b"Participant,Signature\n", Kind.TEXT),
        ("<treaty/>".encode("utf-16"), Kind.XML), ("Participant".encode("utf-16"), Kind.TEXT),
    ],
)  # fmt: skip
def test_the_kind_is_told_by_the_content(start: bytes, kind: Kind) -> None:
    assert kind_of(start, name="file.xlsx") is kind


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel file"), (b"\x1f\x8b\x08", "gzip"), (b"7z\xbc\xaf'", "7z"),
        (b"{\\rtf1", "RTF"), (b"\x89PNG\r\n", "picture"), (b"MZ\x00\x01", "NUL byte at offset 2"),
    ],
)  # fmt: skip
def test_other_kinds_are_named(start: bytes, what: str) -> None:
    with pytest.raises(ImportRefused, match=what):
        kind_of(start, name="list")


def test_a_file_larger_than_any_list_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)  # sparse: takes no room on the disk
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ImportRefused, match="larger than 50,000,000 bytes"):
        open_upload(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kilobytes


def test_a_line_without_end_is_refused_after_its_first_chunk(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"Participant,Signature\n" + b"a" * 40_000_000)
    with pytest.raises(ImportRefused, match=r"list\.csv, line 2: has a line of more than 200,000 bytes"):
        open_upload(path)


def test_the_length_of_a_line_is_followed_over_chunks(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes((b"a" * 199_000 + b"\n") * 20)
    assert open_upload(path).kind is Kind.TEXT
    path.write_bytes((b"a" * 199_000 + b"\n") * 20 + b"b" * 200_001)
    with pytest.raises(ImportRefused, match="line 21"):
        open_upload(path)


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, Path("/dev/zero")):
        with pytest.raises(ImportRefused, match="no regular file"):
            open_upload(path)
    with pytest.raises(ImportRefused, match="No such file"):
        open_upload(tmp_path / "missing.xml")
    (tmp_path / "empty").touch()
    with pytest.raises(ImportRefused, match="is empty"):
        open_upload(tmp_path / "empty")


def test_latin_1_bytes_in_a_file_that_says_utf_8() -> None:
    data = untc_xml([("Côte d'Ivoire", "25 Sep 1998", "13 Mar 2002")]).encode("latin-1")
    error = refused(data)
    assert "byte 0xf4 at offset" in str(error)
    assert "(line 2) is not UTF-8" in str(error)
    assert "--encoding windows-1252" in error.remedy
    offset = int(str(error).split("offset ")[1].split()[0])
    assert data[offset : offset + 1] == b"\xf4"


def test_windows_1252_is_read_where_it_is_declared() -> None:
    row = ("Côte d'Ivoire", "25 Sep 1998", "13 Mar 2002")
    xml = untc_xml([row]).replace('encoding="utf-8"', 'encoding="windows-1252"')
    assert parse("untc", xml.encode("cp1252")).rows[0].name == row[0]
    html = untc_html([row]).replace('charset="utf-8"', 'charset="iso-8859-1"')
    assert parse("untc", html.encode("cp1252")).rows[0].name == row[0]
    text = upload_from(untc_csv([row]).encode("cp1252"), name="list.csv", encoding="windows-1252")
    assert "Côte" in text_of(text)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_honoured(encoding: str) -> None:
    assert len(parse("untc", untc_csv(ROWS).encode(encoding)).rows) == len(parse("untc", untc_csv(ROWS)).rows)
    xml = untc_xml(ROWS).replace('encoding="utf-8"', f'encoding="{encoding[:6]}"')
    assert len(parse("untc", xml.encode(encoding)).rows) == len(parse("untc", untc_csv(ROWS)).rows)


def test_encodings_that_are_not_read() -> None:
    assert "encoding 'shift_jis'" in str(refused(b'<?xml version="1.0" encoding="shift_jis"?><treaty/>'))
    assert "UTF-32" in str(refused("Participant".encode("utf-32")))


def test_nul_and_control_characters() -> None:
    assert "NUL byte at offset 3" in str(refused(b"abc\x00def"))
    later = b"a,b\n" * 2000 + b"c\x00,d\n"
    assert "control character U+0000" in str(refused(later))
    assert "(line 2)" in str(refused(b"Participant\nKenya\x1b[2J"))


BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>
<treaty><participants><row><entry>&lol3;</entry></row></participants></treaty>"""


def test_a_billion_laughs() -> None:
    error = refused(BILLION_LAUGHS)
    assert "declares a document type or an entity" in error.what
    assert error.where == "list.xml, line 2"


def test_an_external_entity_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the content of a file")
    data = f'<?xml version="1.0"?><!DOCTYPE t [<!ENTITY x SYSTEM "file://{secret}">]><treaty>&x;</treaty>'
    error = refused(data.encode())
    assert "document type" in error.what
    assert "the content of a file" not in str(error)


def test_entities_hidden_in_utf_16_or_in_html() -> None:
    text = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE t [<!ENTITY x "y">]><t>&x;</t>'
    assert "document type" in str(refused(text.encode("utf-16")))
    assert "document type" in str(refused(b'<!DOCTYPE html [<!ENTITY x "y">]><html><table></table></html>'))


def test_an_entity_without_a_declaration_is_an_error() -> None:
    assert "not readable as XML" in str(refused(b"<treaty><participants>&lol;</participants></treaty>"))


def test_broken_and_deep_xml() -> None:
    assert "not readable as XML" in str(refused(untc_xml(ROWS).encode()[:-200]))
    assert "not readable as XML" in str(refused(b"<a>" * 5000 + b"</a>" * 5000))
    assert "more than 1,000 tags" in str(refused(b"<t>" + b"<a/>" * 2000 + b"</t>", limits=Limits(markup_tags=1000)))


def test_the_wrong_extension_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    path.write_text(untc_xml(ROWS), encoding="utf-8")
    upload = open_upload(path)
    assert upload.kind is Kind.XML
    error = refused(upload.data, "icao")
    assert "is read from text or PDF, and this file is XML by its content" in error.what


def test_quotes_that_do_not_close() -> None:
    assert "not readable as CSV" in str(refused(b'Participant,Signature\n"Kenya,1 Jan 2001\n'))


@pytest.mark.parametrize("cell", ["=1+1", "+44", "@SUM(A1)", "-2+3", "\t=1", '=HYPERLINK("http://example.org")'])
def test_formulas_are_told(cell: str) -> None:
    assert formula_in(cell)


@pytest.mark.parametrize("cell", ["", "-", "–", "--", "- see note", "Kenya", "1 Jan 2001", "(a)"])
def test_what_is_no_formula(cell: str) -> None:
    assert not formula_in(cell)
