"""Cases that courts decided, with the provisions, instruments and obligations that they applied."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accede.knowledge.models.laws import Provision
from accede.knowledge.models.sharing import LANGUAGES, Shared
from accede.treaties.models import Participant


class Outcome(models.TextChoices):
    """How the court decided."""

    CONVICTION = "conviction", _("Conviction")
    PARTLY = "partly", _("Conviction in part")
    ACQUITTAL = "acquittal", _("Acquittal")
    EXTRADITION_GRANTED = "extradition_granted", _("Extradition granted")
    EXTRADITION_REFUSED = "extradition_refused", _("Extradition refused")
    ASSISTANCE_GRANTED = "assistance_granted", _("Legal assistance granted")
    ASSISTANCE_REFUSED = "assistance_refused", _("Legal assistance refused")
    ASSETS = "assets", _("Assets frozen or confiscated")
    SENT_BACK = "sent_back", _("Sent back to another court")
    ENDED = "ended", _("Ended without a judgment")
    OTHER = "other", _("Otherwise")


class Case(Shared):
    """A decision of a court of a State. The summary is in one's own words; the parties stand as they were published."""

    KIND: ClassVar[str] = "case"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="cases")
    court = models.CharField(max_length=200)
    decided_on = models.DateField()
    title = models.CharField(max_length=400)
    #: The number by which the court knows it.
    reference = models.CharField(max_length=120)
    #: European Case Law Identifier (Council conclusions 2011/C 127/01), in capitals; "" where there is none.
    ecli = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    summary = models.TextField(blank=True)
    outcome = models.CharField(max_length=24, choices=Outcome.choices, blank=True)
    url = models.URLField(max_length=400, blank=True)
    #: Identifiers of the catalogue: instruments, and obligations under them.
    instruments = models.JSONField(default=list, blank=True)
    obligations = models.JSONField(default=list, blank=True)
    #: Offences to which the case shows terrorism linked (resolution 2011/31, paragraph 9): codes of the list of linkages.
    linkages = models.JSONField(default=list, blank=True)
    provisions = models.ManyToManyField(Provision, through="CaseProvision", related_name="cases")

    class Meta(Shared.Meta):
        ordering = ["-decided_on", "-id"]
        indexes = [models.Index(fields=["-decided_on", "-id"], name="cases_by_day")]
        constraints = [
            *Shared.Meta.constraints,
            models.UniqueConstraint(fields=["participant", "court", "reference"], name="case_once_a_court"),
            models.UniqueConstraint(fields=["participant", "ecli"], condition=~Q(ecli=""), name="case_ecli_once"),
        ]

    def __str__(self) -> str:
        return self.title


class CaseProvision(models.Model):
    """A provision that the court applied, in the wording that the row of the provision has."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="applied")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="applied_in")

    class Meta:
        ordering = ["case", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "provision"], name="case_provision_once")]
