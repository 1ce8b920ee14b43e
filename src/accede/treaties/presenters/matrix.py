"""States × instruments: filters, sorting, and rows built from a few cells that are written once."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from accede.kit.on import AsOf
from accede.kit.tables import Heading, Table, Twin
from accede.kit.wording import reader
from accede.law.answers import MATRIX_COLUMNS, POSITION_NAMES, iso, matrix_row
from accede.law.catalogue import Instrument
from accede.law.status import status
from accede.law.timeline import Position
from accede.treaties.presenters.common import LegendEntry, Links, legend, name_of, sort_keys, title_of
from accede.treaties.presenters.words import GROUPS, LOOKS, REGIONS, THEMES, word
from accede.treaties.queries import Snapshot

STATUSES = ("party", "signatory", "not party", "unknown")
FILTERS = ("set", "region", "group", "theme", "status", "sort", "order")


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A select of the form above the table."""

    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows and columns are asked for. A value that is none is as if nothing had been asked."""

    everything: bool
    region: str
    group: str
    theme: str
    status: str
    sort: str
    descending: bool

    @classmethod
    def of(cls, query: QueryDict) -> "Selection":
        """Read from the parameters of a request."""
        chosen = query.get("status", "")
        sort = query.get("sort", "name")
        order = query.get("order", "")
        return cls(
            everything=query.get("set") == "all",
            region=query.get("region", ""),
            group=query.get("group", ""),
            theme=query.get("theme", ""),
            status=chosen if chosen in STATUSES else "",
            sort=sort,
            descending=order == "desc" if order in ("asc", "desc") else sort != "name",
        )


@dataclass(frozen=True)
class MatrixPage:
    """Everything on the page."""

    filters: list[Filter]
    name_head: Heading
    count_head: Heading
    heads: list[tuple[Heading, SafeString, str]]
    body: SafeString
    rows: int
    columns: int
    legend: list[LegendEntry]
    parameters: dict[str, str]


def chosen_instruments(snap: Snapshot, selection: Selection) -> list[Instrument]:
    """The columns: the 19, or all; of one theme where one is asked for."""
    catalogue = snap.facts.catalogue
    wanted = catalogue if selection.everything else catalogue.universal
    return [it for it in wanted if not selection.theme or it.theme == selection.theme]


def chosen_rows(
    snap: Snapshot, selection: Selection, instruments: list[Instrument], on: date
) -> list[tuple[str, list[Position], int]]:
    """The rows in order: code, positions, number in force."""
    world, participants = snap.world, snap.facts.participants
    columns = [world.column_of[it.id] for it in instruments]
    keys = sort_keys(snap.facts)
    names = list(Position)
    rows = []
    for code, numbers in zip(world.participants, world.matrix(on)[:, columns].tolist(), strict=True):
        party = participants[code]
        if selection.region and party.region != selection.region:
            continue
        if selection.group and party.regional_group != selection.group:
            continue
        positions = [names[number] for number in numbers]
        if selection.status and not any(
            it.status.value == selection.status and it is not Position.NO_SUCH_STATE for it in positions
        ):
            continue
        rows.append((code, positions, positions.count(Position.IN_FORCE)))
    rows.sort(key=lambda row: keys[row[0]])
    ids = [it.id for it in instruments]
    if selection.sort == "count":
        rows.sort(key=lambda row: row[2], reverse=selection.descending)
    elif selection.sort in ids:
        column = ids.index(selection.sort)
        rank = {position: place for place, position in enumerate(LOOKS)}
        # "Descending" by an instrument means the most bound first.
        rows.sort(key=lambda row: rank[row[1][column]], reverse=not selection.descending)
    elif selection.descending:
        rows.reverse()
    return rows


@lru_cache(maxsize=16)
def _cells(language: str) -> dict[Position, str]:
    """One table cell for each position, in *language*: written once, used seven thousand times."""
    return {
        position: format_html(
            '<td class="c-{}"><span aria-hidden="true">{}</span><span class="visually-hidden">{}</span></td>',
            look.key,
            look.symbol,
            reader().say(look.label),
        )
        for position, look in LOOKS.items()
    }


def matrix_page(snap: Snapshot, request: HttpRequest, asked: AsOf) -> MatrixPage:
    """Work out the page; the body is put together from finished cells, since it has thousands of them."""
    selection = Selection.of(request.GET)
    instruments = chosen_instruments(snap, selection)
    rows = chosen_rows(snap, selection, instruments, asked.on)
    cells = _cells(get_language() or "en")
    links, participants, to = Links(asked), snap.facts.participants, reader()
    pieces: list[str] = []
    shown: set[Position] = set()
    for code, positions, count in rows:
        shown.update(positions)
        head = format_html(
            '<tr><th scope="row"><a href="{}">{}</a></th>', links.state(code), name_of(participants[code], to)
        )
        pieces += (head, f'<td class="n">{count}</td>', *(cells[it] for it in positions), "</tr>")
    return MatrixPage(
        filters=_filters(snap, selection),
        name_head=_heading(request, selection, "name", gettext("State")),
        count_head=_heading(request, selection, "count", gettext("In force")),
        heads=[
            (_heading(request, selection, it.id, it.short_title), title_of(it), links.instrument(it.id))
            for it in instruments
        ],
        body=mark_safe("".join(pieces)),  # noqa: S308 - every piece is made by format_html or is a number
        rows=len(rows),
        columns=len(instruments),
        legend=legend(shown),
        parameters={name: request.GET[name] for name in FILTERS if request.GET.get(name)},
    )


def _heading(request: HttpRequest, selection: Selection, key: str, label: str) -> Heading:
    current = selection.sort == key
    parameters = request.GET.copy()
    parameters["sort"] = key
    first = "asc" if key == "name" else "desc"
    turned = "asc" if selection.descending else "desc"
    parameters["order"] = turned if current else first
    state = ("descending" if selection.descending else "ascending") if current else ""
    return Heading(key, label, f"?{parameters.urlencode()}", state, numeric=key != "name")


def _filters(snap: Snapshot, selection: Selection) -> list[Filter]:
    catalogue = snap.facts.catalogue
    themes = dict.fromkeys(it.theme for it in (catalogue if selection.everything else catalogue.universal))
    everything = gettext("All")

    def choices(options: list[tuple[str, str]], chosen: str) -> list[Choice]:
        return [Choice(value, label, value == chosen) for value, label in [("", everything), *options]]

    whole = gettext("All %(number)s") % {"number": len(catalogue)}
    universal = gettext("The %(number)s universal") % {"number": len(catalogue.universal)}
    statuses = {
        "party": gettext("a party"),
        "signatory": gettext("a signatory"),
        "not party": gettext("not party"),
        "unknown": gettext("unknown"),
    }
    return [
        Filter(
            "set",
            gettext("Instruments"),
            [Choice("", universal, not selection.everything), Choice("all", whole, selection.everything)],
        ),
        Filter("theme", gettext("Theme"), choices([(it, word(THEMES, it)) for it in themes], selection.theme)),
        Filter("region", gettext("Region"), choices([(it, word(REGIONS, it)) for it in REGIONS], selection.region)),
        Filter("group", gettext("Regional group"), choices([(it, word(GROUPS, it)) for it in GROUPS], selection.group)),
        Filter("status", gettext("At least once"), choices(list(statuses.items()), selection.status)),
    ]


def matrix_twin(snap: Snapshot, request: HttpRequest, asked: AsOf) -> Twin:
    """The data behind the page, with the same filters; the workbook has the table, each answer, and the sources."""
    facts = snap.facts
    selection = Selection.of(request.GET)
    instruments = chosen_instruments(snap, selection)
    rows = chosen_rows(snap, selection, instruments, asked.on)
    value = {
        "on": iso(asked.on),
        "instruments": [it.id for it in instruments],
        "participants": [code for code, _, _ in rows],
        "positions": [[POSITION_NAMES[it] for it in positions] for _, positions, _ in rows],
        "in_force": [count for _, _, count in rows],
        "complete_as_of": {
            it.id: iso(newest.complete_as_of) if (newest := facts.newest_list(it.id)) else None for it in instruments
        },
    }

    def tables() -> list[Table]:
        answers = [
            status(facts, code, it.id, asked.on, timeline=snap.world.timeline(code, it.id))
            for code, _, _ in rows
            for it in instruments
        ]
        wide = Table(
            ["participant", "name", "in_force", *(it.id for it in instruments)],
            [
                [code, facts.participants[code].name, count, *(POSITION_NAMES[it] for it in positions)]
                for code, positions, count in rows
            ],
            "Matrix",
        )
        used = dict.fromkeys(source for answer in answers for source in answer.sources)
        cited = Table(
            ["id", "title", "publisher", "as_at", "depositary", "prints_withdrawals", "language"],
            [
                [it.id, it.title, it.publisher, it.as_at, it.depositary, it.prints_withdrawals, it.language]
                for it in map(facts.source, used)
            ],
            "Sources",
        )
        long = Table.of([matrix_row(facts, it) for it in answers], MATRIX_COLUMNS, name="Answers")
        return [wide, long, cited]

    return Twin(value, tables, f"accede-matrix-{asked.iso}", csv_table=1)
