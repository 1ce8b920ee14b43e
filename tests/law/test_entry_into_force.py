"""Entry into force against history as published, clause by clause."""

import re
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accede.law.actions import ActionKind
from accede.law.catalogue import Counting, Delay, FirstEntry, Instrument
from accede.law.entry_into_force import (
    Deposit,
    Effect,
    add_delay,
    count_from,
    describe,
    general_entry,
    state_entry,
    threshold,
    withdrawal_effect,
)
from accede.law.facts import Facts
from accede.law.shipped import shipped_catalogue, shipped_facts
from tests.law import oracle
from tests.law.worlds import instrument

CATALOGUE = shipped_catalogue()


def entry(name: str, deposit: str, action: ActionKind = ActionKind.RATIFICATION) -> Effect:
    return state_entry(CATALOGUE[name], action=action, deposit=date.fromisoformat(deposit))


def first_entry(name: str) -> FirstEntry:
    rule = CATALOGUE[name].entry_into_force_rule
    assert rule is not None
    return rule.first


# Deposit and entry into force as the depositaries (or the Swiss compilation, for Switzerland) print them.
PUBLISHED = [
    ("tokyo-1963", "1977-04-15", "1977-07-14", "Afghanistan: day 90"),
    ("tokyo-1963", "1969-09-05", "1969-12-04", "United States: the twelfth, day 90"),
    ("tokyo-1963", "1964-11-25", "1969-12-04", "Portugal: the first, with the general entry into force"),
    ("hague-1970", "1971-09-14", "1971-10-14", "Switzerland: the tenth, 30 days"),
    ("hague-1970", "1979-08-29", "1979-09-28", "Afghanistan: 30 days"),
    ("montreal-1971", "1978-01-17", "1978-02-16", "Switzerland: 30 days"),
    ("protected-persons-1973", "1985-03-05", "1985-04-04", "Switzerland: day 30"),
    ("hostages-1979", "1985-03-05", "1985-04-04", "Switzerland: day 30"),
    ("cppnm-1980", "1987-01-09", "1987-02-08", "Switzerland: the twenty-first, day 30"),
    ("sua-1988", "2003-09-23", "2003-12-22", "Afghanistan: 90 days"),
    ("sua-1988", "2002-06-19", "2002-09-17", "Albania: 90 days"),
    ("sua-1988", "1993-03-12", "1993-06-10", "Switzerland: 90 days"),
    ("platforms-1988", "1993-03-12", "1993-06-10", "Switzerland: 90 days"),
    ("platforms-1988", "1989-07-27", "1992-03-01", "Trinidad and Tobago: not before the Convention"),
    ("plastic-explosives-1991", "1995-04-03", "1998-06-21", "Switzerland: with the general entry into force"),
    ("bombings-1997", "2003-09-23", "2003-10-23", "Switzerland: day 30"),
    ("financing-1999", "2003-09-23", "2003-10-23", "Switzerland: day 30"),
    ("nuclear-terrorism-2005", "2008-10-15", "2008-11-14", "Switzerland: day 30"),
    ("cppnm-amendment-2005", "2008-10-15", "2016-05-08", "Switzerland: with the general entry into force"),
    ("cppnm-amendment-2005", "2016-05-09", "2016-05-09", "after that, on the day of deposit"),
    ("sua-2005", "2008-10-15", "2010-07-28", "Switzerland: with the general entry into force"),
    ("beijing-protocol-2010", "2018-06-04", "2018-08-01", "Ghana: first of the second month"),
    ("beijing-protocol-2010", "2018-08-03", "2018-10-01", "Paraguay"),
    ("beijing-protocol-2010", "2019-01-30", "2019-03-01", "India: January to March, whatever the length of February"),
    ("beijing-convention-2010", "2018-05-31", "2018-07-01", "Turkey: the twenty-second"),
    ("beijing-convention-2010", "2019-12-31", "2020-02-01", "December to February of the next year"),
    ("beijing-convention-2010", "2019-11-01", "2020-01-01", "November to January of the next year"),
    ("montreal-protocol-2014", "2019-11-26", "2020-01-01", "Nigeria: the twenty-second"),
    (
        "untoc-2000",
        "2002-08-21",
        "2003-09-29",
        "Albania: with the general entry into force, ninety days after the fortieth",
    ),
    ("untoc-2000", "2003-07-01", "2003-09-29", "Armenia: the fortieth"),
    ("untoc-2000", "2006-10-27", "2006-11-26", "Switzerland: day 30, not 90"),
    ("uncac-2003", "2009-09-24", "2009-10-24", "Switzerland: day 30, not 90"),
    ("drugs-1988", "2005-09-14", "2005-12-13", "Switzerland: day 90"),
    ("ece-1957", "1966-12-20", "1967-03-20", "Switzerland: 90 days"),
    ("emla-1959", "1966-12-20", "1967-03-20", "Switzerland: 90 days"),
    ("ecst-1977", "1978-05-03", "1978-08-04", "Germany: the third; the three months run out first"),
    ("ecst-1977", "1978-07-24", "1978-10-25", "United Kingdom"),
    ("ecst-1977", "1983-05-19", "1983-08-20", "Switzerland"),
    ("cecpt-2005", "2007-02-21", "2007-06-01", "Romania: the sixth"),
    ("cecpt-2005", "2006-05-19", "2007-06-01", "Russian Federation: with the general entry into force"),
    ("cecpt-2005", "2007-04-24", "2007-08-01", "Denmark"),
    ("cecpt-2005", "2021-03-25", "2021-07-01", "Switzerland"),
]


