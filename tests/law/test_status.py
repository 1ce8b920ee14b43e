"""Status on the shipped data: every caveat of the sources, and what the totals that others published say about our counts."""

from datetime import date, timedelta

import pytest

from accede.law.actions import SIGNATURES, ActionKind, StatusList
from accede.law.errors import UnknownName
from accede.law.matrix import World, build_world
from accede.law.shipped import DATA, StatedTotal, read_table, shipped_facts
from accede.law.status import LastKnown, StatusAnswer, rule_in_words, status, statuses
from accede.law.timeline import PARTY_POSITIONS, Position, Status

FACTS = shipped_facts()
UN_LISTS = date(2014, 7, 10)


@pytest.fixture(scope="module")
def packed() -> World:
    return build_world(FACTS)


def ask(participant: str, instrument: str, on: str) -> StatusAnswer:
    return status(FACTS, participant, instrument, date.fromisoformat(on))


def told(answer: StatusAnswer) -> str:
    return " ".join(str(item) for item in answer.reasons)


UNDATED = [
    ("tokyo-1963", "ARM"), ("tokyo-1963", "KNA"), ("tokyo-1963", "QAT"), ("hague-1970", "AGO"), ("montreal-1971", "NLD"),
    ("cppnm-1980", "LAO"), ("cppnm-1980", "MOZ"), ("airports-1988", "GUY"), ("airports-1988", "SEN"),
    ("sua-1988", "ARM"), ("sua-1988", "BLR"), ("platforms-1988", "HRV"), ("platforms-1988", "SVK"),
    ("platforms-1988", "SYR"), ("platforms-1988", "TZA"), ("platforms-2005", "DOM"),
]  # fmt: skip


class TestPartiesWithoutUsableDate:
    @pytest.mark.parametrize(("instrument", "participant"), UNDATED)
    def test_are_parties_from_a_date_unknown_and_never_not_party(self, instrument: str, participant: str) -> None:
        row = FACTS.newest_list(instrument)
        assert row is not None
        listed = row.complete_as_of
        assert status(FACTS, participant, instrument, listed).status is Status.PARTY
        assert status(FACTS, participant, instrument, listed + timedelta(days=4000)).status is Status.PARTY
        adopted = FACTS.catalogue[instrument].binds_from_adoption
        day = adopted
        while day < listed:
            answer = status(FACTS, participant, instrument, day)
            assert answer.status is Status.UNKNOWN, day
            assert (answer.consent_date, answer.in_force_from) == (None, None)
            day += timedelta(days=97)

    def test_the_list_of_them_is_that_of_the_sources(self) -> None:
        undated = [(row.instrument, row.participant) for row in FACTS.actions if row.certain_by != row.date]
        assert sorted(undated) == sorted(UNDATED)

    @pytest.mark.parametrize(
        ("instrument", "participant", "printed"),
        [
            ("airports-1988", "GUY", "2004-06-19"),
            ("airports-1988", "SEN", "2003-03-24"),
            ("platforms-2005", "DOM", "2010-10-09"),
        ],
    )
    def test_impossible_date_is_shown_and_not_used(self, instrument: str, participant: str, printed: str) -> None:
        after = status(FACTS, participant, instrument, date.fromisoformat(printed) + timedelta(days=1))
        assert after.status is Status.UNKNOWN
        assert f"gives {printed}, which is not used" in told(after)

    def test_answer_names_the_day_by_which_it_was_a_party(self) -> None:
        answer = ask("AGO", "hague-1970", "2010-01-01")
        assert "A party by 2025-03-24 at the latest; whether already on 2010-01-01 is not known." in told(answer)
        assert answer.last_known is None


