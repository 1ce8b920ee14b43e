"""The accounts room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, organisations, roles, the table of rights, sign-in and the audit trail."""

    name = "accede.accounts"
    label = "accounts"
