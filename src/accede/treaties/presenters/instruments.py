"""The list of instruments, and who stands how under one: lists of States, counts, the map, the chart."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, gettext, gettext_noop

from accede.kit.charts import Series, chart_directory, line_chart, render_chart
from accede.kit.maps import BOUNDARIES_DISCLAIMER, LegendItem, MapValue, drawn_participants, world_map
from accede.kit.on import AsOf
from accede.kit.tables import Column, Table, Twin
from accede.kit.wording import Reader, localised, reader
from accede.law.answers import MATRIX_COLUMNS, Json, instrument_row, iso, matrix_row, parties_report
from accede.law.catalogue import Instrument
from accede.law.matrix import count_positions
from accede.law.status import status
from accede.law.timeline import PARTY_POSITIONS, Position
from accede.treaties.presenters.common import (
    UNKNOWN_POSITIONS,
    LegendEntry,
    Links,
    Share,
    full_title_of,
    name_of,
    sort_keys,
    title_of,
)
from accede.treaties.presenters.common import legend as legend_of
from accede.treaties.presenters.words import ACTION_LABELS, LOOKS, THEMES, TYPES, word
from accede.treaties.queries import Snapshot


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """One instrument in the list, with its counts on the date."""

    id: str
    title: SafeString
    full_title: SafeString
    href: str
    theme: str
    type: str
    year: int | None
    adopted: str
    in_force_since: str
    in_force: int
    not_yet: int
    signed: int
    absent: int
    unknown: int
    existing: int
    universal: bool
    verified: bool
    complete_as_of: str

    @property
    def parties(self) -> int:
        """Parties as depositaries count them: those for which it is not yet in force among them."""
        return self.in_force + self.not_yet


def instrument_rows(snap: Snapshot, asked: AsOf) -> list[InstrumentRow]:
    """All instruments, in the order of the regime."""
    facts, world = snap.facts, snap.world
    counts = count_positions(world.matrix(asked.on))
    links = Links(asked)
    rows = []
    for column, treaty in enumerate(facts.catalogue):
        row = counts[column]
        newest = facts.newest_list(treaty.id)
        in_force = int(row[Position.IN_FORCE])
        rows.append(
            InstrumentRow(
                id=treaty.id,
                title=title_of(treaty),
                full_title=full_title_of(treaty),
                href=links.instrument(treaty.id),
                theme=word(THEMES, treaty.theme),
                type=word(TYPES, treaty.type),
                year=treaty.year,
                adopted=localised(treaty.adopted) or str(treaty.year or ""),
                in_force_since=localised(treaty.entered_into_force),
                in_force=in_force,
                not_yet=int(row[list(PARTY_POSITIONS)].sum()) - in_force,
                signed=int(row[Position.SIGNATORY]),
                absent=int(row[Position.NOT_PARTY]),
                unknown=int(row[list(UNKNOWN_POSITIONS)].sum()),
                existing=len(world.participants) - int(row[Position.NO_SUCH_STATE]),
                universal=treaty.universal_against_terrorism,
                verified=treaty.verified,
                complete_as_of=localised(newest.complete_as_of) if newest else "",
            )
        )
    return rows


def instrument_columns() -> list[Column]:
    """The columns by which the list of instruments can be sorted."""
    return [
        Column("title", gettext("Instrument"), lambda row: str(row.title)),
        Column("theme", gettext("Theme"), lambda row: row.theme),
        Column("adopted", gettext("Adopted"), lambda row: row.year or 0),
        Column("parties", gettext("Parties"), lambda row: row.parties, numeric=True),
        Column("absent", gettext("Not party"), lambda row: row.absent + row.signed, numeric=True),
        Column("unknown", gettext("Unknown"), lambda row: row.unknown, numeric=True),
    ]


def instruments_twin(snap: Snapshot, asked: AsOf) -> Twin:
    """The data behind the list of instruments."""
    records: list[Json] = []
    for row, treaty in zip(instrument_rows(snap, asked), snap.facts.catalogue, strict=True):
        newest = snap.facts.newest_list(treaty.id)
        records.append(
            {
                **instrument_row(treaty),
                "on": iso(asked.on),
                "parties": row.parties,
                "in_force_for": row.in_force,
                "signatories": row.signed,
                "not_party": row.absent,
                "unknown": row.unknown,
                "participants": row.existing,
                "complete_as_of": iso(newest.complete_as_of if newest else None),
            }
        )
    value = {"on": iso(asked.on), "instruments": records}
    columns = list(records[0])
    return Twin(value, lambda: [Table.of(records, columns, name="Instruments")], f"accede-instruments-{asked.iso}")


@dataclass(frozen=True, slots=True)
class Member:
    """One State in one of the lists of an instrument's page."""

    code: str
    name: str
    href: str
    look: str
    symbol: str
    label: str
    consent: str
    consent_iso: str
    act: str
    in_force_from: str
    in_force_iso: str
    sort_name: str


