"""The reference data that ships with the project, read and checked."""

import csv
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar, get_type_hints

import msgspec

from accede.law.actions import CONSENT, ActionKind, OpenQuestion, Source, Standing, StatusList, TreatyAction
from accede.law.catalogue import Catalogue, fault_from, load_catalogue
from accede.law.errors import DataError, Fault
from accede.law.facts import Facts
from accede.law.linkages import Linkage, load_linkages
from accede.law.obligations import Obligation, load_obligations
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
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if faults := _header_faults(path.name, header, row_type):
                raise DataError(faults)
            for cells in reader:
                entry = f"line {reader.line_num}"
                if len(cells) != len(header):
                    message = f"has {len(cells)} cells where the first line has {len(header)}"
                    faults.append(Fault(path.name, entry, "", message))
                    continue
                record = dict(zip(header, cells, strict=True))
                try:
                    rows.append(msgspec.convert(_values(record), type=row_type, strict=False))
                except msgspec.ValidationError as error:
                    fault = fault_from(error, file=path.name, entry=entry)
                    faults.append(_in_plain_words(fault, record, row_type))
    except OSError as error:
        faults.append(Fault(path.name, "", "", f"cannot be read: {error.strerror}"))
    except (UnicodeDecodeError, csv.Error) as error:
        faults.append(Fault(path.name, "", "", f"cannot be read: {error}"))
    if faults:
        raise DataError(faults)
    return rows


def _header_faults(file: str, header: Sequence[str], row_type: type[msgspec.Struct]) -> list[Fault]:
    if not header:
        return [Fault(file, "", "", "is empty")]
    fields = {field.encode_name: field.required for field in msgspec.structs.fields(row_type)}
    columns = ", ".join(fields)
    return [
        Fault(file, "line 1", name, f"is not a column of this table; its columns are {columns}")
        for name in header
        if name not in fields
    ] + [
        Fault(file, "line 1", name, "is missing")
        for name, required in fields.items()
        if required and name not in header
    ]


def _values(record: dict[str, str]) -> dict[str, object]:
    values: dict[str, object] = {key: value for key, value in record.items() if value}
    if sources := record.get("sources"):
        values["sources"] = sources.split()
    for flag in _FLAGS & values.keys():
        values[flag] = _YES_NO.get(record[flag], record[flag])
    return values


def _in_plain_words(fault: Fault, record: dict[str, str], row_type: type[msgspec.Struct]) -> Fault:
    """The validator's message, said with the value and what would be right."""
    value = record.get(fault.field, "")
    kind = get_type_hints(row_type).get(fault.field)
    if fault.field in _FLAGS:
        return replace(fault, message=f"'{value}' is neither 'yes' nor 'no'")
    if "RFC3339" in fault.message:
        return replace(fault, message=f"'{value}' is not a date; write it as YYYY-MM-DD")
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return replace(fault, message=f"'{value}' is none of {', '.join(kind)}")
    if fault.message.startswith("Expected 'int"):
        return replace(fault, message=f"'{value}' is not a whole number")
    return fault


#: Columns written "yes" or "no".
_YES_NO = {"yes": True, "no": False}
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


@cache
def shipped_obligations() -> tuple[Obligation, ...]:
    """The shipped obligations in the order of the catalogue, read once."""
    return tuple(load_obligations(DATA / "obligations", shipped_catalogue()))


@cache
def shipped_linkages() -> tuple[Linkage, ...]:
    """The shipped list of offences that terrorism may be linked to, read once."""
    return tuple(load_linkages(DATA / "linkages.toml"))


