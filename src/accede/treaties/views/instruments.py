"""The list of instruments, and one instrument."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from accede.kit.on import AsOf
from accede.kit.pages import public_page
from accede.kit.tables import sort_rows, twin_response
from accede.treaties.presenters.common import instrument_or_missing, twin_links
from accede.treaties.presenters.instrument import instrument_page
from accede.treaties.presenters.instruments import (
    instrument_columns,
    instrument_rows,
    instrument_twin,
    instruments_twin,
)
from accede.treaties.queries import Snapshot, snapshot


@public_page(snapshot)
def instruments(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    """The regime, and the cooperation treaties."""
    rows = instrument_rows(snap, asked)
    chosen = "sort" in request.GET
    ordered, headings = sort_rows(rows, instrument_columns(), request, default="adopted")
    if not chosen:
        ordered = rows
    context = {
        "asked": asked,
        "universal": [row for row in ordered if row.universal],
        "others": [row for row in ordered if not row.universal],
        "headings": headings,
        "twins": twin_links("instruments", asked),
    }
    return render(request, "treaties/instruments.html", context)


@public_page(snapshot)
def instruments_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """The data behind the list of instruments."""
    return twin_response(instruments_twin(snap, asked), form)


@public_page(snapshot)
def instrument(request: HttpRequest, snap: Snapshot, asked: AsOf, code: str) -> HttpResponse:
    """One instrument: who is bound, and what it says."""
    treaty = instrument_or_missing(snap, code, asked)
    if code != treaty.id:
        query = request.META.get("QUERY_STRING", "")
        path = reverse("instrument", args=[treaty.id])
        return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    context = {
        "asked": asked,
        "page": instrument_page(snap, treaty, asked),
        "twins": twin_links("instrument", asked, code=treaty.id),
    }
    return render(request, "treaties/instrument.html", context)


@public_page(snapshot)
def instrument_data(request: HttpRequest, snap: Snapshot, asked: AsOf, code: str, form: str) -> HttpResponse:
    """The data behind the page of an instrument."""
    return twin_response(instrument_twin(snap, instrument_or_missing(snap, code, asked), asked), form)
