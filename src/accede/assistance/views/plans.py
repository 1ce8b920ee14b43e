"""Plans: the list, the page of one, drafting together, offering, accepting, comparing."""

from collections.abc import Callable
from typing import Any

import msgspec
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accede.accounts.access import confirmed_again, work_page
from accede.accounts.rights import Actor, demand, verbs
from accede.assistance import plan_content
from accede.assistance.catalogue import instrument_title, named_obligations
from accede.assistance.domain import documents, plans
from accede.assistance.forms.plans import (
    EndForm,
    GeneralForm,
    MeasureForm,
    ObjectiveForm,
    OfferForm,
    PlanFilters,
    PlanStartForm,
    UndertakingForm,
)
from accede.assistance.models import Plan, PlanVersion, Request
from accede.assistance.models.activities import ActivityKind
from accede.assistance.plan_content import PARTS, Content
from accede.assistance.queries.plans import plans_for
from accede.assistance.queries.requests import subject_parts
from accede.assistance.subjects import PLANS, REQUESTS
from accede.assistance.views.common import act, find, save, seen_in
from accede.assistance.views.listing import Column, list_page
from accede.assistance.waiting import waits
from accede.treaties.places import place_name

COLUMNS = (
    Column("title", _("Title"), lambda it: it.title, lambda it: reverse("plan", args=[it.pk]), ("title", "id")),
    Column("state", _("State"), lambda it: place_name(it.participant_id), order=("participant_id", "-id")),
    Column("status", _("Stands at"), lambda it: it.get_status_display(), order=("status", "-id")),
    Column("since", _("Since"), lambda it: it.status_since.date().isoformat(), order=("-status_since", "-id")),
    Column("request", _("Request"), lambda it: it.request.reference),
    Column("ends", _("Ends"), lambda it: it.ends.isoformat() if it.ends else "", order=("ends", "id")),
)


@work_page
def plan_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The plans that the person may see."""
    return list_page(
        request, actor, queryset=plans_for(actor), columns=COLUMNS, default="since", filters=PlanFilters,
        title=gettext("Plans"), name="plans",
        empty=gettext("No plan yet. An officer drafts one from the page of a request that was accepted."),
    )  # fmt: skip


@work_page
def plan_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Draft a plan for a request."""
    number = request.GET.get("request", "")
    asked = find(actor, subject_parts(Request.objects.all()), REQUESTS, int(number) if number.isdecimal() else 0)
    demand(actor, "plan", REQUESTS.subject(asked))
    final = asked.assessments.filter(status="final")
    form = PlanStartForm(
        request.POST or None, initial={"title": asked.title, "assessment": final.first()}, assessments=final
    )
    return save(
        request, form,
        lambda values, seen: plans.start(
            asked, title=values["title"], assessment=values["assessment"], by=actor, now=timezone.now()
        ),
        title=gettext("Draft a plan"), back=reverse("request", args=[asked.pk]), button=gettext("Start the draft"),
        done=lambda made: reverse("plan", args=[made.pk]),
    )  # fmt: skip


def _it(actor: Actor, pk: int) -> Plan:
    return find(actor, Plan.objects.select_related("request", "assessment", "offered", "in_force"), PLANS, pk)


def shown(content: Content) -> list[dict[str, Any]]:
    """A plan's objectives, each with its activities and indicators, as pages show them."""
    kinds = {str(value): label for value, label in ActivityKind.choices}
    return [
        {
            "it": objective,
            "instruments": [(name, instrument_title(name)) for name in objective.instruments],
            "obligations": named_obligations(objective.obligations),
            "activities": [
                (it, kinds.get(it.kind, it.kind)) for it in content.activities if it.objective == objective.key
            ],
            "indicators": [it for it in content.indicators if it.objective == objective.key],
        }
        for objective in content.objectives
    ]


