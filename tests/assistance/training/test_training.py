"""Training from the call to the certificate; limits hold, and the questionnaire does not say who answered."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.conftest import actor_with, person_with, sign_in
from tests.assistance.making import activity_in, call_for, nomination_in, trainee

from accede.accounts.rights import Denied
from accede.assistance.domain import training, training_after
from accede.assistance.models import Activity, Certificate, Enrolment, Feedback, FollowUp, Nomination, Trainee
from accede.assistance.queries import training_counts
from accede.assistance.steps import Blocked

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def now() -> Any:
    return timezone.now()


def open_call(activity: Activity, **values: Any) -> Any:
    asked = {"opens_at": now() - timedelta(days=1), "closes_at": now() + timedelta(days=5), **values}
    return call_for(activity, **asked)


def signed_in(role: str, **where: Any) -> Client:
    client = Client()
    sign_in(client, person_with(role, **where))
    return client


def test_a_state_nominates_no_more_than_the_call_allows_and_only_while_it_is_open() -> None:
    by = actor_with("focal_point", state="XAA")
    call = open_call(activity_in("XAA", "confirmed"), per_state=2)
    for _ in range(2):
        training.nominate(call, trainee("XAA"), by=by, now=now())
    with pytest.raises(Blocked, match="may nominate 2"):
        training.nominate(call, trainee("XAA"), by=by, now=now())
    training.withdraw(Nomination.objects.all()[0], by=by, now=now())
    training.nominate(call, trainee("XAA"), by=by, now=now())
    closed = open_call(activity_in("XAA", "confirmed"), closes_at=now() - timedelta(hours=1))
    with pytest.raises(Blocked, match="not open"):
        training.nominate(closed, trainee("XAA"), by=by, now=now())
    with pytest.raises(Denied):
        training.nominate(call, trainee("XAB"), by=actor_with("focal_point", state="XAB"), now=now())


def test_a_nomination_is_the_states_word_that_it_takes_part() -> None:
    activity = activity_in(["XAA", "XAB"], "planned")
    training.nominate(open_call(activity), trainee("XAA"), by=actor_with("focal_point", state="XAA"), now=now())
    assert {row.participant_id: row.nominated_at is not None for row in activity.states.all()} == {
        "XAA": True,
        "XAB": False,
    }


def test_no_more_are_selected_than_there_are_seats() -> None:
    by = actor_with("officer", states=("XAA",))
    call = open_call(activity_in("XAA", "confirmed"), seats=1)
    first, second = (nomination_in("XAA", call=call) for _ in range(2))
    training.decide(first, "selected", by=by, now=now())
    with pytest.raises(Blocked, match="seats are taken"):
        training.decide(second, "selected", by=by, now=now())
    with pytest.raises(Blocked, match="reason"):
        training.decide(second, "declined", by=by, now=now())
    training.decide(second, "reserve", by=by, now=now())
    training.decide(first, "declined", reason="Ill", by=by, now=now())
    training.decide(second, "selected", by=by, now=now())
    assert [row.trainee for row in Enrolment.objects.filter(archived_at__isnull=True)] == [second.trainee]


def seated(count: int, *, hours: int = 10, ends: Any = TODAY) -> tuple[Activity, list[Enrolment], Any]:
    by = actor_with("officer", states=("XAA",))
    activity = activity_in("XAA", "completed", starts=ends, ends=ends, kind="training")
    seats = [
        training.enrol(activity, trainee("XAA", email=f"t{n}@example.org"), by=by, now=now()) for n in range(count)
    ]
    training.add_session(activity, {"day": ends, "title": "All day", "hours": Decimal(hours)}, by=by, now=now())
    return activity, seats, by


def test_a_certificate_needs_four_fifths_and_anyone_can_verify_it(client: Client) -> None:
    activity, (there, away), by = seated(2)
    training.take_attendance(activity.sessions.get(), [there.pk], by=by, now=now())
    with pytest.raises(Blocked, match="four fifths"):
        training_after.issue(away, by=by, now=now())
    made = training_after.issue(there, by=by, now=now())
    assert training_after.issue(there, by=by, now=now()) == made
    page = client.get(reverse("certificate", args=[made.code])).content.decode()
    assert "genuine" in page
    assert there.trainee.name in page
    turned = made.code[1] + made.code[0] + made.code[2:]
    if turned != made.code:
        assert client.get(reverse("certificate", args=[turned])).status_code == 404
    assert client.get(reverse("certificates") + f"?code={made.code[:4]}-{made.code[4:]}").status_code == 302
    training_after.revoke(made, reason="Issued in error", by=by, now=now())
    page = client.get(reverse("certificate", args=[made.code])).content.decode()
    assert "revoked" in page
    assert "Issued in error" not in page


def test_the_certificate_is_a_pdf_with_the_name(client: Client) -> None:
    import io

    import pdfplumber

    activity, (seat,), by = seated(1)
    training.take_attendance(activity.sessions.get(), [seat.pk], by=by, now=now())
    made = training_after.issue(seat, by=by, now=now())
    for prefix in ("", "/ar"):
        answer = client.get(prefix + reverse("certificate-pdf", args=[made.code]))
        assert answer["Content-Type"] == "application/pdf"
        with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
            text = pdf.pages[0].extract_text()
            ends = [it for it in pdf.pages[0].chars if it["text"] == "/"]
        # The address keeps its order where the page runs from the right: its last stroke stands right of the code.
        last = max(ends, key=lambda it: (round(it["top"]), it["x0"]))
        assert any(it["text"] == made.code[-1] and it["x1"] <= last["x0"] + 0.5 and abs(it["top"] - last["top"]) < 1
                   and last["x0"] - it["x1"] < 2 for it in pdf.pages[0].chars)  # fmt: skip
        assert seat.trainee.name in text
        assert made.code in text


def test_guessing_codes_is_stopped(client: Client) -> None:
    cache.clear()
    activity, (seat,), by = seated(1)
    training.take_attendance(activity.sessions.get(), [seat.pk], by=by, now=now())
    real = reverse("certificate", args=[training_after.issue(seat, by=by, now=now()).code])
    for _ in range(40):
        assert client.get(real).status_code == 200, "a right code counts against nobody"
    guesses = [
        body + training_after.check_letter(body)
        for body in (f"22222222{a}{b}2" for a in training_after.ALPHABET for b in training_after.ALPHABET)
    ]
    for code in guesses[:30]:
        assert client.get(reverse("certificate", args=[code])).status_code == 404
    told = client.get(reverse("certificate", args=[guesses[30]]))
    assert (told.status_code, "Wait an hour" in told.content.decode()) == (429, True)
    assert client.get(real).status_code == 429, "and the answer does not tell a right code from a wrong one"
    assert client.get(real, REMOTE_ADDR="192.0.2.7").status_code == 200, "others are not held up"


def test_the_questionnaire_does_not_say_who_answered_and_is_answered_once(client: Client) -> None:
    activity, _seats, by = seated(6)
    asked = training_after.ask_for_feedback(activity, by=by, now=now(), site="http://testserver")
    assert asked == 6
    assert training_after.ask_for_feedback(activity, by=by, now=now(), site="http://testserver") == 0
    links = [re.search(r"http://testserver(\S+)", str(letter.body)) for letter in mail.outbox]
    for number, link in enumerate(links):
        assert link is not None
        assert client.get(link[1]).status_code == 200
        sent = {"useful": "4", "clear": "9", "comment": f"Remark {number}"}
        client.post(link[1], sent)
        if number == 3:
            assert training_after.feedback_of(activity) is None, "never of fewer than five"
        assert client.post(link[1], sent).status_code == 404
    found = training_after.feedback_of(activity)
    assert found is not None
    assert (found["count"], found["means"]) == (6, {"useful": 4.0})
    assert {field.name for field in Feedback._meta.get_fields()} == {"id", "activity", "on", "answers"}
    assert all(row.answers == {} for row in FollowUp.objects.filter(kind="feedback"))
    assert {row.on.day for row in Feedback.objects.all()} == {1}


def test_what_came_of_it_is_asked_by_itself_after_six_months_once() -> None:
    activity, _seats, _by = seated(2, ends=TODAY - timedelta(days=190))
    site = "http://testserver"
    assert training_after.ask_due(now=now(), site=site) == 2
    assert training_after.ask_due(now=now(), site=site) == 0
    assert len(mail.outbox) == 2
    assert activity.title not in "".join(str(letter.body) for letter in mail.outbox), "nothing of a record in a letter"
    _recent, _, _ = seated(1, ends=TODAY - timedelta(days=20))
    assert training_after.ask_due(now=now(), site=site) == 0
    secret = re.search(r"question/(\S+)/", str(mail.outbox[0].body))
    assert secret is not None
    training_after.answer(secret[1], {"used": "Daily"}, now=now())
    assert FollowUp.objects.get(answered_at__isnull=False).answers["used"] == "Daily"


@pytest.mark.parametrize(
    ("language", "page", "word"),
    [("ar", "/ar/question/", "الدورة"), ("fr", "/question/", "course"), ("", "/question/", "course")],
)
def test_the_letter_and_its_page_are_in_the_language_of_the_reader(
    client: Client, language: str, page: str, word: str
) -> None:
    _activity, (seat,), _by = seated(1, ends=TODAY - timedelta(days=190))
    Trainee.objects.filter(pk=seat.trainee_id).update(language=language)
    training_after.ask_due(now=now(), site="http://testserver")
    letter = mail.outbox[0]
    link = re.search(r"http://testserver(\S+)", str(letter.body))
    assert word in letter.subject
    assert link is not None
    assert link[1].startswith(page)
    assert client.get(link[1]).status_code == 200


def test_scores_lie_within_what_can_be_reached() -> None:
    activity, (seat,), by = seated(1)
    with pytest.raises(Blocked, match="between 0 and 20"):
        training.enter_scores(activity, "pre", {seat.pk: Decimal(21)}, out_of=Decimal(20), by=by, now=now())
    training.enter_scores(activity, "pre", {seat.pk: Decimal(8)}, out_of=Decimal(20), by=by, now=now())
    training.enter_scores(activity, "post", {seat.pk: Decimal(16)}, out_of=Decimal(20), by=by, now=now())
    assert [str(row.points) for row in seat.scores.order_by("test")] == ["16.00", "8.00"]


def test_persons_are_not_seats() -> None:
    by = actor_with("officer", states=("XAA",))
    person, other = trainee("XAA", profession="judge", sex="f"), trainee("XAA", profession="prosecutor")
    for kind in ("workshop", "training", "training"):
        training.enrol(activity_in("XAA", "completed", kind=kind, starts=TODAY), person, by=by, now=now())
    training.enrol(activity_in("XAA", "cancelled", starts=TODAY), other, by=by, now=now())
    seats = training_counts.seats_in()
    assert training_counts.totals(seats) == (1, 3), "what was cancelled took no place"
    rows = {row.group: (row.persons, row.seats) for row in training_counts.split(seats, "kind")}
    assert rows == {"training": (1, 2), "workshop": (1, 1)}
    person.name, person.erased_at = "Erased", now()
    person.save()
    assert training_counts.totals(training_counts.seats_in()) == (1, 3), "an erased person still counts"


def test_a_focal_point_nominates_in_the_browser_and_is_shown_likely_doubles() -> None:
    activity = activity_in("XAA", "confirmed")
    open_call(activity)
    client = signed_in("focal_point", state="XAA")
    address = reverse("nominate", args=[activity.pk])
    sent = {"name": "Sample  Person", "profession": "judge", "email": "judge@example.org"}
    assert client.post(address, sent).status_code == 302
    told = client.post(address, {**sent, "name": "Sample Person", "email": ""})
    assert "kept once" in told.content.decode()
    assert Trainee.objects.count() == 1
    assert client.post(address, {**sent, "name": "Other", "email": "", "another": "yes"}).status_code == 302
    assert Nomination.objects.count() == 2
    assert signed_in("focal_point", state="XAB").get(address).status_code == 404
    officer = signed_in("officer", states=("XAA",))
    officer.post(reverse("nomination-decide", args=[Nomination.objects.all()[0].pk]), {"status": "selected"})
    page = officer.get(reverse("training", args=[activity.pk])).content.decode()
    assert "Sample Person" in page
    assert Enrolment.objects.count() == 1


def test_a_national_trainer_and_whom_they_trained() -> None:
    person = trainee("XAA")
    client = signed_in("focal_point", state="XAA")
    address = reverse("cascade-new", args=[person.pk])
    sent = {"title": "Course at home", "starts": "2026-02-01", "persons": "14"}
    assert client.post(address, sent).status_code == 400
    person.national_trainer = True
    person.save()
    assert client.post(address, sent).status_code == 302
    assert "14 persons reached" in client.get(reverse("trainee", args=[person.pk])).content.decode()


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_lists_cost_the_same_for_any_number(rows: int, django_assert_max_num_queries: Any) -> None:
    activity = activity_in("XAA", "confirmed")
    call = open_call(activity, seats=100)
    by = actor_with("officer", states=("XAA",))
    for _ in range(rows):
        training.decide(nomination_in("XAA", call=call), "selected", by=by, now=now())
    client = signed_in("officer", states=("XAA",))
    for name, args in (("training", [activity.pk]), ("trainees", []), ("training-counts", [])):
        client.get(reverse(name, args=args))
        with django_assert_max_num_queries(20):
            client.get(reverse(name, args=args))
    assert Certificate.objects.count() == 0
