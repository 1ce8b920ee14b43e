"""A training activity from the call to the certificates."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accede.accounts.access import work_page
from accede.accounts.rights import Actor, demand, may, visible
from accede.assistance.domain import training, training_after
from accede.assistance.forms.training import CallForm, NominateForm, SessionForm
from accede.assistance.models import Activity, Attendance, Enrolment, Nomination, Session, Trainee
from accede.assistance.queries.activities import subject_parts
from accede.assistance.steps import Blocked
from accede.assistance.subjects import ACTIVITIES, NOMINATIONS, TRAINEES
from accede.assistance.views.common import act, find, save
from accede.treaties.places import place_name


def _it(actor: Actor, pk: int) -> Activity:
    return find(actor, subject_parts(Activity.objects.all()), ACTIVITIES, pk)


def _act(
    request: HttpRequest, activity: Activity, do: Callable[[], object], said: str, *, to: str = "training"
) -> HttpResponse:
    return act(request, do, said=said, back=reverse(to, args=[activity.pk]))


@work_page
def training_page(request: HttpRequest, actor: Actor, activity: int) -> HttpResponse:
    """Nominations, selection, seats, attendance and results of an activity."""
    it = _it(actor, activity)
    demand(actor, "select", ACTIVITIES.subject(it))
    call = getattr(it, "call", None)
    nominations = list(
        call.nominations.select_related("trainee", "trainee__organisation").order_by("participant", "id")
        if call
        else []
    )
    seats = list(
        it.enrolments.filter(archived_at__isnull=True)
        .select_related("trainee", "certificate")
        .prefetch_related("scores", "attendance")
        .order_by("trainee__name")
    )
    personal = may(actor, "see", ACTIVITIES.subject(it), group="personal")
    sessions = list(it.sessions.filter(archived_at__isnull=True))
    rows = [_seat_row(seat, sessions) for seat in seats]
    context = {
        "record": it, "actor": actor, "call": call, "nominations": nominations, "seats": rows, "sessions": sessions,
        "personal": personal, "balance": _balance(nominations), "feedback": training_after.feedback_of(it),
        "least": training_after.LEAST_ANSWERS,
    }  # fmt: skip
    return render(request, "assistance/training/page.html", context)


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat as the page shows it: the share of the hours attended in per cent, and the results of the tests."""

    seat: Enrolment
    share: int | None
    results: dict[str, str]


def _seat_row(seat: Enrolment, sessions: list[Session]) -> SeatRow:
    there = {row.session_id for row in seat.attendance.all() if row.present}
    hours = sum((session.hours for session in sessions), Decimal(0))
    taken = sum((session.hours for session in sessions if session.pk in there), Decimal(0))
    results = {row.test: f"{row.points}/{row.out_of}" for row in seat.scores.all()}
    return SeatRow(seat, round(taken / hours * 100) if hours else None, results)


def _balance(nominations: list[Nomination]) -> list[tuple[str, int, int]]:
    """By State: nominated and selected."""
    found: dict[str, list[int]] = {}
    for it in nominations:
        if it.status != "withdrawn":
            row = found.setdefault(it.participant_id, [0, 0])
            row[0] += 1
            row[1] += it.status == "selected"
    return [(place_name(code), nominated, selected) for code, (nominated, selected) in sorted(found.items())]


@work_page
def call_form(request: HttpRequest, actor: Actor, activity: int) -> HttpResponse:
    """The call for nominations."""
    it = _it(actor, activity)
    demand(actor, "select", ACTIVITIES.subject(it))
    call = getattr(it, "call", None)
    names = ("seats", "per_state", "profile", "professions", "opens_at", "closes_at")
    first = {name: getattr(call, name) for name in names} if call else {"seats": 20, "opens_at": timezone.now()}
    return save(
        request, CallForm(request.POST or None, initial=first),
        lambda values, seen: training.open_call(it, values, by=actor, now=timezone.now()),
        title=gettext("Call for nominations"), back=reverse("training", args=[it.pk]),
        done=lambda made: reverse("training", args=[it.pk]),
    )  # fmt: skip


@work_page
def nominate(request: HttpRequest, actor: Actor, activity: int) -> HttpResponse:
    """A focal point nominates: somebody known, or somebody new, whose likely doubles are shown first."""
    it = _it(actor, activity)
    demand(actor, "nominate", ACTIVITIES.subject(it))
    call = getattr(it, "call", None)
    state = next(iter(sorted(actor.own_states & ACTIVITIES.subject(it).states)), "")
    form = NominateForm(request.POST or None, state=state)
    doubles: list[Trainee] = []
    status = 200
    if request.method == "POST" and call is not None:
        now = timezone.now()
        try:
            known = request.POST.get("known", "")
            if known.isdecimal():
                trainee = get_object_or_404(visible(actor, Trainee.objects.all(), TRAINEES), pk=int(known))
                training.nominate(call, trainee, reason=request.POST.get("reason", ""), by=actor, now=now)
                messages.success(request, gettext("Nominated."))
                return redirect("nominate", it.pk)
            if form.is_valid():
                given = form.values()
                doubles = list(training.likely_the_same(state, name=given["name"], email=given["email"])[:10])
                if not doubles or request.POST.get("another") == "yes":
                    from django.db import transaction

                    with transaction.atomic():
                        trainee = training.add_trainee(state, given, by=actor, now=now)
                        training.nominate(call, trainee, reason=form.cleaned_data["reason"], by=actor, now=now)
                    messages.success(request, gettext("Nominated."))
                    return redirect("nominate", it.pk)
        except Blocked as blocked:
            for problem in blocked.problems:
                form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        status = 400
    mine = Nomination.objects.none()
    if call is not None:
        mine = visible(actor, call.nominations.select_related("trainee"), NOMINATIONS)
    known_people = visible(
        actor, Trainee.objects.filter(participant=state, archived_at__isnull=True, erased_at__isnull=True), TRAINEES
    ).order_by("name")[:500]
    context = {
        "record": it, "actor": actor, "call": call, "form": form, "mine": mine, "known": known_people, "doubles": doubles,
        "now": timezone.now(), "state": place_name(state),
    }  # fmt: skip
    return render(request, "assistance/training/nominate.html", context, status=status)


