"""Every address of the site and who may come near it, as data: the CSV files of this folder, one a room.

Columns: ``route`` (its name), ``access``, ``record``, ``verb``, ``note``. ``access`` is one of

- "public": anyone;
- "secret": who holds the link or the code that the address carries;
- "key": who presents a key to the API, or is signed in; the view answers 401 itself;
- "signed_in": anyone who has signed in, lists filtered by rights;
- "role": who holds a role that allows ``verb`` on ``record`` at all;
- "record": the record named in the address must be seen, else 404; ``verb`` is what the table must allow.

In an address of a record, the argument that names it has the name of the record.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
COLUMNS = ["route", "access", "record", "verb", "note"]
ACCESS = ("public", "secret", "key", "signed_in", "role", "record")


class RouteFault(ValueError):
    """A row cannot be understood; the message names the file, the line and the remedy."""


@dataclass(frozen=True, slots=True)
class Route:
    """One row."""

    name: str
    access: str
    record: str
    verb: str
    note: str


@cache
def routes() -> dict[str, Route]:
    """All rows by the name of the address."""
    found: dict[str, Route] = {}
    for path in sorted(FOLDER.glob("*.csv")):
        for route in read_routes(path.read_text(encoding="utf-8"), name=path.name):
            if route.name in found:
                raise RouteFault(f"{path.name}: the route {route.name!r} has a row already; keep one of them")
            found[route.name] = route
    return found


def read_routes(text: str, *, name: str) -> list[Route]:
    """The rows of one file. Raises :class:`RouteFault`."""
    reader = csv.DictReader(text.splitlines())
    if reader.fieldnames != COLUMNS:
        raise RouteFault(f"{name}, line 1: the columns must be {', '.join(COLUMNS)}")
    found = []
    for line, row in enumerate(reader, start=2):
        if row["access"] not in ACCESS:
            raise RouteFault(f"{name}, line {line}: access {row['access']!r} is none of {', '.join(ACCESS)}")
        if row["access"] in ("role", "record") and not (row["record"] and row["verb"]):
            raise RouteFault(f"{name}, line {line}: access {row['access']!r} needs a record and a verb")
        found.append(Route(row["route"], row["access"], row["record"], row["verb"], row["note"] or ""))
    return found
