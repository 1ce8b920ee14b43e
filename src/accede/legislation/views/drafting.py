"""The drafting workspace: the elements a provision needs, the draft beside them, versions, and how others word it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accede.accounts import conflicts
from accede.accounts.access import work_page
from accede.accounts.changing import Conflict
from accede.accounts.forms import Styled
from accede.accounts.rights import ANYONE, Actor, demand, may, verbs
from accede.kit.documents.pdf import PdfRefused
from accede.knowledge.models import LANGUAGES
from accede.knowledge.queries import laws_for
from accede.law.obligations import Obligation
from accede.law.shipped import shipped_catalogue
from accede.legislation import domain, drafting, gaps, queries
from accede.legislation.domain import drafts
from accede.legislation.models import LawDraft
from accede.legislation.papers import draft_document, paper_response
from accede.legislation.subjects import DRAFTS, drafts_of
from accede.legislation.suggesting.suggest import suggest
from accede.legislation.views.common import known_state, saved
from accede.treaties.places import place_name
from accede.treaties.presenters.provisions import CATEGORIES

OTHERS = 3


class DraftForm(Styled):
    """The wording of a provision."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    text = forms.CharField(
        label=_("Wording"), required=False, max_length=drafts.LONGEST,
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"}),
    )  # fmt: skip


@work_page
def draft_new(request: HttpRequest, actor: Actor, state: str, obligation: str) -> HttpResponse:
    """Begin a draft for an obligation."""
    code, it = known_state(state), domain.obligation(obligation)
    if it is None or not may(actor, "see", drafts_of(code)):
        raise Http404
    demand(actor, "create", drafts_of(code))
    languages = laws_for(actor).filter(participant=code).values_list("language", flat=True)
    first = {"title": f"{_title(it)}, {it.article}", "language": languages.first() or "en", "seen": 0}
    form = DraftForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = drafts.begin(code, it.id, form.cleaned_data, by=actor, now=timezone.now())
        except drafts.DraftRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return redirect("law-draft", made.pk)
    context = _context(actor, code, it, form) | _checked(form, it)
    return render(request, "legislation/draft.html", context, status=400 if form.errors else 200)


@work_page
def draft(request: HttpRequest, actor: Actor, law_draft: int) -> HttpResponse:
    """The draft with what it has and lacks. A form that saves itself is answered in a line."""
    it, about = _find(actor, law_draft)
    allowed = verbs(actor, DRAFTS.subject(it))
    first = {"title": it.title, "language": it.language, "text": it.text, "seen": it.version}
    form = DraftForm(request.POST or None, initial=first)
    conflict, done = None, None
    if request.method == "POST":
        demand(actor, "edit", DRAFTS.subject(it))
        if form.is_valid():
            try:
                seen = form.cleaned_data["seen"] or 0
                done = drafts.write(it, form.cleaned_data, by=actor, now=timezone.now(), seen=seen)
            except drafts.DraftRefused as refused:
                form.add_error(refused.field, str(refused))
            except Conflict as caught:
                conflict = conflicts.tell(caught, form)
        if "save" in request.GET:
            return saved(form, conflict, done)
        if done is not None:
            if request.POST.get("keep") is not None:
                drafts.keep(done, note=request.POST.get("note", ""), by=actor, now=timezone.now())
            messages.success(request, gettext("Saved."))
            return redirect("law-draft", it.pk)
    context = _context(actor, it.participant_id, about, form) | _checked(form, about, it)
    context |= {
        "draft": it,
        "verbs": allowed,
        "conflict": conflict,
        "versions": list(it.versions.select_related("kept_by")),
    }
    context |= _others(request, it.participant_id, about)
    return render(request, "legislation/draft.html", context, status=409 if conflict else 400 if form.errors else 200)


@work_page
def draft_compare(request: HttpRequest, actor: Actor, law_draft: int) -> HttpResponse:
    """Two wordings, word by word: versions that were kept, or the draft as it stands (0)."""
    it, about = _find(actor, law_draft)
    texts = {version.number: version.text for version in it.versions.all()} | {0: it.text}
    latest = max(texts)
    before, after = _number(request.GET.get("from"), texts, latest), _number(request.GET.get("to"), texts, 0)
    context = {
        "actor": actor, "draft": it, "obligation": about, "state": place_name(it.participant_id),
        "before": before, "after": after, "numbers": sorted(texts), "pieces": drafting.compare(texts[before], texts[after]),
    }  # fmt: skip
    return render(request, "legislation/draft_compare.html", context)


