"""Forms about money."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accede.accounts.forms import Styled
from accede.accounts.models import Organisation
from accede.accounts.rights import Actor, visible
from accede.assistance.forms.plans import area, seen_field
from accede.assistance.forms.requests import day_field
from accede.assistance.models import Activity, Plan, Programme
from accede.assistance.models.themes import Theme
from accede.assistance.subjects import ACTIVITIES, PLANS, PROGRAMMES
from accede.assistance.views.listing import Filters
from accede.funding.ledger.cover import Dimension
from accede.funding.ledger.earmarks import By
from accede.funding.models import DIMENSIONS, STRENGTHS, InKindKind, Source, Valuation
from accede.treaties.places import place_choices, region_choices

DIMENSION_CHOICES = [
    (Dimension.REGION.value, _("Region")), (Dimension.STATE.value, _("State")), (Dimension.PROGRAMME.value, _("Programme")),
    (Dimension.THEME.value, _("Theme")), (Dimension.OBLIGATION.value, _("Obligation")),
]  # fmt: skip


def money_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DecimalField:
    """An amount. How many decimal places the currency has is asked where it is entered."""
    return forms.DecimalField(
        label=label, required=required, help_text=help_text, min_value=0, max_digits=16, decimal_places=3
    )


def _organisations() -> Any:
    return Organisation.objects.filter(archived_at__isnull=True)


class ContributionFilters(Filters):
    """What the list of contributions can be narrowed by."""

    WORDS: ClassVar[tuple[str, ...]] = ("reference", "title", "donor__name")
    EQUAL: ClassVar[dict[str, str]] = {"source": "source", "strength": "strength"}

    source = forms.ChoiceField(label=_("Source"), required=False, choices=[("", "—"), *Source.choices])
    strength = forms.ChoiceField(label=_("Earmark"), required=False, choices=[("", "—"), *STRENGTHS])


class ContributionForm(Styled):
    """A contribution and what it is for."""

    donor = forms.ModelChoiceField(label=_("Donor"), queryset=Organisation.objects.none())
    title = forms.CharField(label=_("Title"), max_length=200)
    source = forms.ChoiceField(label=_("Source"), choices=Source.choices)
    currency = forms.CharField(
        label=_("Currency"), max_length=3, initial="USD", help_text=_("The ISO 4217 code, such as EUR.")
    )
    starts = day_field(_("May be spent from"))
    ends = day_field(_("May be spent until"))
    strength = forms.ChoiceField(
        label=_("Earmark"), choices=STRENGTHS,
        help_text=_("Tight: it pays for nothing else. Soft: for something else only with a reason, which is kept."),
    )  # fmt: skip
    region = forms.MultipleChoiceField(label=_("For regions"), required=False)
    state = forms.MultipleChoiceField(
        label=_("For States"), required=False, help_text=_("Hold Ctrl to choose several.")
    )
    theme = forms.MultipleChoiceField(
        label=_("For themes"), required=False, choices=Theme.choices, widget=forms.CheckboxSelectMultiple
    )
    programme = forms.MultipleChoiceField(label=_("For programmes"), required=False)
    plan = forms.MultipleChoiceField(label=_("For plans"), required=False)
    public = forms.BooleanField(
        label=_("Show it to everyone"),
        required=False,
        help_text=_("Only where the donor agreed: who gives, for what, and sums."),
    )
    conditions = area(_("Conditions"), help_text=_("For the Office alone."))
    seen = seen_field()

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["donor"]
        field.queryset = _organisations()
        for name, choices in (
            (By.REGION, region_choices()), (By.STATE, place_choices(samples=True)),
            (By.PROGRAMME, [(str(it.pk), str(it)) for it in Programme.objects.filter(archived_at__isnull=True)]),
            (By.PLAN, [(str(it.pk), it.title) for it in visible(actor, Plan.objects.filter(status="in_force"), PLANS)]),
        ):  # fmt: skip
            choice: Any = self.fields[name.value]
            choice.choices = choices

    @staticmethod
    def parts(values: Any) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """What is written into the record, and the earmarks."""
        names = [name for name, _label in DIMENSIONS]
        earmarks = [(name, value) for name in names for value in values[name]]
        return {name: value for name, value in values.items() if name not in (*names, "seen")}, earmarks


class EntryForm(Styled):
    """An amount on a day."""

    amount = money_field(_("Amount"))
    on = day_field(_("On"), required=True, help_text=_("The day in whose period it counts."))
    memo = area(_("Note"), rows=2)


class InstalmentForm(EntryForm):
    """An instalment has a day by which it is to be paid."""

    due_on = day_field(_("To be paid by"), required=True)
    field_order = ("amount", "due_on", "on", "memo")


class ReverseForm(Styled):
    """Why an entry is turned round, and on which day."""

    on = day_field(_("On"), required=True)
    why = area(_("Reason"), rows=2, required=True)


class AllocateForm(Styled):
    """What the money is set aside for: one activity, programme or plan."""

    amount = money_field(_("Amount in US dollars"))
    year = forms.IntegerField(label=_("For the requirement of the year"), min_value=1990, max_value=2100)
    activity = forms.CharField(
        label=_("Activity, by its reference"), required=False, max_length=30, help_text=_("Such as A-2026-0001.")
    )
    programme = forms.ModelChoiceField(label=_("or programme"), required=False, queryset=Programme.objects.none())
    plan = forms.ModelChoiceField(label=_("or plan"), required=False, queryset=Plan.objects.none())
    on = day_field(_("On"), required=True)
    purpose = area(_("Purpose"), rows=2)
    beyond_earmark_because = area(
        _("Why beyond the earmark"), rows=2, help_text=_("Needed where a soft earmark does not cover it.")
    )
    seen = seen_field()

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor = actor
        programme: Any = self.fields["programme"]
        programme.queryset = visible(actor, Programme.objects.filter(archived_at__isnull=True), PROGRAMMES)
        plan: Any = self.fields["plan"]
        plan.queryset = visible(actor, Plan.objects.filter(status="in_force", archived_at__isnull=True), PLANS)

    def clean(self) -> dict[str, Any]:
        """Exactly one thing; an activity is one that the person may see."""
        given: dict[str, Any] = super().clean() or {}
        things = [given.get(name) for name in ("activity", "programme", "plan") if given.get(name)]
        if len(things) != 1:
            self.add_error("activity", _("Choose one: an activity, a programme or a plan."))
            return given
        given["thing"] = things[0]
        if given.get("activity"):
            rows = visible(self._actor, Activity.objects.all(), ACTIVITIES)
            given["thing"] = rows.filter(reference__iexact=given["activity"].strip()).first()
            if given["thing"] is None:
                self.add_error("activity", _("There is no such activity that you may see."))
        return given


class DecideForm(Styled):
    """Approve or reject."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=[("approve", _("Approve")), ("reject", _("Reject"))], widget=forms.RadioSelect
    )
    on = day_field(_("On"), required=True)
    why = area(_("Reason"), rows=2, help_text=_("Needed to reject."))
    seen = seen_field()


