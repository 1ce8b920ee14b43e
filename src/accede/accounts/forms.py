"""Forms of the accounts room. What they take is checked once more by the functions that act on it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.translation import gettext_lazy as _

from accede.accounts.models import HELD_IN, Organisation, OrganisationKind, Person, RoleKind
from accede.treaties.models import Participant
from accede.treaties.places import place_choices, region_choices

DIGESTS = [("daily", _("Every day")), ("weekly", _("Every week")), ("never", _("Never"))]


class Styled(forms.Form):
    """A form whose fields look like those of the site."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            style(field)


def style(field: forms.Field) -> None:
    """Give the field the class that its kind of input has on the site."""
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
        return
    name = "form-select" if isinstance(widget, forms.Select | forms.SelectMultiple) else "form-control"
    widget.attrs["class"] = f"{widget.attrs.get('class', '')} {name}".strip()


def with_samples() -> bool:
    """Whether placeholder States are among those that exist here."""
    return Participant.objects.filter(code="XAA").exists()


class AcceptForm(Styled):
    """Taking up an invitation."""

    name = forms.CharField(label=_("Your name"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    password = forms.CharField(
        label=_("Password"), max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email
        self.fields["password"].help_text = " ".join(dict.fromkeys(password_validators_help_texts()))

    def clean(self) -> dict[str, Any]:
        """Hold the password to the validators, the person's name and address among what it must not be."""
        given: dict[str, Any] = super().clean() or {}
        if "password" in given:
            try:
                validate_password(given["password"], Person(email=self._email, name=given.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given


class AccountForm(Styled):
    """What people say of themselves."""

    name = forms.CharField(label=_("Your name"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    digest = forms.ChoiceField(
        label=_("Notices by e-mail"),
        choices=DIGESTS,
        help_text=_("Letters hold counts and links, nothing confidential."),
    )


class TokenForm(Styled):
    """A new key to the API."""

    name = forms.CharField(label=_("What the key is for"), max_length=100)
    write = forms.BooleanField(label=_("May change things, not only read"), required=False)
    days = forms.IntegerField(label=_("Valid for how many days"), min_value=1, max_value=365, initial=90)


class InviteForm(Styled):
    """An invitation."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"))
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    role = forms.ChoiceField(label=_("Role"), choices=RoleKind.choices)
    states = forms.MultipleChoiceField(
        label=_("Assigned to States"), required=False,
        help_text=_("For programme officers only. Hold Ctrl to choose several."),
    )  # fmt: skip
    regions = forms.MultipleChoiceField(label=_("Assigned to regions"), required=False)

    def __init__(self, *args: Any, organisations: Any, roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = organisations
        choice: Any = self.fields["role"]
        choice.choices = [(value, label) for value, label in RoleKind.choices if value in roles]
        if RoleKind.OFFICER in roles:
            states: Any = self.fields["states"]
            states.choices = place_choices(samples=with_samples())
            where: Any = self.fields["regions"]
            where.choices = region_choices()
        else:
            del self.fields["states"], self.fields["regions"]

    def scopes(self) -> list[tuple[str, str]]:
        """The assignment as pairs of kind and value."""
        given = self.cleaned_data
        if given.get("role") != RoleKind.OFFICER:
            return []
        return [("state", code) for code in given.get("states", [])] + [
            ("region", name) for name in given.get("regions", [])
        ]


class RoleForm(Styled):
    """A further role for a person."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.filter(archived_at__isnull=True)
    )
    kind = forms.ChoiceField(label=_("Role"), choices=RoleKind.choices)
    states = forms.MultipleChoiceField(label=_("Assigned to States"), required=False)
    regions = forms.MultipleChoiceField(label=_("Assigned to regions"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states: Any = self.fields["states"]
        states.choices = place_choices(samples=with_samples())
        where: Any = self.fields["regions"]
        where.choices = region_choices()

    def clean(self) -> dict[str, Any]:
        """The role must be one that is held in such an organisation."""
        given: dict[str, Any] = super().clean() or {}
        organisation, kind = given.get("organisation"), given.get("kind")
        if organisation and kind and HELD_IN[kind] != organisation.kind:
            self.add_error("kind", _("This role is not held in an organisation of this kind."))
        return given

    def scopes(self) -> list[tuple[str, str]]:
        """The assignment as pairs of kind and value."""
        given = self.cleaned_data
        if given["kind"] != RoleKind.OFFICER:
            return []
        return [("state", code) for code in given["states"]] + [("region", name) for name in given["regions"]]


class OrganisationForm(Styled):
    """An organisation."""

    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    name = forms.CharField(label=_("Name"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    participant_id = forms.ChoiceField(label=_("State"), required=False, help_text=_("For a State body."))
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states: Any = self.fields["participant_id"]
        states.choices = [("", "—"), *place_choices(samples=with_samples())]

    def values(self) -> dict[str, Any]:
        """What is written into the record."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class ReasonForm(Styled):
    """A reason, and the version that was read."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AdminSessionForm(Styled):
    """Opening an administrator's session."""

    reason = forms.CharField(
        label=_("What is it for?"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is shown to the auditor and to the States whose records are touched."),
    )  # fmt: skip
    minutes = forms.IntegerField(label=_("For how many minutes"), min_value=1, max_value=60, initial=30)
