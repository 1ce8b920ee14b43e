"""What may happen to an activity: from idea to evaluated, with named checks at each step."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts import changing, trail
from accede.accounts.rights import Actor, Subject, demand
from accede.assistance.activity_kinds import WITH_PEOPLE
from accede.assistance.models import Activity, ActivityState, Plan, Programme
from accede.assistance.models.activities import Scope
from accede.assistance.numbering import next_reference
from accede.assistance.queries.plans import in_force_for
from accede.assistance.steps import Blocked, Problem, Step, take
from accede.assistance.subjects import ACTIVITIES
from accede.treaties.models import Participant
from accede.treaties.places import place_name

WRITTEN = (
    "title", "kind", "theme", "obligations", "description", "details", "starts", "ends", "place", "held_in_id", "language",
    "lead_id", "officer_id", "budget", "outcome_text", "evaluation", "evaluation_score", "public",
)  # fmt: skip


def _codes(it: Activity) -> list[str]:
    return [row.participant_id for row in it.states.all()]


def has_what_and_when(it: Activity) -> Iterator[Problem]:
    """A plan says what, when and for whom."""
    if not (it.starts and it.ends):
        yield Problem("dates", gettext("Say when it starts and ends."), "starts")
    if it.scope != Scope.GLOBAL and not _codes(it):
        yield Problem("states", gettext("Say for which States it is."), "states")
    if not it.theme:
        yield Problem("theme", gettext("Choose its theme."), "theme")


def has_means(it: Activity) -> Iterator[Problem]:
    """Nothing is confirmed without money and somebody who answers for it."""
    if it.budget is None:
        yield Problem("budget", gettext("Give its budget, 0 if it costs nothing."), "budget")
    if it.officer_id is None:
        yield Problem("officer", gettext("Name the officer who answers for it."), "officer_id")


def upon_request(it: Activity) -> Iterator[Problem]:
    """A country activity needs a request from that State and a plan in force (operative paragraph 3)."""
    if it.scope != Scope.COUNTRY:
        return
    codes = _codes(it)
    asked = it.request
    if asked is None or asked.participant_id not in codes or asked.status not in ("accepted", "referred", "closed"):
        yield Problem("request", gettext("It needs a request of the State that was accepted."), "request")
    plan = it.plan
    day = it.starts or timezone.localdate()
    if (
        plan is None
        or plan.participant_id not in codes
        or not in_force_for(plan.participant_id, on=day).filter(pk=plan.pk).exists()
    ):
        yield Problem(
            "plan", gettext("It needs a plan that both sides accepted and that is in force on its first day."), "plan"
        )


def every_state_nominated(it: Activity) -> Iterator[Problem]:
    """A regional activity needs each State's nomination."""
    if it.scope != Scope.REGIONAL:
        return
    missing = [row.participant_id for row in it.states.all() if row.nominated_at is None]
    if missing:
        names = ", ".join(place_name(code) for code in missing)
        yield Problem("nominations", gettext("These States have not nominated yet: %(states)s.") % {"states": names})


def has_begun(it: Activity) -> Iterator[Problem]:
    """It is under way from its first day."""
    if it.starts is None or it.starts > timezone.localdate():
        yield Problem("begun", gettext("Its first day has not come yet."))


def has_ended(it: Activity) -> Iterator[Problem]:
    """It is completed from its last day."""
    if it.ends is None or it.ends > timezone.localdate():
        yield Problem("ended", gettext("Its last day has not come yet."))


def attendance_taken(it: Activity) -> Iterator[Problem]:
    """Whoever took part is on record before it counts as completed."""
    if it.kind in WITH_PEOPLE and it.enrolments.exists() and not it.sessions.filter(attendance__isnull=False).exists():
        yield Problem("attendance", gettext("Take the attendance first."))


def has_outcome(it: Activity) -> Iterator[Problem]:
    """A report says what came of it."""
    if not it.outcome_text.strip():
        yield Problem("outcome_text", gettext("Write what came of it."), "outcome_text")


def has_evaluation(it: Activity) -> Iterator[Problem]:
    """An evaluation has a text and a score."""
    if not it.evaluation.strip() or it.evaluation_score is None:
        yield Problem("evaluation", gettext("Write the evaluation and give the score, 1 to 5."), "evaluation")


STEPS = (
    Step[Activity]("plan", _("Plan it"), frozenset({"idea"}), "planned", "move", (has_what_and_when,)),
    Step[Activity](
        "confirm", _("Confirm it"), frozenset({"planned"}), "confirmed", "move",
        (has_what_and_when, has_means, upon_request, every_state_nominated),
    ),
    Step[Activity]("begin", _("Begin"), frozenset({"confirmed"}), "under_way", "move", (has_begun,)),
    Step[Activity](
        "complete", _("Complete"), frozenset({"under_way"}), "completed", "move", (has_ended, attendance_taken)
    ),
    Step[Activity]("report", _("Report"), frozenset({"completed"}), "reported", "move", (has_outcome,)),
    Step[Activity]("evaluate", _("Evaluate"), frozenset({"reported"}), "evaluated", "move", (has_evaluation,)),
    Step[Activity](
        "cancel", _("Cancel it"), frozenset({"idea", "planned", "confirmed", "under_way"}), "cancelled", "move",
        needs_reason=True,
    ),
)  # fmt: skip
_BY_NAME = {step.name: step for step in STEPS}


