"""What is stored of treaties: an append-only log of facts, each with the import that brought it.

Rows are added and never changed or deleted (:mod:`accede.kit.append_only`). A row counts while the import that brought it
has not been undone and no import in force has retracted it; ``queries`` asks for just those. What an instrument *is* stands
in the catalogue (``accede.law``); the tables here only hold the ids that rows may refer to.
"""

from django.db import models
from django.db.models import F, Q

from accede.kit.append_only import AppendOnly
from accede.law.actions import ActionKind, Question, Standing


class Participant(models.Model):
    """The code of a possible party; names and dates are in the reference data."""

    code = models.CharField(primary_key=True, max_length=3)

    def __str__(self) -> str:
        return self.code


class Instrument(models.Model):
    """The id of an instrument of the catalogue."""

    id = models.CharField(primary_key=True, max_length=60)

    def __str__(self) -> str:
        return self.id


class DataVersion(models.Model):
    """One row: the number of the last change of the log. Every worker compares it with what it holds in memory."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    #: Drawn anew with each change: two databases, or one restored from a copy, never share a version by chance.
    token = models.CharField(max_length=32, blank=True)
    #: How many imports other than the shipped data are in force; 0 means that the shipped files say the same.
    imports_in_force = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_data_version")]


class ImportBatch(AppendOnly):
    """One import: all of its rows or none."""

    importer = models.CharField(max_length=20)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    applied_at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"import {self.pk} ({self.importer}: {self.file_name})"


class ImportUndo(AppendOnly):
    """The record that an import was undone; its rows stay, and no longer count."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.PROTECT, related_name="undo")
    undone_at = models.DateTimeField()
    reason = models.TextField()


class Source(AppendOnly):
    """Where rows come from."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="sources")
    code = models.CharField(max_length=120, unique=True)
    title = models.TextField()
    publisher = models.TextField()
    as_at = models.DateField(null=True)
    depositary = models.BooleanField(default=False)
    prints_withdrawals = models.BooleanField(null=True)
    language = models.CharField(max_length=12, blank=True)


class Imported(AppendOnly):
    """Base of rows that an import brings."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class LogRow(Imported):
    """What all rows about an instrument share."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Action(LogRow):
    """One act as sources state it; the fields are those of :class:`accede.law.actions.TreatyAction`."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in ActionKind])
    date = models.DateField(null=True)
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    effective = models.DateField(null=True)
    succession_from = models.DateField(null=True)
    standing = models.CharField(max_length=12, choices=[(it.value, it.value) for it in Standing])
    reservation_or_declaration = models.BooleanField(null=True)
    sources = models.JSONField(default=list)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["participant", "instrument"]),
            models.Index(fields=["date", "id"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(action__in=[kind.value for kind in ActionKind]), name="action_kind"),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(earliest__lte=F("latest")),
                name="action_bounds_in_order",
            ),
            models.CheckConstraint(
                condition=Q(date__isnull=False) | Q(latest__isnull=False) | Q(standing=Standing.SET_ASIDE.value),
                name="action_dated_or_bounded",
            ),
        ]


class StatusList(LogRow):
    """A list of parties that is complete as of a date."""

    source = models.CharField(max_length=120)
    complete_as_of = models.DateField()
    signatures = models.BooleanField(default=False)
    parties = models.PositiveIntegerField(null=True)
    signatories = models.PositiveIntegerField(null=True)
    parties_outside_table = models.TextField(blank=True)
    note = models.TextField(blank=True)


class OpenQuestion(LogRow):
    """A status that sources dispute or do not show."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=30, choices=[(it.value, it.value) for it in Question])
    since = models.DateField(null=True)
    sources = models.JSONField(default=list)
    note = models.TextField(blank=True)


class Retraction(AppendOnly):
    """A later import says that a row no longer counts. Exactly one of the three is named."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="retractions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="retractions")
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, null=True, related_name="retractions")
    question = models.ForeignKey(OpenQuestion, on_delete=models.PROTECT, null=True, related_name="retractions")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(action__isnull=False, status_list__isnull=True, question__isnull=True)
                | Q(action__isnull=True, status_list__isnull=False, question__isnull=True)
                | Q(action__isnull=True, status_list__isnull=True, question__isnull=False),
                name="retracts_one_row",
            )
        ]


class SampleAction(models.Model):
    """An act of a placeholder State of the sample programme. Apart from the log: no figure of the world counts it."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in ActionKind])
    date = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(participant__in=["XAA", "XAB", "XAC", "XAD", "XAE", "XAF"]),
                name="sample_action_of_a_placeholder",
            ),
            models.UniqueConstraint(fields=["participant", "instrument", "action", "date"], name="sample_action_once"),
        ]
