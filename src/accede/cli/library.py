"""`accede cases import|list` and `accede publications import|list`."""

import argparse
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from accede.cli import Run, exits
from accede.cli.imports import open_database
from accede.cli.output import add_format, chosen_format, print_csv, print_json, print_table

_MOST_LINES = 40
_LISTED = {
    "case": ("state", "date", "court", "reference", "ecli", "public", "title"),
    "publication": ("state", "kind", "year", "body", "public", "title"),
}


def cases_command(parser: argparse.ArgumentParser) -> Run:
    """`accede cases import|list`."""
    return _command(parser, "case", "cases")


def publications_command(parser: argparse.ArgumentParser) -> Run:
    """`accede publications import|list`."""
    return _command(parser, "publication", "publications")


def _command(parser: argparse.ArgumentParser, kind: str, many: str) -> Run:
    parsers = parser.add_subparsers(required=True, metavar="import|list")
    taking = parsers.add_parser("import", help=f"bring in {many}, after a preview: all of the file, or nothing")
    taking.add_argument("file", type=Path, metavar="FILE", help="CSV with a head line, or JSON Lines, in UTF-8")
    taking.add_argument(
        "--public", action="store_true", help="those whose they are publish them: everyone may read them"
    )
    taking.add_argument("--dry-run", action="store_true", help="show the preview and change nothing")
    taking.add_argument("--yes", action="store_true", help="do it without asking")
    taking.set_defaults(run=bring_in, kind=kind)
    listing = parsers.add_parser("list", help=f"the {many} that are here")
    listing.add_argument("--state", default="", metavar="CODE")
    add_format(listing)
    listing.set_defaults(run=listed, kind=kind)
    return lambda options: int(options.run(options))


def bring_in(options: argparse.Namespace) -> int:
    open_database()
    from accede.accounts.rights import Actor
    from accede.knowledge import finding
    from accede.knowledge.domain import Refused
    from accede.knowledge.domain.importing import FILE_LIMITS, bring_in_all, plan
    from accede.treaties.importers.guard import ImportRefused, open_upload

    now = datetime.now(UTC)
    try:
        upload = open_upload(options.file, limits=FILE_LIMITS)
        made = plan(options.kind, upload.data, name=upload.name, now=now)
    except ImportRefused as refused:
        raise exits.CommandError(str(refused)) from refused
    if made.faults:
        told = "\n".join(f"  {fault}" for fault in made.faults[:_MOST_LINES])
        raise exits.CommandError(f"{options.file}: nothing was changed:\n{told}", code=exits.FAULTS)
    counts = Counter(it.what for it in made.items)
    for it in [it for it in made.items if it.what != "same"][:_MOST_LINES]:
        more = f"  ({', '.join(it.differing)})" if it.differing else ""
        print(f"  {it.what:<8} {it.state or '-':<4} {it.values['title'][:80]}{more}")
    print(", ".join(f"{counts[what]} {what}" for what in ("new", "changed", "same") if counts[what]))
    if options.dry_run or counts["same"] == len(made.items):
        print("Nothing was changed." if options.dry_run else "All of it is here already; nothing was changed.")
        return exits.OK
    if not (options.yes or _agreed()):
        return exits.FAULTS
    try:
        count = bring_in_all(made, public=options.public, by=Actor(), now=now)
    except Refused as refused:
        raise exits.CommandError(f"{options.file}: {refused}; nothing was changed", code=exits.FAULTS) from refused
    print(f"{count} brought in")
    finding.refresh()
    return exits.OK


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise exits.CommandError("say --yes to do it, or --dry-run to look only", code=exits.FAULTS)
    if input("Bring it in? [y/N] ").strip().lower() in ("y", "yes"):
        return True
    print("Nothing was changed.")
    return False


def listed(options: argparse.Namespace) -> int:
    open_database()
    from accede.knowledge.models import Case, Publication

    model: Any = Case if options.kind == "case" else Publication
    found = model.objects.filter(archived_at__isnull=True)
    if options.state:
        found = found.filter(participant=options.state.upper())
    rows = [
        {
            "state": it.participant_id or "", "title": it.title, "public": it.public,
            **(
                {"date": it.decided_on, "court": it.court, "reference": it.reference, "ecli": it.ecli}
                if options.kind == "case"
                else {"kind": it.kind, "year": it.year, "body": it.body}
            ),
        }
        for it in found.order_by("participant", "title", "pk")
    ]  # fmt: skip
    form = chosen_format(options)
    if form == "json":
        print_json(rows)
    else:
        (print_csv if form == "csv" else print_table)(rows, _LISTED[options.kind])
    return exits.OK