@pytest.mark.parametrize(("name", "deposit", "expected", "case"), PUBLISHED, ids=lambda it: str(it).replace(" ", "-"))
def test_published_dates(name: str, deposit: str, expected: str, case: str) -> None:
    assert entry(name, deposit).date == date.fromisoformat(expected), case


@pytest.mark.parametrize(
    ("name", "deposit", "expected"),
    [
        ("ecst-1977", "2003-11-30", "2004-03-01"),  # three months end on 29 February
        ("ecst-1977", "2002-11-30", "2003-03-01"),  # and on the 28th in a common year
        ("ecst-1977", "1999-11-29", "2000-03-01"),
        ("cecpt-2005", "2007-11-30", "2008-03-01"),
        ("cecpt-2005", "2008-08-31", "2008-12-01"),  # 30 November is the end of three months
        ("cecpt-2005", "2008-09-30", "2009-01-01"),
        ("cecpt-2005", "2008-09-01", "2009-01-01"),
        ("untoc-2000", "2008-01-30", "2008-02-29"),
        ("untoc-2000", "2007-01-30", "2007-03-01"),
        ("sua-1988", "2007-12-01", "2008-02-29"),
        ("beijing-protocol-2010", "2020-01-31", "2020-03-01"),
        ("beijing-protocol-2010", "2020-02-29", "2020-04-01"),
    ],
)
def test_ends_of_months_and_leap_years(name: str, deposit: str, expected: str) -> None:
    assert entry(name, deposit).date == date.fromisoformat(expected)


def test_answer_names_the_article_and_the_rule() -> None:
    assert entry("untoc-2000", "2006-10-27") == Effect(date(2006, 11, 26), "38(2)", "day 30 after the deposit")
    first = entry("untoc-2000", "2002-08-21")
    assert (first.article, first.note) == ("38(1)", "The general entry into force is later and decides.")


_EXAMPLE = re.compile(
    r"(40th )?deposit (\d{4}-\d\d-\d\d) -> (?:in force )?(\d{4}-\d\d-\d\d)|; (\d{4}-\d\d-\d\d) -> (\d{4}-\d\d-\d\d)"
)


def worked_examples() -> list[tuple[str, bool, date, date]]:
    found = []
    for it in CATALOGUE:
        text = (it.entry_into_force_rule.each_state.worked_example or "") if it.entry_into_force_rule else ""
        for general, deposit, effect, next_deposit, next_effect in _EXAMPLE.findall(text):
            first, last = (deposit or next_deposit), (effect or next_effect)
            found.append((it.id, bool(general), date.fromisoformat(first), date.fromisoformat(last)))
    return found


def test_catalogue_holds_worked_examples_of_nine_instruments() -> None:
    assert len({name for name, *_ in worked_examples()}) == 9
    assert len(worked_examples()) == 12


@pytest.mark.parametrize(("name", "general", "deposit", "effect"), worked_examples())
def test_worked_examples_in_the_catalogue(name: str, general: bool, deposit: date, effect: date) -> None:
    it = CATALOGUE[name]
    assert it.entry_into_force_rule is not None
    if general:
        first = it.entry_into_force_rule.first
        assert count_from(deposit, counting=first.counting, delay=first.delay) == effect == it.entered_into_force
    elif it.id == "beijing-convention-2010":  # Its example is one of the Protocol, which has the same wording.
        each = it.entry_into_force_rule.each_state
        assert count_from(deposit, counting=each.counting, delay=each.delay) == effect
    else:
        assert state_entry(it, action=ActionKind.RATIFICATION, deposit=deposit).date == effect


