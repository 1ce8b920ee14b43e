"""The command line: `accede COMMAND ...`.

A command is a function that takes an argument parser, adds its arguments and returns the function that runs it. It is
named in `COMMANDS` as "module:function", and its module is imported only when that command is asked for, so that
`accede --help` costs nothing and a command that needs no Django never loads it. Modules of commands import heavy things
(Django, NumPy) inside the function that runs, never at the top.

What a command answers goes to standard output, everything else to standard error. Exit codes: `accede.cli.exits`.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final, NamedTuple

from accede import __version__
from accede.cli import exits

Run = Callable[[argparse.Namespace], int]
Prepare = Callable[[argparse.ArgumentParser], Run]


class Command(NamedTuple):
    """One line of the table: the name, what it does in one line, and where it is.

    A command that `passes_on` hands its arguments to another program unread, in `arguments`.
    """

    name: str
    summary: str
    target: str
    passes_on: bool = False

    def prepare(self, parser: argparse.ArgumentParser) -> Run:
        module, _, function = self.target.partition(":")
        prepare: Prepare = getattr(import_module(module), function)
        return prepare(parser)


COMMANDS: Final[tuple[Command, ...]] = (
    Command("up", "set up what is missing and serve the site", "accede.cli.up:command"),
    Command("status", "what binds a participant on a date, with reasons", "accede.cli.law:status_command"),
    Command("parties", "who is party to an instrument on a date", "accede.cli.law:parties_command"),
    Command("matrix", "every participant under every instrument on a date", "accede.cli.law:matrix_command"),
    Command("legal-basis", "on which article one State can ask another", "accede.cli.cooperation:legal_basis_command"),
    Command("coverage", "how much of the world has a legal basis on a date", "accede.cli.cooperation:coverage_command"),
    Command("plan", "which deposits would close most of the gap", "accede.cli.cooperation:plan_command"),
    Command("entry-into-force", "dates of effect for a list of deposits", "accede.cli.deposits:command"),
    Command("laws", "national laws: import, list, export", "accede.cli.laws:command"),
    Command("cases", "cases of courts: import, list", "accede.cli.library:cases_command"),
    Command("publications", "publications and tools: import, list", "accede.cli.library:publications_command"),
    Command("search", "laws, cases, obligations, activities by their words", "accede.cli.laws:search_command"),
    Command("gaps", "what a State's laws lack", "accede.cli.laws:gaps_command"),
    Command("suggest", "where in a State's laws an obligation may be met", "accede.cli.suggestions:suggest_command"),
    Command(
        "evaluate-suggestions", "suggestions against a lawyer's mappings", "accede.cli.suggestions:evaluate_command"
    ),
    Command("resolution", "read a resolution as data: parse", "accede.cli.resolutions:resolution_command"),
    Command("evaluate-resolutions", "reading against the true structure", "accede.cli.resolutions:evaluate_command"),
    Command("import", "bring in a depositary's list, after a preview", "accede.cli.imports:command"),
    Command("desk", "what waits for a person", "accede.cli.desk:command"),
    Command("request", "requests: list, show, import a form", "accede.cli.records:request_command"),
    Command("activity", "activities: list", "accede.cli.records:activity_command"),
    Command("iati", "exchange with partners: export, import, validate", "accede.cli.iati:command"),
    Command("overlaps", "activities of partners that may be the same, or overlap", "accede.cli.overlaps:command"),
    Command("funding", "money: balance, shortfall, rates of exchange", "accede.cli.funding:command"),
    Command("due", "do what is due by itself: notices, letters, proposals", "accede.cli.desk:due_command"),
    Command("sample", "add the sample programme, or take it out", "accede.cli.sample:command"),
    Command("user", "accounts: first administrator, invite, list", "accede.cli.people:command"),
    Command("audit", "the audit trail: verify, export", "accede.cli.audit:command"),
    Command("privacy", "personal data: due, erase-due, export", "accede.cli.privacy:command"),
    Command("check-data", "validate every shipped file", "accede.cli.law:check_command"),
    Command("test", "run every check and test", "accede.cli.suite:command", passes_on=True),
    Command("manage", "pass a command to Django, for developers", "accede.cli.manage:command", passes_on=True),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and answers its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _dispatch(arguments)
    except exits.CommandError as error:
        return _fail(str(error), error.code)
    except KeyboardInterrupt:
        return _fail("stopped before it was done", exits.INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output has gone (`accede matrix | head`). Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exits.FAULTS
    except SystemExit as stop:  # argparse ends this way, for help and for wrong usage
        return stop.code if isinstance(stop.code, int) else exits.OK if stop.code is None else exits.USAGE


def _dispatch(arguments: list[str]) -> int:
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(overview(), file=sys.stdout if arguments else sys.stderr)
        return exits.OK if arguments else exits.USAGE
    name, *rest = arguments
    if name in {"-V", "--version"}:
        print(f"accede {__version__}")
        return exits.OK
    command = find(name)
    parser = argparse.ArgumentParser(
        prog=f"accede {name}", description=f"{command.summary[0].upper()}{command.summary[1:]}.", allow_abbrev=False
    )
    run = command.prepare(parser)
    if command.passes_on and rest not in (["-h"], ["--help"]):
        options = argparse.Namespace(arguments=rest)
    else:
        options = parser.parse_args(rest)
    from accede.kit.configuration import ConfigurationError  # here, so that help does not pay for it

    try:
        return run(options)
    except ConfigurationError as error:
        raise exits.CommandError(str(error)) from error


def find(name: str) -> Command:
    """The command of this name; an unknown one is refused, with the nearest name as a suggestion."""
    for command in COMMANDS:
        if command.name == name:
            return command
    if name.startswith("-"):
        raise exits.CommandError(f"unknown option {name!r} before the command; see accede --help")
    from difflib import get_close_matches  # used only on this way out

    near = get_close_matches(name, [command.name for command in COMMANDS], n=1)
    hint = f"did you mean {near[0]!r}?" if near else "see accede --help"
    raise exits.CommandError(f"unknown command {name!r}; {hint}")


def overview() -> str:
    """The text of `accede --help`, from the table alone."""
    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name:<{width}}  {command.summary}" for command in COMMANDS]
    return "\n".join(
        [
            "usage: accede COMMAND [arguments]",
            "",
            "Who is bound by what: the status of every State under every instrument, as of any date.",
            "",
            "commands:",
            *lines,
            "",
            "accede COMMAND --help tells more. accede --version tells the version.",
        ]
    )


def _fail(message: str, code: int) -> int:
    print(f"accede: {message}", file=sys.stderr)
    return code
