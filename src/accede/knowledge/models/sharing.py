"""What a document of this room says of who may read it: its own people alone, or everyone, by a consent that can end."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accede.accounts.records import Record

LANGUAGES = [
    ("ar", _("Arabic")), ("zh", _("Chinese")), ("nl", _("Dutch")), ("en", _("English")), ("fr", _("French")),
    ("de", _("German")), ("ru", _("Russian")), ("es", _("Spanish")),
]  # fmt: skip


class Shared(Record):
    """A document with a source and a licence. ``public`` is the consent to show it to everyone, until a day if set."""

    source = models.CharField(max_length=400, blank=True)
    licence = models.CharField(max_length=400, blank=True)
    public = models.BooleanField(default=False)
    public_until = models.DateField(null=True, blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(public=False) | Q(consent_at__isnull=False), name="%(class)s_public_with_consent"
            ),
        ]
