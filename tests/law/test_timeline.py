"""What withdrawals, differing sources, successions and amendments do to a position over time: one case each."""

from datetime import date
from typing import Any

import pytest

from accede.law.actions import ActionKind, OpenQuestion, Question, Standing, StatusList, TreatyAction
from accede.law.status import status
from accede.law.timeline import Position, Status, Timeline, build_timeline
from tests.law.worlds import DEPOSIT, EXPIRY, FIRSTS, NTH, world

LONG = date(2030, 1, 1)


def row(action: str, when: date | None = None, *, of: str = NTH, by: str = "OLD", **fields: Any) -> TreatyAction:
    kind = ActionKind(action)
    return TreatyAction(instrument=of, participant=by, action=kind, date=when, sources=("list",), **fields)


def complete(day: date = LONG, *, of: str = NTH) -> StatusList:
    return StatusList(instrument=of, source="list", complete_as_of=day)


def line(*rows: TreatyAction, of: str = NTH, by: str = "OLD", until: date | None = LONG) -> Timeline:
    return build_timeline(world(list(rows), [complete(until, of=of)] if until else []), by, of)


def test_from_nothing_to_party_to_in_force() -> None:
    found = line(row("signature", date(2000, 6, 1)), row("ratification", date(2003, 5, 5)))
    assert (found.starts, found.positions) == (
        (date.min, date(2000, 6, 1), date(2003, 5, 5), date(2003, 6, 4)),
        (Position.NOT_PARTY, Position.SIGNATORY, Position.NOT_YET_IN_FORCE, Position.IN_FORCE),
    )


def test_beyond_the_list_a_party_stays_and_the_others_are_unknown() -> None:
    until = date(2004, 1, 1)
    party = line(row("accession", date(2003, 5, 5)), until=until)
    signatory = line(row("signature", date(2000, 6, 1)), until=until)
    absent = line(until=until)
    later = date(2004, 1, 2)
    assert [it.at(later) for it in (party, signatory, absent)] == [
        Position.IN_FORCE,
        Position.SIGNATORY_WHEN_LAST_KNOWN,
        Position.NOT_PARTY_WHEN_LAST_KNOWN,
    ]
    assert [it.last_known(later, not_before=date(2000, 1, 10)) for it in (signatory, absent)] == [
        (Status.SIGNATORY, until),
        (Status.NOT_PARTY, until),
    ]


def test_without_any_list_only_what_rows_say_is_known() -> None:
    found = line(row("accession", date(2003, 5, 5)), until=None)
    assert found.at(date(2003, 5, 4)) is Position.NEVER_KNOWN
    assert found.at(date(2003, 5, 5)) is Position.NOT_YET_IN_FORCE


