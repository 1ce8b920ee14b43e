"""`accede import statements|bilateral|own-law|authorities`: tables of our own about the cooperation of States."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accede.cli import exits
from accede.cli.imports import confirmed, mapped_names, open_database, say
from accede.cli.output import add_format, chosen_format, print_csv, print_json

if TYPE_CHECKING:
    from accede.cooperation.imports import Preview

#: Name and summary of each table, as in ``accede.cooperation.imports.kinds``; repeated here so that help costs nothing.
TABLES = {
    "statements": "reservations, declarations and objections (CSV, XLSX)",
    "bilateral": "bilateral treaties on extradition and legal assistance (CSV, XLSX)",
    "own-law": "what States' own laws say of extradition (CSV, XLSX)",
    "authorities": "central authorities (CSV, XLSX)",
}
_COLUMNS = ("place", "entry", "outcome", "message")


def add_importers(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The subcommands of `accede import` for these tables."""
    for name, summary in TABLES.items():
        parser = kinds.add_parser(name, help=summary, description=f"{summary}.", allow_abbrev=False)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--source", default="", metavar="TITLE", help="source of the rows that name none themselves"
        )
        parser.add_argument("--map", action="append", default=[], metavar="NAME=ISO3", help="who a name is")
        parser.add_argument(
            "--skip", action="append", default=[], metavar="NAME", help="leave the rows of this name out"
        )
        parser.add_argument(
            "--replace", action="store_true", help="a row that contradicts another source takes its place"
        )
        parser.add_argument(
            "--encoding", metavar="NAME", help="encoding of a text file that is not UTF-8: windows-1252"
        )
        parser.add_argument("--dry-run", action="store_true", help="show the preview and change nothing")
        parser.add_argument("--yes", action="store_true", help="apply without asking")
        add_format(parser)
        parser.set_defaults(run=_import, importer=name)


def _import(options: argparse.Namespace) -> int:
    names = mapped_names(options)
    open_database()
    from accede.cooperation.imports import KINDS, Decisions, make_preview, render_text
    from accede.treaties import queries
    from accede.treaties.importers.guard import ImportRefused, open_upload
    from accede.treaties.preview import UnknownDecision

    facts = queries.snapshot().facts
    try:
        preview = make_preview(
            KINDS[options.importer], open_upload(options.file, encoding=options.encoding), catalogue=facts.catalogue,
            participants=facts.participants, today=datetime.now(UTC).date(), source=options.source.strip(),
            decisions=Decisions(names=names, skipped=frozenset(options.skip), replace=options.replace),
        )  # fmt: skip
    except UnknownDecision as error:
        raise exits.CommandError(str(error)) from error
    except ImportRefused as error:
        raise exits.CommandError(f"{error} Nothing was changed.", code=exits.FAULTS) from error
    form = chosen_format(options)
    if form == "table":
        print(render_text(preview), flush=True)
    applied, message = _apply(options, preview)
    if form == "json":
        print_json({**preview.to_dict(), "dry_run": options.dry_run, "applied": applied})
    elif form == "csv":
        print_csv(preview.to_dict()["rows"], _COLUMNS)
    if form != "table":
        for fault in preview.faults:
            say(str(fault))
    say(message)
    return exits.FAULTS if preview.blocked else exits.OK


def _apply(options: argparse.Namespace, preview: "Preview[Any]") -> tuple[int | None, str]:
    """Apply what was shown, where nothing stands in the way; the number of the import and what to tell."""
    from accede.cooperation import domain

    if preview.blocked:
        return None, _why_blocked(preview)
    if not preview.writes:
        return None, "nothing to import: everything in the file is already known"
    if options.dry_run:
        return None, "nothing was changed (--dry-run)"
    if not options.yes and sys.stdin.isatty() and not confirmed():
        return None, "nothing was changed"
    try:
        batch = domain.apply_import(preview, now=datetime.now(UTC))
    except domain.ImportImpossible as error:
        raise exits.CommandError(str(error), code=exits.FAULTS) from error
    return batch.pk, f"applied as import {batch.pk}; to take it back: accede import undo {batch.pk} --reason TEXT"


def _why_blocked(preview: "Preview[Any]") -> str:
    reasons = ["the file has faults"] if preview.faults else []
    names = list(dict.fromkeys(name for row in preview.rows if row.outcome.value == "unmatched" for name in row.names))
    if names:
        listed = ", ".join(f"'{name}'" for name in names[:10]) + (" and others" if len(names) > 10 else "")
        reasons.append(
            f'no participant is known as {listed}: say who it is (--map "{names[0]}=ISO3"), or leave out (--skip NAME)'
        )
    conflicts = preview.counts["conflicting"]
    if conflicts:
        reasons.append(
            f"{conflicts} row{'s contradict' if conflicts > 1 else ' contradicts'} what another source says (--replace)"
        )
    return f"not applied, and nothing was changed: {'; '.join(reasons)}"