@require_POST
@work_page
def nomination_withdraw(request: HttpRequest, actor: Actor, nomination: int) -> HttpResponse:
    """The State takes a nomination back."""
    queryset = Nomination.objects.select_related("call__activity").prefetch_related("call__activity__programmes")
    it = find(actor, queryset, NOMINATIONS, nomination)
    return _act(
        request, it.call.activity, lambda: training.withdraw(it, by=actor, now=timezone.now()),
        gettext("The nomination was withdrawn."), to="nominate",
    )  # fmt: skip


@require_POST
@work_page
def nomination_decide(request: HttpRequest, actor: Actor, nomination: int) -> HttpResponse:
    """Select, reserve or decline."""
    queryset = Nomination.objects.select_related("call__activity").prefetch_related("call__activity__programmes")
    it = find(actor, queryset, NOMINATIONS, nomination)
    status, reason = request.POST.get("status", ""), request.POST.get("reason", "").strip()
    return _act(
        request, it.call.activity,
        lambda: training.decide(it, status, reason=reason, by=actor, now=timezone.now()), gettext("Saved."),
    )  # fmt: skip


@work_page
def session_new(request: HttpRequest, actor: Actor, activity: int) -> HttpResponse:
    """A session."""
    it = _it(actor, activity)
    demand(actor, "attend", ACTIVITIES.subject(it))
    return save(
        request, SessionForm(request.POST or None, initial={"day": it.starts}),
        lambda values, seen: training.add_session(it, values, by=actor, now=timezone.now()),
        title=gettext("A session"), back=reverse("training", args=[it.pk]),
        done=lambda made: reverse("training", args=[it.pk]),
    )  # fmt: skip


@work_page
def attendance(request: HttpRequest, actor: Actor, activity: int, session: int) -> HttpResponse:
    """Who was there."""
    it = _it(actor, activity)
    demand(actor, "attend", ACTIVITIES.subject(it))
    part = get_object_or_404(Session, pk=session, activity=it)
    if request.method == "POST":
        present = [int(text) for text in request.POST.getlist("present") if text.isdecimal()]
        return _act(
            request, it, lambda: training.take_attendance(part, present, by=actor, now=timezone.now()),
            gettext("The attendance was saved."),
        )  # fmt: skip
    there = set(Attendance.objects.filter(session=part, present=True).values_list("enrolment_id", flat=True))
    seats = it.enrolments.filter(archived_at__isnull=True).select_related("trainee").order_by("trainee__name")
    context = {"record": it, "session": part, "seats": [(seat, seat.pk in there) for seat in seats], "actor": actor}
    return render(request, "assistance/training/attendance.html", context)


@work_page
def scores(request: HttpRequest, actor: Actor, activity: int, test: str) -> HttpResponse:
    """Results of the test before or after."""
    it = _it(actor, activity)
    demand(actor, "attend", ACTIVITIES.subject(it))
    seats = list(
        it.enrolments.filter(archived_at__isnull=True, part="participant")
        .select_related("trainee").prefetch_related("scores").order_by("trainee__name")
    )  # fmt: skip
    if request.method == "POST":
        try:
            out_of = Decimal(request.POST.get("out_of", ""))
            points = {
                seat.pk: Decimal(text) for seat in seats if (text := request.POST.get(f"points-{seat.pk}", "").strip())
            }
        except InvalidOperation:
            messages.error(request, gettext("Points are numbers, such as 17.5."))
            return redirect("scores", it.pk, test)
        return _act(
            request, it,
            lambda: training.enter_scores(it, test, points, out_of=out_of, by=actor, now=timezone.now()),
            gettext("The results were saved."),
        )  # fmt: skip
    kept = {seat.pk: next((row for row in seat.scores.all() if row.test == test), None) for seat in seats}
    context = {
        "record": it, "test": test, "seats": [(seat, kept[seat.pk]) for seat in seats], "actor": actor,
        "out_of": next((row.out_of for row in kept.values() if row is not None), 20),
    }  # fmt: skip
    return render(request, "assistance/training/scores.html", context)


@require_POST
@work_page
def certificates_issue(request: HttpRequest, actor: Actor, activity: int) -> HttpResponse:
    """Certificates for all who attended four fifths of the hours."""
    it = _it(actor, activity)
    demand(actor, "attend", ACTIVITIES.subject(it))
    made = 0
    for seat in Enrolment.objects.filter(activity=it, archived_at__isnull=True, certificate__isnull=True):
        try:
            training_after.issue(seat, by=actor, now=timezone.now())
            made += 1
        except Blocked:
            continue
    messages.success(request, gettext("Certificates issued: %(count)d.") % {"count": made})
    return redirect("training", it.pk)


@require_POST
@work_page
def feedback_ask(request: HttpRequest, actor: Actor, activity: int) -> HttpResponse:
    """Send the questionnaire."""
    it = _it(actor, activity)
    site = request.build_absolute_uri("/").removesuffix("/")
    return _act(
        request, it, lambda: training_after.ask_for_feedback(it, by=actor, now=timezone.now(), site=site),
        gettext("The questionnaire was sent to all who have an e-mail address and were not asked before."),
    )  # fmt: skip
