"""Activities: what is done, where, for whom, and in which state it is."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accede.accounts.models import Organisation, Person
from accede.accounts.records import Record
from accede.assistance.models.plans import Plan
from accede.assistance.models.programmes import Programme
from accede.assistance.models.requests import Request
from accede.treaties.models import Participant


class ActivityKind(models.TextChoices):
    """What is done."""

    WORKSHOP = "workshop", _("Workshop")
    TRAINING = "training", _("Training course")
    ONLINE = "online", _("Online course")
    ADVICE = "advice", _("Legislative advice")
    MISSION = "mission", _("Mission")
    MENTORING = "mentoring", _("Mentoring")
    STUDY_VISIT = "study_visit", _("Study visit")
    EXPERT_MEETING = "expert_meeting", _("Expert meeting")
    TOOL = "tool", _("Tool or publication")


class ActivityStatus(models.TextChoices):
    """From idea to evaluated."""

    IDEA = "idea", _("Idea")
    PLANNED = "planned", _("Planned")
    CONFIRMED = "confirmed", _("Confirmed")
    UNDER_WAY = "under_way", _("Under way")
    COMPLETED = "completed", _("Completed")
    REPORTED = "reported", _("Reported")
    EVALUATED = "evaluated", _("Evaluated")
    CANCELLED = "cancelled", _("Cancelled")


class Scope(models.TextChoices):
    """For whom."""

    COUNTRY = "country", _("One State")
    REGIONAL = "regional", _("Several States")
    GLOBAL = "global", _("Open to all")


class Activity(Record):
    """One activity. ``status`` moves only through :mod:`accede.assistance.domain.activities`."""

    KIND: ClassVar[str] = "activity"

    reference = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=ActivityKind.choices)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    status = models.CharField(max_length=20, choices=ActivityStatus.choices, default=ActivityStatus.IDEA)
    status_since = models.DateTimeField()
    theme = models.CharField(max_length=20, blank=True)
    obligations = models.JSONField(default=list, blank=True)
    description = models.TextField(blank=True)
    #: The fields of its kind, in the form of :mod:`accede.assistance.activity_kinds`.
    details = models.JSONField(default=dict, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    #: Where it is held; "" online or not yet known.
    held_in = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, blank=True)
    request = models.ForeignKey(Request, null=True, blank=True, on_delete=models.PROTECT, related_name="activities")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="activities")
    #: The key of the plan's activity that this one carries out.
    plan_item = models.CharField(max_length=40, blank=True)
    programmes = models.ManyToManyField(Programme, related_name="activities", blank=True)
    lead = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="led_activities"
    )
    partners = models.ManyToManyField(Organisation, related_name="joint_activities", blank=True)
    officer = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: In US dollars.
    budget = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    outcome_text = models.TextField(blank=True)
    evaluation = models.TextField(blank=True)
    evaluation_score = models.PositiveSmallIntegerField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)
    #: Shown to everyone: what, where and when, never who took part.
    public = models.BooleanField(default=False)

    class Meta(Record.Meta):
        ordering = ["-starts", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="activity_ends_after",
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0), name="activity_budget_positive"
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancel_reason=""), name="activity_cancelled_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(evaluation_score__isnull=True) | Q(evaluation_score__range=(1, 5)),
                name="activity_score_1_to_5",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "starts"], name="activity_pipeline"),
            models.Index(fields=["starts", "id"], name="activity_by_date"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class ActivityState(models.Model):
    """A State for which an activity is held, and whether it nominated its people."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="states")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    nominated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "participant"], name="activity_state_once")]
