"""Training: calls, nominations, enrolment, attendance, tests, feedback, certificates, and whom trainers trained in turn.

A *person* is a :class:`Trainee`; a *seat* is an :class:`Enrolment`: one person in three courses is three seats.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accede.accounts.models import Organisation
from accede.accounts.records import Record
from accede.assistance.models.activities import Activity
from accede.treaties.models import Participant


class Profession(models.TextChoices):
    """What a trainee does."""

    JUDGE = "judge", _("Judge")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    INVESTIGATOR = "investigator", _("Investigator or police officer")
    CENTRAL_AUTHORITY = "central_authority", _("Central authority")
    DRAFTER = "drafter", _("Legislative drafter")
    PARLIAMENTARIAN = "parliamentarian", _("Parliamentarian")
    DEFENCE = "defence", _("Defence lawyer")
    DIPLOMAT = "diplomat", _("Foreign ministry")
    FINANCIAL = "financial", _("Financial intelligence")
    BORDER = "border", _("Border, customs or aviation official")
    PRISON = "prison", _("Prison official")
    OTHER = "other", _("Other")


class NominationStatus(models.TextChoices):
    """What became of a nomination."""

    NOMINATED = "nominated", _("Nominated")
    SELECTED = "selected", _("Selected")
    RESERVE = "reserve", _("On the reserve list")
    DECLINED = "declined", _("Not selected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Trainee(Record):
    """A person who takes part or trains. Personal data: erased on request or after its time, while the counts stay."""

    KIND: ClassVar[str] = "trainee"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="trainees")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    job_title = models.CharField(max_length=200, blank=True)
    profession = models.CharField(max_length=20, choices=Profession.choices)
    #: "f", "m", "x" or "" where it was not given.
    sex = models.CharField(max_length=1, blank=True, choices=[("f", _("Female")), ("m", _("Male")), ("x", _("Other"))])
    language = models.CharField(max_length=10, blank=True)
    national_trainer = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    class Meta(Record.Meta):
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["name", "id"], name="trainees_by_name")]

    def __str__(self) -> str:
        return self.name


class Call(Record):
    """A call for nominations to an activity."""

    KIND: ClassVar[str] = "call"

    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="call")
    seats = models.PositiveIntegerField()
    #: How many a State may nominate; None for no limit.
    per_state = models.PositiveIntegerField(null=True, blank=True)
    profile = models.TextField(blank=True)
    #: Values of :class:`Profession`; empty for all.
    professions = models.JSONField(default=list, blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="call_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(seats__gt=0), name="call_has_seats"),
        ]


class Nomination(Record):
    """A State's nomination of one person for one activity."""

    KIND: ClassVar[str] = "nomination"

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="nominations")
    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="nominations")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=NominationStatus.choices, default=NominationStatus.NOMINATED)
    reason = models.TextField(blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta(Record.Meta):
        ordering = ["id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["call", "trainee"], condition=~Q(status="withdrawn"), name="nominated_once_for_a_call"
            ),
        ]


class Session(Record):
    """A part of an activity at which attendance is taken."""

    KIND: ClassVar[str] = "session"

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="sessions")
    day = models.DateField()
    title = models.CharField(max_length=200)
    hours = models.DecimalField(max_digits=4, decimal_places=1, default=3)

    class Meta(Record.Meta):
        ordering = ["day", "id"]


class Enrolment(Record):
    """A seat: one person in one activity."""

    KIND: ClassVar[str] = "enrolment"

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="enrolments")
    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="enrolments")
    nomination = models.OneToOneField(
        Nomination, null=True, blank=True, on_delete=models.PROTECT, related_name="enrolment"
    )
    #: "participant" or "trainer".
    part = models.CharField(max_length=12, default="participant")

    class Meta(Record.Meta):
        ordering = ["id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["activity", "trainee"], name="enrolled_once"),
        ]


class Attendance(models.Model):
    """Whether a seat was taken at a session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendance")
    present = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "enrolment"], name="attendance_once")]


class Score(models.Model):
    """The result of a test before ("pre") or after ("post")."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="scores")
    test = models.CharField(max_length=4, choices=[("pre", _("Before")), ("post", _("After"))])
    points = models.DecimalField(max_digits=6, decimal_places=2)
    out_of = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "test"], name="score_once_a_test"),
            models.CheckConstraint(
                condition=Q(points__gte=0, out_of__gt=0, points__lte=F("out_of")),
                name="score_within_what_can_be_reached",
            ),
        ]


class Feedback(models.Model):
    """An answered questionnaire. It does not say whose it is; who has answered is kept apart (``answered`` of the link)."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="feedback")
    on = models.DateField()
    #: Numbers 1 to 5 by question, and free text under "comment".
    answers = models.JSONField()


class Certificate(models.Model):
    """A certificate of attendance, which anyone can verify by its code."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="certificate")
    code = models.CharField(max_length=20, unique=True)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.TextField(blank=True)


class FollowUp(models.Model):
    """A question put to a seat by a link of its own: the feedback after the course, or the follow-up after six months."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="follow_ups")
    #: "feedback" or "six_months".
    kind = models.CharField(max_length=12)
    due = models.DateField()
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    #: Only for "six_months": what the person uses of it.
    answers = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "kind"], name="followed_up_once")]


class Cascade(Record):
    """What a national trainer did with it: a course held at home, and how many it reached."""

    KIND: ClassVar[str] = "cascade"

    trainer = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="cascades")
    #: The course in which the trainer was trained.
    enrolment = models.ForeignKey(Enrolment, null=True, blank=True, on_delete=models.PROTECT, related_name="cascades")
    title = models.CharField(max_length=200)
    starts = models.DateField()
    persons = models.PositiveIntegerField()
    #: How many of them by profession, where known.
    professions = models.JSONField(default=dict, blank=True)

    class Meta(Record.Meta):
        ordering = ["-starts", "id"]