class TestWithdrawal:
    acceded = row("accession", date(2001, 6, 1))

    def test_ends_the_bond_when_the_notice_ends(self) -> None:
        found = line(self.acceded, row("withdrawal", date(2004, 1, 31)))  # six months: 31 July
        assert found.at(date(2004, 7, 30)) is Position.IN_FORCE
        assert found.at(date(2004, 7, 31)) is Position.NOT_PARTY

    def test_recorded_effect_goes_before_the_clause(self) -> None:
        found = line(self.acceded, row("withdrawal", date(2004, 1, 31), effective=date(2005, 1, 1)))
        assert found.at(date(2004, 12, 31)) is Position.IN_FORCE
        assert found.at(date(2005, 1, 1)) is Position.NOT_PARTY

    def test_unread_clause_leaves_the_end_open(self) -> None:
        found = line(
            row("accession", date(2001, 6, 1), of=DEPOSIT), row("withdrawal", date(2004, 1, 31), of=DEPOSIT), of=DEPOSIT
        )
        assert found.at(date(2004, 1, 30)) is Position.IN_FORCE
        assert found.at(date(2004, 1, 31)) is Position.POSSIBLY_PARTY
        assert found.at(date(2029, 1, 1)) is Position.POSSIBLY_PARTY

    def test_date_known_only_by_a_bound_leaves_the_time_before_open(self) -> None:
        """As in a list that marks a State "denounced" and prints no date."""
        found = line(self.acceded, row("withdrawal", latest=date(2004, 1, 31)))
        assert found.at(date(2001, 5, 31)) is Position.NOT_PARTY
        assert found.at(date(2002, 1, 1)) is Position.POSSIBLY_PARTY
        assert found.at(date(2004, 7, 30)) is Position.POSSIBLY_PARTY
        assert found.at(date(2004, 7, 31)) is Position.NOT_PARTY

    def test_earliest_day_keeps_the_time_before_it_certain(self) -> None:
        found = line(self.acceded, row("withdrawal", earliest=date(2003, 1, 1), latest=date(2004, 1, 31)))
        assert found.at(date(2003, 6, 30)) is Position.IN_FORCE
        assert found.at(date(2003, 7, 1)) is Position.POSSIBLY_PARTY

    def test_new_accession_after_it_is_a_new_bond(self) -> None:
        found = line(self.acceded, row("withdrawal", date(2004, 1, 31)), row("accession", date(2006, 2, 1)))
        assert found.at(date(2005, 1, 1)) is Position.NOT_PARTY
        assert found.at(date(2006, 2, 1)) is Position.NOT_YET_IN_FORCE
        assert found.at(date(2006, 3, 3)) is Position.IN_FORCE

    def test_new_accession_during_the_notice_leaves_no_gap(self) -> None:
        found = line(self.acceded, row("withdrawal", date(2004, 1, 31)), row("accession", date(2004, 3, 1)))
        assert {found.at(date(2004, month, 15)) for month in range(1, 13)} == {Position.IN_FORCE}

    def test_signature_does_not_come_back_to_life(self) -> None:
        found = line(
            row("signature", date(2000, 6, 1)),
            row("ratification", date(2001, 6, 1)),
            row("withdrawal", date(2004, 1, 31)),
        )
        assert found.at(date(2004, 8, 1)) is Position.NOT_PARTY

    def test_after_the_newest_list_it_is_what_is_last_known(self) -> None:
        facts = world([self.acceded, row("withdrawal", date(2004, 1, 31))], [complete(date(2003, 1, 1))])
        answer = status(facts, "OLD", NTH, date(2006, 1, 1))
        assert (answer.status, answer.position) == (Status.UNKNOWN, Position.NOT_PARTY_WHEN_LAST_KNOWN)
        assert answer.last_known is not None
        assert (answer.last_known.status, answer.last_known.on) == (Status.NOT_PARTY, date(2004, 7, 31))
        assert "Not party when last known, on 2004-07-31" in " ".join(map(str, answer.reasons))

    def test_without_a_known_consent_proves_that_there_was_one(self) -> None:
        facts = world([row("withdrawal", date(2004, 1, 31))], [complete()])
        before = status(facts, "OLD", NTH, date(2003, 1, 1))
        assert (before.position, before.status) == (Position.POSSIBLY_PARTY, Status.UNKNOWN)
        assert str(before.reasons[0]) == (
            "Withdrawal notified on 2004-01-31 (A publisher: List), so it had been a party; from when is not known."
        )
        assert status(facts, "OLD", NTH, date(2004, 7, 31)).status is Status.NOT_PARTY

    def test_is_told_while_the_notice_runs(self) -> None:
        facts = world([self.acceded, row("withdrawal", date(2004, 1, 31))], [complete()])
        told = [str(item) for item in status(facts, "OLD", NTH, date(2004, 3, 1)).reasons]
        assert "Withdrawal notified on 2004-01-31, with effect from 2004-07-31 (A publisher: List)." in told
        assert not any("Withdrawal" in str(item) for item in status(facts, "OLD", NTH, date(2004, 1, 30)).reasons)

    def test_set_aside_or_conflicting_one_is_not_used(self) -> None:
        for standing in (Standing.SET_ASIDE, Standing.CONFLICTING):
            found = line(self.acceded, row("withdrawal", date(2004, 1, 31), standing=standing))
            assert found.at(date(2005, 1, 1)) is Position.IN_FORCE


