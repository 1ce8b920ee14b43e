"""`accede desk --as USER`: what waits for a person; `accede due`: what is due by itself."""

import argparse
from dataclasses import asdict

from accede.cli import Run, exits
from accede.cli.imports import open_database
from accede.cli.output import print_json


def command(parser: argparse.ArgumentParser) -> Run:
    parser.add_argument("--as", dest="person", required=True, metavar="E-MAIL", help="whose desk, by e-mail address")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    return show


def show(options: argparse.Namespace) -> int:
    open_database()
    from django.utils import timezone

    from accede.accounts.actors import load_actor
    from accede.accounts.models import Person
    from accede.assistance.queries.desk import desk_of

    person = Person.objects.filter(email__iexact=options.person, is_active=True).first()
    if person is None:
        raise exits.CommandError(f"--as: nobody with an open account has the address {options.person!r}")
    found = desk_of(load_actor(person), now=timezone.now())
    if options.format == "json":
        print_json({"late": [asdict(it) for it in found.late], "waiting": [asdict(it) for it in found.waiting]})
        return exits.OK
    for heading, rows in (("Late", found.late), ("Waits", found.waiting)):
        for it in rows:
            print(f"{heading:<6} {it.days:>4} days  {it.kind:<10} {it.label}: {it.whom} {it.what}")
    if not (found.late or found.waiting):
        print("Nothing waits.")
    return exits.OK


def due_command(parser: argparse.ArgumentParser) -> Run:
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, once every so many seconds, until stopped")
    parser.add_argument("--quiet", action="store_true", help="say nothing where all went well")
    return run_due


def run_due(options: argparse.Namespace) -> int:
    if options.every is not None:
        if not 1 <= options.every <= 86_400:
            raise exits.CommandError("--every: give a number of seconds from 1 to 86400")
        return _go_on(options)
    open_database()
    from django.conf import settings
    from django.utils import timezone

    from accede.assistance.worker import run_due as run

    done = run(now=timezone.now(), site=settings.BASE_URL)
    if options.quiet:
        return exits.OK
    if options.format == "json":
        print_json(asdict(done))
    else:
        print(f"{done.proposals} proposals, {done.notices} notices, {done.digests} letters, {done.questions} questions")
        if not settings.BASE_URL:
            print("No letter was sent: set ACCEDE_BASE_URL, so that letters can name the site.")
    return exits.OK


def _go_on(options: argparse.Namespace) -> int:
    """Run again and again. Ends with whoever started it, even where that was killed; a failure is told and tried again."""
    import os
    import signal
    import time

    parent = os.getppid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    next_run = time.monotonic() + min(options.every, 30)
    once = argparse.Namespace(**{**vars(options), "every": None})
    while os.getppid() == parent:
        if time.monotonic() >= next_run:
            try:
                run_due(once)
            except Exception as error:
                print(f"accede due: {error.__class__.__name__}: {error}", flush=True)
            next_run = time.monotonic() + options.every
        time.sleep(1)
    return exits.OK