@work_page
def plan_page(request: HttpRequest, actor: Actor, plan: int) -> HttpResponse:
    """One plan: its draft, the version offered, the one in force, and who has accepted what."""
    it = _it(actor, plan)
    content = plan_content.read(it.draft)
    versions = list(it.versions.select_related("offered_by").prefetch_related("acceptances__person"))
    side = plans.side_of(actor, it)
    offered = next((row for row in versions if row.pk == it.offered_id), None)
    context = {
        "record": it, "actor": actor, "state": place_name(it.participant_id), "verbs": verbs(actor, PLANS.subject(it)),
        "content": content, "objectives": shown(content), "cost": plan_content.cost_of(content),
        "lacking": list(plan_content.problems(content)), "versions": versions[::-1], "side": side, "offered": offered,
        "accepted": offered is not None and any(row.side == side for row in offered.acceptances.all()),
        "same": plan_content.hash_of(it.draft) in {row.hash for row in (offered, it.in_force) if row is not None},
        "waiting": waits(it.KIND, it.status, since=it.status_since, now=timezone.now()),
        "indicators": it.indicators.filter(archived_at__isnull=True),
        "activities": it.activities.order_by("starts")[:100],
        "documents": documents.documents_of(it, actor=actor),
        "offer_form": OfferForm(initial={"seen": it.version}), "end_form": EndForm(initial={"seen": it.version}),
    }  # fmt: skip
    return render(request, "assistance/plans/page.html", context)


@work_page
def plan_general(request: HttpRequest, actor: Actor, plan: int) -> HttpResponse:
    """Dates, human rights, due diligence."""
    it = _it(actor, plan)
    demand(actor, "edit", PLANS.subject(it))
    content = plan_content.read(it.draft)
    first = {**{name: getattr(content, name) for name in plans.GENERAL}, "seen": it.version}
    return save(
        request, GeneralForm(request.POST or None, initial=first),
        lambda values, seen: plans.edit(it, values, by=actor, now=timezone.now(), seen=seen),
        title=gettext("Dates, human rights, due diligence"), back=reverse("plan", args=[it.pk]),
        done=lambda made: reverse("plan", args=[it.pk]),
    )  # fmt: skip


def _form(part: str, it: Plan, content: Content, data: Any, first: dict[str, Any]) -> Any:
    if part == "objectives":
        asked = list(dict.fromkeys([*it.request.instruments, *(first.get("instruments") or [])]))
        return ObjectiveForm(data, initial=first, asked=asked)
    objectives = [(row.key, row.text[:80]) for row in content.objectives]
    form = UndertakingForm if part == "activities" else MeasureForm
    return form(data, initial=first, objectives=objectives)


@work_page
def plan_row(request: HttpRequest, actor: Actor, plan: int, part: str, key: str = "") -> HttpResponse:
    """Add an objective, an activity or an indicator, or change one."""
    it = _it(actor, plan)
    demand(actor, "edit", PLANS.subject(it))
    if part not in PARTS:
        raise Http404
    content = plan_content.read(it.draft)
    old = next((row for row in getattr(content, part) if row.key == key), None) if key else None
    if key and old is None:
        raise Http404
    first = {**(msgspec.to_builtins(old) if old is not None else {}), "seen": it.version}

    def do(values: Any, seen: int) -> Plan:
        row = {
            name: value if isinstance(value, list) else "" if value is None else str(value)
            for name, value in values.items()
        }
        return plans.put_row(it, part, key, row, by=actor, now=timezone.now(), seen=seen)

    titles = {
        "objectives": gettext("An objective"), "activities": gettext("An activity"), "indicators": gettext("An indicator"),
    }  # fmt: skip
    return save(
        request, _form(part, it, content, request.POST or None, first), do, title=titles[part],
        back=reverse("plan", args=[it.pk]), done=lambda made: reverse("plan", args=[it.pk]),
    )  # fmt: skip


def _act(request: HttpRequest, it: Plan, do: Callable[[], object], said: str) -> HttpResponse:
    return act(request, do, said=said, back=reverse("plan", args=[it.pk]))


