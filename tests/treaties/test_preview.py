"""What a list would change, row by row and as a whole. Pure: on the shipped facts, and on facts as an import leaves them."""

import json
from datetime import date
from typing import Any

import pytest
from tests.treaties.importers.samples import (
    INVENTED,
    INVENTED_DAY,
    TITLES,
    TOKYO,
    held_rows,
    parse,
    un_date,
    untc_xml,
    workbook,
)

from accede.law.actions import ActionKind, Question, Source, Standing, StatusList, TreatyAction
from accede.law.facts import Facts
from accede.law.shipped import shipped_facts
from accede.law.status import status
from accede.law.timeline import Position, Status
from accede.treaties.changes import Change
from accede.treaties.preview import Decisions, Outcome, Preview, PreviewRow, UnknownDecision, make_preview, render_text

HEAD = "instrument,participant,action,date,earliest,latest,effective,succession_from,note\n"
AFTER = date(2021, 4, 1)
TODAY = date(2026, 11, 1)


def preview(parsed: Any, facts: Facts | None = None, **given: Any) -> Preview:
    return make_preview(facts or shipped_facts(), parsed, today=TODAY, **given)


def applied(facts: Facts, change: Change) -> Facts:
    """The facts as they stand after the change, without a database."""
    return Facts(
        catalogue=facts.catalogue,
        participants=facts.participants,
        actions=[*(it for it in facts.actions if it not in change.retract), *change.add],
        lists=[*(it for it in facts.lists if it not in change.retract_lists), *change.lists],
        sources={**{it.id: it for it in change.sources}, **facts.sources},
        questions=[*(it for it in facts.questions if it not in change.close), *change.questions],
    )


def only(rows: tuple[PreviewRow, ...], outcome: Outcome) -> list[tuple[str | None, str]]:
    return [(row.participant, row.row.action.value) for row in rows if row.outcome is outcome]


def own(rows: str, source: str = "Register of the tests: deposits", **given: Any) -> Any:
    return parse("csv", HEAD + rows, source_title=source, **given)


@pytest.fixture(scope="module")
def newer() -> Preview:
    """The list of XVIII.9 as we hold it, a year later, with one invented accession."""
    return preview(parse("untc", untc_xml([*held_rows("bombings-1997"), INVENTED])))


def test_a_newer_list_with_one_new_deposit(newer: Preview) -> None:
    assert newer.counts == {
        "new": 1, "same": 228, "changed": 0, "conflicting": 0, "unmatched": 0, "territory": 0, "outside": 0, "skipped": 0,
        "absent": 0,
    }  # fmt: skip
    assert not newer.blocked
    assert newer.warnings == ()
    assert newer.change.add == (
        TreatyAction(
            instrument="bombings-1997",
            participant="PRK",
            action=ActionKind.ACCESSION,
            date=INVENTED_DAY,
            sources=("untc-xviii-9@2021-04-01",),
        ),
    )
    (added,) = newer.change.lists
    assert (added.complete_as_of, added.parties, added.signatories, added.signatures) == (AFTER, 171, 58, True)


def test_it_changes_what_is_answered(newer: Preview) -> None:
    before, after = shipped_facts(), applied(shipped_facts(), newer.change)
    on = date(2021, 3, 31)
    assert status(before, "PRK", "bombings-1997", on).position is Position.NOT_PARTY_WHEN_LAST_KNOWN
    assert status(after, "PRK", "bombings-1997", on).status is Status.PARTY
    assert status(before, "ERI", "bombings-1997", on).status is Status.UNKNOWN
    assert status(after, "ERI", "bombings-1997", on).status is Status.NOT_PARTY


def test_the_same_list_again_gives_only_same(newer: Preview) -> None:
    again = preview(
        parse("untc", untc_xml([*held_rows("bombings-1997"), INVENTED])), applied(shipped_facts(), newer.change)
    )
    assert {row.outcome for row in again.rows} == {Outcome.SAME}
    assert not again.change


