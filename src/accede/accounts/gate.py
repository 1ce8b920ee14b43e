"""No view runs unless a row of ``rights/routes`` allows its address: a new address is closed until somebody thinks about it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from accede.accounts.access import actor_of
from accede.accounts.rights.routes import routes
from accede.accounts.rights.table import all_rules


class Gate:
    """The middleware. A record that the address names is asked about by its view, which alone knows how to find it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Answer in the view's place where the address is closed, or closed to who asks."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        route = routes().get(name)
        if route is None:
            raise Http404(f"no row of rights/routes allows the address {name!r}")
        if route.access in ("public", "secret", "key"):
            return None
        actor = actor_of(request)
        if actor.person is None:
            return redirect_to_login(request.get_full_path(), login_url=reverse("account_login"))
        if route.access == "role":
            held = {role.kind for role in actor.roles} | {"signed_in"}
            if actor.admin_session is not None:
                held.add("admin_session")
            if not any(
                rule.role in held and rule.record == route.record and rule.allows(route.verb) for rule in all_rules()
            ):
                raise Http404(f"no role of the person allows {route.verb} of {route.record}")
        return None
