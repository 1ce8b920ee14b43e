"""Publications and tools: guides, model laws, training material, of the Office or of a State."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accede.knowledge.models.sharing import Shared
from accede.treaties.models import Participant


class PublicationKind(models.TextChoices):
    """What it is."""

    PUBLICATION = "publication", _("Publication")
    TOOL = "tool", _("Tool")
    MODEL_LAW = "model_law", _("Model law")
    TRAINING = "training", _("Training material")
    GUIDE = "guide", _("Guide")


class Holder(models.TextChoices):
    """Whose it is to show: the Office's, or a State's."""

    OFFICE = "office", _("The Office")
    STATE = "state", _("A State")


class Publication(Shared):
    """A publication or a tool, with an address or a file of its own."""

    KIND: ClassVar[str] = "publication"

    holder = models.CharField(max_length=6, choices=Holder.choices)
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.PROTECT, related_name="publications"
    )
    kind = models.CharField(max_length=12, choices=PublicationKind.choices)
    title = models.CharField(max_length=400)
    #: The body that wrote it, as it names itself.
    body = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    #: Two-letter codes of the languages in which it can be had.
    languages = models.JSONField(default=list)
    summary = models.TextField(blank=True)
    instruments = models.JSONField(default=list, blank=True)
    themes = models.JSONField(default=list, blank=True)
    url = models.URLField(max_length=400, blank=True)
    #: The file, kept outside the web root under its hash; empty where there is none.
    file_name = models.CharField(max_length=150, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta(Shared.Meta):
        ordering = ["-year", "-id"]
        indexes = [models.Index(fields=["-year", "-id"], name="publications_by_year")]
        constraints = [
            *Shared.Meta.constraints,
            models.CheckConstraint(
                condition=Q(holder="office", participant__isnull=True) | Q(holder="state", participant__isnull=False),
                name="publication_held_by_its_state",
            ),
            models.UniqueConstraint(
                fields=["participant", "body", "title", "year"], condition=Q(holder="state"),
                name="publication_once_a_state",
            ),
            models.UniqueConstraint(
                fields=["body", "title", "year"], condition=Q(holder="office"), name="publication_once_in_the_office"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
