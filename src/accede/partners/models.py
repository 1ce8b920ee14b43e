"""What partners publish of their activities, the files it came in, and what we hold back of ours."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accede.accounts.models import Person
from accede.accounts.records import Record
from accede.assistance.models import Activity
from accede.kit.append_only import AppendOnly
from accede.treaties.models import Participant


class ActivityFile(AppendOnly):
    """A file that was brought in: the source of the records that it brought or confirmed."""

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class IatiStatus(models.TextChoices):
    """Code list ActivityStatus of the IATI Standard."""

    PIPELINE = "1", _("In the pipeline")
    IMPLEMENTATION = "2", _("In implementation")
    FINALISATION = "3", _("In finalisation")
    CLOSED = "4", _("Closed")
    CANCELLED = "5", _("Cancelled")
    SUSPENDED = "6", _("Suspended")


class PartnerActivity(models.Model):
    """An activity as its publisher last told it. Written by imports alone; people do not change what others published."""

    KIND: ClassVar[str] = "partner_activity"

    identifier = models.CharField(max_length=200, unique=True)
    publisher = models.CharField(max_length=200)
    publisher_name = models.CharField(max_length=300)
    title = models.TextField()
    status = models.CharField(max_length=1, choices=IatiStatus.choices)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    #: ``last-updated-datetime``: what is older never takes the place of what is newer.
    updated = models.DateTimeField(null=True)
    #: When the file was made that it came in; it decides between two of the same ``updated``.
    generated = models.DateTimeField(null=True)
    #: Codes of participants between semicolons, ";KEN;TZA;", so that a list can be narrowed by one.
    states = models.TextField(blank=True)
    #: Titles, organisations, places, sectors, dates, money, results: see :mod:`accede.partners.content`.
    content = models.JSONField()
    faults = models.JSONField(default=list)
    line = models.PositiveIntegerField()
    digest = models.CharField(max_length=40)
    first_file = models.ForeignKey(ActivityFile, on_delete=models.PROTECT, related_name="+")
    last_file = models.ForeignKey(ActivityFile, on_delete=models.PROTECT, related_name="activities")

    class Meta:
        ordering = ["identifier"]
        indexes = [
            models.Index(fields=["starts", "id"], name="partner_activity_by_date"),
            models.Index(fields=["publisher", "identifier"], name="partner_activity_publisher"),
        ]

    def __str__(self) -> str:
        return self.identifier


class Withheld(Record):
    """A State, or an activity, of which nothing goes out in an exchange with others, though it is shown on our pages."""

    KIND: ClassVar[str] = "withheld"

    participant = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(participant__isnull=True) ^ Q(activity__isnull=True), name="withheld_state_or_activity"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="withheld_with_reason"),
            models.UniqueConstraint(
                fields=["participant"], condition=Q(archived_at__isnull=True), name="state_withheld_once"
            ),
            models.UniqueConstraint(
                fields=["activity"], condition=Q(archived_at__isnull=True), name="activity_withheld_once"
            ),
        ]

    def __str__(self) -> str:
        return f"withheld: {self.participant_id or self.activity}"
