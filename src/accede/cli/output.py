"""How commands print answers: a table to read, JSON or CSV to go on with."""

import argparse
import csv
import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

FORMATS = ("table", "json", "csv")
Row = Mapping[str, object]


def add_format(parser: argparse.ArgumentParser, *, default: str | None = None) -> None:
    """Give *parser* the option ``--format``. Without one: *default*, or a table on a terminal and JSON elsewhere."""
    fallback = default or "a table on a terminal, JSON elsewhere"
    parser.add_argument("--format", choices=FORMATS, default=default, help=f"form of the answer (default: {fallback})")


def chosen_format(options: argparse.Namespace, *, stream: TextIO | None = None) -> str:
    """The form asked for, or the one that fits where the answer goes."""
    chosen: str | None = options.format
    return chosen or ("table" if (stream or sys.stdout).isatty() else "json")


def print_json(value: object) -> None:
    """JSON on standard output, readable, in UTF-8."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def print_csv(rows: Iterable[Row], columns: Sequence[str], stream: TextIO | None = None) -> None:
    """CSV with a header line; lists are joined with "; ", nothing is an empty cell."""
    writer = csv.writer(stream or sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)


def print_table(rows: Sequence[Row], columns: Sequence[str]) -> None:
    """A table whose columns are as wide as they need to be; the last takes what is left of the line."""
    texts = [[str(_cell(row.get(column))) for column in columns] for row in rows]
    widths = [max(len(text) for text in column) for column in zip(columns, *texts, strict=True)]
    room = max(shutil.get_terminal_size((100, 24)).columns - sum(widths[:-1]) - 2 * (len(widths) - 1), 20)
    for line in [list(columns), *texts]:
        cells = [text.ljust(width) for text, width in zip(line[:-1], widths[:-1], strict=True)]
        last = line[-1] if len(line[-1]) <= room else line[-1][: room - 1] + "…"
        print("  ".join([*cells, last]).rstrip())


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value)
    return value
