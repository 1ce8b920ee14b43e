"""Forms about results."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accede.accounts.forms import Styled
from accede.assistance.forms.plans import area, seen_field
from accede.assistance.forms.requests import day_field
from accede.assistance.models.results import OutcomeStatus
from accede.assistance.views.listing import StateFilters
from accede.treaties.places import place_choices


class JudgeForm(Styled):
    """The officer's answer to "contributed to?"."""

    contributed = forms.ChoiceField(
        label=_("Did the assistance contribute to it?"), widget=forms.RadioSelect,
        choices=[("yes", _("It contributed")), ("no", _("It is not connected"))],
    )  # fmt: skip
    reason = area(_("On what evidence"), required=True)
    seen = seen_field()


class ObserveForm(Styled):
    """A change that was observed."""

    state = forms.ChoiceField(label=_("State"))
    title = forms.CharField(label=_("What has changed"), max_length=300)
    on = day_field(_("Since"), required=True)
    because = area(_("Which assistance came before"))

    def __init__(self, *args: Any, states: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["state"]
        state.choices = [pair for pair in place_choices(samples=True) if pair[0] in states]


class ReadingForm(Styled):
    """What an indicator shows."""

    on = day_field(_("Day"), required=True)
    numerator = forms.DecimalField(label=_("Number"), max_digits=14, decimal_places=2)
    denominator = forms.DecimalField(
        label=_("Out of"), max_digits=14, decimal_places=2, required=False, help_text=_("Where it is a share.")
    )
    source = forms.CharField(label=_("Source"), max_length=300)


class OutcomeFilters(StateFilters):
    """What the list of outcomes can be narrowed by."""

    WORDS = ("title",)

    status = forms.ChoiceField(label=_("Stands at"), required=False, choices=[("", "—"), *OutcomeStatus.choices])
