"""The pipeline by State: counted, on a map, and taken away as a file."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from accede.accounts.access import work_page
from accede.accounts.rights import Actor, visible
from accede.assistance.models import Activity, Outcome, Plan, Request
from accede.assistance.subjects import ACTIVITIES, OUTCOMES, PLANS, REQUESTS
from accede.kit.maps import BOUNDARIES_DISCLAIMER, LegendItem, MapValue, drawn_participants, world_map
from accede.kit.tables import Table, Twin, twin_response
from accede.treaties.places import place_name

NAMES = ("requests", "plans", "coming", "done", "outcomes")
#: A State with so many in all, or more, has the colour of the step.
STEPS = ((1, "map-1"), (3, "map-3"), (10, "map-5"), (30, "map-7"))
Counted = tuple[str, str, list[int]]


@work_page
def pipeline(request: HttpRequest, actor: Actor) -> HttpResponse:
    """By State: what is asked, planned, under way and done; counts of what the reader may see."""
    table = counted(actor)
    if request.GET.get("form") in ("csv", "xlsx", "json"):
        columns = ["code", "state", *NAMES]
        values = [[code, name, *counts] for code, name, counts in table]
        rows = [dict(zip(columns, row, strict=True)) for row in values]
        return twin_response(Twin(rows, lambda: [Table(columns, values, "pipeline")], "pipeline"), request.GET["form"])
    most = max((sum(counts) for _, _, counts in table), default=1)
    context = {
        "rows": [(*row, round(sum(row[2]) / most * 100)) for row in table], "actor": actor,
        "map": _map(table) if drawn_participants() & {code for code, _, _ in table} else "",
    }  # fmt: skip
    return render(request, "assistance/desk/pipeline.html", context)


def counted(actor: Actor) -> list[Counted]:
    """Code, name and the counts of :data:`NAMES` of each State that has any, in the order of the names."""
    rows: dict[str, dict[str, int]] = {}

    def add(name: str, queryset: Any, path: str) -> None:
        for code, count in queryset.order_by().values_list(path).annotate(Count("pk", distinct=True)):
            if code:
                rows.setdefault(code, {})[name] = count

    open_requests = Request.objects.filter(
        status__in=["submitted", "acknowledged", "clarification", "accepted", "referred"]
    )
    add("requests", visible(actor, open_requests, REQUESTS), "participant_id")
    add("plans", visible(actor, Plan.objects.filter(status="in_force"), PLANS), "participant_id")
    coming = Activity.objects.filter(status__in=["planned", "confirmed", "under_way"], archived_at__isnull=True)
    add("coming", visible(actor, coming, ACTIVITIES), "states__participant_id")
    done = Activity.objects.filter(status__in=["completed", "reported", "evaluated"], archived_at__isnull=True)
    add("done", visible(actor, done, ACTIVITIES), "states__participant_id")
    add("outcomes", visible(actor, Outcome.objects.filter(status="contributed"), OUTCOMES), "participant_id")
    found = [(code, place_name(code), [counts.get(name, 0) for name in NAMES]) for code, counts in rows.items()]
    return sorted(found, key=lambda row: row[1])


def _map(table: list[Counted]) -> SafeString:
    values = {}
    for code, name, counts in table:
        number = sum(counts)
        said = ngettext("%(n)d in the pipeline", "%(n)d in the pipeline", number) % {"n": number}
        colour = next((css for least, css in reversed(STEPS) if number >= least), "map-0")
        values[code] = MapValue(f"{name}: {said}", colour)
    ends = [*(least - 1 for least, _ in STEPS[1:]), None]
    legend = [
        LegendItem(css, f"{least}–{most}" if most is not None else f"{least}+")
        for (least, css), most in zip(STEPS, ends, strict=True)
    ]
    return world_map(
        values=values, title=gettext("The pipeline by State"), description=gettext("The table below the map says the same."),
        link=lambda code: f"{reverse('states')}{code}/", legend=[*legend, LegendItem("map-none", gettext("nothing"))],
        disclaimer=str(BOUNDARIES_DISCLAIMER), map_id="pipeline-map",
    )  # fmt: skip