class TestDifferingDates:
    @pytest.mark.parametrize(
        ("instrument", "participant", "first", "last"),
        [
            ("financing-1999", "QAT", "2008-06-27", "2008-07-27"),
            ("untoc-2000", "MHL", "2010-11-05", "2011-06-15"),
            ("airports-1988", "MMR", "1996-05-20", "1996-05-22"),
        ],
    )
    def test_both_are_kept_and_the_time_between_is_unknown(
        self, instrument: str, participant: str, first: str, last: str
    ) -> None:
        one_day = timedelta(days=1)
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        assert status(FACTS, participant, instrument, start - one_day).status is Status.NOT_PARTY
        for day in (start, end - one_day):
            answer = status(FACTS, participant, instrument, day)
            assert (answer.position, answer.status) == (Position.POSSIBLY_PARTY, Status.UNKNOWN)
            assert answer.last_known == LastKnown(Status.NOT_PARTY, start - one_day)
        answer = status(FACTS, participant, instrument, end)
        assert answer.status is Status.PARTY
        assert f"Sources differ on the date: {first} or {last}; both are kept." in told(answer)
        assert {row.date for row in answer.actions} == {start, end}

    def test_misprinted_year_is_told_and_the_right_one_used(self) -> None:
        answer = ask("EST", "drugs-1988", "2001-01-01")
        assert (answer.consent_date, answer.in_force_from) == (date(2000, 7, 12), date(2000, 10, 10))
        assert "misprints the year as 0200" in told(answer)

    def test_date_that_one_list_lacks_is_taken_from_the_other(self) -> None:
        answer = ask("NLD", "hostages-1979", "1989-01-01")
        assert answer.consent_date == date(1988, 12, 6)
        assert answer.sources == ("untc-xviii-5@2014-07-10",)
        assert "prints no date for the State itself" in told(answer)

    @pytest.mark.parametrize(
        ("instrument", "participant", "ours", "theirs"),
        [
            ("financing-1999", "KIR", "accession", "ratification"),
            ("uncac-2003", "ARM", "ratification", "accession"),
            ("uncac-2003", "COK", "accession", "ratification"),
        ],
    )
    def test_different_modes_on_one_day_are_both_shown(
        self, instrument: str, participant: str, ours: str, theirs: str
    ) -> None:
        answer = ask(participant, instrument, "2013-01-01")
        assert (answer.status, answer.action) == (Status.PARTY, ActionKind(ours))
        assert f"calls it {theirs}." in told(answer)


class TestOpenQuestions:
    @pytest.mark.parametrize("on", ["1971-01-01", "1999-02-11", "2010-06-01", "2025-03-24", "2026-11-25"])
    def test_burundi_under_the_hague_convention_is_unknown(self, on: str) -> None:
        answer = ask("BDI", "hague-1970", on)
        assert (answer.status, answer.position) == (Status.UNKNOWN, Position.DISPUTED)
        assert "The Swiss list has an accession of 11 February 1999" in told(answer)

    @pytest.mark.parametrize("on", ["2015-01-20", "2016-03-08", "2024-08-12", "2026-11-25"])
    def test_san_marino_under_the_airports_protocol_is_unknown(self, on: str) -> None:
        assert ask("SMR", "airports-1988", on).position is Position.DISPUTED

    def test_russia_was_a_party_to_the_european_convention_between_days_unknown(self) -> None:
        assert ask("RUS", "ecst-1977", "1977-01-26").status is Status.NOT_PARTY
        for on in ("1977-01-27", "2005-01-01", "2025-08-25"):
            answer = ask("RUS", "ecst-1977", on)
            assert (answer.status, answer.position) == (Status.UNKNOWN, Position.DISPUTED)
            assert "was a party earlier" in told(answer)
        assert ask("RUS", "ecst-1977", "2025-08-26").status is Status.NOT_PARTY
        later = ask("RUS", "ecst-1977", "2026-01-01")
        assert later.status is Status.UNKNOWN
        assert later.last_known == LastKnown(Status.NOT_PARTY, date(2025, 8, 26))

    def test_china_is_listed_for_hong_kong_only(self) -> None:
        answer = ask("CHN", "plastic-explosives-1991", "2024-08-13")
        assert (answer.status, answer.actions) == (Status.NOT_PARTY, ())
        row = FACTS.newest_list("plastic-explosives-1991")
        assert row is not None
        assert "Hong Kong only" in row.note

    def test_list_that_prints_no_withdrawals_says_so_beside_not_party(self) -> None:
        assert "This list prints no withdrawals" in told(ask("CHN", "plastic-explosives-1991", "2020-01-01"))
        depositary = ask("SOM", "bombings-1997", "2014-07-10")
        assert depositary.status is Status.NOT_PARTY
        assert "prints no withdrawals" not in told(depositary)


