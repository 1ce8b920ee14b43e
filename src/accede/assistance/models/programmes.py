"""Programmes: global, regional, thematic or of a country, in trees. An activity may hang in several and counts once."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accede.accounts.records import Record
from accede.treaties.models import Participant


class ProgrammeKind(models.TextChoices):
    """What a programme is about."""

    GLOBAL = "global", _("Global")
    REGIONAL = "regional", _("Regional")
    THEMATIC = "thematic", _("Thematic")
    COUNTRY = "country", _("Country")


class Programme(Record):
    """A frame for activities; its figures are those of its activities and of its children's, each counted once."""

    KIND: ClassVar[str] = "programme"

    code = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=ProgrammeKind.choices)
    parents = models.ManyToManyField("self", symmetrical=False, related_name="children", blank=True)
    participant = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: A region or subregion, as in ``participants.csv``.
    region = models.CharField(max_length=60, blank=True)
    theme = models.CharField(max_length=20, blank=True)
    description = models.TextField(blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["code"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="programme_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
