"""What is compared of an activity, whoever publishes it, and the words of its title and description."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accede.kit.folding import name_key

_WORD = re.compile(r"[^\W\d_]{3,}")
#: Words of languages in which partners publish that say nothing of what is done; others are weighed by how rare they are.
_STOP = frozenset(
    re.findall(
        r"\w+",
        "the and for with from that this will are has have been their its which into not all was were can may our other also "
        "through under within including such activity activities project programme program support provide provided provides "
        "assistance development technical implementation "
        "para por con del las los una que como sus entre proyecto programa apoyo desarrollo "
        "les des dans pour sur aux est une par avec projet appui",
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity. ``places`` are countries in two letters; ``total`` is planned or committed money in one currency."""

    key: str
    publisher: str
    title: str
    text: str = ""
    places: frozenset[str] = frozenset()
    starts: date | None = None
    ends: date | None = None
    sectors: frozenset[str] = frozenset()
    #: Names and identifiers of who carries it out or pays, the publisher left out.
    partners: frozenset[str] = frozenset()
    total: Decimal | None = None
    currency: str = ""
    #: Identifiers that it says are the same activity; and those that it knows as parent, child, sibling or source of money.
    same_as: frozenset[str] = frozenset()
    related: frozenset[str] = frozenset()


def words(text: str) -> list[str]:
    """The words that say what something is about.

    >>> words("Support to the Courts of Appeal, 2012")
    ['courts', 'appeal']
    """
    return [word for word in _WORD.findall(text.casefold()) if word not in _STOP]


def party_key(ref: str, name: str) -> str:
    """By which an organisation is known again: its name whatever the order of the words, else its identifier."""
    return name_key(name) if name.strip() else ref.casefold()