class TestStatesThatCameLater:
    def test_south_sudan_did_not_exist_in_2005(self) -> None:
        answers = statuses(FACTS, "SSD", date(2005, 1, 1))
        assert {answer.status for answer in answers} == {Status.UNKNOWN}
        assert {answer.position for answer in answers} == {Position.NO_SUCH_STATE}
        assert told(answers[0]).startswith(
            "South Sudan did not exist as a State on 2005-01-01: it exists since 2011-07-09"
        )

    def test_south_sudan_was_not_a_party_when_the_lists_say_so(self) -> None:
        assert ask("SSD", "bombings-1997", "2011-07-08").position is Position.NO_SUCH_STATE
        assert ask("SSD", "bombings-1997", "2011-07-09").status is Status.NOT_PARTY

    @pytest.mark.parametrize("code", ["CZE", "SVK"])
    @pytest.mark.parametrize("instrument", ["ece-1957", "emla-1959", "ecst-1977"])
    def test_deposit_of_czechoslovakia_binds_from_1993(self, code: str, instrument: str) -> None:
        assert ask(code, instrument, "1992-12-31").position is Position.NO_SUCH_STATE
        answer = ask(code, instrument, "1993-01-01")
        assert (answer.status, answer.consent_date) == (Status.PARTY, date(1992, 4, 15))
        assert answer.in_force_from == date(1993, 1, 1)
        assert "The deposit is the predecessor's (Czechoslovakia); the State exists since 1993-01-01." in told(answer)

    def test_montenegro_is_counted_from_two_days_by_two_depositaries(self) -> None:
        assert ask("MNE", "untoc-2000", "2006-06-02").position is Position.NO_SUCH_STATE
        for instrument in ("untoc-2000", "bombings-1997"):
            answer = ask("MNE", instrument, "2006-06-03")
            assert (answer.status, answer.in_force_from) == (Status.PARTY, date(2006, 6, 3))
            assert answer.consent_date == date(2006, 10, 23)
        for instrument in ("ece-1957", "emla-1959", "ecst-1977"):
            assert ask("MNE", instrument, "2006-06-05").status is Status.NOT_PARTY
            assert ask("MNE", instrument, "2006-06-06").in_force_from == date(2006, 6, 6)

    def test_succession_to_a_signature_is_a_signature(self) -> None:
        answer = ask("MNE", "nuclear-terrorism-2005", "2010-01-01")
        assert (answer.status, answer.action) == (Status.SIGNATORY, ActionKind.SUCCESSION_TO_SIGNATURE)

    @pytest.mark.parametrize(
        ("code", "since", "existed"),
        [("SVN", date(1991, 6, 25), date(1991, 6, 25)), ("HRV", date(1991, 10, 8), date(1991, 10, 8)),
         ("MKD", date(1991, 11, 17), date(1991, 11, 17)), ("BIH", date(1992, 3, 6), date(1992, 3, 6))],
    )  # fmt: skip
    def test_successors_of_yugoslavia_are_bound_from_their_beginning(
        self, code: str, since: date, existed: date
    ) -> None:
        answer = status(FACTS, code, "protected-persons-1973", since)
        assert (answer.status, answer.action, answer.in_force_from) == (Status.PARTY, ActionKind.SUCCESSION, since)
        assert (
            status(FACTS, code, "protected-persons-1973", existed - timedelta(days=1)).position
            is Position.NO_SUCH_STATE
        )

    def test_yemen_carries_the_deposit_of_aden(self) -> None:
        assert ask("YEM", "protected-persons-1973", "1987-02-09").status is Status.PARTY

    @pytest.mark.parametrize(("code", "acceded"), [("COK", date(2005, 4, 12)), ("NIU", date(2009, 6, 23))])
    def test_cook_islands_and_niue_are_parties_by_their_own_deposits(self, code: str, acceded: date) -> None:
        answer = ask(code, "tokyo-1963", "2020-01-01")
        assert (answer.status, answer.consent_date) == (Status.PARTY, acceded)


