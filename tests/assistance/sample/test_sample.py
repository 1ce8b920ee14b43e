"""The sample programme: what it adds, that its records keep the rules, and that nothing of it is left afterwards."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.db import connection
from django.db.models import Count, F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.accounts.conftest import person_with, sign_in
from tests.assistance.making import activity_in, request_in

from accede.accounts import trail
from accede.accounts.actors import load_actor
from accede.accounts.models import Organisation, Person, RoleKind
from accede.accounts.records import Record
from accede.assistance import models as records
from accede.assistance.domain import activities as rules
from accede.assistance.domain import requests
from accede.assistance.models import Activity, Enrolment, Indicator, Nomination, Plan, Request
from accede.assistance.queries import plans as plan_queries
from accede.assistance.sample import loading, removing
from accede.assistance.sample.courses import Sizes
from accede.treaties.models import SampleAction

NOW = datetime.now(UTC)
SMALL = Sizes(activities=60, trainees=120, seats=6)

pytestmark = pytest.mark.django_db


def there_is_enough_of_everything(sample: loading.Loaded) -> None:
    assert {it.role for it in sample.accounts} == set(RoleKind.values)
    assert sample.counts["activities"] == 60
    assert sample.counts["participants"] == 120
    assert set(Request.objects.values_list("status", flat=True)) >= {
        "draft", "submitted", "clarification", "accepted", "declined", "referred", "closed",
    }  # fmt: skip
    assert set(Activity.objects.values_list("status", flat=True)) >= {"planned", "confirmed", "reported", "cancelled"}
    assert set(Activity.objects.values_list("kind", flat=True)) == set(records.activities.ActivityKind.values)
    assert Plan.objects.filter(status="in_force").count() == 12
    assert Plan.objects.filter(status="offered").count() == 6
    assert min(it.readings.count() for it in Indicator.objects.all()) >= 2
    assert Activity.objects.filter(starts__gt=NOW).exists()
    assert {True, False} == {it.status == "proposed" for it in records.Outcome.objects.all()}


def all_of_it_is_marked_and_the_trail_holds(sample: loading.Loaded) -> None:
    for model in apps.get_models():
        if issubclass(model, Record):
            assert not model._base_manager.filter(sample=False).exists(), model.__name__
    assert not Person.objects.filter(sample=False).exists()
    assert list(trail.verify()) == []


def its_activities_keep_the_rules(sample: loading.Loaded) -> None:
    firm = ("confirmed", "under_way", "completed", "reported", "evaluated")
    for it in Activity.objects.filter(status__in=firm).prefetch_related("states"):
        problems = [*rules.has_what_and_when(it), *rules.has_means(it), *rules.upon_request(it)]
        assert [str(problem) for problem in [*problems, *rules.every_state_nominated(it)]] == []
    over = Nomination.objects.filter(status="selected").values("call").annotate(n=Count("pk"), seats=F("call__seats"))
    assert not over.filter(n__gt=F("seats")).exists()
    assert not Enrolment.objects.exclude(trainee__participant=F("nomination__participant")).exists()
    for plan in Plan.objects.filter(status="in_force", ends__gte=NOW.date()):
        assert plan_queries.in_force_for(plan.participant_id, on=NOW.date()).filter(pk=plan.pk).exists()


def accounts_sign_in_with_the_passwords_told(sample: loading.Loaded) -> None:
    for it in (sample.accounts[0], sample.accounts[-1]):
        found = authenticate(None, username=it.email, password=it.password)
        assert found is not None
        assert found.get_username() == it.email
    stored = " ".join(Person.objects.values_list("password", flat=True))
    assert not any(it.password in stored for it in sample.accounts)


def each_desk_has_something_to_do(client: Client) -> None:
    for box in ("focal.a", "officer", "coordinator", "partner"):
        sign_in(client, Person.objects.get(email=f"{box}@sample.example"))
        assert "sample-mark" in client.get(reverse("desk")).content.decode(), box


def every_list_answers_in_few_queries(client: Client) -> None:
    sign_in(client, Person.objects.get(email="coordinator@sample.example"))
    for name in (
        "requests",
        "plans",
        "programmes",
        "activities",
        "trainees",
        "outcomes",
        "activity-board",
        "activity-calendar",
        "pipeline",
        "training-counts",
        "desk",
    ):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(name)).status_code == 200, name
        assert len(seen) < 40, (name, len(seen))


def what_a_sample_person_makes_is_sample_too(client: Client) -> None:
    focal = load_actor(Person.objects.get(email="focal.a@sample.example"))
    assert requests.create(participant="XAA", values={"title": "Tried out"}, by=focal, now=NOW).sample


def test_the_sample_programme_is_alive_marked_lawful_and_added_once(client: Client) -> None:
    sample = loading.load(now=NOW, sizes=SMALL)
    there_is_enough_of_everything(sample)
    all_of_it_is_marked_and_the_trail_holds(sample)
    its_activities_keep_the_rules(sample)
    accounts_sign_in_with_the_passwords_told(sample)
    each_desk_has_something_to_do(client)
    every_list_answers_in_few_queries(client)
    what_a_sample_person_makes_is_sample_too(client)
    with pytest.raises(loading.AlreadyThere):
        loading.load(now=NOW, sizes=SMALL)


def test_removing_takes_all_of_it_and_leaves_the_rest(client: Client) -> None:
    real, request, activity = person_with("officer", states=("XAA", "KEN")), request_in("KEN"), activity_in("KEN")
    sample = loading.load(now=NOW, sizes=SMALL)
    notice = records.Notice.objects.create(
        person=real, at=NOW, text="x", record="request", record_id=str(Request.objects.filter(sample=True)[0].pk)
    )
    told = removing.remove(now=NOW + timedelta(hours=1))
    assert told == sample.counts
    for model in apps.get_models():
        if issubclass(model, Record):
            assert not model._base_manager.filter(sample=True).exists(), model.__name__
    assert not SampleAction.objects.exists()
    assert not Person.objects.filter(sample=True, erased_at__isnull=True).exists()
    assert not records.Notice.objects.filter(pk=notice.pk).exists()
    assert Request.objects.get() == request
    assert Activity.objects.get() == activity
    assert Person.objects.get(pk=real.pk).name == real.name
    assert list(trail.verify()) == []
    sign_in(client, real)
    assert b"sample-mark" not in client.get(reverse("requests")).content
    assert removing.remove(now=NOW)["requests"] == 0
    assert loading.load(now=NOW, sizes=SMALL).counts == sample.counts


def test_every_table_that_points_at_a_sample_record_is_thought_of() -> None:
    """A new table has to say what becomes of its rows when the sample goes."""
    listed = {model for model, _ in removing.doomed()}
    going = {model for model in listed if issubclass(model, Record)} - {Organisation}
    missing = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            points: Any = getattr(field, "related_model", None)
            if getattr(field, "many_to_one", False) and points in going and model not in listed:
                missing.append(f"{model.__name__}.{field.name}")
    assert missing == []