@require_POST
@work_page
def draft_back(request: HttpRequest, actor: Actor, law_draft: int) -> HttpResponse:
    """Go on from a version that was kept."""
    it, _about = _find(actor, law_draft)
    sent = request.POST.get("number", ""), request.POST.get("seen", "")
    if not all(text.isascii() and text.isdecimal() and len(text) < 9 for text in sent):
        raise Http404
    try:
        drafts.bring_back(it, int(sent[0]), by=actor, now=timezone.now(), seen=int(sent[1]))
    except (drafts.DraftRefused, Conflict) as refused:
        words = gettext("Somebody else has saved in the meantime. Look at the draft and try again.")
        messages.error(request, words if isinstance(refused, Conflict) else str(refused))
    return redirect("law-draft", it.pk)


@work_page
def draft_file(request: HttpRequest, actor: Actor, law_draft: int, form: str) -> HttpResponse:
    """The draft with its elements as a Word file or PDF."""
    it, about = _find(actor, law_draft)
    if form not in ("docx", "pdf"):
        raise Http404
    try:
        return paper_response(draft_document(it, about), form)
    except PdfRefused as refused:
        messages.error(
            request,
            gettext("It cannot be set as PDF (%(character)s); take the Word file.") % {"character": refused.character},
        )
        return redirect("law-draft", it.pk)


def _find(actor: Actor, key: int) -> tuple[LawDraft, Obligation]:
    it = LawDraft.objects.filter(pk=key, archived_at__isnull=True).first()
    about = domain.obligation(it.obligation) if it is not None else None
    if it is None or about is None or not may(actor, "see", DRAFTS.subject(it)):
        raise Http404
    return it, about


def _title(it: Obligation) -> str:
    return shipped_catalogue()[it.instrument].short_title


def _context(actor: Actor, code: str, it: Obligation, form: DraftForm) -> dict[str, Any]:
    return {
        "actor": actor, "state": place_name(code), "code": code, "obligation": it, "form": form, "instrument": _title(it),
        "category": gettext(CATEGORIES[it.category]), "verbs": {"edit"},
    }  # fmt: skip


def _checked(form: DraftForm, it: Obligation, draft: LawDraft | None = None) -> dict[str, Any]:
    """The elements, against what was sent or what stands."""
    sent = form.data.get("text") if form.is_bound else None
    language = str(form.data.get("language") or form.initial["language"])
    text = str(sent if sent is not None else draft.text if draft else "")
    found = drafting.elements(
        it, language=language if language in dict(LANGUAGES) else "en", text=text[: drafts.LONGEST]
    )
    needed = [one for one in found if one.needed]
    return {
        "needed": needed, "also": [one for one in found if not one.needed],
        "present": sum(bool(one.found) for one in needed), "draft_language": language,
    }  # fmt: skip


def _others(request: HttpRequest, code: str, it: Obligation) -> dict[str, Any]:
    """Provisions of other States, public ones alone: evidence of published findings, and proposals from one State's laws."""
    laws = laws_for(ANYONE).exclude(participant=code)
    states = sorted(
        {(key, place_name(key)) for key in laws.values_list("participant", flat=True)}, key=lambda pair: pair[1]
    )
    asked = request.GET.get("others", "")
    proposed: list[Any] = []
    if asked in dict(states):
        read = gaps.laws_as_read(ANYONE, asked)
        if read is not None:
            proposed = [(one, place_name(asked)) for one in suggest(read.corpus, [it], top=OTHERS).suggestions]
    implemented = queries.implemented_by_others(code, it.id)
    return {
        "others": states, "asked": asked, "proposed": proposed,
        "implemented": [(one, place_name(one.provision.law.participant_id)) for one in implemented],
    }  # fmt: skip


def _number(text: str | None, known: dict[int, str], default: int) -> int:
    given = text or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 9 and int(given) in known else default
