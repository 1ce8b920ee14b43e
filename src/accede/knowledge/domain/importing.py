"""Bringing in cases and publications from a file: read whole, checked whole, shown, and then all of it or nothing.

CSV has a head line and lists separated by semicolons; JSON Lines has one object a line, lists as lists. A record that is here
already (cases: State, court, number; publications: whose, body, title, year) takes the columns that the file has; others stay.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import orjson
from django.db import transaction
from django.utils.translation import gettext

from accede.accounts.changing import Conflict
from accede.accounts.rights import Actor
from accede.knowledge.domain.cases import WRITTEN as OF_CASES
from accede.knowledge.domain.cases import change_case, checked_case, record_case
from accede.knowledge.domain.publications import WRITTEN as OF_PUBLICATIONS
from accede.knowledge.domain.publications import change_publication, checked_publication, record_publication
from accede.knowledge.domain.refusing import FieldFault, Refused
from accede.knowledge.models import Case, Law, Provision, Publication
from accede.knowledge.queries import cited
from accede.treaties.importers.guard import LIMITS, ImportRefused, Kind, text_of, upload_from
from accede.treaties.places import place_choices

FILE_LIMITS = replace(LIMITS, file_bytes=20_000_000, line_bytes=400_000, lines=20_000)
MOST_FAULTS = 50
_LISTS = frozenset({"instruments", "obligations", "linkages", "provisions", "languages", "themes"})
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "case": ("state", *(name for name in OF_CASES if name != "decided_on"), "date", "provisions"),
    "publication": ("state", *OF_PUBLICATIONS),
}


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one place of the file: the line, the column, and the remedy."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.field}: {self.message}" if self.field else f"line {self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Item:
    """A row that was checked: what it does ("new", "changed" or "same"), to which record, with which values."""

    line: int
    what: str
    state: str
    values: Mapping[str, Any]
    record: Case | Publication | None
    provisions: tuple[Provision, ...] | None = None
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What bringing in a file would do. With ``faults`` it cannot be done."""

    kind: str
    items: tuple[Item, ...]
    faults: tuple[RowFault, ...]


def plan(kind: str, content: bytes, *, name: str, now: datetime) -> Plan:
    """Read and check a file of "case" or "publication"; nothing is changed.

    Raises :class:`~accede.treaties.importers.guard.ImportRefused` where the file as a whole cannot be read.
    """
    places = dict(place_choices(samples=True))
    items: list[Item] = []
    faults: list[RowFault] = []
    seen: dict[tuple[Any, ...], int] = {}
    rows = 0
    for line, row in _rows(content, name=name, columns=COLUMNS[kind], faults=faults):
        rows += 1
        if len(faults) >= MOST_FAULTS:
            break
        state = str(row.pop("state", "") or "").strip().upper()
        if (state or kind == "case") and state not in places:
            said = gettext("“%(code)s” is no code of a State; give one such as KEN") % {"code": state[:20]}
            faults.append(RowFault(line, "state", said))
            continue
        try:
            item = _case(line, state, row, now=now) if kind == "case" else _publication(line, state, row, now=now)
        except Refused as refused:
            faults += [
                RowFault(line, "date" if it.field == "decided_on" else it.field, it.message) for it in refused.faults
            ]
            continue
        key = _key(kind, item)
        if key in seen:
            faults.append(
                RowFault(line, "", gettext("says the same record as line %(n)d; keep one of them") % {"n": seen[key]})
            )
        seen.setdefault(key, line)
        items.append(item)
    if not rows and not faults:
        raise ImportRefused("has no rows.", where=name, remedy="Write one record a line.")
    return Plan(kind, tuple(items), tuple(faults))


def bring_in_all(made: Plan, *, public: bool, by: Actor, now: datetime) -> int:
    """Store what the plan says, all or nothing; answers how many records were made or changed. For the command line.

    *public* records the consent of the holders, for records that are new. Raises ``Refused`` where the database has moved on.
    """
    if made.faults:
        fault = made.faults[0]
        raise Refused(fault.field or "file", str(fault))
    count = 0
    with transaction.atomic():
        for it in made.items:
            if it.what == "same":
                continue
            count += 1
            try:
                _store(made.kind, it, public=public, by=by, now=now)
            except Refused as refused:
                raise Refused(refused.field, f"line {it.line}: {refused.message}") from refused
            except Conflict as conflict:
                said = gettext("line %(n)d: somebody has changed it since the preview; look again") % {"n": it.line}
                raise Refused("file", said) from conflict
    return count


def _store(kind: str, it: Item, *, public: bool, by: Actor, now: datetime) -> None:
    if isinstance(it.record, Case):
        seen = it.record.version
        change_case(it.record, it.values, provisions=it.provisions, by=by, now=now, seen=seen, command=True)
    elif isinstance(it.record, Publication):
        change_publication(it.record, it.values, by=by, now=now, seen=it.record.version, command=True)
    elif kind == "case":
        record_case(
            state=it.state,
            values=it.values,
            provisions=it.provisions or (),
            public=public,
            by=by,
            now=now,
            command=True,
        )
    else:
        record_publication(state=it.state, values=it.values, public=public, by=by, now=now, command=True)


def _key(kind: str, it: Item) -> tuple[Any, ...]:
    names = ("court", "reference") if kind == "case" else ("body", "title", "year")
    return (it.state, *(it.values[name] for name in names))


