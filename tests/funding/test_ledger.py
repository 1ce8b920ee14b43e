"""The rules of the ledger: whatever is entered in whatever order, each currency balances and no account is overdrawn."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accede.funding.ledger import book
from accede.funding.ledger.book import Account, EntryFault, Move, Place, Short
from accede.funding.ledger.cover import Dimension, Fund, Need, Promise, cover, expect, shortfall
from accede.funding.ledger.earmarks import By, Target, breaches, earmarks_of
from accede.funding.ledger.faults import Fault
from accede.funding.ledger.money import MoneyFault, at_rate, currency_code, major, minor, shares
from accede.funding.ledger.rates import NoRate, Rate, Rates

FIRST = date(2012, 1, 1)
CODES = st.sampled_from(["USD", "EUR", "JPY", "KWD"])
STEPS = st.lists(
    st.tuples(
        st.sampled_from([kind.value for kind in book.Kind]),
        st.integers(1, 1000), st.integers(0, 20),
    ),
    max_size=40,
)  # fmt: skip


def moves_for(kind: str, amount: int, currency: str, day: date, history: list[book.Dated]) -> list[Move]:
    held = book.held_on(history, day)
    if kind == "pledge":
        return book.pledge(amount, currency)
    if kind == "agreement":
        return book.agreement(held, amount, currency)
    if kind == "instalment":
        return book.instalment(amount, currency)
    if kind == "receipt":
        return book.receipt(amount, currency, amount * 2 if currency != "USD" else amount)
    if kind == "lapse":
        return book.lapse(held, amount, currency)
    if kind == "refund":
        return book.refund(amount, currency, amount)
    if kind == "reversal":
        return book.reversal(history[amount % len(history)][1]) if history else []
    return {"allocation": book.allocation, "spending": book.spending, "release": book.release}[kind](amount, 1)


@given(CODES, STEPS)
def test_whatever_is_entered_the_ledger_balances_on_every_day(currency: str, steps: list[tuple[str, int, int]]) -> None:
    history: list[book.Dated] = []
    for kind, amount, later in steps:
        day = FIRST + timedelta(days=later)
        before = list(history)
        try:
            moves = moves_for(kind, amount, currency, day, history)
            book.post_on(history, day, moves)
        except EntryFault:
            assert history == before
            continue
        history.append((day, moves))
    for later in range(21):
        held = book.held_on(history, FIRST + timedelta(days=later))
        assert book.faults(held) == []


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Account)), st.sampled_from(list(Account)), st.integers(1, 10**9)), max_size=30
    )
)
def test_any_moves_at_all_balance(rows: list[tuple[Account, Account, int]]) -> None:
    """An entry that does not balance cannot be put into words: that is the form of a move."""
    moves = [Move(Place(one, "EUR"), Place(two, "EUR"), amount) for one, two, amount in rows if one is not two]
    assert book.out_of_balance(book.balances(moves)) == {}
    assert book.balances([*moves, *book.reversal(moves)]) == dict.fromkeys(book.balances(moves), 0)


def test_what_is_no_move_is_refused() -> None:
    here, there = Place(Account.DUE, "EUR"), Place(Account.RECEIVED, "USD")
    for one, two, amount in ((here, here, 1), (here, there, 1), (here, Place(Account.DONOR, "EUR"), 0)):
        with pytest.raises(EntryFault):
            Move(one, two, amount)


def test_a_fault_of_the_ledger_is_found() -> None:
    wrong = {Place(Account.RECEIVED, "USD"): -5, Place(Account.DONOR, "USD"): 4}
    assert book.faults(wrong) == ["USD is out of balance by USD -0.01", "received holds USD -0.05"]


def test_an_entry_of_an_earlier_day_may_not_take_what_a_later_one_used() -> None:
    history: list[book.Dated] = [(FIRST, [*book.pledge(100, "USD"), *book.agreement({}, 100, "USD")])]
    history.append((FIRST + timedelta(days=9), book.instalment(100, "USD")))
    with pytest.raises(Short):
        book.post_on(history, FIRST + timedelta(days=5), book.instalment(1, "USD"))


def test_an_agreement_takes_the_pledge_first() -> None:
    held = book.balances(book.pledge(60, "EUR"))
    assert [(it.source.account.value, it.amount) for it in book.agreement(held, 100, "EUR")] == [
        ("pledged", 60),
        ("donor", 40),
    ]


@pytest.mark.parametrize("text", ["0", "-1", "1.005", "NaN", "Infinity", "1e30", "a lot", "", "1,5"])
def test_amounts_that_are_none(text: str) -> None:
    with pytest.raises(MoneyFault):
        minor(text, "USD")


@given(st.integers(1, 10**12), CODES)
def test_amounts_go_in_and_out_exactly(amount: int, currency: str) -> None:
    assert minor(major(amount, currency), currency) == amount


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_shares_add_up(amount: int, weights: list[int]) -> None:
    found = shares(amount, weights)
    assert sum(found) == (amount if any(weights) else 0)
    if amount <= sum(weights):
        assert all(part <= weight for part, weight in zip(found, weights, strict=True))


def test_rates_hold_from_their_day_until_the_next() -> None:
    known = Rates([Rate("EUR", Decimal("0.8"), FIRST), Rate("EUR", Decimal("0.9"), FIRST + timedelta(days=31))])
    assert known.at("EUR", FIRST + timedelta(days=30)).rate == Decimal("0.8")
    assert known.at("EUR", FIRST + timedelta(days=31)).rate == Decimal("0.9")
    assert known.cents(800, "EUR", FIRST) == 1000
    assert known.at("USD", FIRST).rate == 1
    for currency, day in (("EUR", FIRST - timedelta(days=1)), ("CHF", FIRST)):
        with pytest.raises(NoRate, match=f"{currency} is in force on {day}"):
            known.at(currency, day)
    with pytest.raises(Fault):
        at_rate(1, "EUR", Decimal(0))
    with pytest.raises(MoneyFault, match="ISO 4217"):
        currency_code("EURO")


REGIONS = {"Africa": frozenset({"KEN", "TZA"}), "Eastern Africa": frozenset({"KEN"}), "Europe": frozenset({"FRA"})}


def outside(rows: list[tuple[str, str]], **target: object) -> list[str]:
    given = Target(**{name: frozenset(values) for name, values in target.items()})  # type: ignore[call-overload]
    return [
        it.by.value for it in breaches(earmarks_of(rows), given, states_of=lambda name: REGIONS.get(name, frozenset()))
    ]


def test_money_of_one_region_pays_for_no_other() -> None:
    africa = [("region", "Africa")]
    assert outside(africa, states=["KEN", "TZA"]) == []
    assert outside(africa, states=["KEN", "FRA"]) == ["region"], "a part of it would go elsewhere"
    assert outside(africa, states=["FRA"]) == outside(africa, regions=["Europe"]) == ["region"]
    assert outside(africa, regions=["Eastern Africa"]) == []
    assert outside([("region", "Eastern Africa")], regions=["Africa"]) == ["region"]
    assert outside(africa) == ["region"], "for nobody knows whom is not for Africa"
    assert outside([*africa, ("region", "Europe")], states=["KEN", "FRA"]) == []


def test_each_dimension_must_hold() -> None:
    rows = [("state", "KEN"), ("theme", "victims"), ("programme", "7"), ("plan", "3")]
    assert outside(rows, states=["KEN"], themes=["victims"], programmes=["1", "7"], plans=["3"]) == []
    assert outside(rows, states=["KEN", "TZA"], themes=["borders"], programmes=["1"]) == [
        "state",
        "theme",
        "programme",
        "plan",
    ]
    assert By("plan") is By.PLAN


def need(key: str, cents: int | None, year: int | None = 2012, pools: tuple[str, ...] = (), *states: str) -> Need:
    return Need(key, key, cents, year, pools, Target(states=frozenset(states)), {Dimension.STATE: frozenset(states)})


def test_the_shortfall_names_what_is_not_known() -> None:
    needs = [
        need("a", 1000, 2012, ("p",), "KEN"), need("b", 500, 2012, ("p",), "KEN", "TZA"), need("c", None, 2012, (), "TZA"),
        need("d", 70, None), need("e", 900, 2013), need("f", 30),
    ]  # fmt: skip
    met = cover(needs, [Fund("a", 1200, 2012), Fund("p", 100, 2012, regular=True), Fund("b", 5, 2013)])
    found = shortfall(needs, met, year=2012, by=Dimension.STATE)
    assert (found.whole.required, found.whole.shortfall, found.whole.uncosted) == (1530, 430, ["c"])
    assert [(it.value, it.shortfall, it.needs) for it in found.lines] == [
        ("KEN", 400, 2),
        ("TZA", 400, 2),
        (None, 30, 1),
    ]
    assert (found.in_several, found.counted_again) == (1, 500)
    assert [it.key for it in found.without_year] == ["d"]
    assert sorted((fund.key, left) for fund, left in met.unused) == [("a", 200), ("b", 5)]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.none() | st.integers(0, 500), st.sampled_from(["p", "q"])), max_size=12),
    st.lists(st.tuples(st.sampled_from(["a", "b", "p", "q", "z"]), st.integers(1, 900), st.booleans()), max_size=12),
)  # fmt: skip
def test_cover_loses_no_cent_and_never_overpays(
    given_needs: list[tuple[str, int | None, str]], given_funds: list[tuple[str, int, bool]]
) -> None:
    needs = [need(key, cents, 2012, (pool,)) for key, cents, pool in given_needs]
    funds = [Fund(key, cents, 2012, regular) for key, cents, regular in given_funds]
    met = cover(needs, funds)
    assert all(met.of(at) <= (it.cents or 0) for at, it in enumerate(needs))
    laid = sum(met.regular.values()) + sum(met.voluntary.values())
    assert laid + sum(left for _, left in met.unused) == sum(it.cents for it in funds)
    likely, without = expect(needs, met, [Promise("x", 300, lambda _: True)], year=2012)
    assert sum(likely.voluntary.values()) - sum(met.voluntary.values()) == 300 - without


def test_if_a_pledge_fails_what_it_would_have_paid_is_lacking_again() -> None:
    needs = [need("a", 1000, 2012, (), "KEN"), need("b", 1000, 2012, (), "FRA")]
    met = cover(needs, [])
    kenya = Promise("k", 700, lambda target: target.states == {"KEN"})
    anyone = Promise("n", 900, lambda target: True)
    both, _ = expect(needs, met, [anyone, kenya], year=2012)
    assert shortfall(needs, both, year=2012, by=Dimension.STATE).whole.shortfall == 400
    one, _ = expect(needs, met, [kenya], year=2012)
    found = shortfall(needs, one, year=2012, by=Dimension.STATE)
    assert [(it.value, it.shortfall) for it in found.lines] == [("FRA", 1000), ("KEN", 300)]
