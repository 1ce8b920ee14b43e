"""Which deposits would close most of the gap: the best set of a given size, found exactly, and the greedy one beside it.

A pair gains only when *both* States are bound, so the gain of a deposit depends on the others and greedy can miss. Yet States
that are bound by the same texts of a family (Hague and its Beijing Protocol, say) count alike, and families do not touch one
another. So the gain depends only on *how many* States make each kind of step within each family: those numbers are searched
completely for every family, and the best split of the deposits over the families is found by a dynamic programme.

Two things can leave a gap, and then an upper bound is given with the plan: a family too large for the complete search, and
treaties that only parties to a treaty of another family may join (the protocols to the Convention against Transnational
Organized Crime, those on platforms). For the bound the latter are taken as open wherever the State may join both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations

from accede.law.basis.board import OPEN_TO_JOIN, Board, Deposit, by_participant, can_be_joined
from accede.law.basis.bonds import groups
from accede.law.basis.families import Family, Table, split
from accede.law.basis.rules import Rules
from accede.law.matrix import World
from accede.law.timeline import Position

__all__ = ["LARGEST_SEARCH", "Deposit", "Plan", "gains_for", "plan_deposits"]

#: More combinations than this in one family are bounded instead of searched.
LARGEST_SEARCH = 3_000_000
#: Up to so many deposits that open the way to another family are tried in all combinations.
_MOST_PREREQUISITES = 4
COMPLETE = "complete search within families, dynamic programme over them"
BOUNDED = "step by step, with an upper bound"


@dataclass(frozen=True)
class Plan:
    """The best set of deposits found.

    ``gain`` counts ordered pairs × offences newly covered by a convention that binds both; ``bound`` is what no plan exceeds.
    """

    selected: tuple[Deposit, ...]
    gain: int
    bound: int
    method: str
    greedy: tuple[Deposit, ...]
    greedy_gain: int
    #: How many other States would give the same gain as each chosen one, in the order of ``selected``.
    equals: tuple[int, ...] = ()

    @property
    def gap(self) -> float:
        """How far the plan can be from the best, as a share of the bound."""
        return (self.bound - self.gain) / self.bound if self.bound else 0.0


@dataclass(frozen=True)
class _Found:
    """A set of deposits, its gain, and how many other States would do as well for each."""

    selected: tuple[Deposit, ...]
    gain: int
    equals: tuple[int, ...]


def plan_deposits(
    world: World,
    rules: Rules,
    *,
    deposits: int,
    on: date,
    states: Sequence[str] | None = None,
    instruments: Sequence[str] | None = None,
) -> Plan:
    """The *deposits* deposits by *states* (all where None) that cover most new ordered pairs × offences.

    Counted are pairs of which at least one State is among *states*. A deposit is possible where the State is known not to be
    bound and holds what the instrument requires (SUA Protocol 17(4) and the like), or makes that deposit too.

    Raises :class:`ValueError` where no deposit is asked for.
    """
    if deposits < 1:
        raise ValueError("deposits: at least one is needed")
    chosen = world.participants if states is None else states
    board = Board.on(world, rules, on, chosen, world.instruments if instruments is None else instruments)
    openers = board.prerequisites()
    if len(openers) <= _MOST_PREREQUISITES:
        best, bound = _with_all_openers(board, openers, deposits)
    else:
        best, bound = _with_relaxed_bound(board, deposits)
    greedy = _one_by_one(board, deposits, bundles=False)
    if best.gain < bound:  # where the search was not complete, greedy can be the better one
        best = max((best, greedy, _one_by_one(board, deposits, bundles=True)), key=lambda it: it.gain)
    method = COMPLETE if best.gain == bound else BOUNDED
    return Plan(best.selected, best.gain, bound, method, greedy.selected, greedy.gain, best.equals)


def _with_all_openers(board: Board, openers: list[Deposit], deposits: int) -> tuple[_Found, int]:
    """Every choice of the deposits that open the way to another family, and the best of what is then possible."""
    best, bound = _Found((), 0, ()), 0
    for made in chain.from_iterable(combinations(openers, size) for size in range(min(len(openers), deposits) + 1)):
        if not _possible(board, made):
            continue
        after = board.copy()
        gain = sum(after.make(it) for it in made)
        found, most = _search(after, after.steps(relaxed=False), deposits - len(made))
        bound = max(bound, gain + most)
        if gain + found.gain > best.gain:
            best = _Found((*made, *found.selected), gain + found.gain, (*(0 for _ in made), *found.equals))
    return best, bound


def _with_relaxed_bound(board: Board, deposits: int) -> tuple[_Found, int]:
    """The best where every way is open is a bound; where it is possible as it stands, it is the plan."""
    found, bound = _search(board, board.steps(relaxed=True), deposits)
    if _possible(board, found.selected):
        return found, bound
    return _search(board, board.steps(relaxed=False), deposits)[0], bound


def _possible(board: Board, selected: Sequence[Deposit]) -> bool:
    made = by_participant(selected)
    return all(
        needed in made[it.participant] or (needed in board.place and board.has(it.participant, needed))
        for it in selected
        for needed in board.missing[it]
    )


def _search(board: Board, families: list[Family], deposits: int) -> tuple[_Found, int]:
    tables = [family.table(deposits, largest=LARGEST_SEARCH) for family in families]
    gain, parts = split([table.gains for table in tables], deposits)
    bound, _ = split([table.bounds for table in tables], deposits)
    selected, equals = _name(board, families, tables, parts)
    return _Found(selected, gain, equals), bound


def _name(
    board: Board, families: list[Family], tables: list[Table], parts: list[int]
) -> tuple[tuple[Deposit, ...], tuple[int, ...]]:
    """From numbers of steps to States: any of a kind will do. Those that make a required deposit go first, then by code."""
    selected: list[Deposit] = []
    equals: list[int] = []
    # What others require is named before what requires it.
    order = sorted(range(len(families)), key=lambda index: _depth(board, families[index]))
    for index in order:
        family, counts = families[index], tables[index].numbers[parts[index]]
        made = by_participant(selected)
        used: set[str] = set()
        for step, count in zip(family.steps, counts, strict=True):
            added = [it for bit, it in enumerate(family.texts.names) if (step.after & ~step.before) >> bit & 1]
            free = [code for code in step.states if code not in used]
            free.sort(key=lambda code: (not _opened(board, code, added, made.get(code, set())), code))
            for code in free[:count]:
                used.add(code)
                selected += [Deposit(code, text) for text in added]
                equals += [len(step.states) - count] * len(added)
    return tuple(selected), tuple(equals)


def _depth(board: Board, family: Family) -> int:
    needed = {
        it for deposit, missing in board.missing.items() if deposit.instrument in family.texts.names for it in missing
    }
    return len(needed - set(family.texts.names))


def _opened(board: Board, code: str, added: list[str], made: set[str]) -> bool:
    return all(
        needed in made or needed in added or board.has(code, needed)
        for text in added
        for needed in board.missing[Deposit(code, text)]
    )


def _one_by_one(board: Board, deposits: int, *, bundles: bool) -> _Found:
    """The deposit that gains most now, again and again; with *bundles*, also one with those that it requires."""
    board = board.copy()
    selected: list[Deposit] = []
    gained = 0
    while len(selected) < deposits:
        best: tuple[float, tuple[Deposit, ...]] = (0.0, ())
        for deposit in board.candidates():
            bundle = board.bundle(deposit)
            if bundle is None or len(bundle) > (deposits - len(selected) if bundles else 1):
                continue
            rate = board.gain(deposit.participant, (it.instrument for it in bundle)) / len(bundle)
            if rate > best[0]:
                best = (rate, bundle)
        if not best[1]:
            break
        gained += sum(board.make(it) for it in best[1])
        selected += best[1]
    return _Found(tuple(selected), gained, (0,) * len(selected))


def gains_for(world: World, rules: Rules, code: str, on: date) -> list[tuple[str, dict[str, int]]]:
    """For each instrument that a State has not joined: how many partners it gains, by theme, most first.

    A partner is gained for a theme where the deposit covers, with that State, at least one offence of the theme that no
    convention binding both covered before. What the instrument requires is taken as joined with it.
    """
    board = Board.on(world, rules, on, [code], world.instruments)
    matrix, row = world.matrix(on), world.row_of[code]
    result = []
    for instrument in world.instruments:
        position = Position(matrix[row, world.column_of[instrument]])
        if position not in OPEN_TO_JOIN or not can_be_joined(world, instrument, on):
            continue
        partners: dict[str, set[str]] = {}
        for group in groups(rules):
            if instrument not in group.texts:
                continue
            index, bit = board.place[instrument]
            held = board.held[index]
            covering = sum(1 << board.place[text][1] for text in group.texts)
            own = held.get(code, 0)
            new = {
                other for other, mask in held.items() if other != code and mask >> bit & 1 and not mask & own & covering
            }
            for theme in {world.facts.catalogue[rules.offences[it][0]].theme for it in group.codes}:
                partners[theme] = partners.get(theme, set()) | new
        result.append((instrument, {theme: len(found) for theme, found in partners.items()}))
    return sorted(result, key=lambda item: (-sum(item[1].values()), item[0]))
