"""Holds one row of a list against what we hold of the same act."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

import msgspec

from accede.law.actions import CONSENT, SIGNATURES, ActionKind, Standing, TreatyAction
from accede.law.entry_into_force import state_entry
from accede.law.facts import Facts
from accede.treaties.importers.base import ParsedList, ParsedRow
from accede.treaties.preview.model import Outcome


class Verdict(NamedTuple):
    """What becomes of a row: why, which of our rows it takes the place of, and what is entered instead of it as it stands."""

    outcome: Outcome
    message: str = ""
    replaces: tuple[TreatyAction, ...] = ()
    instead: TreatyAction | None = None


#: Modes that one source may give where another gives "ratification" for all three.
_RATIFYING = frozenset(
    {ActionKind.RATIFICATION, ActionKind.ACCEPTANCE, ActionKind.APPROVAL, ActionKind.FORMAL_CONFIRMATION}
)


class Judge:
    """Judges the rows of one list against the facts; *source* is the id under which the list is entered."""

    def __init__(self, facts: Facts, parsed: ParsedList, *, source: str) -> None:
        self.facts = facts
        self.publisher = parsed.publisher
        self.source = source
        #: Withdrawals that the list itself brings, by name and instrument: an act after one is a new act.
        self.withdrawals: dict[tuple[str, str], list[date]] = defaultdict(list)
        for row in parsed.rows:
            if row.action is ActionKind.WITHDRAWAL and row.date is not None:
                self.withdrawals[row.name, row.instrument].append(row.date)

    def judge(self, row: ParsedRow, held: tuple[TreatyAction, ...]) -> Verdict:
        """What becomes of *row*, beside the rows *held* of the same participant, instrument and kind of act."""
        if group(row.action) == "other":
            known = any(it.action is row.action and it.date == row.date and it.note == row.note for it in held)
            return Verdict(Outcome.SAME if known else Outcome.NEW)
        same_day = [it for it in held if it.date is not None and it.date == row.date]
        if same_day:
            return self._same_day(row, same_day)
        counting = [it for it in held if it.standing is not Standing.SET_ASIDE]
        if not counting:
            return Verdict(Outcome.NEW)
        if row.date is None:
            return self._undated(row, counting)
        if self._after_withdrawal(row, counting):
            return Verdict(Outcome.NEW, "a new act after a withdrawal")
        if all(it.date is None and _within(row.date, it) for it in counting):
            return Verdict(Outcome.CHANGED, "gives the date that was not known", tuple(counting))
        dates = ", ".join(sorted({str(it.date or f"by {it.latest}") for it in counting}))
        ours = tuple(it for it in counting if self._same_publisher(it))
        if all(it in ours for it in counting if it.standing is Standing.STATED):
            return Verdict(Outcome.CHANGED, f"{self.publisher} gave {dates} before", ours)
        return Verdict(Outcome.CONFLICTING, f"other sources give {dates}; both are kept", ours)

    def _same_day(self, row: ParsedRow, same_day: list[TreatyAction]) -> Verdict:
        """The same day: the mode of consent, or the day of effect, may still be told more exactly, or differently."""
        for it in same_day:
            if it.standing is Standing.SET_ASIDE:
                return Verdict(Outcome.SAME, f"held, and set aside: {it.note}")
        agreeing = [it for it in same_day if _agree(row.action, it.action)]
        if any(self._no_news(row, it) for it in agreeing):
            return Verdict(Outcome.SAME)
        for it in agreeing:
            if it.effective is None:
                sources = tuple(dict.fromkeys((*it.sources, self.source)))
                instead = msgspec.structs.replace(it, effective=row.effective, sources=sources)
                return Verdict(Outcome.CHANGED, f"adds the date of effect, {row.effective}", (it,), instead)
        it = same_day[0]
        if it.action is ActionKind.LISTED_AS_PARTY and row.action is not ActionKind.LISTED_AS_PARTY:
            return Verdict(Outcome.CHANGED, f"gives the act, {row.action.value}, which was not known", (it,))
        said = f"effect from {it.effective}" if it in agreeing else it.action.value
        ours = tuple(other for other in same_day if self._same_publisher(other))
        if all(other in ours for other in same_day if other.standing is Standing.STATED):
            return Verdict(Outcome.CHANGED, f"{self.publisher} said {said} before", ours)
        return Verdict(Outcome.CONFLICTING, f"another source says {said}; both are kept", ours)

    def _no_news(self, row: ParsedRow, it: TreatyAction) -> bool:
        """Whether the day of effect is none, the one held, or the one that the instrument's rule gives anyway."""
        if row.effective in (None, it.effective):
            return True
        instrument = self.facts.catalogue[row.instrument]
        computed = state_entry(instrument, action=it.action, deposit=it.date, succession_from=it.succession_from).date
        return it.effective is None and computed == row.effective

    def _undated(self, row: ParsedRow, counting: list[TreatyAction]) -> Verdict:
        latest = row.latest
        if any(it.certain_by is not None and (latest is None or it.certain_by <= latest) for it in counting):
            return Verdict(Outcome.SAME, "held with an earlier date or the same")
        if all(it.date is None for it in counting):
            return Verdict(Outcome.CHANGED, "known from an earlier day than before", tuple(counting))
        return Verdict(Outcome.CONFLICTING, "our sources give a later date; both are kept")

    def _same_publisher(self, it: TreatyAction) -> bool:
        """Whether all that a row rests on is earlier editions of this publisher's."""
        publishers = {self.facts.source(source).publisher for source in it.sources}
        return publishers == {self.publisher}

    def _after_withdrawal(self, row: ParsedRow, counting: list[TreatyAction]) -> bool:
        if row.action not in CONSENT or row.date is None:
            return False
        code = counting[0].participant
        ends = [
            it.date
            for it in self.facts.actions_of(code, row.instrument)
            if it.action is ActionKind.WITHDRAWAL and it.date and it.standing is Standing.STATED
        ] + self.withdrawals.get((row.name, row.instrument), [])
        return any(
            all(it.certain_by is not None and it.certain_by <= end for it in counting) and end <= row.date
            for end in ends
        )


def group(kind: ActionKind) -> str:
    if kind in CONSENT:
        return "consent"
    if kind in SIGNATURES:
        return "signature"
    return "withdrawal" if kind is ActionKind.WITHDRAWAL else "other"


def _agree(new: ActionKind, held: ActionKind) -> bool:
    """Whether the new statement of the act says no more than the one held, and nothing else."""
    return new is held or new is ActionKind.LISTED_AS_PARTY or (new in _RATIFYING and held in _RATIFYING)


def same_group(one: ActionKind, other: ActionKind) -> bool:
    return group(one) == group(other) != "other" or one is other


def _within(day: date, it: TreatyAction) -> bool:
    return (it.earliest is None or it.earliest <= day) and (it.latest is None or day <= it.latest)
