"""The date that a page is asked for: read from `?on=`, carried in every link, and said in the reader's language."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext

from accede.law.dates import parse_date
from accede.law.errors import LawError

PARAMETER = "on"


class BadQuestion(Exception):
    """A request that cannot be answered as it was put; the reader gets a page of status 400 that says why.

    *field* is the parameter, *given* what stood there, *message* a translated sentence for the reader, *detail* what the
    rules add in English.
    """

    def __init__(self, message: str, *, field: str, given: str, detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.given = given
        self.detail = detail


@dataclass(frozen=True, slots=True)
class AsOf:
    """The date asked for. ``given`` is False where none was named and today counts."""

    on: date
    today: date
    given: bool = False

    @property
    def suffix(self) -> str:
        """What keeps the date in a link to a page that takes no other parameter: ``?on=2012-01-01``, or nothing."""
        return f"?{PARAMETER}={self.on.isoformat()}" if self.given else ""

    @property
    def iso(self) -> str:
        """The date in ISO 8601."""
        return self.on.isoformat()

    @property
    def words(self) -> str:
        """The date in the reader's language."""
        return localised(self.on)

    @property
    def future(self) -> bool:
        """Whether the date has not come yet."""
        return self.on > self.today

    def address(self, path: str, /, **parameters: str) -> str:
        """*path* with *parameters* (empty ones are left out) and the date."""
        pairs = [(key, value) for key, value in parameters.items() if value]
        if self.given:
            pairs.append((PARAMETER, self.on.isoformat()))
        return f"{path}?{urlencode(pairs)}" if pairs else path


def asked_date(request: HttpRequest) -> AsOf:
    """The date that *request* asks for; today in the site's time zone where it names none.

    Raises :class:`BadQuestion` for what is no date, or lies outside the years that make sense.
    """
    today = timezone.localdate()
    given = request.GET.get(PARAMETER, "").strip()
    if not given:
        return AsOf(today, today)
    try:
        return AsOf(parse_date(given, field=PARAMETER), today, given=True)
    except LawError as error:
        message = gettext("This is not a date that a page can be shown for. Write it as year-month-day.")
        raise BadQuestion(message, field=PARAMETER, given=given[:60], detail=str(error)) from error


def localised(day: date | None) -> str:
    """The day in words of the active language ("1 January 2012"); an empty text for None."""
    return _localised(day, get_language() or "en") if day else ""


@lru_cache(maxsize=20_000)
def _localised(day: date, language: str) -> str:
    # Within treaty collections the day comes first in all six languages; Chinese has its own order.
    return format_date(day, "Y年n月j日" if language.startswith("zh") else "j F Y")
