"""Merging: every column is thought of, counts stay right, nobody gains rights, and old addresses lead on."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.conftest import NOW, actor_with, organisation, person_with, sign_in
from tests.assistance.making import activity_in, call_for, nomination_in, request_in, trainee

from accede.accounts import merging, tokens, trail
from accede.accounts.actors import load_actor
from accede.accounts.admin_sessions import open_session
from accede.accounts.merging import KINDS, WAYS, likely_doubles, merge, pointing_at
from accede.accounts.models import Event, Organisation, Person
from accede.accounts.people import Refused
from accede.accounts.rights import Actor, Denied
from accede.assistance.models import Circulation, Enrolment, Trainee
from accede.assistance.queries.training_counts import seats_in, totals

pytestmark = pytest.mark.django_db


def administrator() -> Actor:
    """An administrator in an open session."""
    person = person_with("administrator")
    open_session(reason="Merging accounts of one person", minutes=30, by=load_actor(person), now=timezone.now())
    return load_actor(person)


def seat(who: Trainee, title: str = "Course") -> Enrolment:
    stamps: dict[str, Any] = {"created_at": NOW, "changed_at": NOW}
    course = activity_in(who.participant_id, "completed", title=title, starts=NOW.date(), ends=NOW.date())
    return Enrolment.objects.create(activity=course, trainee=who, **stamps)


@pytest.mark.parametrize("kind", list(KINDS))
def test_for_every_column_that_points_at_it_there_is_a_way(kind: str) -> None:
    missing = [
        f"{model._meta.label}.{field}"
        for model, field in pointing_at(KINDS[kind].model)
        if (model._meta.label, field) not in WAYS
    ]
    assert missing == [], "say in merging.register_ways what becomes of its rows"
    assert all(way.moves or way.why for way in WAYS.values())


def test_no_way_speaks_of_a_column_that_is_not_there() -> None:
    there = {(model._meta.label, field) for it in KINDS.values() for model, field in pointing_at(it.model)}
    assert set(WAYS) - there == set()


def test_an_organisation_takes_over_what_the_other_had() -> None:
    kept, gone = organisation("partner", name="Sample Institute"), organisation("partner", name="SAMPLE institute")
    person = person_with("partner", organisation_name="SAMPLE institute")
    only, both = request_in("XAA", "submitted"), request_in("XAB", "submitted")
    Circulation.objects.create(request=only, organisation=gone, circulated_at=NOW)
    Circulation.objects.create(request=both, organisation=kept, circulated_at=NOW)
    Circulation.objects.create(request=both, organisation=gone, circulated_at=NOW, answer="offers", answered_at=NOW)
    course = activity_in("XAA")
    course.partners.add(kept, gone)
    boss = actor_with("coordinator")
    merge(KINDS["organisation"], kept, gone, values={"short_name": "SI"}, reason="The same", by=boss, now=NOW)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (gone.merged_into, gone.archive_reason, kept.short_name) == (kept, "The same", "SI")
    assert [role.organisation for role in person.roles.all()] == [kept]
    assert {(row.request_id, row.answer) for row in kept.circulations.all()} == {(only.pk, ""), (both.pk, "offers")}
    assert list(course.partners.all()) == [kept]
    told = Event.objects.get(verb="merge")
    assert (told.record_id, told.why, told.detail.after["merged"]) == (str(kept.pk), "The same", gone.pk)
    assert told.detail.after["moved"]["role.organisation"]
    assert Event.objects.get(verb="merged").detail.after == {"into": kept.pk}
    assert list(trail.verify()) == []


def test_who_held_the_same_role_in_both_holds_it_once() -> None:
    kept, gone = organisation("partner", name="One"), organisation("partner", name="Two")
    person = person_with("partner", organisation_name="One")
    from accede.accounts.invitations import give_role

    give_role(person, organisation=gone, kind="partner", by=Actor(), now=NOW)
    merge(KINDS["organisation"], kept, gone, values={}, reason="r", by=actor_with("coordinator"), now=NOW)
    assert person.roles.filter(ended_at__isnull=True).count() == 1


def test_bodies_of_two_states_are_never_one() -> None:
    kept, gone = organisation("state", "XAA", "Ministry"), organisation("state", "XAB", "Ministry")
    with pytest.raises(Refused, match="kinds or States"):
        merge(KINDS["organisation"], kept, gone, values={}, reason="r", by=actor_with("coordinator"), now=NOW)
    assert not Organisation.objects.filter(merged_into__isnull=False).exists()


def test_a_merged_account_is_closed_and_its_rights_do_not_pass_on() -> None:
    kept, gone = person_with("officer", states=("XAA",)), person_with("officer", states=("XAB",))
    tokens.make(gone, name="k", write=False, days=3, verified=True, by=load_actor(gone), now=timezone.now())
    it = request_in("XAB", "submitted", officer=gone)
    with pytest.raises(Denied):
        merge(KINDS["person"], kept, gone, values={}, reason="r", by=actor_with("coordinator"), now=NOW)
    merge(KINDS["person"], kept, gone, values={}, reason="One person", by=administrator(), now=NOW)
    gone.refresh_from_db()
    it.refresh_from_db()
    assert (gone.is_active, gone.has_usable_password(), gone.merged_into) == (False, False, kept)
    assert not gone.roles.filter(ended_at__isnull=True).exists()
    assert not gone.tokens.filter(revoked_at__isnull=True).exists()
    assert load_actor(kept).roles[0].states == frozenset({"XAA"})
    assert it.officer == kept


def test_persons_become_one_and_seats_stay() -> None:
    kept, gone = trainee("XAA", name="Sample, Anna"), trainee("XAA", name="anna SAMPLE")
    seat(kept, "First"), seat(gone, "Second")
    assert totals(seats_in()) == (2, 2)
    merge(KINDS["trainee"], kept, gone, values={"name": gone.name}, reason="r", by=actor_with("coordinator"), now=NOW)
    assert totals(seats_in()) == (1, 2)
    kept.refresh_from_db()
    assert kept.name == "anna SAMPLE"


def test_two_seats_or_nominations_in_one_course_were_of_two_people() -> None:
    kept, gone = trainee("XAA"), trainee("XAA")
    call = call_for(activity_in("XAA", "confirmed", title="Shared course"))
    first, second = nomination_in(call=call, trainee=kept), nomination_in(call=call, trainee=gone)
    boss = actor_with("coordinator")
    with pytest.raises(Refused, match="withdraw one of the nominations first: Shared course"):
        merge(KINDS["trainee"], kept, gone, values={}, reason="r", by=boss, now=NOW)
    second.status = "withdrawn"
    second.save()
    stamps: dict[str, Any] = {"created_at": NOW, "changed_at": NOW}
    for who in (kept, gone):
        Enrolment.objects.create(activity=call.activity, trainee=who, **stamps)
    with pytest.raises(Refused, match="two people"):
        merge(KINDS["trainee"], kept, gone, values={}, reason="r", by=boss, now=NOW)
    first.refresh_from_db()
    gone.refresh_from_db()
    assert gone.merged_into is None


def test_nothing_is_merged_twice_or_without_a_reason() -> None:
    one, two, three = (trainee("XAA") for _ in range(3))
    boss, it = actor_with("coordinator"), KINDS["trainee"]
    with pytest.raises(Refused, match="same record"):
        merge(it, one, one, values={}, reason="r", by=boss, now=NOW)
    with pytest.raises(Refused, match="reason"):
        merge(it, one, two, values={}, reason=" ", by=boss, now=NOW)
    merge(it, two, three, values={}, reason="r", by=boss, now=NOW)
    with pytest.raises(Refused, match="merged already"):
        merge(it, one, three, values={}, reason="r", by=boss, now=NOW)
    merge(it, one, two, values={}, reason="r", by=boss, now=NOW)
    three.refresh_from_db()
    assert three.merged_into == one


@pytest.mark.parametrize(
    ("one", "two", "double"),
    [
        ("Sample, Anna-Maria", "anna maria SAMPLE", True),
        ("José Muestra", "Jose Muestra", True),
        ("أحمد العينة", "احمد العينه", True),
        ("Anna Sample", "Anna Samples", False),
    ],
)
def test_likely_doubles_are_found_whatever_the_spelling(one: str, two: str, double: bool) -> None:
    first, second = trainee("XAA", name=one), trainee("XAA", name=two)
    trainee("XAB", name=one)
    found = likely_doubles(KINDS["trainee"], Trainee.objects.all())
    assert found == ([(first, second)] if double else [])


def test_the_pages_lead_from_doubles_to_one_and_old_addresses_lead_on(client: Client) -> None:
    kept, gone = organisation("partner", name="Sample Institute"), organisation("partner", name="sample INSTITUTE")
    where = reverse("merge", args=["organisation", kept.pk, gone.pk])
    sign_in(client, person_with("coordinator"))
    assert where in client.get(reverse("doubles") + "?kind=organisation").content.decode()
    assert b"sample INSTITUTE" in client.get(where).content
    assert client.post(where, {"reason": ""}).status_code == 400
    done = client.post(where, {"reason": "One", "keep-name": "gone"})
    assert (done.status_code, done.headers["Location"]) == (302, reverse("organisation", args=[kept.pk]))
    kept.refresh_from_db()
    assert kept.name == "sample INSTITUTE"
    old = client.get(reverse("organisation", args=[gone.pk]))
    assert (old.status_code, old.headers["Location"]) == (302, reverse("organisation", args=[kept.pk]))
    assert client.get(where).status_code == 404
    assert client.get(reverse("merge", args=["nothing", 1, 2])).status_code == 404


def test_accounts_are_merged_only_after_confirming_who_one_is(client: Client) -> None:
    kept, gone, boss = person_with("donor"), person_with("donor"), person_with("administrator")
    open_session(reason="Merging accounts of one person", minutes=30, by=load_actor(boss), now=timezone.now())
    where = reverse("merge", args=["person", kept.pk, gone.pk])
    sign_in(client, boss)
    answer = client.post(where, {"reason": "One"})
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert Person.objects.get(pk=gone.pk).merged_into is None
    sign_in(client, boss, confirmed=True)
    assert client.post(where, {"reason": "One"}).headers["Location"] == reverse("person", args=[kept.pk])
    assert Person.objects.get(pk=gone.pk).merged_into == kept


@pytest.mark.parametrize("role", ["officer", "partner", "auditor", "focal_point"])
def test_others_may_not_merge(client: Client, role: str) -> None:
    kept, gone = organisation("partner", name="A"), organisation("partner", name="B")
    extra: dict[str, Any] = (
        {"states": ("XAA",)} if role == "officer" else {"state": "XAA"} if role == "focal_point" else {}
    )
    sign_in(client, person_with(role, **extra))
    assert client.post(reverse("merge", args=["organisation", kept.pk, gone.pk]), {"reason": "r"}).status_code == 403
    assert b"is yours to merge" in client.get(reverse("doubles")).content
    assert merging.KINDS
