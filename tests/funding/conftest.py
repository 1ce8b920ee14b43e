"""What tests of the room share: the reference data in the database, since targets name States and obligations."""

from tests.treaties.conftest import loaded, shipped_database

__all__ = ["loaded", "shipped_database"]
