"""The accounts room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, organisations, roles, the table of rights, sign-in and the audit trail."""

    name = "accede.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to what allauth tells."""
        from accede.accounts import signing_in  # noqa: F401 -- its receivers register themselves
