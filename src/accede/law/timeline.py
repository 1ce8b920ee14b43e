"""The position of one participant under one instrument over all time: a list of dates on which it changed.

Every question about status, for one cell or for the whole world, is answered from these timelines, so that the table, the
page and the series cannot disagree.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from accede.law.actions import CONSENT, SIGNATURES, ActionKind, Question, Standing, TreatyAction
from accede.law.catalogue import Instrument
from accede.law.entry_into_force import Effect, state_entry, withdrawal_effect
from accede.law.facts import Facts

ONE_DAY = timedelta(days=1)


class Status(StrEnum):
    """The four answers. Unknown is not "no"."""

    PARTY = "party"
    SIGNATORY = "signatory"
    NOT_PARTY = "not party"
    UNKNOWN = "unknown"


class Position(IntEnum):
    """The finer answers behind the four, as pages show them apart."""

    NEVER_KNOWN = 0
    NO_SUCH_STATE = 1
    NOT_PARTY = 2
    NOT_PARTY_WHEN_LAST_KNOWN = 3
    SIGNATORY = 4
    SIGNATORY_WHEN_LAST_KNOWN = 5
    IN_FORCE = 6
    NOT_YET_IN_FORCE = 7
    PARTY_FORCE_UNKNOWN = 8
    POSSIBLY_PARTY = 9
    DISPUTED = 10

    @property
    def status(self) -> Status:
        """The answer in the four words. A State that did not exist has no status: unknown, and the reason says so."""
        if self in PARTY_POSITIONS:
            return Status.PARTY
        if self is Position.SIGNATORY:
            return Status.SIGNATORY
        if self is Position.NOT_PARTY:
            return Status.NOT_PARTY
        return Status.UNKNOWN


PARTY_POSITIONS = frozenset({Position.IN_FORCE, Position.NOT_YET_IN_FORCE, Position.PARTY_FORCE_UNKNOWN})


@dataclass(frozen=True)
class Consent:
    """An expression of consent, with the uncertainty of its dates resolved into "possible from" and "certain by"."""

    action: TreatyAction
    possible_from: date
    certain_by: date
    #: From when it is in force as the source records it, and as the clause gives it.
    recorded: date | None
    computed: Effect
    #: In force at the latest by this day, also where the exact day is unknown.
    in_force_by: date | None
    conflicting: tuple[TreatyAction, ...] = ()
    #: Set where consent to another instrument has this effect: (that instrument, the article).
    implied_by: tuple[str, str] | None = None

    @property
    def in_force_from(self) -> date | None:
        """The recorded date where there is one, else the computed one."""
        return self.recorded or self.computed.date

    @property
    def exact(self) -> bool:
        """Whether the day of consent is known."""
        return self.possible_from == self.certain_by


@dataclass(frozen=True)
class Withdrawal:
    """A notified withdrawal: from when it may, and from when it certainly does, end the bond."""

    action: TreatyAction
    notified: date
    effective: Effect


@dataclass(frozen=True)
class Timeline:
    """The positions of one cell: ``positions[k]`` holds from ``starts[k]`` until the day before ``starts[k + 1]``."""

    starts: tuple[date, ...]
    positions: tuple[Position, ...]
    consents: tuple[Consent, ...]
    withdrawals: tuple[Withdrawal, ...]
    signature: TreatyAction | None

    def at(self, on: date) -> Position:
        """The position on a date."""
        return self.positions[bisect_right(self.starts, on) - 1]

    def last_known(self, on: date, *, not_before: date) -> tuple[Status, date] | None:
        """The last certain status before *on*, and the last day on which it was certain."""
        for index in range(bisect_right(self.starts, on) - 1, -1, -1):
            position = self.positions[index]
            if position.status is not Status.UNKNOWN:
                until = on if index + 1 == len(self.starts) else self.starts[index + 1] - ONE_DAY
                return (position.status, until) if until >= not_before else None
        return None

    def consent_on(self, on: date) -> Consent | None:
        """The consent that makes the participant a party on *on*."""
        ended = [(it.notified, it.effective.date) for it in self.withdrawals]
        for consent in reversed(self.consents):
            if consent.certain_by <= on and not any(
                consent.certain_by <= notified and effective is not None and effective <= on
                for notified, effective in ended
            ):
                return consent
        return None


def build_timeline(facts: Facts, participant: str, instrument_id: str) -> Timeline:
    """Work out every change of position of one participant under one instrument."""
    instrument = facts.catalogue[instrument_id]
    rows = facts.actions_of(participant, instrument_id)
    consents = _consents(facts, participant, instrument, rows) + _implied(facts, participant, instrument)
    consents.sort(key=lambda consent: consent.certain_by)
    withdrawals = tuple(
        Withdrawal(row, row.date, _recorded_or(row, withdrawal_effect(instrument, notified=row.date)))
        for row in rows
        if row.action is ActionKind.WITHDRAWAL and row.standing is Standing.STATED and row.date is not None
    )
    signature = next((row for row in rows if row.action in SIGNATURES and row.certain_by is not None), None)
    draft = Timeline((), (), tuple(consents), withdrawals, signature)
    cell = _Cell(facts, participant, instrument, draft)
    starts: list[date] = []
    positions: list[Position] = []
    for day in cell.candidate_days():
        position = cell.position(day)
        if not positions or positions[-1] is not position:
            starts.append(day)
            positions.append(position)
    return Timeline(tuple(starts), tuple(positions), draft.consents, withdrawals, signature)


class _Cell:
    """What decides the position of one participant under one instrument on any one day."""

    def __init__(self, facts: Facts, participant: str, instrument: Instrument, timeline: Timeline) -> None:
        self.timeline = timeline
        self.adopted = instrument.binds_from_adoption
        statehood = facts.participants.statehood(participant)
        self.existed_from = statehood.existed_from if statehood else None
        newest = facts.newest_list(instrument.id)
        self.complete = newest.complete_as_of if newest else None
        self.question = facts.questions_by_cell.get((participant, instrument.id))

    def candidate_days(self) -> list[date]:
        """Every day on which the position can change."""
        timeline = self.timeline
        days: set[date | None] = {date.min, self.adopted, self.existed_from}
        days.add(self.complete and self.complete + ONE_DAY)
        days.add(self.complete)
        days.add(self.question.since if self.question else None)
        for consent in timeline.consents:
            days |= {consent.possible_from, consent.certain_by, consent.in_force_from, consent.in_force_by}
        for withdrawal in timeline.withdrawals:
            days |= {withdrawal.notified, withdrawal.effective.date}
        days.add(timeline.signature.certain_by if timeline.signature else None)
        return sorted(day for day in days if day is not None)

    def position(self, on: date) -> Position:
        """The position on *on*; the order of the questions is the rule."""
        consent = self.timeline.consent_on(on)
        if self.existed_from is not None and on < self.existed_from and consent is None:
            return Position.NO_SUCH_STATE
        if on < self.adopted:
            return Position.NOT_PARTY
        if self._questioned(on):
            return Position.DISPUTED
        if consent is not None:
            return self._party(consent, on)
        if any(it.possible_from <= on < it.certain_by for it in self.timeline.consents):
            return Position.POSSIBLY_PARTY
        return self._without_consent(on)

    def _party(self, consent: Consent, on: date) -> Position:
        for withdrawal in self.timeline.withdrawals:
            open_ended = withdrawal.effective.date is None and withdrawal.notified >= consent.certain_by
            if open_ended and withdrawal.notified <= on:
                return Position.POSSIBLY_PARTY
        if consent.in_force_by is not None and consent.in_force_by <= on:
            return Position.IN_FORCE
        if consent.in_force_from is None or not consent.exact:
            return Position.PARTY_FORCE_UNKNOWN
        return Position.IN_FORCE if consent.in_force_from <= on else Position.NOT_YET_IN_FORCE

    def _without_consent(self, on: date) -> Position:
        signed = self.timeline.signature is not None and (self.timeline.signature.certain_by or date.max) <= on
        if self.complete is not None and on <= self.complete:
            return Position.SIGNATORY if signed else Position.NOT_PARTY
        if signed:
            return Position.SIGNATORY_WHEN_LAST_KNOWN
        born_later = self.existed_from is not None and self.complete is not None and self.existed_from > self.complete
        if self.complete is None or born_later:
            return Position.NEVER_KNOWN
        return Position.NOT_PARTY_WHEN_LAST_KNOWN

    def _questioned(self, on: date) -> bool:
        if self.question is None:
            return False
        if self.question.question is Question.EARLIER_TIME_UNKNOWN:
            return self.complete is not None and on < self.complete
        return self.question.since is None or on >= self.question.since


def _consents(facts: Facts, participant: str, instrument: Instrument, rows: list[TreatyAction]) -> list[Consent]:
    consents = []
    for row in rows:
        if row.action not in CONSENT or row.standing is not Standing.STATED or row.certain_by is None:
            continue
        others = tuple(
            other for other in rows if other.action in CONSENT and other.standing is Standing.CONFLICTING and other.date
        )
        consents.append(_consent(facts, participant, instrument, row, others))
    return consents


def _consent(
    facts: Facts,
    participant: str,
    instrument: Instrument,
    row: TreatyAction,
    others: tuple[TreatyAction, ...],
) -> Consent:
    statehood = facts.participants.statehood(participant)
    born = statehood.existed_from if statehood else None
    floor = max(instrument.binds_from_adoption, born or date.min)
    certain = row.certain_by or date.max
    possible = row.possible_from or floor
    succession = row.succession_from or (statehood.succession_from if statehood else None)
    if row.action is ActionKind.SUCCESSION:
        possible, certain = (max(succession, floor),) * 2 if succession else (floor, certain)
    computed = _since_birth(
        state_entry(instrument, action=row.action, deposit=row.date, succession_from=succession), born
    )
    conflict_dates = [other.date for other in others if other.date is not None]
    dates = [day for day in (row.date, *conflict_dates) if day is not None]
    if conflict_dates and row.date is not None and row.action is not ActionKind.SUCCESSION:
        possible, certain = min(possible, *dates), max(certain, *dates)
    # A list may print a predecessor's deposit for the successor: it binds the successor from its own beginning.
    possible, certain = max(possible, floor), max(certain, floor)
    if row.effective is not None:
        latest: date | None = row.effective
    elif row.action is ActionKind.SUCCESSION:
        latest = computed.date or (row.certain_by and _no_earlier(row.certain_by, instrument))
    else:
        latest = state_entry(instrument, action=row.action, deposit=certain).date
    return Consent(row, possible, certain, row.effective, computed, latest, others)


def _implied(facts: Facts, participant: str, instrument: Instrument) -> list[Consent]:
    """Consent to an amendment that makes an outsider party to this instrument as amended (for example Beijing XXI(2))."""
    if any(
        row.action in CONSENT and row.standing is Standing.STATED
        for row in facts.actions_of(participant, instrument.id)
    ):
        return []
    consents = []
    for other_id in instrument.amended_by:
        other = facts.catalogue[other_id]
        effect = other.ratification_effect
        if effect is None or effect.joins != instrument.id:
            continue
        for row in facts.actions_of(participant, other_id):
            if row.action in effect.by and row.standing is Standing.STATED and row.certain_by is not None:
                consent = _consent(facts, participant, other, row, ())
                consents.append(
                    Consent(
                        row, consent.possible_from, consent.certain_by, consent.recorded, consent.computed,
                        consent.in_force_by, implied_by=(other_id, effect.article),
                    )
                )  # fmt: skip
    return consents


def _since_birth(effect: Effect, born: date | None) -> Effect:
    if born is None or effect.date is None or effect.date >= born:
        return effect
    return Effect(born, effect.article, effect.rule, "A predecessor's deposit binds the State from its beginning.")


def _no_earlier(day: date, instrument: Instrument) -> date:
    return max(day, instrument.entered_into_force or day)


def _recorded_or(row: TreatyAction, computed: Effect) -> Effect:
    return Effect(row.effective, computed.article, "as recorded") if row.effective else computed
