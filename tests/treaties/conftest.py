"""The shipped data in the test database."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from accede.treaties import domain, queries

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def shipped_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The shipped data, loaded once for all tests of a module and taken out after them.

    Each test runs in a transaction of its own inside this one, so none sees what another did.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        domain.load_shipped(now=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(shipped_database: None, db: None) -> queries.Snapshot:
    """The database with the shipped reference data, and the world made from it."""
    return queries.snapshot()
