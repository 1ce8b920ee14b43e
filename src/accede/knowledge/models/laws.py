"""National laws: what they are, the consolidations that were brought in, and their provisions with the time of each."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accede.accounts.models import Person
from accede.kit.append_only import AppendOnly
from accede.knowledge.models.sharing import LANGUAGES, Shared
from accede.treaties.models import Participant


class Law(Shared):
    """A law of a State, which alone consents to show it."""

    KIND: ClassVar[str] = "law"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="laws")
    #: Its short name within the State, as people cite it: "CP", "pc-1871".
    code = models.CharField(max_length=80)
    title = models.CharField(max_length=400)
    language = models.CharField(max_length=2, choices=LANGUAGES)

    class Meta(Shared.Meta):
        ordering = ["participant", "title", "id"]
        constraints = [
            *Shared.Meta.constraints,
            models.UniqueConstraint(fields=["participant", "code"], name="law_code_once_a_state"),
        ]

    def __str__(self) -> str:
        return self.title


class LawVersion(AppendOnly):
    """A consolidation: the text of the law as it stood on a day."""

    law = models.ForeignKey(Law, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    #: The day of the consolidation; None where the file did not say.
    on = models.DateField(null=True)
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["law", "number"], name="law_version_once")]


class Provision(models.Model):
    """An article, section or paragraph as it was worded from one version on.

    A new wording is a new row: ``last`` of the old one names the last version that had it. A law with several parts may use a
    number more than once.
    """

    law = models.ForeignKey(Law, on_delete=models.PROTECT, related_name="provisions")
    number = models.CharField(max_length=120)
    #: Titles of the book, part, chapter that contain it.
    place = models.JSONField(default=list, blank=True)
    heading = models.TextField(blank=True)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    position = models.PositiveIntegerField()
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["law", "position", "id"]
        indexes = [models.Index(fields=["law", "position", "id"], name="provisions_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=models.F("first")), name="provision_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.number
