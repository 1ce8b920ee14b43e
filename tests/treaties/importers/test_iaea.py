"""IAEA's status lists."""

from datetime import date

import pytest
from tests.treaties.importers.samples import IAEA, acts, parse, pdf_of

from accede.treaties.importers.guard import ImportRefused


def test_the_list() -> None:
    parsed = parse("iaea", IAEA)
    assert parsed.faults == ()
    assert acts(parsed) == [
        ("Antigua/Barbuda", "accession", "1993-08-04"),
        ("Argentina", "signature", "1986-02-28"),
        ("Argentina", "ratification", "1989-04-06"),
        ("Armenia", "accession", "1993-08-24"),
        ("Belarus", "succession", "1993-09-09"),
        ("Belgium", "signature", "1980-06-13"),
        ("Belgium", "ratification", "1991-09-06"),
        ("Dominican Republic", "signature", "1980-03-03"),
        ("EURATOM", "signature", "1980-06-13"),
        ("EURATOM", "formal-confirmation", "1991-09-06"),
        ("Finland", "signature", "1981-06-25"),
        ("Finland", "acceptance", "1989-09-22"),
        ("France", "signature", "1980-06-13"),
        ("France", "approval", "1991-09-06"),
    ]
    effects = {row.name: row.effective for row in parsed.rows if row.effective}
    assert effects["Belarus"] == date(1993, 6, 14)
    (coverage,) = parsed.coverage
    assert (coverage.instrument, coverage.complete_as_of) == ("cppnm-1980", date(1995, 9, 1))
    assert (coverage.stated_parties, coverage.stated_signatories) == (8, 6)
    assert parsed.depositary


def test_the_list_in_pdf() -> None:
    assert acts(parse("iaea", pdf_of(IAEA.splitlines()))) == acts(parse("iaea", IAEA))


def test_the_later_layout_and_its_date_of_the_last_change() -> None:
    text = (
        "Amendment to the Convention on the Physical Protection of Nuclear Material\nLast change of status: 14 November 2023\n"
        "State/Organization Date of signature Instrument Date of deposit Declarations Entry into force\n"
        "Albania acceptance: 26 April 2013 8 May 2016\nAlgeria acceptance: 25 April 2007 Yes 8 May 2016\n"
        "United Kingdom of Great Britain\nand Northern Ireland ratification: 8 April 2010 8 May 2016\n"
    )
    parsed = parse("iaea", text)
    assert parsed.faults == ()
    assert acts(parsed) == [
        ("Albania", "acceptance", "2013-04-26"),
        ("Algeria", "acceptance", "2007-04-25"),
        ("United Kingdom of Great Britain and Northern Ireland", "ratification", "2010-04-08"),
    ]
    assert parsed.coverage[0].instrument == "cppnm-amendment-2005"
    assert parsed.coverage[0].complete_as_of == date(2023, 11, 14)
    # The list can be younger than its last change, and never older.
    assert parse("iaea", text, as_of=date(2024, 6, 1)).coverage[0].complete_as_of == date(2024, 6, 1)
    with pytest.raises(ImportRefused, match="--as-of says 2020-01-01"):
        parse("iaea", text, as_of=date(2020, 1, 1))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Chile entered 27 Apr 1994 27 May 1994", "'27 May 1994' is not understood"),
        ("Chile acceded", "is no row, heading or note"),
        ("Chile acceded on request 27 Apr 1994", "'acceded' without a date"),
        ("Chile acceded 31 Apr 1994 27 May 1994", "April 1994 has 30 days"),
        ("Chile acceded 27 Apr 1994 27 May 1994 withdrew", "'withdrew' is not understood"),
        ("acceded 27 Apr 1994 27 May 1994", "names no State"),
        ("Chile acceded 27 Apr 1996 27 May 1996", "after the date of the list"),
        ("Chile acceded 27 Apr 1994 27 Mar 1994", "before the act itself"),
    ],
)
def test_what_is_not_understood_is_a_fault(row: str, message: str) -> None:
    faults = parse("iaea", IAEA.replace("Finland", f"{row}\nFinland")).faults
    assert len(faults) == 1
    assert message in str(faults[0])


def test_what_is_no_list_of_the_iaea() -> None:
    with pytest.raises(ImportRefused, match="no headings that begin with 'State'"):
        parse("iaea", "Chile acceded 27 Apr 1994\n")