class TestDifferingSources:
    def test_time_between_two_dates_is_uncertain(self) -> None:
        found = line(
            row("accession", date(2002, 5, 1)), row("accession", date(2002, 8, 1), standing=Standing.CONFLICTING)
        )
        assert found.at(date(2002, 4, 30)) is Position.NOT_PARTY
        assert found.at(date(2002, 5, 1)) is Position.POSSIBLY_PARTY
        assert found.at(date(2002, 8, 1)) is Position.PARTY_FORCE_UNKNOWN
        assert found.at(date(2002, 8, 31)) is Position.IN_FORCE

    def test_different_date_belongs_to_the_nearest_act(self) -> None:
        """After a withdrawal and a new accession, a second opinion on the new date leaves the old bond as it was."""
        found = line(
            row("accession", date(2001, 6, 1)),
            row("withdrawal", date(2003, 1, 1)),
            row("accession", date(2005, 1, 1)),
            row("accession", date(2005, 1, 15), standing=Standing.CONFLICTING),
        )
        assert found.at(date(2002, 1, 1)) is Position.IN_FORCE
        assert found.at(date(2004, 1, 1)) is Position.NOT_PARTY
        assert found.at(date(2005, 1, 10)) is Position.POSSIBLY_PARTY

    def test_another_mode_on_the_same_day_changes_nothing_but_is_told(self) -> None:
        rows = [
            row("accession", date(2002, 5, 1)),
            row("ratification", date(2002, 5, 1), standing=Standing.CONFLICTING),
        ]
        answer = status(world(rows, [complete()]), "OLD", NTH, date(2010, 1, 1))
        assert (answer.consent_date, answer.in_force_from) == (date(2002, 5, 1), date(2002, 5, 31))
        assert "A publisher: List calls it ratification." in map(str, answer.reasons)

    def test_succession_against_accession_is_uncertain_between_the_two_effects(self) -> None:
        found = line(
            row("succession", date(2003, 1, 1), by="NEW"),
            row("accession", date(2003, 1, 1), by="NEW", standing=Standing.CONFLICTING),
            by="NEW",
        )
        assert found.at(date(2002, 4, 30)) is Position.NO_SUCH_STATE
        assert found.at(date(2002, 5, 1)) is Position.POSSIBLY_PARTY
        assert found.at(date(2003, 1, 1)) is Position.PARTY_FORCE_UNKNOWN
        assert found.at(date(2003, 1, 31)) is Position.IN_FORCE

    def test_signature_that_cannot_be_right_is_never_used(self) -> None:
        found = line(row("signature", date(2000, 6, 1), standing=Standing.SET_ASIDE))
        assert found.at(date(2005, 1, 1)) is Position.NOT_PARTY

    def test_second_deposit_does_not_postpone_a_bond_in_force(self) -> None:
        found = line(row("accession", date(2001, 6, 1)), row("ratification", date(2004, 1, 1)))
        assert found.at(date(2004, 1, 2)) is Position.IN_FORCE
        consent = found.consent_on(date(2010, 1, 1))
        assert consent is not None
        assert consent.action.date == date(2001, 6, 1)


class TestSuccession:
    def test_reaches_back_to_the_date_of_succession(self) -> None:
        found = line(row("succession", date(2004, 9, 1), by="LAT"), by="LAT")
        # The State exists since 31 March; the depositary counts its successions from 1 May.
        assert found.at(date(2002, 3, 30)) is Position.NO_SUCH_STATE
        assert found.at(date(2002, 4, 30)) is Position.NOT_PARTY
        assert found.at(date(2002, 5, 1)) is Position.IN_FORCE

    def test_date_recorded_for_one_treaty_goes_before_that_of_the_state(self) -> None:
        found = line(row("succession", date(2004, 9, 1), by="NEW", succession_from=date(2002, 6, 6)), by="NEW")
        assert found.at(date(2002, 6, 5)) is Position.NOT_PARTY
        assert found.at(date(2002, 6, 6)) is Position.IN_FORCE

    def test_without_a_date_is_open_until_the_notification(self) -> None:
        found = line(row("succession", date(2004, 9, 1), by="OPN"), by="OPN")
        assert found.at(date(2003, 2, 27)) is Position.NO_SUCH_STATE
        assert found.at(date(2003, 2, 28)) is Position.POSSIBLY_PARTY
        assert found.at(date(2004, 9, 1)) is Position.IN_FORCE
        consent = found.consent_on(date(2010, 1, 1))
        assert consent is not None
        assert consent.in_force_from is None

    def test_deposit_of_the_predecessor_binds_from_the_first_day_of_the_state(self) -> None:
        found = line(row("ratification", date(2001, 8, 1), by="NEW"), by="NEW")
        assert (found.starts, found.positions) == (
            (date.min, date(2002, 5, 1)),
            (Position.NO_SUCH_STATE, Position.IN_FORCE),
        )


