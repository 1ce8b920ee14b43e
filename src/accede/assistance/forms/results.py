"""Forms about results."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accede.accounts.forms import Styled
from accede.assistance.forms.plans import area, seen_field
from accede.assistance.forms.requests import day_field
from accede.assistance.models.results import OutcomeStatus
from accede.assistance.views.listing import Filters
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


class OutcomeFilters(Filters):
    """What the list of outcomes can be narrowed by."""

    state = forms.ChoiceField(label=_("State"), required=False)
    status = forms.ChoiceField(label=_("Stands at"), required=False, choices=[("", "—"), *OutcomeStatus.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["state"]
        state.choices = [("", "—"), *place_choices(samples=True)]

    def narrow(self, queryset: Any) -> Any:
        """Words are sought in the title."""
        given = self.given
        if "q" in given:
            queryset = queryset.filter(Q(title__icontains=given["q"]))
        if "state" in given:
            queryset = queryset.filter(participant=given["state"])
        if "status" in given:
            queryset = queryset.filter(status=given["status"])
        return queryset
