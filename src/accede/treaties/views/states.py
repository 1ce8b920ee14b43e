"""The list of States, and one State."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from accede.kit.on import AsOf
from accede.kit.pages import public_page
from accede.kit.tables import sort_rows, twin_response
from accede.treaties.places import is_sample, place_name
from accede.treaties.presenters.common import legend, participant_or_missing, twin_links
from accede.treaties.presenters.state import state_page, state_twin
from accede.treaties.presenters.timeline import axis
from accede.treaties.presenters.words import LOOKS
from accede.treaties.presenters.world import state_columns, state_rows, world_twin
from accede.treaties.queries import Snapshot, snapshot
from accede.treaties.sections import sections, sections_version


@public_page(snapshot)
def states(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    """All participants with their counts."""
    rows, headings = sort_rows(state_rows(snap, asked), state_columns(), request, default="name")
    context = {
        "samples": [(code, place_name(code)) for code in snap.sample.facts.participants] if snap.sample else [],
        "asked": asked,
        "rows": rows,
        "headings": headings,
        "total": len(snap.facts.catalogue.universal),
        "twins": twin_links("states", asked),
    }
    return render(request, "treaties/states.html", context)


@public_page(snapshot)
def states_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """The data behind the list of States."""
    return twin_response(world_twin(snap, asked), form)


def _with_sections() -> Snapshot:
    """The snapshot under a version that changes with the sections that other rooms show on the page as well."""
    snap = snapshot()
    more = sections_version()
    return replace(snap, version=f"{snap.version}|{more}") if more else snap


@public_page(_with_sections)
def state(request: HttpRequest, snap: Snapshot, asked: AsOf, code: str) -> HttpResponse:
    """One participant under every instrument."""
    snap = snap.of(code)
    party = participant_or_missing(snap, code, asked)
    if code != party.code:
        return _moved(request, reverse("state", args=[party.code]))
    context = {
        "sample": is_sample(party.code),
        "sections": [(it.template, it.context(party.code)) for it in sections()],
        "asked": asked,
        "page": state_page(snap, party, asked),
        "axis": axis(asked),
        "legend": legend(LOOKS),
        "twins": twin_links("state", asked, code=party.code),
    }
    return render(request, "treaties/state.html", context)


@public_page(snapshot)
def state_data(request: HttpRequest, snap: Snapshot, asked: AsOf, code: str, form: str) -> HttpResponse:
    """The data behind the page of a State."""
    snap = snap.of(code)
    party = participant_or_missing(snap, code, asked)
    if code != party.code:
        return _moved(request, reverse("state-data", kwargs={"code": party.code, "form": form}))
    return twin_response(state_twin(snap, party, asked), form)


def _moved(request: HttpRequest, path: str) -> HttpResponse:
    """To the one address of the page: codes are written in capitals."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