class TestSuccession:
    def test_takes_effect_on_the_date_of_succession(self) -> None:
        """Montenegro and UNTOC: notified on 23 October 2006, party from 3 June 2006."""
        effect = state_entry(
            CATALOGUE["untoc-2000"],
            action=ActionKind.SUCCESSION,
            deposit=date(2006, 10, 23),
            succession_from=date(2006, 6, 3),
        )
        assert (effect.date, effect.rule) == (date(2006, 6, 3), "date of succession")

    def test_never_before_the_general_entry_into_force(self) -> None:
        effect = state_entry(
            CATALOGUE["sua-1988"],
            action=ActionKind.SUCCESSION,
            deposit=date(1995, 1, 1),
            succession_from=date(1991, 10, 8),
        )
        assert (effect.date, effect.article) == (date(1992, 3, 1), "18(1)")

    def test_without_a_date_of_succession_is_open(self) -> None:
        effect = state_entry(CATALOGUE["sua-1988"], action=ActionKind.SUCCESSION, deposit=date(1995, 1, 1))
        assert effect.date is None
        assert effect.note == "A succession takes effect on the date of succession, which is not given."

    def test_to_an_instrument_that_is_not_in_force_gives_no_date(self) -> None:
        waiting = instrument("waiting", "on-deposit", entered_into_force=None)
        effect = state_entry(
            waiting, action=ActionKind.SUCCESSION, deposit=date(2005, 1, 1), succession_from=date(2004, 1, 1)
        )
        assert (effect.date, effect.note) == (None, "The instrument is not known to be in force.")


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"entry_into_force_rule": None, "binding": False}, "The instrument has no clause on entry into force."),
        ({"entered_into_force": None}, "The instrument is not known to be in force."),
    ],
)
def test_open_where_the_instrument_gives_no_answer(fields: dict[str, object], note: str) -> None:
    effect = state_entry(instrument("x", "on-deposit", **fields), action=ActionKind.ACCESSION, deposit=date(2005, 1, 1))
    assert (effect.date, effect.note) == (None, note)


def test_open_where_the_deposit_or_the_clause_is_unknown() -> None:
    without_date = state_entry(CATALOGUE["sua-1988"], action=ActionKind.ACCESSION, deposit=None)
    assert (without_date.date, without_date.note) == (None, "The date of deposit is not known.")
    unread = entry("saarc-1987", "1987-11-19")
    assert (unread.date, unread.note) == (None, "The way of counting has not been checked against the treaty.")


