"""The knowledge room."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Laws, their versions and provisions; cases; publications and tools; search."""

    name = "accede.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        """Show on States' pages which laws and cases are here."""
        from accede.accounts.merging import register_ways, stays
        from accede.knowledge.queries import public_section
        from accede.treaties.sections import register

        register(public_section())
        then = stays("it was done by this account")
        made = {(f"knowledge.{name}", "created_by"): then for name in ("Law", "Case", "Publication")}
        register_ways({**made, ("knowledge.LawVersion", "brought_by"): then})
