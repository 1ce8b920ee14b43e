"""What waits for a person, what is late, and what has changed in their States; in a constant number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from accede.accounts.rights import Actor, may, visible
from accede.assistance.models import Activity, Call, Circulation, NeedsAssessment, Nomination, Outcome, Plan, Request
from accede.assistance.queries.changes import Change, changes_for
from accede.assistance.subjects import ACTIVITIES, ASSESSMENTS, NOMINATIONS, OUTCOMES, PLANS, REQUESTS
from accede.assistance.waiting import Waiting, Who, waits
from accede.treaties.places import place_name

#: Rows of a kind that a desk shows; more of them are reached through the list.
MOST = 50


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits."""

    kind: str
    label: str
    href: str
    state: str
    what: str
    whom: str
    days: int
    late: bool
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """All of it."""

    waiting: list[Item]
    late: list[Item]
    changes: list[Change]


def desk_of(actor: Actor, *, now: datetime) -> Desk:
    """The desk of a person, whatever roles are held."""
    found = [
        *_requests(actor, now), *_assessments(actor, now), *_plans(actor, now), *_activities(actor, now),
        *_calls(actor, now), *_nominations(actor, now), *_outcomes(actor, now), *_circulations(actor, now),
    ]  # fmt: skip
    found.sort(key=lambda it: (not it.late, -it.days))
    return Desk([it for it in found if not it.late], [it for it in found if it.late], changes_for(actor))


def _mine(actor: Actor, state: str, who: Who) -> bool:
    side = Who.STATE if state in actor.own_states else Who.OFFICE
    return who in (side, Who.BOTH)


def _item(kind: str, label: str, href: str, state: str, waiting: Waiting, *, sample: bool) -> Item:
    return Item(
        kind, label, href, place_name(state) if state else "", str(waiting.what), str(waiting.whom), waiting.days,
        waiting.late, sample,
    )  # fmt: skip


def _requests(actor: Actor, now: datetime) -> list[Item]:
    if not actor.has("focal_point", "contributor", "officer", "coordinator"):
        return []
    again = Q(status="closed", ask_again_on__lte=now.date(), met_later="")
    open_ones = Q(status__in=["draft", "submitted", "acknowledged", "clarification", "accepted", "referred"])
    rows = visible(actor, Request.objects.filter(open_ones | again, archived_at__isnull=True), REQUESTS)
    found = []
    for it in rows.order_by("status_since", "id")[:MOST]:
        href, label = reverse("request", args=[it.pk]), f"{it.reference} {it.title}"
        if it.status == "closed":
            if it.participant_id in actor.own_states and it.ask_again_on is not None:
                days = (now.date() - it.ask_again_on).days
                found.append(
                    Item(
                        "request", label, href, place_name(it.participant_id),
                        gettext("to say a year later whether it was met"), gettext("the State"), days, days > 30, it.sample,
                    )
                )  # fmt: skip
            continue
        due = it.acknowledge_by if it.status == "submitted" else None
        waiting = waits(it.KIND, it.status, since=it.status_since, now=now, due=due)
        if waiting is not None and _mine(actor, it.participant_id, waiting.who):
            found.append(_item("request", label, href, it.participant_id, waiting, sample=it.sample))
    return found


def _assessments(actor: Actor, now: datetime) -> list[Item]:
    rows = visible(actor, NeedsAssessment.objects.filter(archived_at__isnull=True).exclude(status="final"), ASSESSMENTS)
    found = []
    for it in rows.order_by("status_since", "id")[:MOST]:
        waiting = waits(it.KIND, it.status, since=it.status_since, now=now)
        if waiting is not None and _mine(actor, it.participant_id, waiting.who):
            href = reverse("assessment", args=[it.pk])
            found.append(_item("assessment", it.title, href, it.participant_id, waiting, sample=it.sample))
    return found


def _plans(actor: Actor, now: datetime) -> list[Item]:
    if not actor.has("focal_point", "officer", "coordinator"):
        return []
    rows = Plan.objects.filter(archived_at__isnull=True).filter(Q(status="draft") | Q(offered__isnull=False))
    found = []
    for it in (
        visible(actor, rows, PLANS).prefetch_related("offered__acceptances").order_by("status_since", "id")[:MOST]
    ):
        status = "offered" if it.offered_id else it.status
        side = "state" if it.participant_id in actor.own_states else "office"
        if it.offered is not None and any(row.side == side for row in it.offered.acceptances.all()):
            continue
        waiting = waits(it.KIND, status, since=it.status_since, now=now)
        if waiting is not None:
            href = reverse("plan", args=[it.pk])
            found.append(_item("plan", it.title, href, it.participant_id, waiting, sample=it.sample))
    return found


