"""What the views of this room share: finding a record, saving a form with its version, taking a step."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from accede.accounts import conflicts
from accede.accounts.changing import Conflict
from accede.accounts.records import Record
from accede.accounts.rights import Actor, Map, visible
from accede.assistance.steps import Blocked

AnyRecord = TypeVar("AnyRecord", bound=Record)


def find(actor: Actor, queryset: QuerySet[AnyRecord], to: Map, pk: int) -> AnyRecord:
    """The record, or 404 where there is none or the actor may not know of it."""
    return get_object_or_404(visible(actor, queryset, to), pk=pk)


def seen_in(request: HttpRequest) -> int:
    """The version that the person had before their eyes; 0, which no record has, where the page did not say."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def save(
    request: HttpRequest, form: forms.BaseForm, do: Callable[[Mapping[str, Any], int], Record], *, title: str, back: str,
    done: Callable[[Any], str], button: str = "", intro: str = "", template: str = "assistance/form.html",
    context: Mapping[str, Any] | None = None, said: str = "",
) -> HttpResponse:  # fmt: skip
    """Show *form*, and on POST hand its values and the version seen to *do*; told conflicts and faults come back with it.

    *done* gives the address to go to with what *do* answered.
    """
    conflict = None
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        try:
            made = do(values, form.cleaned_data.get("seen") or 0)
        except Blocked as blocked:
            for problem in blocked.problems:
                form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        except Conflict as caught:
            conflict = conflicts.tell(caught, form)
        else:
            messages.success(request, said or gettext("Saved."))
            return redirect(done(made))
    shown = {
        "form": form, "title": title, "back": back, "button": button or gettext("Save"), "intro": intro,
        "conflict": conflict, **(context or {}),
    }  # fmt: skip
    status = 409 if conflict else 400 if form.errors else 200
    return render(request, template, shown, status=status)


def act(request: HttpRequest, do: Callable[[], object], *, said: str, back: str) -> HttpResponse:
    """Do something small that was posted, say what came of it, and go *back* to the record."""
    try:
        do()
    except Blocked as blocked:
        for problem in blocked.problems:
            messages.error(request, problem.message)
    except Conflict:
        messages.error(request, gettext("Somebody else has changed it in the meantime; look at it again."))
    else:
        messages.success(request, said)
    return redirect(back)


def step_taken(
    request: HttpRequest, do: Callable[[str, str, int], Record], *, back: str, said: str = ""
) -> HttpResponse:
    """Take the step that was posted (its name, the reason and the version seen go to *do*), and go *back* to the record."""
    try:
        done = do(request.POST.get("step", ""), request.POST.get("why", "").strip(), seen_in(request))
    except Blocked as blocked:
        for problem in blocked.problems:
            messages.error(request, problem.message)
    except Conflict:
        messages.error(request, gettext("Somebody else has changed it in the meantime; look at it again."))
    else:
        shown = done.get_status_display() if hasattr(done, "get_status_display") else ""
        messages.success(request, said or gettext("Done. It now stands at: %(status)s.") % {"status": shown})
    return redirect(back)
