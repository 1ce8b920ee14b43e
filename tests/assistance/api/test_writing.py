"""Writing by the API: the same rules as the pages, a key that may write, and nothing overwritten unseen."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance
from tests.accounts.conftest import person_with
from tests.assistance.api.test_reading import ask, key_of
from tests.assistance.making import activity_in, call_for, plan_in, request_in, trainee

from accede.accounts import trail
from accede.accounts.models import Person
from accede.assistance.models import Activity, Indicator, Request
from accede.wsgi import application

pytestmark = pytest.mark.django_db
Send = Callable[..., Any]
WHOLE = {
    "title": "Help", "wanted": "A course", "themes": ["legislation"], "contact_name": "A", "contact_email": "a@example.org",
}  # fmt: skip


def send(path: str, key: dict[str, str], body: Any, *, status: int, method: str = "post") -> Any:
    call = getattr(Client(), method)
    data = body if isinstance(body, bytes) else orjson.dumps(body)
    answer = call(f"/api/v1/{path}", data, content_type="application/json", headers=key)
    assert answer.status_code == status, (path, answer.status_code, answer.content[:400])
    return orjson.loads(answer.content)


def test_a_request_is_drafted_changed_submitted_and_acknowledged() -> None:
    focal, officer = person_with("focal_point", state="XAA"), person_with("officer", states=("XAA",))
    key, office = key_of(focal, write=True), key_of(officer, write=True)
    made = send("requests", key, {"state": "XAA", **WHOLE}, status=201)
    assert (made["status"], made["wanted"], made["withheld"]) == ("draft", "A course", ["internal"])
    where = f"requests/{made['id']}"
    ask(where, office, status=404)
    changed = send(where, key, {"version": made["version"], "title": "More help"}, status=200, method="patch")
    assert changed["title"] == "More help"
    late = send(where, key, {"version": made["version"], "title": "Other"}, status=409, method="patch")
    assert late["fields"]["title"] == {"stored": "More help", "given": "Other"}
    assert Request.objects.get().title == "More help"
    done = send(f"{where}/steps", key, {"step": "submit", "version": changed["version"]}, status=200)
    assert done["status"] == "submitted"
    got = send(f"{where}/steps", office, {"step": "acknowledge", "version": done["version"]}, status=200)
    assert (got["status"], got["officer"] if "officer" in got else got["officer_id"]) == ("acknowledged", officer.pk)
    assert list(trail.verify()) == []


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"title": "x"}, {"state"}),
        ({"state": "ZZZ"}, {"state"}),
        ({"state": 7}, {"state"}),
        ({"state": "XAA", "themes": ["nothing"]}, {"themes"}),
        ({"state": "XAA", "needed_by": "soon"}, {"needed_by"}),
        ({"state": "XAA", "contact_email": "no"}, {"contact_email"}),
        ({"state": "XAA", "status": "accepted"}, {"status"}),
        ({"state": "XAA", "title": {"a": 1}}, {"title"}),
        ([1], {"detail"}),
    ],
)
def test_what_cannot_be_used_is_refused_by_field_and_changes_nothing(body: Any, fields: set[str]) -> None:
    key = key_of(person_with("focal_point", state="XAA"), write=True)
    assert set(send("requests", key, body, status=400)) == fields
    assert not Request.objects.exists()


def test_a_key_that_reads_only_is_told_what_it_lacks() -> None:
    focal = person_with("focal_point", state="XAA")
    said = send("requests", key_of(focal), {"state": "XAA", "title": "x"}, status=403)
    assert "write" in said["detail"]
    other = key_of(person_with("focal_point", state="XAB"), write=True)
    send("requests", other, {"state": "XAA", "title": "x"}, status=404)
    it = request_in("XAA", "draft")
    send(f"requests/{it.pk}", other, {"version": 1, "title": "x"}, status=404, method="patch")
    send(f"requests/{it.pk}/steps", other, {"version": 1, "step": "submit"}, status=404)


def test_steps_tell_what_stands_in_the_way() -> None:
    key = key_of(person_with("coordinator"), write=True)
    it = activity_in("XAA", "idea")
    where = f"activities/{it.pk}/steps"
    assert set(send(where, key, {"step": "plan", "version": it.version}, status=400)) == {"starts", "theme"}
    assert set(send(where, key, {"step": "fly", "version": it.version}, status=400)) == {"step"}
    assert set(send(where, key, {"step": "cancel", "version": it.version}, status=400)) & {"why", "reason"}
    assert set(send(where, key, {"step": "cancel"}, status=400)) == {"version"}
    done = send(where, key, {"step": "cancel", "version": it.version, "why": "No money."}, status=200)
    assert done["status"] == Activity.objects.get().status == "cancelled"


def test_nominations_are_made_and_decided() -> None:
    focal, office = (
        key_of(person_with("focal_point", state="XAA"), write=True),
        key_of(person_with("coordinator"), write=True),
    )
    course, who = activity_in("XAA", "confirmed"), trainee("XAA")
    assert set(send("nominations", focal, {"activity": course.pk, "trainee": who.pk}, status=400)) == {"activity"}
    call = call_for(course, seats=1)
    call.opens_at, call.closes_at = call.opens_at.replace(year=2020), call.closes_at.replace(year=2090)
    call.save()
    made = send("nominations", focal, {"activity": course.pk, "trainee": who.pk, "reason": "r"}, status=201)
    send("nominations", focal, {"activity": course.pk, "trainee": who.pk}, status=400)
    done = send(f"nominations/{made['id']}/steps", office, {"step": "selected", "version": made["version"]}, status=200)
    assert done["status"] == "selected"
    assert ask(f"activities/{course.pk}", office)["seats"] == 1


def test_a_plan_is_never_signed_by_a_key() -> None:
    plan = plan_in("XAA", "offered")
    key = key_of(person_with("focal_point", state="XAA"), write=True)
    assert f"/plans/{plan.pk}/" in send(f"plans/{plan.pk}/acceptances", key, {}, status=403)["detail"]
    assert not plan.versions.get().acceptances.exists()
    send(f"plans/{plan.pk}/acceptances", key_of(person_with("focal_point", state="XAB"), write=True), {}, status=404)


def test_an_indicator_is_read() -> None:
    plan = plan_in("XAA", "in_force")
    made = {"created_at": plan.created_at, "changed_at": plan.changed_at}
    it = Indicator.objects.create(plan=plan, objective="o", name="Judges trained", **made)
    key, where = key_of(person_with("officer", states=("XAA",)), write=True), f"indicators/{it.pk}/readings"
    reading = {"on": "2026-01-02", "numerator": "12.5", "denominator": "40", "source": "Register"}
    assert send(where, key, reading, status=201)["numerator"] == "12.5"
    for name, value in (
        ("on", "soon"),
        ("numerator", "many"),
        ("denominator", "0"),
        ("source", ""),
        ("on", "2999-01-01"),
    ):
        assert set(send(where, key, {**reading, name: value}, status=400)) == {name}
    assert it.readings.count() == 1
    send(where, key_of(person_with("officer", states=("XAB",)), write=True), reading, status=404)


def test_a_body_that_is_no_json_is_refused() -> None:
    key = key_of(person_with("focal_point", state="XAA"), write=True)
    assert "detail" in send("requests", key, b"{", status=400)


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
RECORDS = "^/api/v1/(me|desk|requests|assessments|plans|programmes|activities|trainees|nominations|outcomes|organisations|ind)"


@schema.include(path_regex=RECORDS).parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_end_point_keeps_its_promise_to_who_has_a_key(
    case: "schemathesis.Case[Any]", connection_kept: None
) -> None:
    """Whatever is sent with a good key, the answer is one that the document describes, and never a server error."""
    person = Person.objects.filter(roles__kind="coordinator").first() or person_with("coordinator")
    case.headers.update(key_of(person, write=True))
    case.call_and_validate(checks=[not_a_server_error, status_code_conformance, content_type_conformance])
