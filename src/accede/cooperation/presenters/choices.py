"""The choices of the room's forms: States, offences by instrument, kinds, what is known of a law."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from accede.cooperation.presenters.labels import BOUND, KINDS
from accede.law.amendments import Bound
from accede.law.basis import Rules
from accede.law.facts import Facts
from accede.law.participants import ParticipantKind
from accede.treaties.presenters.common import name_of, per_data, sort_keys
from accede.treaties.presenters.words import GROUPS, REGIONS, THEMES, word


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a select or a set of radio buttons. ``english`` marks a label that exists in English only."""

    value: str
    label: str
    chosen: bool = False
    english: bool = False


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Entries of a select under one heading."""

    label: str
    options: Sequence[Option]
    english: bool = False


@per_data
def state_codes(facts: Facts) -> tuple[str, ...]:
    """Codes of the States, by name: requests go from State to State, so organizations are left out."""
    keys = sort_keys(facts)
    states = [code for code, it in facts.participants.items() if it.kind is not ParticipantKind.ORGANISATION]
    return tuple(sorted(states, key=lambda code: keys[code]))


def states(facts: Facts, chosen: str) -> list[Option]:
    """All States, in alphabetical order."""
    return [Option(code, name_of(facts.participants[code]), code == chosen) for code in state_codes(facts)]


def offences(facts: Facts, rules: Rules, chosen: str) -> list[OptionGroup]:
    """All offences, grouped by instrument, each with its article."""
    return [
        OptionGroup(
            it.short_title,
            [Option(o.code, f"{o.title} ({o.article})", o.code == chosen, english=True) for o in it.offences],
            english=True,
        )
        for it in facts.catalogue
        if it.offences
    ]


def kinds(chosen: str) -> list[Option]:
    """Extradition and mutual legal assistance."""
    return [Option(kind, word(KINDS, kind), kind == chosen) for kind in KINDS]


def answers(chosen: str, *, unknown: str = "") -> list[Option]:
    """Yes, no, not known; *unknown* says in other words what it means to leave the question open."""
    labels = {
        Bound.UNKNOWN: unknown or str(BOUND[Bound.UNKNOWN]),
        Bound.YES: BOUND[Bound.YES],
        Bound.NO: BOUND[Bound.NO],
    }
    return [Option(bound.value, str(label), bound.value == chosen) for bound, label in labels.items()]


@per_data
def theme_keys(facts: Facts) -> tuple[str, ...]:
    """Themes with offences, in the order of the catalogue."""
    return tuple(dict.fromkeys(it.theme for it in facts.catalogue if it.offences))


def themes(facts: Facts, chosen: str) -> list[Option]:
    """The themes that have offences."""
    return [Option(theme, word(THEMES, theme), theme == chosen) for theme in theme_keys(facts)]


def areas(chosen: str) -> list[OptionGroup]:
    """The world, the regions, the regional groups."""

    def options(prefix: str, keys: Iterable[tuple[str, str]]) -> list[Option]:
        return [Option(f"{prefix}:{key}", label, f"{prefix}:{key}" == chosen) for key, label in keys]

    return [
        OptionGroup("", [Option("world", gettext("The world"), chosen == "world")]),
        OptionGroup(gettext("Regions"), options("region", [(it, word(REGIONS, it)) for it in REGIONS])),
        OptionGroup(gettext("Regional groups"), options("group", [(it, word(GROUPS, it)) for it in GROUPS])),
    ]