class TestAmendments:
    def test_somalia_joined_the_tokyo_convention_through_the_montreal_protocol(self) -> None:
        """Article XVII(3) of the Protocol of 2014: accession on 1 April 2025, after the list of the Convention ends."""
        before = ask("SOM", "tokyo-1963", "2025-03-31")
        assert before.last_known == LastKnown(Status.NOT_PARTY, date(2023, 6, 21))
        answer = ask("SOM", "tokyo-1963", "2025-04-01")
        assert (answer.status, answer.in_force_from) == (Status.PARTY, date(2025, 6, 1))
        assert "XVII(3)" in told(answer)
        assert "Relations with States bound only by the earlier text are not regulated." in told(answer)

    def test_accession_to_the_beijing_protocol_joins_nobody_to_the_hague_convention(self) -> None:
        effect = FACTS.catalogue["beijing-protocol-2010"].ratification_effect
        assert effect is not None
        assert ActionKind.ACCESSION not in effect.by

    def test_joining_sua_2005_says_nothing_about_sua_1988(self) -> None:
        effect = FACTS.catalogue["sua-2005"].ratification_effect
        assert effect is not None
        assert effect.joins is None


class TestTotals:
    KNOWN_DIFFERENCES = {
        ("airports-1988", date(2002, 9, 30)): "the source gives the month only; 123 was right on 10 September",
        ("sua-2005", date(2010, 5, 15)): "the source lags behind the deposit of Nauru of 29 April 2010",
    }

    @pytest.mark.parametrize(
        "total", read_table(DATA / "stated_totals.csv", StatedTotal), ids=lambda it: f"{it.instrument}-{it.on}"
    )
    def test_stated_totals_fit_our_count(self, total: StatedTotal, packed: World) -> None:
        counts = packed.series([total.on])[0, packed.column_of[total.instrument]]
        certain = int(sum(counts[position] for position in PARTY_POSITIONS))
        row = FACTS.newest_list(total.instrument)
        assert row is not None
        if not counts[Position.POSSIBLY_PARTY] and not row.parties_outside_table:
            assert (total.stated == certain) is ((total.instrument, total.on) not in self.KNOWN_DIFFERENCES)
        most = certain + int(counts[Position.POSSIBLY_PARTY]) + len(row.parties_outside_table.split())
        if (total.instrument, total.on) in self.KNOWN_DIFFERENCES:
            assert not certain <= total.stated <= most
        else:
            assert certain <= total.stated <= most

    def test_two_totals_are_known_to_differ(self) -> None:
        totals = {(it.instrument, it.on) for it in read_table(DATA / "stated_totals.csv", StatedTotal)}
        assert len(totals) == 44
        assert set(self.KNOWN_DIFFERENCES) <= totals

    @pytest.mark.parametrize("item", FACTS.lists, ids=lambda it: f"{it.instrument}-{it.complete_as_of}")
    def test_each_list_has_as_many_parties_as_we_count_on_its_date(self, item: StatusList, packed: World) -> None:
        counts = packed.series([item.complete_as_of])[0, packed.column_of[item.instrument]]
        assert sum(counts[position] for position in PARTY_POSITIONS) == item.parties
        assert counts[Position.POSSIBLY_PARTY] == 0

    @pytest.mark.parametrize(
        "item", [it for it in FACTS.lists if it.signatures], ids=lambda it: f"{it.instrument}-{it.complete_as_of}"
    )
    def test_each_list_has_as_many_signatories_as_signed_by_its_date(self, item: StatusList) -> None:
        signed = {
            it.participant
            for it in FACTS.actions
            if it.instrument == item.instrument
            and it.action in SIGNATURES
            and it.date
            and it.date <= item.complete_as_of
        }
        assert len(signed) == item.signatories

    def test_euratom_is_named_where_it_is_not_counted(self) -> None:
        outside = {row.instrument for row in FACTS.lists if row.parties_outside_table}
        assert outside == {"cppnm-1980", "cppnm-amendment-2005"}