def test_whole_lists_that_we_hold_are_nothing_new() -> None:
    for instrument, day in (("bombings-1997", date(2014, 7, 10)), ("hostages-1979", date(2014, 7, 10))):
        rows = held_rows(instrument, up_to=day)
        shown = preview(parse("untc", untc_xml(rows, title=TITLES[instrument], as_at=f"{day:%d-%m-%Y}")))
        assert {row.outcome for row in shown.rows} == {Outcome.SAME}
        assert not shown.change
        assert any("is older than the newest we hold" in warning for warning in shown.warnings)


def changed_rows(code_name: str, deposit: str) -> list[tuple[str, str, str]]:
    return [(name, signed, deposit if name == code_name else held) for name, signed, held in held_rows("bombings-1997")]


def test_the_same_publishers_new_date_takes_the_place_of_its_old_one() -> None:
    first = parse("untc", untc_xml([*held_rows("bombings-1997"), INVENTED]))
    facts = applied(shipped_facts(), preview(first).change)
    corrected = parse(
        "untc", untc_xml([*held_rows("bombings-1997"), (INVENTED[0], "", "15 Mar 2021 a")], as_at="01-05-2021")
    )  # fmt: skip
    shown = preview(corrected, facts)
    assert only(shown.rows, Outcome.CHANGED) == [("PRK", "accession")]
    assert [it.date for it in shown.change.retract] == [INVENTED_DAY]
    assert [(it.date, it.standing) for it in shown.change.add] == [(date(2021, 3, 15), Standing.STATED)]
    after = applied(facts, shown.change)
    assert status(after, "PRK", "bombings-1997", date(2021, 6, 1)).consent_date == date(2021, 3, 15)


def test_another_sources_date_is_kept_beside_ours() -> None:
    shown = preview(parse("untc", untc_xml(changed_rows("Kenya", "18 Nov 2001 a"))))
    assert only(shown.rows, Outcome.CONFLICTING) == [("KEN", "accession")]
    assert shown.change.retract == ()
    (added,) = shown.change.add
    assert (added.standing, added.date) == (Standing.CONFLICTING, date(2001, 11, 18))
    after = applied(shipped_facts(), shown.change)
    assert status(after, "KEN", "bombings-1997", date(2001, 11, 17)).position is Position.POSSIBLY_PARTY
    again = preview(parse("untc", untc_xml(changed_rows("Kenya", "18 Nov 2001 a"))), after)
    assert not again.change


def test_another_mode_on_the_same_day() -> None:
    shown = preview(parse("untc", untc_xml(changed_rows("Kenya", "16 Nov 2001"))))
    assert only(shown.rows, Outcome.CONFLICTING) == [("KEN", "ratification")]
    # Where a list cannot tell acceptance from ratification, that is no contradiction.
    same = preview(parse("untc", untc_xml(changed_rows("Austria", "6 Sep 2000 A"))))
    assert only(same.rows, Outcome.CONFLICTING) == []


def test_a_party_without_a_date_gets_one() -> None:
    text = HEAD + "tokyo-1963,Qatar,accession,1981-08-05,,,,,\n"
    shown = preview(parse("csv", text, source_title="Register of the tests: deposits"))
    assert only(shown.rows, Outcome.CHANGED) == [("QAT", "accession")]
    assert [(it.action, it.latest) for it in shown.change.retract] == [(ActionKind.LISTED_AS_PARTY, date(2023, 6, 21))]
    too_late = preview(own("tokyo-1963,Qatar,accession,2024-08-05,,,,,\n"))
    assert only(too_late.rows, Outcome.CONFLICTING) == [("QAT", "accession")]


