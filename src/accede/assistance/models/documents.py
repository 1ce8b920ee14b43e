"""Files attached to records: kept outside the web root under their hash, served as attachments."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accede.accounts.records import Record
from accede.treaties.models import Participant


class Document(Record):
    """One attached file. Seen by those who may see the field group of the record it hangs on."""

    KIND: ClassVar[str] = "document"

    #: The record it hangs on: its kind and key ("request", "12").
    record = models.CharField(max_length=40)
    record_id = models.CharField(max_length=40)
    participant = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: The group of fields under which it falls in the table of rights.
    group = models.CharField(max_length=20, default="confidential")
    title = models.CharField(max_length=200, blank=True)
    #: Cleaned of paths, controls and dots that hide.
    file_name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta(Record.Meta):
        ordering = ["id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty"),
        ]
        indexes = [models.Index(fields=["record", "record_id"], name="documents_of_record")]

    def __str__(self) -> str:
        return self.title or self.file_name
