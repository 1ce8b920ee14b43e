"""IMO's chapters and its summary table."""

from datetime import date

import pytest
from tests.treaties.importers.samples import IMO, acts, imo_summary, parse, pdf_of, workbook

from accede.law.actions import ActionKind
from accede.treaties.importers.guard import ImportRefused


def test_the_chapters_of_our_instruments() -> None:
    parsed = parse("imo", IMO)
    assert parsed.faults == ()
    assert acts(parsed) == [
        ("Antigua and Barbuda", "accession", "2009-10-12"),
        ("Argentina", "ratification", "1993-08-17"),
        ("Australia", "accession", "1993-02-19"),
        ("Austria", "ratification", "1989-12-28"),
        ("Iran (Islamic Republic of)", "accession", "2009-10-30"),
        ("China", "ratification", "1991-08-20"),
        ("Antigua and Barbuda", "accession", "2009-10-12"),
        ("Argentina", "ratification", "2003-11-26"),
    ]
    assert [(it.instrument, it.complete_as_of, it.stated_parties) for it in parsed.coverage] == [
        ("sua-1988", date(2020, 12, 1), 6),
        ("platforms-1988", date(2020, 12, 1), 2),
    ]
    assert parsed.warnings == ("Lists of other instruments in the file, not read: 1.",)
    assert {row.effective for row in parsed.rows if row.name == "Austria"} == {date(1992, 3, 1)}


def test_one_chapter_of_many() -> None:
    parsed = parse("imo", IMO, instrument="platforms-1988")
    assert [it.instrument for it in parsed.coverage] == ["platforms-1988"]
    assert len(parsed.rows) == 2
    with pytest.raises(ImportRefused, match="none is headed by the title of sua-2005"):
        parse("imo", IMO, instrument="sua-2005")


def test_the_chapters_in_pdf() -> None:
    assert acts(parse("imo", pdf_of(line for line in IMO.splitlines() if line))) == acts(parse("imo", IMO))


def test_a_denunciation() -> None:
    row = "Argentina (ratification) 26 November 2003 24 February 2004 "
    parsed = parse("imo", IMO.replace(f"{row}-", f"{row}3 March 2010 3 March 2011"))
    assert parsed.faults == ()
    gone = parsed.rows[-1]
    assert (gone.name, gone.action, gone.date, gone.effective) == (
        "Argentina", ActionKind.WITHDRAWAL, date(2010, 3, 3), date(2011, 3, 3),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Chad 12 October 2009 10 January 2010", "is no row or heading"),
        ("Chad (adhesion) 12 October 2009 10 January 2010", "the mode '(adhesion)' is not known"),
        ("Chad (accession) 12 October 2009 10 January 2010 1 May 2011", "3 dates where 2 are known"),
        ("Chad (accession) 12 October 2009 about 10 January 2010", "'about' among the dates"),
        ("Chad (accession) 31 November 2009 10 January 2010", "November 2009 has 30 days"),
        ("Chad (accession) - 10 January 2010", "(accession) without a date"),
    ],
)
def test_what_is_not_understood_is_a_fault(row: str, message: str) -> None:
    faults = parse("imo", IMO.replace("China (rat", f"{row}\nChina (rat")).faults
    assert len(faults) == 1
    assert message in str(faults[0])


def test_the_summary_table() -> None:
    parsed = parse("imo", imo_summary(), name="summary.xlsx")
    assert parsed.faults == ()
    assert len(parsed.rows) == 10
    assert {(row.action, row.date, row.latest) for row in parsed.rows} == {
        (ActionKind.LISTED_AS_PARTY, None, date(2020, 12, 1))
    }
    assert {it.instrument: it.stated_parties for it in parsed.coverage} == {
        "sua-1988": 3, "platforms-1988": 3, "sua-2005": 1, "platforms-2005": 1,
    }  # fmt: skip
    assert "Hong Kong, China" in {row.name for row in parsed.rows}
    assert len(parse("imo", imo_summary(), instrument="sua-2005").rows) == 1


def test_a_state_that_denounced_in_the_summary() -> None:
    data = workbook([["As at 1 December 2020"], ["", "SUA 1988"], ["Argentina", "x"], ["Chad", "d"]])
    parsed = parse("imo", data)
    assert [(row.name, row.action, row.latest) for row in parsed.rows][1] == (
        "Chad", ActionKind.WITHDRAWAL, date(2020, 12, 1),
    )  # fmt: skip


def test_faults_of_the_summary() -> None:
    data = workbook([["", "SUA 1988"], ["Argentina", "yes"], ["", "x"], ["Chad", "x"]])
    faults = [str(fault) for fault in parse("imo", data).faults]
    assert len(faults) == 3
    assert "neither x (party) nor d (denounced)" in faults[0]
    assert "names no State" in faults[1]
    assert "--as-of" in faults[2]
    with pytest.raises(ImportRefused, match="no row of headings"):
        parse("imo", workbook([["State", "MARPOL"], ["Chad", "x"]]))
    with pytest.raises(ImportRefused, match="two columns for one instrument"):
        parse("imo", workbook([["", "SUA 1988", "SUA 88"], ["Chad", "x", "x"]]))
    with pytest.raises(ImportRefused, match="no list that begins with 'Contracting States'"):
        parse("imo", "SUA 1988\nChad 1 May 2001\n")
