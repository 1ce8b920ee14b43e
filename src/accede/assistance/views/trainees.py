"""People who take part or train, and how many there are."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts.access import work_page
from accede.accounts.rights import Actor, demand, may, verbs, visible
from accede.assistance.domain import training, training_after
from accede.assistance.forms.training import CascadeForm, TraineeFilters, TraineeForm
from accede.assistance.models import Activity, Trainee
from accede.assistance.models.activities import ActivityKind
from accede.assistance.models.themes import Theme
from accede.assistance.models.training import Profession
from accede.assistance.queries import training_counts
from accede.assistance.subjects import ACTIVITIES, TRAINEES
from accede.assistance.views.common import find, save
from accede.assistance.views.keeping import keeping_of
from accede.assistance.views.listing import Column, list_page
from accede.kit.tables import Table, Twin, twin_response
from accede.treaties.places import place_name

COLUMNS = (
    Column("name", _("Name"), lambda it: it.name, lambda it: reverse("trainee", args=[it.pk]), ("name", "id")),
    Column("state", _("State"), lambda it: place_name(it.participant_id), order=("participant_id", "id")),
    Column("profession", _("Profession"), lambda it: it.get_profession_display(), order=("profession", "id")),
    Column("job_title", _("Post"), lambda it: it.job_title),
    Column("trainer", _("National trainer"), lambda it: gettext("yes") if it.national_trainer else ""),
)


@work_page
def trainee_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The trainees whom the person may see."""
    found = Trainee.objects.filter(archived_at__isnull=True, erased_at__isnull=True, merged_into__isnull=True)
    return list_page(
        request, actor, queryset=visible(actor, found, TRAINEES, group="personal"), columns=COLUMNS, default="name",
        filters=TraineeFilters, title=gettext("Training: people"), name="trainees",
        context={"views": [(gettext("Counts"), reverse("training-counts"))]},
        empty=gettext("Nobody yet. Focal points enter people when they nominate them for an activity."),
    )  # fmt: skip


@work_page
def trainee_page(request: HttpRequest, actor: Actor, trainee: int) -> HttpResponse:
    """One person: seats, certificates, and whom they trained in turn."""
    it = find(actor, Trainee.objects.select_related("organisation"), TRAINEES, trainee)
    if it.merged_into_id:
        return redirect("trainee", it.merged_into_id)
    subject = TRAINEES.subject(it)
    seats = it.enrolments.filter(archived_at__isnull=True).select_related("activity", "certificate")
    cascades = list(it.cascades.filter(archived_at__isnull=True))
    context = {
        "keeping": keeping_of(actor, it), "record": it, "actor": actor,
        "state": place_name(it.participant_id), "verbs": verbs(actor, subject),
        "personal": may(actor, "see", subject, group="personal"), "seats": seats.order_by("-activity__starts"),
        "cascades": cascades, "reached": sum(row.persons for row in cascades),
    }  # fmt: skip
    return render(request, "assistance/training/trainee.html", context)


@work_page
def trainee_edit(request: HttpRequest, actor: Actor, trainee: int) -> HttpResponse:
    """Change what is known of a person."""
    it = find(actor, Trainee.objects.all(), TRAINEES, trainee)
    demand(actor, "edit", TRAINEES.subject(it))
    first = {**{name: getattr(it, name) for name in training.PERSONAL}, "seen": it.version}
    form = TraineeForm(request.POST or None, initial=first, state=it.participant_id)
    return save(
        request, form,
        lambda values, seen: training.edit_trainee(it, form.values(), by=actor, now=timezone.now(), seen=seen),
        title=gettext("Edit"), back=reverse("trainee", args=[it.pk]), done=lambda made: reverse("trainee", args=[it.pk]),
    )  # fmt: skip


@work_page
def cascade_new(request: HttpRequest, actor: Actor, trainee: int) -> HttpResponse:
    """A course that a national trainer held at home."""
    it = find(actor, Trainee.objects.all(), TRAINEES, trainee)
    demand(actor, "edit", TRAINEES.subject(it))
    return save(
        request, CascadeForm(request.POST or None),
        lambda values, seen: training_after.add_cascade(it, values, by=actor, now=timezone.now()),
        title=gettext("A course held at home"), back=reverse("trainee", args=[it.pk]),
        done=lambda made: reverse("trainee", args=[it.pk]),
    )  # fmt: skip


@work_page
def counts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Persons and seats, split as the reader chooses, over the activities that the reader may see."""
    by = request.GET.get("by", "state")
    if by not in training_counts.SPLITS:
        messages.error(request, gettext("There is no such split; here is the one by State."))
        by = "state"
    mine = visible(actor, Activity.objects.all(), ACTIVITIES)
    seats = training_counts.seats_in(within={"activity__in": mine})
    rows = [(_group(by, row.group), row.persons, row.seats) for row in training_counts.split(seats, by)]
    if request.GET.get("form") in ("csv", "xlsx", "json"):
        columns = [by, "persons", "seats"]
        return twin_response(
            Twin(
                [dict(zip(columns, row, strict=True)) for row in rows],
                lambda: [Table(columns, rows, "training")],
                "training",
            ),
            request.GET["form"],
        )
    persons, whole = training_counts.totals(seats)
    names = {
        "state": gettext("State"), "profession": gettext("Profession"), "sex": gettext("Sex"),
        "language": gettext("Language"), "kind": gettext("Kind"), "year": gettext("Year"), "theme": gettext("Theme"),
    }  # fmt: skip
    context = {
        "rows": rows, "by": by, "persons": persons, "seats": whole, "actor": actor, "splits": list(names.items()),
        "label": names[by],
    }  # fmt: skip
    return render(request, "assistance/training/counts.html", context)


def _group(by: str, value: str) -> str:
    words: dict[str, dict[Any, Any]] = {
        "profession": dict(Profession.choices), "kind": dict(ActivityKind.choices), "theme": dict(Theme.choices),
        "sex": {"f": gettext("Female"), "m": gettext("Male"), "x": gettext("Other")},
    }  # fmt: skip
    if by == "state":
        return place_name(value)
    return str(words.get(by, {}).get(value, value)) or gettext("not given")
