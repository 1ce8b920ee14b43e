"""Results: outcomes are observed and proposed by the machine, judged by an officer, and never claimed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from accede.accounts import changing, trail
from accede.accounts.rights import Actor, Subject, demand
from accede.assistance.catalogue import instrument_title
from accede.assistance.models import Activity, Indicator, Outcome, Plan, Reading, Request
from accede.assistance.models.results import OutcomeStatus
from accede.assistance.steps import Blocked, Problem
from accede.assistance.subjects import OUTCOMES, PLANS
from accede.law.actions import CONSENT, Standing, TreatyAction
from accede.treaties.models import Instrument
from accede.treaties.queries import snapshot

WORKER = Actor()
#: Assistance that ended longer ago than this before an act is not offered as a reason for it.
REACHES_BACK = timedelta(days=5 * 365)


def propose(*, now: datetime) -> int:
    """Propose to the officers every consent to be bound, by a State that had been assisted before. Answers how many are new.

    Done again it proposes nothing twice: the database keeps one outcome an act.
    """
    made = 0
    assisted = set(Request.objects.exclude(status__in=["draft", "withdrawn"]).values_list("participant_id", flat=True))
    assisted |= set(
        Activity.objects.exclude(status__in=["idea", "cancelled"]).values_list("states__participant_id", flat=True)
    )
    acts = _acts_by_state(assisted)
    for state in sorted(acts):
        known = set(
            Outcome.objects.filter(participant=state, what="treaty_action").values_list("instrument_id", "action", "on")
        )
        for act in acts[state]:
            if (act.instrument, str(act.action.value), act.date) in known:
                continue
            because, activities, plan = _before(state, act)
            if not because:
                continue
            made += _store(state, act, because, activities, plan, now)
    return made


def _acts_by_state(states: set[str]) -> dict[str, list[TreatyAction]]:
    """The dated consents to be bound of these States, the placeholder States' among them; the log is read once."""
    snap = snapshot()
    found: dict[str, list[TreatyAction]] = {}
    for facts in [snap.facts, *([snap.sample.facts] if snap.sample is not None else [])]:
        for row in facts.actions:
            consents = row.action in CONSENT and row.date is not None and row.standing is Standing.STATED
            if consents and row.participant in states:
                found.setdefault(row.participant, []).append(row)
    return found


def _before(state: str, act: TreatyAction) -> tuple[str, list[Activity], Plan | None]:
    """Which assistance came before the act and touched the instrument, in words; nothing where none did."""
    day = act.date or date.min
    plans = [
        plan
        for plan in Plan.objects.filter(participant=state, in_force__isnull=False).select_related("request", "in_force")
        if plan.in_force_since is not None and plan.in_force_since.date() <= day and _touches(plan, act.instrument)
    ]
    begun = Activity.objects.filter(
        states__participant=state, starts__lte=day, starts__gte=day - REACHES_BACK,
        status__in=["under_way", "completed", "reported", "evaluated"],
    ).select_related("plan", "request")  # fmt: skip
    activities = [
        it
        for it in begun
        if any(name.split("/")[0] == act.instrument for name in it.obligations)
        or (it.request is not None and act.instrument in it.request.instruments)
        or (it.plan is not None and it.plan in plans)
    ]
    requests = [
        it
        for it in Request.objects.filter(participant=state, submitted_at__isnull=False)
        if it.submitted_at is not None and it.submitted_at.date() <= day and act.instrument in it.instruments
    ]
    names = [it.reference for it in requests] + [it.title for it in plans] + [it.reference for it in activities]
    return "; ".join(names), activities, plans[0] if plans else None


def _touches(plan: Plan, instrument: str) -> bool:
    content = plan.in_force.content if plan.in_force else {}
    for objective in content.get("objectives", []):
        named = [*objective.get("instruments", []), *(name.split("/")[0] for name in objective.get("obligations", []))]
        if instrument in named:
            return True
    return instrument in plan.request.instruments


def _store(
    state: str, act: TreatyAction, because: str, activities: list[Activity], plan: Plan | None, now: datetime
) -> int:
    with transaction.atomic():
        Instrument.objects.get_or_create(id=act.instrument)
        row, new = Outcome.objects.get_or_create(
            participant_id=state, what="treaty_action", instrument_id=act.instrument, action=str(act.action.value),
            on=act.date,
            defaults={
                "title": f"{instrument_title(act.instrument)}: {act.action.value}", "because": because, "plan": plan,
                "created_at": now, "changed_at": now,
                "sample": state.startswith("XA"),
            },
        )  # fmt: skip
        if new:
            row.activities.set(activities)
            trail.add(
                by=WORKER, verb="propose", record=Outcome.KIND, record_id=row.pk, now=now, states=[state], agent="worker",
                after={"title": row.title, "because": because},
            )  # fmt: skip
    return int(new)


def observe(state: str, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Outcome:
    """A provision adopted, entered by an officer or a focal point; it is judged like any other."""
    demand(by, "create", Subject(record=Outcome.KIND, status="proposed", states=frozenset([state])))
    made = Outcome(
        participant_id=state, what="provision", **{name: values[name] for name in ("title", "on", "because")}
    )
    return changing.create(made, by=by, now=now, states=[state])


def judge(
    outcome: Outcome, *, contributed: bool, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> Outcome:
    """The officer's answer to "contributed to?", with the reason. Raises ``Denied``, ``Blocked`` or ``Conflict``."""
    subject = OUTCOMES.subject(outcome)
    demand(by, "judge", subject)
    if not reason.strip():
        raise Blocked([Problem("reason", gettext("Say on what evidence."), "reason")])
    status = OutcomeStatus.CONTRIBUTED if contributed else OutcomeStatus.NOT_CONTRIBUTED
    return changing.change(
        outcome, {"status": status, "reason": reason, "judged_by_id": by.person, "judged_at": now}, by=by, now=now,
        seen=seen, verb="judge", states=subject.states, why=reason,
    )  # fmt: skip


def read_indicator(
    indicator: Indicator,
    *,
    on: date,
    numerator: Decimal,
    denominator: Decimal | None,
    source: str,
    by: Actor,
    now: datetime,
) -> Reading:
    """Note what an indicator shows. A correction is a further reading for the same day. Raises ``Denied`` or ``Blocked``."""
    subject = PLANS.subject(indicator.plan)
    demand(by, "edit", subject)
    if not source.strip():
        raise Blocked([Problem("source", gettext("Name the source."), "source")])
    if denominator is not None and denominator <= 0:
        raise Blocked([Problem("denominator", gettext("The denominator is above 0."), "denominator")])
    if on > now.date():
        raise Blocked([Problem("on", gettext("The day lies in the future."), "on")])
    with transaction.atomic():
        made = Reading.objects.create(
            indicator=indicator, on=on, numerator=numerator, denominator=denominator, source=source.strip(), noted_at=now,
            noted_by_id=by.person,
        )  # fmt: skip
        trail.add(
            by=by, verb="read", record=Indicator.KIND, record_id=indicator.pk, now=now, states=subject.states,
            after={"on": on, "numerator": numerator, "denominator": denominator, "source": source},
        )  # fmt: skip
    return made
