"""Assessments and plans: priorities are the State's, and a plan is in force only when both sides accepted the same version."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.accounts.conftest import NOW, actor_with, person_with, sign_in
from tests.assistance.making import assessment_in, plan_in, request_in

from accede.accounts.models import Event
from accede.accounts.rights import Denied
from accede.assistance import plan_content
from accede.assistance.domain import assessments, plans
from accede.assistance.models import Finding, NeedsAssessment, Plan, PlanAcceptance
from accede.assistance.plan_content import Content, Measure, Objective, Undertaking
from accede.assistance.queries.plans import in_force_for
from accede.assistance.steps import Blocked
from accede.treaties import sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

FULL = plan_content.plain(
    Content(
        objectives=[Objective(key="o1", text="A bill before parliament", instruments=["bombings-1997"])],
        activities=[Undertaking(key="a1", objective="o1", title="Drafting week", kind="advice", cost="12000.50")],
        indicators=[Measure(key="i1", objective="o1", name="Articles drafted", baseline="0", target="12")],
        starts="2026-01-01", ends="2027-12-31", human_rights="Fair-trial review of the bill",
        due_diligence="Checked by the officer; no concern", due_diligence_on="2026-01-10",
    )
)  # fmt: skip


def full_plan() -> Plan:
    return plan_in("XAA", "draft", draft=FULL)


def signed_in(role: str, *, confirmed: bool = True, **where: Any) -> Client:
    client = Client()
    sign_in(client, person_with(role, **where), confirmed=confirmed)
    return client


def test_a_plan_is_in_force_only_when_both_sides_accepted_the_same_version() -> None:
    state, office = actor_with("focal_point", state="XAA"), actor_with("officer", states=("XAA",))
    plan = full_plan()
    version = plans.offer(plan, note="First", by=office, now=NOW, seen=plan.version)
    assert plans.accept(plan, version=1, digest=version.hash, by=office, now=NOW).status == "offered"
    assert plans.accept(plan, version=1, digest=version.hash, by=office, now=NOW).status == "offered", "twice is once"
    with pytest.raises(Blocked, match="hash"):
        plans.accept(plan, version=1, digest="0" * 64, by=state, now=NOW)
    done = plans.accept(plan, version=1, digest=version.hash, by=state, now=NOW)
    assert (done.status, done.in_force, done.offered) == ("in_force", version, None)
    assert list(in_force_for("XAA", on=NOW.date())) == [done]
    signatures = Event.objects.filter(record="plan", verb="accept").order_by("number")
    assert [event.detail.after["side"] for event in signatures] == ["office", "state"]
    assert {event.detail.after["hash"] for event in signatures} == {version.hash}
    assert [it.name for it in done.indicators.all()] == ["Articles drafted"]


def test_a_plan_in_force_is_changed_only_the_same_way() -> None:
    state, office = actor_with("focal_point", state="XAA"), actor_with("officer", states=("XAA",))
    plan = full_plan()
    first = plans.offer(plan, note="", by=office, now=NOW, seen=plan.version)
    for by in (state, office):
        plan = plans.accept(plan, version=1, digest=first.hash, by=by, now=NOW)
    plan = plans.edit(plan, {"state_provides": "A room"}, by=state, now=NOW, seen=plan.version)
    assert plan.in_force == first
    second = plans.offer(plan, note="A room", by=state, now=NOW, seen=plan.version)
    plan.refresh_from_db()
    assert (plan.status, plan.in_force, plan.offered) == ("in_force", first, second)
    with pytest.raises(Blocked, match="no longer offered"):
        plans.accept(plan, version=7, digest=first.hash, by=office, now=NOW)
    plans.accept(plan, version=2, digest=second.hash, by=office, now=NOW)
    plan = plans.accept(plan, version=2, digest=second.hash, by=state, now=NOW)
    assert plan.in_force == second
    assert PlanAcceptance.objects.count() == 4


def test_a_newer_offer_ends_the_earlier_one() -> None:
    state, office = actor_with("focal_point", state="XAA"), actor_with("officer", states=("XAA",))
    plan = full_plan()
    first = plans.offer(plan, note="", by=office, now=NOW, seen=plan.version)
    plans.accept(plan, version=1, digest=first.hash, by=office, now=NOW)
    plan.refresh_from_db()
    plan = plans.edit(plan, {"state_provides": "A room"}, by=state, now=NOW, seen=plan.version)
    plans.offer(plan, note="", by=state, now=NOW, seen=plan.version)
    with pytest.raises(Blocked, match="no longer offered"):
        plans.accept(plan, version=1, digest=first.hash, by=state, now=NOW)
    plan.refresh_from_db()
    assert plan.in_force is None


def test_another_state_neither_sees_nor_accepts() -> None:
    plan = full_plan()
    office = actor_with("officer", states=("XAA",))
    version = plans.offer(plan, note="", by=office, now=NOW, seen=plan.version)
    with pytest.raises(Denied):
        plans.accept(plan, version=1, digest=version.hash, by=actor_with("focal_point", state="XAB"), now=NOW)
    assert signed_in("focal_point", state="XAB").get(reverse("plan", args=[plan.pk])).status_code == 404


def test_what_a_plan_lacks_is_all_said_at_once() -> None:
    lacking = {problem.check for problem in plan_content.problems(Content())}
    assert lacking == {"objectives", "activities", "human_rights", "due_diligence", "dates"}
    plan = plan_in("XAA", "draft")
    with pytest.raises(Blocked) as caught:
        plans.offer(plan, note="", by=actor_with("officer", states=("XAA",)), now=NOW, seen=plan.version)
    assert {problem.check for problem in caught.value.problems} == lacking


def test_the_hash_is_of_what_it_says_and_of_nothing_else() -> None:
    turned = dict(reversed(list(FULL.items())))
    assert plan_content.hash_of(turned) == plan_content.hash_of(FULL)
    assert plan_content.hash_of({**FULL, "state_provides": "x"}) != plan_content.hash_of(FULL)


def test_two_versions_side_by_side() -> None:
    new = plan_content.read({**FULL, "state_provides": "A room", "activities": []})
    found = {(it.part, it.change) for it in plan_content.compare(plan_content.read(FULL), new)}
    assert ("activities", "removed") in found
    assert ("state_provides", "added") in found
    assert ("objectives", "same") in found


def test_drafting_and_signing_in_the_browser() -> None:
    asked = request_in("XAA", "accepted", instruments=["bombings-1997"], title="Help with a bill")
    officer, focal = signed_in("officer", states=("XAA",)), signed_in("focal_point", state="XAA")
    made = officer.post(reverse("plan-new") + f"?request={asked.pk}", {"title": "Plan for a bill"})
    plan = Plan.objects.get()
    assert made.headers["Location"] == reverse("plan", args=[plan.pk])
    key = plan.draft["objectives"][0]["key"]

    def post(client: Client, name: str, values: dict[str, Any], *args: Any) -> None:
        plan.refresh_from_db()
        answer = client.post(reverse(name, args=[plan.pk, *args]), {**values, "seen": plan.version})
        assert answer.status_code == 302, answer.content.decode()[:3000]

    post(
        officer,
        "plan-row-new",
        {"objective": key, "title": "Drafting week", "kind": "advice", "cost": "100"},
        "activities",
    )
    post(focal, "plan-row-new", {"objective": key, "name": "Articles", "baseline": "0", "target": "9"}, "indicators")
    general = {
        "starts": "2026-01-01", "ends": "2027-01-01", "human_rights": "Reviewed", "due_diligence": "Done",
        "due_diligence_on": "2026-01-01",
    }  # fmt: skip
    post(officer, "plan-general", general)
    post(officer, "plan-offer", {"note": "First version"})
    plan.refresh_from_db()
    offered = plan.offered
    assert offered is not None
    page = focal.get(reverse("plan", args=[plan.pk])).content.decode()
    assert offered.hash in page
    signing = {"number": offered.number, "hash": offered.hash, "read": "yes"}
    for client in (focal, officer):
        client.post(reverse("plan-accept", args=[plan.pk]), signing)
    plan.refresh_from_db()
    assert plan.status == "in_force"
    for name in ("plan-compare", "plan"):
        assert focal.get(reverse(name, args=[plan.pk])).status_code == 200
    assert offered.hash in focal.get(reverse("plan-version", args=[plan.pk, 1])).content.decode()
    unconfirmed = signed_in("focal_point", state="XAA", confirmed=False)
    asked_again = unconfirmed.post(reverse("plan-accept", args=[plan.pk]), signing)
    assert "/account/confirm/" in asked_again.headers["Location"], "a signature asks for the password again"


def test_two_people_drafting_are_told_of_each_other() -> None:
    plan = full_plan()
    officer, focal = signed_in("officer", states=("XAA",)), signed_in("focal_point", state="XAA")
    address = reverse("plan-general", args=[plan.pk])
    assert officer.post(address, {"state_provides": "A hall", "seen": 1}).status_code == 302
    assert focal.post(address, {"state_provides": "A room", "seen": 1}).status_code == 409


def test_an_assessment_from_desk_review_to_the_states_priorities() -> None:
    sample.record([("XAA", "hostages-1979", "accession", date(2001, 5, 4))], now=NOW)
    asked = request_in("XAA", "acknowledged", instruments=["bombings-1997"])
    officer, focal = signed_in("officer", states=("XAA",)), signed_in("focal_point", state="XAA")
    officer.post(reverse("assessment-new") + f"?request={asked.pk}", {"title": "Needs"})
    it = NeedsAssessment.objects.get()
    statuses = {row["instrument"]: row["status"] for row in it.desk_review["treaties"]}
    assert (len(statuses), statuses["hostages-1979"], statuses["bombings-1997"]) == (19, "party", "not party")
    page = reverse("assessment", args=[it.pk])
    assert focal.get(page).status_code == 404, "a desk review is the Office's until it is shared"

    def step(client: Client, name: str) -> str:
        it.refresh_from_db()
        client.post(reverse("assessment-step", args=[it.pk]), {"step": name, "seen": it.version})
        it.refresh_from_db()
        return it.status

    assert step(officer, "to_findings") == "findings"
    assert step(officer, "share") == "findings", "without findings there is nothing to share"
    for theme in ("legislation", "prosecution"):
        officer.post(reverse("finding-new", args=[it.pk]), {"theme": theme, "text": f"Finding on {theme}"})
    officer.post(reverse("mission-new", args=[it.pk]), {"starts": "2026-02-01", "ends": "2026-02-05"})
    assert it.missions.count() == 1
    assert step(officer, "share") == "shared"
    first, second = Finding.objects.order_by("pk")
    sent = {f"rank-{first.pk}": "2", f"rank-{second.pk}": "1", f"reason-{second.pk}": "Trials wait"}
    officer.post(reverse("priorities", args=[it.pk]), sent)
    assert not Finding.objects.filter(priority__isnull=False).exists(), "only the State sets priorities"
    focal.post(reverse("priorities", args=[it.pk]), sent)
    second.refresh_from_db()
    assert (second.priority, second.priority_reason) == (1, "Trials wait")
    with pytest.raises(Blocked, match="same rank"):
        assessments.set_priorities(
            it, {first.pk: (1, ""), second.pk: (1, "")}, by=actor_with("focal_point", state="XAA"), now=NOW
        )
    assert step(officer, "finish") == "final"
    asked.status = "accepted"
    asked.save()
    plan = plans.start(asked, title="Plan", assessment=it, by=actor_with("officer", states=("XAA",)), now=NOW)
    assert plan.draft["objectives"][0]["text"] == "Finding on prosecution", "in the order of the State's priorities"


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("name", ["plans", "assessments"])
def test_lists_cost_the_same_for_any_number(name: str, rows: int, django_assert_max_num_queries: Any) -> None:
    officer = signed_in("officer", states=("XAA",))
    for _ in range(rows):
        plan_in("XAA", "draft") if name == "plans" else assessment_in("XAA")
    officer.get(reverse(name))
    with django_assert_max_num_queries(9):
        page = officer.get(reverse(name)).content.decode()
    assert page.count('<th scope="row">') == rows
