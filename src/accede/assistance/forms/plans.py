"""Forms about assessments and plans."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accede.accounts.forms import Styled
from accede.assistance.catalogue import instrument_choices, obligation_label, obligations_of
from accede.assistance.forms.requests import day_field
from accede.assistance.models import NeedsAssessment
from accede.assistance.models.activities import ActivityKind
from accede.assistance.models.assessments import AssessmentStatus
from accede.assistance.models.plans import PlanStatus
from accede.assistance.models.themes import Theme
from accede.assistance.views.listing import StateFilters


def area(label: Any, *, rows: int = 3, required: bool = False, help_text: Any = "") -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


def seen_field() -> forms.IntegerField:
    """The version that the person had before their eyes."""
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


class TitleForm(Styled):
    """A title to begin with."""

    title = forms.CharField(label=_("Title"), max_length=200)


class PlanStartForm(TitleForm):
    """A plan, from an assessment where there is one."""

    assessment = forms.ModelChoiceField(
        label=_("From the assessment"), queryset=NeedsAssessment.objects.none(), required=False,
        help_text=_("Its findings become objectives in the order of the State’s priorities."),
    )  # fmt: skip

    def __init__(self, *args: Any, assessments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["assessment"]
        field.queryset = assessments


class SummaryForm(TitleForm):
    """Title and summary of an assessment."""

    summary = area(_("Summary"))
    seen = seen_field()


class MissionForm(Styled):
    """A visit."""

    starts = day_field(_("From"), required=True)
    ends = day_field(_("To"), required=True)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    members = area(_("Members of the mission"), rows=2)
    met_with = area(_("Met with"), rows=2)
    report = area(_("Report"))


class FindingForm(Styled):
    """A finding under a theme of the criminal justice system."""

    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)
    text = area(_("Finding"), required=True)
    recommendation = area(_("Recommendation"))
    obligations = forms.MultipleChoiceField(
        label=_("Obligations that it touches"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = seen_field()

    def __init__(self, *args: Any, instruments: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["obligations"]
        field.choices = [(it.id, obligation_label(it)) for it in obligations_of(instruments)]
        if not field.choices:
            del self.fields["obligations"]


class GeneralForm(Styled):
    """What a plan says beside its rows."""

    starts = day_field(_("Starts"))
    ends = day_field(_("Ends"))
    human_rights = area(_("Rule-of-law and human-rights elements"))
    no_human_rights_because = area(_("Or why there are none"), rows=2)
    due_diligence = area(_("Due-diligence check: by whom, with which result"), rows=2)
    due_diligence_on = day_field(_("Date of the check"))
    state_provides = area(_("What the State provides itself"), rows=2)
    seen = seen_field()


class ObjectiveForm(Styled):
    """An objective."""

    text = area(_("What should be different"), required=True)
    instruments = forms.MultipleChoiceField(label=_("Instruments"), required=False, widget=forms.CheckboxSelectMultiple)
    obligations = forms.MultipleChoiceField(label=_("Obligations"), required=False, widget=forms.CheckboxSelectMultiple)
    seen = seen_field()

    def __init__(self, *args: Any, asked: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instruments: Any = self.fields["instruments"]
        instruments.choices = instrument_choices()
        obligations: Any = self.fields["obligations"]
        obligations.choices = [(it.id, obligation_label(it)) for it in obligations_of(asked)]
        if not obligations.choices:
            del self.fields["obligations"]


class _OfObjective(Styled):
    objective = forms.ChoiceField(label=_("For the objective"))
    seen = seen_field()

    def __init__(self, *args: Any, objectives: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["objective"]
        field.choices = objectives


class UndertakingForm(_OfObjective):
    """An activity that is planned."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ActivityKind.choices)
    when = forms.CharField(label=_("When"), max_length=60, required=False, help_text=_("A day, a month or a quarter."))
    for_whom = forms.CharField(label=_("For whom"), max_length=200, required=False)
    cost = forms.DecimalField(label=_("Cost in US dollars"), min_value=0, max_digits=12, decimal_places=2)


class MeasureForm(_OfObjective):
    """An indicator."""

    name = forms.CharField(label=_("Name"), max_length=200)
    unit = forms.CharField(label=_("Unit"), max_length=60, required=False)
    baseline = forms.DecimalField(label=_("Baseline"), max_digits=14, decimal_places=2)
    target = forms.DecimalField(label=_("Target"), max_digits=14, decimal_places=2)
    target_on = day_field(_("Target to be reached by"))


class OfferForm(Styled):
    """Making the draft a version to be accepted."""

    note = area(_("What has changed, in a sentence"), rows=2)
    seen = seen_field()


class EndForm(Styled):
    """Ending a plan."""

    reason = area(_("Reason"), rows=2, required=True)
    seen = seen_field()


class PlanFilters(StateFilters):
    """What the list of plans can be narrowed by."""

    WORDS = ("title",)

    status = forms.ChoiceField(label=_("Stands at"), required=False, choices=[("", "—"), *PlanStatus.choices])


class AssessmentFilters(StateFilters):
    """What the list of assessments can be narrowed by."""

    WORDS = ("title",)

    status = forms.ChoiceField(label=_("Stands at"), required=False, choices=[("", "—"), *AssessmentStatus.choices])