def create(
    values: Mapping[str, Any], *, states: Iterable[str], programmes: Iterable[Programme] = (), plan: Plan | None = None,
    plan_item: str = "", by: Actor, now: datetime,
) -> Activity:  # fmt: skip
    """A new idea. From a plan it takes the request and the State. Raises ``Denied`` or ``Blocked``."""
    codes = sorted(set(states) | ({plan.participant_id} if plan is not None else set()))
    trees = list(programmes)
    subject = Subject(
        record=Activity.KIND, status="idea", states=frozenset(codes), programmes=frozenset(it.pk for it in trees)
    )
    demand(by, "create", subject)
    given = _checked({name: values[name] for name in WRITTEN if name in values})
    with transaction.atomic():
        made = Activity(
            reference=next_reference("A", now.year), status_since=now, scope=_scope(codes), plan=plan, plan_item=plan_item,
            request=plan.request if plan is not None else None, **{"officer_id": by.person, **given},
        )  # fmt: skip
        changing.create(made, by=by, now=now, states=codes)
        for code in codes:
            _add_state(made, code)
        made.programmes.set(trees)
    return made


def _add_state(activity: Activity, code: str) -> None:
    Participant.objects.get_or_create(code=code)
    ActivityState.objects.create(activity=activity, participant_id=code)


def _scope(codes: list[str]) -> str:
    return Scope.GLOBAL if not codes else Scope.COUNTRY if len(codes) == 1 else Scope.REGIONAL


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    starts, ends = given.get("starts"), given.get("ends")
    if starts and ends and ends < starts:
        raise Blocked([Problem("ends", gettext("It ends on or after the day on which it starts."), "ends")])
    return given


def edit(
    activity: Activity, values: Mapping[str, Any], *, states: Iterable[str] | None = None,
    programmes: Iterable[Programme] | None = None, by: Actor, now: datetime, seen: int,
) -> Activity:  # fmt: skip
    """Write into an activity. Its States are fixed once it is confirmed. Raises ``Denied``, ``Blocked`` or ``Conflict``."""
    subject = ACTIVITIES.subject(activity)
    demand(by, "edit", subject)
    given = _checked({name: values[name] for name in WRITTEN if name in values})
    with transaction.atomic():
        if states is not None:
            codes = sorted(set(states))
            before = sorted(subject.states)
            if codes != before:
                if activity.status not in ("idea", "planned"):
                    raise Blocked([Problem("states", gettext("Its States are fixed once it is confirmed."), "states")])
                given["scope"] = _scope(codes)
        done = changing.change(activity, given, by=by, now=now, seen=seen, states=subject.states)
        if states is not None and codes != before:
            done.states.exclude(participant__in=codes).delete()
            for code in set(codes) - set(before):
                _add_state(done, code)
            trail.add(
                by=by, verb="states", record=Activity.KIND, record_id=done.pk, now=now, states=set(codes) | subject.states,
                before={"states": before}, after={"states": codes},
            )  # fmt: skip
        if programmes is not None:
            _hang(done, programmes, by=by, now=now)
    return done


def _hang(activity: Activity, programmes: Iterable[Programme], *, by: Actor, now: datetime) -> None:
    before = sorted(activity.programmes.values_list("pk", flat=True))
    after = sorted(it.pk for it in programmes)
    if before != after:
        activity.programmes.set(after)
        trail.add(
            by=by, verb="programmes", record=Activity.KIND, record_id=activity.pk, now=now, states=_codes(activity),
            before={"programmes": before}, after={"programmes": after},
        )  # fmt: skip


def add_to_programme(activity: Activity, programme: Programme, *, by: Actor, now: datetime) -> None:
    """Hang it in a further tree; it still counts once."""
    demand(by, "edit", ACTIVITIES.subject(activity))
    with transaction.atomic():
        _hang(activity, [*activity.programmes.all(), programme], by=by, now=now)


def move(
    activity: Activity, name: str, *, by: Actor, now: datetime, why: str = "", seen: int | None = None
) -> Activity:
    """Take the step of this name. Raises ``Denied``, ``Blocked`` or ``Conflict``."""
    step = _BY_NAME.get(name)
    if step is None:
        raise Blocked([Problem("step", gettext("There is no such step."))])
    values = {"cancel_reason": why} if name == "cancel" else {}
    return take(step, activity, by=by, to=ACTIVITIES, now=now, why=why, seen=seen, values=values)


def state_nominates(activity: Activity, state: str, *, by: Actor, now: datetime) -> None:
    """The State takes part: by its focal point's word, or by its first nomination."""
    demand(by, "nominate", ACTIVITIES.subject(activity))
    with transaction.atomic():
        row = ActivityState.objects.select_for_update(no_key=True).filter(activity=activity, participant=state).first()
        if row is None:
            raise Blocked([Problem("state", gettext("The activity is not for this State."))])
        if row.nominated_at is None:
            row.nominated_at = now
            row.save()
            trail.add(
                by=by, verb="nominates", record=Activity.KIND, record_id=activity.pk, now=now, states=[state],
                after={"state": state},
            )  # fmt: skip


def put_away(activity: Activity, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> Activity:
    """Archive with a reason."""
    subject = ACTIVITIES.subject(activity)
    demand(by, "archive", subject)
    if not reason.strip():
        raise Blocked([Problem("reason", gettext("Give a reason."), "reason")])
    return changing.archive(activity, reason=reason, by=by, now=now, seen=seen, states=subject.states)