def test_a_listing_without_a_date_says_nothing_new_of_a_party() -> None:
    shown = preview(
        own("tokyo-1963,KEN,listed-as-party,,,2024-01-01,,,\ntokyo-1963,QAT,listed-as-party,,,2022-01-01,,,\n")
    )
    assert only(shown.rows, Outcome.SAME) == [("KEN", "listed-as-party")]
    assert only(shown.rows, Outcome.CHANGED) == [("QAT", "listed-as-party")]
    earlier = preview(own("tokyo-1963,KEN,listed-as-party,,,1964-01-01,,,\n"))
    assert only(earlier.rows, Outcome.CONFLICTING) == [("KEN", "listed-as-party")]


def test_a_date_that_was_set_aside_does_not_come_back() -> None:
    shown = preview(own("airports-1988,GUY,accession,2004-06-19,,,,,\n"))
    assert only(shown.rows, Outcome.SAME) == [("GUY", "accession")]
    assert "set aside" in shown.rows[0].message


def test_a_date_of_effect_that_the_rule_does_not_give_is_added() -> None:
    shown = preview(parse("icao", TOKYO))
    assert only(shown.rows, Outcome.CHANGED) == [("BIH", "succession")]
    (merged,) = [it for it in shown.change.add if it.participant == "BIH"]
    assert merged.effective == date(1992, 3, 6)
    assert merged.sources[0].startswith("fedlex-")
    assert merged.sources[1].startswith("icao-tokyo-1963@undated-")
    assert only(shown.rows, Outcome.CONFLICTING) == [("BHS", "succession")]
    after = applied(shipped_facts(), shown.change)
    assert status(after, "BIH", "tokyo-1963", date(1999, 1, 1)).in_force_from == date(1992, 3, 6)
    assert not preview(parse("icao", TOKYO), after).change


def test_a_list_without_a_date_lets_nobody_be_not_party() -> None:
    shown = preview(parse("icao", TOKYO))
    assert shown.change.lists == ()
    assert any("nobody as not party" in warning for warning in shown.warnings)


def test_a_name_that_is_not_known_stops_the_import_until_somebody_decides() -> None:
    rows = [(name.replace("Kenya", "Keniya"), signed, held) for name, signed, held in held_rows("bombings-1997")]
    parsed = parse("untc", untc_xml(rows))
    shown = preview(parsed)
    assert shown.blocked
    (row,) = [row for row in shown.rows if row.outcome is Outcome.UNMATCHED]
    assert row.suggestions[0] == "KEN"
    assert "did the list mean KEN (Kenya)" in row.message
    mapped = preview(parsed, decisions=Decisions(names={"Keniya": "KEN"}))
    assert not mapped.blocked
    assert mapped.counts["same"] == 228
    assert len(mapped.change.lists) == 1


def test_a_name_left_out_makes_the_list_incomplete_and_a_name_outside_does_not() -> None:
    parsed = parse("untc", untc_xml([*held_rows("bombings-1997"), ("Ruritania", "", "12 Mar 2019 a")]))
    skipped = preview(parsed, decisions=Decisions(skipped=frozenset({"Ruritania"})))
    assert not skipped.blocked
    assert skipped.change.lists == ()
    assert any("rows were left out (Ruritania)" in warning for warning in skipped.warnings)
    outside = preview(parsed, decisions=Decisions(outside=frozenset({"Ruritania"})))
    assert outside.change.lists[0].parties_outside_table == "Ruritania"
    assert outside.change.lists[0].parties == 170


@pytest.mark.parametrize(
    ("decisions", "message"),
    [
        (Decisions(names={"Nowhere": "KEN"}), "--map: no row of the list bears the name 'Nowhere'"),
        (Decisions(names={"Kenya": "XXX"}), "the code 'XXX', which no participant has"),
        (Decisions(skipped=frozenset({"Nowhere"})), "--skip"),
        (Decisions(outside=frozenset({"Nowhere"})), "--outside"),
    ],
)
def test_decisions_that_fit_nothing(decisions: Decisions, message: str) -> None:
    with pytest.raises(UnknownDecision, match=message):
        preview(parse("untc", untc_xml(held_rows("bombings-1997"))), decisions=decisions)


