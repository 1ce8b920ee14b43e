"""What the room keeps beside the rules of the law, as plain values, and which fields tell one entry from another.

Statements and bilateral treaties are those of :mod:`accede.law.basis.rules`; here are a State's own law over time, and its
central authorities.
"""

import datetime as dt
from enum import StrEnum
from typing import TypeVar

import msgspec

from accede.law.amendments import Bound
from accede.law.basis.model import OwnLaw
from accede.law.basis.rules import Bilateral, Statement, Subject

#: The code of a State that does not exist (ISO 3166-1 leaves it to users): the only one that marked samples may bear.
SAMPLE_STATE = "XAA"
#: Central authorities older than this are to be checked again.
VERIFY_AFTER = dt.timedelta(days=365)


class OwnLawRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a source says of a State's own law, from a day on and until a later record takes its place."""

    participant: str
    holds_from: dt.date
    treaty_required: Bound = Bound.UNKNOWN
    surrenders_nationals: Bound = Bound.UNKNOWN
    #: The lowest maximum penalty for which it extradites, in years of imprisonment.
    threshold_years: float | None = None
    source: str = ""
    note: str = ""

    @property
    def law(self) -> OwnLaw:
        """As the finder takes it."""
        return OwnLaw(self.treaty_required, self.surrenders_nationals, self.threshold_years)


class Purpose(StrEnum):
    """What a central authority is for."""

    EXTRADITION = "extradition"
    MLA = "mla"
    BOTH = "both"

    def serves(self, kind: str) -> bool:
        """Whether it takes requests of *kind* ("extradition" or "mla")."""
        return self is Purpose.BOTH or self.value == kind


class Authority(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To whom a State wants requests to be sent. ``sample`` marks an invented entry that shows what the form is."""

    participant: str
    purpose: Purpose
    name: str
    address: str
    last_verified: dt.date
    source: str
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    urgent_contact: str = ""
    note: str = ""
    sample: bool = False

    def is_due(self, today: dt.date) -> bool:
        """Whether it was last verified more than a year ago."""
        return today - self.last_verified > VERIFY_AFTER


Record = Statement | Bilateral | OwnLawRecord | Authority
R = TypeVar("R", bound=Record)
Key = tuple[str, ...]


def key_of(record: Record) -> Key:
    """What tells one entry from another: a later row with the same key takes the place of an earlier one."""
    match record:
        case Statement():
            parts = [record.participant, record.instrument, record.type, record.subject.value]
            parts += [record.date.isoformat(), record.article, record.against]
            # A State can leave several treaties of the annex out with one declaration.
            return (*parts, record.value) if record.subject is Subject.ANNEX_EXCLUDED else tuple(parts)
        case Bilateral():
            return (record.id,)
        case OwnLawRecord():
            return record.participant, record.holds_from.isoformat()
        case Authority():
            return record.participant, record.purpose.value, record.name
