"""The last number given out, by kind and year."""

from django.db import models


class Numbering(models.Model):
    """Locked while the next number is taken."""

    letter = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "year"], name="numbering_once")]
