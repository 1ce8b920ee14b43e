"""PDF is read by a process of its own, within limits of pages, time and memory."""

import zlib

import pytest
from tests.treaties.importers.samples import HAGUE, TOKYO, acts, parse, pdf_of, pdf_table

from accede.treaties.importers.guard import ImportRefused, Limits, upload_from
from accede.treaties.importers.pdf import read_pages


def refused(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(ImportRefused) as caught:
        read_pages(upload_from(data, name="list.pdf", limits=limits or Limits()))
    return str(caught.value)


def hand_made(content: bytes, *, trailer: bytes = b"") -> bytes:
    """A PDF of one page with this compressed content."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + table
    return out + b"trailer << /Size 5 /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)


def test_the_lines_of_every_page() -> None:
    pages = read_pages(upload_from(pdf_of(f"line {number}" for number in range(100)), name="list.pdf"))
    assert len(pages) > 1
    assert [line for page in pages for line in page] == [f"line {number}" for number in range(100)]


def test_a_list_in_pdf_reads_as_the_same_list_in_text() -> None:
    for text in (TOKYO, HAGUE):
        from_pdf = parse("icao", pdf_of(line for line in text.splitlines() if line.strip()))
        assert from_pdf.faults == ()
        assert acts(from_pdf) == acts(parse("icao", text))
        assert from_pdf.rows[0].place.startswith("page 1, line ")


def test_names_that_a_narrow_column_breaks_are_put_together() -> None:
    title = HAGUE.splitlines()[:4]
    head = (
        "State",
        "Date of signature",
        "Date of deposit of instrument of ratification, accession (a) or succession (s)",
    )
    rows = [
        ("Bolivia (Plurinational State of)", "-", "18 July 1979 (a)"),
        ("United Kingdom of Great Britain and Northern Ireland", "16 December 1970", "22 December 1971"),
        ("Chad", "27 September 1971", "12 July 1972"),
    ]
    parsed = parse("icao", pdf_table(title, head, rows, widths="(2.6cm, 4cm, 5cm)"))
    assert [row.name for row in parsed.rows if row.action != "signature"] == [row[0] for row in rows]
    assert parsed.faults == ()


def test_a_truncated_pdf() -> None:
    assert "not readable as PDF" in refused(pdf_of(["Kenya"])[:300])


def test_an_encrypted_pdf() -> None:
    encryption = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a) (a)]" % (
        b"o" * 32,
        b"u" * 32,
    )
    message = refused(hand_made(zlib.compress(b"q Q"), trailer=encryption))
    assert "locked or encrypted" in message


def test_too_many_pages() -> None:
    assert "pages; up to 2 are read" in refused(pdf_of("line" for _ in range(200)), Limits(pages=2))


def test_a_scan_without_text() -> None:
    assert "no text" in refused(hand_made(zlib.compress(b"q Q")))


def test_a_bomb_of_compressed_content_is_stopped() -> None:
    bomb = hand_made(zlib.compress(b"q Q\n" * 20_000_000, 9))
    assert len(bomb) < 1_000_000
    message = refused(bomb, Limits(pdf_seconds=2, pdf_memory=700_000_000))
    assert "more time or memory" in message or "more memory" in message or "within 2 seconds" in message


def test_bytes_that_only_begin_like_a_pdf() -> None:
    assert "PDF" in refused(b"%PDF-1.7\n" + b"garbage " * 1000)
