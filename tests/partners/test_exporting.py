# rows of XML and of cases are read better in one line
"""Our activities as IATI: what goes out, what is held back, and that nothing invalid takes the place of a file."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree
from tests.accounts.conftest import NOW, organisation
from tests.assistance import making

from accede.accounts.rights import Actor
from accede.partners.domain.withholding import release, withhold
from accede.partners.iati import money
from accede.partners.iati.exporting import Exported, export, going_out
from accede.partners.iati.money import Money, Transaction
from accede.partners.iati.records import Budget
from accede.partners.iati.validating import faults_of_file
from accede.partners.iati.writing import Publisher

pytestmark = pytest.mark.django_db
PUBLISHER = Publisher("XM-SAMPLE", "Sample Office")


def exported(tmp_path: Path) -> tuple[Exported, list[etree._Element]]:
    path = tmp_path / "out.xml"
    done = export(path, publisher=PUBLISHER, now=NOW)
    assert done.faults == []
    assert list(faults_of_file(path)) == []
    return done, list(etree.parse(str(path)).getroot())


def public(codes: object = "KEN", **values: object) -> object:
    given = {
        "public": True,
        "starts": date(2025, 3, 1),
        "ends": date(2025, 3, 5),
        "title": "Evidence for judges",
        **values,
    }
    return making.activity_in(codes, given.pop("status", "evaluated"), **given)  # type: ignore[arg-type]


def test_only_what_the_public_may_see_goes_out(tmp_path: Path) -> None:
    body = organisation("partner", name="Sample Institute")
    shown = public(
        ["KEN", "TZA", "UGA"], lead=body, outcome_text="A bench book.\x0b", budget=Decimal(5), theme="detention"
    )
    public(public=False, title="CANARY")
    done, (it,) = exported(tmp_path)
    assert done.written == 1
    text = etree.tostring(it, encoding="unicode")
    assert "CANARY" not in text
    assert it.find("budget") is None, "an activity's budget is internal"
    assert it.findtext("iati-identifier") == f"XM-SAMPLE-{shown.reference}"  # type: ignore[attr-defined]
    assert [(e.get("code"), e.get("percentage")) for e in it.iter("recipient-country")] == [
        ("KE", "33.33"), ("TZ", "33.33"), ("UG", "33.34"),
    ]  # fmt: skip
    assert [e.get("code") for e in it.iter("sector")] == ["15137"]
    assert it.findtext("result/description/narrative") == "A bench book."
    assert "Sample Institute" in text


def test_states_in_confidence_and_sensitive_activities_are_withheld(tmp_path: Path) -> None:
    public("KEN"), public(["TZA", "UGA"], title="CANARY of a State"), public("KEN", title="CANARY of an activity")
    from accede.assistance.models import Activity

    sensitive = Activity.objects.get(title="CANARY of an activity").reference
    withhold(state="TZA", reason="asked for it", by=Actor(), now=NOW)
    withhold(activity=sensitive, reason="protects people", by=Actor(), now=NOW)
    done, rows = exported(tmp_path)
    assert (len(rows), done.left_out) == (1, {"of a State in confidence": 1, "sensitive": 1})
    assert "CANARY" not in (tmp_path / "out.xml").read_text()
    release(state="TZA", reason="agreed", by=Actor(), now=NOW)
    assert len(exported(tmp_path)[1]) == 2


def test_money_comes_from_the_rooms_that_keep_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    it = public()
    day = date(2025, 1, 1)
    held = Money(
        (Budget(day, date(2025, 12, 31), Decimal("10.5"), "USD"),),
        (Transaction("3", day, Decimal(3), "EUR", "Sample Donor"),),
    )
    monkeypatch.setattr(money, "_sources", [])
    money.register(lambda keys: {it.pk: held} if it.pk in keys else {})  # type: ignore[attr-defined]
    _, (element,) = exported(tmp_path)
    assert (element.findtext("budget/value"), element.findtext("transaction/value")) == ("10.50", "3.00")


def test_an_invalid_file_never_takes_the_place_of_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.xml"
    path.write_text("the last")
    assert export(path, publisher=PUBLISHER, now=NOW).faults, "a file without an activity is not valid"
    it = public()
    wrong = Money(transactions=(Transaction("99", date(2025, 1, 1), Decimal(3), "ZZZ"),))
    monkeypatch.setattr(money, "_sources", [lambda keys: {it.pk: wrong}])  # type: ignore[attr-defined]
    done = export(path, publisher=PUBLISHER, now=NOW)
    assert {fault.element for fault in done.faults} == {"transaction/value", "transaction/transaction-type"}
    assert (path.read_text(), [each.name for each in tmp_path.iterdir()]) == ("the last", ["out.xml"])


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries_are_constant_for_a_batch(number: int) -> None:
    for _ in range(number):
        public(["KEN", "TZA"], lead=organisation("partner", name="Sample Institute"))
    with CaptureQueriesContext(connection) as seen:
        assert len(list(going_out(NOW.date(), PUBLISHER, Exported()))) == number
    assert len(seen) == 6
