"""The finder's question and answer: what is asked of two States, and everything that was found, rejected or left open."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from accede.law.amendments import Bound
from accede.law.reasons import Reason


class Kind(StrEnum):
    """What is asked for."""

    EXTRADITION = "extradition"
    MLA = "mla"


class Label(StrEnum):
    """How far the requested State is bound by a basis."""

    BINDING = "binding"
    AT_OPTION = "at-option"
    OWN_LAW = "own-law"


class Conclusion(StrEnum):
    """The answer in one word. None only where every treaty that could give a basis is known not to."""

    BINDING = "binding"
    AT_OPTION = "at-option"
    OWN_LAW = "own-law"
    NONE = "none"
    UNKNOWN = "unknown"


class Mechanism(StrEnum):
    """How a treaty gives a basis."""

    GENERAL_TREATY = "general-treaty"
    DEEMED_INCLUSION = "deemed-inclusion"
    OPTIONAL_BASIS = "optional-basis"
    NON_CONDITIONAL = "non-conditional"
    ASSISTANCE_ARTICLE = "assistance-article"
    OWN_LAW = "own-law"


@dataclass(frozen=True)
class OwnLaw:
    """What is known of a State's own law. ``treaty_required``: does it make extradition conditional on a treaty?"""

    treaty_required: Bound = Bound.UNKNOWN
    surrenders_nationals: Bound = Bound.UNKNOWN
    #: The lowest maximum penalty for which it extradites, in years of imprisonment; None where not known.
    threshold_years: float | None = None

    def told(self, *, treaty_required: Bound | None = None, surrenders_nationals: Bound | None = None) -> "OwnLaw":
        """With what the person asking says, which counts before what the data say; None where nothing is said."""
        return replace(
            self,
            treaty_required=treaty_required or self.treaty_required,
            surrenders_nationals=surrenders_nationals or self.surrenders_nationals,
        )


@dataclass(frozen=True, kw_only=True)
class Question:
    """One State asks another, for an offence, on a date.

    ``bilateral`` is what the person asking knows of a bilateral treaty between the two beside those in the data: whether
    there is one in force. The lists loaded are not complete, so without that knowledge it stays unknown.
    """

    requesting: str
    requested: str
    offence: str
    kind: Kind
    on: date
    conduct_on: date | None = None
    requesting_law: OwnLaw = field(default_factory=OwnLaw)
    requested_law: OwnLaw = field(default_factory=OwnLaw)
    bilateral: Bound = Bound.UNKNOWN


@dataclass(frozen=True)
class Basis:
    """A basis that exists."""

    instrument: str
    label: Label
    mechanism: Mechanism
    articles: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Rejected:
    """A basis that was considered and does not exist."""

    instrument: str
    mechanism: Mechanism
    articles: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Open:
    """Something that is not known and could change the answer, and which source would settle it."""

    subject: str
    question: Reason
    settled_by: Reason
    #: Whether the answer could give a basis by itself ("unknown wins over none").
    could_give_basis: bool


@dataclass(frozen=True)
class Bar:
    """A ground on which the request may or must be refused, or that a treaty takes away."""

    ground: str
    effect: Reason
    articles: tuple[str, ...]


@dataclass(frozen=True)
class Prosecute:
    """Whether the requested State must submit the case to prosecution when it does not surrender the person."""

    duty: Bound
    instrument: str | None
    articles: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Condition:
    """A condition of the route through the Convention against Transnational Organized Crime."""

    text: Reason
    articles: tuple[str, ...]
    met: Bound


@dataclass(frozen=True)
class OrganisedCrimeRoute:
    """Whether that Convention can be added as a basis, and under which conditions (UNTOC 2, 3, 16, 18)."""

    open: Bound
    articles: tuple[str, ...]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Step:
    """One step of the reasoning, in order."""

    subject: str
    finding: Reason
    articles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """All that the finder has to say."""

    question: Question
    conclusion: Conclusion
    text: str | None
    bases: tuple[Basis, ...]
    rejected: tuple[Rejected, ...]
    bars: tuple[Bar, ...]
    prosecute: Prosecute
    organised_crime: OrganisedCrimeRoute
    unknown: tuple[Open, ...]
    steps: tuple[Step, ...]
