"""What is asked about: a record with whose it is and the state it is in, and how to ask the same of the database."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """A record as the table of rights reads it."""

    record: str
    status: str = ""
    #: States whose record it is.
    states: frozenset[str] = frozenset()
    #: Organisations whose record it is (the partner's own, the donor's own).
    organisations: frozenset[int] = frozenset()
    #: Organisations it was shared with, by the State's consent.
    shared_with: frozenset[int] = frozenset()
    programmes: frozenset[int] = frozenset()
    #: People it is about, or who work on it.
    persons: frozenset[int] = frozenset()
    #: Shown to everyone by those whose it is.
    public: bool = False


@dataclass(frozen=True, slots=True)
class Map:
    """Where a model keeps what the table asks: paths for the query, and the subject of one instance.

    A path left empty means that the model has no such thing, so that the relation never holds.
    """

    record: str
    subject: Callable[..., Subject]
    status: str = ""
    states: str = ""
    organisations: str = ""
    shared_with: str = ""
    #: The path to the time at which sharing ended; a row with one no longer counts.
    shared_ended: str = ""
    programmes: str = ""
    persons: str = ""
    public: str = ""
    #: The path to the last day on which it is public, where it has one.
    public_until: str = ""
