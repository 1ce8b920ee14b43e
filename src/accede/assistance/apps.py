"""The assistance room."""

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    """Requests, needs assessments, plans, programmes, activities, training, results; desk and notices."""

    name = "accede.assistance"
    label = "assistance"

    def ready(self) -> None:
        """Show on States' pages what everyone may know of the help given; tell how long people are kept."""
        from accede.assistance import finding
        from accede.assistance.domain import keeping, merging
        from accede.assistance.queries.activities import helped_with
        from accede.assistance.queries.results import public_section
        from accede.knowledge.finding import register as let_find
        from accede.legislation import help_given
        from accede.treaties.sections import register

        register(public_section())
        let_find(finding.source())
        help_given.register(helped_with)
        keeping.register()
        merging.register()
