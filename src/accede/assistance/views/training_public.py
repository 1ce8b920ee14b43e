"""Certificates and questions: pages for people without an account, who hold a code or a link."""

from collections.abc import Callable
from functools import wraps

from allauth.core.exceptions import RateLimited
from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext

from accede.assistance.domain import training_after
from accede.assistance.models import Certificate
from accede.assistance.steps import Blocked
from accede.kit.documents.document import Document, Heading, Paragraph
from accede.kit.documents.pdf import pdf_file
from accede.kit.wording import localised
from accede.treaties.places import place_name

#: Codes leading to no certificate that one address may try.
GUESSES = {"guess": "30/h/ip"}


def verify(request: HttpRequest) -> HttpResponse:
    """A form for a code, and the way to its page."""
    given = request.GET.get("code", "").strip().upper().replace("-", "").replace(" ", "")
    if given and training_after.well_formed(given):
        return redirect("certificate", given)
    return render(request, "assistance/training/verify.html", {"given": given[:40]}, status=404 if given else 200)


def _held_to_a_limit(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """Tell who has tried too many codes when to come back, whether the last one was right or not."""

    @wraps(view)
    def answer(request: HttpRequest, code: str) -> HttpResponse:
        try:
            return view(request, code)
        except RateLimited:
            return render(request, "assistance/training/verify.html", {"too_many": True}, status=429)

    return answer


@_held_to_a_limit
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What the certificate with this code says, or that it was revoked."""
    found = _find(request, code)
    seat = found.enrolment
    context = {"it": found, "seat": seat, "activity": seat.activity, "state": place_name(seat.trainee.participant_id)}
    return render(request, "assistance/training/certificate.html", context)


@_held_to_a_limit
def certificate_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate as PDF, in the language of the page."""
    found = _find(request, code)
    if found.revoked_at is not None:
        raise Http404
    seat, activity = found.enrolment, found.enrolment.activity
    language = translation.get_language() or "en"
    address = request.build_absolute_uri().removesuffix(".pdf") + "/"
    # The address runs from the left within a line that runs from the right, its last stroke at its own end.
    rtl = language == "ar"
    shown = f"\u2066{address}\u2069" if rtl else address
    lines = [
        gettext("This is to certify that"),
        seat.trainee.name,
        gettext("took part in: %(title)s") % {"title": activity.title},
        gettext("From %(start)s to %(end)s, %(place)s")
        % {"start": localised(activity.starts), "end": localised(activity.ends), "place": activity.place or "—"}
        if activity.starts and activity.ends
        else "",
        gettext("Code: %(code)s. Anyone can verify it at %(address)s") % {"code": found.code, "address": shown},
    ]
    title = gettext("Certificate of attendance")
    document = Document(
        language=language, direction="rtl" if rtl else "ltr", title=title, foot="Accede", running="",
        blocks=(Heading(title), *(Paragraph(line) for line in lines if line)), name=f"certificate-{found.code}",
    )  # fmt: skip
    response = HttpResponse(pdf_file(document), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{found.code}.pdf"'
    return response


def _count(request: HttpRequest, *, dry_run: bool) -> None:
    # The public function of allauth lets every GET pass, and a code stands in the address of a page.
    ratelimit.consume(
        request, app="accede.certificates", action="guess", config=GUESSES, dry_run=dry_run, limit_get=True,
        raise_exception=True,
    )  # fmt: skip


def _find(request: HttpRequest, code: str) -> Certificate:
    """The certificate; only codes that lead to none count against the address that tries them. Raises ``RateLimited``."""
    if not training_after.well_formed(code):
        raise Http404
    _count(request, dry_run=True)
    found = Certificate.objects.select_related("enrolment__trainee", "enrolment__activity").filter(code=code).first()
    if found is None or found.enrolment.trainee.erased_at is not None:
        _count(request, dry_run=False)
        raise Http404
    return found


def question(request: HttpRequest, secret: str) -> HttpResponse:
    """The questionnaire, or the question after six months, behind its link."""
    row = training_after.find_question(secret)
    if row is None:
        return render(request, "assistance/training/answered.html", {"thanks": False}, status=404)
    if request.method == "POST":
        try:
            training_after.answer(secret, request.POST, now=timezone.now())
        except Blocked:
            return render(request, "assistance/training/answered.html", {"thanks": False}, status=404)
        return render(request, "assistance/training/answered.html", {"thanks": True})
    labels = {
        "useful": gettext("It was useful for my work"), "clear": gettext("It was clear"),
        "relevant": gettext("It fitted our law and practice"), "organised": gettext("It was well organised"),
        "recommend": gettext("I would recommend it"),
    }  # fmt: skip
    context = {
        "row": row,
        "questions": [(name, labels[name]) for name in training_after.QUESTIONS],
        "marks": range(1, 6),
    }
    response = render(request, "assistance/training/question.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response
