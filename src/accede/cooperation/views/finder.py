"""The finder of legal bases: its form, and one answer at a permanent address."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from accede.cooperation.presenters.basis import basis_page, basis_twin
from accede.cooperation.presenters.finder import ASK, LOOK, WORDS, answer_address, finder_form, finder_twin, problems_of
from accede.cooperation.presenters.question import Asked, read_question
from accede.cooperation.presenters.whatif import suppose, what_if
from accede.cooperation.queries import current_rules
from accede.kit.on import AsOf, BadQuestion, asked_date
from accede.kit.pages import public_page
from accede.kit.tables import twin_response
from accede.law.basis import find_basis
from accede.treaties.presenters.common import TwinLink, twin_links
from accede.treaties.queries import Snapshot, snapshot


def form(request: HttpRequest) -> HttpResponse:
    """The form; when it is complete it leads to the answer's own address.

    A page that repeats what a person wrote in words is not kept, neither here nor on the way.
    """
    if not request.GET.get(WORDS, "").strip():
        return _kept_form(request)
    try:
        asked = asked_date(request)
    except BadQuestion:
        return _kept_form(request)  # answers with status 400, and keeps nothing
    response = _form(request, snapshot(), asked)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _form(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    # The button that suggests offences comes first, so the Enter key presses it; without words it asks like the other.
    asking = ASK in request.GET or (LOOK in request.GET and not request.GET.get(WORDS, "").strip())
    problems = problems_of(snap, request.GET, asked) if asking else []
    if asking and not problems:
        return redirect(answer_address(request.GET, asked))
    context = {
        "asked": asked,
        "form": finder_form(snap, request.GET, problems),
        "twins": twin_links("basis", AsOf(asked.on, asked.today)),
    }
    return render(request, "cooperation/finder.html", context, status=400 if problems else 200)


_kept_form = public_page(snapshot)(_form)


@public_page(snapshot)
def form_data(request: HttpRequest, snap: Snapshot, asked: AsOf, form: str) -> HttpResponse:
    """The offences that can be asked about."""
    return twin_response(finder_twin(snap), form)


@public_page(snapshot)
def answer(
    request: HttpRequest, snap: Snapshot, asked: AsOf, requesting: str, requested: str, offence: str, kind: str
) -> HttpResponse:
    """One answer, with its reasons."""
    rules = current_rules(snap)
    put = read_question(
        snap, rules, asked, request.GET, requesting=requesting, requested=requested, offence=offence, kind=kind
    )
    question = put.question
    if (requesting, requested) != (question.requesting, question.requested):
        path = reverse("basis-answer", args=[question.requesting, question.requested, offence, kind])
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    found = find_basis(snap.facts, rules, question, timeline_of=snap.world.timeline)
    supposed = suppose(snap, rules, put, request.GET)
    compared = what_if(snap, rules, put, supposed, asked)
    context = {
        "asked": asked,
        "page": basis_page(snap, rules, put, found, asked, what_if=compared, form_href=_form_address(put, asked)),
        "twins": [
            TwinLink("json", "JSON", put.address(asked, form="json"), "application/json"),
            TwinLink("csv", "CSV", put.address(asked, form="csv"), "text/csv"),
        ],
    }
    return render(request, "cooperation/basis.html", context)


@public_page(snapshot)
def answer_data(
    request: HttpRequest,
    snap: Snapshot,
    asked: AsOf,
    requesting: str,
    requested: str,
    offence: str,
    kind: str,
    form: str,
) -> HttpResponse:
    """The answer as data."""
    rules = current_rules(snap)
    put = read_question(
        snap, rules, asked, request.GET, requesting=requesting, requested=requested, offence=offence, kind=kind
    )
    found = find_basis(snap.facts, rules, put.question, timeline_of=snap.world.timeline)
    return twin_response(basis_twin(found, suppose(snap, rules, put, request.GET)), form)


def _form_address(put: Asked, asked: AsOf) -> str:
    """The form with everything filled in, to change a part of the question."""
    it = put.question
    pairs = {"requesting": it.requesting, "requested": it.requested, "offence": it.offence, "kind": it.kind.value}
    pairs |= {"on": asked.iso, **put.given}
    return f"{reverse('basis')}?{urlencode(pairs)}"