class TestGeneralEntry:
    # Where the known deposits give another day than history, and why.
    EXCEPTIONS = {
        "tokyo-1963": "the deposit of the Republic of China in 1966 counts and is not in the table",
        "montreal-1971": "only ratifications by States that took part in the Conference count",
        "protected-persons-1973": "deposits of former States are missing",
        "cppnm-1980": "deposits of former States are missing",
        "airports-1988": "the deposit of the German Democratic Republic is missing",
        "plastic-explosives-1991": "deposits of former States are missing, and five States must be producers",
        "cppnm-amendment-2005": "two parties to the Convention are not counted, since their dates are unknown",
        "drugs-1988": "one deposit is missing",
    }
    NO_DEPOSITS = frozenset({"saarc-1987", "ia-mla-1992", "arab-1998", "oau-1999", "iacat-2002", "asean-2007"})
    NO_CLAUSE = frozenset({"london-scheme-1966", "harare-scheme-1986"})

    def compute(
        self,
        name: str,
        more: dict[str, str] | None = None,
        parents: dict[str, str] | None = None,
        facts: Facts | None = None,
    ) -> Effect:
        facts = facts or shipped_facts()
        it = facts.catalogue[name]
        assert it.entry_into_force_rule is not None
        first = it.entry_into_force_rule.first
        extra = [Deposit(code, ActionKind.RATIFICATION, date.fromisoformat(day)) for code, day in (more or {}).items()]
        behind = [Deposit(code, ActionKind.ACCESSION, date.fromisoformat(day)) for code, day in (parents or {}).items()]
        return general_entry(
            it,
            [*facts.deposits(name), *extra],
            parent_deposits=[*facts.deposits(first.of_parties_to), *behind] if first.of_parties_to else (),
            not_before=facts.catalogue[first.not_before].entered_into_force if first.not_before else None,
        )

    @pytest.mark.parametrize("name", CATALOGUE.ids)
    def test_deposits_and_clause_give_the_recorded_date(self, name: str) -> None:
        computed = shipped_facts().computed_general_entry(CATALOGUE[name])
        recorded = CATALOGUE[name].entered_into_force
        if name in self.NO_CLAUSE:
            assert (computed.date, recorded) == (None, None)
        elif name in self.NO_DEPOSITS:
            assert computed.date is None
            assert computed.note == "Only 0 deposits that count are known."
        elif name in self.EXCEPTIONS:
            assert computed.date != recorded, f"{name} is no exception any more"
        else:
            assert computed.date == recorded

    def test_is_a_check_on_twenty_one_instruments(self) -> None:
        assert len(set(CATALOGUE.ids) - set(self.EXCEPTIONS) - self.NO_DEPOSITS - self.NO_CLAUSE) == 21

    @pytest.mark.parametrize(
        ("name", "former"),
        [
            ("tokyo-1963", {"Republic of China": "1966-02-28"}),
            (
                "protected-persons-1973",
                {
                    "Czechoslovakia": "1975-06-30",
                    "German Democratic Republic": "1976-11-30",
                    "Yugoslavia": "1976-12-29",
                },
            ),
            (
                "cppnm-1980",
                {
                    "German Democratic Republic": "1981-02-05",
                    "Czechoslovakia": "1982-04-23",
                    "Yugoslavia": "1986-05-14",
                },
            ),
            ("airports-1988", {"German Democratic Republic": "1989-01-31"}),
        ],
    )
    def test_deposits_of_former_states_explain_the_difference(self, name: str, former: dict[str, str]) -> None:
        assert self.compute(name, former).date == CATALOGUE[name].entered_into_force

    def test_two_thirds_of_the_parties_to_the_convention(self) -> None:
        """102 of 152: the deposit of 8 April 2016, once the two parties without a usable date are counted."""
        effect = self.compute("cppnm-amendment-2005", parents={"MOZ": "2003-03-03", "LAO": "2010-09-29"})
        assert effect.date == date(2016, 5, 8)
        assert effect.note.startswith("Number 102 of the deposits that count")
        assert "2016-04-08" in effect.note

    @pytest.mark.parametrize(
        ("name", "last_counted", "missing"), [("drugs-1988", "ESP", 1), ("plastic-explosives-1991", "GHA", 2)]
    )
    def test_how_many_deposits_are_missing(self, name: str, last_counted: str, missing: int) -> None:
        """The recorded date fits the deposit of a State that the table counts too early in the row."""
        facts = shipped_facts()
        found = {deposit.participant: deposit.date for deposit in facts.deposits(name)}
        first = first_entry(name)
        assert count_from(found[last_counted], counting=first.counting, delay=first.delay) == (
            CATALOGUE[name].entered_into_force
        )
        former = {f"former State {index}": "1990-01-01" for index in range(missing)}
        assert self.compute(name, former).date == CATALOGUE[name].entered_into_force
        assert self.compute(name, dict(list(former.items())[1:])).date != CATALOGUE[name].entered_into_force

    def test_organisations_are_not_counted_where_the_clause_says_so(self) -> None:
        untoc = CATALOGUE["untoc-2000"]
        states = [Deposit(f"S{index}", ActionKind.ACCESSION, date(2003, 1, 1)) for index in range(39)]
        union = Deposit("EUE", ActionKind.APPROVAL, date(2003, 2, 1), organisation=True)
        last = Deposit("S39", ActionKind.ACCESSION, date(2003, 7, 1))
        assert general_entry(untoc, [*states, union]).date is None
        assert general_entry(untoc, [*states, union, last]).date == date(2003, 9, 29)

    def test_protocol_waits_for_its_convention(self) -> None:
        deposits = [Deposit(code, ActionKind.RATIFICATION, date(1989, 1, 1)) for code in "ABC"]
        platforms = CATALOGUE["platforms-1988"]
        assert general_entry(platforms, deposits).date == date(1989, 4, 1)
        assert general_entry(platforms, deposits, not_before=date(1992, 3, 1)).date == date(1992, 3, 1)

    def test_accessions_do_not_count_where_only_ratifications_do(self) -> None:
        hague = CATALOGUE["hague-1970"]
        deposits = [Deposit(str(index), ActionKind.ACCESSION, date(1971, 1, 1)) for index in range(20)]
        assert general_entry(hague, deposits).note == "Only 0 deposits that count are known."

    def test_share_is_rounded_up(self) -> None:
        first = first_entry("cppnm-amendment-2005")
        assert [threshold(first, parties_to_parent=number) for number in (150, 151, 152, 153)] == [100, 101, 102, 102]
        assert threshold(first) is None


