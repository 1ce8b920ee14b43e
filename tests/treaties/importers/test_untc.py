"""Participant tables of the UN Treaty Collection, in the forms in which they are published."""

from datetime import date
from typing import Any

import pytest
from tests.treaties.importers.samples import (
    HEADINGS,
    TITLES,
    acts,
    held_rows,
    parse,
    untc_csv,
    untc_html,
    untc_xml,
)

from accede.law.actions import ActionKind
from accede.treaties.importers.guard import ImportRefused
from accede.treaties.importers.untc import read_heading

#: As the table of XVIII.9 printed them.
ROWS = [
    ("Afghanistan", "", "24 Sep 2003 a"),
    ("Austria", " 9 Feb 1998", " 6 Sep 2000"),
    ("China 3", "", "13 Nov 2001 a"),
    ("Montenegro 4", "", "23 Oct 2006 d"),
    ("Netherlands (Kingdom of the) 5", "12 Mar 1998", " 7 Feb 2002 A"),
    ("The former Yugoslav Republic of Macedonia", "16 Dec 1998", "30 Aug 2004"),
]
READ = [
    ("Afghanistan", "accession", "2003-09-24"),
    ("Austria", "signature", "1998-02-09"),
    ("Austria", "ratification", "2000-09-06"),
    ("China 3", "accession", "2001-11-13"),
    ("Montenegro 4", "succession", "2006-10-23"),
    ("Netherlands (Kingdom of the) 5", "signature", "1998-03-12"),
    ("Netherlands (Kingdom of the) 5", "acceptance", "2002-02-07"),
    ("The former Yugoslav Republic of Macedonia", "signature", "1998-12-16"),
    ("The former Yugoslav Republic of Macedonia", "ratification", "2004-08-30"),
]


@pytest.mark.parametrize("layout", [untc_xml, untc_html, untc_csv])
def test_the_table_in_each_form(layout: object) -> None:
    assert callable(layout)
    parsed = parse("untc", layout(ROWS))
    assert parsed.faults == ()
    assert acts(parsed) == READ
    (coverage,) = parsed.coverage
    assert coverage.instrument == "bombings-1997"
    assert coverage.complete_as_of == date(2021, 4, 1)
    assert coverage.signatures
    assert (coverage.stated_parties, coverage.stated_signatories) == (6, 3)
    assert (parsed.publisher, parsed.source_key) == ("United Nations Treaty Collection", "untc-xviii-9")


def test_every_row_has_its_place() -> None:
    assert [row.place for row in parse("untc", untc_xml(ROWS)).rows][:3] == ["row 2", "row 3", "row 3"]
    assert parse("untc", untc_csv(ROWS)).rows[0].place == "line 6"


@pytest.mark.parametrize("instrument", ["hostages-1979", "bombings-1997"])
def test_whole_lists_read_back_to_what_we_hold(instrument: str) -> None:
    rows = held_rows(instrument)
    parsed = parse("untc", untc_xml(rows, title=TITLES[instrument]))
    assert parsed.faults == ()
    assert len(parsed.rows) == sum(bool(row[1]) + bool(row[2]) for row in rows) > 180


def test_raised_figures_are_no_part_of_names_and_dates() -> None:
    rows = [
        ("China <sup>3</sup>", "", "13 Nov 2001 a<sup>1, 2</sup>"),
        ("Austria<sup>7</sup>", "9 Feb 1998", "6 Sep 2000"),
    ]
    parsed = parse("untc", untc_html(rows))
    assert [row.name for row in parsed.rows] == ["China", "Austria", "Austria"]
    xml = untc_xml([("China", "", "13 Nov 2001 a")]).replace("China<", "China<superscript>3</superscript><")
    assert parse("untc", xml).rows[0].name == "China"


def test_special_tables() -> None:
    xml = (
        "<treaty><title>5. International Convention against the Taking of Hostages</title><specialtables><table>"
        "<tableheader><title>Participant</title><title>Signature</title><title>Ratification, Accession(a)</title></tableheader>"
        "<row><column>Kenya</column><column></column><column> 8 Dec 1981 a</column></row></table></specialtables></treaty>"
    )
    assert acts(parse("untc", xml)) == [("Kenya", "accession", "1981-12-08")]


def test_a_further_table_beside_the_participants_is_mentioned() -> None:
    more = "<specialtables><tableheader><title>Notifications under article 7</title></tableheader></specialtables></treaty>"
    parsed = parse("untc", untc_xml(ROWS).replace("</treaty>", more))
    assert parsed.warnings == ("A further table in the file is not read: Notifications under article 7.",)
    assert acts(parsed) == READ


