"""What may happen to a needs assessment."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts import changing
from accede.accounts.rights import Actor, demand
from accede.assistance.models import Activity, Enrolment, Finding, Mission, NeedsAssessment, Request
from accede.assistance.steps import Blocked, Problem, Step, take
from accede.assistance.subjects import ASSESSMENTS, REQUESTS
from accede.law.status import status
from accede.treaties.queries import Snapshot, snapshot


def has_findings(it: NeedsAssessment) -> Iterator[Problem]:
    """There is something to set priorities among."""
    if not it.findings.filter(archived_at__isnull=True).exists():
        yield Problem("findings", gettext("Write at least one finding."))


def has_desk_review(it: NeedsAssessment) -> Iterator[Problem]:
    """Missions build on the desk review."""
    if not it.desk_review:
        yield Problem("desk_review", gettext("Draw the desk review first."))


def has_priorities(it: NeedsAssessment) -> Iterator[Problem]:
    """Priorities are the State's to set."""
    if not it.findings.filter(archived_at__isnull=True, priority__isnull=False).exists():
        yield Problem("priorities", gettext("The State has set no priority yet."))


STEPS = (
    Step[NeedsAssessment](
        "to_mission", _("Prepare a mission"), frozenset({"draft"}), "mission", "edit", (has_desk_review,)
    ),
    Step[NeedsAssessment](
        "to_findings", _("Write the findings"), frozenset({"draft", "mission"}), "findings", "edit", (has_desk_review,)
    ),
    Step[NeedsAssessment](
        "share", _("Share it with the State for priorities"), frozenset({"findings"}), "shared", "share", (has_findings,)
    ),
    Step[NeedsAssessment](
        "finish", _("Make it final"), frozenset({"shared"}), "final", "finish", (has_priorities,)
    ),
)  # fmt: skip
_BY_NAME = {step.name: step for step in STEPS}


def start(request: Request, *, title: str, by: Actor, now: datetime) -> NeedsAssessment:
    """Begin an assessment from a request, with its desk review drawn."""
    demand(by, "assess", REQUESTS.subject(request))
    if not title.strip():
        raise Blocked([Problem("title", gettext("Give the assessment a title."), "title")])
    made = NeedsAssessment(
        participant_id=request.participant_id, request=request, title=title.strip(), status_since=now,
        officer_id=by.person, **_desk_review(request.participant_id, now),
    )  # fmt: skip
    return changing.create(made, by=by, now=now, states=[request.participant_id])


def draw_again(it: NeedsAssessment, *, by: Actor, now: datetime, seen: int) -> NeedsAssessment:
    """Draw the desk review anew from what is known now."""
    subject = ASSESSMENTS.subject(it)
    demand(by, "edit", subject)
    return changing.change(
        it, _desk_review(it.participant_id, now), by=by, now=now, seen=seen, verb="draw", states=subject.states
    )


def _desk_review(state: str, now: datetime) -> dict[str, Any]:
    snap = snapshot()
    return {
        "reviewed_on": now.date(), "data_version": snap.version[:60],
        "desk_review": {**treaty_review(snap, state, now), "earlier": earlier_help(state)},
    }  # fmt: skip


def treaty_review(snap: Snapshot, state: str, now: datetime) -> dict[str, Any]:
    """What binds the State under the universal instruments, what does not, and what is not known; obligations by number."""
    rows: list[dict[str, Any]] = []
    facts = snap.of(state).facts
    if state not in facts.participants:
        return {"treaties": rows}
    for instrument in facts.catalogue.universal:
        answer = status(facts, state, instrument.id, now.date())
        obligations = snap.obligations.get(instrument.id, [])
        rows.append(
            {
                "instrument": instrument.id, "title": instrument.short_title, "status": str(answer.status.value),
                "position": str(answer.position.value),
                "obligations": sum(it.mandatory for it in obligations),
                "criminalise": [it.id for it in obligations if it.mandatory and it.category == "criminalise"],
            }
        )  # fmt: skip
    return {"treaties": rows}


def earlier_help(state: str) -> dict[str, Any]:
    """What was asked and given before."""
    activities = Activity.objects.filter(states__participant=state).exclude(status__in=["idea", "cancelled"])
    seats = Enrolment.objects.filter(trainee__participant=state)
    return {
        "requests": Request.objects.filter(participant=state).exclude(status__in=["draft", "withdrawn"]).count(),
        "activities": activities.count(),
        "last": [
            {"reference": it.reference, "title": it.title, "starts": it.starts.isoformat() if it.starts else ""}
            for it in activities.order_by("-starts")[:10]
        ],
        "persons": seats.values("trainee").distinct().count(),
        "seats": seats.count(),
    }


def edit(it: NeedsAssessment, values: Mapping[str, Any], *, by: Actor, now: datetime, seen: int) -> NeedsAssessment:
    """Title and summary."""
    subject = ASSESSMENTS.subject(it)
    demand(by, "edit", subject)
    return changing.change(it, values, by=by, now=now, seen=seen, states=subject.states)


def move(
    it: NeedsAssessment, name: str, *, by: Actor, now: datetime, why: str = "", seen: int | None = None
) -> NeedsAssessment:
    """Take the step of this name."""
    step = _BY_NAME.get(name)
    if step is None:
        raise Blocked([Problem("step", gettext("There is no such step."))])
    return take(step, it, by=by, to=ASSESSMENTS, now=now, why=why, seen=seen)


def add_mission(it: NeedsAssessment, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Mission:
    """A visit made for the assessment."""
    subject = ASSESSMENTS.subject(it)
    demand(by, "edit", subject)
    if values["ends"] < values["starts"]:
        raise Blocked([Problem("ends", gettext("A mission ends on or after the day on which it starts."), "ends")])
    return changing.create(Mission(assessment=it, **values), by=by, now=now, states=subject.states)


def add_finding(it: NeedsAssessment, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Finding:
    """A finding under a theme."""
    subject = ASSESSMENTS.subject(it)
    demand(by, "edit", subject)
    return changing.create(Finding(assessment=it, **values), by=by, now=now, states=subject.states)


def edit_finding(finding: Finding, values: Mapping[str, Any], *, by: Actor, now: datetime, seen: int) -> Finding:
    """Change a finding; never its priority."""
    subject = ASSESSMENTS.subject(finding.assessment)
    demand(by, "edit", subject)
    return changing.change(finding, values, by=by, now=now, seen=seen, states=subject.states)


def set_priorities(
    it: NeedsAssessment, ranks: Mapping[int, tuple[int | None, str]], *, by: Actor, now: datetime
) -> None:
    """The State's priorities: by finding its rank (1 is first) and the reason. Each rank once. Raises ``Blocked``."""
    subject = ASSESSMENTS.subject(it)
    demand(by, "prioritise", subject)
    given = [rank for rank, _ in ranks.values() if rank is not None]
    if len(given) != len(set(given)):
        raise Blocked([Problem("priority", gettext("Two findings have the same rank; give each rank once."))])
    with transaction.atomic():
        for finding in Finding.objects.select_for_update(of=("self",), no_key=True).filter(
            assessment=it, archived_at__isnull=True
        ):
            if finding.pk in ranks:
                rank, reason = ranks[finding.pk]
                changing.change(
                    finding,
                    {"priority": rank, "priority_reason": reason, "prioritised_by_id": by.person, "prioritised_at": now},
                    by=by, now=now, verb="prioritise", states=subject.states,
                )  # fmt: skip
