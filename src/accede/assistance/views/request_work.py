"""What is done with a request: assigning, circulating, answering, closing; each a small form."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accede.accounts.access import work_page
from accede.accounts.rights import Actor, demand
from accede.assistance.domain import requests
from accede.assistance.forms.requests import (
    AssignForm,
    CirculateForm,
    CloseForm,
    ContributorsForm,
    LaterForm,
    ReferForm,
)
from accede.assistance.models import Request
from accede.assistance.queries.requests import subject_parts
from accede.assistance.subjects import REQUESTS
from accede.assistance.views.common import act, find, save, seen_in


def _it(actor: Actor, pk: int) -> Request:
    return find(actor, subject_parts(Request.objects.select_related("organisation")), REQUESTS, pk)


def _page(it: Request) -> str:
    return reverse("request", args=[it.pk])


@work_page
def refer(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Refer it to an organisation."""
    it = _it(actor, request_id)
    demand(actor, "decide", REQUESTS.subject(it))
    return save(
        request, ReferForm(request.POST or None, initial={"seen": it.version}),
        lambda values, seen: requests.refer(
            it, to=values["organisation"], why=values["why"], by=actor, now=timezone.now(), seen=seen
        ),
        title=gettext("Refer %(reference)s to others") % {"reference": it.reference}, back=_page(it),
        button=gettext("Refer"), done=lambda made: _page(it),
    )  # fmt: skip


@work_page
def close(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """The State's own answer closes it."""
    it = _it(actor, request_id)
    demand(actor, "close", REQUESTS.subject(it))
    return save(
        request, CloseForm(request.POST or None, initial={"seen": it.version, "met": it.met}),
        lambda values, seen: requests.close(
            it, met=values["met"], comment=values["comment"], by=actor, now=timezone.now(), seen=seen
        ),
        title=gettext("Close %(reference)s") % {"reference": it.reference}, back=_page(it),
        intro=gettext("Only your State can say whether its request was met. You will be asked once more in a year."),
        button=gettext("Close the request"), done=lambda made: _page(it),
    )  # fmt: skip


@work_page
def later(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """The State's answer one year on."""
    it = _it(actor, request_id)
    demand(actor, "close", REQUESTS.subject(it))
    return save(
        request, LaterForm(request.POST or None, initial={"seen": it.version}),
        lambda values, seen: requests.answer_later(it, met=values["met"], by=actor, now=timezone.now(), seen=seen),
        title=gettext("One year after %(reference)s") % {"reference": it.reference}, back=_page(it),
        done=lambda made: _page(it),
    )  # fmt: skip


@work_page
def assign(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Give it to an officer, and keep an internal note."""
    it = _it(actor, request_id)
    demand(actor, "edit", REQUESTS.subject(it), group="internal")
    first = {"officer": it.officer_id, "note": it.internal_note, "seen": it.version}
    return save(
        request, AssignForm(request.POST or None, initial=first),
        lambda values, seen: requests.assign(
            it, officer=values["officer"], note=values["note"], by=actor, now=timezone.now(), seen=seen
        ),
        title=gettext("Assign %(reference)s") % {"reference": it.reference}, back=_page(it), done=lambda made: _page(it),
    )  # fmt: skip


@work_page
def circulate(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Show title and summary to possible helpers, with the State's consent."""
    it = _it(actor, request_id)
    demand(actor, "circulate", REQUESTS.subject(it))

    def do(values: Any, seen: int) -> Request:
        requests.circulate(it, list(values["organisations"]), by=actor, now=timezone.now())
        return it

    return save(
        request, CirculateForm(request.POST or None), do, button=gettext("Circulate"),
        title=gettext("Circulate %(reference)s") % {"reference": it.reference}, back=_page(it),
        intro=gettext("They will see the title and this summary, and nothing else: %(summary)s") % {"summary": it.summary},
        done=lambda made: _page(it),
    )  # fmt: skip


@work_page
def contributors(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Who of the State works on it."""
    it = _it(actor, request_id)
    demand(actor, "contributors", REQUESTS.subject(it))

    def do(values: Any, seen: int) -> Request:
        requests.set_contributors(it, values["people"], by=actor, now=timezone.now())
        return it

    first = {"people": [person.pk for person in it.contributors.all()]}
    return save(
        request, ContributorsForm(request.POST or None, initial=first, state=it.participant_id), do,
        title=gettext("Contributors to %(reference)s") % {"reference": it.reference}, back=_page(it),
        intro=gettext("People of your State’s bodies who hold the role of national contributor. Invite them under People."),
        done=lambda made: _page(it),
    )  # fmt: skip


def _act(request: HttpRequest, it: Request, do: Callable[[], object], said: str) -> HttpResponse:
    return act(request, do, said=said, back=_page(it))


@require_POST
@work_page
def consent(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Give or withdraw the consent to circulate."""
    it = _it(actor, request_id)
    given = request.POST.get("given") == "yes"
    return _act(
        request, it,
        lambda: requests.consent(it, given=given, by=actor, now=timezone.now(), seen=seen_in(request)),
        gettext("Consent given: the Office may show the summary to possible helpers.") if given
        else gettext("Consent withdrawn: nobody outside sees the request any more."),
    )  # fmt: skip


@require_POST
@work_page
def respond(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """A possible helper's answer."""
    it = _it(actor, request_id)
    answer, text = request.POST.get("answer", ""), request.POST.get("text", "").strip()[:2000]
    return _act(
        request, it, lambda: requests.respond(it, answer=answer, text=text, by=actor, now=timezone.now()),
        gettext("Your answer was sent to the Office."),
    )  # fmt: skip


@require_POST
@work_page
def message(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Write to the other side."""
    it = _it(actor, request_id)
    text = request.POST.get("text", "").strip()[:10_000]
    return _act(request, it, lambda: requests.say(it, text, by=actor, now=timezone.now()), gettext("Sent."))