class CloseForm(Styled):
    """Close a period."""

    until = day_field(_("Up to and with"), required=True)
    why = area(_("Note"), rows=2)


class RatesForm(Styled):
    """A table of rates of exchange."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or XLSX with the columns currency, rate, from."))
    take = forms.BooleanField(label=_("Take it, not only look at it"), required=False)


class InKindForm(Styled):
    """Help that is no money."""

    donor = forms.ModelChoiceField(label=_("Donor"), queryset=Organisation.objects.none())
    kind = forms.ChoiceField(label=_("Kind"), choices=InKindKind.choices)
    what = forms.CharField(label=_("What"), max_length=200)
    quantity = forms.DecimalField(label=_("How much"), required=False, min_value=0, max_digits=12, decimal_places=2)
    unit = forms.CharField(
        label=_("Of what"), required=False, max_length=40, help_text=_("Days, months, rooms, tickets.")
    )
    given_on = day_field(_("Given on"), required=True)
    programme = forms.ModelChoiceField(label=_("Programme"), required=False, queryset=Programme.objects.none())
    valuation = forms.ChoiceField(label=_("How it was valued"), choices=Valuation.choices)
    amount = money_field(_("Value"), required=False)
    currency = forms.CharField(label=_("Currency of the value"), max_length=3, required=False)
    valued_by = forms.CharField(
        label=_("What the value rests on"),
        max_length=300,
        required=False,
        help_text=_("The quotation, the letter, the table."),
    )
    public = forms.BooleanField(label=_("Show it to everyone"), required=False)
    seen = seen_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        donor: Any = self.fields["donor"]
        donor.queryset = _organisations()
        programme: Any = self.fields["programme"]
        programme.queryset = Programme.objects.filter(archived_at__isnull=True)


class CostForm(Styled):
    """What a programme costs in a year beside its activities."""

    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.none())
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    title = forms.CharField(label=_("What"), max_length=200, help_text=_("Staff, offices, translation."))
    amount = money_field(_("Cost in US dollars"), required=False, help_text=_("Empty: not costed yet."))
    seen = seen_field()

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["programme"]
        field.queryset = programmes


class ShortfallForm(Styled):
    """Of which year, by what, and what if."""

    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    by = forms.ChoiceField(label=_("By"), choices=DIMENSION_CHOICES)
    without = forms.MultipleChoiceField(label=_("What if nothing came of"), required=False)

    def __init__(self, *args: Any, references: Iterable[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["without"]
        choice.choices = list(references)
        self.fields["year"].initial = today.year
