"""The API reads what pages read: the table of rights decides for every record, every field, every role."""

from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.accounts.conftest import actor_with, person_with, sign_in
from tests.assistance.making import activity_in, nomination_in, outcome_in, plan_in, programme, request_in, trainee
from tests.knowledge.making import case_in, law_in, publication_of
from tests.rights.records import KINDS
from tests.rights.test_walk import ROLES

from accede.accounts import tokens
from accede.accounts.actors import load_actor
from accede.accounts.models import Person, Token
from accede.accounts.rights import Actor, may
from accede.accounts.rights.fields import groups
from accede.assistance.api.resources import RESOURCES
from accede.assistance.models import Finding, Message
from accede.knowledge.domain import withdraw_consent

pytestmark = pytest.mark.django_db
CANARY = "kanarienvogel"


def key_of(person: Person, *, write: bool = False, verified: bool = True) -> dict[str, str]:
    """The header of a key of *person*."""
    made = tokens.make(
        person, name="k", write=write, days=5, verified=verified, by=load_actor(person), now=timezone.now()
    )
    return {"Authorization": f"Bearer {made.secret}"}


def ask(path: str, headers: dict[str, str], *, status: int = 200, **query: Any) -> Any:
    answer = Client().get(f"/api/v1/{path}", query, headers=headers)
    assert answer.status_code == status, (path, answer.status_code, answer.content[:300])
    return orjson.loads(answer.content) if answer.content else None


def test_nobody_comes_in_without_a_key_that_is_good() -> None:
    person = person_with("coordinator")
    assert "My account" in ask("requests", {}, status=401)["detail"]
    good = key_of(person)
    assert ask("requests", good)["results"] == []
    Token.objects.filter(person=person).update(expires_at=timezone.now() - timedelta(days=1))
    assert "has run out" in ask("requests", good, status=401)["detail"]
    Token.objects.filter(person=person).update(expires_at=timezone.now() + timedelta(days=1), revoked_at=timezone.now())
    assert "was revoked" in ask("me", good, status=401)["detail"]
    assert "not known" in ask("desk", {"Authorization": "Bearer acc_nothing"}, status=401)["detail"]


def test_a_session_of_the_browser_may_ask_too(client: Client) -> None:
    sign_in(client, person_with("coordinator"))
    answer = client.get("/api/v1/me")
    assert answer.json()["scopes"] == ["session"]
    assert answer["Cache-Control"] == "private, no-store"


def with_secrets(record: Any) -> Any:
    """Fill every field of a group other than the basics with a text that is easy to find."""
    for group, names in groups()[record._meta.model_name].items():
        for name in names if group not in ("basics", "never") else ():
            field = record._meta.get_field(name)
            kind = field.get_internal_type()
            if kind in ("TextField", "CharField") and not field.choices:
                setattr(record, name, f"{CANARY} {name}"[: field.max_length or 99])
            elif kind == "EmailField":
                setattr(record, name, f"{CANARY}@example.org")
    record.save()
    return record


@pytest.mark.parametrize("final", [False, True], ids=["draft", "final"])
@pytest.mark.parametrize("state", ["XAA", "XAB"], ids=["own", "other"])
@pytest.mark.parametrize("role", list(ROLES))
def test_each_role_is_given_what_the_table_says_and_no_more(role: str, state: str, final: bool) -> None:
    person = person_with(role, **ROLES[role])
    keys = {verified: key_of(person, verified=verified) for verified in (True, False)}
    for it in RESOURCES.values():
        _, to, statuses, make = KINDS[it.to.record]
        record = with_secrets(make(state, statuses[final]))
        if it.name == "requests":
            Message.objects.create(request=record, side="state", at=timezone.now(), text=f"{CANARY} message")
        if it.name == "assessments":
            stamps: dict[str, Any] = {"created_at": timezone.now(), "changed_at": timezone.now()}
            Finding.objects.create(assessment=record, theme="rights", text=f"{CANARY} finding", **stamps)
        for verified, key in keys.items():
            found = load_actor(person)
            actor = Actor(person=found.person, name=found.name, roles=found.roles, read_only=True, verified=verified)
            subject = to.subject(type(record)._base_manager.get(pk=record.pk))
            seen = may(actor, "see", subject)
            listed = [row["id"] for row in ask(it.name, key)["results"]]
            assert (record.pk in listed) == seen, (it.name, verified)
            one = ask(f"{it.name}/{record.pk}", key, status=200 if seen else 404)
            if not seen:
                continue
            allowed = [group for group in groups()[record._meta.model_name] if group != "never"]
            kept = [group for group in allowed if not may(actor, "see", subject, group=group)]
            assert one["withheld"] == kept
            text = orjson.dumps(one).decode()
            if len(kept) == len(allowed) - 1 and "findings" not in text:
                assert CANARY not in text, (it.name, verified)
            if "confidential" in kept:
                assert f"{CANARY} message" not in text
                assert f"{CANARY} finding" not in text
            for group in kept:
                assert not set(groups()[record._meta.model_name][group]) & set(one), (it.name, group)
            assert not set(groups()[record._meta.model_name].get("never", ())) & set(one)