class TestAnswer:
    def test_party_with_all_its_parts(self) -> None:
        answer = ask("KEN", "hostages-1979", "2012-01-01")
        assert (answer.participant, answer.instrument, answer.status) == ("KEN", "hostages-1979", Status.PARTY)
        assert (answer.action, answer.consent_date) == (ActionKind.ACCESSION, date(1981, 12, 8))
        assert answer.in_force_from == date(1983, 6, 3)
        assert answer.in_force_computed is None
        assert answer.complete_as_of == date(2019, 2, 19)
        assert set(answer.sources) == {"untc-xviii-5@2014-07-10", "fedlex-0.351.4@2019-02-19"}
        assert [str(item) for item in answer.reasons] == [
            (
                "Deposit of accession on 1981-12-08 (United Nations Treaty Collection: Status table, Multilateral Treaties "
                "Deposited with the Secretary-General, chapter XVIII.5, as at 2014-07-10; Swiss Confederation (Fedlex): "
                "Classified Compilation of Federal Law, SR 0.351.4, scope of application (Geltungsbereich), "
                "as at 2019-02-19)."
            ),
            "In force for it from 1983-06-03, the general entry into force (article 18(1)).",
        ]

    def test_party_beyond_the_list_says_up_to_when_withdrawals_are_known(self) -> None:
        answer = ask("KEN", "hostages-1979", "2024-01-01")
        assert answer.status is Status.PARTY
        assert "Withdrawals are known up to 2019-02-19; after that a party is taken to stay one." in told(answer)

    def test_signatory_in_the_list_and_beyond_it(self) -> None:
        within, beyond = (ask("EGY", "nuclear-terrorism-2005", on) for on in ("2024-02-29", "2024-03-01"))
        assert (within.status, within.action) == (Status.SIGNATORY, ActionKind.SIGNATURE)
        assert beyond.position is Position.SIGNATORY_WHEN_LAST_KNOWN
        assert beyond.last_known == LastKnown(Status.SIGNATORY, date(2024, 2, 29))

    def test_deposits_only_lists_cannot_tell_who_signed(self) -> None:
        assert "Whether it signed is not known: the list shows deposits only." in told(
            ask("SOM", "hague-1970", "2020-01-01")
        )
        assert "Whether it signed" not in told(ask("SOM", "bombings-1997", "2014-07-10"))

    def test_before_adoption_there_is_nothing_to_be_party_to(self) -> None:
        answer = ask("KEN", "beijing-convention-2010", "2010-09-09")
        assert answer.status is Status.NOT_PARTY
        assert (
            told(answer) == "The instrument was adopted on 2010-09-10; there was nothing to be party to on 2010-09-09."
        )

    @pytest.mark.parametrize("instrument", ["arab-1998", "oau-1999", "asean-2007", "saarc-1987"])
    def test_without_a_list_nothing_is_known(self, instrument: str) -> None:
        answer = ask("EGY", instrument, "2015-01-01")
        assert (answer.status, answer.position) == (Status.UNKNOWN, Position.NEVER_KNOWN)
        assert (answer.complete_as_of, answer.last_known) == (None, None)
        assert told(answer) == "No list of parties to this instrument has been loaded."

    def test_all_instruments_or_those_named(self) -> None:
        every = statuses(FACTS, "KEN", UN_LISTS)
        assert [answer.instrument for answer in every] == list(FACTS.catalogue.ids)
        assert [it.instrument for it in statuses(FACTS, "KEN", UN_LISTS, instruments=["sua-1988"])] == ["sua-1988"]

    def test_unknown_codes_are_refused_with_a_suggestion(self) -> None:
        with pytest.raises(UnknownName, match=r"There is no instrument 'hostages-1978'\. Did you mean hostages-1979"):
            ask("KEN", "hostages-1978", "2012-01-01")
        with pytest.raises(UnknownName, match=r"There is no participant 'Kenya'. Did you mean KEN \(Kenya\)"):
            ask("Kenya", "hostages-1979", "2012-01-01")

    def test_rule_in_words(self) -> None:
        assert rule_in_words(FACTS.catalogue["untoc-2000"]) == ("day 90 after the deposit", "day 30 after the deposit")
        assert rule_in_words(FACTS.catalogue["london-scheme-1966"]) == ("", "")
