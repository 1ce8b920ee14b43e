"""Forms about cases, publications and consent, and what their lists can be narrowed by."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accede.accounts.forms import Styled
from accede.accounts.listing import Filters, StateFilters
from accede.accounts.rights import Actor, Subject, may
from accede.kit.themes import Theme
from accede.knowledge.models import LANGUAGES, Case, Holder, Outcome, Publication, PublicationKind
from accede.knowledge.queries import holding
from accede.law.shipped import shipped_catalogue, shipped_linkages, shipped_obligations
from accede.treaties.places import place_choices

Choices = list[tuple[str, Any]]
_AREA = forms.Textarea(attrs={"rows": 5})
_LINES = forms.Textarea(attrs={"rows": 3})


def instrument_choices() -> Choices:
    """The universal instruments against terrorism first, then the other treaties."""
    catalogue = shipped_catalogue()
    found = sorted((catalogue[it] for it in catalogue.ids), key=lambda it: not it.universal_against_terrorism)
    return [(it.id, it.short_title) for it in found]


def linkage_choices() -> Choices:
    """The linked offences in the active language."""
    language = get_language() or "en"
    return [(it.code, it.name_in(language)) for it in shipped_linkages()]


def obligation_choices(instruments: Iterable[str]) -> Choices:
    """The obligations of these instruments."""
    chosen = set(instruments)
    titles = {it.id: it.short_title for it in shipped_catalogue()}
    return [
        (it.id, f"{titles[it.instrument]}, {it.article}: {it.summary}")
        for it in shipped_obligations()
        if it.instrument in chosen
    ]


class _ByState(Styled):
    """A form whose new record is of one of the States for which the person may make it."""

    KIND = ""
    state = forms.ChoiceField(label=_("State"))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["state"]
        field.choices = [
            pair
            for pair in place_choices(samples=True)
            if new and may(actor, "create", Subject(record=self.KIND, status="state", states=frozenset([pair[0]])))
        ]
        if not new:
            del self.fields["state"]

    def _fill(self, name: str, choices: Choices) -> None:
        field: Any = self.fields[name]
        field.choices = choices


class CaseForm(_ByState):
    """A decision of a court."""

    KIND = Case.KIND
    court = forms.CharField(label=_("Court"), max_length=200)
    decided_on = forms.DateField(
        label=_("Day of the decision"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    title = forms.CharField(
        label=_("Title"), max_length=400, help_text=_("The parties as the court published them, and no other names.")
    )
    reference = forms.CharField(label=_("Number of the case"), max_length=120)
    ecli = forms.CharField(
        label=_("ECLI"), max_length=60, required=False,
        help_text=_("European Case Law Identifier, where the case has one: ECLI:DE:BGH:2012:030512B3STR98.12"),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    summary = forms.CharField(label=_("Summary in your own words"), required=False, widget=_AREA)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", "—"), *Outcome.choices])
    instruments = forms.MultipleChoiceField(
        label=_("Instruments applied"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Saved, their obligations can be chosen below."),
    )  # fmt: skip
    obligations = forms.MultipleChoiceField(
        label=_("Obligations applied"), required=False, widget=forms.CheckboxSelectMultiple
    )
    provisions = forms.CharField(
        label=_("Provisions applied"), required=False, widget=_LINES,
        help_text=_("One a line: the short name of the law, a stroke, and the number, such as pc/21."),
    )  # fmt: skip
    linkages = forms.MultipleChoiceField(
        label=_("Linked with"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Other offences to which the case shows terrorism linked."),
    )  # fmt: skip
    source = forms.CharField(label=_("Source"), max_length=400, required=False)
    licence = forms.CharField(label=_("Licence"), max_length=400, required=False)
    url = forms.URLField(label=_("Address on the web"), max_length=400, required=False, assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fill("instruments", instrument_choices())
        self._fill("linkages", linkage_choices())
        if self.is_bound and hasattr(self.data, "getlist"):
            chosen = self.data.getlist("instruments") + [
                name.split("/")[0] for name in self.data.getlist("obligations")
            ]
        else:
            chosen = list(self.initial.get("instruments") or [])
        self._fill("obligations", obligation_choices(chosen))
        if not chosen:
            del self.fields["obligations"]


class PublicationForm(_ByState):
    """A publication or a tool."""

    KIND = Publication.KIND
    kind = forms.ChoiceField(label=_("Kind"), choices=PublicationKind.choices)
    title = forms.CharField(label=_("Title"), max_length=400)
    body = forms.CharField(label=_("By which body"), max_length=200)
    year = forms.IntegerField(label=_("Year"), min_value=1800, max_value=2200)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), widget=forms.CheckboxSelectMultiple,
        choices=lambda: list(dict([*LANGUAGES, *settings.UNITED_NATIONS_LANGUAGES]).items()),
    )  # fmt: skip
    summary = forms.CharField(label=_("Summary in your own words"), required=False, widget=_AREA)
    instruments = forms.MultipleChoiceField(label=_("Instruments"), required=False, widget=forms.CheckboxSelectMultiple)
    themes = forms.MultipleChoiceField(
        label=_("Themes"), required=False, choices=Theme.choices, widget=forms.CheckboxSelectMultiple
    )
    source = forms.CharField(label=_("Source"), max_length=400, required=False)
    licence = forms.CharField(label=_("Licence"), max_length=400, required=False)
    url = forms.URLField(label=_("Address on the web"), max_length=400, required=False, assume_scheme="https")
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, Word, Excel, OpenDocument, a picture or plain text.")
    )

    def __init__(self, *args: Any, actor: Actor, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, new=new, **kwargs)
        self._fill("instruments", instrument_choices())
        if new:
            state: Any = self.fields["state"]
            state.label, state.required = _("Whose"), False
            if may(actor, "create", Subject(record=self.KIND, status=Holder.OFFICE)):
                state.choices = [("", _("The Office")), *state.choices]
            else:
                state.required = True


class ConsentForm(Styled):
    """Until when everyone may read it."""

    until = forms.DateField(
        label=_("Until and with"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty for a consent without an end. It can be withdrawn at any time."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LawFilters(StateFilters):
    """What the list of laws can be narrowed by."""

    WORDS = ("title", "code")
    EQUAL = {"state": "participant", "language": "language"}

    q = forms.CharField(label=_("Words of the title"), required=False, max_length=80)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", "—"), *LANGUAGES])


class CaseFilters(StateFilters):
    """What the list of cases can be narrowed by."""

    WORDS = ("title", "court", "reference", "ecli", "summary")
    EQUAL = {"state": "participant", "language": "language", "outcome": "outcome"}

    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", "—"), *LANGUAGES])
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", "—"), *Outcome.choices])
    instrument = forms.ChoiceField(label=_("Instrument"), required=False)
    linkage = forms.ChoiceField(label=_("Linked with"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("instrument", instrument_choices()), ("linkage", linkage_choices())):
            field: Any = self.fields[name]
            field.choices = [("", "—"), *choices]

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply what was chosen, the codes held in lists among it."""
        return _held(super().narrow(queryset), self.given, {"instrument": "instruments", "linkage": "linkages"})


class PublicationFilters(Filters):
    """What the list of publications can be narrowed by."""

    WORDS = ("title", "body", "summary")
    EQUAL = {"kind": "kind", "state": "participant"}

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", "—"), *PublicationKind.choices])
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", "—"), *LANGUAGES])
    instrument = forms.ChoiceField(label=_("Instrument"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False, choices=[("", "—"), *Theme.choices])
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("instrument", instrument_choices()), ("state", place_choices(samples=True))):
            field: Any = self.fields[name]
            field.choices = [("", "—"), *choices]

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply what was chosen, the codes held in lists among it."""
        lists = {"instrument": "instruments", "theme": "themes", "language": "languages"}
        return _held(super().narrow(queryset), self.given, lists)


def _held(queryset: QuerySet[Any], given: dict[str, Any], lists: dict[str, str]) -> QuerySet[Any]:
    for name, column in lists.items():
        if name in given:
            queryset = holding(queryset, column, given[name])
    return queryset
