"""`accede import`: a list of a depositary is read, its changes are shown, and then they are applied, whole or not at all."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from accede.cli import exits
from accede.cli.output import add_format, chosen_format, print_csv, print_json, print_table

if TYPE_CHECKING:
    from accede.treaties.preview import Decisions, Preview

Run = Callable[[argparse.Namespace], int]

#: Name and summary of each importer, as in ``accede.treaties.importers.registry``; repeated here so that help costs nothing.
IMPORTERS = {
    "untc": "UN Treaty Collection: participant table (XML, HTML, CSV)",
    "icao": "ICAO: list of parties (PDF, text)",
    "imo": "IMO: chapter of the status of treaties (text, PDF), summary table (XLSX)",
    "iaea": "IAEA: status list (PDF, text)",
    "csv": "our own table (CSV, XLSX)",
}


def command(parser: argparse.ArgumentParser) -> Run:
    """`accede import KIND FILE`, `accede import list`, `accede import undo IMPORT`."""
    kinds = parser.add_subparsers(required=True, metavar="WHAT")
    for name, summary in IMPORTERS.items():
        _add_importer(kinds.add_parser(name, help=summary, description=f"{summary}.", allow_abbrev=False), name)
    from accede.cli import entries  # here, since it borrows from this module

    entries.add_importers(kinds)
    listing = kinds.add_parser("list", help="show all imports", allow_abbrev=False)
    add_format(listing)
    listing.set_defaults(run=_list)
    undoing = kinds.add_parser("undo", help="take an import back", allow_abbrev=False)
    undoing.add_argument("batch", type=int, metavar="IMPORT", help="its number, from `accede import list`")
    undoing.add_argument("--reason", default="", help="why; it is kept with the import")
    undoing.set_defaults(run=_undo)
    return lambda options: int(options.run(options))


def _add_importer(parser: argparse.ArgumentParser, name: str) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--instrument", metavar="ID", help="the instrument, where the file does not name it")
    parser.add_argument("--as-of", metavar="DATE", help="the date of the list, where the file does not give it")
    parser.add_argument("--map", action="append", default=[], metavar="NAME=ISO3", help="who a name in the list is")
    parser.add_argument("--outside", action="append", default=[], metavar="NAME", help="a name that is no participant")
    parser.add_argument(
        "--skip", action="append", default=[], metavar="NAME",
        help="leave the rows of this name out; the list then shows nobody as not party",
    )  # fmt: skip
    parser.add_argument("--source", metavar="TITLE", help='title of the source; needed for csv: "Publisher: title"')
    parser.add_argument("--encoding", metavar="NAME", help="encoding of a text file that is not UTF-8: windows-1252")
    parser.add_argument("--day-first", action="store_true", help="03/04/2012 in the file is 3 April")
    parser.add_argument("--dry-run", action="store_true", help="show the preview and change nothing")
    parser.add_argument("--yes", action="store_true", help="apply without asking")
    add_format(parser)
    parser.set_defaults(run=_import, importer=name)


def _import(options: argparse.Namespace) -> int:
    decisions = _decisions(options)
    as_of = _as_of(options)
    open_database()
    from accede.law.errors import UnknownName
    from accede.treaties import queries
    from accede.treaties.importers.base import ReadOptions
    from accede.treaties.importers.guard import ImportRefused, open_upload
    from accede.treaties.importers.registry import IMPORTERS as READERS
    from accede.treaties.preview import UnknownDecision, make_preview

    version = queries.data_version()  # before the facts are read: what changes in between stops the import
    facts = queries.load_facts()
    try:
        read_options = ReadOptions(
            catalogue=facts.catalogue, participants=facts.participants, instrument=options.instrument, as_of=as_of,
            day_first=options.day_first, source_title=options.source,
        )  # fmt: skip
        if options.instrument is not None:
            _ = facts.catalogue[options.instrument]
        upload = open_upload(options.file, encoding=options.encoding)
        parsed = READERS[options.importer].read(upload, read_options)
        preview = make_preview(facts, parsed, today=datetime.now(UTC).date(), decisions=decisions)
    except UnknownName as error:
        raise exits.CommandError(f"--instrument: {error}") from error
    except UnknownDecision as error:
        raise exits.CommandError(str(error)) from error
    except ImportRefused as error:
        raise exits.CommandError(f"{error} Nothing was changed.", code=exits.FAULTS) from error
    form = chosen_format(options)
    if form == "table":
        from accede.treaties.preview import render_text

        print(render_text(preview), flush=True)
    applied, message = _apply(options, preview, version)
    if form == "json":
        print_json({**preview.to_dict(), "dry_run": options.dry_run, "applied": applied})
    elif form == "csv":
        print_csv(preview.to_dict()["rows"], _COLUMNS)
    if preview.blocked and form != "table":
        for fault in preview.faults:
            say(str(fault))
    say(message)
    return exits.FAULTS if preview.blocked else exits.OK


_COLUMNS = (
    "place", "name", "participant", "instrument", "action", "date", "latest", "effective", "outcome", "message",
)  # fmt: skip


def _apply(options: argparse.Namespace, preview: "Preview", version: str) -> tuple[int | None, str]:
    """Apply what was shown, where nothing stands in the way; the number of the import and what to tell."""
    from accede.treaties import domain

    if preview.blocked:
        return None, _why_blocked(preview)
    if not preview.change:
        return None, "nothing to import: everything in the file is already known"
    if options.dry_run:
        return None, "nothing was changed (--dry-run)"
    if not options.yes and sys.stdin.isatty() and not confirmed():
        return None, "nothing was changed"
    try:
        batch = domain.apply_import(
            preview.change, importer=preview.parsed.importer, file_name=preview.parsed.file_name,
            digest=preview.parsed.digest, now=datetime.now(UTC), note=str(preview.source), seen=version,
        )  # fmt: skip
    except domain.ImportImpossible as error:
        raise exits.CommandError(str(error), code=exits.FAULTS) from error
    return batch.pk, f"applied as import {batch.pk}; to take it back: accede import undo {batch.pk} --reason TEXT"


def _why_blocked(preview: "Preview") -> str:
    names = sorted({row.row.name for row in preview.rows if row.outcome.value == "unmatched"})
    if not names:
        return "not applied, and nothing was changed: the file has faults"
    listed = ", ".join(f"'{name}'" for name in names[:10]) + (" and others" if len(names) > 10 else "")
    return (
        f'not applied, and nothing was changed: no participant is known as {listed}. Say who it is (--map "{names[0]}=ISO3"), '
        "that it is no participant (--outside NAME), or that its rows are left out (--skip NAME)"
    )


def confirmed() -> bool:
    """Whether the person at the terminal says yes."""
    print("Apply this import? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _list(options: argparse.Namespace) -> int:
    open_database()
    from accede.treaties import queries

    rows = [
        {
            "import": batch.pk,
            "importer": batch.importer,
            "file": batch.file_name,
            "applied_at": f"{batch.applied_at:%Y-%m-%d %H:%M}",
            "source": batch.note,
            "undone_at": f"{batch.undo.undone_at:%Y-%m-%d %H:%M}" if hasattr(batch, "undo") else None,
            "reason": batch.undo.reason if hasattr(batch, "undo") else None,
        }
        for batch in queries.batches()
    ]
    columns = ("import", "importer", "file", "applied_at", "undone_at", "source", "reason")
    match chosen_format(options):
        case "json":
            print_json({"imports": rows})
        case "csv":
            print_csv(rows, columns)
        case _:
            print_table(rows, columns)
    return exits.OK


def _undo(options: argparse.Namespace) -> int:
    open_database()
    from accede.treaties import domain

    try:
        domain.undo_import(batch_id=options.batch, reason=options.reason, now=datetime.now(UTC))
    except domain.ImportImpossible as error:
        hint = "" if options.reason.strip() else " (--reason TEXT)"
        raise exits.CommandError(f"{error}{hint}", code=exits.FAULTS) from error
    say(f"import {options.batch} is taken back; its rows are kept and no longer count")
    return exits.OK


def _decisions(options: argparse.Namespace) -> "Decisions":
    from accede.treaties.preview import Decisions

    return Decisions(names=mapped_names(options), skipped=frozenset(options.skip), outside=frozenset(options.outside))


def mapped_names(options: argparse.Namespace) -> dict[str, str]:
    """What `--map` says: codes by name."""
    names: dict[str, str] = {}
    for given in options.map:
        name, sign, code = given.rpartition("=")
        if not sign or not name.strip() or len(code.strip()) != 3:
            raise exits.CommandError(f"--map: '{given}' is not of the form NAME=ISO3, for example \"Keniya=KEN\"")
        names[name.strip()] = code.strip().upper()
    return names


def _as_of(options: argparse.Namespace) -> date | None:
    from accede.law.dates import parse_date
    from accede.law.errors import LawError

    try:
        return parse_date(options.as_of, field="--as-of") if options.as_of else None
    except LawError as error:
        raise exits.CommandError(str(error)) from error


def open_database() -> None:
    """Start Django and bring the database to where `accede up` would: the first command on a new machine may be an import."""
    from accede.cli.facts import django_setup
    from accede.kit import configuration

    configuration.prepare_data_dir()
    django_setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from accede.treaties import domain

    with _database_errors():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        domain.load_shipped(now=datetime.now(UTC))


@contextmanager
def _database_errors() -> Iterator[None]:
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as error:
        said = " ".join(str(error).split())
        raise exits.CommandError(f"the database cannot be used: {said}", code=exits.ENVIRONMENT) from error


def say(message: str) -> None:
    """Tell on standard error, which is no part of the answer."""
    print(f"accede: {message}", file=sys.stderr)
