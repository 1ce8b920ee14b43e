"""States, regions, groups and the world side by side over time: number and share in force at the end of each year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, gettext

from accede.kit.charts import Series, chart_directory, line_chart, render_chart
from accede.kit.on import AsOf, BadQuestion
from accede.kit.tables import Table, Twin
from accede.kit.wording import localised
from accede.law.answers import iso
from accede.law.timeline import Position
from accede.treaties.presenters.common import UNKNOWN_POSITIONS, Share, name_of, sort_keys
from accede.treaties.presenters.words import GROUPS, REGIONS, word
from accede.treaties.queries import Snapshot

MOST = 4
DEFAULT = ("world", "region:Africa", "region:Asia", "region:Europe")
FIRST_YEAR = 1963


@dataclass(frozen=True, slots=True)
class Unit:
    """A State or a group of States: its key in addresses, its name, its members."""

    key: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a select."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Entries of a select under one heading."""

    label: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Picker:
    """One of the selects for what is compared."""

    number: int
    groups: list[OptionGroup]


@dataclass(frozen=True, slots=True)
class YearLine:
    """What the units had at the end of a year."""

    label: str
    day: date
    cells: list[Share]
    unknown: list[int]


@dataclass(frozen=True)
class Comparison:
    """The units over time."""

    units: list[Unit]
    instrument: str
    instrument_title: str
    lines: list[YearLine]


@dataclass(frozen=True)
class ComparePage:
    """Everything on the page."""

    comparison: Comparison
    pickers: list[Picker]
    instruments: list[Option]
    charts: list[SafeString]
    parameters: list[tuple[str, str]]
    latest: YearLine | None


def units_named(snap: Snapshot, query: QueryDict) -> list[Unit]:
    """The units asked for, each once, at most :data:`MOST`. Raises :class:`BadQuestion` for one that there is not."""
    keys = list(dict.fromkeys(key for key in query.getlist("who") if key)) or list(DEFAULT)
    if len(keys) > MOST:
        message = gettext("At most %(most)s States or groups can be compared; choose fewer.") % {"most": MOST}
        raise BadQuestion(message, field="who", given=", ".join(keys)[:60], detail=f"who: at most {MOST} values.")
    return [unit(snap, key) for key in keys]


def unit(snap: Snapshot, key: str) -> Unit:
    """The State or group that *key* names: "world", "region:Africa", "group:WEOG" or a code."""
    participants = snap.facts.participants
    kind, _, value = key.partition(":")
    if key == "world":
        return Unit(key, gettext("All States and organizations"), tuple(participants))
    if kind == "region" and value in REGIONS:
        members = tuple(code for code, it in participants.items() if it.region == value)
        return Unit(key, word(REGIONS, value), members)
    if kind == "group" and value in GROUPS:
        members = tuple(code for code, it in participants.items() if it.regional_group == value)
        return Unit(key, word(GROUPS, value), members)
    if key.upper() in participants:
        return Unit(key.upper(), name_of(participants[key.upper()]), (key.upper(),))
    message = gettext("There is no State or group “%(key)s” to compare.") % {"key": key[:60]}
    detail = f"who: '{key[:60]}' is none of world, region:<name>, group:<name> or a three-letter code."
    raise BadQuestion(message, field="who", given=key[:60], detail=detail)


def compare(snap: Snapshot, query: QueryDict, asked: AsOf) -> Comparison:
    """Count the bonds in force of each unit at the end of each year up to the date, and on the date."""
    units = units_named(snap, query)
    catalogue = snap.facts.catalogue
    chosen = query.get("instrument", "")
    if chosen and chosen not in catalogue:
        message = gettext("There is no instrument “%(id)s”.") % {"id": chosen[:60]}
        raise BadQuestion(message, field="instrument", given=chosen[:60], detail=f"instrument: no '{chosen[:60]}'.")
    instruments = [catalogue[chosen]] if chosen else list(catalogue.universal)
    first = min(max(FIRST_YEAR, min(it.year or FIRST_YEAR for it in instruments)), asked.on.year)
    days = [date(year, 12, 31) for year in range(first, asked.on.year)] + [asked.on]
    columns = [snap.world.column_of[it.id] for it in instruments]
    numbers = []
    for it in units:
        counts = snap.world.series(days, participants=it.members)[:, columns, :].sum(axis=1)
        total = len(it.members) * len(columns)
        numbers.append(
            [
                (
                    Share(int(row[Position.IN_FORCE]), total - int(row[Position.NO_SUCH_STATE])),
                    int(row[list(UNKNOWN_POSITIONS)].sum()),
                )
                for row in counts
            ]
        )
    lines = [
        YearLine(
            label=localised(day) if day == asked.on else str(day.year),
            day=day,
            cells=[column[index][0] for column in numbers],
            unknown=[column[index][1] for column in numbers],
        )
        for index, day in enumerate(days)
    ]
    title = catalogue[chosen].short_title if chosen else ""
    return Comparison(units, catalogue[chosen].id if chosen else "", title, lines)


