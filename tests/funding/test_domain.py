"""Contributions, allocations, rates and periods: what may happen, what is refused, and what the database itself refuses."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from tests.accounts.conftest import NOW, actor_with, organisation
from tests.assistance.making import activity_in, plan_in, programme
from tests.funding.making import DAY, contribution, enter, received, table, with_rates

from accede.accounts import trail
from accede.accounts.models import Event
from accede.accounts.rights import Denied
from accede.assistance.steps import Blocked
from accede.funding.domain import allocations, books, contributions, in_kind, periods, rates
from accede.funding.ledger import book
from accede.funding.ledger.book import Account
from accede.funding.models import Allocation, Contribution, Entry, ExchangeRate, InKind, Line
from accede.kit.append_only import LogIsAppendOnly
from accede.treaties.importers.guard import ImportRefused

pytestmark = pytest.mark.django_db


def held(it: Contribution) -> dict[str, int]:
    found = book.totals(book.balances(move for _, moves in books.history_of(it) for move in moves))
    return {f"{account.value} {currency}": amount for (account, currency), amount in found.items() if amount}


def allocate(it: Contribution, thing: Any, amount: str, **more: Any) -> Allocation:
    given: dict[str, Any] = {
        "year": 2026,
        "on": DAY,
        "now": NOW,
        "by": more.pop("by", None) or actor_with("coordinator"),
    }
    return allocations.allocate(it, thing, amount=amount, **(given | more))


def test_from_pledge_to_spent() -> None:
    with_rates()
    it = contribution(currency="eur")
    enter(it, "pledge", "1000")
    enter(it, "agreement", "800")
    enter(it, "instalment", "400", due_on=date(2026, 3, 1))
    receipt = enter(it, "receipt", "400")
    assert (receipt.rate, receipt.rate_since) == (Decimal("0.8"), date(2026, 1, 1))
    made = allocate(it, activity_in("XAA", "planned"), "300")
    boss = actor_with("coordinator")
    allocations.spend(made, amount="120.50", on=DAY, by=boss, now=NOW)
    allocations.release(made, amount="79.50", on=DAY, by=boss, now=NOW)
    assert held(it) == {
        "donor EUR": -100000, "pledged EUR": 20000, "agreed EUR": 40000, "exchange EUR": 40000, "exchange USD": -50000,
        "received USD": 27950, "allocated USD": 10000, "spent USD": 12050,
    }  # fmt: skip
    assert {event.verb for event in Event.objects.filter(record="contribution")} >= {"pledge", "receipt", "spending"}
    assert list(trail.verify()) == []


@pytest.mark.parametrize(
    ("kind", "amount", "field"),
    [("instalment", "1", "amount"), ("receipt", "1", "amount"), ("lapse", "1", "amount"), ("pledge", "0", "amount"),
     ("pledge", "1.001", "amount"), ("refund", "1", "amount"), ("pledge", "much", "amount")],
)  # fmt: skip
def test_what_is_not_there_is_not_taken(kind: str, amount: str, field: str) -> None:
    it = contribution()
    with pytest.raises(Blocked) as caught:
        enter(it, kind, amount)
    assert [problem.field for problem in caught.value.problems] == [field]
    assert not Entry.objects.exists()


def test_a_currency_without_a_rate_is_told_and_nothing_is_half_done() -> None:
    with_rates("EUR,0.8,2026-01-05")
    it = contribution(currency="EUR")
    for kind in ("pledge", "agreement", "instalment"):
        enter(it, kind, "100", on=date(2026, 1, 2))
    before = held(it)
    with pytest.raises(Blocked, match="No rate of exchange for EUR is in force on 2026-01-04"):
        enter(it, "receipt", "100", on=date(2026, 1, 4))
    assert held(it) == before
    enter(it, "receipt", "100", on=date(2026, 1, 5))
    with pytest.raises(Blocked, match="ISO 4217"):
        contribution(currency="ABC")


def test_a_day_that_is_not_yet_or_long_past() -> None:
    it = contribution()
    for day, said in ((NOW.date() + timedelta(days=1), "not come yet"), (date(1066, 1, 1), "check the year")):
        with pytest.raises(Blocked, match=said):
            enter(it, "pledge", "10", on=day)


def test_an_entry_is_corrected_by_reversing_it_once() -> None:
    boss, it = actor_with("coordinator"), received("500")
    made = allocate(it, activity_in(), "500")
    receipt, spent = it.entries.get(kind="receipt"), it.entries.get(kind="allocation")
    reverse: dict[str, Any] = {"why": "Typed twice", "on": DAY, "by": boss, "now": NOW}
    with pytest.raises(Blocked, match=r"Received: there is USD 0\.00"):
        contributions.reverse(receipt, **reverse)
    with pytest.raises(Blocked, match="reason"):
        contributions.reverse(spent, **{**reverse, "why": " "})
    back = contributions.reverse(spent, **reverse)
    with pytest.raises(Blocked, match="reversed already"):
        contributions.reverse(spent, **reverse)
    with pytest.raises(Blocked, match="not reversed"):
        contributions.reverse(back, **reverse)
    contributions.reverse(receipt, **reverse)
    assert held(it) == {"donor USD": -50000, "due USD": 50000}
    assert made.entries.count() == 2
    with pytest.raises(Denied):
        contributions.reverse(
            it.entries.get(kind="pledge"), **{**reverse, "by": actor_with("officer", states=("XAA",))}
        )


def test_the_ledger_is_append_only_in_program_and_database() -> None:
    it = received("10")
    entry = it.entries.first()
    assert entry is not None
    for act in (entry.save, entry.delete, lambda: Entry.objects.update(memo="x"), lambda: Line.objects.all().delete()):
        with pytest.raises(LogIsAppendOnly):
            act()
    refused = (DatabaseError, IntegrityError)
    for model, change in ((Entry, {"memo": "x"}), (Line, {"amount": 1})):
        with pytest.raises(refused, match="append-only"), transaction.atomic():
            models.QuerySet(model).update(**change)
    if connection.vendor == "postgresql":
        for model in (Line, Entry):
            with pytest.raises(refused, match="append-only"), transaction.atomic():
                models.QuerySet(model).all()._raw_delete("default")
    else:
        statements = import_module("accede.funding.migrations.0002_ledger_is_append_only").statements
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements("sqlite"):
                if "no_delete" in statement:
                    cursor.execute(statement)
            for model in (Line, Entry):
                with pytest.raises(refused, match="append-only"), transaction.atomic():
                    models.QuerySet(model).all()._raw_delete("default")
            cursor.execute("DROP TRIGGER funding_line_no_delete")
            cursor.execute("DROP TRIGGER funding_entry_no_delete")
    line: dict[str, Any] = {"entry": entry, "source": "due", "target": "received", "currency": "USD", "amount": 1}
    for wrong in ({"amount": 0}, {"amount": -5}, {"target": "due"}, {"target": "pocket"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Line.objects.create(**(line | wrong))


def test_nothing_is_entered_into_a_closed_period() -> None:
    boss, it = actor_with("coordinator"), received("100")
    periods.close(until=date(2026, 1, 12), by=boss, now=NOW)
    with pytest.raises(Blocked, match="up to 2026-01-12 is closed"):
        enter(it, "pledge", "5", on=date(2026, 1, 12))
    with pytest.raises(Blocked, match="closed"):
        allocate(it, activity_in(), "5", on=date(2026, 1, 12))
    assert not Allocation.objects.exists()
    with pytest.raises((DatabaseError, IntegrityError), match="closed"), transaction.atomic():
        Entry.objects.create(contribution=it, kind="pledge", on=date(2026, 1, 12), entered_at=NOW)
    contributions.reverse(it.entries.get(kind="receipt"), why="Wrong", on=date(2026, 1, 13), by=boss, now=NOW)
    for until, said in ((date(2026, 1, 12), "already"), (NOW.date(), "past")):
        with pytest.raises(Blocked, match=said):
            periods.close(until=until, by=boss, now=NOW)
    with pytest.raises(Denied):
        periods.close(until=date(2026, 1, 13), by=actor_with("officer", states=("XAA",)), now=NOW)


def test_never_beyond_what_was_received() -> None:
    it = received("100")
    with pytest.raises(Blocked, match=r"USD 100.00 is received and free; USD 100.01 is asked for"):
        allocate(it, activity_in(), "100.01")
    allocate(it, activity_in(), "60")
    with pytest.raises(Blocked, match=r"USD 40.00 is received"):
        allocate(it, activity_in(), "41")
    allocate(it, activity_in(), "40")
    assert not Allocation.objects.exclude(status="approved").exists()


@pytest.mark.usefixtures("loaded")
def test_money_earmarked_for_one_region_cannot_pay_for_another() -> None:
    it = received("1000", strength="tight", earmarks=[("region", "Africa")])
    for other in (activity_in("FRA"), activity_in(("KEN", "FRA")), programme("regional", region="Europe"), programme()):
        with pytest.raises(Blocked, match="earmark forbids it"):
            allocate(it, other, "1")
    allocate(it, activity_in("KEN"), "1")
    allocate(it, programme("regional", region="Eastern Africa"), "1")


@pytest.mark.usefixtures("loaded")
def test_a_soft_earmark_asks_for_a_reason_and_keeps_it() -> None:
    under = programme()
    child = programme()
    child.parents.add(under)
    it = received("1000", strength="soft", earmarks=[("programme", str(under.pk)), ("theme", "victims")])
    fits = activity_in("XAA", theme="victims")
    fits.programmes.add(child)
    assert allocate(it, fits, "1", beyond_earmark_because="not needed").beyond_earmark_because == ""
    with pytest.raises(Blocked) as caught:
        allocate(it, activity_in("XAA", theme="borders"), "1")
    assert caught.value.problems[0].field == "beyond_earmark_because"
    made = allocate(it, activity_in("XAA", theme="borders"), "1", beyond_earmark_because="The donor agreed by letter")
    assert made.beyond_earmark_because == "The donor agreed by letter"


def test_two_persons_above_the_limit(settings: Any) -> None:
    settings.FUNDING_LIMIT = 50
    one, two, it, thing = actor_with("coordinator"), actor_with("coordinator"), received("200"), activity_in()
    assert allocate(it, thing, "30", by=one).status == "approved"
    made = allocate(it, thing, "30", by=one)
    assert (made.status, made.two_persons) == ("proposed", True), "split in two it is above the limit all the same"
    decide: dict[str, Any] = {"approve": True, "on": DAY, "now": NOW, "seen": made.version}
    with pytest.raises(Blocked, match="second person"):
        allocations.decide(made, by=one, **decide)
    with pytest.raises(Denied):
        allocations.decide(made, by=actor_with("officer", states=("XAA",)), **decide)
    with pytest.raises(Blocked, match=r"USD 140\.00 is received and free"):
        allocate(it, activity_in(), "141", by=one)
    done = allocations.decide(made, by=two, **decide)
    assert (done.status, done.decided_by_id, held(it)["allocated USD"]) == ("approved", two.person, 6000)
    with pytest.raises(Blocked, match="in the meantime"):
        allocations.decide(made, by=two, **decide)
    other = allocate(it, activity_in(), "140", by=one)
    with pytest.raises(Blocked, match="reason"):
        allocations.decide(other, by=two, approve=False, on=DAY, now=NOW)
    assert allocations.decide(other, by=two, approve=False, why="Not now", on=DAY, now=NOW).status == "rejected"
    assert held(it)["received USD"] == 14000
    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet(Allocation).filter(pk=done.pk).update(decided_by=one.person)


def test_nobody_pays_for_what_they_may_not_see_or_what_is_not_agreed() -> None:
    it = received("100")
    with pytest.raises(Denied):
        allocate(it, activity_in("XAB"), "1", by=actor_with("officer", states=("XAA",)))
    allocate(it, activity_in("XAA"), "1", by=actor_with("officer", states=("XAA",)))
    for role in ("reporting", "auditor", "donor", "partner"):
        with pytest.raises(Denied):
            allocate(it, activity_in("XAA"), "1", by=actor_with(role))
    with pytest.raises(Blocked, match="not in force"):
        allocate(it, plan_in("XAA", "draft"), "1")
    with pytest.raises(Blocked, match="cancelled"):
        allocate(it, activity_in("XAA", "cancelled"), "1")
    allocate(it, plan_in("XAA", "in_force"), "1")


def test_what_was_allocated_stays_with_its_earmark_and_its_currency() -> None:
    boss, it = actor_with("coordinator"), received("100")
    allocate(it, activity_in(), "10")
    given: dict[str, Any] = {"title": "New", "currency": "USD", "strength": "none"}
    done = contributions.edit(it, given, earmarks=[], by=boss, now=NOW, seen=it.version)
    assert done.title == "New"
    for change, rows, said in (
        ({"currency": "EUR"}, [], "currency stays"), ({"strength": "tight"}, [("state", "XAB")], "allocated"),
        ({"strength": "tight"}, [], "what it is earmarked"), ({}, [("state", "XAB")], "softly or tightly"),
        ({"strength": "soft"}, [("region", "Atlantis")], "not known"),
    ):  # fmt: skip
        with pytest.raises(Blocked, match=said):
            contributions.edit(done, given | change, earmarks=rows, by=boss, now=NOW, seen=done.version)


def test_rates_are_taken_whole_or_not_at_all() -> None:
    boss = actor_with("coordinator")
    first = table("currency,rate,from\nEUR,0.917,2026-01-01\nJPY,155.3,2026-01-01\nUSD,1,2026-01-01\n")
    assert rates.preview(first).count("added") == 3
    assert not ExchangeRate.objects.exists()
    rates.bring_in(first, by=boss, now=NOW)
    assert rates.bring_in(first, by=boss, now=NOW).count("unchanged") == 3
    assert ExchangeRate.objects.count() == 3
    wrong = table(
        "currency,rate,from\nEUR,0,2026-02-01\nEURO,1,2026-02-01\nJPY,150,2026-02-30\nUSD,2,2026-02-01\nCHF,,2026-02-01\n"
        "CHF,0.9,2026-02-01\nCHF,0.91,2026-02-01\nGBP,=1,2026-02-01\nGBP,1.123456789,2026-02-01\n"
    )
    with pytest.raises(rates.RatesRefused) as caught:
        rates.bring_in(wrong, by=boss, now=NOW)
    said = {(place, field) for place, field, _ in caught.value.preview.faults}
    assert said == {
        ("line 2", "rate"), ("line 3", "currency"), ("line 4", "from"), ("line 5", "rate"), ("line 6", "rate"),
        ("line 8", "currency"), ("line 9", "rate"), ("line 10", "rate"),
    }  # fmt: skip
    assert ExchangeRate.objects.count() == 3
    with pytest.raises(ImportRefused, match="lacks column 'from'"):
        rates.preview(table("currency,rate\nEUR,1\n"))
    with pytest.raises(Denied):
        rates.bring_in(first, by=actor_with("officer", states=("XAA",)), now=NOW)
    changed = table("currency,rate,from\nEUR,0.9,2026-01-01\n")
    assert rates.bring_in(changed, by=boss, now=NOW).count("changed") == 1
    assert books.known_rates().at("EUR", DAY).rate == Decimal("0.9")
    periods.close(until=date(2026, 1, 5), by=boss, now=NOW)
    with pytest.raises(rates.RatesRefused):
        rates.bring_in(first, by=boss, now=NOW)


def test_help_in_kind_stands_beside_the_ledger() -> None:
    with_rates()
    boss, donor = actor_with("coordinator"), organisation("donor")
    given: dict[str, Any] = {
        "donor": donor,
        "kind": "experts",
        "what": "Two prosecutors",
        "given_on": DAY,
        "valuation": "market",
    }
    for missing, field in (({}, "amount"), ({"amount": "80", "currency": "EUR"}, "valued_by"),
                           ({"amount": "80", "currency": "CHF", "valued_by": "Letter"}, "currency"),
                           ({"valuation": "not_valued", "amount": "80"}, "valuation")):  # fmt: skip
        with pytest.raises(Blocked) as caught:
            in_kind.record(given | missing, by=boss, now=NOW)
        assert caught.value.problems[0].field == field
    made = in_kind.record(given | {"amount": "80", "currency": "eur", "valued_by": "Letter"}, by=boss, now=NOW)
    assert (made.amount, made.currency, made.cents) == (8000, "EUR", 10000)
    plain = in_kind.record(given | {"valuation": "not_valued"}, by=boss, now=NOW)
    assert (plain.amount, plain.cents) == (None, None)
    assert not Line.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet(InKind).filter(pk=plain.pk).update(cents=5)
    assert Account.DONOR in book.Account
