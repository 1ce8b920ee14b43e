"""The world on one date: the map, the table of States, the headline figures, what changed lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop, ngettext

from accede.kit.maps import BOUNDARIES_DISCLAIMER, LegendItem, MapValue, drawn_participants, world_map
from accede.kit.on import AsOf
from accede.kit.tables import Column, Table, Twin
from accede.kit.wording import Reader, reader
from accede.law.answers import Json, iso
from accede.law.timeline import Position
from accede.treaties.presenters.common import (
    UNKNOWN_POSITIONS,
    ActionLine,
    Links,
    Share,
    action_line,
    actions_in_order,
    name_of,
    sort_keys,
)
from accede.treaties.presenters.words import GROUPS, REGIONS, word
from accede.treaties.queries import Snapshot

#: Lower bounds of the eight colours of the map, by number in force.
STEPS = (0, 1, 5, 9, 12, 14, 16, 18)
#: The first instrument was opened in 1963: the slider starts there.
FIRST_YEAR = 1963
LATEST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class StateRow:
    """One participant and how many of the universal instruments stand how with it."""

    code: str
    name: str
    href: str
    region: str
    group: str
    in_force: int
    not_yet: int
    signed: int
    absent: int
    unknown: int
    exists: bool
    sort_name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline number: the number, what it is of, and the words."""

    value: str
    of: str
    words: str
    href: str = ""


def state_rows(snap: Snapshot, asked: AsOf) -> list[StateRow]:
    """All participants, in alphabetical order."""
    facts, world = snap.facts, snap.world
    columns = [world.column_of[it.id] for it in facts.catalogue.universal]
    matrix = world.matrix(asked.on)[:, columns]
    in_force = (matrix == Position.IN_FORCE).sum(axis=1)
    not_yet = np.isin(matrix, (Position.NOT_YET_IN_FORCE, Position.PARTY_FORCE_UNKNOWN)).sum(axis=1)
    signed = (matrix == Position.SIGNATORY).sum(axis=1)
    absent = (matrix == Position.NOT_PARTY).sum(axis=1)
    unknown = np.isin(matrix, UNKNOWN_POSITIONS).sum(axis=1)
    links, keys, to = Links(asked), sort_keys(facts), reader()
    rows = []
    for index, code in enumerate(world.participants):
        party = facts.participants[code]
        rows.append(
            StateRow(
                code=code,
                name=name_of(party, to),
                href=links.state(code),
                region=word(REGIONS, party.region, to),
                group=word(GROUPS, party.regional_group, to),
                in_force=int(in_force[index]),
                not_yet=int(not_yet[index]),
                signed=int(signed[index]),
                absent=int(absent[index]),
                unknown=int(unknown[index]),
                exists=bool((matrix[index] != Position.NO_SUCH_STATE).any()),
                sort_name=keys[code],
            )
        )
    return sorted(rows, key=lambda row: row.sort_name)


def state_columns() -> list[Column]:
    """The columns by which the list of States can be sorted."""
    return [
        Column("name", gettext("State"), lambda row: row.sort_name),
        Column("region", gettext("Region"), lambda row: row.region),
        Column("in_force", gettext("In force"), lambda row: row.in_force, numeric=True),
        Column("not_yet", gettext("Party, not yet in force"), lambda row: row.not_yet, numeric=True),
        Column("signed", gettext("Signatory"), lambda row: row.signed, numeric=True),
        Column("absent", gettext("Not party"), lambda row: row.absent, numeric=True),
        Column("unknown", gettext("Unknown"), lambda row: row.unknown, numeric=True),
    ]


def home_columns() -> list[Column]:
    """The columns of the short table beside the map."""
    return [column for column in state_columns() if column.key in ("name", "in_force", "unknown")]


def figures(snap: Snapshot, asked: AsOf, rows: Sequence[StateRow]) -> list[Figure]:
    """The headline numbers, each with the number it is out of."""
    universal = snap.facts.catalogue.universal
    existing = [row for row in rows if row.exists]
    cells = len(existing) * len(universal)
    bonds = Share(sum(row.in_force for row in existing), cells)
    everything = sum(row.in_force == len(universal) for row in existing)
    active = sum(it.entered_into_force is not None and it.entered_into_force <= asked.on for it in universal)
    unknown = Share(sum(row.unknown for row in existing), cells)
    number = f"{bonds.number:,}"
    return [
        Figure(
            bonds.percent,
            gettext("%(number)s of %(of)s") % {"number": number, "of": f"{cells:,}"},
            gettext("of all possible bonds between a State and an instrument are in force"),
        ),
        Figure(
            str(everything),
            gettext("of %(of)s") % {"of": len(existing)},
            gettext("States and organizations are bound by every one of the 19"),
        ),
        Figure(
            str(active),
            gettext("of %(of)s") % {"of": len(universal)},
            gettext("instruments had themselves entered into force"),
        ),
        Figure(
            unknown.percent,
            gettext("%(number)s of %(of)s") % {"number": f"{unknown.number:,}", "of": f"{cells:,}"},
            gettext("of the answers are unknown on this date, most because the lists end before it"),
        ),
    ]


