"""What to ratify next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from accede.cooperation.background import TooBusy, WorkFailed
from accede.cooperation.presenters.next import (
    MOST_DEPOSITS,
    area_name,
    plan_of,
    plan_part,
    plan_twin,
    ranking,
    ranking_twin,
    read_next,
    who_groups,
)
from accede.cooperation.views.working import not_now, still_working
from accede.kit.on import AsOf
from accede.kit.pages import public_page
from accede.kit.tables import twin_response
from accede.treaties.presenters.common import twin_links
from accede.treaties.queries import Snapshot, snapshot


@public_page(snapshot)
def what_next(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    """The ranking of one State, or the plan of a region or the world."""
    question = read_next(snap, request.GET, asked)
    context = {
        "asked": asked,
        "question": question,
        "groups": who_groups(snap, question),
        "most": MOST_DEPOSITS,
        "twins": twin_links("cooperation-next", asked, parameters=question.parameters),
    }
    if question.is_state:
        context["ranking"] = ranking(snap, question.who, asked)
        return render(request, "cooperation/next.html", context)
    title = gettext("The plan for: %(area)s") % {"area": area_name(question)}
    try:
        report = plan_of(snap, question, asked.on)
    except (TooBusy, WorkFailed) as error:
        return not_now(request, asked, title=title, busy=isinstance(error, TooBusy))
    if report is None:
        return still_working(request, asked, title=title)
    context["plan"] = plan_part(snap, question, report, asked)
    return render(request, "cooperation/next.html", context)


@public_page(snapshot)
def next_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """The ranking or the plan as data."""
    question = read_next(snap, request.GET, asked)
    if question.is_state:
        return twin_response(ranking_twin(snap, question.who, asked), form)
    try:
        report = plan_of(snap, question, asked.on)
    except (TooBusy, WorkFailed) as error:
        return not_now(request, asked, title="", busy=isinstance(error, TooBusy), form=form)
    if report is None:
        return still_working(request, asked, title="", form=form)
    return twin_response(plan_twin(question, report, asked), form)
