"""Inviting people, and taking an invitation up."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accede.accounts import invitations
from accede.accounts.access import confirmed_again, work_page
from accede.accounts.forms import AcceptForm, InviteForm
from accede.accounts.models import Invitation, Organisation, OrganisationKind, RoleKind
from accede.accounts.rights import Actor, may

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def invitable(actor: Actor) -> QuerySet[Organisation]:
    """The organisations into which the actor may invite."""
    found = Organisation.objects.filter(archived_at__isnull=True, merged_into__isnull=True)
    if actor.admin_session is not None:
        return found
    return found.filter(kind=OrganisationKind.STATE, participant__in=actor.own_states)


@work_page
@confirmed_again
def invite(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form, and sending the letter."""
    everyone = actor.admin_session is not None
    roles = list(RoleKind.values) if everyone else [RoleKind.CONTRIBUTOR, RoleKind.FOCAL_POINT]
    form = InviteForm(request.POST or None, organisations=invitable(actor), roles=[str(role) for role in roles])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = invitations.invite(
                email=given["email"], name=given["name"], organisation=given["organisation"], role=given["role"],
                scopes=form.scopes(), by=actor, now=timezone.now(),
            )  # fmt: skip
        except invitations.InvitationRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            link = request.build_absolute_uri(reverse("invitation", args=[made.secret]))
            invitations.send(made, link=link, language=translation.get_language() or "en")
            messages.success(request, gettext("The invitation was sent to %(email)s.") % {"email": given["email"]})
            return redirect("people")
    return render(request, "accounts/invite.html", {"form": form, "actor": actor}, status=400 if form.errors else 200)


@require_POST
@work_page
def withdraw(request: HttpRequest, actor: Actor, invitation: int) -> HttpResponse:
    """Withdraw an invitation that was not taken up."""
    found = get_object_or_404(Invitation.objects.select_related("organisation"), pk=invitation)
    if not may(actor, "invite", invitations.subject_of(found.organisation)):
        raise Http404
    try:
        invitations.withdraw(found, by=actor, now=timezone.now())
    except invitations.InvitationRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("The invitation was withdrawn."))
    return redirect("people")


@sensitive_post_parameters("password")
def take_up(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind the link in the letter: name and password, then one is in."""
    now = timezone.now()
    found = invitations.find(secret, now=now)
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    first = {"name": found.name, "language": translation.get_language()}
    form = AcceptForm(request.POST or None, initial=first, email=found.email)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = invitations.accept(
                secret, name=given["name"], password=given["password"], language=given["language"], now=now
            )
        except invitations.InvitationRefused as refused:
            form.add_error(None, str(refused))
        else:
            login(request, person, backend=BACKEND)
            record_authentication(request, person, method="password", reauthenticated=True)
            return redirect("my-account")
    response = render(
        request, "accounts/take_up.html", {"form": form, "invitation": found}, status=400 if form.errors else 200
    )
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
