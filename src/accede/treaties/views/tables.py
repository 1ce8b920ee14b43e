"""The matrix, the comparison, the log of acts, and what the data rests on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accede.kit.on import AsOf
from accede.kit.pages import public_page
from accede.kit.tables import twin_response
from accede.treaties.presenters.actions import actions_page, actions_twin
from accede.treaties.presenters.common import TwinLink, twin_links
from accede.treaties.presenters.compare import compare_page, compare_twin
from accede.treaties.presenters.data import data_page, data_twin
from accede.treaties.presenters.matrix import matrix_page, matrix_twin
from accede.treaties.queries import Snapshot, snapshot


@public_page(snapshot)
def matrix(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    """States × instruments."""
    page = matrix_page(snap, request, asked)
    twins = twin_links("matrix", asked, forms=("json", "csv", "xlsx"), parameters=page.parameters)
    return render(request, "treaties/matrix.html", {"asked": asked, "page": page, "twins": twins})


@public_page(snapshot)
def matrix_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """The matrix as data, with the filters of the page."""
    return twin_response(matrix_twin(snap, request, asked), form)


@public_page(snapshot)
def compare(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    """States and groups over time."""
    page = compare_page(snap, request.GET, asked)
    query = "&".join(f"{name}={value}" for name, value in page.parameters if value)
    twins = [
        TwinLink(it.form, it.label, f"{it.href}&{query}", it.type) for it in twin_links("compare", asked) if page.latest
    ]
    return render(request, "treaties/compare.html", {"asked": asked, "page": page, "twins": twins})


@public_page(snapshot)
def compare_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """The comparison as data."""
    return twin_response(compare_twin(snap, request.GET, asked), form)


@public_page(snapshot)
def actions(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    """The log of acts, newest first."""
    page = actions_page(snap, request.GET, asked)
    feed = AsOf(asked.on, asked.today).address(reverse("feed"), **page.parameters)
    context = {
        "asked": asked,
        "page": page,
        "feed": feed,
        "twins": twin_links("actions", asked, parameters=page.parameters),
    }
    return render(request, "treaties/actions.html", context)


@public_page(snapshot)
def actions_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """The log as data."""
    return twin_response(actions_twin(snap, request.GET, asked), form)


@public_page(snapshot)
def data(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    """Lists, sources, gaps and imports."""
    context = {"asked": asked, "page": data_page(snap, asked), "twins": twin_links("data", asked)}
    return render(request, "treaties/data.html", context)


@public_page(snapshot)
def data_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """Lists, sources, gaps and imports as data."""
    return twin_response(data_twin(snap, asked), form)
