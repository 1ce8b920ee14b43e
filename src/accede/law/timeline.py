"""The position of one participant under one instrument over all time: a list of dates on which it changed.

Every question about status, for one cell or for the whole world, is answered from these timelines, so that the table, the
page and the series cannot disagree.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from accede.law.actions import CONSENT, SIGNATURES, ActionKind, OpenQuestion, Question, Standing, TreatyAction
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
    #: Whether the sources, where they differ, lead to one day of entry into force.
    agreed: bool = True
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

    @property
    def force_known(self) -> bool:
        """Whether the day of entry into force is known: recorded, or computed from a day that no source disputes."""
        return self.recorded is not None or (self.exact and self.agreed)


@dataclass(frozen=True)
class Withdrawal:
    """A notified withdrawal: from when it may, and from when it certainly does, end the bond."""

    action: TreatyAction
    #: The day of the notification; where that is not known, the day by which it had certainly been made.
    notified: date
    effective: Effect
    #: The first day on which it may already have taken effect.
    possible_from: date

    def ends(self, consent: Consent) -> bool:
        """Whether it is a withdrawal from that bond: a later consent is a new one, and so is one to another instrument."""
        same = consent.implied_by is not None or consent.action.instrument == self.action.instrument
        return same and consent.certain_by <= self.notified


@dataclass(frozen=True)
class Timeline:
    """The positions of one cell: ``positions[k]`` holds from ``starts[k]`` until the day before ``starts[k + 1]``."""

    starts: tuple[date, ...]
    positions: tuple[Position, ...]
    consents: tuple[Consent, ...]
    withdrawals: tuple[Withdrawal, ...]
    signatures: tuple[TreatyAction, ...]

    def at(self, on: date) -> Position:
        """The position on a date."""
        return self.positions[bisect_right(self.starts, on) - 1]

    def last_known(self, on: date, *, not_before: date) -> tuple[Status, date] | None:
        """The last certain status before *on*, and the last day on which it was certain."""
        for index in range(bisect_right(self.starts, on) - 1, -1, -1):
            position = self.positions[index]
            if position.status is not Status.UNKNOWN:
                until = on if index + 1 == len(self.starts) else self.starts[index + 1] - ONE_DAY
                left = self.left_after_the_lists(on)
                if left is not None and left.effective.date is not None and until < left.effective.date:
                    return (Status.NOT_PARTY, left.effective.date)
                return (position.status, until) if until >= not_before else None
        return None

    def left_after_the_lists(self, on: date) -> Withdrawal | None:
        """The withdrawal that is the last thing known, where no list reaches as far: it shows that the bond had ended."""
        if self.at(on) is not Position.NOT_PARTY_WHEN_LAST_KNOWN:
            return None
        left = [it for it in self.withdrawals if it.effective.date is not None and it.effective.date <= on]
        last = max(left, key=lambda it: it.effective.date or date.min, default=None)
        return last if last is not None and self._ended_with(last) else None

    def _ended_with(self, withdrawal: Withdrawal) -> bool:
        day = withdrawal.effective.date
        return day is not None and self.at(day) is Position.NOT_PARTY_WHEN_LAST_KNOWN

    def consent_on(self, on: date) -> Consent | None:
        """The consent that makes the participant a party on *on*.

        Of several that do, the first: a second deposit adds nothing to a bond. One that is in force goes before one that
        is not yet, and one under a withdrawal that may have taken effect, or through another instrument, goes last.
        """
        binding = [consent for consent in self.consents if consent.certain_by <= on and not self.left(consent, on)]
        return min(binding, key=lambda consent: self._preference(consent, on), default=None)

    def left(self, consent: Consent, on: date) -> bool:
        """Whether a withdrawal from that bond had certainly taken effect by *on*."""
        effects = [it.effective.date for it in self.withdrawals if it.ends(consent)]
        return any(day is not None and day <= on for day in effects)

    def _preference(self, consent: Consent, on: date) -> tuple[bool, bool, bool, date]:
        in_force = consent.in_force_by is not None and consent.in_force_by <= on
        return (self.perhaps_left(consent, on), not in_force, consent.implied_by is not None, consent.certain_by)

    def perhaps_left(self, consent: Consent, on: date) -> bool:
        """Whether a withdrawal from that bond may have taken effect by *on*."""
        return any(it.ends(consent) and it.possible_from <= on for it in self.withdrawals)

    def withdrawn_without_consent(self) -> list[Withdrawal]:
        """Withdrawals from a bond whose beginning no source gives."""
        return [it for it in self.withdrawals if not any(c.possible_from <= it.notified for c in self.consents)]

    def signature_on(self, on: date) -> TreatyAction | None:
        """The signature that counts on *on*; one that was followed by a withdrawal does so no longer."""
        left = [it.notified for it in self.withdrawals if it.effective.date is not None and it.effective.date <= on]
        for signature in self.signatures:
            day = signature.certain_by
            if day is not None and day <= on and not any(day <= notified for notified in left):
                return signature
        return None


def build_timeline(facts: Facts, participant: str, instrument_id: str) -> Timeline:
    """Work out every change of position of one participant under one instrument."""
    instrument = facts.catalogue[instrument_id]
    rows = facts.actions_of(participant, instrument_id)
    withdrawals = tuple(_withdrawals(instrument, rows))
    consents = _consents(facts, participant, instrument, rows)
    implied = _implied(facts, participant, instrument, consents, withdrawals)
    withdrawals += tuple(_withdrawals_behind(facts, participant, implied))
    consents = sorted([*consents, *implied], key=lambda consent: consent.certain_by)
    signatures = tuple(row for row in rows if row.action in SIGNATURES and row.standing is Standing.STATED)
    draft = Timeline((), (), tuple(consents), withdrawals, signatures)
    cell = _Cell(facts, participant, instrument, draft)
    starts: list[date] = []
    positions: list[Position] = []
    for day in cell.candidate_days():
        position = cell.position(day)
        if not positions or positions[-1] is not position:
            starts.append(day)
            positions.append(position)
    return Timeline(tuple(starts), tuple(positions), draft.consents, withdrawals, signatures)


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
        self.answered_from = _answered_from(facts, self.question) if self.question else None

    def candidate_days(self) -> list[date]:
        """Every day on which the position can change."""
        timeline = self.timeline
        days: set[date | None] = {date.min, self.adopted, self.existed_from}
        days.add(self.complete and self.complete + ONE_DAY)
        days.add(self.complete)
        days.add(self.question.since if self.question else None)
        days.add(self.answered_from)
        for consent in timeline.consents:
            days |= {consent.possible_from, consent.certain_by, consent.in_force_from, consent.in_force_by}
        for withdrawal in timeline.withdrawals:
            days |= {withdrawal.notified, withdrawal.effective.date, withdrawal.possible_from}
        days |= {signature.certain_by for signature in timeline.signatures}
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
        if any(it.effective.date is None or on < it.effective.date for it in self.timeline.withdrawn_without_consent()):
            return Position.POSSIBLY_PARTY
        return self._without_consent(on)

    def _party(self, consent: Consent, on: date) -> Position:
        if self.timeline.perhaps_left(consent, on):
            return Position.POSSIBLY_PARTY
        if consent.in_force_by is not None and consent.in_force_by <= on:
            return Position.IN_FORCE
        if consent.in_force_from is None or not (consent.exact and consent.force_known):
            return Position.PARTY_FORCE_UNKNOWN
        if consent.in_force_from <= on:
            return Position.IN_FORCE
        another = any(self._may_be_in_force(it, on) for it in self.timeline.consents if it is not consent)
        return Position.PARTY_FORCE_UNKNOWN if another else Position.NOT_YET_IN_FORCE

    def _may_be_in_force(self, consent: Consent, on: date) -> bool:
        """Whether a further bond, whose day may not be known, can have brought the instrument into force already."""
        if consent.possible_from > on or self.timeline.left(consent, on):
            return False
        known = consent.in_force_from if consent.force_known else None
        return known is None or known <= on

    def _without_consent(self, on: date) -> Position:
        signed = self.timeline.signature_on(on) is not None
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
            return self.answered_from is not None and on < self.answered_from
        return self.question.since is None or on >= self.question.since


def _answered_from(facts: Facts, question: OpenQuestion) -> date | None:
    """The date of the list that the question is about: that list answers for its own date, not for the time before."""
    lists = facts.lists_by_instrument.get(question.instrument, [])
    cited = [row.complete_as_of for row in lists if row.source in question.sources]
    return min(cited or [row.complete_as_of for row in lists[-1:]], default=None)


def _withdrawals(instrument: Instrument, rows: list[TreatyAction]) -> Iterator[Withdrawal]:
    for row in rows:
        if row.action is not ActionKind.WITHDRAWAL or row.standing is not Standing.STATED or row.certain_by is None:
            continue
        effective = _recorded_or(row, withdrawal_effect(instrument, notified=row.certain_by))
        if row.effective is not None or (row.date is not None and effective.date is not None):
            possible = effective.date
        else:
            first = row.possible_from
            possible = (withdrawal_effect(instrument, notified=first).date or first) if first else date.min
        yield Withdrawal(row, row.certain_by, effective, possible or row.certain_by)


def _consents(facts: Facts, participant: str, instrument: Instrument, rows: list[TreatyAction]) -> list[Consent]:
    acts = [row for row in rows if row.action in CONSENT and row.certain_by is not None]
    stated = [row for row in acts if row.standing is Standing.STATED]
    others: dict[int, list[TreatyAction]] = defaultdict(list)
    for other in acts:
        if other.standing is Standing.CONFLICTING and stated:
            # After a withdrawal and a new accession, a different date belongs to the act that it is nearest to.
            others[min(range(len(stated)), key=lambda index: _days_apart(stated[index], other))].append(other)
    return [_consent(facts, participant, instrument, row, tuple(others[index])) for index, row in enumerate(stated)]


def _days_apart(row: TreatyAction, other: TreatyAction) -> int:
    return abs(((row.certain_by or date.max) - (other.certain_by or date.max)).days)


def _consent(
    facts: Facts,
    participant: str,
    instrument: Instrument,
    row: TreatyAction,
    others: tuple[TreatyAction, ...],
) -> Consent:
    statehood = facts.participants.statehood(participant)
    born = statehood.existed_from if statehood else None
    reaches_back = statehood.succession_from if statehood else None
    # A list may print a predecessor's deposit for the successor: it binds the successor from its own beginning.
    floor = max(instrument.binds_from_adoption, born or date.min)
    acts = (row, *others)
    possible = min(_first_day(act, reaches_back, floor) for act in acts)
    certain = max(_last_day(act, reaches_back, floor) for act in acts)
    since = row.succession_from or reaches_back
    computed = state_entry(instrument, action=row.action, deposit=row.date, succession_from=since)
    latest = [_in_force_by(instrument, act, reaches_back, floor) for act in acts]
    known = [day for day in latest if day is not None]
    return Consent(
        action=row,
        possible_from=possible,
        certain_by=certain,
        recorded=row.effective,
        computed=_since_birth(computed, born),
        in_force_by=row.effective or (max(known) if len(known) == len(latest) else None),
        conflicting=others,
        agreed=len(set(latest)) == 1,
    )


def _in_force_by(instrument: Instrument, act: TreatyAction, reaches_back: date | None, floor: date) -> date | None:
    """The day by which the instrument is certainly in force for the participant; None where that cannot be worked out."""
    if act.action is ActionKind.SUCCESSION:
        since = _last_day(act, reaches_back, floor)
        return state_entry(instrument, action=act.action, deposit=act.date, succession_from=since).date
    entry = state_entry(instrument, action=act.action, deposit=act.certain_by).date
    return entry and max(entry, floor)


def _first_day(act: TreatyAction, reaches_back: date | None, floor: date) -> date:
    """The first day on which the act can make the participant a party."""
    day = act.possible_from
    if act.action is ActionKind.SUCCESSION:
        day = act.succession_from or reaches_back
    return max(day or floor, floor)


def _last_day(act: TreatyAction, reaches_back: date | None, floor: date) -> date:
    """The day by which the act has certainly made the participant a party."""
    day = act.certain_by or date.max
    if act.action is ActionKind.SUCCESSION:
        day = act.succession_from or reaches_back or day
    return max(day, floor)


def _implied(
    facts: Facts, participant: str, instrument: Instrument, own: list[Consent], withdrawals: tuple[Withdrawal, ...]
) -> list[Consent]:
    """Consent to an amendment that makes an outsider party to this instrument as amended (for example Beijing XXI(2))."""
    consents = []
    for other_id in instrument.amended_by:
        other = facts.catalogue[other_id]
        effect = other.ratification_effect
        if effect is None or effect.joins != instrument.id:
            continue
        for consent in _consents(facts, participant, other, facts.actions_of(participant, other_id)):
            day = consent.certain_by
            outsider = all(
                it.possible_from > day
                or any(w.ends(it) and w.effective.date is not None and w.effective.date <= day for w in withdrawals)
                for it in own
            )
            if outsider and consent.action.action in effect.by:
                consents.append(replace(consent, implied_by=(other_id, effect.article)))
    return consents


def _withdrawals_behind(facts: Facts, participant: str, implied: list[Consent]) -> Iterator[Withdrawal]:
    """Withdrawals from the amendment that alone made the participant a party: what then remains is not regulated."""
    for other_id in dict.fromkeys(consent.action.instrument for consent in implied):
        for withdrawal in _withdrawals(facts.catalogue[other_id], facts.actions_of(participant, other_id)):
            yield replace(withdrawal, effective=Effect(None, withdrawal.effective.article, ""))


def _since_birth(effect: Effect, born: date | None) -> Effect:
    if born is None or effect.date is None or effect.date >= born:
        return effect
    return Effect(born, effect.article, effect.rule, "A predecessor's deposit binds the State from its beginning.")


def _recorded_or(row: TreatyAction, computed: Effect) -> Effect:
    return Effect(row.effective, computed.article, "as recorded") if row.effective else computed
