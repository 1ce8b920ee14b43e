"""The status of the whole world on a date: from memory, against SQL over the same rows, and against asking cell by cell."""

import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from accede.law.actions import CONSENT, ActionKind
from accede.law.facts import Facts
from accede.law.matrix import World, build_world
from accede.law.shipped import load_facts
from accede.law.status import status
from accede.law.timeline import PARTY_POSITIONS
from benchmarks.measure import Result, per_call, tell

ON = date(2014, 7, 10)
Party = tuple[str, str]
Row = tuple[object, ...]

TABLES = """
CREATE TEMPORARY TABLE acts (participant TEXT, instrument TEXT, action TEXT, day TEXT, reaches_back TEXT, standing TEXT);
CREATE TEMPORARY TABLE states (code TEXT PRIMARY KEY, existed_from TEXT, succession_from TEXT);
CREATE TEMPORARY TABLE instruments (id TEXT PRIMARY KEY, adopted TEXT);
CREATE TEMPORARY TABLE questions (participant TEXT, instrument TEXT);
CREATE INDEX acts_cell ON acts (participant, instrument, day);
CREATE INDEX acts_day ON acts (day);
"""

# The newest act of each participant under each instrument by the date decides. It is the plain query of anybody who keeps
# the rows in a database: a window, ranked by date, and the answers of participants and instruments without a row beside it.
QUERY = """
WITH dated AS (
  SELECT acts.participant, acts.instrument, acts.action,
    CASE WHEN acts.action = 'succession' THEN COALESCE(acts.reaches_back, states.succession_from, acts.day) ELSE acts.day END
      AS day
  FROM acts JOIN states ON states.code = acts.participant
  WHERE acts.standing <> 'set-aside'
), ranked AS (
  SELECT participant, instrument, action, day,
    MAX(CASE WHEN action = 'withdrawal' THEN 0 ELSE 1 END) OVER (PARTITION BY participant, instrument) AS consented,
    ROW_NUMBER() OVER (PARTITION BY participant, instrument ORDER BY day DESC) AS newest
  FROM dated WHERE day <= :on
)
SELECT states.code, instruments.id,
  CASE
    WHEN states.existed_from > :on THEN 'did not exist'
    WHEN questions.participant IS NOT NULL THEN 'unknown'
    WHEN ranked.action IS NULL OR ranked.action = 'withdrawal' THEN 'not party'
    ELSE 'party'
  END
FROM states CROSS JOIN instruments
LEFT JOIN ranked ON ranked.participant = states.code AND ranked.instrument = instruments.id AND ranked.newest = 1
LEFT JOIN questions ON questions.participant = states.code AND questions.instrument = instruments.id
"""


def rows(facts: Facts) -> dict[str, list[Row]]:
    """The facts as rows of the four tables; the day of a bounded act is the one by which it was certainly done."""

    def text(day: date | None) -> str | None:
        return day.isoformat() if day else None

    def beginning(code: str) -> date | None:
        statehood = facts.participants.statehood(code)
        return statehood.existed_from if statehood else None

    def reach(code: str) -> date | None:
        statehood = facts.participants.statehood(code)
        return statehood.succession_from if statehood else None

    return {
        "acts": [
            (
                row.participant,
                row.instrument,
                row.action.value,
                text(row.certain_by),
                text(row.succession_from),
                row.standing,
            )
            for row in facts.actions
            if row.action in CONSENT or row.action is ActionKind.WITHDRAWAL
        ],
        "states": [(code, text(beginning(code)), text(reach(code))) for code in facts.participants],
        "instruments": [(it.id, text(it.binds_from_adoption)) for it in facts.catalogue],
        "questions": [(it.participant, it.instrument) for it in facts.questions],
    }


