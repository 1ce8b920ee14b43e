"""My desk, notices, the pipeline by State, and search."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accede.accounts.access import person_of, work_page
from accede.accounts.models import Organisation, Person
from accede.accounts.rights import Actor, visible
from accede.accounts.subjects import ORGANISATIONS, PEOPLE
from accede.accounts.words import verb_in_words
from accede.assistance import notices
from accede.assistance.feed_keys import key_of, person_with_key
from accede.assistance.models import (
    Activity,
    Follow,
    NeedsAssessment,
    Notice,
    Outcome,
    Plan,
    Programme,
    Request,
    Trainee,
)
from accede.assistance.queries.desk import desk_of
from accede.assistance.subjects import (
    ACTIVITIES,
    ASSESSMENTS,
    OUTCOMES,
    PLANS,
    PROGRAMMES,
    REQUESTS,
    TRAINEES,
)
from accede.kit.cursor import BadCursor, page_of


@work_page
def desk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for me, what is late, what changed in my States."""
    now = timezone.now()
    found = desk_of(actor, now=now)
    context = {
        "desk": found, "actor": actor,
        "changes": [
            (row, verb_in_words(row.verb)) for row in found.changes
        ],
        "unread": Notice.objects.filter(person=actor.person or 0, read_at__isnull=True).count(),
        "roles": [role.kind for role in actor.roles],
    }  # fmt: skip
    return render(request, "assistance/desk/desk.html", context)


def _href(record: str, record_id: str) -> str:
    name = notices.PAGES.get(record)
    return reverse(name, args=[int(record_id)]) if name and record_id.isdecimal() else ""


@work_page
def notice_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's notices, the newest first."""
    queryset = Notice.objects.filter(person=actor.person or 0)
    try:
        page = page_of(queryset, ("-at", "-id"), size=50, after=request.GET.get("after", ""))
    except BadCursor:
        page = page_of(queryset, ("-at", "-id"), size=50)
    rows = [(row, notices.text_of(row), _href(row.record, row.record_id)) for row in page.rows]
    context = {
        "rows": rows, "next": page.next, "actor": actor,
        "feed": reverse("my-notices-atom", args=[key_of(person_of(actor))]),
    }  # fmt: skip
    return render(request, "assistance/desk/notices.html", context)


@require_POST
@work_page
def notices_read(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Mark all as read."""
    Notice.objects.filter(person=actor.person or 0, read_at__isnull=True).update(read_at=timezone.now())
    return redirect("notices")


@require_POST
@work_page
def follow(request: HttpRequest, actor: Actor, kind: str, record: int) -> HttpResponse:
    """Follow a record, or no longer."""
    known: dict[str, Any] = {
        "request": (Request, REQUESTS), "plan": (Plan, PLANS), "activity": (Activity, ACTIVITIES),
        "assessment": (NeedsAssessment, ASSESSMENTS), "outcome": (Outcome, OUTCOMES),
    }  # fmt: skip
    if kind not in known:
        raise Http404
    model, to = known[kind]
    get_object_or_404(visible(actor, model.objects.all(), to), pk=record)
    row, new = Follow.objects.get_or_create(person=person_of(actor), record=kind, record_id=str(record))
    if not new:
        row.delete()
    return redirect(kind, record)


def notice_feed(request: HttpRequest, key: str) -> HttpResponse:
    """One's notices as Atom (RFC 4287), under an address that only oneself knows."""
    person = person_with_key(key)
    rows = list(Notice.objects.filter(person=person).order_by("-at", "-id")[:100])
    context = {
        "rows": [(row, notices.text_of(row), request.build_absolute_uri(_href(row.record, row.record_id))) for row in rows],
        "updated": rows[0].at if rows else timezone.now(), "here": request.build_absolute_uri(),
    }  # fmt: skip
    response = render(
        request, "assistance/desk/notices.atom", context, content_type="application/atom+xml; charset=utf-8"
    )
    response["Cache-Control"] = "private, no-store"
    return response


#: What is searched: the kind, the model, its map, the fields, and the group of fields under which they fall.
_SEARCHED: tuple[tuple[str, Any, Any, tuple[str, ...], str], ...] = (
    ("request", Request, REQUESTS, ("reference", "title"), "basics"),
    ("request", Request, REQUESTS, ("situation", "wanted"), "confidential"),
    ("assessment", NeedsAssessment, ASSESSMENTS, ("title", "summary"), "basics"),
    ("plan", Plan, PLANS, ("title",), "basics"),
    ("activity", Activity, ACTIVITIES, ("reference", "title", "place"), "basics"),
    ("programme", Programme, PROGRAMMES, ("code", "title"), "basics"),
    ("trainee", Trainee, TRAINEES, ("name", "job_title", "email"), "personal"),
    ("outcome", Outcome, OUTCOMES, ("title",), "basics"),
    ("organisation", Organisation, ORGANISATIONS, ("name", "short_name"), "basics"),
    ("person", Person, PEOPLE, ("name",), "basics"),
)
FOUND = 20


@work_page
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whatever the person may see, and nothing else: rights are asked before anything is counted."""
    words = request.GET.get("q", "").strip()[:80]
    kinds: dict[str, dict[int, Any]] = {}
    if len(words) >= 2:
        for kind, model, to, fields, group in _SEARCHED:
            condition = Q()
            for field in fields:
                condition |= Q(**{f"{field}__icontains": words})
            rows = visible(actor, model.objects.filter(condition), to, group=group)
            if group == "confidential":
                rows = visible(actor, rows, to)
            for row in rows.order_by("-pk")[: FOUND + 1]:
                kinds.setdefault(kind, {})[row.pk] = row
    labels = {
        "request": gettext("Requests"), "assessment": gettext("Assessments"), "plan": gettext("Plans"),
        "activity": gettext("Activities"), "programme": gettext("Programmes"), "trainee": gettext("People in training"),
        "outcome": gettext("Results"), "organisation": gettext("Organisations"), "person": gettext("People"),
    }  # fmt: skip
    groups = [
        (
            labels[kind],
            [(str(row), reverse(kind, args=[pk])) for pk, row in list(rows.items())[:FOUND]],
            len(rows) > FOUND,
        )
        for kind, rows in kinds.items()
    ]
    return render(request, "assistance/desk/search.html", {"words": words, "groups": groups, "actor": actor})
