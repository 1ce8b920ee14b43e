"""What the tests of pages share: a page as a tree, having checked what every page must be."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from django.core.cache import caches
from django.test import Client, override_settings

from accede.cooperation import background
from accede.treaties import queries

__all__ = ["See", "Tree", "results_of_their_own", "see", "text_of", "wait_for"]

Tree = Any
See = Callable[..., Tree]


@pytest.fixture(autouse=True)
def results_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No page kept from another test, and no result worked out by an earlier run."""
    caches["pages"].clear()
    directory: Path = tmp_path_factory.mktemp("data")
    with override_settings(DATA_DIR=directory):
        yield directory
        assert background.wait_until_idle(seconds=110)


@pytest.fixture
def see(client: Client, loaded: queries.Snapshot) -> See:
    """Asks for a page and answers it as a tree."""

    def see(path: str, *, status: int = 200) -> Tree:
        response = client.get(path)
        assert response.status_code == status, (path, response.status_code)
        assert not response.cookies, "a public page sets no cookie"
        text = response.content.decode()
        assert "<script>" not in text
        assert " style=" not in text, "the policy forbids style attributes"
        return lxml.html.document_fromstring(text)

    return see


def text_of(element: Tree) -> str:
    """The text of an element with single spaces."""
    return re.sub(r"\s+", " ", element.text_content()).strip()


def wait_for(client: Client, path: str, *, seconds: int = 100) -> Any:
    """Ask again while the answer is that the work goes on, as a browser does."""
    for _ in range(seconds * 2):
        response = client.get(path)
        if response.status_code != 202:
            return response
        background.wait_until_idle(seconds=0.5)
    raise AssertionError(f"{path} is not ready after {seconds} seconds")
