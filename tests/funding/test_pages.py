"""Pages of funding: who sees what, forms and their faults, figures, constant queries."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.accounts.conftest import NOW, actor_with, person_with, sign_in
from tests.assistance.making import activity_in, outcome_in, plan_in, programme
from tests.funding.making import DAY, contribution, enter, received

from accede.accounts.actors import load_actor
from accede.funding.domain import allocations, in_kind
from accede.funding.models import Allocation, Contribution, Entry, ExchangeRate, InKind, PeriodClose, ProgrammeCost

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
ON = DAY.isoformat()


def as_role(role: str, **where: Any) -> Client:
    client = Client()
    sign_in(client, person_with(role, **where))
    return client


def allocated(it: Contribution, thing: Any, amount: str = "10", **more: Any) -> Allocation:
    by = more.pop("by", None) or actor_with("coordinator")
    return allocations.allocate(it, thing, amount=amount, year=2026, on=DAY, by=by, now=NOW, **more)


def test_from_a_new_contribution_to_its_statement_in_the_browser() -> None:
    client, donor = as_role("coordinator"), contribution().donor
    made = client.post(reverse("contribution-new"), {
        "donor": donor.pk, "title": "For victims", "source": "voluntary", "currency": "usd", "strength": "tight",
        "theme": ["victims"], "conditions": "Secret",
    })  # fmt: skip
    it = Contribution.objects.get(title="For victims")
    where = reverse("contribution", args=[it.pk])
    assert made.headers["Location"] == where
    for kind, more in (("pledge", {}), ("agreement", {}), ("instalment", {"due_on": "2026-02-01"}), ("receipt", {})):
        answer = client.post(reverse("contribution-enter", args=[it.pk, kind]), {"amount": "500", "on": ON, **more})
        assert answer.status_code == 302, answer.content.decode()
    refused = client.post(reverse("contribution-enter", args=[it.pk, "receipt"]), {"amount": "1", "on": ON})
    assert refused.status_code == 400
    assert "Due: there is USD 0.00" in refused.content.decode()
    thing = activity_in("XAA", "completed", theme="victims", outcome_text="Forty people")
    form = {"amount": "200", "year": 2026, "on": ON, "activity": thing.reference, "seen": it.version}
    wrong = client.post(reverse("contribution-allocate", args=[it.pk]), {**form, "programme": programme().pk})
    assert "Choose one" in wrong.content.decode()
    other = activity_in("XAA", "planned", theme="borders")
    no = client.post(reverse("contribution-allocate", args=[it.pk]), {**form, "activity": other.reference})
    assert "The earmark forbids it" in no.content.decode()
    assert client.post(reverse("contribution-allocate", args=[it.pk]), form).status_code == 302
    allocation = it.allocations.get()
    assert (
        client.post(reverse("allocation-spend", args=[allocation.pk]), {"amount": "150", "on": ON}).status_code == 302
    )
    page = client.get(where).content.decode()
    for text in ("USD 300.00", "USD 50.00", "USD 150.00", thing.title, "Secret", "Received → Allocated: USD 200.00"):
        assert text in page
    book = client.get(reverse("contribution-statement", args=[it.pk]) + "?form=xlsx")
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book.content))
    row = sheets.get_sheet_by_name("activities").to_python()[1]
    assert [row[0], row[2], row[3], row[6]] == [2026, 200, 150, "Forty people"]
    pledge = it.entries.get(kind="spending")
    back = client.post(reverse("contribution-reverse", args=[it.pk, pledge.pk]), {"on": ON, "why": "Twice"})
    assert back.status_code == 302
    assert Entry.objects.get(kind="reversal").reverses == pledge


def test_a_second_person_decides(settings: Any) -> None:
    settings.FUNDING_LIMIT = 5
    first, second = Client(), as_role("coordinator")
    one = sign_in(first, person_with("coordinator"))
    made = allocated(received("100"), activity_in(), by=load_actor(one))
    where = reverse("allocation-decide", args=[made.pk])
    own = first.post(where, {"decision": "approve", "on": ON, "seen": made.version})
    assert "second person" in own.content.decode()
    assert (
        "Decide"
        not in first.get(reverse("allocation", args=[made.pk])).content.decode().split("</h1>")[1].split("<dl")[0]
    )
    assert second.post(where, {"decision": "reject", "on": ON, "seen": made.version}).status_code == 400
    assert second.post(where, {"decision": "approve", "on": ON, "seen": made.version}).status_code == 302
    made.refresh_from_db()
    assert made.status == "approved"


def test_a_donor_sees_its_own_and_not_what_it_may_not_know() -> None:
    it, others = received("100", conditions="Secret"), received("100", donor="Another fund")
    done, under_way = (
        activity_in("XAA", "completed", title="All done"),
        activity_in("XAA", "planned", title="Not yet told"),
    )
    plan = plan_in("XAA", "in_force", title="The plan of a State")
    for thing in (done, under_way, plan):
        allocated(it, thing)
    outcome_in("XAA", "contributed", title="A law was adopted").activities.add(done)
    client = Client()
    sign_in(client, person_with("donor", organisation_name="Sample Fund"), second_factor=False)
    for name in ("contribution", "contribution-statement"):
        page = client.get(reverse(name, args=[it.pk])).content.decode()
        assert "All done" in page
        for text in ("Not yet told", "The plan of a State", "Secret"):
            assert text not in page
        assert client.get(reverse(name, args=[others.pk])).status_code == 404
    listed = client.get(reverse("contributions")).content.decode()
    assert it.reference in listed
    assert others.reference not in listed
    assert (
        "A law was adopted"
        in as_role("coordinator").get(reverse("contribution-statement", args=[it.pk])).content.decode()
    )
    assert client.get(reverse("funding-shortfall")).status_code == 404
    assert client.get(reverse("contribution-allocate", args=[it.pk])).status_code in (403, 404)


def test_everyone_sees_the_sums_of_what_donors_show_and_no_more() -> None:
    received("300", public=True, title="Shown")
    received("4000", title="Not shown")
    given: dict[str, Any] = {"donor": contribution().donor, "kind": "premises", "what": "Hall", "given_on": DAY}
    for public in (True, False):
        in_kind.record(given | {"valuation": "not_valued", "public": public}, by=actor_with("coordinator"), now=NOW)
    page = Client().get(reverse("funding")).content.decode()
    assert "Shown" in page
    assert "USD 300.00" in page
    assert "Not shown" not in page
    assert "4,300" not in page
    assert "4,000" not in page
    assert "<td>1</td>" in page
    boss = as_role("coordinator").get(reverse("funding")).content.decode()
    assert "USD 4,300.00" in boss
    assert "<svg" in boss


def test_the_shortfall_and_what_if_a_pledge_fails() -> None:
    client, it = as_role("coordinator"), contribution()
    enter(it, "pledge", "600")
    activity_in("KEN", "planned", budget=1000, starts=DAY)
    activity_in("KEN", "planned", title="Uncosted one", starts=DAY)
    where = reverse("funding-shortfall") + "?year=2026&by="
    for by in ("region", "state", "theme", "programme", "obligation"):
        page = client.get(where + by).content.decode()
        assert "USD 1,000.00" in page
        assert "USD 400.00" in page
        assert "Uncosted one" in page
    failed = client.get(f"{where}region&without={it.reference}").content.decode()
    assert "USD 400.00" not in failed
    assert client.get(where + "region&form=json").json()[0]["shortfall"] == 1000
    assert "year" in client.get(reverse("funding-shortfall") + "?year=soon&by=region").content.decode()
    assert as_role("focal_point", state="XAA").get(where + "region").status_code == 404
    form = {"programme": programme().pk, "year": 2026, "title": "Staff", "amount": ""}
    assert client.post(reverse("programme-cost-new"), form).status_code == 302
    assert ProgrammeCost.objects.get().cents is None


def test_rates_are_looked_at_and_taken() -> None:
    client = as_role("coordinator")

    def send(text: str, **more: Any) -> Any:
        return client.post(reverse("rates-import"), {"file": SimpleUploadedFile("r.csv", text.encode()), **more})

    good = "currency,rate,from\nEUR,0.9,2026-01-01\n"
    assert "0.9" in send(good).content.decode()
    assert not ExchangeRate.objects.exists()
    bad = send("currency,rate,from\nEUR,x,2026-01-01\n", take="on")
    assert (bad.status_code, "line 2, rate" in bad.content.decode()) == (400, True)
    assert send("nothing", take="on").status_code == 400
    assert send(good, take="on").status_code == 302
    assert "r.csv" in client.get(reverse("rates")).content.decode()
    assert as_role("officer", states=("XAA",)).get(reverse("rates-import")).status_code == 404


def test_a_period_is_closed_and_help_in_kind_recorded() -> None:
    client = as_role("coordinator")
    assert client.post(reverse("period-close"), {"until": "2999-01-01"}).status_code == 400
    assert client.post(reverse("period-close"), {"until": "2011-12-31"}).status_code == 302
    assert PeriodClose.objects.count() == 1
    form = {"donor": contribution().donor.pk, "kind": "experts", "what": "A judge", "given_on": ON, "valuation": "market",
            "amount": "10", "currency": "USD"}  # fmt: skip
    assert "rests on" in client.post(reverse("in-kind-new"), form).content.decode()
    assert client.post(reverse("in-kind-new"), {**form, "valued_by": "Letter"}).status_code == 302
    it = InKind.objects.get()
    assert "10.00" in client.get(reverse("in-kind-edit", args=[it.pk])).content.decode()
    assert "USD 10.00" in client.get(reverse("in-kind-list")).content.decode()


@pytest.mark.parametrize(
    ("name", "more"),
    [("contributions", lambda: received("5")), ("funding", lambda: received("5", public=True)),
     ("funding-shortfall", lambda: allocated(received("5"), activity_in("KEN", "planned", budget=9, starts=DAY), "5")),
     ("in-kind-list", lambda: in_kind.record(
         {"donor": contribution().donor, "kind": "travel", "what": "Tickets", "given_on": DAY, "valuation": "not_valued"},
         by=actor_with("coordinator"), now=NOW))],
)  # fmt: skip
def test_lists_cost_a_constant_number_of_queries(name: str, more: Callable[[], object]) -> None:
    client, counts, made = as_role("coordinator"), [], 0
    for rows in (1, 3, 30):
        while made < rows:
            more()
            made += 1
        client.get(reverse(name))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse(name))
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_the_page_of_a_contribution_costs_a_constant_number_of_queries() -> None:
    client, it, counts, made = as_role("coordinator"), received("100"), [], 0
    where = reverse("contribution", args=[it.pk])
    for rows in (1, 3, 30):
        while made < rows:
            allocated(it, activity_in("XAA", "completed"), "1")
            made += 1
        with CaptureQueriesContext(connection) as queries:
            client.get(where)
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_the_pages_speak_arabic() -> None:
    received("300", public=True)
    page = Client().get("/ar/funding/").content.decode()
    assert 'dir="rtl"' in page
    assert "وضع الأموال" in page
    assert "<svg" in page
    client = as_role("coordinator")
    refused = client.post(f"/ar/funding/contributions/{contribution().pk}/enter/receipt/", {"amount": "1", "on": ON})
    assert "المستحق: الرصيد" in refused.content.decode()
