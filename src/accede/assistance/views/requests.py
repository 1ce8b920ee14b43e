"""Requests: the list, the page of one, and writing one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts.access import work_page
from accede.accounts.changing import Conflict
from accede.accounts.rights import Actor, Subject, demand, may, verbs
from accede.assistance.catalogue import instrument_title, named_instruments, named_obligations
from accede.assistance.domain import documents, requests
from accede.assistance.forms.requests import NoteVerbaleForm, RequestFilters, RequestForm
from accede.assistance.models import Request
from accede.assistance.models.themes import Channel, Theme
from accede.assistance.queries.requests import requests_for, subject_parts
from accede.assistance.steps import offered
from accede.assistance.subjects import REQUESTS
from accede.assistance.views.common import find, save, seen_in, step_taken
from accede.assistance.views.listing import Column, list_page
from accede.assistance.waiting import waits
from accede.treaties.places import place_name


def _waiting(it: Request) -> Any:
    due = it.acknowledge_by if it.status == "submitted" else None
    return waits(Request.KIND, it.status, since=it.status_since, now=timezone.now(), due=due)


def _waits_for(it: Request) -> str:
    waiting = _waiting(it)
    return f"{waiting.whom}, {waiting.days}" if waiting is not None else ""


COLUMNS = (
    Column("reference", _("Reference"), lambda it: it.reference, lambda it: reverse("request", args=[it.pk]), ("-id",)),
    Column("title", _("Title"), lambda it: it.title, order=("title", "id")),
    Column("state", _("State"), lambda it: place_name(it.participant_id), order=("participant_id", "-id")),
    Column("status", _("Stands at"), lambda it: it.get_status_display(), order=("status", "-id")),
    Column("since", _("Since"), lambda it: it.status_since.date().isoformat(), order=("status_since", "id")),
    Column(
        "waits", _("Waits for, days"), _waits_for,
        css=lambda it: "late" if (waiting := _waiting(it)) is not None and waiting.late else "",
    ),
    Column("officer", _("Officer"), lambda it: it.officer.name if it.officer else ""),
)  # fmt: skip


@work_page
def request_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The requests that the person may see."""
    actions = []
    if any(_may_create(actor, code) for code in actor.own_states):
        actions.append((gettext("New request"), reverse("request-new")))
    if _register_states(actor):
        actions.append((gettext("Register a note verbale"), reverse("request-register")))
    return list_page(
        request, actor, queryset=requests_for(actor), columns=COLUMNS, default="reference", filters=RequestFilters,
        title=gettext("Requests"), name="requests", context={"actions": actions},
        empty=gettext("No request yet. A focal point starts one here, or from a gap on the State’s page."),
    )  # fmt: skip


def _may_create(actor: Actor, state: str) -> bool:
    return may(actor, "create", Subject(record=Request.KIND, status="draft", states=frozenset([state])))


def _register_states(actor: Actor) -> list[str]:
    if not actor.has("officer", "coordinator"):
        return []
    from accede.treaties.places import place_choices

    return [
        code
        for code, _name in place_choices(samples=True)
        if may(actor, "register", Subject(record=Request.KIND, status="submitted", states=frozenset([code])))
    ]


