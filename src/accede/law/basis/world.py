"""The label of every ordered pair of States, for every offence and both kinds of request, on a date (NumPy).

Codes are grouped by what decides them: the texts that make the conduct an offence, and whether the European Convention on
the Suppression of Terrorism lists it. Each group is worked out once, then copied to its codes. The one-pair finder gives the
same labels; a test compares them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from accede.law.amendments import Bound, bound
from accede.law.basis.model import Conclusion, Kind, OwnLaw
from accede.law.basis.rules import Rules, Subject
from accede.law.basis.ties import in_force_at_all
from accede.law.matrix import World
from accede.law.timeline import Position

Mask = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.int8]

#: Values of the label arrays. The last marks a pair that cannot be asked about: one State twice, or one that did not exist.
LABELS: tuple[str, ...] = (*(conclusion.value for conclusion in Conclusion), "not-applicable")
NOT_APPLICABLE = len(LABELS) - 1
_CODE = {conclusion: index for index, conclusion in enumerate(Conclusion)}
KINDS = (Kind.EXTRADITION, Kind.MLA)
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
    def pairs(self) -> dict[str, Pairs]:
        """The bond under each instrument between all pairs."""
        return {instrument: self._pairs(instrument) for instrument in self.world.instruments}

    def _single(self, instrument: str) -> tuple[Mask, Mask]:
        column = self.matrix[:, self.world.column_of[instrument]]
        yes, no = _YES[column], _NO[column]
        facts = self.world.facts
        if not in_force_at_all(facts, instrument, self.on):
            return np.zeros(len(yes), bool), np.ones(len(yes), bool)
        if facts.newest_list(instrument) is None:
            joins = [self.rules.may_join(facts.participants, code, instrument) for code in self.world.participants]
            no = no | (~yes & ~np.array(joins))
        return yes, no

    def _pairs(self, instrument: str) -> Pairs:
        yes, no = self._single(instrument)
        extra = self.rules.treaty(instrument).also_bound
        if extra is not None:
            other_yes, other_no = self._single(extra)
            yes, no = yes & other_yes, no | other_no
        both = yes[:, None] & yes[None, :]
        amended = self._amended_only(instrument)
        if amended is not None:
            both &= ~(amended[:, None] | amended[None, :])
        return Pairs(both, no[:, None] | no[None, :])

    def _amended_only(self, instrument: str) -> Mask | None:
        facts = self.world.facts
        if not any(
            (effect := facts.catalogue[it].ratification_effect) is not None and effect.joins == instrument
            for it in facts.catalogue[instrument].amended_by
        ):
            return None
        consents = [self.world.timeline(code, instrument).consent_on(self.on) for code in self.world.participants]
        return np.array([consent is not None and consent.implied_by is not None for consent in consents])

    @cached_property
    def applicable(self) -> Mask:
        """Pairs that can be asked about."""
        exists = self.world.facts.participants.existed_on
        born = np.array([exists(code, self.on) for code in self.world.participants])
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


def labels_by_group(day: Day, kind: Kind) -> Iterator[tuple[Group, Labels]]:
    """The label of every ordered pair for each group of offences."""
    work = _Extradition(day) if kind is Kind.EXTRADITION else _Assistance(day)
    for group in groups(day.rules):
        result = work.labels(group)
        result[~day.applicable] = NOT_APPLICABLE
        yield group, result


def world_labels(
    world: World,
    rules: Rules,
    on: date,
    *,
    own_laws: Mapping[str, OwnLaw] | None = None,
    bilaterals_complete: bool = False,
) -> tuple[tuple[str, ...], Labels]:
    """Labels of all ordered pairs for all offences: the codes, and an array kind × code × requesting × requested."""
    day = Day(world, rules, on, own_laws or {}, bilaterals_complete)
    codes = tuple(rules.offences)
    place = {code: index for index, code in enumerate(codes)}
    size = len(world.participants)
    result = np.empty((len(KINDS), len(codes), size, size), np.int8)
    for index, kind in enumerate(KINDS):
        for group, labels in labels_by_group(day, kind):
            for code in group.codes:
                result[index, place[code]] = labels
    return codes, result


class _Extradition:
    def __init__(self, day: Day) -> None:
        self.day = day
        self.rules = day.rules
        self.ece = day.pairs["ece-1957"]
        self.ecst = day.pairs[ECST]
        bilateral, doubt, self.since = day.bilateral(Kind.EXTRADITION)
        # The European Convention replaces bilateral treaties between its parties (ECE 28(1)).
        self.bilateral = bilateral & ~self.ece.yes
        self.has_general = self.ece.yes | self.bilateral
        needs, free = day.requirement
        self.b_free = np.broadcast_to(free[None, :], self.has_general.shape)
        self.both_free = free[:, None] & free[None, :]
        self.neither_needs = ~(needs[:, None] | needs[None, :])
        self.own_law_open = np.broadcast_to(~(needs | free)[None, :], self.has_general.shape)
        self.base_open = (
            self.ece.unknown | (doubt & ~self.ece.yes) | self.bilateral | self.own_law_open | self._regional()
        )
        if not day.bilaterals_complete:
            self.base_open = self.base_open | ~self.ece.yes

    def _regional(self) -> Mask:
        found = np.zeros(self.has_general.shape, bool)
        for instrument in self.rules.file.open_to:
            kinds = self.day.world.facts.catalogue[instrument].articles
            if any(kind.startswith("extradition_") for kind in kinds):
                found |= ~self.day.pairs[instrument].no
        return found

    def labels(self, group: Group) -> Labels:
        binding = self.ece.yes.copy()
        at_option = np.zeros_like(binding)
        unknown = self.base_open.copy()
        if group.listed:
            binding |= self.ecst.yes & self.has_general
            unknown |= self.ecst.unknown
        left = np.ones_like(binding)
        for text in group.texts:
            pairs = self.day.pairs[text]
            unknown |= pairs.unknown & left
            chosen = pairs.yes & left
            left &= ~pairs.yes
            self._text(text, chosen, binding, at_option, unknown)
        result = np.where(unknown, np.int8(_CODE[Conclusion.UNKNOWN]), np.int8(_CODE[Conclusion.NONE]))
        result[self.b_free] = _CODE[Conclusion.OWN_LAW]
        result[at_option] = _CODE[Conclusion.AT_OPTION]
        result[binding] = _CODE[Conclusion.BINDING]
        return result

    def _text(self, text: str, chosen: Mask, binding: Mask, at_option: Mask, unknown: Mask) -> None:
        articles = self.day.world.facts.catalogue[text].articles
        rule = self.rules.treaty(text)
        if "extradition_deemed_included" in articles:
            binding |= chosen & self._reached(text)
        if "extradition_optional_basis" in articles:
            open_to_option = chosen & ~self.has_general & ~self.b_free
            if rule.option_by_declaration is None:
                at_option |= open_to_option
            else:
                declared, silent = self._declared(rule.also_bound or text)
                at_option |= open_to_option & declared[None, :]
                unknown |= open_to_option & silent[None, :]
        if "extradition_among_non_conditional_states" in articles:
            binding |= chosen & self.both_free
            unknown |= chosen & self.neither_needs & ~self.both_free

    def _reached(self, text: str) -> Mask:
        """Pairs whose general treaty the text reaches; some reach only treaties older than themselves."""
        if not self.rules.treaty(text).older_treaties_only:
            return self.has_general
        own = self.day.world.facts.catalogue[text].entered_into_force
        older = self.bilateral.copy()
        for (one, other), since in self.since.items():
            if since is None or own is None or since >= own:
                older[one, other] = False
        return older | self.ece.yes

    def _declared(self, instrument: str) -> tuple[Mask, Mask]:
        statements = [
            self.rules.statement(code, instrument, Subject.TREATY_BASIS, self.day.on)
            for code in self.day.world.participants
        ]
        return np.array([it is not None and it.value == "yes" for it in statements]), np.array(
            [it is None for it in statements]
        )


class _Assistance:
    def __init__(self, day: Day) -> None:
        self.day = day
        emla = day.pairs["emla-1959"]
        bilateral, _, _ = day.bilateral(Kind.MLA)
        self.general = emla.yes | bilateral
        self.ecst = day.pairs[ECST].yes

    def labels(self, group: Group) -> Labels:
        binding = self.general.copy()
        if group.listed:
            binding |= self.ecst
        left = np.ones_like(binding)
        for text in group.texts:
            yes = self.day.pairs[text].yes
            if "mutual_legal_assistance" in self.day.world.facts.catalogue[text].articles:
                binding |= yes & left
            left &= ~yes
        # Whether the requested State can assist under its own law is never known from the data: unknown, not none.
        return np.where(binding, np.int8(_CODE[Conclusion.BINDING]), np.int8(_CODE[Conclusion.UNKNOWN]))


def counts(labels: Labels, *, rows: Sequence[int] | None = None) -> npt.NDArray[np.int64]:
    """How many pairs have each label; *rows* limits the requesting States."""
    chosen = labels if rows is None else labels[list(rows)]
    return np.array([np.count_nonzero(chosen == label) for label in range(len(LABELS))], np.int64)


def coverage(
    world: World, rules: Rules, on: date, *, kind: Kind, own_laws: Mapping[str, OwnLaw] | None = None
) -> dict[str, npt.NDArray[np.int64]]:
    """Counts of each label by theme: ordered pairs × offences of the theme."""
    day = Day(world, rules, on, own_laws or {})
    themes: dict[str, npt.NDArray[np.int64]] = {}
    for group, labels in labels_by_group(day, kind):
        found = counts(labels)
        for code in group.codes:
            theme = world.facts.catalogue[rules.offences[code][0]].theme
            themes[theme] = themes.get(theme, np.zeros(len(LABELS), np.int64)) + found
    return themes


def yearly(world: World, rules: Rules, years: Sequence[int], *, kind: Kind) -> npt.NDArray[np.int64]:
    """Counts of each label over all offences at the end of each year: axes year, label."""
    result = np.zeros((len(years), len(LABELS)), np.int64)
    for index, year in enumerate(years):
        for group, labels in labels_by_group(Day(world, rules, date(year, 12, 31), {}), kind):
            result[index] += counts(labels) * len(group.codes)
    return result
