"""What all tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.utils import translation
from pytest_django import DjangoDbBlocker

from accede.kit.translations import compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"


def pytest_configure(config: pytest.Config) -> None:
    # Pages are tested in the languages that are offered, and the compiled catalogues are not kept in the repository.
    compile_catalogues(ROOT / "src" / "accede" / "locale")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what touches the database, by mark or by fixture: the run on PostgreSQL repeats these alone."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server"}:
            item.add_marker("database")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Tests that commit empty all tables afterwards, which on SQLite deletes rows: there trail and ledger have to let them go.

    What the trigger does is tested by setting it again.
    """
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                for table in ("accounts_event", "funding_entry", "funding_line"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """A request in Arabic leaves its thread speaking Arabic; each test starts in the language of the site."""
    translation.activate("en")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of texts and gold files beside the repository; a test that reads it is skipped where it is missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs ../shared/data beside the repository")
    return SHARED_DATA


@pytest.fixture
def connection_kept() -> Iterator[None]:
    """Requests through the WSGI application use the connection of the test; a server closes its own after each."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
