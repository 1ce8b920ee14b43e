"""What is kept of a person, as a file; and erasing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accede.accounts.access import confirmed_again, work_page
from accede.accounts.keeping import erase_person, export_of_person
from accede.accounts.models import Person
from accede.accounts.people import Refused
from accede.accounts.rights import Actor, demand, visible
from accede.accounts.subjects import PEOPLE


@work_page
def person_data(request: HttpRequest, actor: Actor, person: int) -> HttpResponse:
    """All that is kept about a person, as JSON, for who answers a person's request for it."""
    found = get_object_or_404(visible(actor, Person.objects.all(), PEOPLE), pk=person)
    demand(actor, "see", PEOPLE.subject(found), group="personal")
    response = JsonResponse(export_of_person(found), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = f'attachment; filename="person-{found.pk}.json"'
    return response


@require_POST
@work_page
@confirmed_again
def person_erase(request: HttpRequest, actor: Actor, person: int) -> HttpResponse:
    """Erase a person's name, address and account, with a reason."""
    found = get_object_or_404(visible(actor, Person.objects.all(), PEOPLE), pk=person)
    try:
        erase_person(found, by=actor, now=timezone.now(), why=request.POST.get("reason", "").strip())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("Name, address and account were erased. What was done with them stays."))
    return redirect("person", found.pk)
