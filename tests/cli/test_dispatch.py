"""The table of commands, help, suggestions and exit codes."""

import argparse
import subprocess
import sys

import pytest

from accede import __version__
from accede.cli import COMMANDS, Command, find, main, overview
from accede.cli.exits import CommandError
from tests.cli.conftest import Accede, environment


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_explains_itself(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command.name, "--help"]) == 0

    shown = capsys.readouterr()
    assert shown.out.startswith(f"usage: accede {command.name}")
    assert shown.err == ""
    assert f"  {command.name} " in overview()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_is_prepared_without_heavy_imports(command: Command) -> None:
    """Help and wrong usage must not wait for Django or NumPy; they are imported by the command that runs."""
    program = (
        "import argparse, sys\n"
        f"from accede.cli import find\nfind({command.name!r}).prepare(argparse.ArgumentParser())\n"
        "print(sorted({'django', 'numpy', 'lxml', 'granian', 'pdfplumber', 'vl_convert'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], env=environment(), capture_output=True, text=True, timeout=30, check=True
    )

    assert done.stdout == "[]\n"


def test_names_are_unique() -> None:
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("upp", "unknown command 'upp'; did you mean 'up'?"),
        ("zzzzzz", "unknown command 'zzzzzz'; see accede --help"),
        ("--port", "unknown option '--port' before the command; see accede --help"),
    ],
)
def test_an_unknown_command_is_refused_with_the_nearest(given: str, said: str) -> None:
    with pytest.raises(CommandError) as refused:
        find(given)

    assert (str(refused.value), refused.value.code) == (said, 2)


def test_errors_go_to_standard_error_and_the_code_is_returned(accede: Accede) -> None:
    done = accede("tset")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "accede: unknown command 'tset'; did you mean 'test'?\n"


def test_nothing_asked_is_wrong_usage_and_help_is_not(accede: Accede) -> None:
    nothing, help_, version = accede(), accede("--help"), accede("--version")

    assert (nothing.returncode, nothing.stdout, nothing.stderr) == (2, "", help_.stdout)
    assert (help_.returncode, help_.stderr) == (0, "")
    assert (version.returncode, version.stdout) == (0, f"accede {__version__}\n")


def test_a_setting_that_cannot_be_used_is_named(accede: Accede) -> None:
    done = accede("manage", "check", ACCEDE_DEBUG="perhaps")

    assert done.returncode == 2
    assert done.stderr == "accede: ACCEDE_DEBUG: 'perhaps' is neither yes nor no; write 1 or 0\n"


def test_the_exit_code_of_a_command_is_the_programs(accede: Accede, tmp_path: object) -> None:
    assert accede("manage", "check", ACCEDE_DATA_DIR=str(tmp_path)).returncode == 0
    assert accede("manage", "no_such_command", ACCEDE_DATA_DIR=str(tmp_path)).returncode == 1


def test_a_command_refuses_what_its_parser_does_not_know() -> None:
    parser = argparse.ArgumentParser(prog="accede up")
    find("up").prepare(parser)

    with pytest.raises(SystemExit) as stop:
        parser.parse_args(["--prot", "8000"])
    assert stop.value.code == 2
