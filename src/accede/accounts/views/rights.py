"""The table of rights and the audit trail, as pages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from accede.accounts import trail
from accede.accounts.access import work_page
from accede.accounts.models import Event, RoleKind
from accede.accounts.rights import Actor, Subject, may
from accede.accounts.rights.table import ROLES, all_rules
from accede.accounts.subjects import event_subject
from accede.kit.cursor import BadCursor, page_of
from accede.kit.tables import Table, Twin, twin_response

COLUMNS = ("record", "group", "role", "relation", "status", "second_factor", "verbs", "note")


@work_page
def rights_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every row of the one table that pages, API and exports ask."""
    roles = dict(RoleKind.choices) | {
        "anyone": gettext("anyone"), "signed_in": gettext("anyone signed in"),
        "admin_session": gettext("an administrator’s session"),
    }  # fmt: skip
    relations = {
        "own": gettext("of the own State or organisation"), "assigned": gettext("of the States and programmes assigned"),
        "shared": gettext("shared with the own organisation"), "self": gettext("about oneself, or worked on oneself"),
        "public": gettext("shown to everyone"), "any": gettext("any"),
    }  # fmt: skip
    role, record = request.GET.get("role", ""), request.GET.get("record", "")
    rows: list[dict[str, Any]] = []
    for rule in all_rules():
        if (role and rule.role != role) or (record and rule.record != record):
            continue
        status = "*" if rule.statuses is None else " ".join(sorted(rule.statuses))
        rows.append(
            {
                "record": rule.record, "group": rule.group, "role": str(roles[rule.role]),
                "relation": relations[rule.relation],
                "status": gettext("all but %(states)s") % {"states": status} if rule.all_but else status,
                "second_factor": gettext("yes") if rule.second_factor else "", "verbs": " ".join(sorted(rule.verbs)),
                "note": rule.note,
            }
        )  # fmt: skip
    if request.GET.get("form") in ("csv", "xlsx", "json"):
        table = Table.of(rows, COLUMNS, name="rights")
        return twin_response(Twin(rows, lambda: [table], "rights"), request.GET["form"])
    context = {
        "rows": rows, "roles": [(name, roles[name]) for name in ROLES], "role": role, "record": record, "actor": actor,
        "records": sorted({rule.record for rule in all_rules()}),
    }  # fmt: skip
    return render(request, "accounts/rights.html", context)


@work_page
def trail_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The trail: the own State's for a focal point, all of it for an auditor. Never the values, which are confidential."""
    events = Event.objects.select_related("person")
    everything = may(actor, "see", Subject(record="trail"))
    if not everything:
        if not may(actor, "see", Subject(record="trail", states=actor.own_states)):
            raise Http404
        events = trail.concerning(events, actor.own_states)
    given = {name: request.GET.get(name, "").strip() for name in ("record", "record_id", "verb", "person", "state")}
    for name in ("record", "record_id", "verb"):
        if given[name]:
            events = events.filter(**{name: given[name][:40]})
    if given["person"]:
        events = events.filter(person__name__icontains=given["person"][:80])
    if given["state"]:
        events = trail.concerning(events, [given["state"][:3]])
    try:
        page = page_of(events, ("-number",), size=100, after=request.GET.get("after", ""))
    except BadCursor:
        page = page_of(events, ("-number",), size=100)
    shown = [event for event in page.rows if everything or may(actor, "see", event_subject(event))]
    parameters = request.GET.copy()
    parameters["after"] = page.next
    context = {
        "events": shown, "next": f"?{parameters.urlencode()}" if page.next else "", "given": given, "actor": actor,
        "export": may(actor, "export", Subject(record="trail")),
    }  # fmt: skip
    return render(request, "accounts/trail.html", context)


@work_page
def trail_verify(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whether the chain holds."""
    if not may(actor, "verify", Subject(record="trail")):
        raise Http404
    faults = list(trail.verify())[:100]
    context = {"faults": faults, "count": Event.objects.count(), "actor": actor, "now": timezone.now()}
    return render(request, "accounts/trail_verify.html", context)


@work_page
def trail_export(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The whole trail as JSON lines, for those who may; what stood before and after is not theirs to see, and left out."""
    if not may(actor, "export", Subject(record="trail")):
        raise Http404
    response = StreamingHttpResponse(trail.lines(), content_type="application/jsonl")
    response["Content-Disposition"] = 'attachment; filename="trail.jsonl"'
    return response
