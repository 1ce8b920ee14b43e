"""A slow answer to "what is the status?", written from the words of the rules and from nothing else.

It knows no timelines. What the rows leave open (a date between two bounds, a succession that reaches back to a day nobody
wrote down, a withdrawal whose effect is not known) is a choice; the oracle makes every choice in turn and looks whether the
State is a party in all of the histories, in some, or in none. Days are counted one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from accede.law.actions import ActionKind, Question, Standing, TreatyAction
from accede.law.catalogue import Delay, Instrument
from accede.law.facts import Facts

CONSENTS = (
    "definitive-signature", "ratification", "acceptance", "approval", "accession", "succession", "formal-confirmation",
    "listed-as-party",
)  # fmt: skip
SIGNED = ("signature", "succession-to-signature")
NEVER = date.max


@dataclass(frozen=True)
class Moment:
    """One possible day of an act, and the day from which it would then be in force (None: cannot be known)."""

    day: date
    in_force: date | None


@dataclass(frozen=True)
class Bond:
    """One act of consent with every day on which it may have been done."""

    moments: tuple[Moment, ...]
    row: TreatyAction
    through: str = ""

    @property
    def latest(self) -> date:
        return max(moment.day for moment in self.moments)

    @property
    def earliest(self) -> date:
        return min(moment.day for moment in self.moments)


@dataclass(frozen=True)
class Exit:
    """A withdrawal with every day on which it may have taken effect."""

    notified: date
    effects: tuple[date, ...]
    instrument: str


@dataclass(frozen=True)
class Verdict:
    """``in_force`` is None where the histories differ or the clause cannot be computed."""

    status: str
    existed: bool
    in_force: bool | None = None


def verdict(facts: Facts, participant: str, instrument_id: str, on: date) -> Verdict:
    """The status of one participant under one instrument on one day."""
    instrument = facts.catalogue[instrument_id]
    bonds, exits = _history(facts, participant, instrument)
    party, in_force = set[bool](), set[bool | None]()
    for live in _histories(bonds, exits, on):
        party.add(bool(live))
        if live:
            in_force.add(_in_force(live, on))
    statehood = facts.participants.statehood(participant)
    born = statehood.existed_from if statehood else None
    if born is not None and on < born and party == {False}:
        return Verdict("unknown", existed=False)
    if on < instrument.binds_from_adoption:
        return Verdict("not party", existed=True)
    if _questioned(facts, participant, instrument, on):
        return Verdict("unknown", existed=True)
    if party == {True}:
        return Verdict("party", existed=True, in_force=in_force.pop() if len(in_force) == 1 else None)
    if party == {True, False} or _left_something(bonds, exits, on):
        return Verdict("unknown", existed=True)
    if not any(row.instrument == instrument_id and row.complete_as_of >= on for row in facts.lists):
        return Verdict("unknown", existed=True)
    if _signed(facts, participant, instrument_id, on, exits):
        return Verdict("signatory", existed=True)
    return Verdict("not party", existed=True)


def _histories(bonds: list[Bond], exits: list[Exit], on: date) -> Iterator[list[Moment]]:
    """For each way things may have happened: the consents that bind on *on*."""
    for moments in product(*(bond.moments for bond in bonds)):
        for effects in product(*(item.effects for item in exits)):
            yield [
                moment
                for bond, moment in zip(bonds, moments, strict=True)
                if moment.day <= on
                and not any(_left(bond, item) and effect <= on for item, effect in zip(exits, effects, strict=True))
            ]


def _left(bond: Bond, item: Exit) -> bool:
    """A withdrawal is one from what bound the State when it was notified, not from what it consented to later."""
    concerns = bond.through != "" or bond.row.instrument == item.instrument
    return concerns and bond.latest <= item.notified


def _in_force(live: list[Moment], on: date) -> bool | None:
    known = [moment.in_force <= on for moment in live if moment.in_force is not None]
    if any(known):
        return True
    return False if len(known) == len(live) else None


def _history(facts: Facts, participant: str, instrument: Instrument) -> tuple[list[Bond], list[Exit]]:
    rows = _rows(facts, participant, instrument.id)
    own = [_bond(facts, participant, instrument, row, others) for row, others in _acts(rows)]
    exits = [_exit(instrument, row) for row in rows if _counts(row) and row.action is ActionKind.WITHDRAWAL]
    joined: list[Bond] = []
    for amendment in facts.catalogue:
        effect = amendment.ratification_effect
        if amendment.id not in instrument.amended_by or effect is None or effect.joins != instrument.id:
            continue
        through: list[Bond] = []
        behind = _rows(facts, participant, amendment.id)
        for row, others in _acts(behind):
            bond = _bond(facts, participant, amendment, row, others)
            if row.action in effect.by and _outsider(own, exits, bond.latest):
                through.append(Bond(bond.moments, row, amendment.id))
        if through:
            # What remains of the amended instrument when the amendment is left is not regulated: anything may.
            exits += [
                Exit(row.date or row.latest or NEVER, (min(_exit(amendment, row).effects), NEVER), amendment.id)
                for row in behind
                if _counts(row) and row.action is ActionKind.WITHDRAWAL
            ]
        joined += through
    return own + joined, exits


def _left_something(bonds: list[Bond], exits: list[Exit], on: date) -> bool:
    """A withdrawal proves that there was something to withdraw from, a bond or a signature, where no row tells of it."""
    return any(on < max(item.effects) and not any(bond.earliest <= item.notified for bond in bonds) for item in exits)


def _outsider(own: list[Bond], exits: list[Exit], day: date) -> bool:
    return all(
        bond.earliest > day or any(_left(bond, item) and max(item.effects) <= day for item in exits) for bond in own
    )


def _rows(facts: Facts, participant: str, instrument_id: str) -> list[TreatyAction]:
    return [row for row in facts.actions if row.participant == participant and row.instrument == instrument_id]


def _counts(row: TreatyAction) -> bool:
    return row.standing is Standing.STATED and (row.date is not None or row.latest is not None)


def _acts(rows: list[TreatyAction]) -> list[tuple[TreatyAction, list[TreatyAction]]]:
    """Each consent that is stated, with the different statements of other sources about the same act."""
    acts: list[tuple[TreatyAction, list[TreatyAction]]] = []
    stated = [row for row in rows if row.action in CONSENTS and _counts(row)]
    stated.sort(key=lambda row: (row.date or row.latest or NEVER, row.action))
    for row in stated:
        acts.append((row, []))
    for row in rows:
        day = row.date or row.latest
        if row.action in CONSENTS and row.standing is Standing.CONFLICTING and day is not None and acts:
            nearest = min(acts, key=lambda act: abs(((act[0].date or act[0].latest or NEVER) - day).days))
            nearest[1].append(row)
    return acts


def _beginning(facts: Facts, participant: str, instrument: Instrument) -> date:
    statehood = facts.participants.statehood(participant)
    return max(instrument.binds_from_adoption, (statehood.existed_from if statehood else None) or date.min)


def _bond(
    facts: Facts, participant: str, instrument: Instrument, row: TreatyAction, others: list[TreatyAction]
) -> Bond:
    statehood = facts.participants.statehood(participant)
    floor = _beginning(facts, participant, instrument)
    moments: list[Moment] = []
    for act in (row, *others):
        since = act.succession_from or (statehood.succession_from if statehood else None)
        last = act.date or act.latest or NEVER
        if act.action is ActionKind.SUCCESSION:
            days = [since] if since else [floor, last]
            effects = [_no_earlier(max(day, floor), instrument) for day in days]
        else:
            days = [act.date] if act.date else [min(act.earliest or floor, last), last]
            effects = [entry(instrument, day) for day in days]
        for day, effect in zip(days, effects, strict=True):
            moments.append(Moment(max(day, floor), row.effective or (effect and max(effect, floor))))
    return Bond(tuple(moments), row)


def _exit(instrument: Instrument, row: TreatyAction) -> Exit:
    notified = row.date or row.latest or NEVER
    if row.effective is not None:
        effects = [row.effective]
    else:
        last = notice_ends(instrument, notified)
        first_day = row.date or row.earliest
        first = (notice_ends(instrument, first_day) or first_day) if first_day else date.min
        effects = [first, last or NEVER]
        if row.date is not None and last is not None:
            effects = [last]
    return Exit(notified, tuple(effects), instrument.id)


def _questioned(facts: Facts, participant: str, instrument: Instrument, on: date) -> bool:
    for item in facts.questions:
        if item.participant != participant or item.instrument != instrument.id:
            continue
        if item.question is Question.EARLIER_TIME_UNKNOWN:
            lists = [row for row in facts.lists if row.instrument == instrument.id]
            cited = [row.complete_as_of for row in lists if row.source in item.sources]
            if cited:
                return on < min(cited)
            return bool(lists) and on < max(row.complete_as_of for row in lists)
        return item.since is None or on >= item.since
    return False


def _signed(facts: Facts, participant: str, instrument_id: str, on: date, exits: list[Exit]) -> bool:
    for row in _rows(facts, participant, instrument_id):
        signed = row.date or row.latest
        if row.action not in SIGNED or row.standing is not Standing.STATED or signed is None or signed > on:
            continue
        if not any(signed <= item.notified and max(item.effects) <= on for item in exits):
            return True
    return False


def entry(instrument: Instrument, deposit: date) -> date | None:
    """From when a deposit of that day would be in force, counted day by day."""
    rule = instrument.entry_into_force_rule
    if rule is None:
        return None
    counted = count(rule.each_state.counting, rule.each_state.delay, deposit)
    return None if counted is None else _no_earlier(counted, instrument)


def _no_earlier(day: date, instrument: Instrument) -> date | None:
    if instrument.entered_into_force is None:
        return None
    return day if day > instrument.entered_into_force else instrument.entered_into_force


def count(counting: str, delay: Delay | None, deposit: date) -> date | None:
    """Walk from the deposit to the day that the words of the clause describe."""
    day = deposit
    match counting:
        case "on-deposit":
            return day
        case "nth-day-after-deposit" | "n-days-after-deposit":
            assert delay is not None
            return _walk(day, delay)
        case "n-months-after-deposit":
            assert delay is not None
            return _walk(day, delay)
        case "day-after-n-months-from-deposit":
            assert delay is not None
            return _walk(day, delay) + timedelta(days=1)
        case "first-day-of-second-month-following-deposit":
            firsts = 0
            while firsts < 2:
                day += timedelta(days=1)
                firsts += day.day == 1
            return day
        case "first-day-of-month-following-expiry-of-three-months-after-deposit":
            day = _walk(day, Delay(months=3)) + timedelta(days=1)
            while day.day != 1:
                day += timedelta(days=1)
            return day
    return None


def notice_ends(instrument: Instrument, notified: date) -> date | None:
    """When a withdrawal notified on that day takes effect, if the clause is known."""
    clause = instrument.withdrawal
    if clause is None or clause.article is None:
        return None
    if clause.delay is not None:
        return _walk(notified, clause.delay)
    if clause.counting == "on-notification-or-later-date-stated":
        return notified
    if clause.counting == "first-day-of-month-following-expiry-of-three-months":
        return count("first-day-of-month-following-expiry-of-three-months-after-deposit", None, notified)
    return None


def _walk(day: date, delay: Delay) -> date:
    wanted = day.day
    for _ in range(delay.days):
        day += timedelta(days=1)
    for _ in range(delay.months + 12 * delay.years):
        day = _same_day_next_month(day, wanted=wanted)
    return day


def _same_day_next_month(day: date, *, wanted: int) -> date:
    """The day of that number in the next month, or the last day where that month is too short."""
    day = day.replace(day=1)
    month = day.month
    while day.month == month:
        day += timedelta(days=1)
    month = day.month
    while day.day < wanted and (day + timedelta(days=1)).month == month:
        day += timedelta(days=1)
    return day