def compare_page(snap: Snapshot, query: QueryDict, asked: AsOf) -> ComparePage:
    """Work out the page."""
    comparison = compare(snap, query, asked)
    chosen = [it.key for it in comparison.units] + [""] * (MOST - len(comparison.units))
    names = sorted(snap.facts.participants, key=lambda code: sort_keys(snap.facts)[code])
    states = [(code, name_of(snap.facts.participants[code])) for code in names]
    catalogue = snap.facts.catalogue
    everything = gettext("The %(number)s universal instruments together") % {"number": len(catalogue.universal)}
    return ComparePage(
        comparison=comparison,
        pickers=[_picker(number, key, states) for number, key in enumerate(chosen, start=1)],
        instruments=[
            Option("", everything, not comparison.instrument),
            *(Option(it.id, it.short_title, it.id == comparison.instrument) for it in catalogue),
        ],
        charts=_charts(comparison),
        parameters=[("who", it.key) for it in comparison.units] + [("instrument", comparison.instrument)],
        latest=comparison.lines[-1] if comparison.lines else None,
    )


def _picker(number: int, chosen: str, states: Sequence[tuple[str, str]]) -> Picker:
    def options(pairs: Sequence[tuple[str, str]]) -> list[Option]:
        return [Option(value, label, value == chosen) for value, label in pairs]

    return Picker(
        number,
        [
            OptionGroup("", options([("", gettext("(none)")), ("world", gettext("All States and organizations"))])),
            OptionGroup(gettext("Regions"), options([(f"region:{it}", word(REGIONS, it)) for it in REGIONS])),
            OptionGroup(gettext("Regional groups"), options([(f"group:{it}", word(GROUPS, it)) for it in GROUPS])),
            OptionGroup(gettext("States and organizations"), options(states)),
        ],
    )


def _charts(comparison: Comparison) -> list[SafeString]:
    series = []
    for index, it in enumerate(comparison.units):
        # A unit has no share before any of its members exists; its line begins later.
        points = [
            (line.day.year, round(100 * line.cells[index].number / line.cells[index].of))
            for line in comparison.lines
            if line.cells[index].of
        ]
        if points:
            series.append(Series(it.name, points))
    if not series:
        return []
    title = gettext("Share in force, per cent")
    return [
        render_chart(
            line_chart(
                series=series,
                x_title=gettext("Year"),
                y_title=gettext("Per cent in force"),
                title=title,
                rtl=get_language_bidi(),
                locale=get_language() or "en",
                width=width,
                height=height,
            ),
            cache_dir=chart_directory(),
        )
        for width, height in ((760, 320), (270, 240))
    ]


def compare_twin(snap: Snapshot, query: QueryDict, asked: AsOf) -> Twin:
    """The data behind the page: a record for each unit and year."""
    comparison = compare(snap, query, asked)
    records = [
        {
            "unit": it.key,
            "on": iso(line.day),
            "instrument": comparison.instrument or "universal",
            "in_force": line.cells[index].number,
            "of": line.cells[index].of,
            "unknown": line.unknown[index],
        }
        for index, it in enumerate(comparison.units)
        for line in comparison.lines
    ]
    members = {it.key: list(it.members) for it in comparison.units}
    value = {"on": iso(asked.on), "units": members, "series": records}
    columns = ("unit", "on", "instrument", "in_force", "of", "unknown")
    return Twin(value, lambda: [Table.of(records, columns, name="Series")], f"accede-compare-{asked.iso}")
