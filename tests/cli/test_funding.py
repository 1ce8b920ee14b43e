"""`accede funding balance|shortfall|rates`."""

import json
from datetime import date
from pathlib import Path

import pytest

from accede.accounts.models import Event
from accede.cli import main
from accede.funding.domain import allocations
from accede.funding.models import ExchangeRate, Line
from tests.accounts.conftest import NOW, actor_with
from tests.assistance.making import activity_in, programme
from tests.funding.making import DAY, contribution, enter, received, with_rates

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the test is open already."""
    monkeypatch.setattr("accede.cli.funding.open_database", lambda: None)


def test_balance(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["funding", "balance", "--format", "table"]) == 0
    assert "Nothing is entered yet" in capsys.readouterr().out
    with_rates()
    enter(contribution(currency="EUR"), "pledge", "80")
    enter(contribution(currency="JPY"), "pledge", "500")
    allocations.allocate(
        received("100"), activity_in(), amount="40", year=2026, on=DAY, by=actor_with("coordinator"), now=NOW
    )
    assert main(["funding", "balance", "--as-of", "2026-02-01", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {(it["account"], it["currency"]): it["balance"] for it in found["accounts"]} == {
        ("donor", "EUR"): -80, ("donor", "JPY"): -500, ("donor", "USD"): -100, ("pledged", "EUR"): 80, ("pledged", "JPY"): 500,
        ("received", "USD"): 60, ("allocated", "USD"): 40,
    }  # fmt: skip
    assert (found["balanced"], found["promised_usd"], found["without_rate"]) == (True, None, ["JPY"])
    assert main(["funding", "balance", "--as-of", "2026-01-01", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["accounts"] == []
    assert main(["funding", "balance", "--as-of", "2026-02-30"]) == 2
    # A row written past the program's checks is found.
    entry = received("1").entries.get(kind="receipt")
    Line.objects.create(entry=entry, source="received", target="donor", currency="USD", amount=500)
    capsys.readouterr()
    assert main(["funding", "balance", "--format", "table"]) == 1
    assert "received holds USD -4.00" in capsys.readouterr().out


def test_shortfall(capsys: pytest.CaptureFixture[str]) -> None:
    boss = actor_with("coordinator")
    in_2012 = {"starts": date(2012, 5, 1)}
    kenya, france = (
        activity_in("KEN", "planned", budget=1000, **in_2012),
        activity_in("FRA", "planned", budget=300, **in_2012),
    )
    activity_in("TZA", "planned", title="Nobody knows", **in_2012)
    activity_in("KEN", "planned", title="Some day", budget=70)
    activity_in("KEN", "cancelled", budget=9999, **in_2012)
    alone = programme("global", title="Idle")
    money = received("500", by=boss)
    allocations.allocate(money, kenya, amount="400", year=2012, on=DAY, by=boss, now=NOW)
    enter(contribution(by=boss, strength="tight", earmarks=[("state", "FRA")]), "pledge", "200", by=boss)
    ask = ["funding", "shortfall", "--year", "2012", "--by", "region", "--format", "json"]
    assert main(ask) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(it["region"], it["required"], it["voluntary"], it["shortfall"], it["uncosted"]) for it in found["rows"]] == [
        ("Africa", 1000, 400, 600, 1), ("Europe", 300, 0, 300, 0), (None, 0, 0, 0, 1),
    ]  # fmt: skip
    assert found["total"]["shortfall"] == 900
    assert [text.split(" ", 1)[1] for text in found["uncosted"]] == ["Nobody knows", "Idle"], alone
    assert [text.split(" ", 1)[1] for text in found["year_not_known"]] == ["Some day"]
    assert {it["region"]: it["if_promises_kept"] for it in found["rows"]} == {
        "Africa": 514.29, "Europe": 85.71, None: 0,
    }, "France's 200 first, then 100 in proportion to 600 and 100"  # fmt: skip
    assert main([*ask, "--without", money.reference]) == 0
    failed = json.loads(capsys.readouterr().out)
    assert (failed["total"]["shortfall"], failed["total"]["if_promises_kept"]) == (1300, 1100)
    for form in ("table", "csv"):
        assert main([*ask[:-1], form]) == 0
        assert "Africa" in capsys.readouterr().out
    assert france.pk
    for wrong in (["--year", "soon"], ["--year", "2012", "--by", "colour"], ["--year", "2012", "--without", "C-1"], []):
        assert main(["funding", "shortfall", *wrong]) == 2


def test_rates(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("currency,rate,from\nEUR,0.917,2012-01-01\nKES,83.5,2012-01-01\n", "utf-8")
    assert main(["funding", "rates", "import", str(file), "--dry-run"]) == 0
    assert "2 added, 0 changed, 0 unchanged, if taken." in capsys.readouterr().out
    assert not ExchangeRate.objects.exists()
    assert main(["funding", "rates", "import", str(file)]) == 0
    assert main(["funding", "rates", "import", str(file), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out.split("\n", 1)[1])["unchanged"] == 2
    assert [event.agent for event in Event.objects.filter(verb="rates")] == ["command"]
    file.write_text("currency,rate,from\nEUR,zero,2012-02-01\n", "utf-8")
    assert main(["funding", "rates", "import", str(file), "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["taken"], told["refused"][0]["place"], told["refused"][0]["field"]) == (False, "line 2", "rate")
    file.write_bytes(b"\x00\x01\x02")
    assert main(["funding", "rates", "import", str(file)]) == 1
    assert main(["funding", "rates", "import", str(tmp_path / "none.csv")]) == 1
    assert main(["funding", "rates"]) == 2
    assert ExchangeRate.objects.count() == 2
