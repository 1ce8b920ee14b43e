"""A plan of assistance: drafted together, in force only when both sides accepted the same version."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accede.accounts.models import Person
from accede.accounts.records import Record
from accede.assistance.models.assessments import NeedsAssessment
from accede.assistance.models.requests import Request
from accede.kit.append_only import AppendOnly
from accede.treaties.models import Participant


class PlanStatus(models.TextChoices):
    """Where a plan stands. A plan in force stays so while a change of it is being drafted."""

    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("Waiting for acceptance")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Ended")


class Side(models.TextChoices):
    """Who accepts."""

    STATE = "state", _("The State")
    OFFICE = "office", _("The Office")


class Plan(Record):
    """The working draft and which version of it is in force.

    ``draft`` has the form of :class:`accede.assistance.plan_content.Content`; ``version`` of the record guards it against
    two people writing at once.
    """

    KIND: ClassVar[str] = "plan"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="assistance_plans")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="plans")
    assessment = models.ForeignKey(
        NeedsAssessment, null=True, blank=True, on_delete=models.PROTECT, related_name="plans"
    )
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=20, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    status_since = models.DateTimeField()
    draft = models.JSONField(default=dict, blank=True)
    #: The version offered for acceptance, and the one in force.
    offered = models.ForeignKey("PlanVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    in_force = models.ForeignKey("PlanVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    in_force_since = models.DateTimeField(null=True, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    officer = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Record.Meta):
        ordering = ["-id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(status="in_force") | Q(in_force__isnull=False), name="plan_in_force_names_its_version"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanVersion(AppendOnly):
    """A version as it was offered: its content and the hash of it, never changed."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    #: SHA-256 of the content as canonical JSON.
    hash = models.CharField(max_length=64)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]


class PlanAcceptance(AppendOnly):
    """One side's acceptance of one version, with the hash that the person saw."""

    plan_version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="acceptances")
    side = models.CharField(max_length=10, choices=Side.choices)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["plan_version", "side"], name="accepted_once_a_side")]
