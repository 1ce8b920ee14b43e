"""Who has helped others with an obligation. Rooms that know of help register here; this room knows none of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from accede.accounts.rights import Actor


@dataclass(frozen=True, slots=True)
class Help:
    """Help that was given: what it was, by whom, for which States, until when, and where to read of it."""

    title: str
    helpers: tuple[str, ...]
    states: tuple[str, ...]
    ends: date | None
    address: str
    #: Whether it was about this obligation itself, not only about its instrument.
    exact: bool


Source = Callable[[Actor, str, int], Sequence[Help]]
_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Add a source: called with the reader, the id of the obligation and how many are wanted; it answers by rights."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def help_with(actor: Actor, obligation: str, *, most: int = 8) -> list[Help]:
    """Help given with *obligation*, or with another of its instrument, as far as *actor* may know of it; the nearest first."""
    found = [it for source in _SOURCES for it in source(actor, obligation, most)]
    found.sort(key=lambda it: (it.exact, it.ends or date.min), reverse=True)
    return found[:most]