@pytest.mark.parametrize("name", list(RESOURCES))
def test_a_list_makes_as_many_queries_for_thirty_as_for_one(name: str) -> None:
    key = key_of(person_with("coordinator"))
    make = KINDS[RESOURCES[name].to.record][3]
    status = KINDS[RESOURCES[name].to.record][2][1]
    counts = []
    ask(name, key)
    for number in (1, 2, 27):
        for turn in range(number):
            make(f"XA{'ABCDEF'[turn % 6]}", status)
        with CaptureQueriesContext(connection) as seen:
            ask(name, key)
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2]


def test_lists_are_narrowed_paged_and_refuse_what_they_do_not_understand() -> None:
    key = key_of(person_with("coordinator"))
    for number in range(5):
        request_in("XAA" if number % 2 else "XAB", "submitted")
    assert len(ask("requests", key, state="XAB")["results"]) == 3
    first = ask("requests", key, page_size=2)
    rest = ask("requests", key, page_size=3, after=first["next"])
    assert rest["next"] == ""
    ids = [row["id"] for row in first["results"] + rest["results"]]
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == 5
    assert set(ask("requests", key, status=400, state="nowhere")) == {"state"}
    assert set(ask("requests", key, status=400, after="?")) == {"after"}
    assert set(ask("requests", key, status=400, page_size="all")) == {"page_size"}
    ask("requests/99999999999999999999", key, status=404)


def test_a_single_record_has_what_belongs_to_it() -> None:
    key = key_of(person_with("coordinator"))
    plan = plan_in("XAA", "in_force")
    assert [row["number"] for row in ask(f"plans/{plan.pk}", key)["versions"]] == [1]
    course = activity_in(("XAA", "XAB"), "confirmed")
    tree = programme()
    course.programmes.add(tree)
    assert ask(f"activities/{course.pk}", key)["states"] == ["XAA", "XAB"]
    assert ask(f"programmes/{tree.pk}", key)["figures"]["activities"] == 1
    made = nomination_in("XAA")
    assert ask(f"nominations/{made.pk}", key)["activity"] == made.call.activity_id
    assert ask(f"outcomes/{outcome_in().pk}", key)["title"] == "Sample outcome"
    assert trainee("XAA").pk in [row["id"] for row in ask("trainees", key)["results"]]


def test_who_one_is_and_what_waits() -> None:
    officer = person_with("officer", states=("XAA",))
    request_in("XAA", "submitted")
    key = key_of(officer)
    me = ask("me", key)
    assert (me["id"], me["scopes"], me["roles"][0]["states"]) == (officer.pk, ["read", "confidential"], ["XAA"])
    desk = ask("desk", key)
    assert [row["kind"] for row in desk["late"] + desk["waiting"]] == ["request"]


def test_the_library_is_open_and_what_is_in_confidence_needs_a_key_that_may() -> None:
    law = law_in("XAA", public=True)
    case = case_in(
        "XAA", public=True, title="Open", provisions=law.provisions.all()[:1], instruments=["financing-1999"]
    )
    kept, book = case_in("XAA", title="Kept"), publication_of("", public=True)
    answer = Client().get("/api/v1/cases")
    assert [row["id"] for row in answer.json()["results"]] == [case.pk]
    assert ask("cases?instrument=financing-1999", {})["results"][0]["title"] == "Open"
    assert ask("cases?instrument=tokyo-1963", {})["results"] == []
    assert [it["cited"] for it in ask(f"cases/{case.pk}", {})["provisions"]] == [f"{law.code}/1"]
    assert [it["number"] for it in ask(f"laws/{law.pk}", {})["provisions"]] == ["1", "2"]
    assert ask(f"publications/{book.pk}", {})["title"] == book.title
    ask(f"cases/{kept.pk}", {}, status=404)
    assert ask(f"cases/{kept.pk}", key_of(person_with("focal_point", state="XAA")))["title"] == "Kept"
    withdraw_consent(law, by=actor_with("focal_point", state="XAA"), now=timezone.now())
    ask(f"laws/{law.pk}", {}, status=404)
    assert ask(f"cases/{case.pk}", {})["provisions"] == []
    assert "not known" in ask("laws", {"Authorization": "Bearer acc_nothing"}, status=401)["detail"]
