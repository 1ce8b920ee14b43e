"""ICAO's lists of parties: the Tokyo type with its dates of effect, the Hague and Montreal type with its letters."""

from datetime import date

import pytest
from tests.treaties.importers.samples import HAGUE, TOKYO, TOKYO_COPIED, acts, parse

from accede.treaties.importers.guard import ImportRefused

TOKYO_READ = [
    ("Afghanistan", "listed-as-party", "1977-04-15"),
    ("Algeria (1)", "listed-as-party", "1995-10-12"),
    ("Bahamas (2)", "succession", "1975-06-12"),
    ("Barbados", "signature", "1969-06-25"),
    ("Barbados", "ratification", "1972-04-04"),
    ("Bosnia and Herzegovina (5)", "succession", "1995-03-07"),
    ("Bolivia (Plurinational State of)", "listed-as-party", "1979-07-05"),
    ("Burkina Faso", "signature", "1963-09-14"),
    ("Burkina Faso", "ratification", "1969-06-06"),
    ("China (1)(7)(8)(33)", "listed-as-party", "1978-11-14"),
    ("Canada", "signature", "1964-11-04"),
    ("Canada", "ratification", "1969-11-07"),
    ("Liberia", "signature", "1963-09-14"),
]


@pytest.mark.parametrize("text", [TOKYO, TOKYO_COPIED], ids=["as printed", "copied, without hyphens"])
def test_the_tokyo_type(text: str) -> None:
    parsed = parse("icao", text)
    assert parsed.faults == ()
    assert acts(parsed) == TOKYO_READ
    effects = {row.name: row.effective for row in parsed.rows if row.effective}
    assert effects["Bahamas (2)"] == date(1973, 7, 10)
    assert effects["Canada"] == date(1970, 2, 5)
    (coverage,) = parsed.coverage
    assert (coverage.instrument, coverage.stated_parties, coverage.complete_as_of) == ("tokyo-1963", 9, None)
    assert coverage.signatures
    assert parsed.depositary


def test_the_hague_type() -> None:
    parsed = parse("icao", HAGUE)
    assert parsed.faults == ()
    assert acts(parsed) == [
        ("Afghanistan", "signature", "1970-12-16"),
        ("Afghanistan", "ratification", "1979-08-29"),
        ("Albania", "accession", "1997-10-21"),
        ("Algeria (1)", "accession", "1995-10-06"),
        ("Argentina (2)", "signature", "1970-12-16"),
        ("Argentina (2)", "ratification", "1972-09-11"),
        ("Bosnia and Herzegovina (4)", "succession", "1994-08-15"),
        ("Burundi", "signature", "1971-02-17"),
        ("Czech Republic (8)", "succession", "1994-11-14"),
    ]
    assert not parsed.depositary  # three Governments are; ICAO tells what they told it


def test_the_hague_type_without_hyphens() -> None:
    lost = HAGUE.replace(" - ", " ").replace("1971 -", "1971")
    assert acts(parse("icao", lost)) == acts(parse("icao", HAGUE))


def test_the_date_of_the_list_comes_from_the_person_where_it_prints_none() -> None:
    assert parse("icao", TOKYO, as_of=date(2015, 1, 1)).coverage[0].complete_as_of == date(2015, 1, 1)
    # "As of 1 July 1997" in a note is the date of something else.
    note = TOKYO + "(3) As of 1 July 1997 the Convention applies to the Hong Kong Special Administrative Region.\n"
    assert parse("icao", note).coverage[0].complete_as_of is None


def found(text: str) -> list[str]:
    return [str(fault) for fault in parse("icao", text).faults]


def with_row(text: str, row: str, *, after: str) -> str:
    lines = text.splitlines()
    return "\n".join([*lines[: lines.index(after) + 1], row, *lines[lines.index(after) + 1 :]])


CANADA = "Canada 4 November 1964 7 November 1969 5 February 1970"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Chad something else", "'Chad something else' is no row, heading or note"),
        ("Chad 30 June 1970 see note 28 September 1970", "'see note' stands among the dates"),
        ("Chad 31 June 1970 28 September 1970", "June 1970 has 30 days"),
        ("Chad - 30 June 1970", "2 dates or hyphens; three columns are known"),
        ("Chad 30 June 1970 28 September 1999", "which columns they stand in is lost"),
        ("Chad - 30 June 1970 (a) 28 September 1970", "a letter after a date"),
        ("Chad - - 28 September 1970", "a date of effect without a date of deposit"),
        ("Chad - - -", "neither a signature nor a deposit"),
        ("- 30 June 1970 28 September 1970", "names no State"),
        ("Chad - 30 June 1953 28 September 1970", "before the adoption"),
    ],
)
def test_a_row_of_an_unknown_shape_is_a_fault(row: str, message: str) -> None:
    faults = found(with_row(TOKYO, row, after=CANADA))
    assert len(faults) == 1
    assert message in faults[0]
    assert "line 26" in faults[0]


def test_a_row_among_the_notes_is_not_lost() -> None:
    faults = found(TOKYO + "Chad - 30 June 1970 28 September 1970\n")
    assert len(faults) == 1
    assert "stands among the notes" in faults[0]


def test_letters_of_the_hague_type() -> None:
    argentina = "Argentina (2) 16 December 1970 11 September 1972"
    assert "the letter 'z' is not known" in found(with_row(HAGUE, "Chad - 12 July 1972 (z)", after=argentina))[0]
    assert "after a date of signature" in found(with_row(HAGUE, "Chad 27 September 1971 (a) -", after=argentina))[0]


def test_what_is_no_list_of_icao() -> None:
    with pytest.raises(ImportRefused, match="no headings that begin with 'State'"):
        parse("icao", "Kenya 22 June 1970\n")
    with pytest.raises(ImportRefused, match="does not name an instrument"):
        parse("icao", "PROTOCOL TO SOMETHING\n" + TOKYO[TOKYO.index("Entry") :])
    with pytest.raises(ImportRefused, match="is about tokyo-1963"):
        parse("icao", TOKYO, instrument="hague-1970")
