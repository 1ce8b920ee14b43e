"""The label of every ordered pair of States, for every offence and both kinds of request, on a date (NumPy).

Codes are grouped by what decides them: the texts that make the conduct an offence, and whether the European Convention on
the Suppression of Terrorism lists it. Each group is worked out once, then copied to its codes. The one-pair finder gives the
same labels; a test compares them.
"""

from collections.abc import Iterator, Mapping, Sequence
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
    floor = (~day.applicable).view(np.int8) * np.int8(NOT_APPLICABLE)
    for group in day.lasting.groups:
        labels = work.labels(group)
        yield group, np.maximum(labels, floor, out=labels)


def counts_by_group(day: Day, kind: Kind) -> Iterator[tuple[Group, npt.NDArray[np.int64]]]:
    """How many ordered pairs have each label, for each group of offences; quicker than counting the labels themselves."""
    work = _work(day, kind)
    outside = ~day.applicable
    never = int(np.count_nonzero(outside))
    known: dict[tuple[tuple[str, ...], bool], npt.NDArray[np.int64]] = {}
    for group in day.lasting.groups:
        # Groups differ only by texts that bind somebody: before a treaty entered into force many are alike.
        key = tuple(text for text in group.texts if not day.nobody(text)), group.listed
        if key not in known:
            known[key] = work.counts(group, outside, never)
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


class _Work:
    """Masks of all pairs for a group of offences: binding, at the option of the requested State, and open."""

    own_law: Mask

    def masks(self, group: Group) -> tuple[Mask, Mask, Mask]:
        """Pairs with a binding basis, with one at option, and with an open question that could give one."""
        raise NotImplementedError

    def counts(self, group: Group, outside: Mask, never: int) -> npt.NDArray[np.int64]:
        """How many pairs have each label; those *outside*, of which there are *never*, cannot be asked about."""
        binding, at_option, unknown = self.masks(group)
        result = np.zeros(len(LABELS), np.int64)
        settled = np.logical_or(binding, outside, out=binding)
        result[NOT_APPLICABLE] = never
        result[_CODE[Conclusion.BINDING]] = np.count_nonzero(settled) - result[NOT_APPLICABLE]
        for conclusion, mask in (
            (Conclusion.AT_OPTION, at_option), (Conclusion.OWN_LAW, self.own_law), (Conclusion.UNKNOWN, unknown)
        ):  # fmt: skip
            result[_CODE[conclusion]] = np.count_nonzero(mask > settled)
            settled |= mask
        result[_CODE[Conclusion.NONE]] = settled.size - np.count_nonzero(settled)
        return result

    @cached_property
    def _own_cap(self) -> Labels:
        return _cap(self.own_law, Conclusion.OWN_LAW)

    def labels(self, group: Group) -> Labels:
        """The label of each pair: the strongest that applies; labels are numbered from the strongest."""
        binding, at_option, unknown = self.masks(group)
        result = unknown.view(np.int8) + np.int8(_CODE[Conclusion.NONE])  # unknown wins over none, and comes after it
        np.minimum(result, self._own_cap, out=result)
        np.minimum(result, _cap(at_option, Conclusion.AT_OPTION), out=result)
        result *= np.logical_not(binding, out=binding).view(np.int8)
        return result


def _cap(mask: Mask, conclusion: Conclusion) -> Labels:
    """A conclusion where the mask holds, and elsewhere the last label there is."""
    last = NOT_APPLICABLE
    result: Labels = np.int8(last) - mask.view(np.int8) * np.int8(last - _CODE[conclusion])
    return result


def _work(day: Day, kind: Kind) -> _Work:
    return _Extradition(day) if kind is Kind.EXTRADITION else _Assistance(day)


class _Extradition(_Work):
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
        self.b_free = np.ascontiguousarray(np.broadcast_to(free[None, :], self.has_general.shape))
        self.own_law = self.b_free
        self.open_to_option = ~self.has_general & ~self.b_free
        self.both_free = free[:, None] & free[None, :]
        self.neither_needs = ~(needs[:, None] | needs[None, :])
        self.nobody_needs = not needs.any()
        # Pairs for which a text is a basis as soon as it binds them: it reaches their treaty, or neither needs one.
        self.at_once = self.has_general | self.both_free
        self.older: dict[date | None, Mask] = {}
        self.own_law_open = np.broadcast_to(~(needs | free)[None, :], self.has_general.shape)
        self.base_open = (
            self.ece.unknown | (doubt & ~self.ece.yes) | self.bilateral | self.own_law_open | self._regional()
        )
        # Without a complete list another bilateral treaty is always possible, so that nothing else that is open matters.
        self.always_open = not day.bilaterals_complete
        if self.always_open:
            self.base_open = np.ones_like(self.base_open)

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
            self._text(text, chosen, binding, at_option, unknown)
        return binding, at_option, unknown

    def _text(self, text: str, chosen: Mask, binding: Mask, at_option: Mask, unknown: Mask) -> None:
        articles = self.day.world.facts.catalogue[text].articles
        rule = self.rules.treaty(text)
        deemed, free = (f"extradition_{it}" in articles for it in ("deemed_included", "among_non_conditional_states"))
        if deemed and free:
            binding |= chosen & self._at_once(text)
        elif deemed:
            binding |= chosen & self._reached(text)
        elif free:
            binding |= chosen & self.both_free
        if "extradition_optional_basis" in articles:
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
    def __init__(self, day: Day) -> None:
        self.day = day
        emla = day.pairs["emla-1959"]
        bilateral, _, _ = day.bilateral(Kind.MLA)
        self.general = emla.yes | bilateral
        self.ecst = day.pairs[ECST].yes
        self.own_law = np.zeros_like(self.general)
        self.everything = np.ones_like(self.general)

    def masks(self, group: Group) -> tuple[Mask, Mask, Mask]:
        """Whether the requested State can assist under its own law is never known from the data: unknown, not none."""
        binding = self.general.copy()
        if group.listed:
            binding |= self.ecst
        for text, _, chosen, _ in _chosen(self.day, group):
            if "mutual_legal_assistance" in self.day.world.facts.catalogue[text].articles:
                binding |= chosen
        return binding, self.own_law, self.everything

    def counts(self, group: Group, outside: Mask, never: int) -> npt.NDArray[np.int64]:
        """Binding, or unknown."""
        binding, _, _ = self.masks(group)
        result = np.zeros(len(LABELS), np.int64)
        settled = np.count_nonzero(np.logical_or(binding, outside, out=binding))
        result[NOT_APPLICABLE] = never
        result[_CODE[Conclusion.BINDING]] = settled - result[NOT_APPLICABLE]
        result[_CODE[Conclusion.UNKNOWN]] = outside.size - settled
        return result

    def labels(self, group: Group) -> Labels:
        """Binding, or unknown."""
        binding, _, _ = self.masks(group)
        result: Labels = np.logical_not(binding, out=binding).view(np.int8) * np.int8(_CODE[Conclusion.UNKNOWN])
        return result


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
