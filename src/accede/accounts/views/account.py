"""One's own account: who one is here, second factors, sessions, keys, and all that is kept about one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accede.accounts import admin_sessions, people, tokens
from accede.accounts.access import before_second_factor, confirmed_again, person_of, work_page
from accede.accounts.forms import AccountForm, AdminSessionForm, TokenForm
from accede.accounts.keeping import export_of_person
from accede.accounts.models import AdminSession, Token
from accede.accounts.rights import Actor


@work_page
@before_second_factor
def my_account(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The page, and the form about oneself."""
    from allauth.mfa.models import Authenticator
    from allauth.usersessions.models import UserSession

    person = person_of(actor)
    first = {"name": person.name, "language": person.language, "digest": person.digest}
    form = AccountForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        people.change_person(person, form.cleaned_data, by=actor, now=timezone.now())
        messages.success(request, gettext("Saved."))
        return redirect("my-account")
    context = {
        "form": form, "person": person, "actor": actor, "now": timezone.now(),
        "roles": person.roles.filter(ended_at__isnull=True).select_related("organisation").prefetch_related("scopes"),
        "factors": Authenticator.objects.filter(user=person).order_by("type", "pk"),
        "sessions": UserSession.objects.purge_and_list(person),
        "this_session": request.session.session_key,
        "tokens": person.tokens.order_by("-created_at"),
        "open_session": AdminSession.objects.filter(pk=actor.admin_session or 0).first(),
    }  # fmt: skip
    return render(request, "accounts/my_account.html", context, status=400 if form.errors else 200)


@work_page
@before_second_factor
def second_factor_needed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Says why a second factor is asked for, and leads to it."""
    return render(request, "accounts/second_factor_needed.html", {"actor": actor})


@require_POST
@work_page
@before_second_factor
def end_session(request: HttpRequest, actor: Actor, session: int) -> HttpResponse:
    """End one session of one's own, wherever it is."""
    from allauth.usersessions.models import UserSession

    found = get_object_or_404(UserSession, pk=session, user_id=actor.person or 0)
    here = found.session_key == request.session.session_key
    found.end()
    if here:
        return redirect("account_login")
    messages.success(request, gettext("The session was ended."))
    return redirect("my-account")


@work_page
@confirmed_again
def make_token(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Make a key; its secret is shown on the page that answers, and never again."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = tokens.make(
                person_of(actor), name=given["name"], write=given["write"], days=given["days"],
                verified=actor.verified, by=actor, now=timezone.now(),
            )  # fmt: skip
        except tokens.TokenRefused as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "accounts/token_made.html", {"made": made, "actor": actor})
    return render(
        request, "accounts/token_form.html", {"form": form, "actor": actor}, status=400 if form.errors else 200
    )


@require_POST
@work_page
def revoke_token(request: HttpRequest, actor: Actor, token: int) -> HttpResponse:
    """Revoke a key of one's own."""
    tokens.revoke(get_object_or_404(Token, pk=token, person_id=actor.person or 0), by=actor, now=timezone.now())
    messages.success(request, gettext("The key was revoked."))
    return redirect("my-account")


@work_page
@before_second_factor
def my_data(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All that is kept about oneself, as JSON."""
    response = JsonResponse(export_of_person(person_of(actor)), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@work_page
@confirmed_again
def open_admin_session(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open an administrator's session with a reason."""
    if not actor.has("administrator"):
        raise Http404
    form = AdminSessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            admin_sessions.open_session(reason=given["reason"], minutes=given["minutes"], by=actor, now=timezone.now())
        except admin_sessions.SessionRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            return redirect("people")
    return render(
        request, "accounts/admin_session_form.html", {"form": form, "actor": actor}, status=400 if form.errors else 200
    )


@require_POST
@work_page
def close_admin_session(request: HttpRequest, actor: Actor) -> HttpResponse:
    """End the session now."""
    admin_sessions.close_open(by=actor, now=timezone.now())
    messages.success(request, gettext("The administrator's session was ended."))
    return redirect("my-account")


@work_page
def admin_sessions_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was done under administrators' sessions with records of the own State, or all of it for an auditor."""
    events = admin_sessions.seen_by(actor)[:200]
    return render(request, "accounts/admin_sessions.html", {"events": events, "actor": actor})
