"""`accede user first|invite|list`: the first administrator, who invites all others; invitations and accounts."""

import argparse
from typing import TYPE_CHECKING

from accede.cli import Run, exits
from accede.cli.imports import open_database
from accede.cli.output import add_format, chosen_format, print_csv, print_json, print_table

if TYPE_CHECKING:
    from accede.accounts.models import Organisation


def command(parser: argparse.ArgumentParser) -> Run:
    parsers = parser.add_subparsers(dest="what", required=True, metavar="first|invite|list")
    first = parsers.add_parser("first", help="invite the first administrator; prints the link")
    first.add_argument("--email", required=True, metavar="E-MAIL")
    first.add_argument("--name", required=True)
    first.add_argument("--office", default="The Office", help="name of the Office (default: %(default)s)")
    first.set_defaults(run=invite_first)
    more = parsers.add_parser("invite", help="invite somebody into an organisation; prints the link")
    more.add_argument("--email", required=True, metavar="E-MAIL")
    more.add_argument("--name", required=True)
    more.add_argument("--role", required=True, help="such as officer, focal_point, partner")
    more.add_argument("--organisation", required=True, metavar="NAME", help="its name, as under Organisations")
    more.add_argument("--state", action="append", default=[], metavar="CODE", help="what an officer is assigned to")
    more.set_defaults(run=invite)
    listing = parsers.add_parser("list", help="accounts, their roles and when they were last used")
    add_format(listing)
    listing.set_defaults(run=list_people)
    return lambda options: int(options.run(options))


def invite_first(options: argparse.Namespace) -> int:
    open_database()
    from django.utils import timezone

    from accede.accounts import changing
    from accede.accounts.models import Organisation, Role
    from accede.accounts.rights import Actor

    if Role.objects.filter(kind="administrator", ended_at__isnull=True).exists():
        raise exits.CommandError("there is an administrator already, who invites others under People")
    _check_address(options.email)
    now, nobody = timezone.now(), Actor()
    office = Organisation.objects.filter(kind="office", archived_at__isnull=True).first() or changing.create(
        Organisation(kind="office", name=options.office), by=nobody, now=now, agent="command"
    )
    return _invite(options, organisation=office, role="administrator", scopes=[])


def invite(options: argparse.Namespace) -> int:
    open_database()
    from accede.accounts.models import HELD_IN, Organisation
    from accede.treaties.places import place_choices

    _check_address(options.email)
    if options.role not in HELD_IN:
        raise exits.CommandError(f"--role: '{options.role}' is none of {', '.join(map(str, HELD_IN))}")
    named = Organisation.objects.filter(archived_at__isnull=True, name__iexact=options.organisation.strip())
    found = list(named[:2])
    if len(found) != 1:
        said = "several organisations are" if found else "no organisation is"
        raise exits.CommandError(
            f"--organisation: {said} called {options.organisation!r}; see Organisations in the site"
        )
    known = dict(place_choices(samples=True))
    for code in options.state:
        if code not in known:
            raise exits.CommandError(f"--state: '{code}' is no code of a State")
    return _invite(
        options, organisation=found[0], role=options.role, scopes=[("state", code) for code in options.state]
    )


def list_people(options: argparse.Namespace) -> int:
    open_database()
    from accede.accounts.models import Person

    people = Person.objects.filter(is_active=True).order_by("name", "id").prefetch_related("roles__organisation")
    rows = [
        {
            "name": it.name, "email": it.email,
            "roles": [f"{role.kind} in {role.organisation.name}" for role in it.roles.all() if role.ended_at is None],
            "joined": it.joined_at.date().isoformat(),
            "last_used": it.last_login.date().isoformat() if it.last_login else None, "sample": it.sample,
        }
        for it in people
    ]  # fmt: skip
    columns = ("name", "email", "joined", "last_used", "sample", "roles")
    form = chosen_format(options)
    if form == "json":
        print_json(rows)
    else:
        (print_csv if form == "csv" else print_table)(rows, columns)
    return exits.OK


def _check_address(email: str) -> None:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError:
        raise exits.CommandError(f"--email: {email!r} is no e-mail address") from None


def _invite(
    options: argparse.Namespace, *, organisation: "Organisation", role: str, scopes: list[tuple[str, str]]
) -> int:
    from django.conf import settings
    from django.urls import reverse
    from django.utils import timezone

    from accede.accounts import invitations
    from accede.accounts.rights import Actor

    try:
        made = invitations.invite(
            email=options.email, name=options.name, organisation=organisation, role=role, scopes=scopes, by=Actor(),
            now=timezone.now(), command=True,
        )  # fmt: skip
    except invitations.InvitationRefused as refused:
        raise exits.CommandError(str(refused)) from refused
    print(f"{settings.BASE_URL}{reverse('invitation', args=[made.secret])}")
    return exits.OK
