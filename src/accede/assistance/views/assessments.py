"""Needs assessments: the list, the page of one, and what is written into it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accede.accounts.access import work_page
from accede.accounts.changing import Conflict
from accede.accounts.rights import Actor, demand, may, verbs, visible
from accede.assistance.catalogue import named_obligations
from accede.assistance.domain import assessments, documents
from accede.assistance.forms.plans import AssessmentFilters, FindingForm, MissionForm, SummaryForm, TitleForm
from accede.assistance.models import Finding, NeedsAssessment, Request
from accede.assistance.queries.requests import subject_parts
from accede.assistance.steps import Blocked, offered
from accede.assistance.subjects import ASSESSMENTS, REQUESTS
from accede.assistance.views.common import find, save, seen_in, step_taken
from accede.assistance.views.listing import Column, list_page
from accede.assistance.waiting import waits
from accede.treaties.places import place_name

COLUMNS = (
    Column("title", _("Title"), lambda it: it.title, lambda it: reverse("assessment", args=[it.pk]), ("title", "id")),
    Column("state", _("State"), lambda it: place_name(it.participant_id), order=("participant_id", "-id")),
    Column("status", _("Stands at"), lambda it: it.get_status_display(), order=("status", "-id")),
    Column("since", _("Since"), lambda it: it.status_since.date().isoformat(), order=("-status_since", "-id")),
    Column("officer", _("Officer"), lambda it: it.officer.name if it.officer else ""),
)


@work_page
def assessment_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The assessments that the person may see."""
    found = NeedsAssessment.objects.filter(archived_at__isnull=True).select_related("officer")
    return list_page(
        request, actor, queryset=visible(actor, found, ASSESSMENTS), columns=COLUMNS, default="since",
        filters=AssessmentFilters, title=gettext("Needs assessments"), name="assessments",
        empty=gettext("No assessment yet. An officer starts one from the page of a request."),
    )  # fmt: skip


