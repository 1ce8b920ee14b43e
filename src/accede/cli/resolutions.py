"""`accede resolution` and `accede evaluate-resolutions`: resolutions read as data. No database is needed."""

import argparse
import sys
from pathlib import Path
from typing import Any

from accede.cli import exits
from accede.cli.law import Run
from accede.cli.output import add_format, chosen_format, print_csv, print_json, print_table

_COLUMNS = ("number", "verb", "addressees", "conditions", "deadline", "text")
_FIGURES = ("part", "wanted", "read", "right", "precision", "recall")
_SHORT = 60


def resolution_command(parser: argparse.ArgumentParser) -> Run:
    """`accede resolution parse FILE`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    parse = actions.add_parser(
        "parse",
        help="the paragraphs of a resolution, who is asked, on which conditions and by when",
        description="Read a resolution from text copied from its PDF (UTF-8), or from Akoma Ntoso.",
        allow_abbrev=False,
    )
    parse.add_argument("file", type=Path, metavar="FILE", help="text in UTF-8, or Akoma Ntoso")
    add_format(parse)
    return _parse


def evaluate_command(parser: argparse.ArgumentParser) -> Run:
    """`accede evaluate-resolutions DIR`."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="folder of texts with their structure in gold.json")
    add_format(parser)
    return _evaluate


def _parse(options: argparse.Namespace) -> int:
    from accede.mandates.reading import ReadingError, read_file

    try:
        reading = read_file(options.file)
    except ReadingError as error:
        raise exits.CommandError(str(error)) from error
    form = chosen_format(options)
    if form == "json":
        print_json(reading.as_json())
    else:
        rows: list[dict[str, Any]] = [
            {
                "number": it.number, "verb": it.verb, "addressees": it.addressees, "conditions": it.conditions,
                "deadline": it.deadline,
                "text": it.text if form == "csv" or len(it.text) <= _SHORT else f"{it.text[:_SHORT]}…",
            }
            for it in reading.operative
        ]  # fmt: skip
        (print_csv if form == "csv" else print_table)(rows, _COLUMNS)
    for it in reading.missing:
        print(f"accede: {options.file}: {it}", file=sys.stderr)
    return exits.OK


def _evaluate(options: argparse.Namespace) -> int:
    from accede.mandates.evaluation import evaluate
    from accede.mandates.reading import ReadingError

    try:
        report = evaluate(options.folder)
    except ReadingError as error:
        raise exits.CommandError(str(error)) from error
    form = chosen_format(options)
    if form == "json":
        print_json(report)
        return exits.OK
    rows = [{"part": part, **figures} for part, figures in report["overall"].items()]
    (print_csv if form == "csv" else print_table)(rows, _FIGURES)
    if form == "table":
        for name, it in report["by_file"].items():
            for fault in it["faults"]:
                print(f"{name}: {fault}")
    return exits.OK
