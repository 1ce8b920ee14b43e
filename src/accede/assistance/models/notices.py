"""What people are told: notices in the site, of which e-mail carries a digest without anything confidential."""

from django.db import models

from accede.accounts.models import Person


class Notice(models.Model):
    """Something happened that concerns a person. ``text`` names no confidential thing; the page behind it asks for rights."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    at = models.DateTimeField()
    #: A key of :data:`accede.assistance.notices.TEXTS`, and what is filled in.
    text = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    record = models.CharField(max_length=40)
    record_id = models.CharField(max_length=40)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["person", "-at"], name="notices_of_person")]


class Follow(models.Model):
    """A person follows a record, and gets its notices."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="follows")
    record = models.CharField(max_length=40)
    record_id = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "record", "record_id"], name="follow_once")]
