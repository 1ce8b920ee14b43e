"""The partners room."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """What partners publish, its exchange, and overlaps."""

    name = "accede.partners"
    label = "partners"

    def ready(self) -> None:
        """Say what becomes of its rows where two accounts turn out to be one."""
        from accede.accounts.merging import register_ways, stays

        then = stays("it was done by this account")
        register_ways({("partners.ActivityFile", "imported_by"): then, ("partners.Withheld", "created_by"): then})
