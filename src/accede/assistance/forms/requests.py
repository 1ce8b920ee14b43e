"""Forms about requests."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accede.accounts.forms import Styled
from accede.accounts.models import Organisation, OrganisationKind, Person, RoleKind
from accede.assistance.catalogue import instrument_choices, obligation_label, obligations_of
from accede.assistance.models.requests import Met, RequestStatus
from accede.assistance.models.themes import Theme
from accede.assistance.views.listing import StateFilters
from accede.treaties.places import place_choices

_AREA = forms.Textarea(attrs={"rows": 4})


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """A day, with the browser's calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class RequestForm(Styled):
    """What the State asks for."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    themes = forms.MultipleChoiceField(
        label=_("Themes"), choices=Theme.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    instruments = forms.MultipleChoiceField(
        label=_("Instruments"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Those that the request is about. Saved, their obligations can be chosen below."),
    )  # fmt: skip
    obligations = forms.MultipleChoiceField(
        label=_("Obligations not yet met"), required=False, widget=forms.CheckboxSelectMultiple
    )
    situation = forms.CharField(
        label=_("Situation"), required=False, widget=_AREA,
        help_text=_("Confidential: seen by your State and the officers assigned to it, and nobody else."),
    )  # fmt: skip
    wanted = forms.CharField(
        label=_("What help is wanted"), required=False, widget=_AREA,
        help_text=_("Confidential, as above. For whom, how many, and what should be different afterwards."),
    )  # fmt: skip
    summary = forms.CharField(
        label=_("Summary for possible helpers"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Shown to others only if you consent to it. Write nothing confidential here."),
    )  # fmt: skip
    needed_by = day_field(_("Needed by"))
    audience = forms.CharField(label=_("For whom"), max_length=300, required=False)
    language = forms.ChoiceField(
        label=_("Working language"), required=False, choices=[("", "—"), *settings.UNITED_NATIONS_LANGUAGES]
    )
    contact_name = forms.CharField(label=_("Contact in the State"), max_length=200, required=False)
    contact_email = forms.EmailField(label=_("E-mail of the contact"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, without: Iterable[str] = (), **kwargs: Any) -> None:
        """*without* names fields that the person may not edit, and so is not shown."""
        super().__init__(*args, **kwargs)
        for name in without:
            del self.fields[name]
        instruments: Any = self.fields["instruments"]
        instruments.choices = instrument_choices()
        if self.is_bound and hasattr(self.data, "getlist"):
            chosen = self.data.getlist("instruments") + [
                name.split("/")[0] for name in self.data.getlist("obligations")
            ]
        else:
            chosen = list(self.initial.get("instruments") or [])
        obligations: Any = self.fields["obligations"]
        obligations.choices = [(it.id, obligation_label(it)) for it in obligations_of(dict.fromkeys(chosen))]
        if not obligations.choices:
            del self.fields["obligations"]


class NoteVerbaleForm(RequestForm):
    """A request that came on paper."""

    state = forms.ChoiceField(label=_("State"))
    organisation = forms.ModelChoiceField(
        label=_("Body of the State that asks"),
        queryset=Organisation.objects.filter(kind=OrganisationKind.STATE, archived_at__isnull=True),
    )
    file = forms.FileField(label=_("The note verbale"), help_text=_("A scan or the text."))
    authentic = forms.BooleanField(
        label=_("I have checked that the note comes from this body, through the State’s mission or ministry")
    )
    field_order = ["state", "organisation", "file", "authentic", "title"]

    def __init__(self, *args: Any, states: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["state"]
        choice.choices = [pair for pair in place_choices(samples=True) if pair[0] in states]
        bodies: Any = self.fields["organisation"]
        bodies.queryset = bodies.queryset.filter(participant__in=states)


class ReferForm(Styled):
    """To whom, and why."""

    organisation = forms.ModelChoiceField(
        label=_("Refer it to"),
        queryset=Organisation.objects.filter(kind=OrganisationKind.PARTNER, archived_at__isnull=True),
    )
    why = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CloseForm(Styled):
    """The State's own answer."""

    met = forms.ChoiceField(label=_("Was the request met?"), choices=Met.choices, widget=forms.RadioSelect)
    comment = forms.CharField(label=_("In your own words"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LaterForm(Styled):
    """The State's answer one year on."""

    met = forms.ChoiceField(
        label=_("A year later: was the request met?"), choices=Met.choices, widget=forms.RadioSelect
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AssignForm(Styled):
    """Who answers for the request in the Office, and a note of its own."""

    officer = forms.ModelChoiceField(label=_("Programme officer"), queryset=Person.objects.none(), required=False)
    note = forms.CharField(
        label=_("Internal note"), required=False, widget=_AREA, help_text=_("Seen inside the Office only.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officer: Any = self.fields["officer"]
        officer.queryset = officers()


def officers() -> Any:
    """People of the Office who can answer for a record."""
    kinds = [RoleKind.OFFICER, RoleKind.COORDINATOR]
    return Person.objects.filter(
        is_active=True, roles__kind__in=kinds, roles__ended_at__isnull=True
    ).distinct()  # fmt: skip


class CirculateForm(Styled):
    """To whom the request is shown."""

    organisations = forms.ModelMultipleChoiceField(
        label=_("Possible helpers"), widget=forms.CheckboxSelectMultiple,
        queryset=Organisation.objects.filter(
            kind__in=[OrganisationKind.PARTNER, OrganisationKind.DONOR], archived_at__isnull=True
        ),
    )  # fmt: skip


class ContributorsForm(Styled):
    """Who of the State works on it."""

    people = forms.ModelMultipleChoiceField(
        label=_("Contributors"), queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["people"]
        people.queryset = Person.objects.filter(
            is_active=True, roles__kind=RoleKind.CONTRIBUTOR, roles__ended_at__isnull=True,
            roles__organisation__participant=state,
        ).distinct()  # fmt: skip


class RequestFilters(StateFilters):
    """What the list of requests can be narrowed by."""

    WORDS = ("reference", "title")

    status = forms.ChoiceField(label=_("Stands at"), required=False, choices=[("", "—"), *RequestStatus.choices])
    theme = forms.ChoiceField(label=_("Theme"), required=False, choices=[("", "—"), *Theme.choices])

    def narrow(self, queryset: Any) -> Any:
        """A request may have several themes."""
        queryset = super().narrow(queryset)
        theme = self.given.get("theme")
        return queryset.filter(themes__icontains=f'"{theme}"') if theme else queryset
