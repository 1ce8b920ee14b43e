"""The facts as one value: which list to rely on, which deposits count."""

from dataclasses import replace
from datetime import date

from accede.law.actions import ActionKind, Source, Standing, StatusList, TreatyAction
from accede.law.facts import Facts
from accede.law.shipped import shipped_facts
from tests.law.worlds import NTH, world


def listed(day: date, source: str = "list", *, signatures: bool = False) -> StatusList:
    return StatusList(instrument=NTH, source=source, complete_as_of=day, signatures=signatures)


def test_list_to_rely_on_is_one_complete_as_of_the_day_a_depositary_s_first() -> None:
    old, middle, new = listed(date(2003, 1, 1)), listed(date(2004, 1, 1), "depositary"), listed(date(2005, 1, 1))
    facts = world([], [new, old, middle])
    assert facts.list_for(NTH, date(2002, 6, 1)) == middle
    assert facts.list_for(NTH, date(2004, 1, 1)) == middle
    assert facts.list_for(NTH, date(2004, 1, 2)) == new
    assert facts.list_for(NTH, date(2006, 1, 1)) == new
    assert facts.newest_list(NTH) == new
    assert (facts.list_for("days", date(2002, 1, 1)), facts.newest_list("days")) == (None, None)


def test_signatures_are_complete_for_good_once_a_list_reaches_beyond_the_closing_date() -> None:
    """The instrument was open for signature until 10 January 2001."""
    assert world([], [listed(date(2005, 1, 1))]).signatures_complete_as_of(NTH) is None
    assert world([], [listed(date(2001, 1, 9), signatures=True)]).signatures_complete_as_of(NTH) == date(2001, 1, 9)
    assert world([], [listed(date(2001, 1, 10), signatures=True)]).signatures_complete_as_of(NTH) == date.max


def test_deposits_are_the_first_dated_consent_of_each() -> None:
    def act(code: str, kind: ActionKind, day: date | None, standing: Standing = Standing.STATED) -> TreatyAction:
        latest = None if day else date(2009, 1, 1)
        return TreatyAction(instrument=NTH, participant=code, action=kind, date=day, latest=latest, standing=standing)

    facts = world(
        [
            act("OLD", ActionKind.ACCESSION, date(2006, 1, 1)),
            act("OLD", ActionKind.RATIFICATION, date(2002, 1, 1)),
            act("OLD", ActionKind.SIGNATURE, date(2000, 2, 1)),
            act("NEW", ActionKind.ACCESSION, date(2003, 1, 1), Standing.CONFLICTING),
            act("LAT", ActionKind.LISTED_AS_PARTY, None),
            act("SUC", ActionKind.ACCESSION, date(2004, 1, 1), Standing.SET_ASIDE),
        ]
    )
    assert [(it.participant, it.action, it.date) for it in facts.deposits(NTH)] == [
        ("OLD", ActionKind.RATIFICATION, date(2002, 1, 1))
    ]


def test_organisations_are_marked_among_the_deposits() -> None:
    deposits = {it.participant: it.organisation for it in shipped_facts().deposits("untoc-2000")}
    assert {code for code, organisation in deposits.items() if organisation} == {"EUE"}


def test_rows_of_a_cell_come_in_order_of_date() -> None:
    rows = shipped_facts().actions_of("KEN", "financing-1999")
    assert [row.action for row in rows] == [ActionKind.SIGNATURE, ActionKind.RATIFICATION]
    assert shipped_facts().actions_of("KEN", "nothing") == []


def test_source_without_a_record_is_shown_by_its_id() -> None:
    facts: Facts = replace(world([]), sources={})
    assert str(facts.source("somewhere")) == ": somewhere"
    known = Source(id="x", title="List", publisher="Publisher", as_at=date(2020, 1, 2))
    assert str(known) == "Publisher: List, as at 2020-01-02"
