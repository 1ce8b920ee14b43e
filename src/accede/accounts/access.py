"""From a request to who asks it, and pages for people who have signed in.

Views say :func:`work_page`; what they let the person see or do they ask of :mod:`accede.accounts.rights`.
"""

from collections.abc import Callable
from functools import update_wrapper, wraps
from typing import Concatenate, ParamSpec

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accede.accounts.actors import CONFIDENTIAL_ROLES, load_actor
from accede.accounts.models import Person
from accede.accounts.rights import ANYONE, Actor, Denied

P = ParamSpec("P")
WorkView = Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]
_KEPT = "_accede_actor"
_BEFORE_SECOND_FACTOR: set[Callable[..., HttpResponseBase]] = set()


def actor_of(request: HttpRequest) -> Actor:
    """Who asks; read from the database once a request. Nobody, where nobody has signed in."""
    kept = getattr(request, _KEPT, None)
    if isinstance(kept, Actor):
        return kept
    person = getattr(request, "user", None)
    actor = load_actor(person, request=request) if person is not None and person.is_authenticated else ANYONE
    setattr(request, _KEPT, actor)
    return actor


def work_page(view: WorkView[P]) -> Callable[..., HttpResponseBase]:
    """Make *view* a page for people who have signed in; it gets the actor after the request.

    Nobody else gets further than the sign-in page, and who holds a role that can see confidential data must set up a second
    factor before anything else (but for views marked ``before_second_factor``). :class:`Denied` becomes 404 where the person
    may not even know of the record, and 403 where they may see it and not do this. Nothing of such a page is kept by a
    browser or a proxy.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor = actor_of(request)
        if actor.person is None:
            return redirect_to_login(request.get_full_path(), login_url=reverse("account_login"))
        if not actor.verified and actor.has(*CONFIDENTIAL_ROLES) and view not in _BEFORE_SECOND_FACTOR:
            return redirect("second-factor-needed")
        try:
            response = view(request, actor, *args, **kwargs)
        except Denied as denied:
            if denied.hidden:
                raise Http404 from denied
            response = render(request, "accounts/denied.html", {"actor": actor, "denied": denied}, status=403)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return answer


def before_second_factor(view: WorkView[P]) -> WorkView[P]:
    """Mark a work page that is open to people who have not set up the second factor that their role asks for."""
    _BEFORE_SECOND_FACTOR.add(view)
    return view


def confirmed_again(view: WorkView[P]) -> Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]:
    """Ask for the password or the second factor again before a sensitive act, unless it was given in the last ten minutes.

    Stands under :func:`work_page`. The person comes back to where they were, and what they had sent is sent again.
    """

    def answer(request: HttpRequest, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST" and not did_recently_reauthenticate(request):
            raise ReauthenticationRequired()
        return view(request, actor, *args, **kwargs)

    return update_wrapper(answer, view)


def person_of(actor: Actor) -> Person:
    """The person behind the actor. Raises ``Person.DoesNotExist`` for nobody."""
    return Person.objects.get(pk=actor.person or 0)
