"""The shipped world, built once for all tests of the finder."""

import pytest

from accede.law import shipped_facts
from accede.law.matrix import World, build_world


@pytest.fixture(scope="session")
def world() -> World:
    return build_world(shipped_facts())
