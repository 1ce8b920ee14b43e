"""What every record that people change has in common: who made it, its version, and whether it was put away."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Record(models.Model):
    """Base of the tables that people change in the browser.

    ``version`` goes up by one with each change; who saves names the version that was read, so that two people never
    overwrite each other unseen (:func:`accede.accounts.changing.change`). Nothing is deleted: it is archived, with a reason.
    """

    #: The name of the record in the table of rights and in the audit trail.
    KIND: ClassVar[str]

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)
    archive_reason = models.TextField(blank=True)
    #: Part of the sample programme: marked wherever it is shown, and taken out by one command.
    sample = models.BooleanField(default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(archived_at__isnull=True) | ~Q(archive_reason=""), name="%(class)s_archived_with_reason"
            )
        ]
