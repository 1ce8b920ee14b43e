"""Results: indicators with their history, and outcomes that an officer judged."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accede.accounts.models import Person
from accede.accounts.records import Record
from accede.assistance.models.activities import Activity
from accede.assistance.models.plans import Plan
from accede.kit.append_only import AppendOnly
from accede.treaties.models import Instrument, Participant


class Indicator(Record):
    """Something measured for an objective of a plan. A figure is a numerator, with a denominator where it is a share."""

    KIND: ClassVar[str] = "indicator"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="indicators")
    #: The key of the objective in the plan's content.
    objective = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=60, blank=True)
    baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_of = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target_of = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["plan", "objective", "id"]

    def __str__(self) -> str:
        return self.name


class Reading(AppendOnly):
    """What an indicator showed on a day. A correction is a later row for the same day."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="readings")
    on = models.DateField()
    numerator = models.DecimalField(max_digits=14, decimal_places=2)
    denominator = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    source = models.CharField(max_length=300)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0), name="reading_denominator"
            )
        ]


class OutcomeStatus(models.TextChoices):
    """What the officer said. The machine proposes and never claims."""

    PROPOSED = "proposed", _("Contributed to?")
    CONTRIBUTED = "contributed", _("Contributed to")
    NOT_CONTRIBUTED = "not_contributed", _("Not connected")


class Outcome(Record):
    """A change in an assisted State: a treaty action, a provision adopted."""

    KIND: ClassVar[str] = "outcome"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="outcomes")
    #: "treaty_action" or "provision".
    what = models.CharField(max_length=20)
    instrument = models.ForeignKey(Instrument, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: What identifies the treaty action: its kind and date, since rows of the log may be brought anew.
    action = models.CharField(max_length=40, blank=True)
    on = models.DateField(null=True, blank=True)
    title = models.CharField(max_length=300)
    status = models.CharField(max_length=16, choices=OutcomeStatus.choices, default=OutcomeStatus.PROPOSED)
    #: Why it was proposed, in the machine's words: which assistance came before.
    because = models.TextField(blank=True)
    activities = models.ManyToManyField(Activity, related_name="outcomes", blank=True)
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes")
    #: The officer's judgement.
    reason = models.TextField(blank=True)
    judged_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["-on", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["participant", "instrument", "action", "on"],
                condition=Q(what="treaty_action"),
                name="treaty_action_proposed_once",
            ),
            models.CheckConstraint(condition=Q(status="proposed") | ~Q(reason=""), name="outcome_judged_with_reason"),
        ]

    def __str__(self) -> str:
        return self.title
