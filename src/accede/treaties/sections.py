"""What other rooms show on a State's public page. They register here; this room knows none of them.

A section has a ``version``, which names the last change of what it shows (one small query): public pages are kept until the
version of the log or of a section changes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a State's page: its template, what names its state, and what it shows of a State."""

    template: str
    version: Callable[[], str]
    context: Callable[[str], dict[str, Any]]


_SECTIONS: list[Section] = []


def register(section: Section) -> None:
    """Add a section; called once, when the room that has it is ready."""
    if section not in _SECTIONS:
        _SECTIONS.append(section)


def sections() -> tuple[Section, ...]:
    """All sections, in the order in which they registered."""
    return tuple(_SECTIONS)


def sections_version() -> str:
    """What names the state of all sections."""
    return "|".join(section.version() for section in _SECTIONS)
