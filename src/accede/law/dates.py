"""Calendar arithmetic as treaties count it, and dates as people type them."""

import re
from calendar import monthrange
from datetime import date, timedelta

from accede.law.errors import LawError

#: No instrument in the catalogue is older; earlier dates in a question are almost always slips of the pen.
EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")


def parse_date(text: str, *, field: str = "date") -> date:
    """Read an ISO 8601 calendar date; *field* names the argument in the error.

    >>> parse_date("2012-01-31")
    datetime.date(2012, 1, 31)
    >>> parse_date("31/01/2012", field="on")
    Traceback (most recent call last):
    ...
    accede.law.errors.LawError: on: '31/01/2012' is not a date. Write it as YYYY-MM-DD, for example 2012-01-31.
    >>> parse_date("2011-02-29", field="on")
    Traceback (most recent call last):
    ...
    accede.law.errors.LawError: on: '2011-02-29' is not a date: February 2011 has 28 days.
    """
    match = _ISO.match(text.strip())
    if not match:
        raise LawError(f"{field}: '{_shorten(text)}' is not a date. Write it as YYYY-MM-DD, for example 2012-01-31.")
    year, month, day = (int(part) for part in match.groups())
    if not 1 <= month <= 12:
        raise LawError(f"{field}: '{text}' is not a date: there is no month {month}.")
    if year and not 1 <= day <= monthrange(year, month)[1]:
        days = monthrange(year, month)[1]
        raise LawError(f"{field}: '{text}' is not a date: {date(year, month, 1):%B %Y} has {days} days.")
    if not year or not EARLIEST <= date(year, month, day) <= LATEST:
        raise LawError(f"{field}: '{text}' lies outside the years {EARLIEST.year} to {LATEST.year}.")
    return date(year, month, day)


def add_months(day: date, months: int) -> date:
    """The same day of the month, *months* later; the last day of that month where it has no such day.

    >>> add_months(date(2007, 11, 30), 3)
    datetime.date(2008, 2, 29)
    """
    month_index = day.year * 12 + day.month - 1 + months
    year, month = divmod(month_index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """*days* days after *day*: how both "the nth day after" and "n days after" the deposit are counted.

    >>> add_days(date(2003, 7, 1), 90)  # UNTOC 38(1): the fortieth deposit and the general entry into force
    datetime.date(2003, 9, 29)
    """
    return day + timedelta(days=days)


def first_of_month_after(day: date, *, months: int) -> date:
    """The first day of the calendar month that lies *months* months after the month of *day*.

    >>> first_of_month_after(date(2018, 6, 4), months=2)  # Beijing Protocol XXIII(2): "the second month following"
    datetime.date(2018, 8, 1)
    """
    return add_months(day.replace(day=1), months)


def _shorten(text: str, *, limit: int = 40) -> str:
    return text if len(text) <= limit else text[:limit] + "…"