@require_POST
@work_page
def plan_row_out(request: HttpRequest, actor: Actor, plan: int, part: str, key: str) -> HttpResponse:
    """Take a row out of the draft."""
    it = _it(actor, plan)
    if part not in PARTS:
        raise Http404
    return _act(
        request, it,
        lambda: plans.take_row_out(it, part, key, by=actor, now=timezone.now(), seen=seen_in(request)),
        gettext("Taken out of the draft."),
    )  # fmt: skip


@require_POST
@work_page
def plan_offer(request: HttpRequest, actor: Actor, plan: int) -> HttpResponse:
    """Offer the draft as a version."""
    it = _it(actor, plan)
    note = request.POST.get("note", "").strip()[:2000]
    return _act(
        request, it, lambda: plans.offer(it, note=note, by=actor, now=timezone.now(), seen=seen_in(request)),
        gettext("The version is offered: both sides can accept it now."),
    )  # fmt: skip


@work_page
@confirmed_again
def plan_accept(request: HttpRequest, actor: Actor, plan: int) -> HttpResponse:
    """Accept the version whose hash was shown. The password or second factor is asked again first."""
    it = _it(actor, plan)
    if request.method != "POST":
        return redirect("plan", it.pk)
    number = request.POST.get("number", "")
    if request.POST.get("read") != "yes":
        messages.error(request, gettext("Say that you have read the version before you accept it."))
        return redirect("plan", it.pk)
    version = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0
    return _act(
        request, it,
        lambda: plans.accept(it, version=version, digest=request.POST.get("hash", ""), by=actor, now=timezone.now()),
        gettext("Accepted. The signature is in the audit trail."),
    )  # fmt: skip


@require_POST
@work_page
def plan_end(request: HttpRequest, actor: Actor, plan: int) -> HttpResponse:
    """End the plan with a reason."""
    it = _it(actor, plan)
    reason = request.POST.get("reason", "")
    return _act(
        request, it, lambda: plans.end(it, reason=reason, by=actor, now=timezone.now(), seen=seen_in(request)),
        gettext("The plan was ended."),
    )  # fmt: skip


@work_page
def plan_version(request: HttpRequest, actor: Actor, plan: int, number: int) -> HttpResponse:
    """One version as it was offered, with its hash and signatures; made to be printed."""
    it = _it(actor, plan)
    version = get_object_or_404(PlanVersion.objects.prefetch_related("acceptances__person"), plan=it, number=number)
    content = plan_content.read(version.content)
    context = {
        "record": it, "version": version, "content": content, "objectives": shown(content), "actor": actor,
        "cost": plan_content.cost_of(content), "state": place_name(it.participant_id),
        "intact": plan_content.hash_of(version.content) == version.hash,
    }  # fmt: skip
    return render(request, "assistance/plans/version.html", context)


@work_page
def plan_compare(request: HttpRequest, actor: Actor, plan: int) -> HttpResponse:
    """Two versions side by side; the draft is one of them where the address names none."""
    it = _it(actor, plan)
    versions = list(it.versions.all())
    by_number = {str(row.number): row for row in versions}
    before = by_number.get(request.GET.get("before", ""), versions[-1] if versions else None)
    after = by_number.get(request.GET.get("after", ""))
    old = plan_content.read(before.content) if before else Content()
    new = plan_content.read(after.content if after else it.draft)
    changes = {
        "added": gettext("added"), "removed": gettext("removed"), "changed": gettext("changed"), "same": gettext("same"),
    }  # fmt: skip
    elements = {
        "objectives": gettext("Objective"), "activities": gettext("Activity"), "indicators": gettext("Indicator"),
        "starts": gettext("Starts"), "ends": gettext("Ends"),
        "human_rights": gettext("Rule-of-law and human-rights elements"),
        "no_human_rights_because": gettext("Or why there are none"), "due_diligence": gettext("Due-diligence check"),
        "due_diligence_on": gettext("Date of the check"), "state_provides": gettext("What the State provides itself"),
    }  # fmt: skip
    context = {
        "record": it, "actor": actor, "versions": versions, "before": before, "after": after,
        "rows": [(row, elements[row.part], changes[row.change]) for row in plan_content.compare(old, new)],
    }  # fmt: skip
    return render(request, "assistance/plans/compare.html", context)