@pytest.mark.parametrize(
    ("heading", "plain", "letters"),
    [
        ("Signature", "signature", {}),
        ("Signature, Succession to signature(d)", "signature", {"d": "succession-to-signature"}),
        ("Ratification, Accession(a), Succession(d)", "ratification", {"a": "accession", "d": "succession"}),
        ("Ratification, Acceptance(A), Approval(AA)", "ratification", {"A": "acceptance", "AA": "approval"}),
        ("Accession(a), Succession(d)", None, {"a": "accession", "d": "succession"}),
        ("Acceptance, Accession(a)", "acceptance", {"a": "accession"}),
        ("Formal confirmation(c), Accession(a), Ratification", "ratification", {"c": "formal-confirmation", "a": "accession"}),
        ("Definitive signature(s), Ratification", "ratification", {"s": "definitive-signature"}),
    ],
)  # fmt: skip
def test_headings_say_what_dates_mean(heading: str, plain: str | None, letters: dict[str, str]) -> None:
    column = read_heading(heading)
    assert column is not None
    assert (column.plain and column.plain.value) == plain
    assert {letter: kind.value for letter, kind in column.letters.items()} == letters
    assert read_heading("Participation in the vote") is None


def test_letters_in_the_column_of_signatures() -> None:
    rows = [("Austria", "9 Feb 1998 s", ""), ("Montenegro", "23 Oct 2006 d", "")]
    headings = ("Participant", "Signature, Succession to signature(d), Definitive signature(s)", HEADINGS[2])
    parsed = parse("untc", untc_xml(rows, headings=headings))
    assert [row.action for row in parsed.rows] == [ActionKind.DEFINITIVE_SIGNATURE, ActionKind.SUCCESSION_TO_SIGNATURE]


def faults(rows: list[tuple[str, str, str]]) -> list[str]:
    return [str(fault) for fault in parse("untc", untc_xml(rows)).faults]


def test_every_fault_is_told_with_its_place_and_none_is_skipped() -> None:
    rows = [
        ("Afghanistan", "", "24 Sep 2003 x"), ("Austria", "31 Feb 1998", "6 Sep 2000"), ("", "", "13 Nov 2001 a"),
        ("Kenya", "", ""), ("=cmd()", "", "13 Nov 2001 a"), ("Belgium", "12 Jan 1998", "20 May 2005 21 May 2005"),
        ("Chad", "12 Jan 1988", ""), ("Chile", "", "3 Oct 2030 a"), ("Malta", "", "[11 Nov 2001]"),
    ]  # fmt: skip
    found = faults(rows)
    expected = [
        ("row 2", "letter 'x'"), ("row 3", "February 1998 has 28 days"), ("row 4", "names no participant"),
        ("row 5", "neither a signature nor a deposit"), ("row 6", "begins like a formula"), ("row 7", "holds several dates"),
        ("row 8", "before the adoption of the instrument on 1997-12-15"), ("row 9", "after the date of the list, 2021-04-01"),
        ("row 10", "'[11 Nov 2001]' is not a date"),
    ]  # fmt: skip
    for place, message in expected:
        assert any(fault.startswith((f"list, {place},", f"list, {place}:")) and message in fault for fault in found), (
            place
        )
    assert len(found) == len(expected)


def test_the_number_of_faults_told_is_bounded() -> None:
    found = faults([("Afghanistan", "", "31 Feb 2003 a")] * 500)
    assert len(found) == 101
    assert "and 400 more faults" in found[-1]


def refused(data: str, **given: Any) -> str:
    with pytest.raises(ImportRefused) as caught:
        parse("untc", data, **given)
    return str(caught.value)


def test_what_is_not_the_table() -> None:
    assert "holds no participant table" in refused("<treaty><title>Hostages</title></treaty>")
    assert "no table whose first heading is Participant" in refused("<html><table><tr><td>a</td></tr></table></html>")
    assert "no line of headings" in refused("a,b\n1,2\n")
    two = untc_xml(ROWS).replace(
        "<declarations>", "<participants><row><entry>a</entry></row></participants><declarations>"
    )
    assert "holds 2 participant tables" in refused(two)
    odd = untc_xml(ROWS, headings=("Participant", "Signature", "Provisional application"))
    assert "has a column 'Provisional application'" in refused(odd)


def test_the_instrument_is_recognised_and_must_agree() -> None:
    assert "is about bombings-1997" in refused(untc_xml(ROWS), instrument="hostages-1979")
    untitled = untc_xml(ROWS, title="A treaty")
    assert "does not name an instrument of the catalogue" in refused(untitled)
    assert parse("untc", untitled, instrument="bombings-1997").coverage[0].instrument == "bombings-1997"
    by_chapter = untc_xml(ROWS, title="XVIII.9 Terrorist bombings")
    assert parse("untc", by_chapter).coverage[0].instrument == "bombings-1997"
    protocol = untc_xml(
        ROWS, title="Protocol to the International Convention for the Suppression of Terrorist Bombings"
    )
    assert "does not name an instrument" in refused(protocol)


def test_the_date_of_the_list_is_its_own_or_the_persons_and_must_agree() -> None:
    assert "says that it is as at 2021-04-01" in refused(untc_xml(ROWS), as_of=date(2020, 1, 1))
    undated = untc_xml(ROWS).replace("STATUS AS AT : 01-04-2021 05:02:31 EDT", "")
    assert parse("untc", undated).coverage[0].complete_as_of is None
    assert parse("untc", undated, as_of=date(2020, 1, 1)).coverage[0].complete_as_of == date(2020, 1, 1)
    assert "cannot be" in refused(untc_xml(ROWS, as_at="31-02-2021"))
