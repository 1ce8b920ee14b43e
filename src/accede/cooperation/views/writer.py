"""The request writer: where a request starts, the interview, and the document.

What a person writes is in the body of one request, and leaves with its answer. The views keep none of it: no session, no
cookie, no cache, no row, no file, no log record. ``docs/request-writer.md`` says how, and the tests look for it everywhere.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accede.cooperation.presenters.finder import ASK, finder_form, problems_of
from accede.cooperation.presenters.question import Asked, read_question
from accede.cooperation.presenters.writer import LANGUAGE, NEEDED, start_address, writer_page
from accede.cooperation.queries import current_rules
from accede.cooperation.writer.answers import LARGEST_FORM, AnswerRefused, Answers, accept
from accede.cooperation.writer.assemble import assemble
from accede.cooperation.writer.legal import Case, case_of
from accede.cooperation.writer.phrases import languages
from accede.kit.documents.pdf import PdfRefused, pdf_file
from accede.kit.documents.word import word_file
from accede.kit.on import AsOf, BadQuestion, asked_date
from accede.kit.pages import Missing, public_page
from accede.law.basis import Kind, find_basis
from accede.treaties.queries import Snapshot, snapshot

log = logging.getLogger(__name__)

P = ParamSpec("P")
#: Shows the form for two States and an offence, filled in with those of the address.
CHANGE = "change"
FORM_TYPE = "application/x-www-form-urlencoded"
CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class Refused(Exception):
    """A form that is not read; the reader gets a page of this status that says what to do."""

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


def kept_nowhere(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Make a view one that takes a form, answers it, and forgets it.

    The protection against forged requests by a token is left out (`csrf_exempt`), and on purpose. A token needs a cookie,
    and these pages set none. It would protect nothing: the view changes nothing, keeps nothing, and knows of no signed-in
    person in whose name another site could act; what it answers is made of what it was sent. Requests that a browser marks
    as coming from another site are refused all the same (:func:`_from_elsewhere`), so that no other site can use it.

    A form of more than one part is refused before it is read, since Django would write a large part to a temporary file; so
    is one larger than the longest request. An error within is logged by its kind alone: its message could quote the form.
    """

    @wraps(view)
    @sensitive_variables()
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            response: HttpResponse = HttpResponseNotAllowed(["POST"])
        else:
            try:
                _check_form(request)
                response = view(request, *args, **kwargs)
            except Refused as error:
                response = _problem(request, error.message, error.status)
            except BadQuestion as error:
                response = _problem(request, error.message, 400)
            except Missing as error:
                response = _problem(request, error.message, 404)
            except AnswerRefused as error:
                response = _problem(request, _refusal(error), 413 if error.field is None else 400)
            except Exception as error:
                log.error("A request could not be written: %s", type(error).__name__)
                response = _problem(request, gettext("The document could not be made. Nothing was kept."), 500)
        response.headers["Cache-Control"] = "no-store"
        return response

    return csrf_exempt(sensitive_post_parameters()(answer))


def _check_form(request: HttpRequest) -> None:
    if _from_elsewhere(request):
        raise Refused(gettext("The form was sent from another site. Send it from the page of the request."), status=403)
    if request.content_type != FORM_TYPE:
        raise Refused(gettext("The form must be sent as it stands on the page, without files."), status=415)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_FORM:
        raise AnswerRefused("the whole is too long")


def _from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site sends this. Programs that say nothing of it are let through."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc != request.get_host()


def _refusal(error: AnswerRefused) -> str:
    if error.field is None:
        return gettext("The request is too long. Move long texts into annexes and send it again.")
    label = gettext(error.field.label)
    if error.limit:
        text = gettext("“%(field)s” is longer than %(limit)s characters. Shorten it, or move it into an annex.")
        return text % {"field": label, "limit": error.limit}
    return gettext("“%(field)s” has a choice that there is not. Load the page again.") % {"field": label}


