"""The page of central authorities, and the data behind it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accede.cooperation.presenters.authorities import authorities_page, authorities_twin
from accede.cooperation.queries import stored
from accede.kit.on import AsOf
from accede.kit.pages import public_page
from accede.kit.tables import twin_response
from accede.treaties.presenters.common import twin_links
from accede.treaties.queries import Snapshot, snapshot


@public_page(snapshot)
def authorities(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    """All central authorities, or those that pass the filters."""
    page = authorities_page(snap, stored(snap), request.GET, asked)
    twins = twin_links("authorities", asked, parameters=page.parameters)
    return render(request, "cooperation/authorities.html", {"asked": asked, "page": page, "twins": twins})


@public_page(snapshot)
def authorities_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """The same as data."""
    return twin_response(authorities_twin(snap, stored(snap), request.GET, asked), form)
