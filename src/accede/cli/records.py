"""`accede request list|show|import` and `accede activity list`: records, as a person may see them."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accede.cli import Run, exits
from accede.cli.imports import open_database
from accede.cli.output import add_format, chosen_format, print_csv, print_json, print_table

if TYPE_CHECKING:
    from accede.accounts.rights import Actor

_AS = "whose eyes to see with, by e-mail address; without it, what is open to everyone"
#: What lists can be narrowed by, as on their pages.
_REQUESTS = ("q", "state", "status", "theme")
_ACTIVITIES = ("q", "state", "region", "kind", "status", "theme", "start", "end")


def request_command(parser: argparse.ArgumentParser) -> Run:
    """`accede request list|show|import`."""
    parsers = parser.add_subparsers(required=True, metavar="list|show|import")
    listing = parsers.add_parser("list", help="requests")
    _add_list(listing, _REQUESTS)
    listing.set_defaults(run=list_requests)
    showing = parsers.add_parser("show", help="one request, with all that the person may see of it")
    showing.add_argument("reference", help='such as "R-2026-0001"')
    showing.add_argument("--as", dest="person", metavar="E-MAIL", required=True, help="whose eyes to see with")
    showing.set_defaults(run=show_request)
    taking = parsers.add_parser("import", help="take back an offline form that was filled in; it becomes a draft")
    taking.add_argument("file", type=Path, metavar="FILE", help="the form: .xlsx or .json")
    taking.add_argument("--as", dest="person", metavar="E-MAIL", required=True, help="the focal point who hands it in")
    taking.set_defaults(run=import_request)
    return lambda options: int(options.run(options))


def activity_command(parser: argparse.ArgumentParser) -> Run:
    """`accede activity list`."""
    parsers = parser.add_subparsers(required=True, metavar="list")
    listing = parsers.add_parser("list", help="activities")
    _add_list(listing, _ACTIVITIES)
    listing.set_defaults(run=list_activities)
    return lambda options: int(options.run(options))


def _add_list(parser: argparse.ArgumentParser, filters: Sequence[str]) -> None:
    parser.add_argument("--as", dest="person", metavar="E-MAIL", help=_AS)
    for name in filters:
        parser.add_argument(f"--{name}", metavar="TEXT", default="", help="words to find" if name == "q" else None)
    add_format(parser)


def list_requests(options: argparse.Namespace) -> int:
    open_database()
    from accede.assistance.forms.requests import RequestFilters
    from accede.assistance.queries.requests import requests_for
    from accede.assistance.views.requests import COLUMNS

    found = requests_for(actor_of(options.person)).order_by("-id")
    return _print(options, found, RequestFilters, _REQUESTS, COLUMNS)


def list_activities(options: argparse.Namespace) -> int:
    open_database()
    from accede.assistance.forms.activities import ActivityFilters
    from accede.assistance.queries.activities import activities_for
    from accede.assistance.views.activities import COLUMNS

    found = activities_for(actor_of(options.person)).order_by("-id")
    return _print(options, found, ActivityFilters, _ACTIVITIES, COLUMNS)


def show_request(options: argparse.Namespace) -> int:
    open_database()
    from accede.assistance.api.resources import RESOURCES
    from accede.kit.rendering import JSONRenderer

    actor, it = actor_of(options.person), RESOURCES["requests"]
    record = it.rows(actor).filter(reference__iexact=options.reference.strip()).first()
    if record is None:
        raise exits.CommandError(f"there is no request {options.reference!r} that {options.person} may see")
    import json

    print_json(json.loads(JSONRenderer().render(it.as_whole(record, actor))))
    return exits.OK


def import_request(options: argparse.Namespace) -> int:
    open_database()
    from django.utils import timezone

    from accede.accounts.rights import Denied
    from accede.assistance import offline_form
    from accede.assistance.domain import requests
    from accede.assistance.models.themes import Channel

    actor = actor_of(options.person)
    try:
        if options.file.stat().st_size > offline_form.LARGEST:
            raise exits.CommandError(f"{options.file}: the form is larger than 2 MB; attach papers later, in Accede")
        values = offline_form.read(options.file.read_bytes())
        made = requests.create(
            participant=values.pop("state"), values=values, by=actor, now=timezone.now(), channel=Channel.FILE
        )
    except OSError as error:
        raise exits.CommandError(f"{options.file}: cannot be read: {error.strerror}") from error
    except offline_form.FormRefused as refused:
        lines = "\n".join(f"  {fault.place}: {fault.message}" for fault in refused.faults)
        raise exits.CommandError(f"{options.file}: the form is not taken, nothing was changed\n{lines}") from refused
    except Denied as denied:
        raise exits.CommandError(
            f"{options.person} is no focal point of the State that the form names, or has no second factor"
        ) from denied
    print(f"{made.reference} is a draft of {made.participant_id}; read it once more and submit it")
    return exits.OK


def actor_of(email: str | None) -> "Actor":
    from accede.accounts.actors import load_actor
    from accede.accounts.models import Person
    from accede.accounts.rights import ANYONE

    if email is None:
        return ANYONE
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise exits.CommandError(f"--as: nobody with an open account has the address {email!r}")
    return load_actor(person)


def _print(options: argparse.Namespace, found: Any, filters: Any, names: Sequence[str], columns: Sequence[Any]) -> int:
    """Narrow as the page does, and print the page's columns."""
    from accede.assistance.views.listing import plain_rows

    chosen = filters({name: getattr(options, name) for name in names})
    if not chosen.is_valid():
        faults = "; ".join(f"--{name}: {' '.join(map(str, lines))}" for name, lines in chosen.errors.items())
        raise exits.CommandError(faults)
    keys = [column.key for column in columns]
    rows = [dict(zip(keys, row, strict=True)) for row in plain_rows(chosen.narrow(found), columns)]
    form = chosen_format(options)
    if form == "json":
        print_json(rows)
    elif form == "csv":
        print_csv(rows, keys)
    else:
        print_table(rows, keys)
        if not rows and options.person is None:
            print("Nothing is open to everyone; see with a person's eyes: --as E-MAIL")
    return exits.OK
