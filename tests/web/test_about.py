"""What the site says about itself."""

import orjson
import pytest
from django.test import Client
from tests.web.conftest import See

pytestmark = pytest.mark.django_db


def test_the_twelve_paragraphs_each_with_its_place(see: See) -> None:
    page = see("/about/")
    items = page.cssselect(".paragraphs > li")
    assert [it.get("id") for it in items] == [f"paragraph-{number}" for number in range(1, 13)]
    for item in items:
        later = "not yet" in [tag.text for tag in item.cssselect(".tag-later")]
        assert later != bool(item.cssselect(".places a")), item.get("id")


def test_the_glossary_has_each_term_once(see: See) -> None:
    page = see("/about/glossary/")
    terms = [it.text for it in page.cssselect(".glossary dt")]
    assert len(terms) == len(set(terms)) > 20
    anchors = [it.get("id") for it in page.cssselect(".glossary > div")]
    assert len(anchors) == len(set(anchors))


def test_their_twins(client: Client, loaded: object) -> None:
    paragraphs = orjson.loads(client.get("/about.json").content)["paragraphs"]
    assert [it["paragraph"] for it in paragraphs] == list(range(1, 13))
    lines = client.get("/about/glossary.csv").content.decode().splitlines()
    assert lines[0] == "id,term,meaning"
    assert len(lines) > 20
