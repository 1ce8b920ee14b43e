"""What is answered while something is still being worked out: a page that loads itself again, or a word in JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from accede.kit.on import AsOf

#: Seconds until the page asks again.
AGAIN = 3


def still_working(request: HttpRequest, asked: AsOf, *, title: str, form: str = "") -> HttpResponse:
    """Status 202: accepted, not finished. It is never kept, so the next request gets the result."""
    if form:
        response: HttpResponse = JsonResponse(
            {"status": "being worked out", "ask_again_after_seconds": AGAIN}, status=202
        )
        response.headers["Retry-After"] = str(AGAIN)
        return response
    response = render(request, "cooperation/next_working.html", {"asked": asked, "title": title}, status=202)
    response.headers["Refresh"] = str(AGAIN)
    return response


def not_now(request: HttpRequest, asked: AsOf, *, title: str, busy: bool, form: str = "") -> HttpResponse:
    """Status 503: too much work waits, or the work broke off. Asking again later is the remedy in both cases."""
    if form:
        message = "Too much is being worked out already; ask again later." if busy else "The work broke off; ask again."
        response: HttpResponse = JsonResponse({"error": message}, status=503)
    else:
        context = {"asked": asked, "title": title, "busy": busy, "stopped": True}
        response = render(request, "cooperation/next_working.html", context, status=503)
    response.headers["Retry-After"] = "60"
    return response
