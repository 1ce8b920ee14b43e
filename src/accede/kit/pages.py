"""Public pages: asked for a date, the same for everyone, kept in memory until the data changes.

One decorator, :func:`public_page`, does it for every view, so that none can forget it. A kept page is stored compressed
under the version of the data, the address, the language and the day; it carries an entity tag, and browsers ask each time
whether it still holds, which costs one query and no rendering.
"""

import gzip
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from accede.kit.on import AsOf, BadQuestion, asked_date

P = ParamSpec("P")
FRESH = "public, no-cache"
KEEP_SECONDS = 24 * 3600
#: A longer address is answered and not kept: nobody writes it by hand, and it would only push others out.
LONGEST_KEPT = 600
#: Level 5 takes a third of the time of level 9 for pages a few per cent larger.
COMPRESSION = 5


class Versioned(Protocol):
    """Data with a name for its state, which changes whenever it does."""

    @property
    def version(self) -> str:
        """What names the last change."""
        ...


V = TypeVar("V", bound=Versioned)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page that the reader may have meant."""

    label: str
    href: str


class Missing(Exception):
    """Nothing has the address or the code that was asked for: a page of status 404, with what may have been meant."""

    def __init__(self, message: str, *, suggestions: Sequence[Suggestion] = (), detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.suggestions = suggestions
        self.detail = detail or message


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]


def public_page(
    source: Callable[[], V],
) -> Callable[[Callable[Concatenate[HttpRequest, V, AsOf, P], HttpResponse]], Callable[..., HttpResponse]]:
    """Make a view of *source*'s data a public page; the view gets the data and the date after the request.

    :class:`BadQuestion` and :class:`Missing` become pages of status 400 and 404 (JSON for a view called with a ``form``).
    A response that sets a cookie, or is none of status 200, is neither kept nor allowed to be kept by others.
    """

    def decorate(view: Callable[Concatenate[HttpRequest, V, AsOf, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                return HttpResponseNotAllowed(["GET", "HEAD"])
            data = source()
            key = _key(request, data.version)
            kept = caches["pages"].get(key) if key else None
            if kept is None:
                try:
                    response = view(request, data, asked_date(request), *args, **kwargs)
                except BadQuestion as error:
                    return _bad_question(request, error, form=str(kwargs.get("form", "")))
                except Missing as error:
                    return _missing(request, error, form=str(kwargs.get("form", "")))
                if not _may_be_kept(request, response):
                    response.headers.setdefault("Cache-Control", "private, no-store")
                    return response
                kept = _keep(response)
                if key:
                    caches["pages"].set(key, kept, KEEP_SECONDS)
            return _serve(request, kept)

        return answer

    return decorate


def _key(request: HttpRequest, version: str) -> str:
    """Today is part of it, since a page without a date means today; so is the host, which feeds write into addresses."""
    address = request.get_full_path()
    if len(address) > LONGEST_KEPT:
        return ""
    parts = (version, request.scheme or "", request.get_host(), address, get_language() or "")
    day = timezone.localdate().isoformat()
    return "page:" + hashlib.sha256("\0".join((*parts, day)).encode()).hexdigest()


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    wants_cookie = bool(response.cookies) or bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))
    return response.status_code == 200 and not response.streaming and not wants_cookie


def _keep(response: HttpResponse) -> _Kept:
    body = response.content
    tag = hashlib.sha256(body).hexdigest()[:24]
    # Weak, since the compressed and the plain form share it.
    return _Kept(gzip.compress(body, COMPRESSION, mtime=0), f'W/"{tag}"', tuple(response.headers.items()))


def _serve(request: HttpRequest, kept: _Kept) -> HttpResponse:
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(kept.body if zipped else gzip.decompress(kept.body))
    for name, value in kept.headers:
        response.headers[name] = value
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = kept.etag
    response.headers["Cache-Control"] = FRESH
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def _as_data(error: BadQuestion | Missing, status: int) -> HttpResponse:
    response = JsonResponse({"error": error.detail or error.message}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _bad_question(request: HttpRequest, error: BadQuestion, *, form: str) -> HttpResponse:
    if form:
        return _as_data(error, 400)
    today = timezone.localdate()
    context = {"error": error, "asked": AsOf(today, today)}
    response = render(request, "bad_question.html", context, status=400)
    response.headers["Cache-Control"] = "no-store"
    return response


def _missing(request: HttpRequest, error: Missing, *, form: str) -> HttpResponse:
    if form:
        return _as_data(error, 404)
    try:
        asked = asked_date(request)
    except BadQuestion:
        today = timezone.localdate()
        asked = AsOf(today, today)
    context = {"message": error.message, "suggestions": error.suggestions, "asked": asked}
    response = render(request, "404.html", context, status=404)
    response.headers["Cache-Control"] = "no-store"
    return response
