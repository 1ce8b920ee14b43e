"""Public pages are kept until the data changes, and nothing that belongs to one visitor is ever kept."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.utils import translation

from accede.kit.on import AsOf
from accede.kit.pages import Missing, public_page


@dataclass
class Data:
    version: str = "1"
    rendered: list[str] = field(default_factory=list)


DATA = Data()


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    caches["pages"].clear()
    DATA.version = "1"
    DATA.rendered.clear()
    yield
    caches["pages"].clear()


@public_page(lambda: DATA)
def page(request: HttpRequest, data: Data, asked: AsOf) -> HttpResponse:
    data.rendered.append(asked.iso)
    return HttpResponse(f"<p>{data.version} {asked.iso} {translation.get_language()}</p>")


@public_page(lambda: DATA)
def greeting(request: HttpRequest, data: Data, asked: AsOf) -> HttpResponse:
    data.rendered.append("greeting")
    response = HttpResponse("hello")
    response.set_cookie("visitor", "1")
    return response


@public_page(lambda: DATA)
def with_form(request: HttpRequest, data: Data, asked: AsOf) -> HttpResponse:
    data.rendered.append("form")
    return HttpResponse(get_token(request))


@public_page(lambda: DATA)
def nothing(request: HttpRequest, data: Data, asked: AsOf, form: str = "") -> HttpResponse:
    raise Missing("There is no such thing.", detail="There is no thing 'x'.")


def get(path: str = "/page/?on=2012-01-01", **headers: str) -> HttpRequest:
    return RequestFactory().get(path, headers=headers)


def test_a_page_is_rendered_once() -> None:
    first, second = page(get()), page(get())
    assert DATA.rendered == ["2012-01-01"]
    assert first.content == second.content == b"<p>1 2012-01-01 en</p>"
    assert first["ETag"] == second["ETag"]
    assert second["Cache-Control"] == "public, no-cache"


def test_a_change_of_the_data_is_seen_at_once() -> None:
    page(get())
    DATA.version = "2"
    assert page(get()).content == b"<p>2 2012-01-01 en</p>"


def test_languages_addresses_and_hosts_are_kept_apart() -> None:
    page(get())
    with translation.override("ar"):
        assert b" ar" in page(get()).content
    assert b"2013" in page(get("/page/?on=2013-01-01")).content
    page(get(host="127.0.0.1"))
    assert len(DATA.rendered) == 4


def test_it_is_compressed_for_those_who_can_read_it() -> None:
    plain, zipped = page(get()), page(get(**{"accept-encoding": "br, gzip"}))
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]


@pytest.mark.parametrize("view", [greeting, with_form])
def test_what_sets_a_cookie_is_never_kept(view: Callable[[HttpRequest], HttpResponse]) -> None:
    for _ in range(2):
        response = view(get())
        assert response["Cache-Control"] == "private, no-store"
    assert len(DATA.rendered) == 2


def test_a_very_long_address_is_answered_and_not_kept() -> None:
    long = f"/page/?on=2012-01-01&x={'y' * 700}"
    page(get(long))
    page(get(long))
    assert len(DATA.rendered) == 2


def test_only_reading_is_allowed() -> None:
    response = page(RequestFactory().post("/page/"))
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


def test_what_is_missing_answers_404_as_data_for_a_form() -> None:
    response = nothing(get(), form="json")
    assert response.status_code == 404
    assert response.content == b'{"error": "There is no thing \'x\'."}'
    assert response["Cache-Control"] == "no-store"
