"""Personal data has a retention rule, an export, and an erasure that keeps the counts."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.accounts.conftest import NOW, actor_with, organisation, person_with, sign_in
from tests.assistance.making import activity_in, call_for, nomination_in, trainee

from accede.accounts import admin_sessions, keeping, trail
from accede.accounts.actors import load_actor
from accede.accounts.invitations import accept, invite
from accede.accounts.models import EventDetail, Invitation, Person, Role
from accede.accounts.rights import ANYONE, Denied
from accede.assistance.domain import training
from accede.assistance.domain.keeping import erase_trainee, export_of_trainee
from accede.assistance.models import Enrolment, Notice, Trainee
from accede.assistance.queries.training_counts import seats_in, totals
from accede.cli import main

pytestmark = pytest.mark.django_db
LONG_AGO = NOW - timedelta(days=6 * 366)


def seat(who: Trainee, *, ends: Any = NOW) -> Enrolment:
    activity = activity_in(who.participant_id, "completed", starts=ends.date(), ends=ends.date())
    return Enrolment.objects.create(activity=activity, trainee=who, created_at=NOW, changed_at=NOW)


def kept_anywhere(text: str) -> list[str]:
    """Where a text still stands in the database, in whatever column."""
    from django.apps import apps

    found = []
    for label in ("accounts", "assistance", "account", "mfa", "usersessions"):
        for model in apps.get_app_config(label).get_models():
            for row in model._default_manager.all().values():
                if text.lower() in str(row).lower():
                    found.append(model.__name__)
    return found


def administrator() -> Any:
    person = person_with("administrator")
    admin_sessions.open_session(reason="erasure asked by letter", minutes=5, by=load_actor(person), now=NOW)
    actor = load_actor(person)
    object.__setattr__(actor, "admin_session", person.admin_sessions.get().pk)
    return actor


def test_a_trainee_is_erased_and_the_counts_stay() -> None:
    officer = actor_with("officer", states=("XAA",))
    values = {"name": "Zora Quill", "email": "zora@example.org", "profession": "judge", "job_title": "Quill court"}
    who = training.add_trainee("XAA", values, by=officer, now=NOW)
    training.edit_trainee(who, {**values, "name": "Zora Quillova"}, by=officer, now=NOW, seen=1)
    nomination_in("XAA", trainee=who, reason="Zora Quill knows the file")
    seat(who)
    before = totals(seats_in())
    with pytest.raises(Denied):
        erase_trainee(who, by=officer, now=NOW, why="asked")
    erase_trainee(who, by=actor_with("focal_point", state="XAA"), now=NOW, why="asked by the person")
    assert kept_anywhere("quill") == kept_anywhere("zora@") == []
    assert totals(seats_in()) == before
    who.refresh_from_db()
    assert (who.profession, who.participant_id, bool(who.erased_at)) == ("judge", "XAA", True)
    assert list(trail.verify()) == []


def test_a_person_is_erased_with_all_that_leads_back(client: Client) -> None:
    actor = administrator()
    made = invite(
        email="mira@example.org", name="Mira Stone", organisation=organisation("state", "XAA"), role="focal_point",
        by=actor, now=NOW,
    )  # fmt: skip
    person = accept(made.secret, name="Mira Stone", password="a long enough phrase 12", language="en", now=NOW)
    sign_in(client, person)
    client.get(reverse("my-account"))
    Notice.objects.create(person=person, at=NOW, text="request-submit", record="request", record_id="1")
    trail.add(by=load_actor(person), verb="edit", record="request", record_id=1, now=NOW, states=["XAA"])
    with pytest.raises(Denied):
        keeping.erase_person(person, by=actor_with("coordinator"), now=NOW, why="asked")
    keeping.erase_person(person, by=actor, now=NOW, why="asked by the person")
    assert kept_anywhere("stone") == kept_anywhere("mira@") == []
    person.refresh_from_db()
    assert not person.is_active
    assert not person.roles.filter(ended_at__isnull=True).exists()
    assert client.get(reverse("my-account")).status_code == 302
    assert list(trail.verify()) == []
    with pytest.raises(ValueError, match="already"):
        keeping.erase_person(person, by=actor, now=NOW, why="again")
    with pytest.raises(ValueError, match="work with"):
        keeping.erase_person(Person.objects.get(pk=actor.person), by=actor, now=NOW, why="me")


def test_what_is_due_by_each_rule_and_what_is_not_yet() -> None:
    old = trainee("XAA", created_at=LONG_AGO, name="Old One")
    seat(old, ends=LONG_AGO)
    recent = trainee("XAA", created_at=LONG_AGO)
    seat(recent, ends=NOW - timedelta(days=365))
    nominated = trainee("XAA", created_at=LONG_AGO)
    nomination_in("XAA", trainee=nominated, call=call_for(activity_in("XAA", ends=NOW.date())))
    trainee("XAA")
    gone, here = person_with("partner"), person_with("partner")
    Role.objects.filter(person=gone).update(granted_at=LONG_AGO, ended_at=NOW - timedelta(days=800))
    for address, age in (("late@example.org", 200), ("new@example.org", 20)):
        Invitation.objects.create(
            email=address, name="Somebody", organisation=organisation("partner"), role="partner", token_hash=address,
            invited_at=NOW - timedelta(days=age), expires_at=NOW - timedelta(days=age - 14),
        )  # fmt: skip
    found = {(it.rule, it.record_id) for it in keeping.due(NOW)}
    late = Invitation.objects.get(email="late@example.org")
    assert found == {("trainees", old.pk), ("accounts", gone.pk), ("invitations", late.pk)}
    assert keeping.erase_due(by=ANYONE, now=NOW, agent="command") == {"accounts": 1, "invitations": 1, "trainees": 1}
    assert keeping.due(NOW) == []
    here.refresh_from_db()
    assert here.erased_at is None
    late.refresh_from_db()
    assert (late.email, late.name, late.withdrawn_at) == ("", "", NOW)
    assert list(trail.verify()) == []


def test_a_leap_day_has_a_limit() -> None:
    assert keeping.RULES["accounts"].limit(NOW.replace(year=2028, month=2, day=29)).year == 2026


def test_the_pages_hand_out_and_erase(client: Client) -> None:
    who = trainee("XAA", name="Zora Quill", email="zora@example.org")
    seat(who)
    focal = person_with("focal_point", state="XAA")
    sign_in(client, focal, confirmed=True)
    assert reverse("trainee-erase", args=[who.pk]) in client.get(reverse("trainee", args=[who.pk])).content.decode()
    data = json.loads(client.get(reverse("trainee-data", args=[who.pk])).content)
    assert data == export_of_trainee(who)
    assert (data["trainee"]["name"], len(data["seats"])) == ("Zora Quill", 1)
    client.post(reverse("trainee-erase", args=[who.pk]), {"reason": ""})
    who.refresh_from_db()
    assert who.erased_at is None
    assert client.post(reverse("trainee-erase", args=[who.pk]), {"reason": "asked"}).status_code == 302
    page = client.get(reverse("trainee", args=[who.pk])).content.decode()
    assert "Zora" not in page
    assert reverse("trainee-erase", args=[who.pk]) not in page
    other = Client()
    sign_in(other, person_with("focal_point", state="XAB"), confirmed=True)
    for name in ("trainee-data", "trainee-erase"):
        assert other.post(reverse(name, args=[who.pk]), {"reason": "x"}).status_code == 404


def test_erasing_asks_who_one_is_once_more(client: Client) -> None:
    who = trainee("XAA", name="Zora Quill")
    sign_in(client, person_with("focal_point", state="XAA"))
    answer = client.post(reverse("trainee-erase", args=[who.pk]), {"reason": "asked"})
    assert answer.headers["Location"].startswith("/account/confirm/")
    who.refresh_from_db()
    assert who.erased_at is None


def test_the_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accede.cli.privacy.open_database", lambda: None)
    assert main(["privacy", "due"]) == 0
    old = trainee("XAA", created_at=LONG_AGO, name="Old One")
    trail.add(by=ANYONE, verb="create", record="trainee", record_id=old.pk, now=NOW, after={"name": "Old One"})
    assert main(["privacy", "due", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out.split("0 due\n")[-1])["due"] == [{"rule": "trainees", "id": old.pk}]
    assert main(["privacy", "erase-due", "--yes"]) == 0
    assert "trainees: 1 erased" in capsys.readouterr().out
    assert EventDetail.objects.get(event__record="trainee", event__verb="create").after == {}
    person = person_with("partner")
    assert main(["privacy", "export", person.email.upper()]) == 0
    assert json.loads(capsys.readouterr().out)["person"]["email"] == person.email
    assert main(["privacy", "export", "nobody@example.org"]) == 2
