"""Which text binds two States: the instrument as first adopted, or as amended.

An amendment binds between its own parties only; with every other party the earlier text goes on (VCLT 40(4); CPPNM 20(2)).
Becoming party to some amendments makes an outsider party to the amended instrument (Beijing Protocol XXI(2), Montreal Protocol
2014 XVII(3)); how it stands towards a State bound only by the earlier text is not regulated.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accede.law.facts import Facts
from accede.law.timeline import Position, Timeline, build_timeline


class Bound(StrEnum):
    """Whether an instrument is in force for a State on a date."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


#: Positions that leave open whether the instrument is in force for the State.
_OPEN = frozenset(
    {
        Position.NEVER_KNOWN, Position.NOT_PARTY_WHEN_LAST_KNOWN, Position.SIGNATORY_WHEN_LAST_KNOWN,
        Position.PARTY_FORCE_UNKNOWN, Position.POSSIBLY_PARTY, Position.DISPUTED,
    }
)  # fmt: skip


def bound(position: Position) -> Bound:
    """Whether the instrument is in force for a State in that position: yes, no, or not known."""
    if position is Position.IN_FORCE:
        return Bound.YES
    return Bound.UNKNOWN if position in _OPEN else Bound.NO


@dataclass(frozen=True)
class TextBetween:
    """The text that binds a pair: ``text`` is an instrument's id, or None; ``bound`` says whether that is certain."""

    bound: Bound
    text: str | None
    articles: tuple[str, ...]
    explanation: str


def text_between(facts: Facts, one: str, other: str, instrument: str, on: date) -> TextBetween:
    """Which text of *instrument* binds two participants on a date.

    Raises :class:`accede.law.errors.UnknownName` for a code that does not exist.
    """
    parent = facts.catalogue[instrument]
    codes = (facts.participants[one].code, facts.participants[other].code)
    parent_lines = [build_timeline(facts, code, parent.id) for code in codes]
    maybe: list[str] = []
    for amendment_id in parent.amended_by:
        amendment = facts.catalogue[amendment_id]
        if amendment.amends != parent.id:
            continue
        bonds = [bound(build_timeline(facts, code, amendment.id).at(on)) for code in codes]
        if bonds == [Bound.YES, Bound.YES]:
            effect = amendment.ratification_effect
            articles = (effect.article,) if effect else ()
            return TextBetween(Bound.YES, amendment.id, articles, f"Both are bound by {amendment.short_title}.")
        if Bound.NO not in bonds:
            maybe.append(amendment.short_title)
    answer = _earlier_text(parent.id, parent.short_title, parent_lines, on)
    if maybe and answer.bound is not Bound.NO:
        explanation = f"Whether both are bound by {' and '.join(maybe)} is not known."
        return TextBetween(Bound.UNKNOWN, None, ("VCLT 40(4)",), explanation)
    return answer


def _earlier_text(parent: str, title: str, lines: list[Timeline], on: date) -> TextBetween:
    bonds = [bound(line.at(on)) for line in lines]
    if Bound.NO in bonds:
        return TextBetween(Bound.NO, None, (), f"{title} does not bind both.")
    if Bound.UNKNOWN in bonds:
        return TextBetween(Bound.UNKNOWN, None, (), f"Whether {title} binds both is not known.")
    joined_amended_only = [consent.implied_by for line in lines if (consent := line.consent_on(on)) is not None]
    articles = tuple(implied[1] for implied in joined_amended_only if implied is not None)
    if articles:
        explanation = (
            "One joined the amended text only; its relations with a State bound by the earlier text are not regulated."
        )
        return TextBetween(Bound.UNKNOWN, None, articles, explanation)
    return TextBetween(Bound.YES, parent, ("VCLT 40(4)",), f"Both are bound by {title}, and no amendment binds both.")
