"""Bringing a law in on the site: the file, its split to look at and correct, what it changes, and then the change."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts.access import work_page
from accede.accounts.forms import Styled
from accede.accounts.rights import Actor
from accede.knowledge.domain import Change, Draft, LawRefused, bring_in, preview
from accede.knowledge.models import LANGUAGES, Law
from accede.knowledge.queries import laws_for, states_to_bring
from accede.knowledge.reading import LARGEST, read_document
from accede.knowledge.reading.marked import SplitFault, from_marked, to_marked
from accede.treaties.importers.guard import ImportRefused

#: The longest split that can be corrected in a page, in characters; the form as sent may be larger.
LONGEST = 700_000
_MOST_SHOWN = 100
#: What is wrong with a line of a split, in words.
_FAULTS = {
    "no_head": _("text stands before the first provision; begin it with a line “=== 1”"),
    "empty": _("the provision has no text; write it, or take the line out"),
    "no_number": _("give the number after “===”"),
}


class LawForm(Styled):
    """What is known of the law, and its text as a file or, once split, as text."""

    state = forms.ChoiceField(label=_("State"))
    code = forms.CharField(
        label=_("Short name"), max_length=80,
        help_text=_("As it is cited: “CP”. The same name again is a new consolidation."),
    )  # fmt: skip
    title = forms.CharField(label=_("Title"), max_length=400)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    on = forms.DateField(
        label=_("Day of the consolidation"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    source = forms.CharField(label=_("Source"), required=False, max_length=400)
    licence = forms.CharField(label=_("Licence"), required=False, max_length=400)
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("Akoma Ntoso, Word, PDF, Markdown or plain text."),
    )  # fmt: skip
    split = forms.CharField(
        label=_("The split"), required=False, max_length=LONGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "dir": "auto", "spellcheck": "false"}),
        help_text=_(
            "“=== 5 | Heading” begins a provision, “--- Part I › Chapter 2” says where the next ones stand. Move, add or take "
            "out such lines."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, states: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["state"]
        state.choices = states


@work_page
def law_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Read a file into its split; show what the split, corrected or not, changes; store it."""
    states = states_to_bring(actor)
    if not states:
        raise Http404
    form = LawForm(request.POST or None, request.FILES or None, states=states, initial=_first(request, actor, states))
    drafts: list[Draft] = []
    changes: list[Change] = []
    if request.method == "POST" and form.is_valid():
        try:
            drafts = _drafts(form)
            given = form.cleaned_data
            known = Law.objects.filter(participant=given["state"], code=given["code"]).first()
            changes = preview(known, drafts)
            if request.POST.get("act") == "store" and not request.FILES:
                return _store(request, actor, given, drafts)
        except SplitFault as fault:
            for number, word in fault.faults:
                what = {"number": number, "words": _FAULTS[word]}
                form.add_error("split", gettext("Line %(number)d: %(words)s.") % what)
        except ImportRefused as refused:
            form.add_error("file", str(refused))
        except LawRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    if drafts and not form.errors:
        form = _with_split(form, drafts, states)
    counts = Counter(change.what for change in changes)
    shown = [change for change in changes if change.what != "same"]
    context = {
        "actor": actor, "form": form, "drafts": drafts, "count": len(drafts),
        "counts": [(words, counts[what]) for what, words in _words().items() if counts[what]],
        "changes": [(_words()[it.what], it) for it in shown[:_MOST_SHOWN]], "more": max(len(shown) - _MOST_SHOWN, 0),
    }  # fmt: skip
    return render(request, "knowledge/law_new.html", context, status=400 if form.errors else 200)


def _words() -> dict[str, str]:
    return {"new": gettext("new"), "changed": gettext("changed"), "gone": gettext("gone"), "same": gettext("same")}


def _first(request: HttpRequest, actor: Actor, states: list[tuple[str, str]]) -> dict[str, Any]:
    """What the form begins with: of a law that is here already, for its next consolidation."""
    key = request.GET.get("law", "")
    known = laws_for(actor).filter(pk=key).first() if key.isascii() and key.isdecimal() and len(key) < 15 else None
    if known is None or known.participant_id not in dict(states):
        return {"state": request.GET.get("state", "")}
    return {
        "state": known.participant_id, "code": known.code, "title": known.title, "language": known.language,
        "source": known.source, "licence": known.licence,
    }  # fmt: skip


def _drafts(form: LawForm) -> list[Draft]:
    """The provisions of the file, or of the split where no file came with it."""
    file = form.cleaned_data["file"]
    if file is not None:
        if file.size > LARGEST:
            raise LawRefused("file", gettext("it is larger than 40 MB; split the law"))
        return read_document(file.read(), name=file.name, language=form.cleaned_data["language"])
    if not form.cleaned_data["split"].strip():
        raise LawRefused("file", gettext("choose the file of the law"))
    return from_marked(form.cleaned_data["split"])


def _with_split(form: LawForm, drafts: list[Draft], states: list[tuple[str, str]]) -> LawForm:
    """The form with the split to look at and correct."""
    text = to_marked(drafts)
    if len(text) > LONGEST:
        words = gettext("The law is too long to be corrected here; bring it in with “accede laws import”.")
        form.add_error("file", words)
        return form
    return LawForm({**dict(form.data.items()), "split": text}, states=states)


def _store(request: HttpRequest, actor: Actor, given: dict[str, Any], drafts: list[Draft]) -> HttpResponse:
    done = bring_in(
        state=given["state"], code=given["code"], title=given["title"], language=given["language"], drafts=drafts,
        on=given["on"], source=given["source"], licence=given["licence"], by=actor, now=timezone.now(),
    )  # fmt: skip
    if done.version is None:
        messages.info(request, gettext("All of it is here already; nothing was changed."))
    else:
        messages.success(request, gettext("Version %(number)d was brought in.") % {"number": done.version.number})
    return redirect("law", done.law.pk)
