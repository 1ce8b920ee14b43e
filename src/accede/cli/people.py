"""`accede user first`: the first administrator, who invites all others."""

import argparse

from accede.cli import Run, exits
from accede.cli.imports import open_database


def command(parser: argparse.ArgumentParser) -> Run:
    parsers = parser.add_subparsers(dest="what", required=True, metavar="first")
    first = parsers.add_parser("first", help="invite the first administrator; prints the link")
    first.add_argument("--email", required=True, metavar="E-MAIL")
    first.add_argument("--name", required=True)
    first.add_argument("--office", default="The Office", help="name of the Office (default: %(default)s)")
    first.set_defaults(run=invite_first)
    return lambda options: int(options.run(options))


def invite_first(options: argparse.Namespace) -> int:
    open_database()
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.urls import reverse
    from django.utils import timezone

    from accede.accounts import changing, invitations
    from accede.accounts.models import Organisation, Role
    from accede.accounts.rights import Actor

    if Role.objects.filter(kind="administrator", ended_at__isnull=True).exists():
        raise exits.CommandError("there is an administrator already, who invites others under People")
    try:
        validate_email(options.email)
    except ValidationError:
        raise exits.CommandError(f"--email: {options.email!r} is no e-mail address") from None
    now, nobody = timezone.now(), Actor()
    office = Organisation.objects.filter(kind="office", archived_at__isnull=True).first() or changing.create(
        Organisation(kind="office", name=options.office), by=nobody, now=now, agent="command"
    )
    try:
        made = invitations.invite(
            email=options.email, name=options.name, organisation=office, role="administrator", by=nobody, now=now,
            command=True,
        )  # fmt: skip
    except invitations.InvitationRefused as refused:
        raise exits.CommandError(str(refused)) from refused
    print(f"{settings.BASE_URL}{reverse('invitation', args=[made.secret])}")
    return exits.OK
