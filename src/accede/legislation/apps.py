"""The legislation room."""

from django.apps import AppConfig


class LegislationConfig(AppConfig):
    """Obligations against provisions: suggestions and gaps."""

    name = "accede.legislation"
    label = "legislation"
