"""What is stored for the cooperation of States: entries of an append-only log, each with the import that brought it.

An entry counts while its import has not been undone and no later import in force brought one with the same key
(:func:`accede.cooperation.records.key_of`). So a correction is a new row, a removal is a row that says so, and undoing an
import brings back what stood before.
"""

from django.db import models
from django.db.models import F, Q

from accede.cooperation.records import Purpose
from accede.law.amendments import Bound
from accede.law.basis.rules import Subject
from accede.treaties.models import Imported, Instrument, Participant

_ANSWERS = [(it.value, it.value) for it in Bound]


class Entry(Imported):
    """What all entries share."""

    #: Where in its file the row stands ("line 12"), so that a message can name it.
    place = models.CharField(max_length=60)
    #: The row says that the entry with its key no longer counts.
    removed = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Statement(Entry):
    """A reservation, declaration or objection; the fields are those of :class:`accede.law.basis.rules.Statement`."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=20)
    subject = models.CharField(max_length=30, choices=[(it.value, it.value) for it in Subject])
    date = models.DateField()
    value = models.CharField(max_length=60, blank=True)
    article = models.CharField(max_length=100, blank=True)
    against = models.CharField(max_length=3, blank=True)
    withdrawn = models.DateField(null=True)
    source = models.TextField()
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn__isnull=True) | Q(withdrawn__gte=F("date")), name="statement_withdrawn_after_made"
            ),
            models.CheckConstraint(
                condition=Q(subject__in=[it.value for it in Subject]), name="statement_subject"
            ),
        ]  # fmt: skip


class BilateralTreaty(Entry):
    """A treaty of two States; the fields are those of :class:`accede.law.basis.rules.Bilateral`."""

    code = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)
    title = models.TextField()
    party_a = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    party_b = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    source = models.TextField()
    signed = models.DateField(null=True)
    in_force_from = models.DateField(null=True)
    in_force_by = models.DateField(null=True)
    terminated = models.DateField(null=True)
    doubt = models.TextField(blank=True)
    reference = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(party_a=F("party_b")), name="bilateral_between_two"),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True) | Q(in_force_by__isnull=True), name="bilateral_one_beginning"
            ),
        ]


class OwnLaw(Entry):
    """What a State's own law says; the fields are those of :class:`accede.cooperation.records.OwnLawRecord`."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    holds_from = models.DateField()
    treaty_required = models.CharField(max_length=10, choices=_ANSWERS)
    surrenders_nationals = models.CharField(max_length=10, choices=_ANSWERS)
    threshold_years = models.FloatField(null=True)
    source = models.TextField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold_years__isnull=True) | Q(threshold_years__gte=0), name="own_law_threshold"
            )
        ]


class CentralAuthority(Entry):
    """To whom requests go; the fields are those of :class:`accede.cooperation.records.Authority`."""

    #: Null for a marked sample alone, whose State does not exist.
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=12, choices=[(it.value, it.value) for it in Purpose])
    name = models.TextField()
    address = models.TextField()
    languages = models.JSONField(default=list)
    channels = models.JSONField(default=list)
    urgent_contact = models.TextField(blank=True)
    source = models.TextField()
    last_verified = models.DateField()
    note = models.TextField(blank=True)
    sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sample=True, participant__isnull=True) | Q(sample=False, participant__isnull=False),
                name="authority_samples_name_no_state",
            )
        ]
