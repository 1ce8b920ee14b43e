"""The table of rights as data: ``table.csv``, read once, every cell checked.

Columns: ``record``, ``group`` (of fields), ``role``, ``relation``, ``status``, ``second_factor``, ``verbs``, ``note``.

- ``role``: a role, or "anyone", "signed_in", "admin_session".
- ``relation``: "own" (the role's State, or its organisation, owns the record), "assigned" (the officer's States, regions,
  programmes), "shared" (shared with the role's organisation), "self" (the person is about it or works on it),
  "public" (those whose it is show it to everyone), "any".
- ``status``: "*", or states of the record separated by spaces; "not:" before them turns them round.
- ``verbs``: "see", "edit" and the record's actions, separated by spaces. What no row allows is denied.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("table.csv")
COLUMNS = ["record", "group", "role", "relation", "status", "second_factor", "verbs", "note"]
ROLES = (
    "anyone", "signed_in", "admin_session", "focal_point", "contributor", "officer", "coordinator", "partner", "donor",
    "reporting", "auditor", "administrator",
)  # fmt: skip
RELATIONS = ("own", "assigned", "shared", "self", "public", "any")


class TableFault(ValueError):
    """A row of the table cannot be understood; the message names the line and the remedy."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row."""

    line: int
    record: str
    group: str
    role: str
    relation: str
    #: None for every state.
    statuses: frozenset[str] | None
    all_but: bool
    second_factor: bool
    verbs: frozenset[str]
    note: str = ""

    def allows(self, verb: str) -> bool:
        """Whether the row names *verb*."""
        return verb in self.verbs

    def in_status(self, status: str) -> bool:
        """Whether the row speaks of records in this state."""
        return self.statuses is None or (status in self.statuses) != self.all_but


@cache
def rules() -> dict[tuple[str, str], tuple[Rule, ...]]:
    """The rows by record and group of fields."""
    found: dict[tuple[str, str], list[Rule]] = {}
    for rule in all_rules():
        found.setdefault((rule.record, rule.group), []).append(rule)
    return {key: tuple(rows) for key, rows in found.items()}


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every row, in the table's order."""
    return read_table(TABLE.read_text(encoding="utf-8"))


def read_table(text: str) -> tuple[Rule, ...]:
    """The rows of a table. Raises :class:`TableFault`."""
    reader = csv.DictReader(text.splitlines())
    if reader.fieldnames != COLUMNS:
        raise TableFault(f"table of rights, line 1: the columns must be {', '.join(COLUMNS)}")
    return tuple(_rule(number, row) for number, row in enumerate(reader, start=2))


def _rule(line: int, row: dict[str, str]) -> Rule:
    def fault(column: str, known: tuple[str, ...]) -> TableFault:
        return TableFault(f"table of rights, line {line}: {column} {row[column]!r} is none of {', '.join(known)}")

    if row["role"] not in ROLES:
        raise fault("role", ROLES)
    if row["relation"] not in RELATIONS:
        raise fault("relation", RELATIONS)
    if row["second_factor"] not in ("yes", "no"):
        raise fault("second_factor", ("yes", "no"))
    status = row["status"].strip()
    all_but = status.startswith("not:")
    names = frozenset(status.removeprefix("not:").split())
    if not names or not row["verbs"].split():
        raise TableFault(f"table of rights, line {line}: status and verbs must not be empty; '*' means every state")
    return Rule(
        line=line, record=row["record"], group=row["group"], role=row["role"], relation=row["relation"],
        statuses=None if names == {"*"} else names, all_but=all_but, second_factor=row["second_factor"] == "yes",
        verbs=frozenset(row["verbs"].split()), note=row["note"],
    )  # fmt: skip
