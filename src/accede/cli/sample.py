"""`accede sample load|remove`: the sample programme, to look around in and to try things out."""

import argparse
import sys
from datetime import UTC, datetime

from accede.cli import Run, exits
from accede.cli.imports import open_database


def command(parser: argparse.ArgumentParser) -> Run:
    parsers = parser.add_subparsers(required=True, metavar="load|remove")
    loading = parsers.add_parser("load", help="add placeholder States, accounts for each role, three years of help")
    loading.add_argument("--yes", action="store_true", help="do it even where there are real people or requests")
    loading.set_defaults(run=load)
    removing = parsers.add_parser("remove", help="take all of it out again")
    removing.set_defaults(run=remove)
    return lambda options: int(options.run(options))


def load(options: argparse.Namespace) -> int:
    open_database()
    from accede.assistance.sample import loading

    if loading.is_loaded():
        raise exits.CommandError(
            "the sample programme is there already; take it out first: accede sample remove", code=exits.FAULTS
        )
    real = loading.real_records()
    if real and not options.yes:
        raise exits.CommandError(
            f"there are {real} real people and requests here; say --yes to add sample data beside them, or use a data "
            "directory of its own: ACCEDE_DATA_DIR",
            code=exits.FAULTS,
        )
    add()
    return exits.OK


def add() -> None:
    """Add it to the open database, and tell the accounts: this once."""
    from django.db import transaction

    from accede.assistance.sample import loading
    from accede.funding import sample as funding

    def say(what: str) -> None:
        print(f"  sample: {what} ...", file=sys.stderr, flush=True)

    now = datetime.now(UTC)
    with transaction.atomic():
        done = loading.load(now=now, say=say)
        say("contributions and what they paid for")
        counts = done.counts | funding.load(now=now)
    print(", ".join(f"{number} {what}" for what, number in counts.items()))
    print("\nAccounts of the sample programme; the passwords are shown this once.")
    print(f"Sign in at {loading.sign_in_address()}\n")
    for it in done.accounts:
        print(f"  {it.role:<14} {it.email:<34} {it.password}")
    print(
        "\nRoles that see confidential data need a second factor: at the first sign-in the site asks to set one up, with an\n"
        "authenticator app or a passkey. Partner and donor do without. Take all of it out with: accede sample remove"
    )


def remove(options: argparse.Namespace) -> int:
    open_database()
    from accede.assistance.sample import removing
    from accede.funding import sample as funding

    money = funding.count()
    try:
        gone = removing.remove(now=datetime.now(UTC)) | money
    except funding.RealMoney as refused:
        raise exits.CommandError(str(refused), code=exits.FAULTS) from refused
    if not any(gone.values()):
        print("There is no sample programme here.")
    else:
        print("Removed: " + ", ".join(f"{number} {what}" for what, number in gone.items()))
    return exits.OK
