"""Activities: list, page, writing, steps."""

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
from accede.accounts.rights import Actor, Denied, Subject, demand, may, verbs, visible
from accede.assistance import plan_content
from accede.assistance.activity_kinds import FIELDS, WITH_PEOPLE
from accede.assistance.catalogue import named_obligations
from accede.assistance.domain import activities, documents
from accede.assistance.forms.activities import ActivityFilters, ActivityForm, KindForm
from accede.assistance.models import Activity, Plan, Programme
from accede.assistance.models.activities import ActivityKind
from accede.assistance.models.themes import Theme
from accede.assistance.queries.activities import activities_for, subject_parts
from accede.assistance.steps import Blocked, offered
from accede.assistance.subjects import ACTIVITIES, PLANS, PROGRAMMES
from accede.assistance.views.common import find, save, step_taken
from accede.assistance.views.listing import Column, list_page
from accede.treaties.places import place_choices, place_name


def states_of(it: Activity) -> str:
    """The States of an activity in words."""
    return ", ".join(place_name(row.participant_id) for row in it.states.all())


COLUMNS = (
    Column(
        "reference", _("Reference"), lambda it: it.reference, lambda it: reverse("activity", args=[it.pk]), ("-id",)
    ),
    Column("title", _("Title"), lambda it: it.title, order=("title", "id")),
    Column("kind", _("Kind"), lambda it: it.get_kind_display(), order=("kind", "-id")),
    Column("states", _("States"), states_of),
    Column("starts", _("Starts"), lambda it: it.starts.isoformat() if it.starts else "", order=("-starts", "-id")),
    Column("ends", _("Ends"), lambda it: it.ends.isoformat() if it.ends else ""),
    Column("place", _("Place"), lambda it: it.place),
    Column("status", _("Stands at"), lambda it: it.get_status_display(), order=("status", "-id")),
    Column("officer", _("Officer"), lambda it: it.officer.name if it.officer else ""),
)


def creatable(actor: Actor) -> list[str]:
    """The States for which the actor may make activities."""
    if not actor.has("officer", "coordinator"):
        return []
    return [
        code
        for code, _name in place_choices(samples=True)
        if may(actor, "create", Subject(record=Activity.KIND, status="idea", states=frozenset([code])))
    ]


@work_page
def activity_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The activities that the person may see."""
    actions = [(gettext("New activity"), reverse("activity-new"))] if creatable(actor) else []
    views = [
        (gettext("Board"), reverse("activity-board")), (gettext("Calendar"), reverse("activity-calendar")),
    ]  # fmt: skip
    return list_page(
        request, actor, queryset=activities_for(actor), columns=COLUMNS, default="starts", filters=ActivityFilters,
        title=gettext("Activities"), name="activities", context={"actions": actions, "views": views, "bulk": actions},
        template="assistance/activities/list.html",
        empty=gettext("No activity yet. An officer makes one here, or from a plan in force."),
    )  # fmt: skip


@work_page
def activity_page(request: HttpRequest, actor: Actor, activity: int) -> HttpResponse:
    """One activity."""
    queryset = subject_parts(Activity.objects.select_related("request", "plan", "officer", "lead", "held_in"))
    it = find(actor, queryset, ACTIVITIES, activity)
    subject = ACTIVITIES.subject(it)
    allowed = verbs(actor, subject)
    inside = may(actor, "see", subject, group="internal")
    labels = {field.name: field.label for field in FIELDS[it.kind]}
    context = {
        "record": it, "actor": actor, "verbs": allowed, "internal": inside,
        "theme": dict(Theme.choices).get(it.theme, ""),
        "states": [(row, place_name(row.participant_id), row.participant_id in actor.own_states) for row in it.states.all()],
        "details": [(labels.get(name, name), value) for name, value in it.details.items()],
        "obligations": named_obligations(it.obligations), "programmes": it.programmes.all(),
        "offers": offered(activities.STEPS, it, actor=actor, to=ACTIVITIES),
        "step_url": reverse("activity-step", args=[it.pk]),
        "documents": documents.documents_of(it, actor=actor),
        "with_people": it.kind in WITH_PEOPLE, "call": getattr(it, "call", None),
        "seats": it.enrolments.count(), "outcomes": it.outcomes.filter(status="contributed"),
    }  # fmt: skip
    return render(request, "assistance/activities/page.html", context)


@work_page
def activity_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new activity: first its kind, then its fields; from a plan's activity where the address names one."""
    plan, item = _from_plan(request, actor)
    kind = item.kind if item is not None else request.GET.get("kind", "")
    states = creatable(actor)
    if plan is not None:
        demand(actor, "create", Subject(record=Activity.KIND, status="idea", states=frozenset([plan.participant_id])))
    if not states:
        demand(actor, "create", Subject(record=Activity.KIND, status="idea"))
    if kind not in ActivityKind.values:
        return render(request, "assistance/activities/kind.html", {"form": KindForm(), "actor": actor, "plan": plan})
    first: dict[str, Any] = {"officer_id": actor.person}
    if plan is not None and item is not None:
        first |= {"title": item.title, "budget": item.cost, "states": [plan.participant_id]}
    form = ActivityForm(request.POST or None, initial=first, kind=kind, states=states)
    return save(
        request, form,
        lambda values, seen: activities.create(
            {**form.values(), "kind": kind}, states=values["states"],
            programmes=visible(actor, values["programmes"], PROGRAMMES), plan=plan,
            plan_item=item.key if item is not None else "", by=actor, now=timezone.now(),
        ),
        title=gettext("New activity: %(kind)s") % {"kind": dict(ActivityKind.choices)[kind]}, back=reverse("activities"),
        done=lambda made: reverse("activity", args=[made.pk]),
    )  # fmt: skip


