"""Certificates and questions: pages for people without an account, who hold a code or a link."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext

from accede.accounts.signing_in import client_address
from accede.assistance.domain import training_after
from accede.assistance.models import Certificate
from accede.assistance.steps import Blocked
from accede.cooperation.writer.document import Document, Heading, Paragraph
from accede.cooperation.writer.pdf import pdf_file
from accede.kit.wording import localised
from accede.treaties.places import place_name

#: Codes that one address may try in an hour.
TRIES = 60


def verify(request: HttpRequest) -> HttpResponse:
    """A form for a code, and the way to its page."""
    given = request.GET.get("code", "").strip().upper().replace("-", "").replace(" ", "")
    if given and training_after.well_formed(given):
        return redirect("certificate", given)
    return render(request, "assistance/training/verify.html", {"given": given[:40]}, status=404 if given else 200)


def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What the certificate with this code says, or that it was revoked."""
    found = _find(request, code)
    seat = found.enrolment
    context = {"it": found, "seat": seat, "activity": seat.activity, "state": place_name(seat.trainee.participant_id)}
    return render(request, "assistance/training/certificate.html", context)


def certificate_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate as PDF, in the language of the page."""
    found = _find(request, code)
    if found.revoked_at is not None:
        raise Http404
    seat, activity = found.enrolment, found.enrolment.activity
    language = translation.get_language() or "en"
    address = request.build_absolute_uri().removesuffix(".pdf") + "/"
    lines = [
        gettext("This is to certify that"),
        seat.trainee.name,
        gettext("took part in: %(title)s") % {"title": activity.title},
        gettext("From %(start)s to %(end)s, %(place)s")
        % {"start": localised(activity.starts), "end": localised(activity.ends), "place": activity.place or "—"}
        if activity.starts and activity.ends
        else "",
        gettext("Code: %(code)s. Anyone can verify it at %(address)s") % {"code": found.code, "address": address},
    ]
    title = gettext("Certificate of attendance")
    document = Document(
        language=language, direction="rtl" if language == "ar" else "ltr", title=title, foot="Accede", running="",
        blocks=(Heading(title), *(Paragraph(line) for line in lines if line)), name=f"certificate-{found.code}",
    )  # fmt: skip
    response = HttpResponse(pdf_file(document), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{found.code}.pdf"'
    return response


def _find(request: HttpRequest, code: str) -> Certificate:
    if not training_after.well_formed(code):
        raise Http404
    address = client_address(
        remote=request.META.get("REMOTE_ADDR", ""), forwarded=request.META.get("HTTP_X_FORWARDED_FOR", "")
    )
    found = Certificate.objects.select_related("enrolment__trainee", "enrolment__activity").filter(code=code).first()
    if found is None or found.enrolment.trainee.erased_at is not None:
        key = f"certificate-tries:{address}"
        if (cache.get_or_set(key, 0, 3600) or 0) > TRIES:
            raise Http404
        cache.incr(key)
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