@work_page
def request_page(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """One request: what is asked, where it stands, for whom it waits, and what may be done."""
    it = find(
        actor,
        subject_parts(Request.objects.select_related("officer", "organisation", "referred_to")),
        REQUESTS,
        request_id,
    )
    subject = REQUESTS.subject(it)
    allowed = verbs(actor, subject)
    confidential = may(actor, "see", subject, group="confidential")
    themes = dict(Theme.choices)
    helper = not confidential and not may(actor, "acknowledge", subject) and bool(subject.shared_with)
    context = {
        "record": it, "actor": actor, "state": place_name(it.participant_id), "verbs": allowed, "waiting": _waiting(it),
        "themes": [themes.get(name, name) for name in it.themes],
        "instruments": named_instruments(it.instruments), "obligations": named_obligations(it.obligations),
        "confidential": confidential,
        "personal": may(actor, "see", subject, group="personal"),
        "internal": may(actor, "see", subject, group="internal"),
        "internal_edit": may(actor, "edit", subject, group="internal"),
        "offers": offered(requests.STEPS, it, actor=actor, to=REQUESTS),
        "step_url": reverse("request-step", args=[it.pk]),
        "documents": documents.documents_of(it, actor=actor),
        "thread": it.messages.select_related("person") if confidential else [],
        "assessments": it.assessments.all() if confidential else [],
        "plans": it.plans.all() if confidential else [],
        "activities": it.activities.order_by("starts")[:50] if confidential else [],
        "ask_again": bool(
            it.ask_again_on and not it.met_later and timezone.now().date() >= it.ask_again_on and "close" in allowed
        ),
        "helper": helper,
        "mine": [row for row in it.circulations.all() if row.organisation_id in {role.organisation for role in actor.roles}],
    }  # fmt: skip
    return render(request, "assistance/requests/page.html", context)


@work_page
def request_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new draft, from a gap on a State's page where the address names one: its obligations are filled in."""
    asked = request.GET.get("state", "")
    states = [code for code in sorted(actor.own_states) if _may_create(actor, code)]
    if not states:
        return render(
            request, "assistance/requests/not_yours.html", {"actor": actor, "state": place_name(asked)}, status=403
        )
    state = asked if asked in states else states[0]
    if asked and asked not in states:
        return render(
            request, "assistance/requests/not_yours.html", {"actor": actor, "state": place_name(asked)}, status=403
        )
    first = _from_gap(request.GET.get("instrument", ""))
    if actor.person is not None:
        first |= {"contact_name": actor.name}
    form = RequestForm(request.POST or None, initial=first)
    return save(
        request, form,
        lambda values, seen: requests.create(participant=state, values=values, by=actor, now=timezone.now()),
        title=gettext("New request of %(state)s") % {"state": place_name(state)}, back=reverse("requests"),
        intro=gettext("It is a draft of your State until you submit it; until then nobody else sees it."),
        button=gettext("Save the draft"), done=lambda made: reverse("request", args=[made.pk]),
    )  # fmt: skip


def _from_gap(instrument: str) -> dict[str, Any]:
    from accede.assistance.catalogue import obligations_of

    known = obligations_of([instrument]) if instrument else []
    if not known and instrument_title(instrument) == instrument:
        return {}
    return {
        "title": gettext("Becoming party to and implementing: %(instrument)s")
        % {"instrument": instrument_title(instrument)},
        "themes": [str(Theme.RATIFICATION.value), str(Theme.LEGISLATION.value)],
        "instruments": [instrument],
        "obligations": [it.id for it in known if it.mandatory],
    }


@work_page
def request_edit(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Write into a draft, or into one that was sent back with a question."""
    it = find(actor, subject_parts(Request.objects.all()), REQUESTS, request_id)
    demand(actor, "edit", REQUESTS.subject(it))
    first = {**{name: getattr(it, name) for name in requests.WRITTEN}, "seen": it.version}
    form = RequestForm(request.POST or None, initial=first, without=requests.closed_fields(it, by=actor))
    return save(
        request, form, lambda values, seen: requests.edit(it, values, by=actor, now=timezone.now(), seen=seen),
        title=gettext("Edit %(reference)s") % {"reference": it.reference}, back=reverse("request", args=[it.pk]),
        done=lambda made: reverse("request", args=[made.pk]),
        context={"autosave": reverse("request-autosave", args=[it.pk])},
    )  # fmt: skip


@work_page
def request_autosave(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Keep what is being written: answers the version to carry on with, or 409 where somebody else has saved."""
    if request.method != "POST":
        raise Http404
    it = find(actor, subject_parts(Request.objects.all()), REQUESTS, request_id)
    demand(actor, "edit", REQUESTS.subject(it))
    form = RequestForm(request.POST, without=requests.closed_fields(it, by=actor))
    if not form.is_valid():
        return HttpResponse("; ".join(form.errors), status=400, content_type="text/plain; charset=utf-8")
    values = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    try:
        done = requests.edit(it, values, by=actor, now=timezone.now(), seen=form.cleaned_data.get("seen") or 0)
    except Conflict:
        return HttpResponse(
            gettext("Somebody else has saved in the meantime. Save to see both versions."), status=409,
            content_type="text/plain; charset=utf-8",
        )  # fmt: skip
    said = gettext("Draft saved at %(time)s.") % {"time": timezone.localtime().strftime("%H:%M:%S")}
    response = HttpResponse(said, content_type="text/plain; charset=utf-8")
    response["X-Version"] = str(done.version)
    return response


@work_page
def request_register(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Register a request that came by note verbale, with the note attached."""
    states = _register_states(actor)
    if not states:
        raise Http404
    form = NoteVerbaleForm(request.POST or None, request.FILES or None, states=states)

    def register(values: Any, seen: int) -> Request:
        from django.db import transaction

        with transaction.atomic():
            now = timezone.now()
            made = requests.register(
                participant=values["state"], organisation=values["organisation"], values=values,
                channel=Channel.NOTE_VERBALE, by=actor, now=now,
            )  # fmt: skip
            documents.attach(made, values["file"], title=gettext("Note verbale"), by=actor, now=now)
            return made

    return save(
        request, form, register, title=gettext("Register a note verbale"), back=reverse("requests"),
        button=gettext("Register"), done=lambda made: reverse("request", args=[made.pk]),
    )  # fmt: skip


@work_page
def request_step(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Take a step."""
    it = find(actor, subject_parts(Request.objects.all()), REQUESTS, request_id)
    back = reverse("request", args=[it.pk])
    if request.method != "POST" or seen_in(request) == 0:
        return redirect(back)
    return step_taken(
        request,
        lambda name, why, seen: requests.move(it, name, by=actor, now=timezone.now(), why=why, seen=seen),
        back=back,
    )
