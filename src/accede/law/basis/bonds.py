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
from accede.law.basis.rules import Bilateral, Rules
from accede.law.basis.ties import in_force_at_all
from accede.law.matrix import World
from accede.law.participants import ParticipantKind, Participants
from accede.law.timeline import Position

Mask = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.int8]
ECST = "ecst-1977"


#: How sure a bond is, so that the bond of two is the lesser of theirs.
_NOT, _MAY, _IS = np.arange(3, dtype=np.int8)
_LEVEL = np.array([{Bound.NO: _NOT, Bound.UNKNOWN: _MAY, Bound.YES: _IS}[bound(it)] for it in Position], np.int8)


@dataclass(frozen=True, eq=False)
class Pairs:
    """How sure the bond of each pair is, from how sure that of each State is."""

    single: Labels

    @cached_property
    def level(self) -> Labels:
        """The lesser of what is known of the two."""
        result: Labels = np.minimum(self.single[:, None], self.single[None, :])
        return result

    @cached_property
    def yes(self) -> Mask:
        """Known to be there."""
        bound = self.single == _IS
        result: Mask = bound[:, None] & bound[None, :]
        return result

    @cached_property
    def unknown(self) -> Mask:
        """Neither known to be there nor known not to be."""
        result: Mask = self.level == _MAY
        return result

    @cached_property
    def no(self) -> Mask:
        """Known not to be there."""
        result: Mask = self.level == _NOT
        return result


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
    #: The first day of each State, as an ordinal; for an organization a day that never comes.
    exists_from: npt.NDArray[np.int32]
    #: Principal bilateral treaties by kind, with the rows of their parties.
    bilaterals: dict[str, list[tuple[int, int, Bilateral]]]


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
    bilaterals: dict[str, list[tuple[int, int, Bilateral]]] = defaultdict(list)
    for it in rules.bilaterals:
        if it.role != "amending":
            bilaterals[it.kind].append((world.row_of[it.party_a], world.row_of[it.party_b], it))
    born = [_exists_from(people, code) for code in world.participants]
    return _Lasting(
        groups=tuple(groups(rules)),
        cannot_join=cannot_join,
        implied={key: tuple(rows) for key, rows in implied.items()},
        exists_from=np.array(born, np.int32),
        bilaterals=bilaterals,
    )


def _exists_from(people: Participants, code: str) -> int:
    if people[code].kind is ParticipantKind.ORGANISATION:
        return date.max.toordinal() + 1
    statehood = people.statehood(code)
    since = statehood.existed_from if statehood else None
    return since.toordinal() if since else 0


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
        return Pairs(np.full(len(self.world.participants), _NOT))

    def nobody(self, instrument: str) -> bool:
        """Whether the instrument binds nobody yet."""
        return not in_force_at_all(self.world.facts, instrument, self.on)

    def _single(self, instrument: str) -> Labels:
        level = _LEVEL[self.matrix[:, self.world.column_of[instrument]]]
        if instrument in self.lasting.cannot_join:
            level[(level == _MAY) & self.lasting.cannot_join[instrument]] = _NOT
        return level

    def bond(self, instrument: str) -> Pairs:
        """The bond under one instrument between all pairs."""
        extra = self.rules.treaty(instrument).also_bound
        if self.nobody(instrument) or (extra is not None and self.nobody(extra)):
            return self.nothing
        single = self._single(instrument)
        if extra is not None:
            single = np.minimum(single, self._single(extra))
        amended = self._amended_only(instrument)
        if amended is not None:  # not regulated towards anybody (Beijing Protocol XXI(2))
            single[amended] = np.minimum(single[amended], _MAY)
        return Pairs(single)

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
        born = self.lasting.exists_from <= self.on.toordinal()
        result: Mask = born[:, None] & born[None, :]
        np.fill_diagonal(result, False)
        return result

    @cached_property
    def requirement(self) -> tuple[Mask, Mask]:
        """Which States make extradition conditional on a treaty: known to, known not to."""
        needs, free = (np.zeros(len(self.world.participants), bool) for _ in range(2))
        for code, law in self.own_laws.items():
            row = self.world.row_of[code]
            needs[row], free[row] = law.treaty_required is Bound.YES, law.treaty_required is Bound.NO
        return needs, free

    def bilateral(self, kind: Kind) -> tuple[Mask, Mask, dict[tuple[int, int], date | None]]:
        """Pairs with a bilateral treaty in force, pairs with one in doubt, and since when the oldest in force is."""
        size = len(self.world.participants)
        yes, doubt = np.zeros((size, size), bool), np.zeros((size, size), bool)
        since: dict[tuple[int, int], date | None] = {}
        wanted = "extradition" if kind is Kind.EXTRADITION else "mutual-legal-assistance"
        for one, other, treaty in self.lasting.bilaterals.get(wanted, []):
            match treaty.in_force(self.on):
                case Bound.YES:
                    yes[one, other] = yes[other, one] = True
                    day = treaty.in_force_from or treaty.signed
                    earlier = since.get((one, other))
                    since[one, other] = since[other, one] = min(filter(None, (day, earlier)), default=None)
                case Bound.UNKNOWN:
                    doubt[one, other] = doubt[other, one] = True
        return yes, doubt, since


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