def _from_plan(request: HttpRequest, actor: Actor) -> tuple[Plan | None, plan_content.Undertaking | None]:
    number = request.GET.get("plan", "")
    if not number.isdecimal():
        return None, None
    plan = find(actor, Plan.objects.select_related("in_force", "request"), PLANS, int(number))
    content = plan_content.read(plan.in_force.content if plan.in_force else plan.draft)
    return plan, next((it for it in content.activities if it.key == request.GET.get("item", "")), None)


@work_page
def activity_edit(request: HttpRequest, actor: Actor, activity: int) -> HttpResponse:
    """Change an activity."""
    it = find(actor, subject_parts(Activity.objects.all()), ACTIVITIES, activity)
    demand(actor, "edit", ACTIVITIES.subject(it))
    codes = [row.participant_id for row in it.states.all()]
    first = {
        **{name: getattr(it, name) for name in activities.WRITTEN if name not in ("kind", "details")},
        **ActivityForm.details_initial(it.details), "states": codes, "programmes": [row.pk for row in it.programmes.all()],
        "seen": it.version,
    }  # fmt: skip
    form = ActivityForm(request.POST or None, initial=first, kind=it.kind, states=[*creatable(actor), *codes])
    return save(
        request, form,
        lambda values, seen: activities.edit(
            it, form.values(), states=values["states"], programmes=visible(actor, values["programmes"], PROGRAMMES),
            by=actor, now=timezone.now(), seen=seen,
        ),
        title=gettext("Edit %(reference)s") % {"reference": it.reference}, back=reverse("activity", args=[it.pk]),
        done=lambda made: reverse("activity", args=[it.pk]),
    )  # fmt: skip


@work_page
def activity_step(request: HttpRequest, actor: Actor, activity: int) -> HttpResponse:
    """Take a step."""
    it = find(actor, subject_parts(Activity.objects.all()), ACTIVITIES, activity)
    back = reverse("activity", args=[it.pk])
    if request.method != "POST":
        return redirect(back)
    return step_taken(
        request, lambda name, why, seen: activities.move(it, name, by=actor, now=timezone.now(), why=why, seen=seen),
        back=back,
    )  # fmt: skip


@require_POST
@work_page
def activity_nominate(request: HttpRequest, actor: Actor, activity: int) -> HttpResponse:
    """The focal point's word that the State takes part."""
    it = find(actor, subject_parts(Activity.objects.all()), ACTIVITIES, activity)
    try:
        for code in sorted(actor.own_states & ACTIVITIES.subject(it).states):
            activities.state_nominates(it, code, by=actor, now=timezone.now())
    except Blocked as blocked:
        messages.error(request, str(blocked))
    else:
        messages.success(request, gettext("Your State takes part."))
    return redirect("activity", it.pk)


@require_POST
@work_page
def activity_bulk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One action on several rows; each goes through the rights by itself, and the answer says what was done and what not."""
    chosen = [int(text) for text in request.POST.getlist("row") if text.isdecimal()][:200]
    action = request.POST.get("action", "")
    rows = visible(actor, subject_parts(Activity.objects.filter(pk__in=chosen)), ACTIVITIES)
    programme = None
    if action == "programme":
        programme = get_object_or_404(
            visible(actor, Programme.objects.all(), PROGRAMMES), code=request.POST.get("value", "")
        )
    done, refused = 0, []
    for it in rows:
        try:
            if action == "archive":
                activities.put_away(it, reason=request.POST.get("value", ""), by=actor, now=timezone.now())
            elif programme is not None:
                activities.add_to_programme(it, programme, by=actor, now=timezone.now())
            else:
                activities.move(it, action, by=actor, now=timezone.now(), why=request.POST.get("value", ""))
            done += 1
        except Blocked as blocked:
            refused.append(f"{it.reference}: {blocked}")
        except Denied:
            refused.append(f"{it.reference}: " + gettext("your roles do not allow it."))
    if done:
        messages.success(request, gettext("Done for %(count)d.") % {"count": done})
    for line in refused[:20]:
        messages.error(request, line)
    return redirect("activities")
