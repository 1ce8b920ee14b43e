"""Programmes: the tree, and the page of one with its roll-up."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accede.accounts.access import work_page
from accede.accounts.rights import Actor, Subject, demand, may, verbs, visible
from accede.assistance.domain import programmes
from accede.assistance.forms.activities import ProgrammeForm
from accede.assistance.models import Activity, Programme
from accede.assistance.models.activities import ActivityStatus
from accede.assistance.queries.programmes import Tree, report_of
from accede.assistance.subjects import ACTIVITIES, PROGRAMMES
from accede.assistance.views.common import find, save
from accede.kit.tables import Table, Twin, twin_response

NAMES = ("code", "title", "kind", "participant_id", "region", "theme", "description", "starts", "ends")


@work_page
def programme_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All programmes as trees, each with its figures."""
    tree = Tree()
    rows: list[dict[str, Any]] = []

    def add(it: Programme, depth: int, seen: frozenset[int]) -> None:
        if it.pk in seen or len(rows) > 2000:
            return
        rows.append({"it": it, "depth": depth, "figures": tree.figures(tree.activities_of(it.pk))})
        for child in sorted((tree.programmes[pk] for pk in tree.children.get(it.pk, [])), key=lambda one: one.code):
            add(child, depth + 1, seen | {it.pk})

    for root in sorted(tree.roots(), key=lambda it: it.code):
        add(root, 0, frozenset())
    if request.GET.get("form") in ("csv", "xlsx", "json"):
        columns = ["code", "title", "depth", "activities", "budget", "without_budget"]
        values = [
            [row["it"].code, row["it"].title, row["depth"], row["figures"].activities, float(row["figures"].budget),
             row["figures"].without_budget]
            for row in rows
        ]  # fmt: skip
        table = Table(columns, values, "programmes")
        return twin_response(
            Twin([dict(zip(columns, row, strict=True)) for row in values], lambda: [table], "programmes"),
            request.GET["form"],
        )
    context = {"rows": rows, "actor": actor, "may_create": may(actor, "create", Subject(record=Programme.KIND))}
    return render(request, "assistance/programmes/list.html", context)


@work_page
def programme_page(request: HttpRequest, actor: Actor, programme: int) -> HttpResponse:
    """One programme: its roll-up, which names its children, and its activities."""
    it = find(actor, Programme.objects.prefetch_related("parents"), PROGRAMMES, programme)
    tree = Tree()
    labels = dict(ActivityStatus.choices)
    report = report_of(it, tree)
    inside = Activity.objects.filter(pk__in=tree.activities_of(it.pk)).order_by("-starts", "-id")
    context = {
        "record": it, "actor": actor, "verbs": verbs(actor, PROGRAMMES.subject(it)), "report": report,
        "statuses": [(labels[ActivityStatus(key)], count) for key, count in sorted(report.whole.by_status.items())],
        "activities": visible(actor, inside, ACTIVITIES)[:100],
    }  # fmt: skip
    return render(request, "assistance/programmes/page.html", context)


@work_page
def programme_form(request: HttpRequest, actor: Actor, programme: int | None = None) -> HttpResponse:
    """Make or change a programme."""
    it = find(actor, Programme.objects.all(), PROGRAMMES, programme) if programme is not None else None
    if it is not None:
        demand(actor, "edit", PROGRAMMES.subject(it))
        first: dict[str, Any] = {name: getattr(it, name) for name in NAMES}
        first |= {"parents": [row.pk for row in it.parents.all()], "seen": it.version}
    else:
        demand(actor, "create", Subject(record=Programme.KIND))
        first = {}

    def do(values: Any, seen: int) -> Programme:
        written = {name: values[name] for name in NAMES} | {"participant_id": values["participant_id"] or None}
        parents = values["parents"]
        if it is None:
            return programmes.create(written, parents=parents, by=actor, now=timezone.now())
        return programmes.edit(it, written, parents=parents, by=actor, now=timezone.now(), seen=seen)

    return save(
        request, ProgrammeForm(request.POST or None, initial=first), do,
        title=gettext("Edit the programme") if it else gettext("New programme"),
        back=reverse("programme", args=[it.pk]) if it else reverse("programmes"),
        done=lambda made: reverse("programme", args=[made.pk]),
    )  # fmt: skip