@work_page
def assessment_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begin one from a request."""
    number = request.GET.get("request", "")
    asked = find(actor, subject_parts(Request.objects.all()), REQUESTS, int(number) if number.isdecimal() else 0)
    demand(actor, "assess", REQUESTS.subject(asked))
    first = {"title": gettext("Needs of %(state)s") % {"state": place_name(asked.participant_id)}}
    return save(
        request, TitleForm(request.POST or None, initial=first),
        lambda values, seen: assessments.start(asked, title=values["title"], by=actor, now=timezone.now()),
        title=gettext("Start a needs assessment"), back=reverse("request", args=[asked.pk]),
        intro=gettext("Its desk review is drawn at once from status, gaps and earlier help."),
        button=gettext("Start"), done=lambda made: reverse("assessment", args=[made.pk]),
    )  # fmt: skip


def _it(actor: Actor, pk: int) -> NeedsAssessment:
    return find(actor, NeedsAssessment.objects.select_related("request", "officer"), ASSESSMENTS, pk)


def _instruments(it: NeedsAssessment) -> list[str]:
    return list(it.request.instruments) if it.request else []


@work_page
def assessment_page(request: HttpRequest, actor: Actor, assessment: int) -> HttpResponse:
    """One assessment."""
    it = _it(actor, assessment)
    subject = ASSESSMENTS.subject(it)
    findings = sorted(
        it.findings.filter(archived_at__isnull=True).order_by("theme", "id"), key=lambda row: row.priority or 10_000
    )
    context = {
        "record": it, "actor": actor, "state": place_name(it.participant_id), "verbs": verbs(actor, subject),
        "confidential": may(actor, "see", subject, group="confidential"),
        "findings": [(row, named_obligations(row.obligations)) for row in findings],

        "missions": it.missions.filter(archived_at__isnull=True), "plans": it.plans.all(),
        "waiting": waits(it.KIND, it.status, since=it.status_since, now=timezone.now()),
        "offers": offered(assessments.STEPS, it, actor=actor, to=ASSESSMENTS),
        "step_url": reverse("assessment-step", args=[it.pk]),
        "documents": documents.documents_of(it, actor=actor),
    }  # fmt: skip
    return render(request, "assistance/assessments/page.html", context)


@work_page
def assessment_edit(request: HttpRequest, actor: Actor, assessment: int) -> HttpResponse:
    """Title and summary."""
    it = _it(actor, assessment)
    demand(actor, "edit", ASSESSMENTS.subject(it))
    first = {"title": it.title, "summary": it.summary, "seen": it.version}
    return save(
        request, SummaryForm(request.POST or None, initial=first),
        lambda values, seen: assessments.edit(it, values, by=actor, now=timezone.now(), seen=seen),
        title=gettext("Edit the assessment"), back=reverse("assessment", args=[it.pk]),
        done=lambda made: reverse("assessment", args=[it.pk]),
    )  # fmt: skip


@work_page
def assessment_step(request: HttpRequest, actor: Actor, assessment: int) -> HttpResponse:
    """Take a step."""
    it = _it(actor, assessment)
    back = reverse("assessment", args=[it.pk])
    if request.method != "POST":
        return redirect(back)
    return step_taken(
        request, lambda name, why, seen: assessments.move(it, name, by=actor, now=timezone.now(), why=why, seen=seen),
        back=back,
    )  # fmt: skip


@require_POST
@work_page
def assessment_draw(request: HttpRequest, actor: Actor, assessment: int) -> HttpResponse:
    """Draw the desk review anew."""
    it = _it(actor, assessment)
    try:
        assessments.draw_again(it, by=actor, now=timezone.now(), seen=seen_in(request))
    except Conflict:
        messages.error(request, gettext("Somebody else has changed it in the meantime; look at it again."))
    else:
        messages.success(request, gettext("The desk review was drawn anew."))
    return redirect("assessment", it.pk)


@work_page
def mission_new(request: HttpRequest, actor: Actor, assessment: int) -> HttpResponse:
    """A mission."""
    it = _it(actor, assessment)
    demand(actor, "edit", ASSESSMENTS.subject(it))
    return save(
        request, MissionForm(request.POST or None),
        lambda values, seen: assessments.add_mission(it, values, by=actor, now=timezone.now()),
        title=gettext("A mission"), back=reverse("assessment", args=[it.pk]),
        done=lambda made: reverse("assessment", args=[it.pk]),
    )  # fmt: skip


@work_page
def finding_form(request: HttpRequest, actor: Actor, assessment: int, finding: int | None = None) -> HttpResponse:
    """Write a finding, or change one."""
    it = _it(actor, assessment)
    demand(actor, "edit", ASSESSMENTS.subject(it))
    old = get_object_or_404(Finding, pk=finding, assessment=it) if finding is not None else None
    names = ("theme", "text", "recommendation", "obligations")
    first = {**{name: getattr(old, name) for name in names}, "seen": old.version} if old else {}

    def do(values: Any, seen: int) -> Finding:
        if old is not None:
            return assessments.edit_finding(old, values, by=actor, now=timezone.now(), seen=seen)
        return assessments.add_finding(it, values, by=actor, now=timezone.now())

    return save(
        request, FindingForm(request.POST or None, initial=first, instruments=_instruments(it)), do,
        title=gettext("A finding"), back=reverse("assessment", args=[it.pk]),
        done=lambda made: reverse("assessment", args=[it.pk]),
    )  # fmt: skip


@require_POST
@work_page
def priorities(request: HttpRequest, actor: Actor, assessment: int) -> HttpResponse:
    """The State's priorities."""
    it = _it(actor, assessment)
    ranks: dict[int, tuple[int | None, str]] = {}
    for finding in it.findings.filter(archived_at__isnull=True):
        text = request.POST.get(f"rank-{finding.pk}", "").strip()
        if text and not (text.isascii() and text.isdecimal() and 1 <= int(text[:4]) <= 999):
            messages.error(request, gettext("A rank is a whole number from 1: 1 comes first."))
            return redirect("assessment", it.pk)
        ranks[finding.pk] = (int(text) if text else None, request.POST.get(f"reason-{finding.pk}", "").strip()[:2000])
    try:
        assessments.set_priorities(it, ranks, by=actor, now=timezone.now())
    except Blocked as blocked:
        messages.error(request, str(blocked))
    else:
        messages.success(request, gettext("The priorities were saved."))
    return redirect("assessment", it.pk)
