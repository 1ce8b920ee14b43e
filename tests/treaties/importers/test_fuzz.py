"""Whatever a file holds, it is read, or refused, or its faults are told: never a crash, and never a row lost in silence."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.treaties.importers.samples import (
    HAGUE,
    IAEA,
    IMO,
    TOKYO,
    imo_summary,
    parse,
    pdf_of,
    untc_csv,
    untc_html,
    untc_xml,
    workbook,
)

from accede.law.shipped import shipped_facts
from accede.treaties.importers.base import ParsedList
from accede.treaties.importers.guard import ImportRefused
from accede.treaties.preview import make_preview, render_text

ROWS = [("Afghanistan", "", "24 Sep 2003 a"), ("Austria", "9 Feb 1998", "6 Sep 2000"), ("Kenya", "", "16 Nov 2001 a")]
TABLE = "instrument,participant,action,date\nbombings-1997,KEN,accession,2001-11-16\nhague-1970,FRA,ratification,1972-09-18\n"
TEXTS = {
    "untc xml": ("untc", untc_xml(ROWS)), "untc html": ("untc", untc_html(ROWS)), "untc csv": ("untc", untc_csv(ROWS)),
    "tokyo": ("icao", TOKYO), "hague": ("icao", HAGUE), "iaea": ("iaea", IAEA), "imo": ("imo", IMO), "table": ("csv", TABLE),
}  # fmt: skip
PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["-", "(a)", "31 Feb 2003", "1 May 2001", "Kenya", "<row>", "</td>", ",", '"', "\n", "\t", "&x;", "*", "(1)"]
    ),
)


def read(importer: str, data: str | bytes) -> ParsedList | None:
    with suppress(ImportRefused):
        return parse(importer, data, source_title="Tests: register")
    return None


@pytest.mark.parametrize("sample", TEXTS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_texts_changed_at_random(sample: str, data: st.DataObject) -> None:
    importer, text = TEXTS[sample]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 30))
        text = text[:at] + data.draw(PIECES) + text[at + cut :]
    parsed = read(importer, text)
    if parsed is not None:
        render_text(make_preview(shipped_facts(), parsed))


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_at_random(data: bytes) -> None:
    for importer in ("untc", "icao", "imo", "iaea", "csv"):
        read(importer, data)


@settings(max_examples=30, deadline=None)
@given(at=st.integers(0, 5000), byte=st.integers(0, 255))
def test_a_workbook_with_a_changed_byte(at: int, byte: int) -> None:
    for importer, data in (
        ("imo", imo_summary()),
        ("csv", workbook([["instrument", "participant", "action", "date"]])),
    ):
        changed = bytearray(data)
        changed[at % len(changed)] = byte
        read(importer, bytes(changed))


PDF = pdf_of(line for line in HAGUE.splitlines() if line)


@settings(max_examples=5, deadline=None)
@given(at=st.integers(10, len(PDF) - 1), cut=st.integers(1, 400))
def test_a_pdf_with_a_hole(at: int, cut: int) -> None:
    read("icao", PDF[:at] + PDF[at + cut :])


#: Lines in the middle of each table, before which a further line is put.
MIDDLE = {"tokyo": "Barbados 25", "hague": "Argentina", "iaea": "Belgium", "imo": "Australia (accession) 19 Feb"}
MIDDLE["table"] = "hague-1970"


@pytest.mark.parametrize("sample", MIDDLE)
@settings(max_examples=25, deadline=None)
@given(rest=st.text(alphabet="0123456789 -–()*/aA:.MayJun", max_size=30))
def test_a_line_that_names_a_state_is_a_row_or_a_fault(sample: str, rest: str) -> None:
    importer, text = TEXTS[sample]
    before = parse(importer, text, source_title="Tests: register")
    line = f"Chad {rest}".rstrip() + "\n"
    parsed = read(importer, text.replace(MIDDLE[sample], line + MIDDLE[sample]))
    assert parsed is not None
    assert len(parsed.rows) > len(before.rows) or len(parsed.faults) > len(before.faults), line


@pytest.mark.parametrize(
    ("sample", "row"),
    [
        ("iaea", "Chile acceded 27 Apr 1994 27 May 1994"),
        ("imo", "Chile (accession) 22 April 1994 21 July 1994"),
        ("tokyo", "Chile - 24 January 1974 24 April 1974"),
    ],
)
def test_a_row_after_a_note_is_not_lost(sample: str, row: str) -> None:
    importer, text = TEXTS[sample]
    note = "* With a declaration.\n" + row + "\n"
    parsed = parse(importer, text.replace(MIDDLE[sample], note + MIDDLE[sample]))
    assert any(row in str(fault) for fault in parsed.faults)


def test_a_row_of_unknown_elements_is_not_lost() -> None:
    xml = untc_xml(ROWS).replace(
        "<row><entry>Kenya", "<row><state>Chad</state><date>1 May 2001</date></row><row><entry>Kenya"
    )
    parsed = parse("untc", xml)
    assert len(parsed.rows) == 4
    assert [fault.entry for fault in parsed.faults] == ["row 4"]


LONG = [
    "1" * 5_000, "1 " * 5_000, "*" * 5_000, "* " * 5_000, "(1)" * 3_000, "(*)" * 3_000, "a, " * 3_000, "- " * 3_000,
    "Chad (accession) " + "1" * 5_000, "Chad (accession) " + "1, " * 3_000 + "x", "Chad " + "(a) " * 3_000, "1 May 2001 " * 900,
    "Chad acceded" + "*" * 5_000 + "x", "<!---->" * 580, "<!--" * 1_000, "<!DOCTYPE" * 1_000, "[1]" * 3_000, "¹" * 5_000,
]  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize("line", LONG, ids=range(len(LONG)))
def test_no_line_takes_long(line: str) -> None:
    """Patterns that can match in many ways take for ever over the right line; none here may."""
    started = time.monotonic()
    read("untc", line)
    read("untc", "<html>" + line)
    for sample, middle in MIDDLE.items():
        importer, text = TEXTS[sample]
        read(importer, text.replace(middle, f"{line}\n{middle}"))
    for cell in (line, f"1 May 2001 {line}", f"24 Sep 2003 a{line}x"):
        read("untc", untc_xml([("Chad", "", cell), (f"Chad {cell}", "", "1 May 2001")]))
    assert time.monotonic() - started < 20
