"""Words in the reader's language, and words that are not, put into a page so that they are read and laid out rightly.

Asking Django for the active language costs several microseconds, and a page has hundreds of dates and sentences: a page asks
once, and passes the :class:`Reader` on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.dateformat import format as format_date
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, override

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


@dataclass(frozen=True, slots=True)
class Reader:
    """The language in which a page is written."""

    language: str

    def day(self, day: date | None) -> str:
        """The day in words ("1 January 2012"); an empty text for None."""
        return _day(day, self.language) if day else ""

    def say(self, message: str) -> str:
        """A message marked by `gettext_noop`, in the language."""
        return _say(message, self.language)

    def english(self, text: str) -> SafeString:
        """English text: as it is in English pages, marked with its language and direction in others."""
        return _english(text, self.language)


def reader() -> Reader:
    """The reader of the active language."""
    return _reader(get_language() or "en")


@lru_cache(maxsize=64)
def _reader(language: str) -> Reader:
    return Reader(language)


@lru_cache(maxsize=20_000)
def _day(day: date, language: str) -> str:
    # Within treaty collections the day comes first in all six languages; Chinese has its own order.
    with override(language):
        return format_date(day, "Y年n月j日" if language.startswith("zh") else "j F Y")


@lru_cache(maxsize=5_000)
def _say(message: str, language: str) -> str:
    with override(language):
        return gettext(message)


@lru_cache(maxsize=20_000)
def _english(text: str, language: str) -> SafeString:
    if not text:
        return SafeString("")
    if language.startswith("en"):
        return conditional_escape(text)
    return format_html('<bdi lang="en" dir="ltr">{}</bdi>', text)


def in_english(text: str) -> SafeString:
    """English text for the active language; see :meth:`Reader.english`."""
    return reader().english(text)


def localised(day: date | None) -> str:
    """The day in words of the active language; an empty text for None."""
    return reader().day(day)


def fill(template: str, parts: Mapping[str, object]) -> SafeString:
    """A translated sentence with named parts ("%(date)s"); the sentence and each part are escaped.

    >>> str(fill("Deposit on %(date)s (%(source)s).", {"date": "1 May", "source": "A & B"}))
    'Deposit on 1 May (A &amp; B).'
    """
    return format_html(_braces(template), **parts) if parts else escape(template.replace("%%", "%"))


@lru_cache(maxsize=2000)
def _braces(template: str) -> str:
    doubled = escape(template).replace("{", "{{").replace("}", "}}")
    return _PLACEHOLDER.sub(r"{\1}", doubled).replace("%%", "%")