class TestAmendmentThatJoinsOutsiders:
    joined = row("ratification", date(2004, 1, 20), of=FIRSTS)

    def test_makes_an_outsider_party_to_the_amended_instrument(self) -> None:
        found = line(self.joined)
        assert found.at(date(2004, 1, 19)) is Position.NOT_PARTY
        assert found.at(date(2004, 1, 20)) is Position.NOT_YET_IN_FORCE
        assert found.at(date(2004, 3, 1)) is Position.IN_FORCE  # by the amendment's own clause, not by thirty days
        consent = found.consent_on(date(2005, 1, 1))
        assert consent is not None
        assert consent.implied_by == (FIRSTS, "21(2)")

    def test_only_by_the_modes_that_its_clause_names(self) -> None:
        assert line(row("accession", date(2004, 1, 20), of=FIRSTS)).at(date(2010, 1, 1)) is Position.NOT_PARTY

    def test_says_nothing_new_about_a_party(self) -> None:
        found = line(row("accession", date(2001, 6, 1)), self.joined)
        assert [consent.implied_by for consent in found.consents] == [None]

    def test_own_accession_later_does_not_undo_the_time_before(self) -> None:
        found = line(self.joined, row("accession", date(2006, 1, 1)))
        assert found.at(date(2005, 1, 1)) is Position.IN_FORCE
        consent = found.consent_on(date(2007, 1, 1))
        assert consent is not None
        assert (consent.implied_by, consent.action.date) == (None, date(2006, 1, 1))

    def test_binds_a_state_that_had_left(self) -> None:
        found = line(row("accession", date(2001, 6, 1)), row("withdrawal", date(2002, 1, 1)), self.joined)
        assert found.at(date(2003, 1, 1)) is Position.NOT_PARTY
        assert found.at(date(2005, 1, 1)) is Position.IN_FORCE

    def test_leaving_the_amendment_leaves_the_rest_open(self) -> None:
        found = line(self.joined, row("withdrawal", date(2005, 1, 1), of=FIRSTS))
        assert found.at(date(2005, 6, 30)) is Position.IN_FORCE
        assert found.at(date(2005, 7, 1)) is Position.POSSIBLY_PARTY


class TestOpenQuestion:
    def ask(self, question: Question, *lists: StatusList, since: date | None = None) -> Timeline:
        item = OpenQuestion(instrument=EXPIRY, participant="OLD", question=question, since=since, sources=("list",))
        return build_timeline(world([], list(lists), [item]), "OLD", EXPIRY)

    def test_earlier_time_is_unknown_up_to_the_list_that_raised_it(self) -> None:
        found = self.ask(Question.EARLIER_TIME_UNKNOWN, complete(date(2004, 1, 1), of=EXPIRY))
        assert found.at(date(2003, 12, 31)) is Position.DISPUTED
        assert found.at(date(2004, 1, 1)) is Position.NOT_PARTY

    def test_newer_list_does_not_make_a_known_day_unknown_again(self) -> None:
        newer = StatusList(instrument=EXPIRY, source="depositary", complete_as_of=date(2006, 1, 1))
        found = self.ask(Question.EARLIER_TIME_UNKNOWN, complete(date(2004, 1, 1), of=EXPIRY), newer)
        assert found.at(date(2003, 12, 31)) is Position.DISPUTED
        assert found.at(date(2004, 1, 1)) is Position.NOT_PARTY

    @pytest.mark.parametrize("question", [Question.STATUS_DISPUTED, Question.ABSENT_FROM_NEWER_LIST])
    def test_status_is_open_from_the_day_named(self, question: Question) -> None:
        found = self.ask(question, complete(of=EXPIRY), since=date(2004, 1, 1))
        assert found.at(date(2003, 12, 31)) is Position.NOT_PARTY
        assert found.at(date(2004, 1, 1)) is Position.DISPUTED
