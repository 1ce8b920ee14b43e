"""`accede privacy due|erase-due|export`: personal data whose time is over, its erasure, and what is kept about a person."""

import argparse
import sys
from datetime import UTC, datetime

from accede.cli import Run, exits
from accede.cli.imports import open_database
from accede.cli.output import print_json


def command(parser: argparse.ArgumentParser) -> Run:
    parsers = parser.add_subparsers(required=True, metavar="due|erase-due|export")
    listing = parsers.add_parser(
        "due", help="what is due for erasure by the retention rules; exit code 1 where something is"
    )
    listing.add_argument("--format", choices=("text", "json"), default="text")
    listing.set_defaults(run=due)
    erasing = parsers.add_parser("erase-due", help="erase all that is due; this cannot be undone")
    erasing.add_argument("--yes", action="store_true", help="do it without asking")
    erasing.set_defaults(run=erase_due)
    copy = parsers.add_parser("export", help="all that is kept about an account, as JSON")
    copy.add_argument("email", metavar="EMAIL")
    copy.set_defaults(run=export)
    return lambda options: int(options.run(options))


def due(options: argparse.Namespace) -> int:
    open_database()
    from accede.accounts import keeping

    found = keeping.due(_now())
    if options.format == "json":
        rules = [
            {"rule": it.name, "keeps": str(it.label), "years": it.years, "days": it.days, "after": str(it.since)}
            for it in keeping.RULES.values()
        ]
        print_json({"rules": rules, "due": [{"rule": it.rule, "id": it.record_id} for it in found]})
    else:
        for rule in keeping.RULES.values():
            keys = [it.record_id for it in found if it.rule == rule.name]
            time = f"{rule.years} years" if rule.years else f"{rule.days} days"
            print(f"{rule.label}: kept {time} after {rule.since}; {len(keys)} due")
            if keys:
                print(f"  {', '.join(str(key) for key in keys[:50])}{' …' if len(keys) > 50 else ''}")
    return exits.FAULTS if found else exits.OK


def erase_due(options: argparse.Namespace) -> int:
    open_database()
    from accede.accounts import keeping
    from accede.accounts.rights import ANYONE

    now = _now()
    count = len(keeping.due(now))
    if count and not options.yes:
        if not sys.stdin.isatty():
            raise exits.CommandError(f"{count} to be erased for good; say --yes, or look first: accede privacy due")
        if input(f"Erase {count} for good? [y/N] ").strip().lower() not in ("y", "yes"):
            print("Nothing was erased.")
            return exits.OK
    for name, done in keeping.erase_due(by=ANYONE, now=now, agent="command").items():
        print(f"{name}: {done} erased")
    return exits.OK


def export(options: argparse.Namespace) -> int:
    open_database()
    from accede.accounts.keeping import export_of_person
    from accede.accounts.models import Person

    person = Person.objects.filter(email__iexact=options.email).first()
    if person is None:
        raise exits.CommandError(f"EMAIL: nobody has the address {options.email!r}")
    print_json(export_of_person(person))
    return exits.OK


def _now() -> datetime:
    return datetime.now(UTC)
