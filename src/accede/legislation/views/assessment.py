"""The pages of the legal assessment of a State."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accede.accounts import conflicts
from accede.accounts.access import work_page
from accede.accounts.changing import Conflict
from accede.accounts.forms import Styled
from accede.accounts.rights import Actor, may, verbs
from accede.kit.tables import CONTENT_TYPES, Table, Twin, twin_response
from accede.knowledge.models import Provision
from accede.knowledge.queries import laws_for
from accede.law.shipped import shipped_catalogue, shipped_obligations
from accede.legislation import domain, gaps, help_given, marking, queries
from accede.legislation.models import Confidence, Finding, LegalFinding
from accede.legislation.subjects import drafts_of, findings_of
from accede.legislation.suggesting.suggest import suggest
from accede.legislation.views.common import known_state, saved
from accede.treaties.places import place_name
from accede.treaties.presenters.provisions import CATEGORIES

SUGGESTED = 8


class AssessForm(Styled):
    """The expert's finding."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    finding = forms.ChoiceField(label=_("Finding"), choices=Finding.choices)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    practice = forms.CharField(
        label=_("Practice"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How it is applied, beside how it is written."),
    )  # fmt: skip
    confidence = forms.ChoiceField(label=_("How sure"), required=False, choices=[("", "—"), *Confidence.choices])


class ViewForm(Styled):
    """The State's own view."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    state_view = forms.ChoiceField(label=_("The State’s view"), choices=Finding.choices)
    state_comment = forms.CharField(
        label=_("Comment"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )


@work_page
def assessment(request: HttpRequest, actor: Actor, state: str) -> HttpResponse:
    """The summary first, then every obligation of the instruments that bind the State, or that it considers."""
    code = known_state(state)
    if not may(actor, "see", findings_of(code)):
        raise Http404
    today = timezone.localdate()
    instruments = asked_instruments(request, code)
    rows = queries.lines(actor, code, instruments, on=today)
    if request.GET.get("form") in CONTENT_TYPES:
        return _file(rows, code, request.GET["form"])
    titles = {it.id: it.short_title for it in shipped_catalogue()}
    groups = {name: [row for row in rows if row.obligation.instrument == name] for name in instruments}
    context = {
        "actor": actor, "state": place_name(code), "code": code, "counts": _counted(rows), "total": len(rows),
        "worst": queries.worst(rows), "stale": sum(bool(row.stale) for row in rows), "verbs": verbs(actor, findings_of(code)),
        "groups": [
            (name, titles.get(name, name), its, sum(row.word == Finding.MET for row in its))
            for name, its in groups.items()
            if its
        ],
        "others": [(it.id, it.short_title) for it in shipped_catalogue() if it.id not in instruments],
        "words": {key: gettext(words) for key, words in CATEGORIES.items()}, "categories": _categories(rows),
        "asked": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "legislation/assessment.html", context)


def asked_instruments(request: HttpRequest, code: str) -> list[str]:
    """Those that were asked for, which the State may only consider; else those that bind it today."""
    considered = [name for name in request.GET.getlist("instrument") if name in shipped_catalogue()]
    status = {} if considered else queries.status_words(code, timezone.localdate())
    return considered or [name for name, word in status.items() if word == "party"]


@work_page
def assessment_line(request: HttpRequest, actor: Actor, state: str, obligation: str) -> HttpResponse:
    """One obligation: the finding and the State's view side by side, the provisions, and proposals."""
    code, it = known_state(state), domain.obligation(obligation)
    if it is None or not may(actor, "see", findings_of(code)):
        raise Http404
    allowed, now = verbs(actor, findings_of(code)), timezone.now()
    status_now = queries.status_words(code, now.date()).get(it.instrument, "")
    current = queries.findings_for(actor, code).filter(obligation=it.id).first()
    expert, view = _forms(request, current)
    conflict, sent = None, request.POST.get("act", "")
    stored = {row.provision: row.words for row in current.evidence.all()} if current else {}
    chosen = _chosen(request, actor, code) if request.method == "POST" and sent == "assess" else stored
    form = expert if sent == "assess" else view
    done: LegalFinding | None = None
    if request.method == "POST" and sent in ("assess", "view") and form.is_valid():
        try:
            if sent == "assess":
                done = domain.assess(
                    code, it.id, form.cleaned_data, provisions=chosen, words={row.pk: words for row, words in chosen.items()},
                    status_now=status_now, by=actor, now=now, seen=form.cleaned_data["seen"],
                )  # fmt: skip
            else:
                done = domain.take_view(
                    code, it.id, view=form.cleaned_data["state_view"], comment=form.cleaned_data["state_comment"], by=actor,
                    now=now, seen=form.cleaned_data["seen"],
                )  # fmt: skip
        except domain.FindingRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        except Conflict as caught:
            conflict = conflicts.tell(caught, form)
        else:
            if "save" not in request.GET:
                messages.success(request, gettext("Saved."))
                return redirect("legal-assessment-line", code, it.id)
    if "save" in request.GET and request.method == "POST":
        return saved(form, conflict, done)
    read = gaps.laws_as_read(actor, code)
    same = [one for one in shipped_obligations() if (one.instrument, one.category) == (it.instrument, it.category)]
    context = {
        "actor": actor, "state": place_name(code), "code": code, "obligation": it, "current": current, "expert": expert,
        "view": view, "verbs": allowed, "conflict": conflict, "chosen": _shown(chosen),
        "suggestions": _proposed(read, same, {row.pk for row in chosen}), "category": gettext(CATEGORIES[it.category]),
        "comments": queries.comments_for(actor, code, it.id),
        "drafts": queries.drafts_for(actor, code).filter(obligation=it.id),
        "help": help_given.help_with(actor, it.id), "may_draft": may(actor, "create", drafts_of(code)),
        "stale": domain.stale(current, status_now=status_now) if current else [],
        "instrument": shipped_catalogue()[it.instrument].short_title,
    }  # fmt: skip
    return render(request, "legislation/line.html", context, status=409 if conflict else 400 if form.errors else 200)


