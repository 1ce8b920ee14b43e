"""The date that a page is asked for: read from `?on=`, and carried in every link."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from accede.kit.wording import localised
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
