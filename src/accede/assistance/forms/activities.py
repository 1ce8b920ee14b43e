"""Forms about activities and programmes."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accede.accounts.forms import Styled
from accede.accounts.models import Organisation
from accede.assistance.activity_kinds import FIELDS
from accede.assistance.forms.plans import area, seen_field
from accede.assistance.forms.requests import day_field, officers
from accede.assistance.models import Programme
from accede.assistance.models.activities import ActivityKind, ActivityStatus
from accede.assistance.models.programmes import ProgrammeKind
from accede.assistance.models.themes import Theme
from accede.assistance.views.listing import StateFilters
from accede.treaties.places import codes_in, place_choices, region_choices

_KIND = "kind_"


class ActivityForm(Styled):
    """An activity with the fields of its kind."""

    title = forms.CharField(label=_("Title"), max_length=200)
    theme = forms.ChoiceField(label=_("Theme"), choices=[("", "—"), *Theme.choices], required=False)
    states = forms.MultipleChoiceField(
        label=_("For which States"), required=False, help_text=_("None: open to all. Hold Ctrl to choose several.")
    )
    programmes = forms.ModelMultipleChoiceField(
        label=_("Programmes"), required=False, widget=forms.CheckboxSelectMultiple,
        queryset=Programme.objects.filter(archived_at__isnull=True),
    )  # fmt: skip
    description = area(_("Description"))
    starts = day_field(_("Starts"))
    ends = day_field(_("Ends"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", "—"), *settings.UNITED_NATIONS_LANGUAGES]
    )
    lead_id = forms.ModelChoiceField(
        label=_("Lead organisation"), required=False, queryset=Organisation.objects.filter(archived_at__isnull=True)
    )
    officer_id = forms.ModelChoiceField(
        label=_("Programme officer"), required=False, queryset=Organisation.objects.none()
    )
    budget = forms.DecimalField(
        label=_("Budget in US dollars"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    outcome_text = area(_("What came of it"))
    evaluation = area(_("Evaluation"))
    evaluation_score = forms.IntegerField(label=_("Score, 1 to 5"), required=False, min_value=1, max_value=5)
    public = forms.BooleanField(
        label=_("Show it to everyone"), required=False, help_text=_("What, where and when; never who takes part.")
    )
    seen = seen_field()

    def __init__(self, *args: Any, kind: str, states: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["states"]
        choice.choices = [pair for pair in place_choices(samples=True) if pair[0] in states]
        officer: Any = self.fields["officer_id"]
        officer.queryset = officers()
        self._kind = kind
        for field in FIELDS[kind]:
            made: forms.Field
            if field.form == "number":
                made = forms.DecimalField(
                    label=str(field.label), required=False, min_value=0, max_digits=8, decimal_places=1
                )
            elif field.form == "area":
                made = area(str(field.label))
            else:
                made = forms.CharField(label=str(field.label), required=False, max_length=300)
            self.fields[_KIND + field.name] = made
        self.order_fields(["title", *(_KIND + field.name for field in FIELDS[kind])])
        for one in self.fields.values():
            if "class" not in one.widget.attrs:
                from accede.accounts.forms import style

                style(one)

    def values(self) -> dict[str, Any]:
        """What is written into the record; the fields of the kind under "details"."""
        given = dict(self.cleaned_data)
        details = {}
        for field in FIELDS[self._kind]:
            value = given.pop(_KIND + field.name)
            if value not in (None, ""):
                details[field.name] = str(value)
        for name in ("lead_id", "officer_id"):
            given[name] = given[name].pk if given[name] is not None else None
        for name in ("seen", "states", "programmes"):
            given.pop(name)
        return {**given, "details": details}

    @staticmethod
    def details_initial(details: dict[str, Any]) -> dict[str, Any]:
        """The fields of the kind as the form names them."""
        return {_KIND + name: value for name, value in details.items()}


class KindForm(Styled):
    """Which kind of activity."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ActivityKind.choices)


class ActivityFilters(StateFilters):
    """What lists of activities can be narrowed by."""

    WORDS = ("reference", "title", "place")
    EQUAL: ClassVar[Mapping[str, str]] = {
        "state": "states__participant", "kind": "kind", "status": "status", "theme": "theme",
    }  # fmt: skip

    region = forms.ChoiceField(label=_("Region"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", "—"), *ActivityKind.choices])
    status = forms.ChoiceField(label=_("Stands at"), required=False, choices=[("", "—"), *ActivityStatus.choices])
    theme = forms.ChoiceField(label=_("Theme"), required=False, choices=[("", "—"), *Theme.choices])
    start = day_field(_("From"))
    end = day_field(_("To"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region: Any = self.fields["region"]
        region.choices = [("", "—"), *region_choices()]

    def narrow(self, queryset: Any) -> Any:
        """A region is its States; the days are those that the activity touches."""
        queryset = super().narrow(queryset)
        given = self.given
        if "region" in given:
            queryset = queryset.filter(states__participant__in=codes_in(given["region"])).distinct()
        if "start" in given:
            queryset = queryset.filter(ends__gte=given["start"])
        if "end" in given:
            queryset = queryset.filter(starts__lte=given["end"])
        return queryset


class ProgrammeForm(Styled):
    """A programme and where it hangs."""

    code = forms.CharField(label=_("Code"), max_length=30)
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ProgrammeKind.choices)
    parents = forms.ModelMultipleChoiceField(
        label=_("Part of"), required=False, widget=forms.CheckboxSelectMultiple,
        queryset=Programme.objects.filter(archived_at__isnull=True),
    )  # fmt: skip
    participant_id = forms.ChoiceField(label=_("State"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), choices=[("", "—"), *Theme.choices], required=False)
    description = area(_("Description"))
    starts = day_field(_("Starts"))
    ends = day_field(_("Ends"))
    seen = seen_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["participant_id"]
        state.choices = [("", "—"), *place_choices(samples=True)]
        region: Any = self.fields["region"]
        region.choices = [("", "—"), *region_choices()]

    def clean(self) -> dict[str, Any]:
        """The dates must be in order."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("starts") and given.get("ends") and given["ends"] < given["starts"]:
            self.add_error("ends", _("It ends on or after the day on which it starts."))
        return given
