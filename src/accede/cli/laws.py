"""`accede laws import|list|export` and `accede gaps`: national laws, and what they lack."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accede.cli import Run, exits
from accede.cli.imports import open_database
from accede.cli.output import add_format, chosen_format, print_csv, print_json, print_table

if TYPE_CHECKING:
    from accede.knowledge.domain import Draft

_MOST_LINES = 40


def command(parser: argparse.ArgumentParser) -> Run:
    """`accede laws import|list|export`."""
    parsers = parser.add_subparsers(required=True, metavar="import|list|export")
    taking = parsers.add_parser("import", help="bring in laws, or a new consolidation, after a preview")
    taking.add_argument("file", type=Path, metavar="FILE", help=".jsonl (.gz), Akoma Ntoso, DOCX, PDF, Markdown, text")
    taking.add_argument("--state", required=True, metavar="CODE", help="whose laws they are")
    taking.add_argument("--law", default="", metavar="NAME", help="its short name; needed unless the file is .jsonl")
    taking.add_argument("--title", default="", help="its title; needed unless the file is .jsonl")
    taking.add_argument("--language", default="", metavar="CODE", help="ar, de, en, es, fr, nl, ru, zh; likewise")
    taking.add_argument("--on", metavar="DATE", help="the day of the consolidation")
    taking.add_argument("--source", default="", help="where the text is from")
    taking.add_argument("--licence", default="", help="on which terms it may be shown")
    taking.add_argument("--public", action="store_true", help="the State publishes it: everyone may read it")
    taking.add_argument("--dry-run", action="store_true", help="show the preview and change nothing")
    taking.add_argument("--yes", action="store_true", help="do it without asking")
    taking.set_defaults(run=bring_in)
    listing = parsers.add_parser("list", help="the laws that are here")
    listing.add_argument("--state", default="", metavar="CODE")
    add_format(listing)
    listing.set_defaults(run=list_laws)
    giving = parsers.add_parser("export", help="a law as Akoma Ntoso 3.0")
    giving.add_argument("law", metavar="STATE/NAME", help='such as "FRA/CP"')
    giving.add_argument("--version", type=int, metavar="N", help="an earlier version (default: as it stands)")
    giving.add_argument("--output", type=Path, metavar="FILE", help="where to write it (default: standard output)")
    giving.set_defaults(run=export)
    return lambda options: int(options.run(options))


def gaps_command(parser: argparse.ArgumentParser) -> Run:
    """`accede gaps STATE`."""
    parser.add_argument("state", metavar="STATE", help="three-letter code, for example KEN")
    parser.add_argument("--on", metavar="DATE", help="as of this day (default: today)")
    parser.add_argument(
        "--instrument", action="append", default=[], metavar="ID", help="only this one, bound by it or not"
    )
    parser.add_argument("--top", type=int, default=3, metavar="N", help="provisions for each (default: 3)")
    parser.add_argument("--as", dest="person", metavar="E-MAIL", help="with this person's eyes; else public laws alone")
    add_format(parser)
    return gaps


def bring_in(options: argparse.Namespace) -> int:
    open_database()
    from accede.accounts.rights import Actor
    from accede.knowledge.domain import LawRefused
    from accede.knowledge.domain import bring_in as store
    from accede.treaties.places import place_choices

    state = options.state.upper()
    if state not in dict(place_choices(samples=True)):
        raise exits.CommandError(f"--state: '{options.state}' is no code of a State")
    on = _day(options.on)
    laws = _laws(options, state)
    try:
        changed = _preview(laws, state)
        if options.dry_run or not changed:
            print("Nothing was changed." if options.dry_run else "All of it is here already; nothing was changed.")
            return exits.OK
        if not (options.yes or _agreed()):
            return exits.FAULTS
        now = datetime.now(UTC)
        for (code, title, language), drafts in laws.items():
            done = store(
                state=state, code=code, title=title, language=language, drafts=drafts, on=on, source=options.source,
                licence=options.licence, public=options.public, file_name=options.file.name, by=Actor(), now=now,
                command=True,
            )  # fmt: skip
            if done.version is not None:
                print(f"{code}: version {done.version.number}")
    except LawRefused as refused:
        raise exits.CommandError(f"{options.file}: {refused}") from refused
    from accede.knowledge import finding

    finding.refresh()
    return exits.OK


def _laws(options: argparse.Namespace, state: str) -> "Mapping[tuple[str, str, str], Sequence[Draft]]":
    from accede.knowledge.domain import Draft
    from accede.law.errors import DataError
    from accede.legislation.suggesting.provisions import read_provisions

    if ".jsonl" not in options.file.suffixes:
        return _one_law(options)
    try:
        rows = read_provisions(options.file)
    except DataError as error:
        raise exits.CommandError(str(error)) from error
    wrong = sorted({row.country for row in rows} - {state})
    if wrong:
        raise exits.CommandError(f"{options.file}: has laws of {', '.join(wrong)}, not of {state} alone")
    laws: dict[tuple[str, str, str], list[Draft]] = {}
    for row in rows:
        laws.setdefault((row.law, row.law_title, row.language), []).append(Draft(row.provision, row.heading, row.text))
    return laws


def _one_law(options: argparse.Namespace) -> "Mapping[tuple[str, str, str], Sequence[Draft]]":
    from accede.knowledge.reading import LARGEST, read_document
    from accede.treaties.importers.guard import ImportRefused

    missing = [name for name in ("law", "title", "language") if not getattr(options, name).strip()]
    if missing:
        raise exits.CommandError(f"--{missing[0]} is needed: this form of file does not say it")
    try:
        if options.file.stat().st_size > LARGEST:
            raise exits.CommandError(f"{options.file}: is larger than {LARGEST // 1024 // 1024} MB; split the law")
        drafts = read_document(options.file.read_bytes(), name=options.file.name, language=options.language)
    except OSError as error:
        raise exits.CommandError(f"{options.file}: cannot be read: {error.strerror}") from error
    except ImportRefused as refused:
        raise exits.CommandError(str(refused)) from refused
    return {(options.law, options.title, options.language): drafts}


def _preview(laws: "Mapping[tuple[str, str, str], Sequence[Draft]]", state: str) -> bool:
    """Show what would change; whether anything would."""
    from accede.knowledge.domain import preview
    from accede.knowledge.models import Law

    any_change = False
    for (code, title, language), drafts in laws.items():
        law = Law.objects.filter(participant=state, code=code).first()
        changes = preview(law, drafts)
        counts = Counter(change.what for change in changes)
        said = ", ".join(f"{counts[what]} {what}" for what in ("new", "changed", "gone", "same") if counts[what])
        print(f"{code}  {title[:70]} ({language}): {said}")
        differing = [change for change in changes if change.what != "same"]
        any_change = any_change or bool(differing)
        if law is not None:
            _tell(differing)
    return any_change


def _tell(changes: "Iterable[Any]") -> None:
    listed = list(changes)
    for change in listed[:_MOST_LINES]:
        text = change.after or change.before
        print(f"  {change.what:<8} {change.number}  {' '.join(text.text.split())[:80]}")
    if len(listed) > _MOST_LINES:
        print(f"  … and {len(listed) - _MOST_LINES} more")


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise exits.CommandError("say --yes to do it, or --dry-run to look only", code=exits.FAULTS)
    if input("Bring it in? [y/N] ").strip().lower() in ("y", "yes"):
        return True
    print("Nothing was changed.")
    return False


def list_laws(options: argparse.Namespace) -> int:
    open_database()
    from django.db.models import Count, Max, Q

    from accede.knowledge.models import Law

    found = Law.objects.filter(archived_at__isnull=True)
    if options.state:
        found = found.filter(participant=options.state.upper())
    standing = Count("provisions", filter=Q(provisions__last__isnull=True), distinct=True)
    rows = [
        {
            "state": law.participant_id, "law": law.code, "title": law.title, "language": law.language, "public": law.public,
            "version": law.latest, "provisions": law.standing,
        }
        for law in found.annotate(latest=Max("versions__number"), standing=standing).order_by("participant", "code")
    ]  # fmt: skip
    columns = ("state", "law", "language", "public", "version", "provisions", "title")
    form = chosen_format(options)
    if form == "json":
        print_json(rows)
    else:
        (print_csv if form == "csv" else print_table)(rows, columns)
    return exits.OK


def export(options: argparse.Namespace) -> int:
    open_database()
    from accede.knowledge.models import Law
    from accede.knowledge.queries import as_akn

    state, _, code = options.law.partition("/")
    law = Law.objects.filter(participant=state.upper(), code=code).first()
    if law is None:
        raise exits.CommandError(f"there is no law '{options.law}'; see them with: accede laws list")
    if options.version is not None and not law.versions.filter(number=options.version).exists():
        raise exits.CommandError(f"--version: {options.law} has no version {options.version}")
    body = as_akn(law, version=options.version)
    if options.output is None:
        sys.stdout.write(body.decode())
        return exits.OK
    try:
        options.output.write_bytes(body)
    except OSError as error:
        raise exits.CommandError(f"{options.output}: cannot be written: {error.strerror}") from error
    return exits.OK


def search_command(parser: argparse.ArgumentParser) -> Run:
    """`accede search TEXT`."""
    parser.add_argument("text", help='words, "a phrase", AND, OR, NOT')
    parser.add_argument("--state", action="append", default=[], metavar="CODE", help="only laws of this State")
    parser.add_argument("--language", action="append", default=[], metavar="CODE")
    parser.add_argument(
        "--kind",
        action="append",
        default=[],
        metavar="KIND",
        help="provision, case, publication, obligation, instrument, activity",
    )
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="how many (default: 20)")
    parser.add_argument("--as", dest="person", metavar="E-MAIL", help="with this person's eyes; else public laws alone")
    add_format(parser)
    return search


def search(options: argparse.Namespace) -> int:
    open_database()
    from accede.cli.records import actor_of
    from accede.knowledge import finding
    from accede.knowledge.search import QueryFault

    unknown = sorted(set(options.kind) - set(finding.kinds()))
    if unknown:
        raise exits.CommandError(f"--kind: '{unknown[0]}' is none of {', '.join(finding.kinds())}")
    if not 1 <= options.limit <= 500:
        raise exits.CommandError("--limit: give a number from 1 to 500")
    finding.refresh()
    try:
        found = finding.engine().search(
            options.text, readers=finding.readers_of(actor_of(options.person)), kinds=options.kind,
            states=[code.upper() for code in options.state], languages=options.language, limit=options.limit,
        )  # fmt: skip
    except QueryFault as fault:
        raise exits.CommandError(str(fault)) from fault
    rows = [
        {
            "kind": it.kind, "state": it.state, "language": it.language, "title": it.title, "heading": it.heading,
            "score": it.score, "passage": it.passage_html, "why": it.why, "href": it.href,
        }
        for it in found.hits
    ]  # fmt: skip
    form = chosen_format(options)
    if form == "json":
        print_json({"total": found.total, "took_ms": round(found.took_ms, 2), "hits": rows})
    else:
        columns = ("kind", "state", "heading", "title", "score", "why")
        (print_csv if form == "csv" else print_table)(rows, columns)
    return exits.OK


def gaps(options: argparse.Namespace) -> int:
    open_database()
    from django.utils import timezone

    from accede.cli.law import current_facts, refused
    from accede.cli.records import actor_of
    from accede.legislation import gaps as room

    facts, on = current_facts(), _day(options.on) or timezone.localdate()
    with refused():
        state = facts.participants[options.state].code
        asked = [facts.catalogue[it].id for it in options.instrument]
    instruments = asked or room.binding(facts, state, on)
    read = room.laws_as_read(actor_of(options.person), state)
    if read is None:
        raise exits.CommandError(
            f"no law of {state} is here that may be read; bring some in: accede laws import FILE --state {state}",
            code=exits.FAULTS,
        )
    found = room.gaps_of(read, instruments, top=max(options.top, 0))
    rows = [
        {
            "instrument": it.instrument, "category": it.category, "obligations": [one.id for one in it.obligations],
            "verdict": it.verdict,
            "suggestions": [
                {"law": one.provision.law, "provision": one.provision.provision, "score": one.score}
                for one in it.answer.suggestions
            ],
        }
        for it in found
    ]  # fmt: skip
    form = chosen_format(options)
    if form == "json":
        summary = Counter(it.verdict for it in found)
        print_json({"state": state, "on": on.isoformat(), "instruments": instruments, "summary": summary, "gaps": rows})
        return exits.OK
    flat = [
        {
            "instrument": it.instrument,
            "category": it.category,
            "verdict": it.verdict,
            "suggestions": [f"{one.provision.law} {one.provision.provision}" for one in it.answer.suggestions],
        }
        for it in found
    ]
    (print_csv if form == "csv" else print_table)(flat, ("instrument", "category", "verdict", "suggestions"))
    return exits.OK


def _day(text: str | None) -> date | None:
    if not text:
        return None
    from accede.law.dates import parse_date
    from accede.law.errors import LawError

    try:
        return parse_date(text, field="--on")
    except LawError as error:
        raise exits.CommandError(str(error)) from error