def sqlite_query(facts: Facts) -> Callable[[], list[Row]]:
    """The query over SQLite in memory."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    for table, values in rows(facts).items():
        marks = ", ".join("?" * len(values[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
    connection.execute("ANALYZE")

    def ask() -> list[Row]:
        return connection.execute(QUERY, {"on": ON.isoformat()}).fetchall()

    return ask


def postgresql_query(facts: Facts) -> Callable[[], list[Row]] | None:
    """The query over PostgreSQL, where one answers: at ``DATABASE_URL``, or on this machine."""
    import psycopg

    user = os.environ.get("USER") or "postgres"
    places = [
        os.environ.get("DATABASE_URL"),
        "dbname=postgres user=postgres host=/var/run/postgresql",
        "dbname=postgres",
    ]
    places += [f"dbname=postgres user={user} host=127.0.0.1", "dbname=postgres user=postgres host=127.0.0.1"]
    for place in filter(None, places):
        with suppress(psycopg.OperationalError):
            connection = psycopg.connect(place, connect_timeout=3, autocommit=True)
            break
    else:
        return None
    for statement in TABLES.split(";"):
        if statement.strip():
            connection.execute(statement.encode())
    for table, values in rows(facts).items():
        with connection.cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy:
            for row in values:
                copy.write_row(row)
    connection.execute("ANALYZE acts")
    query = QUERY.replace(":on", "%(on)s").encode()

    def ask() -> list[Row]:
        return list(connection.execute(query, {"on": ON.isoformat()}).fetchall())

    return ask


def parties(answers: Sequence[Row]) -> set[Party]:
    """Who is a party to what."""
    return {(str(code), str(name)) for code, name, answer in answers if answer == "party"}


def known(world: World) -> set[Party]:
    """Who is a party to what, from the matrix."""
    matrix = world.matrix(ON)
    return {
        (code, name)
        for row, code in enumerate(world.participants)
        for column, name in enumerate(world.instruments)
        if matrix[row, column] in PARTY_POSITIONS
    }


def cell_by_cell(facts: Facts, world: World) -> int:
    """The same by asking for each status; timelines are given, so that only the answers are made."""
    count = 0
    for (code, name), timeline in world.timelines.items():
        count += status(facts, code, name, ON, timeline=timeline).status.value == "party"
    return count


def main() -> int:
    facts = load_facts()
    world = build_world(facts)
    expected = known(world)
    assert cell_by_cell(facts, world) == len(expected)
    today = datetime.now(UTC).date()
    months = [date(year, month, 1) for year in range(1963, today.year + 1) for month in range(1, 13)]
    days = [day for day in months if day <= today]
    # Dates in turn, so that nothing is answered from a memory of the last one.
    turn = iter(range(10**9))
    matrix = per_call(lambda: world.matrix(ON + timedelta(days=next(turn) % 3000)))
    series = per_call(lambda: world.series(days))
    results = []
    for name, ask in (("SQLite", sqlite_query(facts)), ("PostgreSQL", postgresql_query(facts))):
        if ask is None:
            print("PostgreSQL: none answers, left out", file=sys.stderr)
            continue
        found = parties(ask())
        assert found == expected, (name, sorted(found ^ expected)[:10])
        took = per_call(ask)
        note = f"{took * 1e3:.3g} ms against {matrix * 1e6:.3g} µs, {len(expected)} bonds on {ON} in both"
        results.append(
            Result(f"matrix, {name} window query / matrix", took / matrix, "times", 100, at_least=True, note=note)
        )
    cells = per_call(lambda: cell_by_cell(facts, world), seconds=1)
    note = f"{cells * 1e3:.3g} ms for {len(world.timelines)} answers"
    results.append(Result("matrix, cell by cell / matrix", cells / matrix, "times", 20, at_least=True, note=note))
    note = f"{series * 1e3:.3g} ms for {len(days)} months"
    results.append(Result("monthly series since 1963 / matrix", series / matrix, "times", 200, note=note))
    built = per_call(lambda: build_world(facts), seconds=1)
    results.append(Result("all timelines, once for each change of the data", built, "s"))
    return tell(results)


if __name__ == "__main__":
    sys.exit(main())
