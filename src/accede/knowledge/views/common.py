"""What the pages of this room share: their frame, finding a record, saving a form with its version."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from accede.accounts import conflicts
from accede.accounts.access import actor_of
from accede.accounts.changing import Conflict
from accede.accounts.rights import Actor
from accede.knowledge.domain import Refused
from accede.knowledge.models import Shared

AnyShared = TypeVar("AnyShared", bound=Shared)


def answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page; what a signed-in reader sees is for that reader."""
    return kept_private(request, render(request, template, context))


def kept_private(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response, kept by no cache where somebody is signed in."""
    if actor_of(request).person is not None:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def frame(actor: Actor) -> dict[str, Any]:
    """What the templates of records extend: the frame of the work for people who signed in, the open one for others."""
    return {"actor": actor, "base": "web/work.html" if actor.person is not None else "web/open.html"}


def find(queryset: QuerySet[AnyShared], pk: int) -> AnyShared:
    """The record, or 404 where there is none among those that may be read."""
    return get_object_or_404(queryset, pk=pk)


def save(
    request: HttpRequest, form: forms.Form, do: Callable[[Mapping[str, Any], int], Shared], *, title: str, back: str,
    done: Callable[[Any], str], button: str = "", intro: str = "", context: Mapping[str, Any] | None = None,
    template: str = "knowledge/form.html",
) -> HttpResponse:  # fmt: skip
    """Show *form*, and on POST hand its values and the version seen to *do*; told conflicts and faults come back with it."""
    conflict = None
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        try:
            made = do(values, form.cleaned_data.get("seen") or 0)
        except Refused as refused:
            for fault in refused.faults:
                form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        except Conflict as caught:
            conflict = conflicts.tell(caught, form)
        else:
            messages.success(request, gettext("Saved."))
            return redirect(done(made))
    shown = {
        "form": form, "title": title, "back": back, "button": button or gettext("Save"), "intro": intro,
        "conflict": conflict, "actor": actor_of(request), **(context or {}),
    }  # fmt: skip
    return render(request, template, shown, status=409 if conflict else 400 if form.errors else 200)