@require_POST
@work_page
def comment(request: HttpRequest, actor: Actor, state: str, obligation: str) -> HttpResponse:
    """Write to the others who work on the assessment."""
    code = known_state(state)
    if domain.obligation(obligation) is None or not may(actor, "see", findings_of(code)):
        raise Http404
    try:
        domain.comment(code, obligation, request.POST.get("text", ""), by=actor, now=timezone.now())
    except domain.FindingRefused as refused:
        messages.error(request, str(refused))
    return redirect(f"{reverse('legal-assessment-line', args=[code, obligation])}#comments")


@require_POST
@work_page
def publish(request: HttpRequest, actor: Actor, state: str) -> HttpResponse:
    """Show findings to everyone, or no longer: all of an instrument, or those that were chosen."""
    code = known_state(state)
    if not may(actor, "see", findings_of(code)):
        raise Http404
    keys = request.POST.getlist("obligation") or [
        it.id for it in shipped_obligations() if it.instrument == request.POST.get("instrument", "")
    ]
    shown = request.POST.get("act") != "withhold"
    changed = domain.publish(code, keys, published=shown, by=actor, now=timezone.now())
    messages.success(request, gettext("%(n)d findings were changed.") % {"n": changed})
    return redirect("legal-assessment", code)


def _forms(request: HttpRequest, current: LegalFinding | None) -> tuple[AssessForm, ViewForm]:
    sent = request.POST.get("act", "") if request.method == "POST" else ""
    version = current.version if current else 0
    first = (
        {name: getattr(current, name) for name in ("finding", "reason", "practice", "confidence")} if current else {}
    )
    own = {name: getattr(current, name) for name in ("state_view", "state_comment")} if current else {}
    expert = AssessForm(request.POST if sent == "assess" else None, initial={**first, "seen": version}, prefix=None)
    view = ViewForm(request.POST if sent == "view" else None, initial={**own, "seen": version}, auto_id="view_%s")
    return expert, view


def _chosen(request: HttpRequest, actor: Actor, code: str) -> dict[Provision, str]:
    """The provisions that were ticked, each with the words that matter as they were sent."""
    keys = [key for key in request.POST.getlist("provision") if key.isascii() and key.isdecimal() and len(key) < 15]
    mine = laws_for(actor).filter(participant=code)
    found = Provision.objects.filter(pk__in=keys, law__in=mine).select_related("law")
    return {it: request.POST.get(f"words-{it.pk}", "")[:5_000] for it in found}


def _shown(chosen: Mapping[Provision, str]) -> list[tuple[Provision, str, list[tuple[str, bool]]]]:
    return [(it, words, marking.marked(it.text, words)) for it, words in chosen.items()]


def _proposed(read: gaps.Read | None, same: list[Any], chosen: set[int]) -> list[tuple[Any, Provision]]:
    if read is None:
        return []
    places = dict(zip(map(id, read.corpus.provisions), read.keys, strict=True))
    found = suggest(read.corpus, same, top=SUGGESTED).suggestions
    stored = Provision.objects.select_related("law").in_bulk([places[id(it.provision)] for it in found])
    pairs = [(it, stored.get(places[id(it.provision)])) for it in found]
    return [(it, row) for it, row in pairs if row is not None and row.pk not in chosen]


def _categories(rows: list[queries.Line]) -> list[tuple[str, int, int, int]]:
    """Each kind of obligation: how many are met, how many were assessed, of how many."""
    found: dict[str, list[queries.Line]] = {}
    for row in rows:
        found.setdefault(row.obligation.category, []).append(row)
    return [
        (gettext(CATEGORIES[key]), sum(it.word == Finding.MET for it in its),
         sum(it.word != Finding.NOT_ASSESSED for it in its), len(its))
        for key, its in found.items()
    ]  # fmt: skip


def _counted(rows: list[queries.Line]) -> list[tuple[str, int]]:
    number = queries.counts(rows)
    return [(str(label), number.get(value, 0)) for value, label in Finding.choices]


def _file(rows: list[queries.Line], code: str, form: str) -> HttpResponse:
    columns = ["instrument", "obligation", "article", "category", "mandatory", "finding", "reason", "practice", "confidence",
               "state_view", "state_comment", "provisions", "published", "stale"]  # fmt: skip
    table = [_cells(row) for row in rows]
    name = f"legal-assessment-{code}"
    return twin_response(
        Twin([dict(zip(columns, row, strict=True)) for row in table], lambda: [Table(columns, table, name)], name), form
    )


def _cells(row: queries.Line) -> list[object]:
    it, about = row.obligation, row.finding
    said = ("reason", "practice", "confidence", "state_view", "state_comment")
    evidence = [f"{one.provision.law.code} {one.provision.number}" for one in about.evidence.all()] if about else []
    return [
        it.instrument, it.id, it.article, it.category, it.mandatory, row.word, *(getattr(about, name, "") for name in said),
        "; ".join(evidence), bool(about and about.published), " ".join(one.why for one in row.stale),
    ]  # fmt: skip
