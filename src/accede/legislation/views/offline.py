"""The assessment taken away as a workbook or a paper, and the workbook brought back."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from accede.accounts.access import work_page
from accede.accounts.changing import Conflict
from accede.accounts.rights import Actor, may
from accede.kit.documents.pdf import PdfRefused
from accede.kit.tables import CONTENT_TYPES
from accede.legislation import domain, offline, queries
from accede.legislation.papers import assessment_document, paper_response
from accede.legislation.subjects import findings_of
from accede.legislation.views.assessment import asked_instruments
from accede.legislation.views.common import known_state
from accede.treaties.places import place_name


@work_page
def take_away(request: HttpRequest, actor: Actor, state: str, form: str) -> HttpResponse:
    """The assessment as "docx" or "pdf" to read, or "form" to fill in offline."""
    code = _of(actor, state)
    today = timezone.localdate()
    rows = queries.lines(actor, code, asked_instruments(request, code), on=today)
    if form == "form":
        response = HttpResponse(offline.workbook(code, rows), content_type=CONTENT_TYPES["xlsx"])
        response["Content-Disposition"] = f'attachment; filename="assessment-to-fill-in-{code}.xlsx"'
        response["Cache-Control"] = "private, no-store"
        return response
    if form not in ("docx", "pdf"):
        raise Http404
    try:
        return paper_response(assessment_document(code, rows, on=today), form)
    except PdfRefused as refused:
        what = {"character": refused.character}
        messages.error(request, gettext("It cannot be set as PDF (%(character)s); take the Word file.") % what)
        return redirect("legal-assessment", code)


@work_page
def bring_back(request: HttpRequest, actor: Actor, state: str) -> HttpResponse:
    """What a workbook would change, and then, if asked, the change. Conflicts are shown with both versions, never written."""
    code = _of(actor, state)
    faults: Sequence[offline.Fault] = ()
    changes: list[offline.Change] = []
    file = request.FILES.get("file")
    if request.method == "POST":
        try:
            if file is None:
                raise offline.WorkbookRefused([offline.Fault(gettext("file"), gettext("Choose the workbook."))])
            content = file.read(offline.LARGEST + 1)
            changes = offline.compare(offline.read(content, state=code), state=code, by=actor)
            if request.POST.get("act") == "take":
                return _take(request, actor, code, changes)
        except offline.WorkbookRefused as refused:
            faults = refused.faults
    context = {
        "actor": actor, "code": code, "state": place_name(code), "faults": faults,
        "looked": request.method == "POST" and not faults,
        "groups": [(what, [it for it in changes if it.what == what]) for what in ("change", "conflict", "not yours")],
    }  # fmt: skip
    return render(request, "legislation/bring_back.html", context, status=400 if faults else 200)


def _take(request: HttpRequest, actor: Actor, code: str, changes: list[offline.Change]) -> HttpResponse:
    now = timezone.now()
    try:
        status = queries.status_words(code, now.date())
        done = offline.take_in(changes, state=code, status=status, by=actor, now=now)
    except domain.FindingRefused as refused:
        raise offline.WorkbookRefused([offline.Fault(gettext("file"), str(refused))]) from refused
    except Conflict as caught:
        words = gettext("Somebody saved in this moment, so nothing was changed; send the workbook again.")
        raise offline.WorkbookRefused([offline.Fault(gettext("file"), words)]) from caught
    messages.success(request, gettext("%(n)d findings were changed.") % {"n": len(done)})
    left = sum(it.what == "conflict" for it in changes)
    if left:
        words = gettext(
            "%(n)d were changed by somebody else since the workbook was taken away; they were left as they are."
        )
        messages.warning(request, words % {"n": left})
    return redirect("legal-assessment", code)


def _of(actor: Actor, state: str) -> str:
    code = known_state(state)
    if not may(actor, "see", findings_of(code)):
        raise Http404
    return code