@dataclass(frozen=True, slots=True)
class Roll:
    """A list of States that stand alike."""

    key: str
    heading: str
    share: Share
    members: list[Member]
    empty: str
    legend: list[LegendEntry]


def rolls(snap: Snapshot, treaty: Instrument, asked: AsOf) -> list[Roll]:
    """Parties, signatories, non-parties, unknown, and States that did not exist, each in alphabetical order."""
    world, facts = snap.world, snap.facts
    links, keys, to = Links(asked), sort_keys(facts), reader()
    column = world.matrix(asked.on)[:, world.column_of[treaty.id]]
    members: dict[str, list[Member]] = {"parties": [], "signatories": [], "not_party": [], "unknown": [], "missing": []}
    open_positions: set[Position] = set()
    for index, code in enumerate(world.participants):
        position = Position(int(column[index]))
        if _roll_of(position) == "unknown":
            open_positions.add(position)
        members[_roll_of(position)].append(_member(snap, treaty, code, position, asked, links, keys[code], to))
    existing = len(world.participants) - len(members["missing"])
    headings = {
        "parties": (gettext("Parties"), gettext("No State was a party on this date.")),
        "signatories": (gettext("Signatories that are not parties"), gettext("None known on this date.")),
        "not_party": (gettext("Not parties"), gettext("On this date no State is known not to be a party.")),
        "unknown": (gettext("Unknown"), gettext("Nothing is unknown on this date.")),
        "missing": (gettext("Did not exist as States"), ""),
    }
    return [
        Roll(
            key=key,
            heading=headings[key][0],
            share=Share(len(found), existing),
            members=sorted(found, key=lambda it: it.sort_name),
            empty=headings[key][1],
            legend=legend_of(open_positions) if key == "unknown" else [],
        )
        for key, found in members.items()
        if headings[key][1] or found
    ]


def _roll_of(position: Position) -> str:
    if position is Position.NO_SUCH_STATE:
        return "missing"
    return {"party": "parties", "signatory": "signatories", "not party": "not_party"}.get(
        position.status.value, "unknown"
    )


def _member(
    snap: Snapshot,
    treaty: Instrument,
    code: str,
    position: Position,
    asked: AsOf,
    links: Links,
    sort_name: str,
    to: Reader,
) -> Member:
    look = LOOKS[position]
    line = snap.world.timeline(code, treaty.id)
    consent = line.consent_on(asked.on) if position in PARTY_POSITIONS else None
    act = consent.action if consent else line.signature_on(asked.on) if position in SIGNED else None
    day = act.date if act else None
    when = to.day(day)
    if act and not day and act.latest:
        when = to.say(BY) % {"date": to.day(act.latest)}
    from_day = consent.in_force_from if consent and consent.force_known else None
    return Member(
        code=code,
        name=name_of(snap.facts.participants[code], to),
        href=links.state(code, treaty.id),
        look=look.key,
        symbol=look.symbol,
        label=to.say(look.label),
        consent=when,
        consent_iso=iso(day) or iso(act.latest if act else None) or "",
        act=word(ACTION_LABELS, act.action, to) if act else "",
        in_force_from=to.day(from_day),
        in_force_iso=iso(from_day) or "",
        sort_name=sort_name,
    )


BY = gettext_noop("by %(date)s")
SIGNED = (Position.SIGNATORY, Position.SIGNATORY_WHEN_LAST_KNOWN)

