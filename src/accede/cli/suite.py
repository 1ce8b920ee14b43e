"""`accede test`: every check and every test, each run to its end whatever the others found.

The last line is the total over all runs of the tests: `N passed, N failed, N skipped`.
"""

import argparse
import getpass
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit
from xml.etree import ElementTree

from accede.cli import Run, exits
from accede.kit.configuration import DATABASE_URL, PROJECT_DIR

SOCKET_DIRECTORIES: Final = ("/var/run/postgresql", "/tmp")  # noqa: S108 -- where PostgreSQL puts its socket
CONNECT_SECONDS: Final = 3
PARALLEL: Final = ("-n", str(os.cpu_count() or 1), "--dist", "loadscope")
"""The whole suite runs on all cores, each module on one: what a module sets up once is used by all of its tests."""
DATABASE_TESTS: Final = "django_db or database"
"""The marks of the tests that are repeated on PostgreSQL; what touches no database would answer the same again."""


class Check(NamedTuple):
    """A check of the source: its name and the arguments of Python that run it."""

    name: str
    arguments: tuple[str, ...]


CHECKS: Final = (
    Check("ruff check", ("-m", "ruff", "check", "--quiet", ".")),
    Check("ruff format", ("-m", "ruff", "format", "--check", "--quiet", ".")),
    Check("types", ("-m", "mypy")),
    Check("import contracts", ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")),
    Check("migrations", ("-m", "accede", "manage", "makemigrations", "--check", "--dry-run")),
)


class Totals(NamedTuple):
    """Counts of one run of the tests, or the sum of several."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def plus(self, other: "Totals") -> "Totals":
        return Totals(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def command(parser: argparse.ArgumentParser) -> Run:
    parser.usage = "accede test [arguments of pytest]"
    parser.epilog = (
        "Without arguments: lint, types, import contracts, migrations, the tests on SQLite, and again on PostgreSQL "
        "where one answers (those that touch the database). With arguments: pytest alone, on SQLite, with these arguments."
    )
    return run


def run(options: argparse.Namespace) -> int:
    arguments: list[str] = options.arguments
    with tempfile.TemporaryDirectory(prefix="accede-test-") as name:
        reports = Path(name)
        if arguments:
            code, total = run_tests(arguments, report=reports / "given.xml", database_url="")
            print(total, flush=True)
            return exits.FAULTS if code else exits.OK
        outcomes = [(check.name, run_check(check, data_dir=reports)) for check in CHECKS]
        heading("tests on SQLite")
        code, total = run_tests(PARALLEL, report=reports / "sqlite.xml", database_url="")
        outcomes.append(("tests on SQLite", code))
        heading("tests on PostgreSQL")
        found = find_postgresql()
        if isinstance(found, str):
            print(found, flush=True)
        else:
            code, more = run_on_postgresql(found, report=reports / "postgresql.xml", arguments=PARALLEL)
            outcomes.append(("tests on PostgreSQL", code))
            total = total.plus(more)
    print()
    for part, code in outcomes:
        print(f"{'FAILED' if code else 'ok':<6} {part}")
    if isinstance(found, str):
        print(f"{'-':<6} {found}")
    print(total, flush=True)
    return exits.FAULTS if any(code for _, code in outcomes) else exits.OK


def heading(name: str) -> None:
    print(f"\n== {name}", flush=True)


def run_check(check: Check, *, data_dir: Path) -> int:
    heading(check.name)
    started = time.monotonic()
    environ = {**os.environ, "ACCEDE_DATA_DIR": str(data_dir)}
    environ.pop(DATABASE_URL.name, None)
    code = subprocess.run([sys.executable, "-P", *check.arguments], cwd=PROJECT_DIR, env=environ).returncode
    print(f"{'failed' if code else 'ok'} in {time.monotonic() - started:.1f} s", flush=True)
    return code


def run_tests(arguments: Sequence[str], *, report: Path, database_url: str) -> tuple[int, Totals]:
    """Runs pytest over SQLite, or over the PostgreSQL database given, and answers its exit code and counts."""
    environ = dict(os.environ)
    environ.pop(DATABASE_URL.name, None)
    if database_url:
        environ[DATABASE_URL.name] = database_url
    code = subprocess.run(
        [
            sys.executable,
            "-P",
            "-m",
            "pytest",
            f"--rootdir={PROJECT_DIR}",
            "-c",
            "pyproject.toml",
            f"--junitxml={report}",
            *arguments,
        ],
        cwd=PROJECT_DIR,
        env=environ,
    ).returncode
    return code, read_totals(report) if report.exists() else Totals(failed=1 if code else 0)


def read_totals(report: Path) -> Totals:
    """The counts in a JUnit report; an error in setting up or tearing down a test counts as a failure."""
    tests = failed = skipped = 0
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314 -- pytest has just written it
        tests += int(suite.get("tests", "0"))
        failed += int(suite.get("failures", "0")) + int(suite.get("errors", "0"))
        skipped += int(suite.get("skipped", "0"))
    return Totals(passed=tests - failed - skipped, failed=failed, skipped=skipped)


class Server(NamedTuple):
    """A PostgreSQL server that answers and lets this user create a database; `url` leads to one that is there."""

    url: str
    shown: str


def candidates() -> Iterator[tuple[str, str]]:
    """Where a server may answer, as an address and as words without a password."""
    if given := DATABASE_URL.read():
        parts = urlsplit(given)
        yield given, f"{parts.hostname or 'local socket'}:{parts.port or 5432} (DATABASE_URL)"
        return
    users = list(dict.fromkeys([getpass.getuser(), "postgres"]))
    for directory in SOCKET_DIRECTORIES:
        if Path(directory, ".s.PGSQL.5432").exists():
            for user in users:
                yield f"postgres://{quote(user)}@{quote(directory, safe='')}/postgres", f"{directory} as {user}"
    for user in users:
        yield f"postgres://{quote(user)}@127.0.0.1:5432/postgres", f"127.0.0.1:5432 as {user}"


def find_postgresql() -> Server | str:
    """The first server on which the tests can run, or a sentence that says why there is none."""
    import psycopg

    refusals: list[str] = []
    for url, shown in candidates():
        try:
            with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
                row = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.OperationalError as error:
            if "password" in str(error) or "authentication" in str(error) or "role" in str(error):
                refusals.append(f"{shown}: refused")
            continue
        if row and row[0]:
            return Server(url=url, shown=shown)
        refusals.append(f"{shown}: this user may not create a database")
    if refusals:
        return f"PostgreSQL: one answers and cannot be used ({'; '.join(refusals)}), skipped"
    where = ", ".join(dict.fromkeys(shown.partition(" as ")[0] for _, shown in candidates()))
    return f"PostgreSQL: none answers at {where}, skipped"


def run_on_postgresql(server: Server, *, report: Path, arguments: Sequence[str] = ()) -> tuple[int, Totals]:
    """Runs the tests that touch the database in one of their own, which is removed however they end."""
    import psycopg
    from psycopg import sql

    print(f"PostgreSQL at {server.shown}", flush=True)
    # Two runs at once must not share a database. pytest-django puts "test_" before the name, and the process behind it
    # where several run at once.
    name = f"accede_{os.getpid()}"
    url = urlunsplit(urlsplit(server.url)._replace(path=f"/{name}"))
    try:
        return run_tests(["--create-db", "-m", DATABASE_TESTS, *arguments], report=report, database_url=url)
    finally:
        with psycopg.connect(server.url, connect_timeout=CONNECT_SECONDS, autocommit=True) as connection:
            found = connection.execute(
                "SELECT datname FROM pg_database WHERE datname = %s OR starts_with(datname, %s)",
                [f"test_{name}", f"test_{name}_gw"],
            ).fetchall()
            for (left,) in found:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(left)))
