"""The legal assessment: what an expert found for each obligation of a State, on which provisions, beside the State's view."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accede.accounts.models import Person
from accede.accounts.records import Record
from accede.kit.append_only import AppendOnly
from accede.knowledge.models import LANGUAGES, Provision
from accede.treaties.models import Participant


class Finding(models.TextChoices):
    """Whether the law and practice of the State meet the obligation."""

    MET = "met", _("Met")
    PARTLY = "partly", _("Partly met")
    NOT_MET = "not_met", _("Not met")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    NOT_ASSESSED = "not_assessed", _("Not assessed")


class Confidence(models.TextChoices):
    """How sure the expert is."""

    HIGH = "high", _("Sure")
    MEDIUM = "medium", _("Fairly sure")
    LOW = "low", _("Unsure")


class LegalFinding(Record):
    """One obligation of a State as assessed. Confidential to the State and the officers assigned to it until the State
    publishes it."""

    KIND: ClassVar[str] = "legal_finding"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="legal_findings")
    obligation = models.CharField(max_length=80)
    finding = models.CharField(max_length=16, choices=Finding.choices, default=Finding.NOT_ASSESSED)
    reason = models.TextField(blank=True)
    #: How it is applied, beside how it is written.
    practice = models.TextField(blank=True)
    confidence = models.CharField(max_length=8, choices=Confidence.choices, blank=True)
    assessed_at = models.DateTimeField(null=True, blank=True)
    assessed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: The status of the State under the instrument when it was assessed: when it changes, so may the finding.
    status_then = models.CharField(max_length=20, blank=True)
    state_view = models.CharField(max_length=16, choices=Finding.choices, default=Finding.NOT_ASSESSED)
    state_comment = models.TextField(blank=True)
    viewed_at = models.DateTimeField(null=True, blank=True)
    viewed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published = models.BooleanField(default=False)
    #: The version of the record that the expert, and the State, wrote last: the two do not get into each other's way.
    assessed_version = models.PositiveIntegerField(default=0)
    viewed_version = models.PositiveIntegerField(default=0)

    class Meta(Record.Meta):
        ordering = ["participant", "obligation"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["participant", "obligation"], name="legal_finding_once"),
            models.CheckConstraint(
                condition=Q(finding="not_assessed") | ~Q(reason=""), name="legal_finding_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.obligation


class Evidence(models.Model):
    """A provision on which a finding rests, in the wording that it had. ``words`` are the passages that matter, one a line."""

    finding = models.ForeignKey(LegalFinding, on_delete=models.PROTECT, related_name="evidence")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["finding", "provision"], name="evidence_once")]


class FindingComment(AppendOnly):
    """What those who work on the assessment write to each other about an obligation. Never published."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    obligation = models.CharField(max_length=80)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["participant", "obligation"], name="comments_of_a_finding")]


class LawDraft(Record):
    """The wording of a provision that a State prepares to meet an obligation, as it is being written. Confidential."""

    KIND: ClassVar[str] = "law_draft"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="law_drafts")
    obligation = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    text = models.TextField(blank=True)

    class Meta(Record.Meta):
        ordering = ["participant", "obligation", "id"]
        indexes = [models.Index(fields=["participant", "obligation"], name="drafts_of_an_obligation")]

    def __str__(self) -> str:
        return self.title


class LawDraftVersion(AppendOnly):
    """A wording that was kept, to come back to and to compare."""

    draft = models.ForeignKey(LawDraft, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    #: Why it was kept, in a few words.
    note = models.CharField(max_length=200, blank=True)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="law_draft_version_once")]
