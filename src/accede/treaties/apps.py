"""The treaties room."""

from django.apps import AppConfig


class TreatiesConfig(AppConfig):
    """Participants, instruments, actions, sources, and the importers of depositaries' lists."""

    name = "accede.treaties"
    label = "treaties"