def map_of_states(snap: Snapshot, asked: AsOf, rows: Sequence[StateRow]) -> SafeString:
    """The map by number in force."""
    total = len(snap.facts.catalogue.universal)
    values = {}
    drawn, to = drawn_participants(), reader()
    by_code = {row.code: row for row in rows}
    for code in drawn & by_code.keys():
        row = by_code[code]
        values[code] = MapValue(_map_label(row, total, to), _map_class(row, total))
    links = Links(asked)
    title = gettext("Number of the %(total)s instruments in force, by State, on %(date)s") % {
        "total": total,
        "date": asked.words,
    }
    return world_map(
        values=values,
        title=title,
        description=gettext("Darker means more instruments in force. The table “States” beside it has every number."),
        link=links.state,
        legend=_map_legend(total),
        disclaimer=str(BOUNDARIES_DISCLAIMER),
        map_id="world",
    )


def _map_class(row: StateRow, total: int) -> str:
    if not row.exists:
        return "map-none"
    if row.unknown == total:
        return "map-unknown"
    return f"map-{max(step for step, low in enumerate(STEPS) if row.in_force >= low)}"


_OF = gettext_noop("%(name)s: %(number)s of %(total)s in force")
_OF_UNKNOWN = gettext_noop("%(name)s: %(number)s of %(total)s in force, %(unknown)s unknown")


def _map_label(row: StateRow, total: int, to: Reader) -> str:
    if not row.exists:
        return gettext("%(name)s: did not exist as a State") % {"name": row.name}
    parts = {"name": row.name, "number": row.in_force, "total": total, "unknown": row.unknown}
    return to.say(_OF_UNKNOWN if row.unknown else _OF) % parts


def _map_legend(total: int) -> list[LegendItem]:
    items = []
    for step, low in enumerate(STEPS):
        high = STEPS[step + 1] - 1 if step + 1 < len(STEPS) else total
        label = str(low) if low == high else f"{low}–{high}"
        items.append(LegendItem(f"map-{step}", label))
    items.append(LegendItem("map-unknown", gettext("nothing known")))
    items.append(LegendItem("map-none", gettext("did not exist")))
    return items


def latest_actions(snap: Snapshot, asked: AsOf, *, number: int = LATEST_SHOWN) -> list[ActionLine]:
    """The last acts on or before the date under the universal instruments."""
    universal = {it.id for it in snap.facts.catalogue.universal}
    links = Links(asked)
    found: list[ActionLine] = []
    for row in actions_in_order(snap.facts):
        if row.date is not None and row.date <= asked.on and row.instrument in universal:
            found.append(action_line(snap.facts, row, links))
            if len(found) == number:
                break
    return found


@dataclass(frozen=True, slots=True)
class Slider:
    """The range of years, and the year shown."""

    first: int
    last: int
    value: int
    today: date


def slider(asked: AsOf) -> Slider:
    """The years that can be chosen by the slider."""
    last = asked.today.year
    return Slider(FIRST_YEAR, last, min(max(asked.on.year, FIRST_YEAR), last), asked.today)


def adopted_by(snap: Snapshot, asked: AsOf) -> str:
    """How many of the instruments existed by then, where not all did."""
    universal = snap.facts.catalogue.universal
    adopted = sum(it.binds_from_adoption <= asked.on for it in universal)
    if adopted == len(universal):
        return ""
    words = ngettext(
        "By then %(number)s of the %(total)s had been adopted.",
        "By then %(number)s of the %(total)s had been adopted.",
        adopted,
    )
    return words % {"number": adopted, "total": len(universal)}


COLUMNS = (
    "participant", "name", "region", "regional_group", "on", "existed", "in_force", "party_not_yet_in_force",
    "signatory", "not_party", "unknown", "of",
)  # fmt: skip


def world_records(snap: Snapshot, asked: AsOf) -> list[Json]:
    """One record a participant, in English and with codes, for JSON and CSV."""
    total = len(snap.facts.catalogue.universal)
    return [
        {
            "participant": row.code,
            "name": snap.facts.participants[row.code].name,
            "region": snap.facts.participants[row.code].region,
            "regional_group": snap.facts.participants[row.code].regional_group,
            "on": iso(asked.on),
            "existed": row.exists,
            "in_force": row.in_force,
            "party_not_yet_in_force": row.not_yet,
            "signatory": row.signed,
            "not_party": row.absent,
            "unknown": row.unknown,
            "of": total,
        }
        for row in state_rows(snap, asked)
    ]


def world_twin(snap: Snapshot, asked: AsOf) -> Twin:
    """The data behind the home page and the list of States."""
    records = world_records(snap, asked)
    universal = [it.id for it in snap.facts.catalogue.universal]
    value = {"on": iso(asked.on), "instruments": universal, "states": records}
    return Twin(value, lambda: [Table.of(records, COLUMNS, name="States")], f"accede-states-{asked.iso}")
