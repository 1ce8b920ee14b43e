"""The home page, the search by name, what the site says about itself, and the pages of errors."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from accede.kit.on import AsOf
from accede.kit.pages import public_page
from accede.kit.tables import sort_rows, twin_response
from accede.treaties.presenters import world
from accede.treaties.presenters.common import twin_links
from accede.treaties.presenters.find import find, find_twin
from accede.treaties.queries import Snapshot, snapshot
from accede.web.about import about_twin, paragraphs
from accede.web.glossary import glossary_twin, terms

log = logging.getLogger(__name__)


@public_page(snapshot)
def home(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    """The world on one date."""
    rows = world.state_rows(snap, asked)
    ordered, headings = sort_rows(rows, world.home_columns(), request, default="name")
    context = {
        "asked": asked,
        "map": world.map_of_states(snap, asked, rows),
        "figures": world.figures(snap, asked, rows),
        "rows": ordered,
        "headings": headings,
        "total": len(snap.facts.catalogue.universal),
        "adopted": world.adopted_by(snap, asked),
        "latest": world.latest_actions(snap, asked),
        "slider": world.slider(asked),
        "twins": twin_links("home", asked),
    }
    return render(request, "web/home.html", context)


@public_page(snapshot)
def home_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """The data behind the home page."""
    return twin_response(world.world_twin(snap, asked), form)


@public_page(snapshot)
def find_page(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    """Pages by name; a name that is that of one page alone leads straight to it."""
    page = find(snap, request.GET.get("q", ""), asked)
    exact = [it for it in page.found if it.exact]
    if len(exact) == 1:
        return redirect(exact[0].href)
    context = {"asked": asked, "page": page, "twins": twin_links("find", asked, parameters={"q": page.query})}
    return render(request, "web/find.html", context)


@public_page(snapshot)
def find_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """What was found, as data."""
    return twin_response(find_twin(snap, request.GET.get("q", ""), asked), form)


@public_page(snapshot)
def about(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    """The twelve paragraphs, and where each lives."""
    context = {"asked": asked, "paragraphs": paragraphs(), "twins": twin_links("about", asked)}
    return render(request, "web/about.html", context)


@public_page(snapshot)
def about_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """The twelve paragraphs as data."""
    return twin_response(about_twin(), form)


@public_page(snapshot)
def glossary(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    """Each term once."""
    context = {"asked": asked, "terms": terms(), "twins": twin_links("glossary", asked)}
    return render(request, "web/glossary.html", context)


@public_page(snapshot)
def glossary_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """The glossary as data."""
    return twin_response(glossary_twin(), form)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page has this address."""
    today = timezone.localdate()
    context = {"asked": AsOf(today, today), "message": "", "suggestions": []}
    return render(request, "404.html", context, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that makes no sense; what was in it is not repeated."""
    return HttpResponse(render_to_string("400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke here. The page must appear even where templates are what broke."""
    try:
        return HttpResponseServerError(render_to_string("500.html"))
    except Exception:
        log.exception("the page for errors could not be rendered")
        return HttpResponseServerError("<!doctype html><title>Error</title><p>Something went wrong on our side.</p>")
