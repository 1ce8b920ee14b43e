"""The reference data that ships with the project, read and checked."""

import csv
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from accede.law.actions import ActionKind, OpenQuestion, Source, StatusList, TreatyAction
from accede.law.catalogue import Catalogue, fault_from, load_catalogue
from accede.law.errors import DataError, Fault
from accede.law.facts import Facts
from accede.law.obligations import load_obligations
from accede.law.participants import Participant, Participants, Statehood

Row = TypeVar("Row", bound=msgspec.Struct)

DATA = Path(__file__).resolve().parent.parent / "data"


class StatedTotal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number of parties that somebody else published, to test our own count against."""

    instrument: str
    on: date
    stated: int
    source: str
    note: str = ""


def read_table(path: Path, row_type: type[Row]) -> list[Row]:
    """Read a CSV file into typed rows; empty cells take the field's default. Every fault names its line and field."""
    faults: list[Fault] = []
    rows: list[Row] = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for record in reader:
                cells: dict[str, object] = {key: value for key, value in record.items() if value not in ("", None)}
                if isinstance(sources := cells.get("sources"), str):
                    cells["sources"] = sources.split()
                for flag in _FLAGS & cells.keys():
                    cells[flag] = {"yes": True, "no": False}.get(str(cells[flag]), cells[flag])
                try:
                    rows.append(msgspec.convert(cells, type=row_type, strict=False))
                except msgspec.ValidationError as error:
                    faults.append(fault_from(error, file=path.name, entry=f"line {reader.line_num}"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        faults.append(Fault(path.name, "", "", f"cannot be read: {error}"))
    if faults:
        raise DataError(faults)
    return rows


#: Columns written "yes" or "no".
_FLAGS = frozenset({"depositary", "prints_withdrawals", "signatures", "reservation_or_declaration"})


def load_participants(directory: Path = DATA) -> Participants:
    """Participants with their statehood."""
    statehood = read_table(directory / "statehood.csv", Statehood)
    return Participants(read_table(directory / "participants.csv", Participant), statehood)


def load_facts(directory: Path = DATA) -> Facts:
    """Read the shipped facts; raises :class:`DataError` with the faults of the first file that has any."""
    return Facts(
        catalogue=load_catalogue(directory / "instruments"),
        participants=load_participants(directory),
        actions=read_table(directory / "actions.csv", TreatyAction),
        lists=read_table(directory / "lists.csv", StatusList),
        sources={source.id: source for source in read_table(directory / "sources.csv", Source)},
        questions=read_table(directory / "open_questions.csv", OpenQuestion),
    )


@cache
def shipped_facts() -> Facts:
    """The shipped facts, read once."""
    return load_facts()


@cache
def shipped_catalogue() -> Catalogue:
    """The shipped catalogue of instruments, read once."""
    return load_catalogue(DATA / "instruments")


@cache
def shipped_participants() -> Participants:
    """The shipped participants, read once."""
    return load_participants()


def check_data(directory: Path = DATA) -> list[Fault]:
    """Validate every shipped file and what ties them together; an empty list means that all is well."""
    faults: list[Fault] = []
    loaders: list[Callable[[], object]] = [
        lambda: load_catalogue(directory / "instruments"),
        lambda: read_table(directory / "participants.csv", Participant),
        lambda: read_table(directory / "statehood.csv", Statehood),
        lambda: read_table(directory / "actions.csv", TreatyAction),
        lambda: read_table(directory / "lists.csv", StatusList),
        lambda: read_table(directory / "sources.csv", Source),
        lambda: read_table(directory / "open_questions.csv", OpenQuestion),
        lambda: read_table(directory / "stated_totals.csv", StatedTotal),
    ]
    for loader in loaders:
        try:
            loader()
        except DataError as error:
            faults += error.faults
    if faults:
        return faults
    facts = load_facts(directory)
    try:
        load_obligations(directory / "obligations", facts.catalogue)
    except DataError as error:
        faults += error.faults
    return faults + check_facts(facts)


def check_facts(facts: Facts) -> list[Fault]:
    """Faults between rows: unknown codes, dates that cannot be, an act entered twice."""
    faults: list[Fault] = []
    seen: Counter[tuple[object, ...]] = Counter()
    for row in facts.actions:
        entry = f"{row.instrument} {row.participant} {row.action.value}"
        faults += _codes(facts, "actions.csv", entry, row.instrument, row.participant, row.sources)
        seen[row.instrument, row.participant, row.action, row.date, row.standing, row.sources] += 1
        if row.certain_by is None and row.standing != "set-aside":
            faults.append(Fault("actions.csv", entry, "date", "needs a date, or a latest date that bounds it"))
        if row.earliest and row.latest and row.earliest > row.latest:
            faults.append(Fault("actions.csv", entry, "earliest", f"{row.earliest} is after latest, {row.latest}"))
        if row.instrument in facts.catalogue and row.date is not None and row.standing != "set-aside":
            faults += _date_faults(facts, row, entry)
    faults += [
        Fault("actions.csv", f"{key[0]} {key[1]} {key[2]} {key[3]}", "", f"is entered {count} times")
        for key, count in seen.items()
        if count > 1
    ]
    for item in facts.lists:
        faults += _codes(facts, "lists.csv", item.instrument, item.instrument, None, (item.source,))
    for question in facts.questions:
        entry = f"{question.instrument} {question.participant}"
        faults += _codes(
            facts, "open_questions.csv", entry, question.instrument, question.participant, question.sources
        )
    return faults


def _date_faults(facts: Facts, row: TreatyAction, entry: str) -> list[Fault]:
    if row.date is None:
        return []
    instrument = facts.catalogue[row.instrument]
    faults = []
    if row.date < instrument.binds_from_adoption:
        message = f"{row.date} is before the adoption of the instrument on {instrument.binds_from_adoption}"
        faults.append(Fault("actions.csv", entry, "date", message))
    newest = facts.newest_list(row.instrument)
    if newest is not None and row.date > newest.complete_as_of and row.action is not ActionKind.WITHDRAWAL:
        message = f"{row.date} is after the newest list, complete as of {newest.complete_as_of}"
        faults.append(Fault("actions.csv", entry, "date", message))
    if row.effective is not None and row.action is not ActionKind.SUCCESSION and row.effective < row.date:
        faults.append(Fault("actions.csv", entry, "effective", f"{row.effective} is before the act itself, {row.date}"))
    return faults


def _codes(
    facts: Facts, file: str, entry: str, instrument: str, participant: str | None, sources: tuple[str, ...]
) -> list[Fault]:
    faults = []
    if instrument not in facts.catalogue:
        faults.append(Fault(file, entry, "instrument", f"'{instrument}' is not in the catalogue"))
    if participant is not None and participant not in facts.participants:
        faults.append(Fault(file, entry, "participant", f"'{participant}' is not a participant's code"))
    faults += [
        Fault(file, entry, "sources", f"'{source}' is not in sources.csv")
        for source in sources
        if source not in facts.sources
    ]
    return faults
