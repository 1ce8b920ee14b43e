"""A State's request for assistance, who was asked to help, and what was said about it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accede.accounts.models import Organisation, Person
from accede.accounts.records import Record
from accede.assistance.models.themes import Channel
from accede.treaties.models import Participant


class RequestStatus(models.TextChoices):
    """Where a request stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    CLARIFICATION = "clarification", _("Waiting for clarification")
    ACCEPTED = "accepted", _("Accepted")
    REFERRED = "referred", _("Referred")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CLOSED = "closed", _("Closed")


class Met(models.TextChoices):
    """The State's own answer to "was it met?"."""

    YES = "yes", _("Met")
    PARTLY = "partly", _("Partly met")
    NO = "no", _("Not met")


class Request(Record):
    """What a State asked for. ``status`` moves only through :mod:`accede.assistance.domain.requests`."""

    KIND: ClassVar[str] = "request"

    reference = models.CharField(max_length=30, unique=True)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="assistance_requests")
    #: The body of the State that asks.
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=RequestStatus.choices, default=RequestStatus.DRAFT)
    status_since = models.DateTimeField()
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.BROWSER)
    title = models.CharField(max_length=200)
    #: Values of :class:`~accede.assistance.models.themes.Theme`.
    themes = models.JSONField(default=list, blank=True)
    #: Ids of instruments and of obligations of the catalogue.
    instruments = models.JSONField(default=list, blank=True)
    obligations = models.JSONField(default=list, blank=True)
    #: Confidential: the State's own account of its situation.
    situation = models.TextField(blank=True)
    #: Confidential: what is asked for.
    wanted = models.TextField(blank=True)
    #: A sentence without anything confidential, for those to whom the request is circulated.
    summary = models.TextField(blank=True)
    needed_by = models.DateField(null=True, blank=True)
    audience = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=10, blank=True)
    #: The contact in the State; personal data.
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    #: The State's consent that possible helpers are shown the summary, and since when.
    may_circulate = models.BooleanField(default=False)
    consent_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    #: By when the Office owes an acknowledgement.
    acknowledge_by = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    referred_to = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Internal to the Office.
    internal_note = models.TextField(blank=True)
    met = models.CharField(max_length=10, choices=Met.choices, blank=True)
    met_comment = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    #: One year after closing the State is asked again.
    ask_again_on = models.DateField(null=True, blank=True)
    met_later = models.CharField(max_length=10, choices=Met.choices, blank=True)
    met_later_at = models.DateTimeField(null=True, blank=True)
    contributors = models.ManyToManyField(Person, related_name="contributes_to", blank=True)

    class Meta(Record.Meta):
        ordering = ["-id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(status__in=RequestStatus.values), name="request_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="request_submitted_at",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["referred", "declined"]) | ~Q(decision_reason=""),
                name="request_decided_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(may_circulate=False) | Q(consent_at__isnull=False), name="request_consent_has_a_time"
            ),
            models.CheckConstraint(condition=~Q(status="closed") | ~Q(met=""), name="request_closed_by_the_state"),
        ]
        indexes = [models.Index(fields=["status", "status_since"], name="request_pipeline")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class Circulation(models.Model):
    """A possible helper was shown a request; and what it answered."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="circulations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="circulations")
    circulated_at = models.DateTimeField()
    circulated_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    #: "", "interested", "offers" or "declines".
    answer = models.CharField(max_length=20, blank=True)
    answer_text = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    #: Consent withdrawn: the helper no longer sees it.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "organisation"], name="circulated_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("circulated_at")),
                name="answered_after_asked",
            ),
        ]


class Message(models.Model):
    """A question or an answer about a request, between the State and the Office. Confidential."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="messages")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    #: "office" or "state".
    side = models.CharField(max_length=10)
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering = ["at", "id"]