def _problem(request: HttpRequest, message: str, status: int) -> HttpResponse:
    """A page that says what is wrong. It repeats nothing of the form, and leads back with the browser's own button."""
    return render(request, "cooperation/writer_problem.html", {"message": message}, status=status)


@public_page(snapshot)
def writer(request: HttpRequest, snap: Snapshot, asked: AsOf) -> HttpResponse:
    """The interview for a case; the form for two States and an offence where the address names none."""
    named = all(request.GET.get(it, "").strip() for it in NEEDED)
    sent = ASK in request.GET
    problems = problems_of(snap, request.GET, asked) if sent else []
    if problems or not (named or sent) or CHANGE in request.GET:
        context = {"asked": asked, "form": finder_form(snap, request.GET, problems)}
        return render(request, "cooperation/writer_start.html", context, status=400 if problems else 200)
    put, case = _case(request, snap, asked)
    if sent:
        return redirect(start_address(put, asked))
    return render(request, "cooperation/writer.html", {"asked": asked, "page": writer_page(snap, case, put, asked)})


@csrf_exempt  # for the reason given in kept_nowhere
def check_writing(request: HttpRequest) -> HttpResponse:
    """The interview again, with what was written; a link to it, as to another language, leads to the empty interview."""
    if request.method in ("GET", "HEAD"):
        return redirect(f"{reverse('writer')}?{request.META.get('QUERY_STRING', '')}")
    return _check_writing(request)


@kept_nowhere
def _check_writing(request: HttpRequest) -> HttpResponse:
    """The interview again, with what was written and what is missing: for browsers without scripts."""
    snap = snapshot()
    asked = asked_date(request)
    put, case = _case(request, snap, asked)
    answers = accept(dict(request.POST.lists()), kind=case.kind, bases=case.codes)
    page = writer_page(snap, case, put, asked, answers=answers, language=request.POST.get(LANGUAGE, ""))
    return render(request, "cooperation/writer.html", {"asked": asked, "page": page})


@kept_nowhere
def document(request: HttpRequest, form: str) -> HttpResponse:
    """The request as a file, from what the form holds."""
    snap = snapshot()
    _, case = _case(request, snap, asked_date(request))
    language = request.POST.get(LANGUAGE, "") or languages()[0]
    if language not in languages():
        raise Refused(gettext("Requests are not written in this language. Choose one from the list."))
    answers = accept(dict(request.POST.lists()), kind=case.kind, bases=case.codes)
    return _file(case, answers, language=language, form=form)


def _file(case: Case, answers: Answers, *, language: str, form: str) -> HttpResponse:
    made = assemble(case, answers, language=language)
    try:
        body = word_file(made) if form == "docx" else pdf_file(made)
    except PdfRefused as error:
        if not error.character:
            raise Refused(gettext("The PDF could not be set. Take the Word file."), status=422) from None
        message = gettext(
            "The PDF has no font for a character of the text (%(name)s). Take the Word file, or write it otherwise."
        )
        raise Refused(message % {"name": error.character}, status=422) from None
    response = HttpResponse(body, content_type=CONTENT_TYPES[form])
    # Codes and a date alone: nothing that was written goes into the name of the file.
    name = f"{made.name}-{case.requesting}-{case.requested}-{case.on.isoformat()}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Language"] = language
    return response


def _case(request: HttpRequest, snap: Snapshot, asked: AsOf) -> tuple[Asked, Case]:
    """The case that the address names, and the finder's answer to it."""
    rules = current_rules(snap)
    named = {it: request.GET.get(it, "").strip() for it in NEEDED}
    named["kind"] = named["kind"] or Kind.EXTRADITION.value
    put = read_question(snap, rules, asked, request.GET, **named)
    found = find_basis(snap.facts, rules, put.question, timeline_of=snap.world.timeline)
    return put, case_of(found, snap.facts, rules)
