"""The cooperation room."""

from django.apps import AppConfig


class CooperationConfig(AppConfig):
    """Legal bases between States, what each State has said of its own law and of treaties, and central authorities."""

    name = "accede.cooperation"
    label = "cooperation"
