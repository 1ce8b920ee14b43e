"""Records of the cycle, made in a line as rows of the database: the rules by which they come about have their own tests."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any

from tests.accounts.conftest import NOW, organisation

from accede.assistance.models import (
    Activity,
    ActivityState,
    Call,
    NeedsAssessment,
    Nomination,
    Outcome,
    Plan,
    PlanVersion,
    Programme,
    Request,
    Trainee,
)
from accede.treaties.models import Participant

_numbers = count(1)
_STAMPS: dict[str, Any] = {"created_at": NOW, "changed_at": NOW}
_SINCE: dict[str, Any] = {**_STAMPS, "status_since": NOW}


def state(code: str = "XAA") -> Participant:
    """A placeholder State."""
    return Participant.objects.get_or_create(code=code)[0]


def request_in(code: str = "XAA", status: str = "draft", **values: Any) -> Request:
    """A request of a State in a status, with what the database asks of that status."""
    asked: dict[str, Any] = {"title": "Sample request", "organisation": organisation("state", code)}
    if status not in ("draft", "withdrawn"):
        asked["submitted_at"] = NOW
    if status in ("referred", "declined"):
        asked["decision_reason"] = "Sample reason."
    if status == "closed":
        asked["met"] = "yes"
    reference = f"R-2020-{next(_numbers):04d}"
    return Request.objects.create(
        reference=reference, participant=state(code), status=status, **(_SINCE | asked | values)
    )


def assessment_in(code: str = "XAA", status: str = "draft", **values: Any) -> NeedsAssessment:
    """A needs assessment of a State in a status."""
    return NeedsAssessment.objects.create(
        participant=state(code), status=status, **(_SINCE | {"title": "Sample assessment"} | values)
    )


def plan_in(code: str = "XAA", status: str = "draft", **values: Any) -> Plan:
    """A plan of a State in a status; one in force names a version of empty content."""
    asked = values.pop("request", None) or request_in(code, "accepted")
    plan = Plan.objects.create(
        participant=state(code), request=asked, status="draft", **(_SINCE | {"title": "Sample plan"} | values)
    )
    if status != "draft":
        version = PlanVersion.objects.create(plan=plan, number=1, content={}, hash="0" * 64, offered_at=NOW)
        plan.status = status
        plan.offered = version if status == "offered" else None
        plan.in_force = version if status in ("in_force", "ended") else None
        plan.save()
    return plan


def programme(kind: str = "global", **values: Any) -> Programme:
    """A programme."""
    return Programme.objects.create(
        kind=kind, **(_STAMPS | {"code": f"P{next(_numbers)}", "title": "Sample programme"} | values)
    )


def activity_in(codes: str | Iterable[str] = "XAA", status: str = "idea", **values: Any) -> Activity:
    """An activity for one State or several, in a status."""
    names = [codes] if isinstance(codes, str) else list(codes)
    asked: dict[str, Any] = {
        "title": "Sample workshop", "kind": "workshop", "scope": "country" if len(names) == 1 else "regional",
    }  # fmt: skip
    if status == "cancelled":
        asked["cancel_reason"] = "Sample reason."
    made = Activity.objects.create(reference=f"A-2020-{next(_numbers):04d}", status=status, **(_SINCE | asked | values))
    for code in names:
        ActivityState.objects.create(activity=made, participant=state(code))
    return made


def trainee(code: str = "XAA", **values: Any) -> Trainee:
    """A trainee of a State."""
    asked = {"name": f"Sample Trainee {next(_numbers)}", "profession": "prosecutor"}
    return Trainee.objects.create(participant=state(code), **(_STAMPS | asked | values))


def call_for(activity: Activity, **values: Any) -> Call:
    """An open call for nominations."""
    asked = {"seats": 20, "opens_at": NOW - timedelta(days=1), "closes_at": NOW + timedelta(days=30)}
    return Call.objects.create(activity=activity, **(_STAMPS | asked | values))


def nomination_in(code: str = "XAA", status: str = "nominated", **values: Any) -> Nomination:
    """A nomination of a State in a status."""
    call = values.pop("call", None) or call_for(activity_in(code, "confirmed"))
    who = values.pop("trainee", None) or trainee(code)
    return Nomination.objects.create(
        call=call, trainee=who, participant=state(code), status=status, **(_STAMPS | values)
    )


def outcome_in(code: str = "XAA", status: str = "proposed", **values: Any) -> Outcome:
    """An outcome of a State, judged or not."""
    asked: dict[str, Any] = {"what": "provision", "title": "Sample outcome"}
    if status != "proposed":
        asked["reason"] = "Sample reason."
    return Outcome.objects.create(participant=state(code), status=status, **(_STAMPS | asked | values))
