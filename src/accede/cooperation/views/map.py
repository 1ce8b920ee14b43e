"""The map of cooperation, the matrix of regions, and the series by year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from accede.cooperation.background import TooBusy, WorkFailed
from accede.cooperation.presenters.labels import LOOKS
from accede.cooperation.presenters.map import (
    found_labels,
    map_title,
    map_twin,
    partner_columns,
    partner_map,
    partner_rows,
    read_map,
    region_lines,
    regions_twin,
    selects,
    share_map,
    state_columns,
    state_rows,
    summary,
)
from accede.cooperation.presenters.series import years_part, years_twin
from accede.cooperation.presenters.years import Years, years_of
from accede.cooperation.views.working import not_now, still_working
from accede.kit.on import AsOf
from accede.kit.pages import public_page
from accede.kit.tables import sort_rows, twin_response
from accede.law.basis import Kind
from accede.treaties.presenters.common import twin_links
from accede.treaties.presenters.words import REGIONS, THEMES, word
from accede.treaties.queries import Snapshot, snapshot


@public_page(snapshot)
def cooperation_map(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    """One State and its partners by label, or the world by share; below it the regions and the years.

    While the years are being worked out the page shows everything else, with status 202 so that it is not kept.
    """
    question = read_map(snap, request.GET, asked)
    labels = found_labels(snap, question, asked)
    context = {
        "asked": asked,
        "question": question,
        "selects": selects(snap, question),
        "summary": summary(question, labels, snap),
        "regions": [word(REGIONS, it) for it in REGIONS],
        "region_lines": region_lines(snap, question, labels),
        "label": LOOKS[question.label],
        "looks": [it for it in LOOKS.values() if it.key != "not-applicable"],
        "theme": word(THEMES, question.theme),
        "offences": labels.offences,
        "twins": twin_links("cooperation-map", asked, parameters=question.parameters),
        "region_twins": twin_links("cooperation-regions", asked, parameters=question.parameters),
        "year_twins": twin_links("cooperation-years", asked, parameters=question.parameters),
    }
    if question.state:
        partners = partner_rows(snap, question, labels, asked)
        rows, headings = sort_rows(partners, partner_columns(), request, default="name")
        context |= {
            "title": map_title(snap, question, asked),
            "map": partner_map(snap, question, partners, asked),
            "rows": rows,
            "headings": headings,
        }
    else:
        everyone = state_rows(snap, question, labels, asked)
        ordered, headings = sort_rows(everyone, state_columns(question), request, default="share")
        context |= {"map": share_map(question, everyone, asked), "rows": ordered, "headings": headings}
    years = _years_or_none(snap, question.kind)
    if years is not None:
        context["years"] = years_part(years, snap, question, asked)
    return render(request, "cooperation/map.html", context, status=200 if years is not None else 202)


def _years_or_none(snap: Snapshot, kind: Kind) -> Years | None:
    """The series where they are there; a page that has more to show does not wait for them, nor fail with them."""
    try:
        return years_of(snap, kind, patience=0.05)
    except (TooBusy, WorkFailed):
        return None


@public_page(snapshot)
def map_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """The table beside the map as data."""
    return twin_response(map_twin(snap, read_map(snap, request.GET, asked), asked), form)


@public_page(snapshot)
def regions_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """The matrix of regions as data."""
    return twin_response(regions_twin(snap, read_map(snap, request.GET, asked), asked), form)


@public_page(snapshot)
def years_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """The series by year as data."""
    question = read_map(snap, request.GET, asked)
    title = gettext("Series by year")
    try:
        years = years_of(snap, question.kind)
    except (TooBusy, WorkFailed) as error:
        return not_now(request, asked, title=title, busy=isinstance(error, TooBusy), form=form)
    if years is None:
        return still_working(request, asked, title=title, form=form)
    return twin_response(years_twin(years, snap, question, asked), form)
