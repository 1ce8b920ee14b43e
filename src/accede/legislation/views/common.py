"""What the pages of this room share."""

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from accede.accounts.records import Record
from accede.treaties.places import place_choices


def known_state(state: str) -> str:
    """The code of the State in an address; 404 where there is none of that code."""
    code = state.upper()
    if code not in dict(place_choices(samples=True)):
        raise Http404
    return code


def saved(form: forms.Form, conflict: object, done: Record | None) -> HttpResponse:
    """What a form that saves itself is told: the time and the version to carry on with, or why it was not kept."""
    plain = "text/plain; charset=utf-8"
    if conflict:
        said = gettext("Somebody else has saved in the meantime. Save to see both versions.")
        return HttpResponse(said, status=409, content_type=plain)
    if done is None:
        said = "; ".join(str(error) for errors in form.errors.values() for error in errors)
        return HttpResponse(said, status=400, content_type=plain)
    said = gettext("Saved at %(time)s.") % {"time": timezone.localtime().strftime("%H:%M:%S")}
    return HttpResponse(said, content_type=plain, headers={"X-Version": str(done.version)})
