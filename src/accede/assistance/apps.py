"""The assistance room."""

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    """Requests, needs assessments, plans, programmes, activities, training and results."""

    name = "accede.assistance"
    label = "assistance"
