"""What binds two States on a date: every question of status that the finder asks, answered yes, no or not known."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from accede.law.amendments import Bound, bound
from accede.law.basis.rules import Rules
from accede.law.facts import Facts
from accede.law.timeline import Consent, Timeline, build_timeline

TimelineOf = Callable[[str, str], Timeline]


def all_of(*answers: Bound) -> Bound:
    """Yes where all are yes, no where one is no, else not known."""
    if Bound.NO in answers:
        return Bound.NO
    return Bound.UNKNOWN if Bound.UNKNOWN in answers else Bound.YES


def in_force_at_all(facts: Facts, instrument: str, on: date) -> bool:
    """Whether the instrument had entered into force for anyone; one of which no such date is recorded is not ruled out."""
    since = facts.catalogue[instrument].entered_into_force
    return since is None or since <= on


@dataclass(frozen=True, eq=False)
class Ties:
    """Bonds of States on one date; each is worked out once."""

    facts: Facts
    rules: Rules
    on: date
    timeline_of: TimelineOf | None = None
    _single: dict[tuple[str, str], Bound] = field(default_factory=dict)

    def timeline(self, participant: str, instrument: str) -> Timeline:
        """The timeline of one cell, from memory where the caller has it."""
        if self.timeline_of is not None:
            return self.timeline_of(participant, instrument)
        return build_timeline(self.facts, participant, instrument)

    def consent(self, participant: str, instrument: str) -> Consent | None:
        """The consent in effect on the date."""
        return self.timeline(participant, instrument).consent_on(self.on)

    def one(self, participant: str, instrument: str) -> Bound:
        """Whether an instrument is in force for a State.

        A regional treaty of which no list is loaded is known not to bind a State that cannot join it, and no treaty binds
        anyone before its general entry into force, whatever is not known of a State's deposit.
        """
        key = participant, instrument
        if key not in self._single:
            answer = bound(self.timeline(participant, instrument).at(self.on))
            if not in_force_at_all(self.facts, instrument, self.on):
                answer = Bound.NO
            no_list = answer is Bound.UNKNOWN and self.facts.newest_list(instrument) is None
            if no_list and not self.rules.may_join(self.facts.participants, participant, instrument):
                answer = Bound.NO
            self._single[key] = answer
        return self._single[key]

    def amended_only(self, participant: str, instrument: str) -> bool:
        """Whether the State is bound by the instrument only as amended (Beijing Protocol XXI(2), Montreal Protocol XVII(3))."""
        consent = self.consent(participant, instrument)
        return consent is not None and consent.implied_by is not None

    def both(self, one: str, other: str, instrument: str) -> Bound:
        """Whether an instrument, by its own text, is in force between two States."""
        extra = self.rules.treaty(instrument).also_bound
        answers = [self.one(code, it) for it in (instrument, extra) if it for code in (one, other)]
        answer = all_of(*answers)
        if answer is Bound.YES and (self.amended_only(one, instrument) or self.amended_only(other, instrument)):
            return Bound.UNKNOWN
        return answer

    def since(self, one: str, other: str, instrument: str) -> date | None:
        """From when the instrument is in force between the two; None where a date is not known."""
        consents = [self.consent(code, instrument) for code in (one, other)]
        days = [consent.in_force_from for consent in consents if consent is not None]
        known = [day for day in days if day is not None]
        return max(known) if len(known) == 2 else None
