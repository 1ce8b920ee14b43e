"""The log of acts, newest first: filtered by State, instrument and kind, a page at a time."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext

from accede.kit.on import AsOf, BadQuestion
from accede.kit.tables import Table, Twin
from accede.law.actions import ActionKind, TreatyAction
from accede.law.answers import action_row, iso
from accede.treaties.presenters.common import ActionLine, Links, action_line, actions_in_order, name_of, sort_keys
from accede.treaties.presenters.compare import Option
from accede.treaties.presenters.words import ACTION_LABELS, word
from accede.treaties.queries import Snapshot

PAGE = 100
FILTERS = ("state", "instrument", "action")
COLUMNS = (
    "date", "instrument", "participant", "name", "action", "effective", "succession_from", "standing", "sources", "note",
)  # fmt: skip


@dataclass(frozen=True)
class ActionsPage:
    """Everything on the page."""

    lines: list[ActionLine]
    total: int
    first: int
    last: int
    page: int
    pages: int
    previous_href: str
    next_href: str
    states: list[Option]
    instruments: list[Option]
    kinds: list[Option]
    parameters: dict[str, str]


def chosen_actions(snap: Snapshot, query: QueryDict, asked: AsOf) -> list[TreatyAction]:
    """Acts dated on or before the date that pass the filters; raises :class:`BadQuestion` for a filter that names nothing."""
    state, instrument, kind = (query.get(name, "").strip() for name in FILTERS)
    if state and state.upper() not in snap.facts.participants:
        raise _unknown("state", state, gettext("There is no State with the code “%(given)s”."))
    if instrument and instrument not in snap.facts.catalogue:
        raise _unknown("instrument", instrument, gettext("There is no instrument “%(given)s”."))
    if kind and kind not in list(ActionKind):
        raise _unknown("action", kind, gettext("There is no kind of act “%(given)s”."))
    wanted = snap.facts.catalogue[instrument].id if instrument else ""
    return [
        row
        for row in actions_in_order(snap.facts)
        if row.date is not None
        and row.date <= asked.on
        and (not state or row.participant == state.upper())
        and (not wanted or row.instrument == wanted)
        and (not kind or row.action.value == kind)
    ]


def _unknown(field: str, given: str, message: str) -> BadQuestion:
    shown = given[:60]
    return BadQuestion(message % {"given": shown}, field=field, given=shown, detail=f"{field}: there is no '{shown}'.")


def page_number(query: QueryDict, pages: int) -> int:
    """The page asked for, within those there are."""
    given = query.get("page", "1")
    return min(max(int(given), 1), max(pages, 1)) if given.isascii() and given.isdigit() and len(given) < 9 else 1


def actions_page(snap: Snapshot, query: QueryDict, asked: AsOf) -> ActionsPage:
    """Work out the page."""
    rows = chosen_actions(snap, query, asked)
    pages = -(-len(rows) // PAGE)
    number = page_number(query, pages)
    start = (number - 1) * PAGE
    links = Links(asked)
    state, instrument, kind = (query.get(name, "").strip() for name in FILTERS)
    everything = Option("", gettext("All"), chosen=False)
    names = sorted(snap.facts.participants, key=lambda code: sort_keys(snap.facts)[code])
    parameters = {name: value for name in FILTERS if (value := query.get(name, ""))}
    kinds = dict.fromkeys(row.action.value for row in actions_in_order(snap.facts))
    return ActionsPage(
        lines=[action_line(snap.facts, row, links) for row in rows[start : start + PAGE]],
        total=len(rows),
        first=start + 1 if rows else 0,
        last=min(start + PAGE, len(rows)),
        page=number,
        pages=pages,
        previous_href=asked.address("", **parameters, page=str(number - 1)) if number > 1 else "",
        next_href=asked.address("", **parameters, page=str(number + 1)) if number < pages else "",
        states=[
            everything,
            *(Option(code, name_of(snap.facts.participants[code]), code == state.upper()) for code in names),
        ],
        instruments=[everything, *(Option(it.id, it.short_title, it.id == instrument) for it in snap.facts.catalogue)],
        kinds=[everything, *(Option(it, word(ACTION_LABELS, it), it == kind) for it in sorted(kinds))],
        parameters=parameters,
    )


def actions_twin(snap: Snapshot, query: QueryDict, asked: AsOf) -> Twin:
    """The data behind the page: all acts that pass the filters, not one page of them."""
    rows = chosen_actions(snap, query, asked)
    records = [{**action_row(row), "name": snap.facts.participants[row.participant].name} for row in rows]
    value = {"on": iso(asked.on), "count": len(records), "actions": records}
    return Twin(value, lambda: [Table.of(records, COLUMNS, name="Actions")], f"accede-actions-{asked.iso}")
