"""Results: outcomes and indicators."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts.access import work_page
from accede.accounts.rights import Actor, Subject, demand, may, verbs, visible
from accede.assistance.domain import documents, results
from accede.assistance.forms.results import JudgeForm, ObserveForm, OutcomeFilters, ReadingForm
from accede.assistance.models import Indicator, Outcome, Plan
from accede.assistance.queries.results import latest_readings, outcomes_for, outputs
from accede.assistance.subjects import ACTIVITIES, OUTCOMES, PLANS
from accede.assistance.views.common import find, save
from accede.assistance.views.listing import Column, list_page
from accede.treaties.places import place_choices, place_name

COLUMNS = (
    Column(
        "title",
        _("What has changed"),
        lambda it: it.title,
        lambda it: reverse("outcome", args=[it.pk]),
        ("title", "id"),
    ),
    Column("state", _("State"), lambda it: place_name(it.participant_id), order=("participant_id", "-id")),
    Column("on", _("Since"), lambda it: it.on.isoformat() if it.on else "", order=("-on", "-id")),
    Column("status", _("Stands at"), lambda it: it.get_status_display(), order=("status", "-id")),
    Column("judged", _("Judged by"), lambda it: it.judged_by.name if it.judged_by else ""),
)


def _creatable(actor: Actor) -> list[str]:
    return [
        code
        for code, _name in place_choices(samples=True)
        if may(actor, "create", Subject(record=Outcome.KIND, status="proposed", states=frozenset([code])))
    ]


@work_page
def outcome_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The outcomes that the person may see."""
    actions = [(gettext("Note a change"), reverse("outcome-new"))] if _creatable(actor) else []
    return list_page(
        request, actor, queryset=outcomes_for(actor), columns=COLUMNS, default="on", filters=OutcomeFilters,
        title=gettext("Results"), name="outcomes", context={"actions": actions},
        empty=gettext("No result yet. New treaty actions of assisted States are proposed here by themselves."),
    )  # fmt: skip


@work_page
def outcome_page(request: HttpRequest, actor: Actor, outcome: int) -> HttpResponse:
    """One outcome: why it is proposed, the evidence, and the judgement."""
    it = find(actor, Outcome.objects.select_related("plan", "judged_by", "instrument"), OUTCOMES, outcome)
    allowed = verbs(actor, OUTCOMES.subject(it))
    context = {
        "record": it, "actor": actor, "verbs": allowed, "state": place_name(it.participant_id),
        "activities": visible(actor, it.activities.all(), ACTIVITIES), "documents": documents.documents_of(it, actor=actor),
        "inside": "judge" in allowed,
    }  # fmt: skip
    return render(request, "assistance/results/outcome.html", context)


@work_page
def outcome_judge(request: HttpRequest, actor: Actor, outcome: int) -> HttpResponse:
    """Say whether assistance contributed to it."""
    it = find(actor, Outcome.objects.all(), OUTCOMES, outcome)
    demand(actor, "judge", OUTCOMES.subject(it))
    return save(
        request, JudgeForm(request.POST or None, initial={"seen": it.version, "reason": it.reason}),
        lambda values, seen: results.judge(
            it, contributed=values["contributed"] == "yes", reason=values["reason"], by=actor, now=timezone.now(), seen=seen
        ),
        title=gettext("Contributed to? %(title)s") % {"title": it.title}, back=reverse("outcome", args=[it.pk]),
        intro=gettext("Contributed, not caused: the State acts, and others help as well."),
        done=lambda made: reverse("outcome", args=[it.pk]),
    )  # fmt: skip


@work_page
def outcome_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Note a provision adopted, or another change."""
    states = _creatable(actor)
    if not states:
        raise Http404
    return save(
        request, ObserveForm(request.POST or None, states=states),
        lambda values, seen: results.observe(values["state"], values, by=actor, now=timezone.now()),
        title=gettext("Note a change"), back=reverse("outcomes"), done=lambda made: reverse("outcome", args=[made.pk]),
    )  # fmt: skip


def _indicator(actor: Actor, pk: int) -> Indicator:
    it = get_object_or_404(Indicator.objects.select_related("plan"), pk=pk)
    find(actor, Plan.objects.all(), PLANS, it.plan_id)
    return it


@work_page
def indicator_page(request: HttpRequest, actor: Actor, indicator: int) -> HttpResponse:
    """An indicator with its history."""
    it = _indicator(actor, indicator)
    rows = latest_readings(it.readings.select_related("noted_by"))
    context = {
        "record": it, "actor": actor, "edit": may(actor, "edit", PLANS.subject(it.plan)),
        "rows": [(row, _shown(row.numerator, row.denominator), _way(it, row.numerator)) for row in rows],
        "all": it.readings.count(),
        "outputs": outputs(visible(actor, it.plan.activities.all(), ACTIVITIES)),
    }  # fmt: skip
    return render(request, "assistance/results/indicator.html", context)


def _shown(numerator: Decimal, denominator: Decimal | None) -> str:
    return (
        f"{numerator}" if denominator is None else f"{numerator}/{denominator} ({numerator / denominator * 100:.0f} %)"
    )


def _way(it: Indicator, value: Decimal) -> int | None:
    """How much of the way from baseline to target was gone, in per cent."""
    if it.baseline is None or it.target is None or it.baseline == it.target:
        return None
    return round((value - it.baseline) / (it.target - it.baseline) * 100)


@work_page
def reading_new(request: HttpRequest, actor: Actor, indicator: int) -> HttpResponse:
    """Note what an indicator shows."""
    it = _indicator(actor, indicator)
    demand(actor, "edit", PLANS.subject(it.plan))

    def do(values: Any, seen: int) -> Any:
        return results.read_indicator(it, by=actor, now=timezone.now(), **values)

    return save(
        request, ReadingForm(request.POST or None, initial={"on": timezone.localdate()}), do,
        title=gettext("A reading of %(name)s") % {"name": it.name}, back=reverse("indicator", args=[it.pk]),
        done=lambda made: reverse("indicator", args=[it.pk]),
    )  # fmt: skip
