"""Results are proposed and judged, never claimed; desks, notices and search show each person their own and nothing else."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.conftest import NOW, actor_with, person_with, sign_in
from tests.assistance.making import activity_in, outcome_in, plan_in, request_in, trainee

from accede.accounts import changing
from accede.accounts.actors import load_actor
from accede.accounts.rights import Denied
from accede.assistance import notices, worker
from accede.assistance.domain import plans, requests, results
from accede.assistance.models import Indicator, NeedsAssessment, Notice, Outcome
from accede.assistance.queries.desk import desk_of
from accede.assistance.queries.results import latest_readings
from accede.assistance.steps import Blocked
from accede.treaties import sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

TODAY = timezone.localdate()


def signed_in(role: str, **where: Any) -> Client:
    client = Client()
    sign_in(client, person_with(role, **where))
    return client


def acts(*rows: tuple[str, str, date]) -> None:
    sample.record([(code, instrument, "ratification", day) for code, instrument, day in rows], now=timezone.now())


def test_a_new_act_of_an_assisted_state_is_proposed_once_and_never_claimed() -> None:
    asked = request_in("XAA", "accepted", instruments=["bombings-1997"], submitted_at=NOW)
    acts(("XAA", "bombings-1997", NOW.date() + timedelta(days=30)), ("XAA", "hostages-1979", NOW.date()))
    acts(("XAB", "bombings-1997", NOW.date() + timedelta(days=30)))
    assert results.propose(now=timezone.now()) == 1, "only the assisted State, and only what the assistance was about"
    assert results.propose(now=timezone.now()) == 0
    it = Outcome.objects.get()
    assert (it.participant_id, it.instrument_id, it.status) == ("XAA", "bombings-1997", "proposed")
    assert asked.reference in it.because


def test_an_act_before_the_assistance_is_not_proposed() -> None:
    request_in("XAA", "accepted", instruments=["bombings-1997"], submitted_at=NOW)
    acts(("XAA", "bombings-1997", NOW.date() - timedelta(days=1)))
    assert results.propose(now=timezone.now()) == 0


def test_only_the_officers_word_makes_it_a_result_and_it_shows_on_the_states_page(client: Client) -> None:
    request_in("XAA", "accepted", instruments=["bombings-1997"], submitted_at=NOW)
    acts(("XAA", "bombings-1997", NOW.date() + timedelta(days=30)))
    results.propose(now=timezone.now())
    it = Outcome.objects.get()
    page = reverse("state", args=["XAA"])
    assert "with assistance contributing" not in client.get(page).content.decode()
    with pytest.raises(Denied):
        results.judge(it, contributed=True, reason="x", by=actor_with("focal_point", state="XAA"), now=NOW)
    officer = signed_in("officer", states=("XAA",))
    address = reverse("outcome-judge", args=[it.pk])
    assert officer.post(address, {"contributed": "yes", "reason": "", "seen": it.version}).status_code == 400
    officer.post(address, {"contributed": "yes", "reason": "The drafters' bill was adopted", "seen": it.version})
    it.refresh_from_db()
    assert it.status == "contributed"
    shown = client.get(page).content.decode()
    assert "with assistance contributing" in shown, "the kept page was rendered anew"
    assert "drafters" not in shown, "the judgement's reason is not public"


def test_a_readings_correction_is_a_later_row() -> None:
    by = actor_with("officer", states=("XAA",))
    plan = plan_in("XAA", "in_force")
    it = Indicator.objects.create(plan=plan, objective="o", name="Trials", created_at=NOW, changed_at=NOW)
    day = NOW.date()
    results.read_indicator(it, on=day, numerator=Decimal(3), denominator=Decimal(4), source="Court", by=by, now=NOW)
    results.read_indicator(
        it, on=day, numerator=Decimal(2), denominator=Decimal(4), source="Court, corrected", by=by, now=NOW
    )
    assert [row.numerator for row in latest_readings(it.readings.all())] == [Decimal(2)]
    for wrong in ({"denominator": Decimal(0)}, {"source": " "}, {"on": day + timedelta(days=1)}):
        values: dict[str, Any] = {"on": day, "numerator": Decimal(1), "denominator": None, "source": "x", **wrong}
        with pytest.raises(Blocked):
            results.read_indicator(it, by=by, now=NOW, **values)
    page = signed_in("officer", states=("XAA",)).get(reverse("indicator", args=[it.pk])).content.decode()
    assert "2.00/4.00 (50 %)" in page
    assert signed_in("officer", states=("XAB",)).get(reverse("indicator", args=[it.pk])).status_code == 404


def test_a_desk_shows_whose_move_it_is_and_what_is_late() -> None:
    now = timezone.now()
    old = now - timedelta(days=9)
    request_in("XAA", "submitted", title="Late one", status_since=old, acknowledge_by=now - timedelta(days=1))
    request_in("XAA", "clarification", title="Question", status_since=now)
    request_in("XAB", "submitted", title="Foreign", status_since=now)
    office = desk_of(actor_with("officer", states=("XAA",)), now=now)
    assert [it.label.split(" ", 1)[1] for it in office.late] == ["Late one"]
    assert not [it for it in office.waiting if "Question" in it.label or "Foreign" in it.label]
    state = desk_of(actor_with("focal_point", state="XAA"), now=now)
    assert [it.label.split(" ", 1)[1] for it in state.waiting] == ["Question"]
    assert state.waiting[0].whom == "the State"


def test_a_desk_tells_of_no_record_that_one_may_not_open() -> None:
    officer, focal = actor_with("officer", states=("XAA",)), actor_with("focal_point", state="XAA")
    request = requests.move(request_in("XAA", "submitted"), "acknowledge", by=officer, now=NOW)
    changing.create(
        NeedsAssessment(participant_id="XAA", title="Draft", status_since=NOW), by=officer, now=NOW, states=["XAA"]
    )
    assert [(it.record, it.verb) for it in desk_of(focal, now=NOW).changes] == [("request", "acknowledge")]
    contributor = person_with("contributor", state="XAA")
    assert desk_of(load_actor(contributor), now=NOW).changes == []
    request.contributors.add(contributor)
    assert len(desk_of(load_actor(contributor), now=NOW).changes) == 1
    for stranger in (
        actor_with("focal_point", state="XAB"),
        actor_with("partner"),
        actor_with("officer", states=("XAB",)),
    ):
        assert desk_of(stranger, now=NOW).changes == []


def test_a_plan_waits_for_the_side_that_has_not_accepted() -> None:
    from tests.assistance.plans.test_plans import FULL

    officer, focal = actor_with("officer", states=("XAA",)), actor_with("focal_point", state="XAA")
    plan = plan_in("XAA", "draft", draft=FULL, request=request_in("XAA", "closed"))
    version = plans.offer(plan, note="", by=officer, now=NOW, seen=plan.version)
    plans.accept(plan, version=1, digest=version.hash, by=officer, now=NOW)
    for actor, count in ((officer, 0), (focal, 1)):
        found = desk_of(actor, now=NOW)
        assert len([it for it in found.waiting + found.late if it.kind == "plan"]) == count


def test_a_partners_desk_holds_what_was_circulated() -> None:
    from tests.accounts.conftest import organisation

    it = request_in("XAA", "acknowledged", summary="Help wanted", may_circulate=True, consent_at=NOW)
    requests.circulate(it, [organisation("partner")], by=actor_with("officer", states=("XAA",)), now=NOW)
    partner = person_with("partner")
    assert [item.label for item in desk_of(load_actor(partner), now=NOW).waiting] == ["Sample request"]


def test_notices_reach_those_concerned_and_letters_hold_nothing_confidential() -> None:
    canary = "CANARY-IN-CONFIDENCE"
    officer, focal, other = (
        person_with("officer", states=("XAA",)), person_with("focal_point", state="XAA"),
        person_with("focal_point", state="XAB"),
    )  # fmt: skip
    it = request_in(
        "XAA",
        "draft",
        title=canary,
        wanted=canary,
        themes=["rights"],
        contact_name=canary,
        contact_email="a@example.org",
    )
    requests.move(it, "submit", by=load_actor(focal), now=timezone.now())
    assert notices.make_notices(now=timezone.now()) >= 1
    assert notices.make_notices(now=timezone.now()) == 0
    told = set(Notice.objects.values_list("person_id", flat=True))
    assert officer.pk in told
    assert told.isdisjoint({focal.pk, other.pk}), "nobody is told of what they did themselves, nor another State"
    assert notices.send_digests(now=timezone.now(), site="http://testserver") == 1
    assert notices.send_digests(now=timezone.now(), site="http://testserver") == 0
    letter = mail.outbox[0]
    assert letter.to == [officer.email]
    assert canary not in str(letter.body) + letter.subject
    assert "XAA" not in str(letter.body)
    client = Client()
    sign_in(client, officer)
    page = client.get(reverse("notices")).content.decode()
    assert "A request of Sample State A was submitted" in page
    feed = client.get(page.split('href="')[page.count('href="', 0, page.index("notices.atom"))].split('"')[0])
    assert feed.status_code == 200
    assert canary not in feed.content.decode()
    client.post(reverse("notices-read"))
    assert not Notice.objects.filter(person=officer, read_at__isnull=True).exists()


def test_an_administrators_doing_is_told_to_the_state() -> None:
    from accede.accounts import admin_sessions, trail

    admin, focal = person_with("administrator"), person_with("focal_point", state="XAA")
    admin_sessions.open_session(reason="Mending a merged record", minutes=10, by=load_actor(admin), now=timezone.now())
    by = load_actor(admin)
    assert by.admin_session is not None
    trail.add(by=by, verb="edit", record="organisation", record_id=1, now=timezone.now(), states=["XAA"])
    notices.make_notices(now=timezone.now())
    assert Notice.objects.get(person=focal).text == "administrator"
    client = Client()
    sign_in(client, focal)
    assert "Mending a merged record" in client.get(reverse("admin-sessions")).content.decode()


def test_the_worker_does_all_that_is_due_once() -> None:
    request_in("XAA", "accepted", instruments=["bombings-1997"], submitted_at=NOW)
    acts(("XAA", "bombings-1997", NOW.date() + timedelta(days=30)))
    person_with("officer", states=("XAA",))
    first = worker.run_due(now=timezone.now(), site="http://testserver")
    assert (first.proposals, first.notices, first.digests) == (1, 1, 1)
    again = worker.run_due(now=timezone.now(), site="http://testserver")
    assert (again.proposals, again.notices, again.digests) == (0, 0, 0)


def test_search_finds_what_is_open_and_counts_nothing_else() -> None:
    request_in("XAA", "submitted", title="Needle in the open", situation="Needle in confidence")
    request_in("XAA", "submitted", title="Hay", situation="Needle in confidence")
    trainee("XAA", name="Needle Person")
    mine = signed_in("focal_point", state="XAA").get(reverse("work-search") + "?q=needle").content.decode()
    assert "Hay" in mine
    assert "Needle Person" in mine
    for role, where in (("focal_point", {"state": "XAB"}), ("officer", {"states": ("XAB",)}), ("partner", {})):
        theirs = signed_in(role, **where).get(reverse("work-search") + "?q=needle").content.decode()
        assert "Needle in the open" not in theirs
        assert "Hay" not in theirs
        assert "Nothing open to you" in theirs
    auditor = signed_in("auditor").get(reverse("work-search") + "?q=needle").content.decode()
    assert "Needle in the open" in auditor
    assert "Hay" not in auditor, "found by its confidential text alone, which an auditor does not see"


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_desk_and_lists_cost_the_same_for_any_number(rows: int, django_assert_max_num_queries: Any) -> None:
    person = person_with("officer", states=("XAA",))
    client = Client()
    sign_in(client, person)
    for _ in range(rows):
        request_in("XAA", "submitted")
        plan_in("XAA", "draft", request=request_in("XAA", "closed"))
        activity_in("XAA", "completed", officer=person, starts=TODAY, ends=TODAY)
        outcome_in("XAA")
        Notice.objects.create(person=person, at=NOW, text="followed", values={}, record="request", record_id="1")
    for name, most in (("desk", 22), ("outcomes", 9), ("notices", 8), ("pipeline", 12), ("work-search", 20)):
        client.get(reverse(name) + "?q=sample")
        with django_assert_max_num_queries(most):
            client.get(reverse(name) + "?q=sample")


def test_the_pipeline_is_a_map_as_well_where_its_states_are_drawn(client: Client) -> None:
    request_in("XAA", "submitted")
    sign_in(client, person_with("coordinator"))
    assert b"pipeline-map" not in client.get(reverse("pipeline")).content
    request_in("KEN", "submitted")
    page = client.get(reverse("pipeline")).content.decode()
    assert "Kenya: 1 in the pipeline" in page
    assert "express no opinion" in page
