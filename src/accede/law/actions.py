"""Treaty actions: an append-only log with two times, when an act took effect in law and when we learned of it."""

import datetime as dt
from enum import StrEnum

import msgspec


class ActionKind(StrEnum):
    """What a State, or a list about it, did. Terms of the depositaries; VCLT 11 to 16."""

    SIGNATURE = "signature"
    DEFINITIVE_SIGNATURE = "definitive-signature"
    RATIFICATION = "ratification"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    ACCESSION = "accession"
    SUCCESSION = "succession"
    SUCCESSION_TO_SIGNATURE = "succession-to-signature"
    FORMAL_CONFIRMATION = "formal-confirmation"
    #: A list names the State as a party and prints no usable act or date.
    LISTED_AS_PARTY = "listed-as-party"
    WITHDRAWAL = "withdrawal"
    RESERVATION = "reservation"
    DECLARATION = "declaration"
    OBJECTION = "objection"
    RESERVATION_WITHDRAWN = "reservation-withdrawn"
    DECLARATION_WITHDRAWN = "declaration-withdrawn"
    OBJECTION_WITHDRAWN = "objection-withdrawn"
    TERRITORIAL_APPLICATION = "territorial-application"


#: Acts that express consent to be bound (VCLT 11), and the listing that proves one.
CONSENT = frozenset(
    {
        ActionKind.DEFINITIVE_SIGNATURE, ActionKind.RATIFICATION, ActionKind.ACCEPTANCE, ActionKind.APPROVAL,
        ActionKind.ACCESSION, ActionKind.SUCCESSION, ActionKind.FORMAL_CONFIRMATION, ActionKind.LISTED_AS_PARTY,
    }
)  # fmt: skip
SIGNATURES = frozenset({ActionKind.SIGNATURE, ActionKind.SUCCESSION_TO_SIGNATURE})


class Standing(StrEnum):
    """What a row counts for when sources differ."""

    #: What we go by.
    STATED = "stated"
    #: Another source's different statement: shown, and the time between the two dates is uncertain.
    CONFLICTING = "conflicting"
    #: A statement that cannot be right: shown, never used.
    SET_ASIDE = "set-aside"


class TreatyAction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One act of one participant under one instrument, as one or more sources state it.

    ``date`` is the day of signature or deposit. Where it is unknown, ``earliest`` and ``latest`` bound it ("party by
    2013-10-01" is ``latest``). ``effective`` is a date of effect that the source itself records; ``succession_from`` is the
    day to which a succession reaches back.
    """

    instrument: str
    participant: str
    action: ActionKind
    date: dt.date | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    effective: dt.date | None = None
    succession_from: dt.date | None = None
    standing: Standing = Standing.STATED
    reservation_or_declaration: bool | None = None
    sources: tuple[str, ...] = ()
    note: str = ""

    @property
    def certain_by(self) -> dt.date | None:
        """The day by which the act had certainly been done."""
        return self.date or self.latest

    @property
    def possible_from(self) -> dt.date | None:
        """The first day on which it can have been done; None where nothing bounds it."""
        return self.date or self.earliest


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a row comes from, and the date of that publication (when it was knowable)."""

    id: str
    title: str
    publisher: str
    as_at: dt.date | None = None
    depositary: bool = False
    prints_withdrawals: bool | None = None
    language: str = ""

    def __str__(self) -> str:
        as_at = f", as at {self.as_at.isoformat()}" if self.as_at else ""
        return f"{self.publisher}: {self.title}{as_at}"


class StatusList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A list of parties that is complete as of a date: what allows "not party" to be said."""

    instrument: str
    source: str
    complete_as_of: dt.date
    signatures: bool = False
    parties: int | None = None
    signatories: int | None = None
    parties_outside_table: str = ""
    note: str = ""


class Question(StrEnum):
    """Why a status is left open although a list seems to answer it."""

    STATUS_DISPUTED = "status-disputed"
    EARLIER_TIME_UNKNOWN = "earlier-time-unknown"
    ABSENT_FROM_NEWER_LIST = "absent-from-newer-list"


class OpenQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A status that sources dispute or do not show."""

    instrument: str
    participant: str
    question: Question
    since: dt.date | None = None
    sources: tuple[str, ...] = ()
    note: str = ""