def test_territories_are_shown_and_not_entered() -> None:
    rows = [*held_rows("bombings-1997"), ("China (Hong Kong)", "", "1 Jul 2000 a")]
    shown = preview(parse("untc", untc_xml(rows)))
    assert only(shown.rows, Outcome.TERRITORY) == [(None, "accession")]
    assert shown.change.add == ()
    assert not shown.blocked


def without(*names: str) -> list[tuple[str, str, str]]:
    return [row for row in held_rows("bombings-1997") if row[0] not in names]


def test_a_party_absent_from_a_newer_list_becomes_an_open_question() -> None:
    shown = preview(parse("untc", untc_xml(without("Kenya"))))
    assert shown.absent == (("bombings-1997", "KEN"),)
    (question,) = shown.change.questions
    assert (question.question, question.since) == (Question.ABSENT_FROM_NEWER_LIST, AFTER)
    after = applied(shipped_facts(), shown.change)
    assert status(after, "KEN", "bombings-1997", date(2021, 3, 31)).status is Status.PARTY
    assert status(after, "KEN", "bombings-1997", date(2021, 4, 2)).status is Status.UNKNOWN
    assert not preview(parse("untc", untc_xml(without("Kenya"))), after).change


def test_the_question_is_closed_when_a_later_list_names_it_again() -> None:
    facts = applied(shipped_facts(), preview(parse("untc", untc_xml(without("Kenya")))).change)
    later = preview(parse("untc", untc_xml(held_rows("bombings-1997"), as_at="01-06-2021")), facts)
    assert [it.participant for it in later.change.close] == ["KEN"]
    after = applied(facts, later.change)
    assert status(after, "KEN", "bombings-1997", date(2021, 4, 2)).status is Status.PARTY


def test_absent_from_an_older_list_is_only_mentioned() -> None:
    rows = [row for row in held_rows("bombings-1997", up_to=date(2013, 1, 1)) if row[0] != "Kenya"]
    shown = preview(parse("untc", untc_xml(rows, as_at="01-01-2013")))
    assert shown.absent == ()
    assert any("absent from this one: Kenya" in warning for warning in shown.warnings)


def test_a_part_of_a_list_is_not_taken_for_the_whole() -> None:
    shown = preview(parse("untc", untc_xml(held_rows("bombings-1997")[:60])))
    assert not shown.blocked
    assert any("it is taken as a part of one" in warning for warning in shown.warnings)
    assert (shown.change.lists, shown.change.questions, shown.absent) == ((), (), ())


def test_stated_totals_are_compared_with_the_rows() -> None:
    rows = held_rows("bombings-1997")
    shown = preview(parse("untc", untc_xml(rows, stated="Signatories: 60. Parties: 180")))
    assert shown.warnings == (
        "bombings-1997: the list states 180 parties, and its rows have 170.",
        "bombings-1997: the list states 60 signatories, and its rows have 58.",
    )
    assert not shown.blocked


def test_a_participant_named_twice_is_a_fault() -> None:
    rows = [*held_rows("bombings-1997"), ("Republic of Kenya", "", "16 Nov 2001 a")]
    shown = preview(parse("untc", untc_xml(rows)))
    assert shown.blocked
    assert "has a second accession under bombings-1997" in str(shown.faults[0])


def test_a_list_from_the_future_is_a_fault() -> None:
    shown = preview(parse("untc", untc_xml(held_rows("bombings-1997"), as_at="01-01-2027")))
    assert shown.blocked
    assert "which is still to come" in str(shown.faults[0])


