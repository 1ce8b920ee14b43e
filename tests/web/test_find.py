"""Finding by name, in six languages, and by what was nearly a name."""

import orjson
import pytest
from django.test import Client
from tests.web.conftest import See

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("kenya", "/states/KEN/"),
        ("KEN", "/states/KEN/"),
        ("Côte d'Ivoire", "/states/CIV/"),
        ("cote d’ivoire", "/states/CIV/"),
        ("turkiye", "/states/TUR/"),
        ("Kenia", "/states/KEN/"),
        ("Кения", "/states/KEN/"),
        ("كينيا", "/states/KEN/"),
        ("肯尼亚", "/states/KEN/"),
        ("hostages convention", "/instruments/hostages-1979/"),
        ("bombings-1997", "/instruments/bombings-1997/"),
    ],
)  # fmt: skip
def test_a_full_name_leads_to_its_page(client: Client, loaded: object, query: str, page: str) -> None:
    response = client.get("/find/", {"q": query, "on": "2012-01-01"})
    assert (response.status_code, response["Location"]) == (302, f"{page}?on=2012-01-01")


def test_part_of_a_name_gives_a_list(see: See) -> None:
    hrefs = [it.get("href") for it in see("/find/?q=kore").cssselect(".found a")]
    assert set(hrefs) == {"/states/PRK/", "/states/KOR/"}


def test_a_slip_of_the_pen_gives_suggestions(see: See) -> None:
    page = see("/find/?q=Afganistaan")
    assert "Nothing has a name like “Afganistaan”." in page.text_content()
    assert [it.get("href") for it in page.cssselect(".found a")] == ["/states/AFG/"]


def test_nothing_asked_and_nothing_found_are_said(see: See) -> None:
    assert "Write a name" in see("/find/").text_content()
    page = see("/find/?q=qqqqqqqq")
    assert page.cssselect(".empty")
    assert page.cssselect("a[href='/states/']")


def test_what_was_typed_is_escaped(client: Client, loaded: object) -> None:
    body = client.get("/find/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body


def test_its_twin(client: Client, loaded: object) -> None:
    found = orjson.loads(client.get("/find.json?q=kenya").content)["found"]
    assert [(it["kind"], it["id"]) for it in found] == [("state", "KEN")]
