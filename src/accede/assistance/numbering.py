"""References that people cite: a letter, the year and a number that never comes twice."""

from django.db import transaction

from accede.assistance.models import Numbering


def next_reference(letter: str, year: int) -> str:
    """The next reference of a kind in a year, such as "R-2026-0001". Called inside the transaction that uses it."""
    with transaction.atomic():
        Numbering.objects.get_or_create(letter=letter, year=year)
        row = Numbering.objects.select_for_update().get(letter=letter, year=year)
        row.last += 1
        row.save(update_fields=["last"])
    return f"{letter}-{year}-{row.last:04d}"
