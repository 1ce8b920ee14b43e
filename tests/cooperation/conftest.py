"""The shipped data in the test database, as in the treaties room."""

from tests.treaties.conftest import NOW, loaded, shipped_database

__all__ = ["NOW", "loaded", "shipped_database"]
