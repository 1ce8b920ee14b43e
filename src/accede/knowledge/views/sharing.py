"""Consent: what a State has to show, giving and withdrawing it; and putting a document away."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts.access import work_page
from accede.accounts.changing import Conflict
from accede.accounts.forms import ReasonForm
from accede.accounts.rights import Actor, demand, visible
from accede.kit.cursor import asked_page
from accede.knowledge.domain import Refused, give_consent, put_away, withdraw_consent
from accede.knowledge.forms import ConsentForm
from accede.knowledge.models import Case, Law, Publication, Shared
from accede.knowledge.queries import cases_for, laws_for, publications_for
from accede.knowledge.subjects import MAPS
from accede.knowledge.views.common import AnyShared, find, save
from accede.treaties.places import place_name

PAGE_SIZE = 50
_KINDS: Mapping[str, tuple[type[Shared], str | Promise]] = {
    "law": (Law, _("National laws")), "case": (Case, _("Cases")),
    "publication": (Publication, _("Publications and tools")),
}  # fmt: skip


@work_page
def consents(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The documents for which the person can consent, and what is consented to now."""
    asked = request.GET.get("kind", "")
    kind = asked if asked in _KINDS else "law"
    model, _label = _KINDS[kind]
    rows = visible(actor, model._default_manager.filter(archived_at__isnull=True), MAPS[kind], verb="consent")
    page = asked_page(request, rows, ("title", "id"), size=PAGE_SIZE)
    context = {
        "actor": actor, "kind": kind, "kinds": [(key, label) for key, (_model, label) in _KINDS.items()], "page": page,
        "rows": [
            {
                "it": it, "shown": MAPS[kind].subject(it).public, "place": _place(it),
                "consent": reverse(f"{kind}-consent", args=[it.pk]), "href": reverse(kind, args=[it.pk]),
            }
            for it in page.rows
        ],
    }  # fmt: skip
    return render(request, "knowledge/consents.html", context)


@work_page
def law_consent(request: HttpRequest, actor: Actor, law: int) -> HttpResponse:
    """The consent to show a law."""
    return _consent(request, actor, find(laws_for(actor), law))


@work_page
def case_consent(request: HttpRequest, actor: Actor, case: int) -> HttpResponse:
    """The consent to show a case."""
    return _consent(request, actor, find(cases_for(actor), case))


@work_page
def publication_consent(request: HttpRequest, actor: Actor, publication: int) -> HttpResponse:
    """The consent to show a publication."""
    return _consent(request, actor, find(publications_for(actor), publication))


@work_page
def case_archive(request: HttpRequest, actor: Actor, case: int) -> HttpResponse:
    """Put a case away."""
    return _archive(request, actor, find(cases_for(actor), case), back="cases")


@work_page
def publication_archive(request: HttpRequest, actor: Actor, publication: int) -> HttpResponse:
    """Put a publication away."""
    return _archive(request, actor, find(publications_for(actor), publication), back="publications")


def _place(it: Any) -> str:
    return place_name(it.participant_id) if it.participant_id else gettext("The Office")


def _consent(request: HttpRequest, actor: Actor, it: AnyShared) -> HttpResponse:
    subject = MAPS[it.KIND].subject(it)
    demand(actor, "consent", subject)
    back = reverse(it.KIND, args=[it.pk])
    here = reverse(f"{it.KIND}-consent", args=[it.pk])
    if request.method == "POST" and "withdraw" in request.POST:
        seen = request.POST.get("seen", "")
        number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0
        return _told(
            request, lambda: withdraw_consent(it, by=actor, now=timezone.now(), seen=number),
            said=gettext("The consent was withdrawn; from now on only its own people read it."), back=here,
        )  # fmt: skip
    form = ConsentForm(request.POST or None, initial={"until": it.public_until, "seen": it.version})
    return save(
        request, form,
        lambda values, seen: give_consent(it, until=values["until"], by=actor, now=timezone.now(), seen=seen),
        title=gettext("Consent to show it to everyone"), back=back, done=lambda made: here,
        button=gettext("Consent to show it"), template="knowledge/consent.html",
        context={"record": it, "place": _place(it), "shown": subject.public},
    )  # fmt: skip


def _told(request: HttpRequest, do: Callable[[], object], *, said: str, back: str) -> HttpResponse:
    try:
        do()
    except Refused as refused:
        messages.error(request, str(refused))
    except Conflict:
        messages.error(request, gettext("Somebody else has changed it in the meantime; look at it again."))
    else:
        messages.success(request, said)
    return redirect(back)


def _archive(request: HttpRequest, actor: Actor, it: AnyShared, *, back: str) -> HttpResponse:
    demand(actor, "archive", MAPS[it.KIND].subject(it))
    form = ReasonForm(request.POST or None, initial={"seen": it.version})
    return save(
        request, form,
        lambda values, seen: put_away(it, reason=values["reason"], by=actor, now=timezone.now(), seen=seen),
        title=gettext("Put it away"), back=reverse(it.KIND, args=[it.pk]), done=lambda made: reverse(back),
        button=gettext("Put it away"), intro=gettext("It is kept, and no longer listed, read or found."),
    )  # fmt: skip
