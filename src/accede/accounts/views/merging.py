"""Doubles: those that are likely, both side by side, and the merging of two into one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts.access import confirmed_again, work_page
from accede.accounts.forms import Styled
from accede.accounts.merging import KINDS, Mergeable, likely_doubles, merge
from accede.accounts.people import Refused
from accede.accounts.rights import Actor, demand, may, visible


class MergeForm(Styled):
    """Why; the values to keep are fields of their own."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


def _mergeable(actor: Actor) -> list[Mergeable]:
    return [it for it in KINDS.values() if _may_any(it, actor)]


def _may_any(it: Mergeable, actor: Actor) -> bool:
    first = visible(actor, it.rows(), it.to).first()
    return first is not None and may(actor, "merge", it.to.subject(first))


@work_page
def doubles(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Pairs that are likely one, of each kind that the person may merge."""
    kinds = _mergeable(actor)
    asked = request.GET.get("kind", "")
    it = next((kind for kind in kinds if kind.kind == asked), kinds[0] if kinds else None)
    pairs = likely_doubles(it, visible(actor, it.rows(), it.to)) if it is not None else []
    return render(request, "accounts/doubles.html", {"actor": actor, "kinds": kinds, "kind": it, "pairs": pairs})


@work_page
def merge_page(request: HttpRequest, actor: Actor, kind: str, kept: int, gone: int) -> HttpResponse:
    """Both side by side; on POST the other becomes part of the kept one."""
    it = KINDS.get(kind)
    if it is None:
        raise Http404
    rows = visible(actor, it.rows(), it.to)
    pair = get_object_or_404(rows, pk=kept), get_object_or_404(rows, pk=gone)
    for row in pair:
        demand(actor, "merge", it.to.subject(row))
    answer = confirmed_again(_merge) if it.confirmed else _merge
    return answer(request, actor, it, *pair)  # type: ignore[return-value]


def _merge(request: HttpRequest, actor: Actor, it: Mergeable, kept: Any, gone: Any) -> HttpResponse:
    form = MergeForm(request.POST or None)
    chosen = {name: request.POST.get(f"keep-{name}", "kept") for name in it.fields}
    if request.method == "POST" and form.is_valid():
        values = {name: getattr(gone if side == "gone" else kept, name) for name, side in chosen.items()}
        try:
            merge(it, kept, gone, values=values, reason=form.cleaned_data["reason"], by=actor, now=timezone.now())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, gettext("They are one now. The address of the other leads here."))
            return redirect(it.kind, kept.pk)
    fields = [
        {
            "name": name, "label": label, "kept": _shown(kept, name), "gone": _shown(gone, name),
            "same": getattr(kept, name) == getattr(gone, name), "chosen": chosen[name],
        }
        for name, label in it.fields.items()
    ]  # fmt: skip
    context = {
        "actor": actor, "kind": it, "kept": kept, "gone": gone, "fields": fields, "form": form,
        "turned": reverse("merge", args=[it.kind, gone.pk, kept.pk]),
        "addresses": [reverse(it.kind, args=[row.pk]) for row in (kept, gone)],
    }  # fmt: skip
    return render(request, "accounts/merge.html", context, status=400 if form.errors else 200)


def _shown(row: Any, name: str) -> Any:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if callable(display) else getattr(row, name.removesuffix("_id") if name.endswith("_id") else name)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return value if value not in (None, "") else "—"
