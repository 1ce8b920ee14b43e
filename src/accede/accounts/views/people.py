"""People and organisations."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accede.accounts import conflicts, invitations, people
from accede.accounts.access import work_page
from accede.accounts.changing import Conflict
from accede.accounts.forms import OrganisationForm, ReasonForm, RoleForm
from accede.accounts.models import Organisation, Person, Role
from accede.accounts.rights import Actor, Subject, demand, may, verbs, visible
from accede.accounts.subjects import ORGANISATIONS, PEOPLE
from accede.treaties.places import place_name


@work_page
def people_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The people whom the actor may see, open invitations, and the organisations."""
    found = visible(actor, Person.objects.filter(erased_at__isnull=True, merged_into__isnull=True), PEOPLE)
    asked = request.GET.get("q", "").strip()[:80]
    if asked:
        found = found.filter(Q(name__icontains=asked) | Q(email__icontains=asked))
    found = found.prefetch_related("roles__organisation")
    bodies = visible(
        actor, Organisation.objects.filter(archived_at__isnull=True, merged_into__isnull=True), ORGANISATIONS
    )
    if asked:
        bodies = bodies.filter(Q(name__icontains=asked) | Q(short_name__icontains=asked))
    waiting = [
        it for it in invitations.open_invitations() if may(actor, "invite", invitations.subject_of(it.organisation))
    ]
    context = {
        "people": found[:500], "asked": asked, "actor": actor, "invitations": waiting, "now": timezone.now(),
        "organisations": bodies.annotate(
            held=Count("roles", filter=Q(roles__ended_at__isnull=True), distinct=True)
        )[:500],
        "may_invite": actor.admin_session is not None
        or any(may(actor, "invite", Subject(record=Person.KIND, states=frozenset([code]))) for code in actor.own_states),
        "may_create": may(actor, "create", Subject(record=Organisation.KIND)),
    }  # fmt: skip
    return render(request, "accounts/people.html", context)


@work_page
def person_page(request: HttpRequest, actor: Actor, person: int) -> HttpResponse:
    """A person: roles now and before, and what may be done."""
    found = get_object_or_404(visible(actor, Person.objects.prefetch_related("roles__organisation"), PEOPLE), pk=person)
    if found.merged_into_id:
        return redirect("person", found.merged_into_id)
    form = RoleForm(request.POST or None) if actor.admin_session is not None else None
    if request.method == "POST" and form is not None and form.is_valid():
        given = form.cleaned_data
        demand(actor, "invite", invitations.subject_of(given["organisation"]))
        try:
            invitations.give_role(
                found, organisation=given["organisation"], kind=given["kind"], scopes=form.scopes(), by=actor,
                now=timezone.now(),
            )  # fmt: skip
        except invitations.InvitationRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, gettext("The role was given."))
            return redirect("person", found.pk)
    roles = found.roles.select_related("organisation", "granted_by").prefetch_related("scopes").order_by("-granted_at")
    allowed, personal = verbs(actor, PEOPLE.subject(found)), may(actor, "see", PEOPLE.subject(found), group="personal")
    kept = found.erased_at is None
    keeping = {
        "data": reverse("person-data", args=[found.pk]) if personal and kept else "",
        "erase": reverse("person-erase", args=[found.pk]) if "erase" in allowed and kept else "",
        "what": gettext(
            "Name, address, sign-in and letters go; roles end; what was done stays in the trail under no name."
        ),
    }
    context = {
        "person": found, "actor": actor, "form": form, "keeping": keeping,
        "roles": [(role, may(actor, "end_role", invitations.subject_of(role.organisation))) for role in roles],
        "verbs": allowed, "personal": personal,
    }  # fmt: skip
    return render(request, "accounts/person.html", context, status=400 if form is not None and form.errors else 200)


@require_POST
@work_page
def end_role(request: HttpRequest, actor: Actor, person: int, role: int) -> HttpResponse:
    """End a role with a reason."""
    found = get_object_or_404(visible(actor, Person.objects.all(), PEOPLE), pk=person)
    held = get_object_or_404(Role.objects.select_related("organisation"), pk=role, person=found)
    try:
        invitations.end_role(held, reason=request.POST.get("reason", ""), by=actor, now=timezone.now())
    except invitations.InvitationRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("The role was ended."))
    return redirect("person", found.pk)


@work_page
def organisation_page(request: HttpRequest, actor: Actor, organisation: int) -> HttpResponse:
    """An organisation and who works in it."""
    found = get_object_or_404(visible(actor, Organisation.objects.all(), ORGANISATIONS), pk=organisation)
    if found.merged_into_id:
        return redirect("organisation", found.merged_into_id)
    roles = found.roles.filter(ended_at__isnull=True).select_related("person").order_by("person__name")
    context = {
        "organisation": found, "actor": actor, "roles": roles,
        "state": place_name(found.participant_id) if found.participant_id else "",
        "verbs": verbs(actor, ORGANISATIONS.subject(found)),
        "reason": ReasonForm(initial={"seen": found.version}),
    }  # fmt: skip
    return render(request, "accounts/organisation.html", context)


@work_page
def organisation_form(request: HttpRequest, actor: Actor, organisation: int | None = None) -> HttpResponse:
    """Make or change an organisation."""
    found = None
    if organisation is not None:
        found = get_object_or_404(visible(actor, Organisation.objects.all(), ORGANISATIONS), pk=organisation)
        demand(actor, "edit", ORGANISATIONS.subject(found))
        first = {name: getattr(found, name) for name in ("kind", "name", "short_name", "participant_id", "website")}
        form = OrganisationForm(request.POST or None, initial={**first, "seen": found.version})
    else:
        demand(actor, "create", Subject(record=Organisation.KIND))
        form = OrganisationForm(request.POST or None)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            if found is None:
                done = people.create_organisation(form.values(), by=actor, now=timezone.now())
            else:
                done = people.change_organisation(
                    found, form.values(), by=actor, now=timezone.now(), seen=form.cleaned_data["seen"] or 0
                )
        except people.Refused as refused:
            form.add_error(refused.field or None, str(refused))
        except Conflict as caught:
            conflict = conflicts.tell(caught, form)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("organisation", done.pk)
    context = {"form": form, "organisation": found, "actor": actor, "conflict": conflict}
    status = 409 if conflict else 400 if form.errors else 200
    return render(request, "accounts/organisation_form.html", context, status=status)


@require_POST
@work_page
def archive_organisation(request: HttpRequest, actor: Actor, organisation: int) -> HttpResponse:
    """Put an organisation away with a reason."""
    found = get_object_or_404(visible(actor, Organisation.objects.all(), ORGANISATIONS), pk=organisation)
    demand(actor, "archive", ORGANISATIONS.subject(found))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Give a reason."))
        return redirect("organisation", found.pk)
    try:
        people.archive_organisation(
            found, reason=form.cleaned_data["reason"], by=actor, now=timezone.now(), seen=form.cleaned_data["seen"] or 0
        )
    except Conflict:
        messages.error(request, gettext("Somebody else has changed it in the meantime; look at it again."))
    else:
        messages.success(request, gettext("The organisation was archived."))
    return redirect("organisation", found.pk)
