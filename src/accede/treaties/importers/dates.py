"""Dates as depositaries print them, with the letters and marks that cling to them."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

#: Nothing was ever signed under these instruments before, and slips of the pen are common: 1796 for 1976.
FIRST_YEAR = 1945
LAST_YEAR = 2199
#: British records write this where a date is not known.
PLACEHOLDER = date(1900, 1, 1)

NONE_WORDS = frozenset({"", "-", "–", "—", "−", "--", "---", "..", "...", "…"})

_WORDS = r"(?P<day>\d{1,2})(?:\s+|(?=[A-Za-z]))(?P<month>[A-Za-z]{3,9})\.?,?\s+(?P<year>\d{1,4})"
_ISO = r"(?P<iso_year>\d{4})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})"
_NUMBERS = r"(?P<first>\d{1,2})\s?(?P<sep>[./-])\s?(?P<second>\d{1,2})\s?(?P=sep)\s?(?P<number_year>\d{2,4})"
#: Something that wants to be a date, wherever it stands in a line.
DATE = re.compile(rf"(?<![\w/.-])(?:{_ISO}|{_NUMBERS}|{_WORDS})(?![\w/-])")
#: Marks of notes after a date: (*), [3], (12), *.
_MARKS = re.compile(r"(?:\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\(\*{1,3}\)|\*|†|‡))+\s*\Z")
#: Longer than any cell with a date.
LONGEST = 200


class NoDate(ValueError):
    """The text is no date, or one that cannot be told for certain; the message says why and what to write."""


class DatedText(NamedTuple):
    """A date (None where the cell says that there is none) and the letters printed after it, such as "a" or "AA"."""

    date: date | None
    mode: str = ""


def read_dated(text: str, *, day_first: bool = False) -> DatedText:
    """A cell of one date and perhaps a letter. Raises :class:`NoDate`.

    *day_first* says that 03/04/2012 is 3 April; without it a date that could be read either way is refused.

    >>> read_dated("24 Sep 2003 a")
    DatedText(date=datetime.date(2003, 9, 24), mode='a')
    >>> read_dated("15 April 1977 (s)")
    DatedText(date=datetime.date(1977, 4, 15), mode='s')
    >>> read_dated("–")
    DatedText(date=None, mode='')
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise NoDate(f"'{text[:60]}…' is not a date.")
    if text in NONE_WORDS:
        return DatedText(None)
    found = DATE.match(text)
    if not found:
        raise NoDate(
            f"'{text[:60]}' is not a date. Written as in '24 Sep 2003', '15 April 1977' or '2003-09-24' it is."
        )
    rest = _MARKS.sub("", text[found.end() :]).strip()
    letters = re.fullmatch(r"(?:\(([A-Za-z]{1,4})\)|([A-Za-z]{1,4}))?(?:\s*\d{1,2}(?:\s*,\s*\d{1,2})*)?", rest)
    if not letters:
        raise NoDate(f"'{rest[:60]}' after the date in '{text[:80]}' is not understood.")
    return DatedText(date_from(found, day_first=day_first), letters.group(1) or letters.group(2) or "")


def date_from(found: re.Match[str], *, day_first: bool = False) -> date | None:
    """The date in a match of :data:`DATE`; None for the placeholder of 1 January 1900. Raises :class:`NoDate`."""
    text = found.group(0)
    if found.group("iso_year"):
        parts = (found.group("iso_year"), found.group("iso_month"), found.group("iso_day"))
        return _date(text, *(int(part) for part in parts))
    if found.group("month"):
        month = _MONTHS.get(found.group("month").lower())
        if month is None:
            raise NoDate(f"'{text}' is not a date: there is no month '{found.group('month')}'.")
        return _date(text, int(found.group("year")), month, int(found.group("day")))
    first, second, year = (int(found.group(name)) for name in ("first", "second", "number_year"))
    if len(found.group("number_year")) != 4:
        raise NoDate(f"'{text}' does not write the year with four figures.")
    if first <= 12 and second > 12:
        raise NoDate(f"'{text}' writes the month first; day first, or YYYY-MM-DD, is read.")
    if first <= 12 and second <= 12 and first != second and not day_first:
        raise NoDate(
            f"'{text}' can be read with the day or the month first. Write YYYY-MM-DD; where the whole file writes the day "
            "first, say --day-first."
        )
    return _date(text, year, second, first)


def _date(text: str, year: int, month: int, day: int) -> date | None:
    if (year, month, day) == (PLACEHOLDER.year, PLACEHOLDER.month, PLACEHOLDER.day):
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoDate(f"'{text}' lies outside the years {FIRST_YEAR} to {LAST_YEAR}.")
    if not 1 <= month <= 12:
        raise NoDate(f"'{text}' is not a date: there is no month {month}.")
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise NoDate(f"'{text}' is not a date: {date(year, month, 1):%B %Y} has {days} days.")
    return date(year, month, day)


_AS_AT = re.compile(
    r"\b(?:as\s+(?:at|of|on)|status\s+on|last\s+(?:updated?|change\s+of\s+status|modified))\s*[:.]?\s*(?:the\s+)?",
    re.IGNORECASE,
)


def find_as_at(text: str) -> date | None:
    """The day that a list says it was made: "STATUS AS AT : 10-07-2014", "Status list as of 1 September 1995".

    These lines are day first in every depositary's publication. Raises :class:`NoDate` where the date cannot be.

    >>> find_as_at("STATUS AS AT : 10-07-2014 05:02:31 EDT")
    datetime.date(2014, 7, 10)
    """
    for found in _AS_AT.finditer(text):
        dated = DATE.match(text, found.end())
        if dated:
            return date_from(dated, day_first=True)
    return None
