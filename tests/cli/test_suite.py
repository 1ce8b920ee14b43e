"""`accede test`: counting, the search for PostgreSQL, and the total at the end, over real runs of pytest."""

import os
from pathlib import Path
from xml.etree import ElementTree

import psycopg
import pytest

from accede.cli.suite import (
    Check,
    Server,
    Totals,
    find_postgresql,
    read_totals,
    run_check,
    run_on_postgresql,
    run_tests,
)
from tests.cli.conftest import Accede

WITHOUT_SLOW_PLUGINS = ("-p", "no:schemathesis", "-p", "no:hypothesispytest")

MIXED = """
import pytest

@pytest.fixture
def broken():
    raise RuntimeError("cannot be set up")

def test_passes(): pass
def test_passes_too(): pass
def test_fails(): assert 1 == 2
def test_error(broken): pass
@pytest.mark.skip(reason="not here")
def test_skipped(): pass
"""

DATABASE = """
import pytest
from django.db import connection

@pytest.mark.django_db
def test_database():
    assert connection.vendor == "postgresql"
    print("DATABASE", connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
"""


def test_with_arguments_they_are_given_to_pytest_and_the_last_line_is_the_total(accede: Accede, tmp_path: Path) -> None:
    file = tmp_path / "test_mixed.py"
    file.write_text(MIXED)

    done = accede("test", "-k", "not too", "-q", *WITHOUT_SLOW_PLUGINS, str(file))

    assert done.stdout.splitlines()[-1] == "1 passed, 2 failed, 1 skipped"
    assert done.returncode == 1
    assert "== ruff check" not in done.stdout


def test_no_test_chosen_is_a_failure(tmp_path: Path) -> None:
    file = tmp_path / "test_mixed.py"
    file.write_text(MIXED)
    arguments = [str(file), "-k", "there_is_no_such_test", *WITHOUT_SLOW_PLUGINS]
    code, totals = run_tests(arguments, report=tmp_path / "report.xml", database_url="")

    assert (code, totals) == (5, Totals())


def test_a_report_of_several_suites_is_summed(tmp_path: Path) -> None:
    root = ElementTree.Element("testsuites")
    ElementTree.SubElement(root, "testsuite", tests="5", failures="1", errors="1", skipped="1")
    ElementTree.SubElement(root, "testsuite", tests="3", failures="0", errors="0", skipped="2")
    report = tmp_path / "report.xml"
    ElementTree.ElementTree(root).write(report)

    assert read_totals(report) == Totals(passed=3, failed=2, skipped=3)
    assert str(Totals(1, 2, 3).plus(Totals(10, 20, 30))) == "11 passed, 22 failed, 33 skipped"


def test_a_check_that_fails_is_told_by_its_code(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_check(Check("sound", ("-c", "pass")), data_dir=tmp_path) == 0
    assert run_check(Check("at fault", ("-c", "raise SystemExit(4)")), data_dir=tmp_path) == 4

    shown = capfd.readouterr().out
    assert "== at fault\nfailed in" in shown
    assert "== sound\nok in" in shown


def test_a_server_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch, free_port: int) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgres://me:hush@127.0.0.1:{free_port}/accede")

    assert find_postgresql() == f"PostgreSQL: none answers at 127.0.0.1:{free_port} (DATABASE_URL), skipped"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = find_postgresql()
    if isinstance(found, str):
        pytest.skip(found)
    return found


def test_the_tests_get_a_postgresql_database_of_their_own_that_is_removed(
    server: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "test_database.py"
    file.write_text(DATABASE)

    code, totals = run_on_postgresql(
        server, report=tmp_path / "report.xml", arguments=["-q", "-s", *WITHOUT_SLOW_PLUGINS, str(file)]
    )

    name = f"test_accede_{os.getpid()}"
    assert (code, totals) == (0, Totals(passed=1))
    assert f"DATABASE {name}\n" in capfd.readouterr().out
    with psycopg.connect(server.url, connect_timeout=3) as connection:
        row = connection.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name]).fetchone()
    assert row == (0,)


def test_a_user_who_may_not_create_a_database_is_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    role = f"accede_reader_{os.getpid()}"
    with psycopg.connect(server.url, connect_timeout=3, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN".encode())
        try:
            host = connection.info.host
            url = f"postgres://{role}@{host.replace('/', '%2F')}:{connection.info.port}/{connection.info.dbname}"
            monkeypatch.setenv("DATABASE_URL", url)
            found = find_postgresql()
        finally:
            connection.execute(f"DROP ROLE {role}".encode())

    assert isinstance(found, str)
    assert found.startswith("PostgreSQL: one answers and cannot be used (")
    # Where the server trusts the socket, it lets the role in and the right is missing; elsewhere it keeps the role out.
    assert "this user may not create a database" in found or "refused" in found
