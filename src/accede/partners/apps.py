"""The partners room."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """What partners publish, its exchange, and overlaps."""

    name = "accede.partners"
    label = "partners"

    def ready(self) -> None:
        """Say what becomes of its rows where two accounts turn out to be one, and when the sample is taken out."""
        from django.db.models import Q

        from accede.accounts.merging import register_ways, stays
        from accede.assistance.sample import removing
        from accede.partners.models import Withheld

        removing.register(lambda: [(Withheld, Q(sample=True) | Q(activity__sample=True))])
        then = stays("it was done by this account")
        register_ways({("partners.ActivityFile", "imported_by"): then, ("partners.Withheld", "created_by"): then})
