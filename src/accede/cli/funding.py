"""`accede funding balance|shortfall|rates`: the ledger, what is lacking, and rates of exchange."""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accede.cli import Run, exits
from accede.cli.imports import open_database
from accede.cli.output import add_format, chosen_format, print_csv, print_json, print_table

if TYPE_CHECKING:
    from accede.funding.domain.rates import Preview
    from accede.funding.ledger.cover import Line

DIMENSIONS = ("programme", "region", "state", "theme", "obligation")
_MOST_LINES = 20


def command(parser: argparse.ArgumentParser) -> Run:
    """`accede funding balance|shortfall|rates`."""
    parsers = parser.add_subparsers(required=True, metavar="balance|shortfall|rates")
    balancing = parsers.add_parser("balance", help="what stands in the accounts", allow_abbrev=False)
    balancing.add_argument("--as-of", metavar="DATE", help="at the end of this day (default: today)")
    add_format(balancing)
    balancing.set_defaults(run=balance)
    lacking = parsers.add_parser("shortfall", help="what help costs in a year and nobody has paid", allow_abbrev=False)
    lacking.add_argument("--year", required=True, metavar="YEAR")
    lacking.add_argument("--by", choices=DIMENSIONS, default="region", help="(default: region)")
    lacking.add_argument(
        "--without", action="append", default=[], metavar="REFERENCE", help="as if nothing of this contribution came"
    )
    add_format(lacking)
    lacking.set_defaults(run=shortfall)
    rating = parsers.add_parser("rates", help="rates of exchange", allow_abbrev=False)
    kinds = rating.add_subparsers(required=True, metavar="import")
    bringing = kinds.add_parser("import", help="take a table of rates: currency, rate for one US dollar, from")
    bringing.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX")
    bringing.add_argument("--dry-run", action="store_true", help="only show what would change")
    bringing.add_argument("--format", choices=("text", "json"), default="text")
    bringing.set_defaults(run=import_rates)
    return lambda options: int(options.run(options))


def _day(text: str | None) -> date:
    from accede.law.dates import parse_date
    from accede.law.errors import LawError

    if text is None:
        return datetime.now(UTC).date()
    try:
        return parse_date(text, field="--as-of")
    except LawError as error:
        raise exits.CommandError(str(error)) from error