class TestWithdrawal:
    @pytest.mark.parametrize(
        ("name", "notified", "effective", "article"),
        [
            ("hague-1970", "2001-08-31", "2002-02-28", "14"),
            ("tokyo-1963", "2003-08-31", "2004-02-29", "23"),
            ("untoc-2000", "2004-02-29", "2005-02-28", "40"),
            ("cppnm-1980", "2001-01-01", "2001-06-30", "21"),
            ("cecpt-2005", "2010-11-30", "2011-03-01", "31"),
            ("ecst-1977", "2010-11-30", "2010-11-30", "14"),
        ],
    )
    def test_period_of_notice(self, name: str, notified: str, effective: str, article: str) -> None:
        effect = withdrawal_effect(CATALOGUE[name], notified=date.fromisoformat(notified))
        assert (effect.date, effect.article) == (date.fromisoformat(effective), article)

    @pytest.mark.parametrize("name", ["oau-1999", "asean-2007", "saarc-1987", "ia-mla-1992", "harare-scheme-1986"])
    def test_clause_that_nobody_read_gives_no_date(self, name: str) -> None:
        assert withdrawal_effect(CATALOGUE[name], notified=date(2010, 1, 1)).date is None

    def test_every_clause_that_was_read_gives_a_date(self) -> None:
        read = [it for it in CATALOGUE if it.withdrawal and it.withdrawal.article]
        assert len(read) == 31
        assert all(withdrawal_effect(it, notified=date(2010, 1, 1)).date for it in read)


def test_every_way_of_counting_is_used_by_an_instrument_or_unknown() -> None:
    used = {
        part.counting
        for it in CATALOGUE
        if (rule := it.entry_into_force_rule) is not None
        for part in (rule.first, rule.each_state)
    }
    assert set(Counting) - used == {Counting.N_MONTHS}


delays = st.one_of(
    st.builds(Delay, days=st.integers(1, 400)),
    st.builds(Delay, months=st.integers(1, 30)),
    st.builds(Delay, years=st.integers(1, 4)),
)


@given(st.dates(date(1957, 1, 1), date(2060, 12, 31)), st.sampled_from(Counting), delays)
def test_counting_agrees_with_counting_day_by_day(deposit: date, counting: Counting, delay: Delay) -> None:
    assert count_from(deposit, counting=counting, delay=delay) == oracle.count(counting.value, delay, deposit)


@given(st.dates(date(1957, 1, 1), date(2060, 12, 31)), st.sampled_from(Counting), delays, st.integers(0, 60))
def test_later_deposit_never_takes_effect_earlier(deposit: date, counting: Counting, delay: Delay, later: int) -> None:
    first = count_from(deposit, counting=counting, delay=delay)
    second = count_from(deposit + timedelta(days=later), counting=counting, delay=delay)
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert deposit <= first <= second


def test_counting_without_its_number_is_open() -> None:
    assert count_from(date(2001, 1, 1), counting=Counting.N_DAYS, delay=None) is None
    assert add_delay(date(2001, 1, 31), Delay(months=1)) == date(2001, 2, 28)


def test_ways_of_counting_in_words() -> None:
    words = {describe(counting, delay) for counting, delay in product(Counting, [Delay(days=30), Delay(years=1), None])}
    assert {"30 days after the deposit", "12 months after the deposit", "on the day of deposit"} <= words
    assert not any("%" in text for text in words)


def test_every_rule_of_the_catalogue_can_be_said() -> None:
    def parts(it: Instrument) -> list[str]:
        rule = it.entry_into_force_rule
        return [describe(part.counting, part.delay) for part in (rule.first, rule.each_state)] if rule else []

    assert all(text and "None" not in text and " 0 " not in text for it in CATALOGUE for text in parts(it))
