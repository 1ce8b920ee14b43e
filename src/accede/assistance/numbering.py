"""References that people cite: a letter, the year and a number that never comes twice."""

from django.db import transaction

from accede.assistance.models import Numbering


def next_reference(letter: str, year: int) -> str:
    """The next reference of a kind in a year, such as "R-2026-0001". Called inside the transaction that uses it."""
    return next_references(letter, year, count=1)[0]


def next_references(letter: str, year: int, *, count: int) -> list[str]:
    """The next *count* references, in order."""
    with transaction.atomic():
        Numbering.objects.get_or_create(letter=letter, year=year)
        row = Numbering.objects.select_for_update(no_key=True).get(letter=letter, year=year)
        row.last += count
        row.save(update_fields=["last"])
    return [f"{letter}-{year}-{number:04d}" for number in range(row.last - count + 1, row.last + 1)]
