"""`accede audit verify|export`: whether the audit trail holds, and a copy of it to keep elsewhere."""

import argparse
import sys
from pathlib import Path

from accede.cli import Run, exits
from accede.cli.imports import open_database
from accede.cli.output import print_json


def command(parser: argparse.ArgumentParser) -> Run:
    parsers = parser.add_subparsers(dest="what", required=True, metavar="verify|export")
    check = parsers.add_parser("verify", help="read the whole trail and find every row changed, left out or put in")
    check.add_argument("--format", choices=("text", "json"), default="text")
    check.set_defaults(run=verify)
    copy = parsers.add_parser("export", help="write the trail as JSON lines")
    copy.add_argument("file", type=Path, metavar="FILE", help="a new file; one that exists is left alone")
    copy.add_argument(
        "--values",
        action="store_true",
        help="with what stood before and after; keep the file as you keep the database",
    )
    copy.set_defaults(run=export)
    return lambda options: int(options.run(options))


def verify(options: argparse.Namespace) -> int:
    open_database()
    from accede.accounts import trail
    from accede.accounts.models import Event

    faults = list(trail.verify())
    count = Event.objects.count()
    if options.format == "json":
        print_json({"events": count, "faults": [{"number": it.number, "message": it.message} for it in faults]})
    elif faults:
        for it in faults:
            print(f"event {it.number}: {it.message}")
        print(f"The chain is broken: {len(faults)} faults in {count} events.")
    else:
        print(f"The chain holds: {count} events.")
    return exits.FAULTS if faults else exits.OK


def export(options: argparse.Namespace) -> int:
    open_database()
    from accede.accounts import trail

    try:
        with options.file.open("xb") as file:
            count = sum(1 for _ in map(file.write, trail.lines(values=options.values)))
    except OSError as error:
        raise exits.CommandError(f"FILE: {options.file} cannot be written: {error.strerror}") from error
    print(f"{count} events written to {options.file}", file=sys.stderr)
    return exits.OK
