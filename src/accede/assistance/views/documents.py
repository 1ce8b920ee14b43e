"""Files of records: attaching, taking away, putting away."""

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accede.accounts.access import work_page
from accede.accounts.rights import Actor, may, visible
from accede.assistance.domain import documents
from accede.assistance.models import Document
from accede.assistance.steps import Blocked
from accede.kit.uploads import attachment

_PAGES = {
    "request": "request",
    "assessment": "assessment",
    "plan": "plan",
    "activity": "activity",
    "outcome": "outcome",
}


@require_POST
@work_page
def attach(request: HttpRequest, actor: Actor, kind: str, record: int) -> HttpResponseBase:
    """Attach the file that was sent to the record."""
    held = documents.HELD_BY.get(kind)
    if held is None:
        raise Http404
    model, to, _ = held
    found = get_object_or_404(visible(actor, model._default_manager.all(), to), pk=record)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, gettext("Choose a file first."))
        return redirect(_PAGES[kind], record)
    try:
        documents.attach(found, file, title=request.POST.get("title", ""), by=actor, now=timezone.now())
    except Blocked as blocked:
        for problem in blocked.problems:
            messages.error(request, problem.message)
    else:
        messages.success(request, gettext("The file was attached."))
    return redirect(_PAGES[kind], record)


def _open(actor: Actor, pk: int) -> Document:
    """The file, for those who may see its group of fields; 404 for all others, and once it was put away."""
    found = get_object_or_404(Document, pk=pk, archived_at__isnull=True)
    holder, to = documents.holder_of(found)
    if not may(actor, "see", to.subject(holder), group=found.group):
        raise Http404
    return found


@work_page
def document(request: HttpRequest, actor: Actor, document: int) -> HttpResponseBase:
    """The file as a download, for those who may see the group of fields under which it falls."""
    found = _open(actor, document)
    try:
        return attachment(found.sha256, file_name=found.file_name, content_type=found.content_type)
    except FileNotFoundError as error:
        raise Http404("the content is not in the folder of uploads") from error


@require_POST
@work_page
def put_away(request: HttpRequest, actor: Actor, document: int) -> HttpResponseBase:
    """Archive a file with a reason."""
    found = _open(actor, document)
    try:
        documents.put_away(found, reason=request.POST.get("reason", ""), by=actor, now=timezone.now())
    except Blocked as blocked:
        messages.error(request, str(blocked))
    else:
        messages.success(request, gettext("The file was put away."))
    return redirect(_PAGES[found.record], int(found.record_id))
