"""The shipped data behind the pages, and pages as trees."""

from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from django.core.cache import caches
from django.test import Client
from tests.treaties.conftest import loaded, shipped_database

__all__ = ["loaded", "shipped_database"]

#: A parsed page. Its stubs make every text and attribute optional; a test reads those that it knows to be there.
Tree = Any
See = Callable[..., Tree]


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    caches["pages"].clear()


@pytest.fixture
def see(client: Client, loaded: object) -> See:
    """Asks for a page and answers it as a tree, having checked what every page must be."""

    def see(path: str, *, status: int = 200) -> Tree:
        response = client.get(path)
        assert response.status_code == status, path
        assert not response.cookies, "a public page sets no cookie"
        text = response.content.decode()
        assert "<script>" not in text
        assert " style=" not in text, "the policy forbids style attributes"
        return lxml.html.document_fromstring(text)

    return see
