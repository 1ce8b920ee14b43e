"""`load_reference_data`: bring the database up to the reference data that ships with this version."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accede.treaties.domain import load_shipped


class Command(BaseCommand):
    """Used by `accede up`; harmless to repeat."""

    help = "Bring the database up to the shipped reference data."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say in one line what was done."""
        batch = load_shipped(now=timezone.now())
        self.stdout.write(f"Reference data loaded as {batch}." if batch else "Reference data is up to date.")
