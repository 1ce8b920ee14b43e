"""`accede status`, `parties`, `matrix` and `check-data`: questions answered without Django."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from accede.cli import exits
from accede.cli.output import add_format, chosen_format, print_csv, print_json, print_table

if TYPE_CHECKING:
    from accede.law.answers import Json
    from accede.law.facts import Facts

Run = Callable[[argparse.Namespace], int]


def status_command(parser: argparse.ArgumentParser) -> Run:
    """`accede status KEN --on DATE [--instrument ID]`."""
    parser.add_argument("participant", help="three-letter code, for example KEN")
    add_on(parser)
    parser.add_argument("--instrument", action="append", metavar="ID", help="only this instrument; may be repeated")
    add_format(parser)
    return _status


def parties_command(parser: argparse.ArgumentParser) -> Run:
    """`accede parties INSTRUMENT --on DATE`."""
    parser.add_argument("instrument", help="id of an instrument, for example bombings-1997")
    add_on(parser)
    add_format(parser)
    return _parties


def matrix_command(parser: argparse.ArgumentParser) -> Run:
    """`accede matrix --on DATE [--output FILE]`."""
    add_on(parser)
    parser.add_argument("--output", type=Path, metavar="FILE", help="write to this file: .csv or .json")
    add_format(parser)
    return _matrix


def check_command(parser: argparse.ArgumentParser) -> Run:
    """`accede check-data`."""
    add_format(parser)
    return _check


def _status(options: argparse.Namespace) -> int:
    from accede.law.answers import status_answer, status_report
    from accede.law.status import statuses

    facts, on = current_facts(), asked_date(options)
    with refused():
        code = facts.participants[options.participant].code
        wanted = [facts.catalogue[it].id for it in options.instrument or ()]
    answers = statuses(facts, code, on, instruments=wanted)
    report = status_report(facts, code, on, answers)
    rows = [status_answer(facts, answer) for answer in answers]
    return print_answer(options, report, rows, columns=_STATUS_COLUMNS)


_STATUS_COLUMNS = ("instrument", "status", "consent_date", "in_force_from", "action", "complete_as_of", "reasons")


def _parties(options: argparse.Namespace) -> int:
    from accede.law.answers import POSITION_NAMES, parties_report
    from accede.law.timeline import build_timeline

    facts, on = current_facts(), asked_date(options)
    with refused():
        instrument = facts.catalogue[options.instrument]
    lines = {code: build_timeline(facts, code, instrument.id) for code in facts.participants}
    rows = [
        {
            "participant": code,
            "name": facts.participants[code].name,
            "status": line.at(on).status.value,
            "position": POSITION_NAMES[line.at(on)],
        }
        for code, line in lines.items()
    ]
    report = parties_report(facts, instrument, on, timelines=lines)
    if chosen_format(options) == "table":
        counts = ("parties", "signatories", "not_party", "unknown", "did_not_exist", "complete_as_of")
        print_table([report], counts)
        print()
    return print_answer(options, report, rows, columns=("participant", "name", "status", "position"))


def _matrix(options: argparse.Namespace) -> int:
    from accede.law.answers import MATRIX_COLUMNS

    facts, on = current_facts(), asked_date(options)
    output: Path | None = options.output
    if output is None:
        form = chosen_format(options)
        rows = list(matrix_rows(facts, on))
        return print_answer(options, {"on": on.isoformat(), "rows": rows}, rows, columns=MATRIX_COLUMNS, form=form)
    form = options.format or output.suffix.removeprefix(".").lower()
    if form not in ("csv", "json"):
        message = f"--output: '{output.name}' ends in neither .csv nor .json; name the file so, or give --format"
        raise exits.CommandError(message)
    try:
        with output.open("w", encoding="utf-8", newline="") as file:
            if form == "csv":
                print_csv(matrix_rows(facts, on), MATRIX_COLUMNS, file)
            else:
                import json

                json.dump({"on": on.isoformat(), "rows": list(matrix_rows(facts, on))}, file, ensure_ascii=False)
    except OSError as error:
        raise exits.CommandError(f"--output: cannot write {output}: {error.strerror}", code=exits.FAULTS) from error
    print(f"Matrix on {on} written to {output}.", file=sys.stderr)
    return exits.OK


def matrix_rows(facts: "Facts", on: date) -> "Iterator[Json]":
    """One row for each participant and instrument, in the order of the tables."""
    from accede.law.answers import matrix_row
    from accede.law.status import status

    for code in facts.participants:
        for instrument in facts.catalogue.ids:
            yield matrix_row(facts, status(facts, code, instrument, on))


def _check(options: argparse.Namespace) -> int:
    from accede.law.shipped import DATA, check_data

    faults = check_data(DATA)
    rows = [{"file": it.file, "entry": it.entry, "field": it.field, "message": it.message} for it in faults]
    if faults or chosen_format(options) != "table":
        print_answer(options, {"faults": rows}, rows, columns=("file", "entry", "field", "message"))
    print(f"{len(faults)} faults found." if faults else "The shipped data are in order.", file=sys.stderr)
    return exits.FAULTS if faults else exits.OK


def print_answer(
    options: argparse.Namespace,
    report: object,
    rows: "Sequence[Json]",
    *,
    columns: tuple[str, ...],
    form: str | None = None,
) -> int:
    """Print the answer in the form asked for: *report* as JSON, *rows* as table or CSV."""
    match form or chosen_format(options):
        case "json":
            print_json(report)
        case "csv":
            print_csv(rows, columns)
        case _:
            print_table(rows, columns)
    return exits.OK


def current_facts() -> "Facts":
    """The facts of this installation."""
    from accede.cli import facts
    from accede.law.errors import DataError

    try:
        return facts.current_facts()
    except DataError as error:
        raise exits.CommandError(f"the data are not in order:\n{error}", code=exits.FAULTS) from error


def add_on(parser: argparse.ArgumentParser) -> None:
    """Give *parser* the option ``--on``."""
    parser.add_argument("--on", metavar="DATE", help="the date asked about, YYYY-MM-DD (default: today)")


def asked_date(options: argparse.Namespace, name: str = "on") -> date:
    """The date given under an option; today where there is none."""
    from accede.law.dates import parse_date

    given: str | None = getattr(options, name)
    if given is None:
        return datetime.now(tz=UTC).date()
    with refused():
        on = parse_date(given, field=f"--{name.replace('_', '-')}")
    return on


@contextmanager
def refused() -> Iterator[None]:
    """Turns an error in what was asked into the error that ends a command."""
    from accede.law.errors import LawError

    try:
        yield
    except LawError as error:
        raise exits.CommandError(str(error)) from error
