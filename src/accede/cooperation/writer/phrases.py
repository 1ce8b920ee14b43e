"""The fixed words of a request, a file for each language: ``words/<language>.toml``.

A language is offered as soon as its file is there; nothing else in the writer knows which languages there are. A file names its
direction, so that Arabic needs a file and nothing more.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date

WORDS = Path(__file__).parent / "words"
#: In the order in which they are offered.
UNITED_NATIONS = ("en", "fr", "es", "ar", "ru", "zh")
_PART = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of one language by key: "heading.facts"."""

    language: str
    name: str
    direction: str
    texts: Mapping[str, str]

    def __call__(self, key: str, /, **parts: str) -> str:
        """The text of *key* with *parts* filled in, in one pass: what is filled in is never read again."""
        return _PART.sub(lambda found: parts.get(found[1], found[0]), self.texts[key])

    def day(self, day: date) -> str:
        """A date in words."""
        # American English would put the month first.
        return format_date(day, "long", locale="en_GB" if self.language == "en" else self.language)


def languages() -> tuple[str, ...]:
    """The languages in which a request can be written."""
    return tuple(it for it in UNITED_NATIONS if (WORDS / f"{it}.toml").is_file())


@cache
def phrases(language: str) -> Phrases:
    """The words of a language. Raises :class:`KeyError` for one that is not offered."""
    if language not in languages():
        raise KeyError(language)
    content = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    texts = dict(_flat(content, ""))
    return Phrases(texts.pop("language"), texts.pop("name"), texts.pop("direction"), texts)


def _flat(content: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in content.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((f"{prefix}{key}", str(value)))
    return found
