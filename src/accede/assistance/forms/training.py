"""Forms about training."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accede.accounts.forms import Styled
from accede.accounts.models import Organisation
from accede.assistance.forms.plans import area, seen_field
from accede.assistance.forms.requests import day_field
from accede.assistance.models.training import Profession
from accede.assistance.views.listing import StateFilters

SEX = [("", _("not given")), ("f", _("Female")), ("m", _("Male")), ("x", _("Other"))]


class CallForm(Styled):
    """A call for nominations."""

    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=5000)
    per_state = forms.IntegerField(label=_("Nominations a State"), min_value=1, required=False)
    profile = area(_("Whom it is for"))
    professions = forms.MultipleChoiceField(
        label=_("Professions"), choices=Profession.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None: all."),
    )  # fmt: skip
    opens_at = forms.DateTimeField(label=_("Opens"), help_text=_("As 2027-01-15 09:00."))
    closes_at = forms.DateTimeField(label=_("Closes"), help_text=_("As 2027-02-15 18:00."))


class TraineeForm(Styled):
    """A person of a State."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    job_title = forms.CharField(label=_("Post"), max_length=200, required=False)
    profession = forms.ChoiceField(label=_("Profession"), choices=Profession.choices)
    organisation_id = forms.ModelChoiceField(
        label=_("Organisation"), required=False, queryset=Organisation.objects.none()
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=SEX, required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", "—"), *settings.UNITED_NATIONS_LANGUAGES]
    )
    national_trainer = forms.BooleanField(label=_("National trainer"), required=False)
    seen = seen_field()

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies: Any = self.fields["organisation_id"]
        bodies.queryset = Organisation.objects.filter(participant=state, archived_at__isnull=True)

    def values(self) -> dict[str, Any]:
        """What is written into the record."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "reason", "anyway")}
        body = given["organisation_id"]
        return {**given, "organisation_id": body.pk if body is not None else None}


class NominateForm(TraineeForm):
    """A nomination of somebody who is not known yet."""

    reason = area(_("Why this person"), rows=2)
    anyway = forms.BooleanField(
        label=_("This is another person than those named above"), required=False, widget=forms.HiddenInput
    )


class SessionForm(Styled):
    """A part of the activity at which attendance is taken."""

    day = day_field(_("Day"), required=True)
    title = forms.CharField(label=_("Title"), max_length=200)
    hours = forms.DecimalField(label=_("Hours"), min_value=0, max_value=24, max_digits=4, decimal_places=1, initial=3)


class CascadeForm(Styled):
    """A course that a national trainer held."""

    title = forms.CharField(label=_("Title"), max_length=200)
    starts = day_field(_("Day"), required=True)
    persons = forms.IntegerField(label=_("Persons reached"), min_value=1, max_value=100_000)


class TraineeFilters(StateFilters):
    """What the list of trainees can be narrowed by."""

    WORDS = ("name", "job_title")
    EQUAL: ClassVar[Mapping[str, str]] = {
        "state": "participant", "profession": "profession", "trainers": "national_trainer",
    }  # fmt: skip

    profession = forms.ChoiceField(label=_("Profession"), required=False, choices=[("", "—"), *Profession.choices])
    trainers = forms.BooleanField(label=_("National trainers only"), required=False)
