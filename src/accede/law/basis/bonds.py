"""Bonds between all pairs of States on a date, and what does not change from date to date (NumPy)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from weakref import WeakKeyDictionary, ref

import numpy as np
import numpy.typing as npt

from accede.law.amendments import Bound, bound
from accede.law.basis.model import Kind, OwnLaw
from accede.law.basis.rules import Rules
from accede.law.basis.ties import in_force_at_all
from accede.law.matrix import World
from accede.law.participants import ParticipantKind
from accede.law.timeline import Position

Mask = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.int8]
ECST = "ecst-1977"


@dataclass(frozen=True, eq=False)
class Pairs:
    """A bond between all pairs: known to be there, and known not to be."""

    yes: Mask
    no: Mask

    @cached_property
    def unknown(self) -> Mask:
        """Neither known to be there nor known not to be."""
        return ~(self.yes | self.no)


@dataclass(frozen=True, eq=False)
class _Bonds:
    """Bonds by instrument, each worked out when it is first asked for: many instruments do not matter for a date."""

    day: "Day"
    known: dict[str, Pairs]

    def __getitem__(self, instrument: str) -> Pairs:
        if instrument not in self.known:
            self.known[instrument] = self.day.bond(instrument)
        return self.known[instrument]


@dataclass(frozen=True, eq=False)
class _Lasting:
    """What does not change from date to date: worked out once for a world and its rules."""

    groups: tuple["Group", ...]
    #: For each regional treaty without a list: the States that cannot be party to it.
    cannot_join: dict[str, Mask]
    #: For each instrument that can be joined as amended only: the rows of the States that did so.
    implied: dict[str, tuple[int, ...]]
    states: Mask


#: The last answer for each set of rules, and the world that it is for; neither is kept alive by it.
_KEPT: WeakKeyDictionary[Rules, tuple[ref[World], _Lasting]] = WeakKeyDictionary()


def _lasting(world: World, rules: Rules) -> _Lasting:
    kept = _KEPT.get(rules)
    if kept is None or kept[0]() is not world:
        kept = _KEPT[rules] = (ref(world), _work_out(world, rules))
    return kept[1]


def _work_out(world: World, rules: Rules) -> _Lasting:
    facts, people = world.facts, world.facts.participants
    cannot_join = {
        instrument: np.array([not rules.may_join(people, code, instrument) for code in world.participants])
        for instrument in world.instruments
        if facts.newest_list(instrument) is None
    }
    implied: dict[str, list[int]] = defaultdict(list)
    for (code, instrument), timeline in world.timelines.items():
        if any(consent.implied_by is not None for consent in timeline.consents):
            implied[instrument].append(world.row_of[code])
    states = np.array([people[code].kind is not ParticipantKind.ORGANISATION for code in world.participants])
    return _Lasting(tuple(groups(rules)), cannot_join, {key: tuple(rows) for key, rows in implied.items()}, states)


@dataclass(frozen=True, eq=False)
class Day:
    """Everything that is worked out once for a date: bonds by instrument, bilateral treaties, what is known of own laws."""

    world: World
    rules: Rules
    on: date
    own_laws: Mapping[str, OwnLaw]
    #: Whether it is assumed that no bilateral treaty exists beside those loaded.
    bilaterals_complete: bool = False

    @cached_property
    def matrix(self) -> Labels:
        """Positions of all participants under all instruments."""
        return self.world.matrix(self.on)

    @cached_property
    def lasting(self) -> _Lasting:
        """What does not depend on the date."""
        return _lasting(self.world, self.rules)

    @cached_property
    def pairs(self) -> _Bonds:
        """The bond under each instrument between all pairs."""
        return _Bonds(self, {})

    @cached_property
    def nothing(self) -> Pairs:
        """The bond under an instrument that binds nobody yet."""
        size = len(self.world.participants)
        return Pairs(np.zeros((size, size), bool), np.ones((size, size), bool))

    def nobody(self, instrument: str) -> bool:
        """Whether the instrument binds nobody yet."""
        return not in_force_at_all(self.world.facts, instrument, self.on)

    def _single(self, instrument: str) -> tuple[Mask, Mask]:
        column = self.matrix[:, self.world.column_of[instrument]]
        yes, no = _YES[column], _NO[column]
        if instrument in self.lasting.cannot_join:
            no = no | (~yes & self.lasting.cannot_join[instrument])
        return yes, no

    def bond(self, instrument: str) -> Pairs:
        """The bond under one instrument between all pairs."""
        extra = self.rules.treaty(instrument).also_bound
        if self.nobody(instrument) or (extra is not None and self.nobody(extra)):
            return self.nothing
        yes, no = self._single(instrument)
        if extra is not None:
            other_yes, other_no = self._single(extra)
            yes, no = yes & other_yes, no | other_no
        both = yes[:, None] & yes[None, :]
        amended = self._amended_only(instrument)
        if amended is not None:
            both &= ~(amended[:, None] | amended[None, :])
        return Pairs(both, no[:, None] | no[None, :])

    def _amended_only(self, instrument: str) -> Mask | None:
        rows = self.lasting.implied.get(instrument)
        if rows is None:
            return None
        found = np.zeros(len(self.world.participants), bool)
        for row in rows:
            consent = self.world.timeline(self.world.participants[row], instrument).consent_on(self.on)
            found[row] = consent is not None and consent.implied_by is not None
        return found

    @cached_property
    def applicable(self) -> Mask:
        """Pairs that can be asked about: two States that existed."""
        exists = self.world.facts.participants.existed_on
        born = self.lasting.states & np.array([exists(code, self.on) for code in self.world.participants])
        result: Mask = born[:, None] & born[None, :]
        np.fill_diagonal(result, False)
        return result

    @cached_property
    def requirement(self) -> tuple[Mask, Mask]:
        """Which States make extradition conditional on a treaty: known to, known not to."""
        known = [self.own_laws.get(code, OwnLaw()).treaty_required for code in self.world.participants]
        return np.array([it is Bound.YES for it in known]), np.array([it is Bound.NO for it in known])

    def bilateral(self, kind: Kind) -> tuple[Mask, Mask, dict[tuple[int, int], date | None]]:
        """Pairs with a bilateral treaty in force, pairs with one in doubt, and since when those in force are."""
        size = len(self.world.participants)
        yes, doubt = np.zeros((size, size), bool), np.zeros((size, size), bool)
        since: dict[tuple[int, int], date | None] = {}
        wanted = "extradition" if kind is Kind.EXTRADITION else "mutual-legal-assistance"
        for treaty in self.rules.bilaterals:
            if treaty.kind != wanted or treaty.role == "amending":
                continue
            one, other = (self.world.row_of[code] for code in (treaty.party_a, treaty.party_b))
            match treaty.in_force(self.on):
                case Bound.YES:
                    yes[one, other] = yes[other, one] = True
                    day = treaty.in_force_from or treaty.signed
                    since[one, other] = since[other, one] = day
                case Bound.UNKNOWN:
                    doubt[one, other] = doubt[other, one] = True
        return yes, doubt, since


_YES = np.array([bound(position) is Bound.YES for position in Position])
_NO = np.array([bound(position) is Bound.NO for position in Position])


@dataclass(frozen=True)
class Group:
    """Offence codes that always have the same label: the texts that cover them, and whether ECST lists them."""

    texts: tuple[str, ...]
    listed: bool
    codes: tuple[str, ...]


def groups(rules: Rules) -> list[Group]:
    """All offence codes, grouped."""
    found: dict[tuple[tuple[str, ...], bool], list[str]] = defaultdict(list)
    for code, versions in rules.versions.items():
        listed = rules.listed_in(ECST, tuple(it for _, it in versions)) is not None
        found[tuple(text for text, _ in versions), listed].append(code)
    return [Group(texts, listed, tuple(codes)) for (texts, listed), codes in found.items()]
