"""A needs assessment: the desk review, missions, findings by theme, and the priorities that the State set."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accede.accounts.models import Person
from accede.accounts.records import Record
from accede.assistance.models.requests import Request
from accede.assistance.models.themes import Theme
from accede.treaties.models import Participant


class AssessmentStatus(models.TextChoices):
    """Where an assessment stands."""

    DRAFT = "draft", _("Desk review")
    MISSION = "mission", _("On mission")
    FINDINGS = "findings", _("Findings")
    SHARED = "shared", _("With the State for priorities")
    FINAL = "final", _("Final")


class NeedsAssessment(Record):
    """What a State needs. Confidential to the State and the officers assigned to it."""

    KIND: ClassVar[str] = "assessment"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="needs_assessments")
    request = models.ForeignKey(Request, null=True, blank=True, on_delete=models.PROTECT, related_name="assessments")
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=20, choices=AssessmentStatus.choices, default=AssessmentStatus.DRAFT)
    status_since = models.DateTimeField()
    #: The day for which the desk review was drawn, the version of the data it was drawn from, and what it found.
    reviewed_on = models.DateField(null=True, blank=True)
    data_version = models.CharField(max_length=60, blank=True)
    desk_review = models.JSONField(default=dict, blank=True)
    summary = models.TextField(blank=True)
    officer = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Record.Meta):
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class Mission(Record):
    """A visit made for an assessment."""

    KIND: ClassVar[str] = "mission"

    assessment = models.ForeignKey(NeedsAssessment, on_delete=models.PROTECT, related_name="missions")
    starts = models.DateField()
    ends = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    members = models.TextField(blank=True)
    met_with = models.TextField(blank=True)
    report = models.TextField(blank=True)

    class Meta(Record.Meta):
        ordering = ["starts", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="mission_ends_after_start"),
        ]


class Finding(Record):
    """One finding under a theme, with what is recommended and the priority that the State gave it."""

    KIND: ClassVar[str] = "finding"

    assessment = models.ForeignKey(NeedsAssessment, on_delete=models.PROTECT, related_name="findings")
    theme = models.CharField(max_length=20, choices=Theme.choices)
    obligations = models.JSONField(default=list, blank=True)
    text = models.TextField()
    recommendation = models.TextField(blank=True)
    #: 1 is first; set by the State alone.
    priority = models.PositiveSmallIntegerField(null=True, blank=True)
    priority_reason = models.TextField(blank=True)
    prioritised_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    prioritised_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["theme", "id"]
