"""What money may pay for: none, soft and tight earmarks against the States, theme and programmes of what is to be paid."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Strength(StrEnum):
    """How firmly a contribution is tied."""

    NONE = "none"
    SOFT = "soft"
    TIGHT = "tight"


class By(StrEnum):
    """By what a contribution is tied. Values of one are alternatives; each that is named must hold."""

    REGION = "region"
    STATE = "state"
    THEME = "theme"
    PROGRAMME = "programme"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be paid, as earmarks read it. Nothing known of a dimension never satisfies an earmark by it."""

    states: frozenset[str] = frozenset()
    #: Regions and subregions for which it is as a whole, where it names no State.
    regions: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    #: Its programmes and all of which they are a part.
    programmes: frozenset[str] = frozenset()
    plans: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Breach:
    """A dimension that does not hold: what the money is for, and what was found."""

    by: By
    wanted: tuple[str, ...]
    found: tuple[str, ...]


Earmarks = Mapping[By, frozenset[str]]


def earmarks_of(rows: Iterable[tuple[str, str]]) -> dict[By, frozenset[str]]:
    """Earmarks from pairs of dimension and value."""
    found: dict[By, set[str]] = {}
    for by, value in rows:
        found.setdefault(By(by), set()).add(value)
    return {by: frozenset(values) for by, values in found.items()}


def breaches(earmarks: Earmarks, target: Target, *, states_of: Callable[[str], frozenset[str]]) -> list[Breach]:
    """Every dimension in which *target* is outside the earmarks. *states_of* gives the States of a region.

    Money for a region pays for States of that region alone: an activity for States in it and outside is outside.
    """
    found = []
    for by, wanted in earmarks.items():
        has = _values(by, target)
        if by is By.REGION:
            inside: frozenset[str] = frozenset().union(*(states_of(name) for name in wanted))
            holds = target.states <= inside if target.states else bool(target.regions) and all(
                name in wanted or (bool(states_of(name)) and states_of(name) <= inside) for name in target.regions
            )  # fmt: skip
        elif by in (By.STATE, By.THEME):
            holds = bool(has) and has <= wanted
        else:
            holds = bool(has & wanted)
        if not holds:
            found.append(Breach(by, tuple(sorted(wanted)), tuple(sorted(has))))
    return found


def _values(by: By, target: Target) -> frozenset[str]:
    return {
        By.REGION: target.states or target.regions, By.STATE: target.states, By.THEME: target.themes,
        By.PROGRAMME: target.programmes, By.PLAN: target.plans,
    }[by]  # fmt: skip
