"""What is kept of somebody who took part in training, as a file; and erasing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accede.accounts.access import confirmed_again, work_page
from accede.accounts.rights import Actor, demand, may
from accede.assistance.domain.keeping import erase_trainee, export_of_trainee
from accede.assistance.models import Trainee
from accede.assistance.steps import Blocked
from accede.assistance.subjects import TRAINEES
from accede.assistance.views.common import find


def keeping_of(actor: Actor, it: Trainee) -> dict[str, str]:
    """What the page of a trainee offers (``accounts/_keeping.html``)."""
    if it.erased_at is not None:
        return {}
    subject = TRAINEES.subject(it)
    return {
        "data": reverse("trainee-data", args=[it.pk]) if may(actor, "see", subject, group="personal") else "",
        "erase": reverse("trainee-erase", args=[it.pk]) if may(actor, "erase", subject) else "",
        "what": gettext("Name, address, post and answers go; seats, profession and State stay, so that the counts do."),
    }


@work_page
def trainee_data(request: HttpRequest, actor: Actor, trainee: int) -> HttpResponse:
    """All that is kept about somebody who took part, as JSON."""
    it = find(actor, Trainee.objects.select_related("organisation"), TRAINEES, trainee)
    demand(actor, "see", TRAINEES.subject(it), group="personal")
    response = JsonResponse(export_of_trainee(it), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = f'attachment; filename="trainee-{it.pk}.json"'
    return response


@require_POST
@work_page
@confirmed_again
def trainee_erase(request: HttpRequest, actor: Actor, trainee: int) -> HttpResponse:
    """Erase who somebody was, with a reason; the seats stay."""
    it = find(actor, Trainee.objects.all(), TRAINEES, trainee)
    try:
        erase_trainee(it, by=actor, now=timezone.now(), why=request.POST.get("reason", "").strip())
    except Blocked as blocked:
        for problem in blocked.problems:
            messages.error(request, problem.message)
    else:
        messages.success(request, gettext("Name, address, post and answers were erased; the counts stay."))
    return redirect("trainee", it.pk)
