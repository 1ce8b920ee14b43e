"""`accede overlaps`: likely duplicates and overlaps between publishers, each with its reasons."""

import argparse
from pathlib import Path

from accede.cli import Run, exits
from accede.cli.imports import open_database, say
from accede.cli.output import add_format, chosen_format, print_csv, print_json, print_table

_COLUMNS = ("score", "kind", "a", "b", "reasons")


def command(parser: argparse.ArgumentParser) -> Run:
    """`accede overlaps [--from FILE.xml] [--as E-MAIL]`."""
    parser.add_argument(
        "--from", dest="file", type=Path, metavar="FILE", help="compare a file, before it is brought in"
    )
    parser.add_argument(
        "--as", dest="person", metavar="E-MAIL", help="with this person's eyes; else what is public alone"
    )
    add_format(parser)
    return overlaps


def overlaps(options: argparse.Namespace) -> int:
    if options.file is not None and not options.file.is_file():
        raise exits.CommandError(f"--from: {options.file}: there is no such file")
    open_database()
    from accede.cli.records import actor_of
    from accede.kit import configuration
    from accede.partners.iati.reading import read
    from accede.partners.iati.stream import FileRefused, opened
    from accede.partners.iati.writing import Publisher
    from accede.partners.overlapping import find
    from accede.partners.overlapping.gathering import of_ours, of_partners, of_records

    publisher = Publisher(configuration.IATI_PUBLISHER.read(), configuration.IATI_PUBLISHER_NAME.read())
    entries = {it.key: it for it in of_partners()}
    entries |= {it.key: it for it in of_ours(actor_of(options.person), publisher)}
    only = None
    if options.file is not None:
        try:
            with opened(options.file) as source:
                given = {it.key: it for it in of_records(read(source))}
        except FileRefused as refused:
            raise exits.CommandError(f"{options.file}: line {refused.line}: {refused}", code=exits.FAULTS) from refused
        entries |= given
        only = frozenset(given)
    found = find(list(entries.values()), only=only)
    rows = [it.to_dict() for it in found.candidates]
    form = chosen_format(options)
    if form == "json":
        print_json(rows)
    elif form == "csv":
        print_csv(rows, _COLUMNS)
    elif rows:
        print_table(rows, _COLUMNS)
    say(f"{len(rows)} candidates; {found.pairs} pairs compared of {len(entries)} activities")
    return exits.OK
