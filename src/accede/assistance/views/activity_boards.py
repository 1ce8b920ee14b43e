"""Other looks at activities: board, calendar, feed, and what everyone may see."""

import calendar as months
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from accede.accounts.access import person_of, work_page
from accede.accounts.actors import load_actor
from accede.accounts.models import Person
from accede.accounts.rights import Actor
from accede.assistance.calendar import ical
from accede.assistance.feed_keys import key_of, person_with_key
from accede.assistance.forms.activities import ActivityFilters
from accede.assistance.models.activities import ActivityStatus
from accede.assistance.queries.activities import (
    BOARD,
    BOARD_SIZE,
    activities_for,
    in_month,
    public_activities,
)
from accede.treaties.places import place_name

MOST_IN_A_FEED = 1000


@work_page
def board(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Activities in columns by where they stand: how many, and the next of each."""
    chosen = ActivityFilters(request.GET)
    mine = activities_for(actor)
    if chosen.is_valid():
        mine = chosen.narrow(mine)
    counts = dict(mine.order_by().values_list("status").annotate(Count("pk", distinct=True)))
    labels = dict(ActivityStatus.choices)
    columns = [
        {
            "key": status, "label": labels[ActivityStatus(status)], "count": counts.get(status, 0),
            "rows": list(mine.filter(status=status).order_by("starts", "id")[:BOARD_SIZE]) if counts.get(status) else [],
        }
        for status in BOARD
    ]  # fmt: skip
    return render(request, "assistance/activities/board.html", {"columns": columns, "actor": actor, "size": BOARD_SIZE})


@work_page
def calendar(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A month of activities: a list that reads on a phone, with the days of the month."""
    year, month = _month(request.GET.get("month", ""))
    first = date(year, month, 1)
    last = date(year, month, months.monthrange(year, month)[1])
    rows = list(in_month(activities_for(actor), first, last)[:500])
    days: list[dict[str, Any]] = []
    for number in range(1, last.day + 1):
        day = date(year, month, number)
        held = [it for it in rows if it.starts and it.starts <= day <= (it.ends or it.starts)]
        days.append({"day": day, "rows": held, "label": date_format(day, "D j")})
    before = date(year - (month == 1), 12 if month == 1 else month - 1, 1)
    after = date(year + (month == 12), 1 if month == 12 else month + 1, 1)
    context = {
        "days": days, "actor": actor, "title": date_format(first, "F Y"), "before": f"{before:%Y-%m}",
        "after": f"{after:%Y-%m}", "any": bool(rows),
        "feed": reverse("my-activities-ical", args=[key_of(person_of(actor))]),
    }  # fmt: skip
    return render(request, "assistance/activities/calendar.html", context)


def _month(text: str) -> tuple[int, int]:
    try:
        year, month = (int(part) for part in text.split("-"))
        if 1900 <= year <= 2200:
            return date(year, month, 1).year, month
    except ValueError:
        pass
    today = timezone.localdate()
    return today.year, today.month


def my_feed(request: HttpRequest, key: str) -> HttpResponse:
    """One's activities as iCalendar, under an address that only oneself knows."""
    person: Person = person_with_key(key)
    actor = load_actor(person)
    rows = activities_for(actor).exclude(starts=None).order_by("-starts")[:MOST_IN_A_FEED]
    return _feed(request, ical(rows, now=timezone.now(), host=request.get_host(), name="Accede"))


def public_feed(request: HttpRequest) -> HttpResponse:
    """Public activities as iCalendar."""
    rows = public_activities().exclude(starts=None).order_by("-starts")[:MOST_IN_A_FEED]
    return _feed(request, ical(rows, now=timezone.now(), host=request.get_host(), name="Accede"))


def _feed(request: HttpRequest, body: bytes) -> HttpResponse:
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def public_list(request: HttpRequest) -> HttpResponse:
    """What everyone may see of activities: what, where and when."""
    from accede.assistance.views.activities import states_of
    from accede.kit.cursor import BadCursor, page_of

    queryset = public_activities()
    try:
        page = page_of(queryset, ("-starts", "-id"), size=50, after=request.GET.get("after", ""))
    except BadCursor:
        page = page_of(queryset, ("-starts", "-id"), size=50)
    rows = [(it, states_of(it)) for it in page.rows]
    return render(request, "assistance/activities/public_list.html", {"rows": rows, "next": page.next})


def public_page(request: HttpRequest, activity: int) -> HttpResponse:
    """One public activity."""
    it = get_object_or_404(public_activities(), pk=activity)
    states = [(row.participant_id, place_name(row.participant_id)) for row in it.states.all()]
    return render(
        request, "assistance/activities/public_page.html", {"it": it, "states": states, "title": gettext("Activity")}
    )
