"""What may happen to a plan: drafted together, in force only when both sides accepted the same version."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext

from accede.accounts import changing, trail
from accede.accounts.rights import Actor, demand
from accede.assistance import plan_content
from accede.assistance.models import Indicator, NeedsAssessment, Plan, PlanAcceptance, PlanVersion, Request
from accede.assistance.models.plans import PlanStatus, Side
from accede.assistance.plan_content import PARTS, Content, Measure, Objective
from accede.assistance.steps import Blocked, Problem
from accede.assistance.subjects import PLANS, REQUESTS

GENERAL = (
    "starts",
    "ends",
    "human_rights",
    "no_human_rights_because",
    "due_diligence",
    "due_diligence_on",
    "state_provides",
)


def start(request: Request, *, title: str, assessment: NeedsAssessment | None = None, by: Actor, now: datetime) -> Plan:
    """Draft a plan for an accepted request; objectives come from the State's priorities, else from the request's gaps."""
    demand(by, "plan", REQUESTS.subject(request))
    if request.status != "accepted":
        raise Blocked([Problem("request", gettext("A plan is drafted for a request that was accepted."))])
    if not title.strip():
        raise Blocked([Problem("title", gettext("Give the plan a title."), "title")])
    content = Content(objectives=_objectives(request, assessment))
    made = Plan(
        participant_id=request.participant_id, request=request, assessment=assessment, title=title.strip(),
        status_since=now, draft=plan_content.plain(content), officer_id=request.officer_id or by.person,
    )  # fmt: skip
    return changing.create(made, by=by, now=now, states=[request.participant_id])


def _objectives(request: Request, assessment: NeedsAssessment | None) -> list[Objective]:
    if assessment is not None:
        findings = assessment.findings.filter(archived_at__isnull=True, priority__isnull=False).order_by("priority")
        found = [
            Objective(
                key=_key(), text=(it.recommendation or it.text)[:500], obligations=list(it.obligations),
                instruments=[] if it.obligations else list(request.instruments),
            )
            for it in findings
        ]  # fmt: skip
        if found:
            return found
    return [
        Objective(
            key=_key(), text=request.title, instruments=list(request.instruments), obligations=list(request.obligations)
        )
    ]


def _key() -> str:
    return secrets.token_hex(4)


def edit(plan: Plan, values: Mapping[str, Any], *, by: Actor, now: datetime, seen: int) -> Plan:
    """Write general parts of the draft."""
    content = plan_content.read(plan.draft)
    for name in GENERAL:
        if name in values:
            value = values[name]
            setattr(content, name, value.isoformat() if isinstance(value, date) else (value or ""))
    return _write(plan, content, by=by, now=now, seen=seen)


def put_row(plan: Plan, part: str, key: str, values: Mapping[str, Any], *, by: Actor, now: datetime, seen: int) -> Plan:
    """Add a row to a part of the draft (*key* empty) or change one. Raises ``Blocked``, ``Denied`` or ``Conflict``."""
    content = plan_content.read(plan.draft)
    rows: list[Any] = getattr(content, part)
    if len(rows) >= plan_content.MOST_ROWS and not key:
        raise Blocked([Problem("rows", gettext("A plan has at most 200 rows of a kind."))])
    try:
        row = msgspec.convert({**values, "key": key or _key()}, type=PARTS[part])
    except msgspec.ValidationError as error:
        raise Blocked([Problem("row", str(error))]) from error
    if key:
        if key not in [it.key for it in rows]:
            raise Blocked([Problem("row", gettext("This row was taken out in the meantime."))])
        rows[:] = [row if it.key == key else it for it in rows]
    else:
        rows.append(row)
    return _write(plan, content, by=by, now=now, seen=seen)


def take_row_out(plan: Plan, part: str, key: str, *, by: Actor, now: datetime, seen: int) -> Plan:
    """Take a row out of the draft; what was offered before keeps it."""
    content = plan_content.read(plan.draft)
    rows: list[Any] = getattr(content, part)
    rows[:] = [it for it in rows if it.key != key]
    return _write(plan, content, by=by, now=now, seen=seen)


def _write(plan: Plan, content: Content, *, by: Actor, now: datetime, seen: int) -> Plan:
    subject = PLANS.subject(plan)
    demand(by, "edit", subject)
    return changing.change(
        plan, {"draft": plan_content.plain(content)}, by=by, now=now, seen=seen, states=subject.states
    )


def side_of(by: Actor, plan: Plan) -> str:
    """For which side the actor speaks."""
    return Side.STATE if plan.participant_id in by.own_states else Side.OFFICE


def offer(plan: Plan, *, note: str, by: Actor, now: datetime, seen: int) -> PlanVersion:
    """Make the draft a version that both sides may accept; an earlier offer ends. Raises ``Blocked`` with all it lacks."""
    with transaction.atomic():
        current = Plan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan.pk)
        subject = PLANS.subject(current)
        demand(by, "offer", subject)
        if current.version != seen:
            raise changing.Conflict(current, {})
        lacking = list(plan_content.problems(plan_content.read(current.draft)))
        if lacking:
            raise Blocked(lacking)
        digest = plan_content.hash_of(current.draft)
        if current.in_force is not None and current.in_force.hash == digest:
            raise Blocked([Problem("same", gettext("The draft says the same as the version in force."))])
        if current.offered is not None and current.offered.hash == digest:
            raise Blocked([Problem("same", gettext("The draft says the same as the version that was offered."))])
        version = PlanVersion.objects.create(
            plan=current, number=current.versions.count() + 1, content=current.draft, hash=digest, offered_at=now,
            offered_by_id=by.person, note=note,
        )  # fmt: skip
        values: dict[str, Any] = {"offered": version}
        if current.status == PlanStatus.DRAFT:
            values |= {"status": PlanStatus.OFFERED, "status_since": now}
        changing.change(current, values, by=by, now=now, verb="offer", states=subject.states, why=note)
    return version


def accept(plan: Plan, *, version: int, digest: str, by: Actor, now: datetime) -> Plan:
    """One side's acceptance of the version whose hash it saw; with both, the version is in force.

    Right under any number of connections: the plan's row is locked, and the database keeps one acceptance a side.
    Accepting twice changes nothing. Raises ``Denied`` or ``Blocked``.
    """
    with transaction.atomic():
        current = Plan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan.pk)
        subject = PLANS.subject(current)
        demand(by, "accept", subject)
        offered = current.offered
        if offered is None and current.in_force is not None and current.in_force.number == version:
            return current
        if offered is None or offered.number != version:
            raise Blocked([Problem("version", gettext("This version is no longer offered; read the one that is."))])
        if offered.hash != digest or plan_content.hash_of(offered.content) != digest:
            raise Blocked([Problem("hash", gettext("The hash is not that of the version; read it again."))])
        side = side_of(by, current)
        if by.person is None:
            raise Blocked([Problem("person", gettext("A person accepts, no program."))])
        _, new = PlanAcceptance.objects.get_or_create(
            plan_version=offered, side=side, defaults={"hash": digest, "at": now, "person_id": by.person}
        )
        if not new:
            return current
        trail.add(
            by=by, verb="accept", record=Plan.KIND, record_id=current.pk, now=now, states=subject.states,
            after={"version": offered.number, "hash": digest, "side": side},
        )  # fmt: skip
        if offered.acceptances.count() < len(Side.values):
            return current
        content = plan_content.read(offered.content)
        done = changing.change(
            current,
            {
                "status": PlanStatus.IN_FORCE, "status_since": now, "in_force": offered, "offered": None,
                "in_force_since": now, "starts": date.fromisoformat(content.starts),
                "ends": date.fromisoformat(content.ends),
            },
            by=by, now=now, verb="in_force", states=subject.states,
        )  # fmt: skip
        _indicators(done, content.indicators, by=by, now=now)
    return done


def _indicators(plan: Plan, measures: list[Measure], *, by: Actor, now: datetime) -> None:
    """What the version in force measures becomes indicators, whose history is kept from then on."""
    kept = {it.objective + "/" + it.name: it for it in plan.indicators.all()}
    for measure in measures:
        values = {
            "unit": measure.unit, "baseline": plan_content.number(measure.baseline),
            "target": plan_content.number(measure.target), "baseline_on": now.date(),
            "target_on": date.fromisoformat(measure.target_on) if measure.target_on else None,
            "archived_at": None, "archive_reason": "",
        }  # fmt: skip
        found = kept.pop(measure.objective + "/" + measure.name, None)
        if found is None:
            made = Indicator(plan=plan, objective=measure.objective, name=measure.name, **values)
            changing.create(made, by=by, now=now, states=[plan.participant_id])
        else:
            values["baseline_on"] = found.baseline_on
            changing.change(found, values, by=by, now=now, states=[plan.participant_id])
    for found in kept.values():
        if found.archived_at is None:
            changing.archive(
                found, reason=gettext("No longer in the plan."), by=by, now=now, states=[plan.participant_id]
            )


def end(plan: Plan, *, reason: str, by: Actor, now: datetime, seen: int) -> Plan:
    """End a plan with a reason."""
    subject = PLANS.subject(plan)
    demand(by, "end", subject)
    if not reason.strip():
        raise Blocked([Problem("reason", gettext("Give a reason."), "why")])
    if plan.status == PlanStatus.ENDED:
        raise Blocked([Problem("state", gettext("The plan has ended already."))])
    return changing.change(
        plan, {"status": PlanStatus.ENDED, "status_since": now, "end_reason": reason, "offered": None}, by=by, now=now,
        seen=seen, verb="end", states=subject.states, why=reason,
    )  # fmt: skip
