"""The offline form: given out blank, and taken back filled in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from accede.accounts.access import work_page
from accede.accounts.rights import Actor, Denied
from accede.assistance import offline_form
from accede.assistance.domain import requests
from accede.assistance.models.themes import Channel
from accede.kit.tables import CONTENT_TYPES


@work_page
def blank(request: HttpRequest, actor: Actor, form: str) -> HttpResponse:
    """The empty form."""
    state = next(iter(sorted(actor.own_states)), "")
    body = offline_form.blank_json(state) if form == "json" else offline_form.blank_xlsx(state)
    response = HttpResponse(body, content_type=CONTENT_TYPES["json" if form == "json" else "xlsx"])
    response["Content-Disposition"] = f'attachment; filename="accede-request.{"json" if form == "json" else "xlsx"}"'
    return response


@work_page
def take_back(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A form that was filled in becomes a draft of the State; every fault is named, and then nothing is changed."""
    faults: list[offline_form.Fault] = []
    file = request.FILES.get("file") if request.method == "POST" else None
    if request.method == "POST" and file is None:
        faults = [offline_form.Fault(gettext("file"), gettext("Choose a file first."))]
    if file is not None:
        try:
            if (file.size or 0) > offline_form.LARGEST:
                raise offline_form.FormRefused(
                    [
                        offline_form.Fault(
                            gettext("file"), gettext("The form is larger than 2 MB; attach papers later, in Accede.")
                        )
                    ]
                )
            values = offline_form.read(file.read())
            made = requests.create(
                participant=values.pop("state"), values=values, by=actor, now=timezone.now(), channel=Channel.FILE
            )
        except offline_form.FormRefused as refused:
            faults = refused.faults
        except Denied:
            faults = [
                offline_form.Fault("state", gettext("You are not a focal point of the State that the form names."))
            ]
        else:
            messages.success(request, gettext("The form became a draft. Read it once more, then submit it."))
            return redirect("request", made.pk)
    return render(
        request, "assistance/requests/take_back.html", {"actor": actor, "faults": faults}, status=400 if faults else 200
    )
