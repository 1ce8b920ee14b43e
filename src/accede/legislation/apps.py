"""The legislation room."""

from django.apps import AppConfig


class LegislationConfig(AppConfig):
    """Obligations against provisions: suggestions and gaps."""

    name = "accede.legislation"
    label = "legislation"

    def ready(self) -> None:
        """Say what becomes of findings when accounts are merged."""
        from accede.accounts.merging import register_ways, stays

        then = stays("it was done by this account")
        columns = {
            "LegalFinding": ("created_by", "assessed_by", "viewed_by"), "FindingComment": ("written_by",),
            "LawDraft": ("created_by",), "LawDraftVersion": ("kept_by",),
        }  # fmt: skip
        register_ways({(f"legislation.{model}", name): then for model, names in columns.items() for name in names})
