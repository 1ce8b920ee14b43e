"""What all tests share."""

from pathlib import Path

import pytest

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
def shared_data() -> Path:
    """The folder of texts and gold files beside the repository; a test that reads it is skipped where it is missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs ../shared/data beside the repository")
    return SHARED_DATA
