"""Where a State's laws may meet an obligation, and what they lack: proposals of the machine, which a lawyer judges."""

from collections import Counter
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accede.accounts.access import actor_of
from accede.accounts.forms import Styled
from accede.accounts.rights import ANYONE, may
from accede.knowledge.models import Provision
from accede.law.shipped import shipped_catalogue, shipped_obligations
from accede.legislation import gaps, queries
from accede.legislation.subjects import findings_of
from accede.legislation.suggesting.suggest import suggest
from accede.treaties.places import place_choices, place_name
from accede.treaties.presenters.provisions import CATEGORIES
from accede.treaties.queries import snapshot

TOP = 10


class WhereForm(Styled):
    """Which obligations are asked about."""

    instrument = forms.ChoiceField(label=_("Instrument"))
    category = forms.ChoiceField(label=_("What it asks for"), choices=[(it, _(CATEGORIES[it])) for it in CATEGORIES])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instrument: Any = self.fields["instrument"]
        with_some = {it.instrument for it in shipped_obligations()}
        instrument.choices = [(it.id, it.short_title) for it in shipped_catalogue() if it.id in with_some]


def where(request: HttpRequest, state: str) -> HttpResponse:
    """The provisions of a State's laws that may implement the obligations that were chosen."""
    code, read = _read(request, state)
    form = WhereForm(request.GET or None)
    answer, rows = None, []
    if read is not None and form.is_bound and form.is_valid():
        given = form.cleaned_data
        wanted = [
            it for it in shipped_obligations()
            if (it.instrument, it.category) == (given["instrument"], given["category"])
        ]  # fmt: skip
        if wanted:
            answer = suggest(read.corpus, wanted, top=TOP)
            keys = dict(zip(map(id, read.corpus.provisions), read.keys, strict=True))
            stored = Provision.objects.in_bulk([keys[id(it.provision)] for it in answer.suggestions])
            rows = [(it, stored.get(keys[id(it.provision)])) for it in answer.suggestions]
    context = {
        "state": place_name(code), "code": code, "read": read, "form": form, "answer": answer, "rows": rows,
        "asked": form.is_bound and form.is_valid(),
    }  # fmt: skip
    return _answer(request, "legislation/where.html", context)


def gaps_page(request: HttpRequest, state: str) -> HttpResponse:
    """By instrument and category: likely met, possibly met, or probably absent, by the words of the laws that are here."""
    code, read = _read(request, state)
    snap = snapshot().of(code)
    today = timezone.localdate()
    instruments = gaps.binding(snap.facts, code, today)
    found = gaps.gaps_of(read, instruments) if read is not None else []
    by_instrument: dict[str, list[gaps.Gap]] = {}
    for it in found:
        by_instrument.setdefault(it.instrument, []).append(it)
    titles = {it.id: it.short_title for it in shipped_catalogue()}
    rows = [
        (
            name,
            titles.get(name, name),
            [(it, _(CATEGORIES[it.category])) for it in its],
            Counter(it.verdict for it in its)["likely"],
            len(its),
        )
        for name, its in by_instrument.items()
    ]
    counts = Counter(it.verdict for it in found)
    published = list(queries.findings_for(ANYONE, code).order_by("obligation"))
    context = {
        "state": place_name(code), "code": code, "read": read, "rows": rows, "on": today, "total": len(found),
        "likely": counts["likely"], "possible": counts["possible"], "absent": counts["probably-absent"],
        "published": published, "may_assess": may(actor_of(request), "see", findings_of(code)),
    }  # fmt: skip
    return _answer(request, "legislation/gaps.html", context)


def _read(request: HttpRequest, state: str) -> tuple[str, gaps.Read | None]:
    code = state.upper()
    if code not in dict(place_choices(samples=True)):
        raise Http404
    return code, gaps.laws_as_read(actor_of(request), code)


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    if actor_of(request).person is not None:
        response.headers["Cache-Control"] = "private, no-store"
    return response