def test_a_withdrawal_and_a_new_accession_after_it() -> None:
    withdrawal = preview(own("bombings-1997,KEN,withdrawal,2015-01-01,,,2016-01-01,,\n"))
    assert only(withdrawal.rows, Outcome.NEW) == [("KEN", "withdrawal")]
    facts = applied(shipped_facts(), withdrawal.change)
    assert status(facts, "KEN", "bombings-1997", date(2017, 1, 1)).status is Status.NOT_PARTY
    back = preview(own("bombings-1997,KEN,accession,2018-01-01,,,,,\n"), facts)
    assert only(back.rows, Outcome.NEW) == [("KEN", "accession")]
    after = applied(facts, back.change)
    assert status(after, "KEN", "bombings-1997", date(2017, 1, 1)).status is Status.NOT_PARTY
    assert status(after, "KEN", "bombings-1997", date(2019, 1, 1)).status is Status.PARTY


def test_a_withdrawal_and_a_new_accession_in_one_table() -> None:
    rows = "bombings-1997,KEN,withdrawal,2015-01-01,,,2016-01-01,,\nbombings-1997,KEN,accession,2018-01-01,,,,,\n"
    assert preview(own(rows)).counts["new"] == 2
    # Without the withdrawal the second accession contradicts the first.
    assert preview(own(rows.splitlines()[1] + "\n")).counts["conflicting"] == 1


def test_a_denunciation_without_a_date_leaves_the_status_open() -> None:
    names = [row[0] for row in held_rows("sua-2005")]
    cells = [[name, "d" if name == "Panama" else "x"] for name in names]
    shown = preview(parse("imo", workbook([["As at 1 April 2026"], ["", "SUA 2005"], *cells])))
    assert not shown.blocked
    (question,) = shown.change.questions
    assert (question.participant, question.question) == ("PAN", Question.STATUS_DISPUTED)
    after = applied(shipped_facts(), shown.change)
    assert status(after, "PAN", "sua-2005", date(2026, 5, 1)).status is Status.UNKNOWN


def test_declarations_are_entered_once() -> None:
    row = "bombings-1997,KEN,declaration,2002-01-01,,,,,on article 7\n"
    first = preview(own(row))
    assert only(first.rows, Outcome.NEW) == [("KEN", "declaration")]
    assert not preview(own(row), applied(shipped_facts(), first.change)).change


def test_json_and_text(newer: Preview) -> None:
    told = json.loads(json.dumps(newer.to_dict()))
    assert told["counts"] == newer.counts
    assert told["changes_something"] is True
    assert told["source"]["id"] == "untc-xviii-9@2021-04-01"
    (row,) = [row for row in told["rows"] if row["outcome"] == "new"]
    assert (row["participant"], row["date"], row["place"]) == ("PRK", "2021-03-12", "row 174")
    text = render_text(newer)
    assert "1 new, 228 same" in text
    assert "row 174  PRK Democratic People's Republic of Korea  bombings-1997 accession 2021-03-12" in text


def test_a_source_of_our_own_makes_a_complete_list() -> None:
    facts = shipped_facts()
    rows = "".join(
        f"saarc-1987,{code},ratification,1988-0{month}-01,2020-01-01,no\n"
        for month, code in enumerate(("BGD", "BTN", "IND", "NPL"), start=1)
    )
    text = "instrument,participant,action,date,complete_as_of,signatures\n" + rows
    shown = preview(parse("csv", text, source_title="Register of the tests: parties"))
    after = applied(facts, shown.change)
    assert shown.change.lists == (
        StatusList(
            instrument="saarc-1987", source="table-register-of-the-tests-parties@2020-01-01",
            complete_as_of=date(2020, 1, 1), parties=4,
        ),
    )  # fmt: skip
    assert status(after, "LKA", "saarc-1987", date(2019, 1, 1)).status is Status.NOT_PARTY
    assert shown.source == Source(
        id="table-register-of-the-tests-parties@2020-01-01", title="parties", publisher="Register of the tests",
        as_at=date(2020, 1, 1),
    )  # fmt: skip


def test_nothing_of_ours_is_changed_by_looking() -> None:
    before = list(shipped_facts().actions)
    preview(parse("untc", untc_xml(changed_rows("Kenya", un_date(date(2001, 11, 18)) + " a"))))
    assert list(shipped_facts().actions) == before
