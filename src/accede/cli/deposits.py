"""`accede entry-into-force`: from a list of deposits to the dates on which the instruments bind."""

import argparse
import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from accede.cli import exits
from accede.cli.output import add_format, chosen_format, print_csv, print_json, print_table

if TYPE_CHECKING:
    from accede.law.entry_into_force import Effect
    from accede.law.facts import Facts

Run = Callable[[argparse.Namespace], int]

REQUIRED = ("instrument", "iso3", "action", "deposit_date")
OPTIONAL = "succession_from"
ADDED = ("effective_date", "rule", "note")
#: A list of deposits is a table of at most some thousands of lines; more is another file by mistake.
LARGEST = 20_000_000


def command(parser: argparse.ArgumentParser) -> Run:
    """`accede entry-into-force --csv FILE`."""
    columns = f"{', '.join(REQUIRED)}[, {OPTIONAL}]"
    parser.add_argument("--csv", required=True, type=Path, metavar="FILE", help=f"deposits, with the columns {columns}")
    add_format(parser, default="csv")
    return _run


def _run(options: argparse.Namespace) -> int:
    from accede.law.shipped import shipped_facts

    rows, columns = _read(options.csv)
    facts = shipped_facts()
    faults: list[str] = []
    answers: list[dict[str, str]] = []
    for line, row in rows:
        try:
            answers.append(row | _answer(facts, row))
        except ValueError as error:
            faults.append(f"{options.csv.name}, line {line}: {error}")
    if faults:
        raise exits.CommandError("\n".join(faults), code=exits.FAULTS)
    match chosen_format(options):
        case "json":
            print_json(answers)
        case "csv":
            print_csv(answers, [*columns, *ADDED])
        case _:
            print_table(answers, [*columns, *ADDED])
    return exits.OK


def _read(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    try:
        if path.stat().st_size > LARGEST:
            raise exits.CommandError(f"{path.name} is larger than {LARGEST // 1_000_000} MB", code=exits.FAULTS)
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise exits.CommandError(f"--csv: cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        message = f"{path.name} is not UTF-8 at byte {error.start}; save it as CSV in UTF-8"
        raise exits.CommandError(message, code=exits.FAULTS) from error
    reader = csv.DictReader(text.splitlines(), strict=True)
    columns = [name.strip() for name in reader.fieldnames or ()]
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        message = f"{path.name}, line 1: column {', '.join(missing)} is missing; it has: {', '.join(columns) or 'none'}"
        raise exits.CommandError(message, code=exits.FAULTS)
    reader.fieldnames = columns
    rows = []
    try:
        for row in reader:
            if None in row:
                message = f"{path.name}, line {reader.line_num}: more cells than columns"
                raise exits.CommandError(message, code=exits.FAULTS)
            rows.append((reader.line_num, {key: (value or "").strip() for key, value in row.items()}))
    except csv.Error as error:
        raise exits.CommandError(f"{path.name}, line {reader.line_num}: {error}", code=exits.FAULTS) from error
    return rows, columns


def _answer(facts: "Facts", row: dict[str, str]) -> dict[str, str]:
    effect = _effect(facts, row)
    date = effect.date.isoformat() if effect.date else ""
    rule = " ".join(part for part in (f"article {effect.article}:" if effect.article else "", effect.rule) if part)
    return {"effective_date": date, "rule": rule, "note": effect.note}


def _effect(facts: "Facts", row: dict[str, str]) -> "Effect":
    from accede.law.actions import CONSENT, ActionKind
    from accede.law.dates import parse_date
    from accede.law.entry_into_force import Effect, state_entry, withdrawal_effect
    from accede.law.errors import UnknownName

    instrument = facts.catalogue[row["instrument"]]
    code = facts.participants[row["iso3"]].code
    if row["action"] not in set(ActionKind):
        raise UnknownName(what="action", given=row["action"], known=[kind.value for kind in ActionKind])
    action = ActionKind(row["action"])
    deposit = parse_date(row["deposit_date"], field="deposit_date") if row["deposit_date"] else None
    given = row.get(OPTIONAL, "")
    since = parse_date(given, field=OPTIONAL) if given else None
    if deposit is not None and deposit < instrument.binds_from_adoption and action is not ActionKind.SUCCESSION:
        raise ValueError(f"deposit_date: {deposit} is before the adoption of {instrument.id} on {instrument.adopted}")
    if action is ActionKind.WITHDRAWAL and deposit is not None:
        return withdrawal_effect(instrument, notified=deposit)
    if action not in CONSENT:
        return Effect(None, "", "", f"A {action.value} does not by itself express consent to be bound.")
    if action is ActionKind.DEFINITIVE_SIGNATURE and action not in instrument.consent_actions:
        return Effect(None, "", "", f"{instrument.short_title} does not provide for definitive signature.")
    effect = state_entry(instrument, action=action, deposit=deposit, succession_from=since)
    known = facts.participants.statehood(code)
    if action is ActionKind.SUCCESSION and since is None and known is not None and known.succession_from is not None:
        note = f"Not given; this software records {known.succession_from} for {code} ({known.source})."
        return Effect(None, effect.article, effect.rule, f"The date of succession is needed. {note}")
    return effect
