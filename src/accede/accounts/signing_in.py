"""How allauth is held to the house's rules: accounts by invitation alone, and the visitor's address behind proxies."""

from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from accede.kit.configuration import TRUSTED_PROXIES


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The account adapter of the site."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account; people are invited."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits count by."""
        return client_address(
            remote=request.META.get("REMOTE_ADDR", ""), forwarded=request.META.get("HTTP_X_FORWARDED_FOR", "")
        )


def client_address(*, remote: str, forwarded: str) -> str:
    """The visitor's address: *remote*, or what the trusted proxies in front passed on, read from the nearest outwards.

    What a visitor writes into the header stands left of what a trusted proxy adds, and is never reached.
    """
    trusted = TRUSTED_PROXIES.read()
    found = remote
    for part in [remote, *reversed([part.strip() for part in forwarded.split(",") if part.strip()])]:
        try:
            address = ip_address(part)
        except ValueError:
            return found or "0.0.0.0"  # noqa: S104 -- a name for "unknown", not bound to
        found = str(address)
        if not any(address in network for network in trusted):
            return found
    return found or "0.0.0.0"  # noqa: S104 -- as above


@receiver(authenticator_added)
def _second_factor_shown(
    sender: object, request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: object
) -> None:
    """Who has just set up a second factor has shown that they hold it: the session counts as opened with it."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, method="mfa", type=authenticator.type, reauthenticated=True)