_MAP_CLASSES = {
    Position.IN_FORCE: "map-6",
    Position.NOT_YET_IN_FORCE: "map-4",
    Position.PARTY_FORCE_UNKNOWN: "map-4",
    Position.SIGNATORY: "map-2",
    Position.NOT_PARTY: "map-0",
    Position.NO_SUCH_STATE: "map-none",
}


def map_of_parties(snap: Snapshot, treaty: Instrument, asked: AsOf) -> SafeString:
    """The map of one instrument."""
    world, facts = snap.world, snap.facts
    column = world.matrix(asked.on)[:, world.column_of[treaty.id]]
    drawn, to, links = drawn_participants(), reader(), Links(asked)
    values = {}
    for index, code in enumerate(world.participants):
        if code not in drawn:
            continue
        position = Position(int(column[index]))
        label = f"{name_of(facts.participants[code], to)}: {to.say(LOOKS[position].label)}"
        values[code] = MapValue(label, _MAP_CLASSES.get(position, "map-unknown"))
    legend = [
        LegendItem("map-6", gettext("In force")),
        LegendItem("map-4", gettext("Party, not yet in force or from a date not known")),
        LegendItem("map-2", gettext("Signatory")),
        LegendItem("map-0", gettext("Not party")),
        LegendItem("map-unknown", gettext("Unknown, also not party when last known")),
    ]
    title = gettext("%(instrument)s: status of each State on %(date)s") % {
        "instrument": treaty.short_title,
        "date": asked.words,
    }
    return world_map(
        values=values,
        title=title,
        description=gettext("The lists of parties, signatories, non-parties and unknown below the map say the same."),
        link=lambda code: links.state(code, treaty.id),
        legend=legend,
        disclaimer=str(BOUNDARIES_DISCLAIMER),
        map_id="parties-map",
    )


@dataclass(frozen=True, slots=True)
class YearRow:
    """Parties at the end of a year (or on the last day counted)."""

    year: int
    parties: int
    in_force: int
    joined: int


def years_of_parties(snap: Snapshot, treaty: Instrument, asked: AsOf) -> list[YearRow]:
    """Parties and those for which it is in force at the end of each year, from the year of adoption."""
    first = treaty.year or asked.today.year
    ends = [date(year, 12, 31) for year in range(first, asked.today.year)] + [asked.today]
    counts = snap.world.series(ends)[:, snap.world.column_of[treaty.id], :]
    parties = counts[:, list(PARTY_POSITIONS)].sum(axis=1)
    joined = np.diff(parties, prepend=0)
    return [
        YearRow(day.year, int(parties[index]), int(counts[index, Position.IN_FORCE]), int(joined[index]))
        for index, day in enumerate(ends)
    ]


def chart_of_parties(treaty: Instrument, years: list[YearRow]) -> list[SafeString]:
    """The chart in two widths, for a desk and for a telephone; nothing where no party is known."""
    if not any(row.parties for row in years):
        return []
    language = get_language() or "en"
    series = [
        Series(gettext("Parties"), [(row.year, row.parties) for row in years]),
        Series(gettext("In force for"), [(row.year, row.in_force) for row in years]),
    ]
    title = gettext("Parties over time")
    charts = []
    for width, height in ((680, 260), (270, 220)):
        chart = line_chart(
            series=series,
            x_title=gettext("Year"),
            y_title=gettext("States and organizations"),
            title=title,
            rtl=get_language_bidi(),
            locale=language,
            label=gettext("%(instrument)s: parties over time") % {"instrument": treaty.short_title},
            width=width,
            height=height,
        )
        charts.append(render_chart(chart, cache_dir=chart_directory()))
    return charts


def instrument_twin(snap: Snapshot, treaty: Instrument, asked: AsOf) -> Twin:
    """The data behind the page: the library's own report; CSV has a line for each participant."""
    facts, world = snap.facts, snap.world
    lines = {code: world.timeline(code, treaty.id) for code in world.participants}

    def tables() -> list[Table]:
        answers = (status(facts, code, treaty.id, asked.on, timeline=line) for code, line in lines.items())
        return [Table.of((matrix_row(facts, it) for it in answers), MATRIX_COLUMNS, name="Participants")]

    report = parties_report(facts, treaty, asked.on, timelines=lines)
    return Twin(report, tables, f"accede-{treaty.id}-{asked.iso}")
