"""Words that several tables choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accede.kit.themes import Theme

__all__ = ["Channel", "Theme"]


class Channel(models.TextChoices):
    """How a request came."""

    BROWSER = "browser", _("In the browser")
    NOTE_VERBALE = "note_verbale", _("By note verbale")
    FILE = "file", _("By the offline form")