def check_data(directory: Path = DATA) -> list[Fault]:
    """Validate every shipped file and what ties them together; an empty list means that all is well."""
    faults: list[Fault] = []

    def table(name: str, row_type: type[Row]) -> list[Row]:
        try:
            return read_table(directory / name, row_type)
        except DataError as error:
            faults.extend(error.faults)
            return []

    catalogue: Catalogue | None = None
    try:
        catalogue = load_catalogue(directory / "instruments")
    except DataError as error:
        faults += error.faults
    try:
        load_linkages(directory / "linkages.toml")
    except DataError as error:
        faults += error.faults
    participants = table("participants.csv", Participant)
    statehood = table("statehood.csv", Statehood)
    sources = table("sources.csv", Source)
    totals = table("stated_totals.csv", StatedTotal)
    actions = table("actions.csv", TreatyAction)
    lists = table("lists.csv", StatusList)
    questions = table("open_questions.csv", OpenQuestion)
    if catalogue is None or faults:
        return faults
    try:
        load_obligations(directory / "obligations", catalogue)
    except DataError as error:
        faults += error.faults
    # Tables that become dictionaries, where a second row would silently hide the first.
    faults += _twice("participants.csv", "code", (row.code for row in participants))
    faults += _twice("statehood.csv", "participant", (row.participant for row in statehood))
    faults += _twice("sources.csv", "id", (row.id for row in sources))
    people = Participants(participants, statehood)
    facts = Facts(catalogue, people, actions, lists, {source.id: source for source in sources}, questions)
    for row in statehood:
        faults += _codes(facts, "statehood.csv", row.participant, None, row.participant, ())
        if row.existed_from and row.succession_from and row.succession_from < row.existed_from:
            message = f"{row.succession_from} is before the State existed, {row.existed_from}"
            faults.append(Fault("statehood.csv", row.participant, "succession_from", message))
    for total in totals:
        faults += _codes(facts, "stated_totals.csv", f"{total.instrument} {total.on}", total.instrument, None, ())
    return faults + check_facts(facts)


def _twice(file: str, field: str, keys: Iterable[Hashable]) -> list[Fault]:
    return [
        Fault(file, str(key), field, f"is entered {count} times") for key, count in Counter(keys).items() if count > 1
    ]


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
    faults += _conflicts_alone(facts)
    listed = (f"{it.instrument} {it.source} {it.complete_as_of}" for it in facts.lists)
    faults += _twice("lists.csv", "complete_as_of", listed)
    asked = (f"{it.instrument} {it.participant}" for it in facts.questions)
    faults += _twice("open_questions.csv", "participant", asked)
    for item in facts.lists:
        faults += _codes(facts, "lists.csv", item.instrument, item.instrument, None, (item.source,))
    for question in facts.questions:
        entry = f"{question.instrument} {question.participant}"
        faults += _codes(
            facts, "open_questions.csv", entry, question.instrument, question.participant, question.sources
        )
    return faults


def _conflicts_alone(facts: Facts) -> list[Fault]:
    """A different statement about an act needs the statement that it differs from; alone it would never be used."""
    stated = {
        (row.instrument, row.participant)
        for row in facts.actions
        if row.action in CONSENT and row.standing is Standing.STATED
    }
    return [
        Fault("actions.csv", f"{row.instrument} {row.participant} {row.action.value}", "standing", message)
        for row in facts.actions
        if row.action in CONSENT
        and row.standing is Standing.CONFLICTING
        and (row.instrument, row.participant) not in stated
        for message in ["'conflicting' differs from nothing: no other row states a consent"]
    ]


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
    facts: Facts, file: str, entry: str, instrument: str | None, participant: str | None, sources: tuple[str, ...]
) -> list[Fault]:
    faults = []
    if instrument is not None and instrument in facts.catalogue and instrument not in facts.catalogue.ids:
        message = f"'{instrument}' is another name of '{facts.catalogue[instrument].id}'; write that"
        faults.append(Fault(file, entry, "instrument", message))
    elif instrument is not None and instrument not in facts.catalogue:
        faults.append(Fault(file, entry, "instrument", f"'{instrument}' is not in the catalogue"))
    if participant is not None and participant not in facts.participants:
        faults.append(Fault(file, entry, "participant", f"'{participant}' is not a participant's code"))
    faults += [
        Fault(file, entry, "sources", f"'{source}' is not in sources.csv")
        for source in sources
        if source not in facts.sources
    ]
    return faults
