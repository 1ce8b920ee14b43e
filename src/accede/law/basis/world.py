"""The label of every ordered pair of States, for every offence and both kinds of request, on a date (NumPy).

Codes are grouped by what decides them: the texts that make the conduct an offence, and whether the European Convention on
the Suppression of Terrorism lists it. Each group is worked out once, then copied to its codes. The one-pair finder gives the
same labels; a test compares them.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from accede.law.basis.bonds import ECST, Day, Group, Labels, Mask, Pairs, groups
from accede.law.basis.model import Conclusion, Kind, OwnLaw
from accede.law.basis.rules import Rules, Subject
from accede.law.matrix import World

#: Values of the label arrays. The last marks a pair that cannot be asked about: one State twice, or one that did not exist.
LABELS: tuple[str, ...] = (*(conclusion.value for conclusion in Conclusion), "not-applicable")
NOT_APPLICABLE = len(LABELS) - 1
_CODE = {conclusion: index for index, conclusion in enumerate(Conclusion)}
KINDS = (Kind.EXTRADITION, Kind.MLA)

__all__ = [
    "KINDS", "LABELS", "NOT_APPLICABLE", "Day", "Group", "Labels", "Mask", "counts", "counts_by_group", "coverage", "groups",
    "labels_by_group", "series", "world_labels", "yearly",
]  # fmt: skip


def labels_by_group(day: Day, kind: Kind) -> Iterator[tuple[Group, Labels]]:
    """The label of every ordered pair for each group of offences."""
    work = _work(day, kind)
    for group in day.lasting.groups:
        yield group, work.labels(group)


def counts_by_group(day: Day, kind: Kind) -> Iterator[tuple[Group, npt.NDArray[np.int64]]]:
    """How many ordered pairs have each label, for each group of offences; quicker than counting the labels themselves."""
    work = _work(day, kind)
    known: dict[tuple[tuple[str, ...], bool], npt.NDArray[np.int64]] = {}
    for group in day.lasting.groups:
        # Groups differ only by texts that bind somebody: before a treaty entered into force many are alike.
        key = tuple(text for text in group.texts if not day.nobody(text)), group.listed
        if key not in known:
            known[key] = work.counts(group)
        yield group, known[key]


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


_NO_TEXTS = {listed: Group((), listed, ()) for listed in (False, True)}


class _Work:
    """Labels of all pairs for one kind of request: what holds without any text, and what each text changes where it binds."""

    day: Day
    own_law: Mask
    #: Whether something that is always open makes unknown of every pair without a basis.
    always_open: bool

    def __init__(self) -> None:
        self._without: dict[bool, Labels] = {}
        self._changes: dict[tuple[Hashable, bool], Labels] = {}

    def masks(self, group: Group) -> tuple[Mask, Mask, Mask]:
        """Pairs with a binding basis, with one at option, and with an open question that could give one."""
        raise NotImplementedError

    def bind(self, text: str, chosen: Mask, binding: Mask, at_option: Mask, unknown: Mask) -> None:
        """Put into the masks what a text gives the pairs for which it was chosen."""
        raise NotImplementedError

    def sort_of(self, text: str) -> Hashable:
        """Texts of the same sort give the same, where they bind."""
        raise NotImplementedError

    def labels(self, group: Group) -> Labels:
        """The label of each pair."""
        if not self.always_open:
            return self._compose(*self.masks(group))
        # Nothing that is open matters, so that a text changes the label where it binds and nowhere else.
        result = self._start(group.listed).copy()
        for text, _, chosen, _ in _chosen(self.day, group):
            result -= chosen.view(np.int8) * self._change(text, group.listed)
        return result

    def counts(self, group: Group) -> npt.NDArray[np.int64]:
        """How many pairs have each label."""
        labels = self.labels(group)
        result = np.zeros(len(LABELS), np.int64)
        before = 0
        for label in self._possible:
            up_to = int(np.count_nonzero(labels <= label))
            result[label], before = up_to - before, up_to
        result[NOT_APPLICABLE] = self._never
        result[_CODE[Conclusion.UNKNOWN]] = labels.size - self._never - before
        return result

    @cached_property
    def _possible(self) -> list[int]:
        """Labels that can occur, but for unknown and not-applicable, which are what remains."""
        own = [_CODE[Conclusion.OWN_LAW]] if self.own_law.any() else []
        none = [] if self.always_open else [_CODE[Conclusion.NONE]]
        return [_CODE[Conclusion.BINDING], _CODE[Conclusion.AT_OPTION], *own, *none]

    @cached_property
    def _never(self) -> int:
        return int(self.day.applicable.size - np.count_nonzero(self.day.applicable))

    def _start(self, listed: bool) -> Labels:
        if listed not in self._without:
            self._without[listed] = self._compose(*self.masks(_NO_TEXTS[listed]))
        return self._without[listed]

    def _change(self, text: str, listed: bool) -> Labels:
        """By how much a text lowers the label of each pair that it binds; labels are numbered from the strongest."""
        key = self.sort_of(text), listed
        if key not in self._changes:
            binding, at_option, unknown = self.masks(_NO_TEXTS[listed])
            self.bind(text, np.ones_like(binding), binding, at_option, unknown)
            self._changes[key] = self._start(listed) - self._compose(binding, at_option, unknown)
        return self._changes[key]

    def _compose(self, binding: Mask, at_option: Mask, unknown: Mask) -> Labels:
        """The strongest that applies. Unknown wins over none, and comes after it."""
        result = unknown.view(np.int8) + np.int8(_CODE[Conclusion.NONE])
        np.minimum(result, self._own_cap, out=result)
        np.minimum(result, _cap(at_option, Conclusion.AT_OPTION), out=result)
        result *= (~binding).view(np.int8)
        np.maximum(result, self._floor, out=result)
        return result

    @cached_property
    def _own_cap(self) -> Labels:
        return _cap(self.own_law, Conclusion.OWN_LAW)

    @cached_property
    def _floor(self) -> Labels:
        result: Labels = (~self.day.applicable).view(np.int8) * np.int8(NOT_APPLICABLE)
        return result


def _cap(mask: Mask, conclusion: Conclusion) -> Labels:
    """A conclusion where the mask holds, and elsewhere the last label there is."""
    last = NOT_APPLICABLE
    result: Labels = np.int8(last) - mask.view(np.int8) * np.int8(last - _CODE[conclusion])
    return result


def _work(day: Day, kind: Kind) -> _Work:
    return _Extradition(day) if kind is Kind.EXTRADITION else _Assistance(day)


_CLAUSES = ("extradition_deemed_included", "extradition_optional_basis", "extradition_among_non_conditional_states")


class _Extradition(_Work):
    def __init__(self, day: Day) -> None:
        super().__init__()
        self.day = day
        self.rules = day.rules
        self.ece = day.pairs["ece-1957"]
        self.ecst = day.pairs[ECST]
        bilateral, doubt, self.since = day.bilateral(Kind.EXTRADITION)
        # The European Convention replaces bilateral treaties between its parties (ECE 28(1)).
        self.bilateral = bilateral & ~self.ece.yes
        self.has_general = self.ece.yes | self.bilateral
        needs, free = day.requirement
        self.b_free = np.ascontiguousarray(np.broadcast_to(free[None, :], self.has_general.shape))
        self.own_law = self.b_free
        self.open_to_option = ~self.has_general & ~self.b_free
        self.both_free = free[:, None] & free[None, :]
        self.neither_needs = ~(needs[:, None] | needs[None, :])
        self.nobody_needs = not needs.any()
        # Pairs for which a text is a basis as soon as it binds them: it reaches their treaty, or neither needs one.
        self.at_once = self.has_general | self.both_free
        self.older: dict[date | None, Mask] = {}
        # Without a complete list another bilateral treaty is always possible, so that nothing else that is open matters.
        self.always_open = not day.bilaterals_complete
        if self.always_open:
            self.base_open = np.ones_like(self.has_general)
        else:
            own_law_open = ~(needs | free)[None, :]
            self.base_open = (
                self.ece.unknown | (doubt & ~self.ece.yes) | self.bilateral | own_law_open | self._regional()
            )

    def _regional(self) -> Mask:
        found = np.zeros(self.has_general.shape, bool)
        for instrument in self.rules.file.open_to:
            kinds = self.day.world.facts.catalogue[instrument].articles
            if not self.day.nobody(instrument) and any(kind.startswith("extradition_") for kind in kinds):
                found |= ~self.day.pairs[instrument].no
        return found

    def masks(self, group: Group) -> tuple[Mask, Mask, Mask]:
        """In the order of the rules: general treaty, deemed inclusion, optional basis, States that need no treaty."""
        binding = self.ece.yes.copy()
        at_option = np.zeros_like(binding)
        unknown = self.base_open if self.always_open else self.base_open.copy()
        if group.listed:
            binding |= self.ecst.yes & self.has_general
            if not self.always_open:
                unknown |= self.ecst.unknown
        for text, pairs, chosen, before in _chosen(self.day, group):
            if not self.always_open:
                unknown |= pairs.unknown if before is None else pairs.unknown > before
            self.bind(text, chosen, binding, at_option, unknown)
        return binding, at_option, unknown

    def sort_of(self, text: str) -> Hashable:
        """The clauses that the text has, which treaties it reaches, and whose notifications decide."""
        it, rule = self.day.world.facts.catalogue[text], self.rules.treaty(text)
        reaches = it.entered_into_force if rule.older_treaties_only else None
        notified = (rule.also_bound or text) if rule.option_by_declaration is not None else None
        return (*(clause in it.articles for clause in _CLAUSES), rule.older_treaties_only, reaches, notified)

    def bind(self, text: str, chosen: Mask, binding: Mask, at_option: Mask, unknown: Mask) -> None:
        """Deemed inclusion, optional basis, and States that need no treaty."""
        articles = self.day.world.facts.catalogue[text].articles
        rule = self.rules.treaty(text)
        deemed, optional, free = (clause in articles for clause in _CLAUSES)
        if deemed and free:
            binding |= chosen & self._at_once(text)
        elif deemed:
            binding |= chosen & self._reached(text)
        elif free:
            binding |= chosen & self.both_free
        if optional:
            open_to_option = chosen & self.open_to_option
            if rule.option_by_declaration is None:
                at_option |= open_to_option
            else:
                declared, silent = self._declared(rule.also_bound or text)
                at_option |= open_to_option & declared[None, :]
                if not self.always_open:
                    unknown |= open_to_option & silent[None, :]
        if free and not self.always_open:
            # Where both are known to be free the basis is binding, so that what is open does not matter.
            unknown |= chosen if self.nobody_needs else chosen & self.neither_needs

    def _at_once(self, text: str) -> Mask:
        return self._reached(text) | self.both_free if self.rules.treaty(text).older_treaties_only else self.at_once

    def _reached(self, text: str) -> Mask:
        """Pairs whose general treaty the text reaches; some reach only treaties older than themselves."""
        if not self.rules.treaty(text).older_treaties_only:
            return self.has_general
        own = self.day.world.facts.catalogue[text].entered_into_force
        if own not in self.older:
            older = self.has_general.copy()
            for pair, since in self.since.items():
                if not self.ece.yes[pair] and (since is None or own is None or since >= own):
                    older[pair] = False
            self.older[own] = older
        return self.older[own]

    def _declared(self, instrument: str) -> tuple[Mask, Mask]:
        declared, silent = np.zeros(len(self.b_free), bool), np.ones(len(self.b_free), bool)
        for participant, keeper, subject in self.rules.statements_by:
            if keeper == instrument and subject is Subject.TREATY_BASIS:
                row = self.day.world.row_of[participant]
                statement = self.rules.statement(participant, instrument, subject, self.day.on)
                declared[row] = statement is not None and statement.value == "yes"
                silent[row] = statement is None
        return declared, silent


def _chosen(day: Day, group: Group) -> Iterator[tuple[str, Pairs, Mask, Mask | None]]:
    """The texts of a group, latest first, with the pairs that each binds and none before it did, and those bound before."""
    before: Mask | None = None
    for text in group.texts:
        if day.nobody(text):
            continue
        pairs = day.pairs[text]
        if before is None:
            yield text, pairs, pairs.yes, None
            before = pairs.yes
        else:
            yield text, pairs, pairs.yes > before, before
            before = before | pairs.yes


class _Assistance(_Work):
    """Whether the requested State can assist under its own law is never known from the data: unknown, not none."""

    def __init__(self, day: Day) -> None:
        super().__init__()
        self.day = day
        emla = day.pairs["emla-1959"]
        bilateral, _, _ = day.bilateral(Kind.MLA)
        self.general = emla.yes | bilateral
        self.ecst = day.pairs[ECST].yes
        self.own_law = np.zeros_like(self.general)
        self.always_open = True
        self.everything = np.ones_like(self.general)

    def masks(self, group: Group) -> tuple[Mask, Mask, Mask]:
        """General treaties, then what each text gives."""
        binding = self.general | self.ecst if group.listed else self.general.copy()
        for text, _, chosen, _ in _chosen(self.day, group):
            self.bind(text, chosen, binding, self.own_law, self.everything)
        return binding, self.own_law, self.everything

    def bind(self, text: str, chosen: Mask, binding: Mask, at_option: Mask, unknown: Mask) -> None:
        """The text's own article on assistance."""
        if self.sort_of(text):
            binding |= chosen

    def sort_of(self, text: str) -> Hashable:
        """Whether the text has an article on assistance."""
        return "mutual_legal_assistance" in self.day.world.facts.catalogue[text].articles


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
    for group, found in counts_by_group(day, kind):
        for code in group.codes:
            theme = world.facts.catalogue[rules.offences[code][0]].theme
            themes[theme] = themes.get(theme, np.zeros(len(LABELS), np.int64)) + found
    return themes


def yearly(world: World, rules: Rules, years: Sequence[int], *, kind: Kind) -> npt.NDArray[np.int64]:
    """Counts of each label over all offences at the end of each year: axes year, label."""
    found: npt.NDArray[np.int64] = series(world, rules, [date(year, 12, 31) for year in years], kinds=(kind,))[0]
    return found


def series(world: World, rules: Rules, days: Sequence[date], *, kinds: Sequence[Kind] = KINDS) -> npt.NDArray[np.int64]:
    """Counts of each label over all offences on each day: axes kind of request, day, label."""
    result = np.zeros((len(kinds), len(days), len(LABELS)), np.int64)
    for place, on in enumerate(days):
        day = Day(world, rules, on, {})
        for index, kind in enumerate(kinds):
            for group, found in counts_by_group(day, kind):
                result[index, place] += found * len(group.codes)
    return result
