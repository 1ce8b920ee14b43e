"""The table of rights: asked of a record in hand and of rows in the database it says the same; every field has its group."""

import ast
import csv
import logging
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.conftest import NOW, actor_with, organisation, person_with, sign_in
from tests.assistance.making import activity_in, request_in
from tests.rights.records import KINDS, arguments, make_all
from tests.rights.test_walk import LEFT_OUT, NAMED, ROLES, address

import accede.accounts.rights
from accede.accounts import admin_sessions, trail
from accede.accounts.actors import load_actor
from accede.accounts.records import Record
from accede.accounts.rights import ANYONE, may, visible
from accede.accounts.rights.routes import routes
from accede.accounts.rights.table import TableFault, all_rules, read_table
from accede.assistance.domain import requests
from accede.assistance.models import Circulation, Message

FIELDS = Path(accede.accounts.rights.__file__).with_name("fields.csv")
SOURCE = Path(accede.accounts.rights.__file__).parents[2]
GROUPS = {"basics", "summary", "confidential", "internal", "personal", "never"}


def fields() -> dict[tuple[str, str], str]:
    with FIELDS.open(encoding="utf-8", newline="") as file:
        return {(row["model"], row["field"]): row["group"] for row in csv.DictReader(file)}


def test_every_field_has_a_group() -> None:
    known = fields()
    assert set(known.values()) <= GROUPS
    there = {
        (str(model._meta.model_name), field.name)
        for label in ("accounts", "assistance", "knowledge", "legislation", "funding")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.concrete or not field.auto_created
    }
    assert there - set(known) == set(), "a field without a row of rights/fields.csv: say who may see it"
    assert set(known) - there == set()


def test_a_row_that_cannot_be_understood_is_named() -> None:
    head = "record,group,role,relation,status,second_factor,verbs,note\n"
    for row, word in (
        ("request,basics,emperor,own,*,no,see,", "role"), ("request,basics,officer,near,*,no,see,", "relation"),
        ("request,basics,officer,own,*,perhaps,see,", "second_factor"), ("request,basics,officer,own,,no,see,", "status"),
    ):  # fmt: skip
        with pytest.raises(TableFault, match=f"line 2: .*{word}"):
            read_table(head + row)


def test_confidential_groups_always_need_a_second_factor() -> None:
    loose = [rule.line for rule in all_rules() if rule.group in ("confidential", "internal") and not rule.second_factor]
    assert loose == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(ROLES))
def test_a_record_in_hand_and_rows_in_the_database_agree(role: str) -> None:
    """For every kind, group and status, own and other State, shared and not, with a second factor and without."""
    sets = [make_all(state, final=final) for state in ("XAA", "XAB") for final in (False, True)]
    partner = organisation("partner")
    for number, records in enumerate(sets):
        if number % 2:
            Circulation.objects.create(request=records["request"], organisation=partner, circulated_at=NOW)
            records["activity"].partners.add(partner)
            records["activity"].public = True
            records["activity"].save()
    ended = request_in("XAA", "accepted")
    Circulation.objects.create(request=ended, organisation=partner, circulated_at=NOW, ended_at=NOW)
    person = person_with(role, **ROLES[role])
    sets[0]["request"].contributors.add(person)
    actors = [load_actor(person), ANYONE]
    weak = load_actor(person)
    object.__setattr__(weak, "verified", False)
    actors.append(weak)
    for kind, (model, to, _, _) in KINDS.items():
        groups = {rule.group for rule in all_rules() if rule.record == kind}
        for actor in actors:
            for group in groups:
                rows = set(visible(actor, model.objects.all(), to, group=group).values_list("pk", flat=True))
                for record in model.objects.all():
                    assert may(actor, "see", to.subject(record), group=group) == (record.pk in rows), (
                        kind,
                        group,
                        role,
                    )


CANARY = "CANARY-7f3a"


