"""Words that are not in the reader's language, put into a page so that they are read and laid out rightly."""

import re
from collections.abc import Mapping
from functools import lru_cache

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def in_english(text: str) -> SafeString:
    """English text: as it is in English pages, marked with its language and direction in others."""
    if not text:
        return SafeString("")
    if (get_language() or "en").startswith("en"):
        return conditional_escape(text)
    return format_html('<bdi lang="en" dir="ltr">{}</bdi>', text)


def fill(template: str, parts: Mapping[str, object]) -> SafeString:
    """A translated sentence with named parts ("%(date)s"), each part escaped.

    >>> str(fill("Deposit on %(date)s (%(source)s).", {"date": "1 May", "source": "A & B"}))
    'Deposit on 1 May (A &amp; B).'
    """
    return format_html(_braces(template), **parts)


@lru_cache(maxsize=2000)
def _braces(template: str) -> str:
    doubled = template.replace("{", "{{").replace("}", "}}")
    return _PLACEHOLDER.sub(r"{\1}", doubled).replace("%%", "%")