def _activities(actor: Actor, now: datetime) -> list[Item]:
    if actor.person is None:
        return []
    today = now.date()
    rows = Activity.objects.filter(officer=actor.person, archived_at__isnull=True).filter(
        Q(status__in=["idea", "planned"], starts__lte=today + timedelta(days=60))
        | Q(status="confirmed", starts__lte=today)
        | Q(status="under_way", ends__lte=today)
        | Q(status__in=["completed", "reported"])
    )
    what = {
        "idea": gettext("to plan it"), "planned": gettext("to confirm it"), "confirmed": gettext("to begin"),
        "under_way": gettext("to complete it"), "completed": gettext("to report"), "reported": gettext("to evaluate it"),
    }  # fmt: skip
    return [
        Item(
            "activity", f"{it.reference} {it.title}", reverse("activity", args=[it.pk]),
            ", ".join(place_name(row.participant_id) for row in it.states.all()), what[it.status],
            gettext("the Office"), (now - it.status_since).days,
            bool(it.starts and it.starts < today and it.status in ("idea", "planned")) or (now - it.status_since).days > 60,
            it.sample,
        )
        for it in visible(actor, rows, ACTIVITIES).prefetch_related("states").order_by("starts", "id")[:MOST]
    ]  # fmt: skip


def _calls(actor: Actor, now: datetime) -> list[Item]:
    if not actor.has("focal_point"):
        return []
    rows = Call.objects.filter(
        opens_at__lte=now, closes_at__gt=now, activity__states__participant__in=actor.own_states,
        activity__status__in=["planned", "confirmed"],
    ).exclude(nominations__participant__in=actor.own_states)  # fmt: skip
    return [
        Item(
            "activity", it.activity.title, reverse("nominate", args=[it.activity_id]), "",
            gettext("to nominate until %(day)s") % {"day": it.closes_at.date().isoformat()}, gettext("the State"),
            (now - it.opens_at).days, it.closes_at - now < timedelta(days=7), it.sample,
        )
        for it in rows.select_related("activity").distinct().order_by("closes_at")[:MOST]
    ]  # fmt: skip


def _nominations(actor: Actor, now: datetime) -> list[Item]:
    if not actor.has("officer", "coordinator"):
        return []
    rows = visible(actor, Nomination.objects.filter(status="nominated", call__closes_at__lte=now), NOMINATIONS)
    grouped: dict[int, list[Nomination]] = {}
    for it in rows.select_related("call__activity").order_by("call__closes_at", "id")[:500]:
        grouped.setdefault(it.call.activity_id, []).append(it)
    found = []
    for activity, group in list(grouped.items())[:MOST]:
        call = group[0].call
        days = (now - call.closes_at).days
        found.append(
            Item(
                "activity", call.activity.title, reverse("training", args=[activity]), "",
                gettext("to select among %(count)d nominations") % {"count": len(group)}, gettext("the Office"), days,
                days > 14, call.sample,
            )
        )  # fmt: skip
    return found


def _outcomes(actor: Actor, now: datetime) -> list[Item]:
    if not actor.has("officer", "coordinator"):
        return []
    rows = visible(actor, Outcome.objects.filter(status="proposed", archived_at__isnull=True), OUTCOMES)
    return [
        Item(
            "outcome", it.title, reverse("outcome", args=[it.pk]), place_name(it.participant_id),
            gettext("to say whether assistance contributed"), gettext("the Office"), (now - it.created_at).days,
            (now - it.created_at).days > 30, it.sample,
        )
        for it in rows.order_by("created_at", "id")[:MOST]
    ]  # fmt: skip


def _circulations(actor: Actor, now: datetime) -> list[Item]:
    if not actor.has("partner", "donor"):
        return []
    mine = [role.organisation for role in actor.roles]
    rows = Circulation.objects.filter(organisation__in=mine, ended_at__isnull=True, answer="").select_related("request")
    return [
        Item(
            "request", it.request.title, reverse("request", args=[it.request_id]), "", gettext("to say whether you can help"),
            gettext("you"), (now - it.circulated_at).days, (now - it.circulated_at).days > 14, it.request.sample,
        )
        for it in rows.order_by("circulated_at")[:MOST]
        if may(actor, "see", REQUESTS.subject(it.request), group="summary")
    ]  # fmt: skip