def _case(line: int, state: str, row: Mapping[str, Any], *, now: datetime) -> Item:
    values: dict[str, Any] = {name: value for name, value in row.items() if name not in ("date", "provisions")}
    if "date" in row:
        values["decided_on"] = _day(row["date"])
    court, reference = str(values.get("court", "")).strip(), str(values.get("reference", "")).strip()
    here = Case.objects.filter(participant=state, court=court, reference=reference).first()
    taken = checked_case(({name: getattr(here, name) for name in OF_CASES} if here else {}) | values, now=now)
    provisions, differing = None, _differing(here, taken)
    if "provisions" in row:
        found, unknown = cited(state, row["provisions"], Law.objects.filter(archived_at__isnull=True), case=here)
        if unknown:
            raise Refused(*_unknown(unknown[0]))
        provisions = tuple(found)
        before = set(here.provisions.values_list("pk", flat=True)) if here else set()
        if here is not None and before != {it.pk for it in found}:
            differing = (*differing, "provisions")
    what = "new" if here is None else "changed" if differing else "same"
    return Item(line, what, state, taken, here, provisions, differing)


def _publication(line: int, state: str, row: Mapping[str, Any], *, now: datetime) -> Item:
    same = {name: str(row.get(name, "")).strip() for name in ("body", "title")}
    year = str(row.get("year", "")).strip()
    rows = Publication.objects.filter(participant=state or None, **same)
    here = rows.filter(year=int(year)).first() if year.isascii() and year.isdecimal() and len(year) < 6 else None
    before = {name: getattr(here, name) for name in OF_PUBLICATIONS} if here else {}
    taken = checked_publication(before | dict(row), now=now)
    differing = _differing(here, taken)
    return Item(
        line, "new" if here is None else "changed" if differing else "same", state, taken, here, None, differing
    )


def _differing(here: Case | Publication | None, taken: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name, value in taken.items() if here is not None and getattr(here, name) != value)


def _unknown(name: str) -> FieldFault:
    said = gettext("no law of this State has “%(name)s”; write LAW/NUMBER as “accede laws list” names the law")
    return FieldFault("provisions", said % {"name": name[:80]})


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        return None


def _rows(
    content: bytes, *, name: str, columns: Sequence[str], faults: list[RowFault]
) -> Iterator[tuple[int, dict[str, Any]]]:
    upload = upload_from(content, name=name, limits=FILE_LIMITS)
    if upload.kind is not Kind.TEXT:
        raise ImportRefused(f"is {upload.kind}.", where=name, remedy="Save it as CSV in UTF-8, or as JSON Lines.")
    text = text_of(upload)
    if text.lstrip().startswith("{"):
        yield from _of_json(text, columns=columns, faults=faults)
    else:
        yield from _of_csv(text, name=name, columns=columns, faults=faults)


def _of_csv(
    text: str, *, name: str, columns: Sequence[str], faults: list[RowFault]
) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [it.strip() for it in reader.fieldnames or ()]
        wrong = [it for it in head if it not in columns]
        if wrong or len(set(head)) != len(head):
            what = f"has the column “{wrong[0][:40]}”, which is not known." if wrong else "has a column twice."
            raise ImportRefused(what, where=name, remedy=f"The columns are {', '.join(columns)}.")
        reader.fieldnames = head
        for row in reader:
            line = reader.line_num
            if None in row or None in row.values():
                faults.append(RowFault(line, "", gettext("has more or fewer cells than the first line has columns")))
                continue
            yield line, {key: _split(key, str(value)) for key, value in row.items()}
    except csv.Error as error:
        raise ImportRefused(
            f"line {reader.line_num}: {error}.", where=name, remedy="Save it as CSV with commas and quotes."
        ) from error


def _split(name: str, value: str) -> Any:
    return [part.strip() for part in value.split(";") if part.strip()] if name in _LISTS else value


def _of_json(text: str, *, columns: Sequence[str], faults: list[RowFault]) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        try:
            row = orjson.loads(written)
        except orjson.JSONDecodeError as error:
            faults.append(RowFault(line, "", gettext("is no JSON: %(why)s") % {"why": error}))
            continue
        if not isinstance(row, dict):
            faults.append(RowFault(line, "", gettext("is no JSON object; write {…} with the columns as names")))
            continue
        wrong = [(key, _form_fault(key, value, columns)) for key, value in row.items()]
        found = [(key, fault) for key, fault in wrong if fault]
        if found:
            faults.extend(RowFault(line, key[:40], fault) for key, fault in found)
            continue
        yield line, {key: value if value is not None else ([] if key in _LISTS else "") for key, value in row.items()}


def _form_fault(key: str, value: Any, columns: Sequence[str]) -> str:
    if key not in columns:
        return gettext("is not known; the columns are %(columns)s") % {"columns": ", ".join(columns)}
    if value is None:
        return ""
    if key in _LISTS:
        if not isinstance(value, list) or not all(isinstance(it, str) for it in value):
            return gettext("is a list of texts")
    elif isinstance(value, bool) or not isinstance(value, str | int):
        return gettext("is a text")
    return ""


__all__ = ["COLUMNS", "Item", "Plan", "RowFault", "bring_in_all", "plan"]
