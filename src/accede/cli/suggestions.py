"""`accede suggest` and `accede evaluate-suggestions`: where in a law an obligation may be met. No database is needed."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from accede.cli import exits
from accede.cli.law import Run
from accede.cli.output import add_format, chosen_format, print_csv, print_json, print_table

if TYPE_CHECKING:
    from accede.law.obligations import Obligation

_SUGGESTION_COLUMNS = ("law", "provision", "score", "why", "passage")
_MOST = 200


def suggest_command(parser: argparse.ArgumentParser) -> Run:
    """`accede suggest --laws FILE --instrument ID --category NAME`."""
    parser.add_argument(
        "--laws", type=Path, required=True, metavar="FILE", help="provisions of one State: .jsonl, .jsonl.gz"
    )
    parser.add_argument("--instrument", required=True, metavar="ID", help="for example financing-1999")
    parser.add_argument("--category", required=True, metavar="NAME", help="for example criminalise")
    parser.add_argument("--top", type=int, default=10, metavar="N", help="how many provisions (default: 10)")
    add_format(parser)
    return _suggest


def evaluate_command(parser: argparse.ArgumentParser) -> Run:
    """`accede evaluate-suggestions --laws DIR --gold FILE`."""
    parser.add_argument("--laws", type=Path, required=True, metavar="DIR", help="folder of <iso3>.jsonl.gz files")
    parser.add_argument("--gold", type=Path, required=True, metavar="FILE", help="CSV of mappings made by a person")
    parser.add_argument(
        "--gaps", type=Path, metavar="FILE", help="CSV of known gaps (default: known_gaps.csv beside it)"
    )
    add_format(parser)
    return _evaluate


def _suggest(options: argparse.Namespace) -> int:
    from accede.law.errors import DataError
    from accede.legislation.suggesting.corpus import build_corpus
    from accede.legislation.suggesting.provisions import read_provisions
    from accede.legislation.suggesting.suggest import suggest

    if not 1 <= options.top <= _MOST:
        raise exits.CommandError(f"--top has to be from 1 to {_MOST}, not {options.top}")
    wanted = _obligations(options.instrument, options.category)
    try:
        provisions = read_provisions(options.laws)
    except DataError as error:
        raise exits.CommandError(str(error)) from error
    states = sorted({it.country for it in provisions})
    if len(states) > 1:
        raise exits.CommandError(
            f"{options.laws} has laws of {', '.join(states)}; give the laws of one State at a time"
        )
    answer = suggest(build_corpus(provisions), wanted, top=options.top)
    rows = [
        {
            "law": it.provision.law, "provision": it.provision.provision, "heading": it.provision.heading,
            "score": it.score, "why": "; ".join(f"{concept}: {words}" for concept, words in it.why.items()),
            "passage": it.passage,
        }
        for it in answer.suggestions
    ]  # fmt: skip
    form = chosen_format(options)
    if form == "json":
        named = [{"id": it.id, "article": it.article, "summary": it.summary} for it in answer.obligations]
        print_json({"obligations": named, "suggestions": rows, "verdict": answer.verdict})
    elif form == "csv":
        print_csv(rows, ("law", "provision", "heading", "score", "why", "passage"))
    else:
        print_table(rows, _SUGGESTION_COLUMNS)
        print(f"\nverdict: {answer.verdict}")
    return exits.OK


def _evaluate(options: argparse.Namespace) -> int:
    from accede.law.errors import DataError
    from accede.law.shipped import shipped_obligations
    from accede.legislation.suggesting.evaluation import evaluate, read_gaps, read_gold

    gaps = options.gaps or options.gold.parent / "known_gaps.csv"
    try:
        report = evaluate(
            laws=options.laws, gold=read_gold(options.gold), obligations=shipped_obligations(),
            gaps=read_gaps(gaps) if options.gaps or gaps.is_file() else [],
        )  # fmt: skip
    except DataError as error:
        raise exits.CommandError(str(error)) from error
    form = chosen_format(options)
    if form == "json":
        print_json(report)
        return exits.OK
    rows = [{"part": "overall", "name": "", **_figures(report["overall"])}]
    for part in ("by_state", "by_language", "by_category"):
        rows += [{"part": part, "name": name, **_figures(it)} for name, it in _figures(report[part]).items()]
    (print_csv if form == "csv" else print_table)(rows, tuple(rows[0]))
    if form == "table":
        for name in ("known_gaps", "mapped"):
            print(f"\n{name}: {report[name]}")
    return exits.OK


def _figures(value: object) -> dict[str, Any]:
    return dict(cast("dict[str, Any]", value))


def _obligations(instrument: str, category: str) -> "list[Obligation]":
    from accede.law.shipped import shipped_obligations

    listed = shipped_obligations()
    of_instrument = [it for it in listed if it.instrument == instrument]
    if not of_instrument:
        names = ", ".join(dict.fromkeys(it.instrument for it in listed))
        raise exits.CommandError(f"no obligations are known for '{instrument}'; choose from {names}")
    wanted = [it for it in of_instrument if it.category == category]
    if not wanted:
        names = ", ".join(dict.fromkeys(it.category for it in of_instrument))
        raise exits.CommandError(f"{instrument} has no obligations in '{category}'; choose from {names}")
    return wanted
