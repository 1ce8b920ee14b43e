"""Activities: upon request, with each State's nomination, step by step; and programmes that count each once."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.conftest import NOW, actor_with, person_with, sign_in
from tests.assistance.making import activity_in, plan_in, programme, request_in

from accede.accounts.rights import Denied
from accede.assistance.calendar import ical
from accede.assistance.domain import activities, programmes
from accede.assistance.models import Activity, Plan
from accede.assistance.queries.programmes import Tree, report_of
from accede.assistance.steps import Blocked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

TODAY = timezone.localdate()
DATED = {"starts": TODAY, "ends": TODAY, "theme": "legislation", "budget": 100}


def officer(*states: str) -> Any:
    return actor_with("officer", states=states or ("XAA",))


def signed_in(role: str, **where: Any) -> Client:
    client = Client()
    sign_in(client, person_with(role, **where))
    return client


def checks(caught: pytest.ExceptionInfo[Blocked]) -> set[str]:
    return {problem.check for problem in caught.value.problems}


def in_force(state: str = "XAA") -> Plan:
    return plan_in(state, "in_force", starts=TODAY - timedelta(days=30), ends=TODAY + timedelta(days=300))


def test_a_country_activity_is_not_confirmed_without_a_request_and_a_plan_in_force() -> None:
    by = officer()
    it = activity_in("XAA", "planned", officer_id=by.person, **DATED)
    with pytest.raises(Blocked) as caught:
        activities.move(it, "confirm", by=by, now=NOW)
    assert checks(caught) == {"request", "plan"}
    plan = in_force()
    other = activity_in("XAB", "planned", officer_id=by.person, plan=plan, request=plan.request, **DATED)
    with pytest.raises(Blocked) as caught:
        activities.move(other, "confirm", by=officer("XAB"), now=NOW)
    assert checks(caught) == {"request", "plan"}, "another State's plan does not do"
    it.plan, it.request = plan, plan.request
    it.save()
    assert activities.move(it, "confirm", by=by, now=NOW).status == "confirmed"


def test_a_plan_that_has_ended_does_not_do() -> None:
    by = officer()
    plan = plan_in("XAA", "in_force", starts=TODAY - timedelta(days=300), ends=TODAY - timedelta(days=1))
    it = activity_in("XAA", "planned", officer_id=by.person, plan=plan, request=plan.request, **DATED)
    with pytest.raises(Blocked) as caught:
        activities.move(it, "confirm", by=by, now=NOW)
    assert checks(caught) == {"plan"}


def test_a_regional_activity_needs_each_states_nomination() -> None:
    by = officer("XAA", "XAB")
    it = activity_in(["XAA", "XAB"], "planned", officer_id=by.person, **DATED)
    activities.state_nominates(it, "XAA", by=actor_with("focal_point", state="XAA"), now=NOW)
    with pytest.raises(Blocked, match="Sample State B"):
        activities.move(it, "confirm", by=by, now=NOW)
    with pytest.raises(Denied):
        activities.state_nominates(it, "XAB", by=actor_with("focal_point", state="XAC"), now=NOW)
    signed_in("focal_point", state="XAB").post(reverse("activity-nominate", args=[it.pk]))
    assert activities.move(it, "confirm", by=by, now=NOW).status == "confirmed"


def test_from_idea_to_evaluated_with_a_check_at_each_step() -> None:
    by = officer()
    plan = in_force()
    it = activities.create(
        {"title": "Drafting week", "kind": "advice", "details": {"law": "A bill"}}, states=[], plan=plan, by=by, now=NOW
    )
    assert (it.scope, it.request) == ("country", plan.request)

    def lacks(step: str) -> set[str]:
        with pytest.raises(Blocked) as caught:
            activities.move(it, step, by=by, now=NOW)
        return checks(caught)

    def write(**values: Any) -> Activity:
        return activities.edit(it, values, by=by, now=NOW, seen=it.version)

    assert lacks("plan") == {"dates", "theme"}
    it = write(starts=TODAY + timedelta(days=1), ends=TODAY + timedelta(days=2), theme="legislation")
    it = activities.move(it, "plan", by=by, now=NOW)
    assert lacks("confirm") == {"budget"}
    it = write(budget=Decimal("10"))
    it = activities.move(it, "confirm", by=by, now=NOW)
    assert lacks("begin") == {"begun"}
    it = write(starts=TODAY)
    it = activities.move(it, "begin", by=by, now=NOW)
    assert lacks("complete") == {"ended"}
    it = write(ends=TODAY)
    it = activities.move(it, "complete", by=by, now=NOW)
    assert lacks("report") == {"outcome_text"}
    it = write(outcome_text="A bill of 12 articles")
    it = activities.move(it, "report", by=by, now=NOW)
    assert lacks("evaluate") == {"evaluation"}
    it = write(evaluation="Useful", evaluation_score=4)
    assert activities.move(it, "evaluate", by=by, now=NOW).status == "evaluated"


def test_an_activity_is_made_and_moved_in_the_browser() -> None:
    client = signed_in("officer", states=("XAA",))
    assert client.get(reverse("activity-new")).status_code == 200
    address = reverse("activity-new") + "?kind=workshop"
    sent = {
        "title": "Judges' workshop",
        "states": ["XAA"],
        "starts": "2026-03-02",
        "ends": "2026-03-01",
        "kind_days": "2",
    }
    assert client.post(address, sent).status_code == 400
    made = client.post(address, {**sent, "ends": "2026-03-03", "theme": "adjudication"})
    it = Activity.objects.get()
    assert made.headers["Location"] == reverse("activity", args=[it.pk])
    assert it.details == {"days": "2"}
    client.post(reverse("activity-step", args=[it.pk]), {"step": "plan", "seen": it.version})
    it.refresh_from_db()
    assert it.status == "planned"
    page = client.get(reverse("activity", args=[it.pk])).content.decode()
    assert "is not possible yet" in page
    stranger = signed_in("focal_point", state="XAB")
    assert stranger.get(reverse("activity", args=[it.pk])).status_code == 404
    assert (
        stranger.post(reverse("activity-step", args=[it.pk]), {"step": "cancel", "why": "x", "seen": 2}).status_code
        == 404
    )


def test_bulk_actions_say_what_was_done_and_what_was_not() -> None:
    client = signed_in("officer", states=("XAA",))
    ready = activity_in("XAA", "idea", **DATED)
    bare = activity_in("XAA", "idea")
    foreign = activity_in("XAB", "idea", **DATED)
    sent = {"row": [ready.pk, bare.pk, foreign.pk], "action": "plan"}
    page = client.post(reverse("activity-bulk"), sent, follow=True).content.decode()
    assert "Done for 1" in page
    assert bare.reference in page
    for it, status in ((ready, "planned"), (bare, "idea"), (foreign, "idea")):
        it.refresh_from_db()
        assert it.status == status


def test_everyone_sees_public_activities_and_no_others(client: Client) -> None:
    shown = activity_in("XAA", "confirmed", title="Open workshop", public=True, **DATED)
    hidden = activity_in("XAA", "confirmed", title="Quiet workshop", **DATED)
    page = client.get(reverse("public-activities")).content.decode()
    assert "Open workshop" in page
    assert "Quiet workshop" not in page
    assert client.get(reverse("public-activity", args=[shown.pk])).status_code == 200
    assert client.get(reverse("public-activity", args=[hidden.pk])).status_code == 404
    feed = client.get(reverse("public-activities-ical")).content.decode()
    assert "Open workshop" in feed
    assert "Quiet workshop" not in feed


def test_the_calendar_feed_follows_the_standard() -> None:
    it = activity_in(
        "XAA", "confirmed", title="Courts; law, " + "é" * 60, starts=date(2026, 3, 1), ends=date(2026, 3, 2)
    )
    lines = ical([it], now=NOW, host="example.org", name="Accede").decode().split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "DTEND;VALUE=DATE:20260303" in lines, "the end is the day after the last"
    assert any(line.startswith("SUMMARY:Courts\\; law\\, ") for line in lines)
    assert lines[0] == "BEGIN:VCALENDAR"


def test_a_personal_feed_shows_ones_own_and_ends_with_the_password(client: Client) -> None:
    from accede.assistance.feed_keys import key_of

    person = person_with("officer", states=("XAA",))
    activity_in("XAA", "confirmed", title="Mine", **DATED)
    activity_in("XAB", "confirmed", title="Theirs", **DATED)
    address = reverse("my-activities-ical", args=[key_of(person)])
    feed = client.get(address).content.decode()
    assert "Mine" in feed
    assert "Theirs" not in feed
    assert client.get(reverse("my-activities-ical", args=["nonsense"])).status_code == 404
    person.set_password("another long password here")
    person.save()
    assert client.get(address).status_code == 404


def test_an_activity_in_several_trees_counts_once() -> None:
    whole, left, right = programme(), programme("regional"), programme("thematic")
    left.parents.set([whole])
    right.parents.set([whole])
    both, one = activity_in("XAA", "planned", budget=10), activity_in("XAB", "planned", budget=5)
    both.programmes.set([left, right])
    one.programmes.set([left])
    report = report_of(whole, Tree())
    assert (report.whole.activities, report.whole.budget, report.whole.states) == (2, Decimal(15), 2)
    assert {part.programme: (part.figures.activities, part.shared) for part in report.parts} == {
        left: (2, 1),
        right: (1, 1),
    }
    assert report.counted_twice == 1
    page = signed_in("coordinator").get(reverse("programme", args=[whole.pk])).content.decode()
    assert left.code in page
    assert right.code in page


def test_a_programme_never_hangs_under_itself() -> None:
    by = actor_with("coordinator")
    top, below = programme(), programme()
    below.parents.set([top])
    values = {"title": "Top"}
    with pytest.raises(Blocked, match="under itself"):
        programmes.edit(top, values, parents=[below], by=by, now=NOW, seen=top.version)
    with pytest.raises(Blocked, match="under itself"):
        programmes.edit(top, values, parents=[top], by=by, now=NOW, seen=top.version)


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(
    "name", ["activities", "activity-board", "activity-calendar", "programmes", "public-activities"]
)
def test_lists_cost_the_same_for_any_number(name: str, rows: int, django_assert_max_num_queries: Any) -> None:
    client = signed_in("officer", states=("XAA",))
    for _ in range(rows):
        activity_in("XAA", "confirmed", public=True, **DATED)
        programme()
    client.get(reverse(name))
    with django_assert_max_num_queries(17):
        client.get(reverse(name))


def test_the_plan_item_becomes_an_activity_in_one_click() -> None:
    from tests.assistance.plans.test_plans import FULL

    plan = plan_in("XAA", "draft", draft=FULL, request=request_in("XAA", "accepted"))
    client = signed_in("officer", states=("XAA",))
    address = reverse("activity-new") + f"?plan={plan.pk}&item=a1"
    assert "Drafting week" in client.get(address).content.decode()
    client.post(address, {"title": "Drafting week", "states": ["XAA"]})
    it = Activity.objects.get()
    assert (it.kind, it.plan, it.plan_item, it.request) == ("advice", plan, "a1", plan.request)