def planted() -> dict[str, Any]:
    """Records of XAA whose every confidential, internal and personal text holds the canary of its group."""
    records = make_all("XAA", final=True, text=f"{CANARY}-confidential")
    request = records["request"]
    request.may_circulate, request.consent_at, request.summary = True, NOW, "Open summary"
    for (model, name), group in fields().items():
        for record in records.values():
            if record._meta.model_name == model and group in ("confidential", "internal", "personal"):
                field = record._meta.get_field(name)
                if field.get_internal_type() in ("TextField", "CharField", "EmailField") and field.max_length != 1:
                    text = f"{CANARY}-{group}-{model}"
                    setattr(
                        record,
                        name,
                        f"{text.lower()}@example.org" if field.get_internal_type() == "EmailField" else text,
                    )
    for record in records.values():
        record.save()
    # The trail keeps the values before and after a change, and what was said at a step.
    by = actor_with("officer", states=("XAA",))
    values = {"situation": f"{CANARY}-confidential-before"}
    trail.add(
        by=by, verb="edit", record="request", record_id=request.pk, now=NOW, states=["XAA"], before=values, after=values
    )
    asked = request_in("XAA", "acknowledged")
    asked = requests.move(asked, "ask", by=by, now=NOW, why=f"{CANARY}-confidential-question")
    requests.move(
        asked, "answer", by=actor_with("focal_point", state="XAA"), now=NOW, why=f"{CANARY}-confidential-answer"
    )
    Message.objects.create(
        request=request, person=records["person"], side="state", at=NOW, text=f"{CANARY}-confidential-message"
    )
    Circulation.objects.create(request=request, organisation=organisation("partner"), circulated_at=NOW)
    other = organisation("partner", name="Another partner")
    Circulation.objects.create(
        request=request, organisation=other, circulated_at=NOW, answer_text=f"{CANARY}-confidential-answer"
    )
    return records


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "where"),
    [
        ("focal_point", {"state": "XAB"}), ("contributor", {"state": "XAB"}), ("officer", {"states": ("XAB",)}),
        ("partner", {}), ("donor", {}), ("reporting", {}), ("auditor", {}), ("administrator", {}), ("", {}), ("nobody", {}),
        ("contributor", {"state": "XAA"}), ("session", {}),
    ],
)  # fmt: skip
def test_a_canary_in_every_confidential_field_is_seen_by_nobody_else(
    role: str, where: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    records = planted()
    values = arguments(records)
    client = Client(raise_request_exception=False)
    if role != "nobody":
        person = sign_in(client, person_with("administrator" if role == "session" else role, **where))
    if role == "session":
        admin_sessions.open_session(
            reason="Looking for canaries", minutes=30, by=load_actor(person), now=timezone.now()
        )
    seen = []
    with caplog.at_level(logging.DEBUG):
        for name, converters in NAMED:
            if name in LEFT_OUT or routes()[name].access == "secret":
                continue
            place = address(name, converters, values)
            if place is None:
                continue
            for query in ("", "?form=csv", "?form=json", f"?q={CANARY}", "?by=sex&form=csv"):
                answer = client.get(place + query)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
                text = body.decode("utf-8", "replace").replace(f"?q={CANARY}", "").replace(f'value="{CANARY}"', "")
                if role == "session":
                    # The table opens people's addresses and the names of their keys to an administrator's session.
                    text = text.replace(f"{CANARY}-personal-person", "").replace(f"{CANARY}-personal-token", "")
                if f"{CANARY}-" in text or f"{CANARY.lower()}-" in text:
                    seen.append(f"{name}{query}")
                if name not in ("requests", "activities", "trainees", "work-search", "trail", "plans"):
                    break
    assert seen == []
    assert CANARY not in caplog.text.replace(f"q={CANARY}", "")
    assert not any(CANARY in str(letter.body) + letter.subject for letter in mail.outbox)


@pytest.mark.django_db
def test_those_whose_it_is_see_it() -> None:
    """That the canaries can be seen at all."""
    records = planted()
    client = Client()
    sign_in(client, person_with("focal_point", state="XAA"))
    page = client.get(reverse("request", args=[records["request"].pk])).content.decode()
    for group in ("confidential-request", "personal-request", "confidential-message"):
        assert f"{CANARY}-{group}" in page
    assert f"{CANARY}-internal" not in page
    officer = Client()
    sign_in(officer, person_with("officer", states=("XAA",)))
    assert (
        f"{CANARY}-internal-request" in officer.get(reverse("request", args=[records["request"].pk])).content.decode()
    )


@pytest.mark.django_db
def test_without_a_second_factor_what_is_confidential_stays_closed() -> None:
    it = request_in("XAA", "accepted", situation=f"{CANARY}-x")
    client = Client()
    sign_in(client, person_with("focal_point", state="XAA"), second_factor=False)
    assert client.get(reverse("request", args=[it.pk])).status_code == 302


@pytest.mark.django_db
def test_the_table_is_a_page(client: Client) -> None:
    sign_in(client, person_with("auditor"))
    page = client.get(reverse("rights") + "?role=partner").content.decode()
    assert "only with the State" in page
    assert client.get(reverse("rights") + "?form=csv").content.decode().count("\n") == len(all_rules()) + 1
    assert may(actor_with("auditor"), "see", KINDS["activity"][1].subject(activity_in("XAA")))


def test_records_are_changed_one_by_one() -> None:
    """A bulk update would pass by the version, the trail and the table."""
    names = {model.__name__ for model in apps.get_models() if issubclass(model, Record)}
    faults = []
    for path in SOURCE.rglob("*.py"):
        if "migrations" in path.parts or "sample" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("update", "bulk_update", "bulk_create", "delete")
            ):
                text = ast.unparse(node.func.value)
                if any(f"{name}.objects" in text or f"{name}._default_manager" in text for name in names):
                    faults.append(f"{path.name}:{node.lineno} {ast.unparse(node)[:80]}")
    assert faults == []
