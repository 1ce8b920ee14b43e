"""`accede iati export|import|validate|withhold|release` and `accede overlaps`: exchange with partners in the IATI Standard."""

import argparse
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

from accede.cli import Run, exits
from accede.cli.imports import open_database, say
from accede.cli.output import add_format, chosen_format, print_csv, print_json, print_table

if TYPE_CHECKING:
    from accede.partners.domain.importing import Brought
    from accede.partners.iati.records import Fault

_FAULT_COLUMNS = ("line", "identifier", "element", "level", "source", "message", "remedy")


def command(parser: argparse.ArgumentParser) -> Run:
    """`accede iati export|import|validate|withhold|release`."""
    parsers = parser.add_subparsers(required=True, metavar="export|import|validate|withhold|release")
    giving = parsers.add_parser("export", help="our public activities as IATI 2.03, valid before it is in its place")
    giving.add_argument("--output", type=Path, required=True, metavar="FILE")
    giving.add_argument("--no-sample", action="store_true", help="leave the sample programme out")
    add_format(giving)
    giving.set_defaults(run=export)
    taking = parsers.add_parser("import", help="bring in a partner's activities, 2.01 to 2.03, plain or gzip")
    taking.add_argument("file", type=Path, metavar="FILE")
    taking.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    add_format(taking)
    taking.set_defaults(run=bring_in)
    checking = parsers.add_parser("validate", help="a file against the schema and the ruleset, all faults at once")
    checking.add_argument("file", type=Path, metavar="FILE")
    add_format(checking)
    checking.set_defaults(run=validate)
    for name, run, told in (("withhold", withhold, "hold back from exports"), ("release", release, "let go out again")):
        holding = parsers.add_parser(name, help=f"{told}: a State or an activity")
        which = holding.add_mutually_exclusive_group(required=True)
        which.add_argument("--state", default="", metavar="CODE")
        which.add_argument("--activity", default="", metavar="REFERENCE")
        holding.add_argument("--reason", required=True)
        holding.set_defaults(run=run)
    return lambda options: int(options.run(options))


def export(options: argparse.Namespace) -> int:
    if options.output.is_dir() or not options.output.absolute().parent.is_dir():
        raise exits.CommandError(f"--output: {options.output} is no file in a folder that exists")
    open_database()
    from accede.kit import configuration
    from accede.partners.iati.exporting import export as write
    from accede.partners.iati.writing import Publisher

    publisher = Publisher(configuration.IATI_PUBLISHER.read(), configuration.IATI_PUBLISHER_NAME.read())
    try:
        done = write(
            options.output.absolute(), publisher=publisher, now=datetime.now(UTC), sample=not options.no_sample
        )
    except OSError as error:
        raise exits.CommandError(f"{options.output}: cannot be written: {error.strerror}", code=exits.FAULTS) from error
    for why, count in sorted(done.left_out.items()):
        say(f"{count} left out: {why}")
    if done.faults:
        _print_faults(done.faults, options)
        say(f"{options.output} was not written: the activities above have faults")
        return exits.FAULTS
    if done.sample:
        say(f"{done.sample} are of the sample programme and say so in their titles; --no-sample leaves them out")
    say(f"{done.written} activities written to {options.output}")
    return exits.OK


def bring_in(options: argparse.Namespace) -> int:
    path = _file(options.file)
    open_database()
    from accede.accounts.rights import Actor
    from accede.partners.domain import importing
    from accede.partners.iati.reading import read
    from accede.partners.iati.records import Fault
    from accede.partners.iati.stream import FileRefused, opened

    try:
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        with opened(path) as source:
            done = importing.bring_in(
                read(source), file_name=path.name, sha256=digest, by=Actor(), now=datetime.now(UTC),
                dry_run=options.dry_run, agent="command",
            )  # fmt: skip
    except FileRefused as refused:
        done = importing.Brought(refused=[Fault("", refused.line, "", refused.message, refused.remedy)])
        say(f"{path.name}: not taken, nothing was changed: line {refused.line}: {refused}")
    _print_brought(done, options)
    if done.older:
        say(f"{done.older} are older than what is held, which stays")
    if options.dry_run:
        say("nothing was changed (--dry-run)")
    return exits.FAULTS if done.refused else exits.OK


def _print_brought(done: "Brought", options: argparse.Namespace) -> None:
    answer = done.to_dict()
    refused = [{"identifier": it.identifier, "line": it.line, "reason": it.reason} for it in done.refused]
    form = chosen_format(options)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(refused, ("identifier", "line", "reason"))
    else:
        print(f"added {done.added}, updated {done.updated}, unchanged {done.unchanged}, refused {len(refused)}")
        if refused:
            print_table(refused, ("identifier", "line", "reason"))


def validate(options: argparse.Namespace) -> int:
    path = _file(options.file)
    from accede.cli.facts import django_setup

    django_setup()
    from accede.partners.iati.validating import faults_of_file, invalid

    faults = list(faults_of_file(path))
    _print_faults(faults, options)
    bad = invalid(faults)
    if chosen_format(options) == "table":
        print(f"{path.name}: {'invalid' if bad else 'valid'}; {len(faults)} remarks")
    return exits.FAULTS if bad else exits.OK


def _print_faults(faults: "list[Fault]", options: argparse.Namespace) -> None:
    from accede.partners.iati.validating import invalid

    rows = [fault.to_dict() for fault in faults]
    form = chosen_format(options)
    if form == "json":
        of_schema = any(fault.source in ("schema", "file") for fault in faults)
        print_json({"valid": not invalid(faults), "schema_valid": not of_schema, "faults": rows})
    elif form == "csv":
        print_csv(rows, _FAULT_COLUMNS)
    elif rows:
        print_table(rows, _FAULT_COLUMNS)


def withhold(options: argparse.Namespace) -> int:
    return _hold(options, "withhold", "is held back from exports")


def release(options: argparse.Namespace) -> int:
    return _hold(options, "release", "goes out again")


def _hold(options: argparse.Namespace, verb: str, told: str) -> int:
    open_database()
    from accede.accounts.people import Refused
    from accede.accounts.rights import Actor
    from accede.partners.domain import withholding
    from accede.treaties.places import place_choices

    state = options.state.upper()
    if state and state not in dict(place_choices(samples=True)):
        raise exits.CommandError(f"--state: '{options.state}' is no code of a State")
    try:
        getattr(withholding, verb)(
            state=state, activity=options.activity, reason=options.reason, by=Actor(), now=datetime.now(UTC),
            agent="command",
        )  # fmt: skip
    except Refused as refused:
        raise exits.CommandError(str(refused)) from refused
    print(f"{state or options.activity} {told}")
    return exits.OK


def _file(path: Path) -> Path:
    if not path.is_file():
        raise exits.CommandError(f"{path}: there is no such file")
    return path