def _dollars(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def balance(options: argparse.Namespace) -> int:
    on = _day(options.as_of)
    open_database()
    from accede.funding.ledger.money import major
    from accede.funding.queries.balances import balance as ask

    found = ask(None, on=on)
    rows: list[dict[str, Any]] = [
        {"account": account.value, "currency": currency, "balance": float(major(amount, currency))}
        for account, currency, amount in found.accounts
    ]
    form = chosen_format(options)
    if form == "json":
        kinds = [
            {"kind": it.kind, "valuation": it.valuation, "count": it.count, "usd": _dollars(it.cents)}
            for it in found.in_kind
        ]
        print_json(
            {
                "as_of": on.isoformat(), "balanced": not found.faults, "faults": list(found.faults),
                "contributions": found.contributions, "accounts": rows, "promised_usd": _dollars(found.promised),
                "without_rate": list(found.without_rate), "in_kind": kinds,
            }
        )  # fmt: skip
    elif form == "csv":
        print_csv(rows, ("account", "currency", "balance"))
    else:
        shown = [{**row, "balance": f"{row['balance']:,.2f}"} for row in rows]
        if shown:
            print_table(shown, ("account", "currency", "balance"))
        else:
            print("Nothing is entered yet.")
        for it in found.in_kind:
            worth = "not valued" if it.cents is None else f"USD {it.cents / 100:,.2f} by {it.valuation}"
            print(f"in kind, in no sum above: {it.count} {it.kind}, {worth}")
        for currency in found.without_rate:
            print(f"{currency} has no rate of exchange on {on}: what is promised in it has no value in US dollars here")
        print(f"The ledger balances on {on}." if not found.faults else "The ledger does not balance:")
        for fault in found.faults:
            print(f"  {fault}")
    return exits.FAULTS if found.faults else exits.OK


def shortfall(options: argparse.Namespace) -> int:
    if not (options.year.isascii() and options.year.isdecimal() and 1990 <= int(options.year) <= 2100):
        raise exits.CommandError(f"--year: {options.year!r} is no year from 1990 to 2100")
    open_database()
    from accede.funding.ledger.cover import Dimension
    from accede.funding.models import Contribution
    from accede.funding.queries.names import names_of
    from accede.funding.queries.needs import report_of

    for reference in options.without:
        if not Contribution.objects.filter(reference=reference).exists():
            raise exits.CommandError(f"--without: there is no contribution {reference!r}")
    by = Dimension(options.by)
    found = report_of(
        None, year=int(options.year), by=by, on=datetime.now(UTC).date(), failing=options.without
    )  # fmt: skip
    names = names_of(by, [it.value for it in found.stands.lines])
    likely = {it.value: it.shortfall for it in found.likely.lines}
    rows = [{by.value: it.value, "name": names[it.value], **_figures(it), "if_promises_kept": _dollars(likely[it.value])}
            for it in found.stands.lines]  # fmt: skip
    form = chosen_format(options)
    if form == "json":
        print_json(
            {
                "year": found.year, "by": by.value, "as_of": found.on.isoformat(), "currency": "USD",
                "total": {**_figures(found.stands.whole), "if_promises_kept": _dollars(found.likely.whole.shortfall)},
                "rows": rows, "uncosted": found.stands.whole.uncosted,
                "year_not_known": [it.label for it in found.stands.without_year],
                "counted_in_several": {"needs": found.stands.in_several, "usd": _dollars(found.stands.counted_again)},
                "in_hand": _dollars(found.coming.in_hand), "promised": _dollars(found.coming.promised),
                "promised_without_rate": list(found.coming.without_rate), "without": list(found.failed),
                "promised_without_need": _dollars(found.without_need), "beyond_need": _dollars(found.beyond_need),
            }
        )  # fmt: skip
        return exits.OK
    columns = (by.value, "required", "regular", "voluntary", "shortfall", "if_promises_kept", "uncosted", "name")
    if form == "csv":
        print_csv(rows, columns)
        return exits.OK
    whole = {
        by.value: "all",
        **_figures(found.stands.whole),
        "if_promises_kept": _dollars(found.likely.whole.shortfall),
    }
    money = ("required", "regular", "voluntary", "shortfall", "if_promises_kept")
    table = [
        {**row, by.value: row[by.value] or "?", **{name: f"{row[name]:,.2f}" for name in money}}
        for row in [*rows, whole]
    ]
    print_table(table, columns)
    if found.stands.in_several:
        print(f"{found.stands.in_several} needs stand in more than one row; the last row counts each once.")
    for label in found.stands.whole.uncosted[:_MOST_LINES]:
        print(f"not costed: {label}")
    for it in found.stands.without_year[:_MOST_LINES]:
        print(f"year not known: {it.label}")
    for reference in found.coming.without_rate:
        print(f"no rate of exchange: {reference} is in no sum of what is promised")
    return exits.OK


def _figures(line: "Line") -> dict[str, Any]:
    return {
        "required": line.required / 100, "regular": line.regular / 100, "voluntary": line.voluntary / 100,
        "shortfall": line.shortfall / 100, "needs": line.needs, "uncosted": len(line.uncosted),
    }  # fmt: skip


def import_rates(options: argparse.Namespace) -> int:
    from accede.treaties.importers.guard import ImportRefused, open_upload

    open_database()
    from accede.accounts.rights import ANYONE
    from accede.funding.domain import rates

    try:
        upload = open_upload(options.file)
        if options.dry_run:
            found = rates.preview(upload)
        else:
            found = rates.bring_in(upload, by=ANYONE, now=datetime.now(UTC), command=True)
    except ImportRefused as refused:
        raise exits.CommandError(f"{refused}\nNothing was changed.", code=exits.FAULTS) from refused
    except rates.RatesRefused as refused:
        found = refused.preview
    _tell(found, options)
    return exits.FAULTS if found.faults else exits.OK


def _tell(found: "Preview", options: argparse.Namespace) -> None:
    counts = {what: found.count(what) for what in ("added", "changed", "unchanged")}
    taken = not found.faults and not options.dry_run
    if options.format == "json":
        refused = [{"place": place, "field": field, "reason": reason} for place, field, reason in found.faults]
        print_json({**counts, "refused": refused, "taken": taken})
        return
    for it in [row for row in found.rows if row.what == "changed"][:_MOST_LINES]:
        print(
            f"{it.place}: {it.currency} of {it.since} becomes {it.rate}; it was {(it.before or it.rate).normalize():f}"
        )
    for place, field, reason in found.faults:
        print(f"{place}, {field}: {reason}" if place else reason)
    if found.faults:
        print(f"Nothing was changed: {len(found.faults)} faults.")
        return
    said = ", ".join(f"{number} {what}" for what, number in counts.items())
    print(f"{said}." if taken else f"{said}, if taken.")
