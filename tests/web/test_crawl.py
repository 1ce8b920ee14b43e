"""Every link on every kind of page leads somewhere, anchors included, in English and in Arabic."""

import re
from collections.abc import Iterable
from itertools import pairwise
from urllib.parse import urldefrag, urljoin

import lxml.html
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from tests.web.conftest import See

pytestmark = pytest.mark.django_db

PAGES = (
    "/", "/states/", "/states/KEN/", "/states/SSD/", "/states/EUE/", "/instruments/", "/instruments/bombings-1997/",
    "/instruments/sua-2005/", "/instruments/oau-1999/", "/matrix/", "/compare/", "/actions/", "/data/", "/about/",
    "/about/glossary/", "/find/?q=guin", "/basis/", "/basis/?words=bomb&look=1",
    "/basis/GBR/DZA/bombings-1997:bombing-persons/extradition/", "/basis/FRA/DEU/hague-1970:seizure/mla/",
    "/cooperation/next/?for=KEN", "/ar/basis/GBR/DZA/bombings-1997:bombing-persons/extradition/",
    "/ar/", "/ar/states/KEN/", "/ar/instruments/bombings-1997/",
)  # fmt: skip
#: Of links that differ by the name of a State alone, some are followed.
EVERY = 20
FOLLOWED: set[str] = set()
"""Links that another page has led to already."""


def dated(path: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}on=2012-01-01"


def some(links: Iterable[str]) -> list[str]:
    ordered = sorted(set(links))
    many = [link for link in ordered if re.match(r"(/ar)?/states/[A-Z]{3}/", link)]
    return [link for link in ordered if link not in many] + many[::EVERY]


@pytest.mark.parametrize("path", PAGES)
def test_links_resolve(see: See, client: Client, path: str) -> None:
    page = see(dated(path))
    ids = [it.get("id") for it in page.xpath("//*[@id]")]
    assert len(ids) == len(set(ids)), "identifiers are unique"
    addresses = [it.get("href") for it in page.xpath("//a[@href] | //link[@rel='alternate']")]
    addresses += [it.get("href") for it in page.xpath("//*[local-name()='svg']//*[local-name()='a']")]
    elsewhere = []
    for address in addresses:
        target, anchor = urldefrag(urljoin(path, address))
        if anchor and target in ("", urljoin(path, ""), dated(path)):
            assert anchor in ids, f"{path} has no place #{anchor}"
        elif target:
            assert target.startswith("/"), "pages link to this site alone"
            elsewhere.append(target)
    for target in some(set(elsewhere) - FOLLOWED):
        FOLLOWED.add(target)
        if target.endswith((".csv", ".xlsx")) or ".csv?" in target or ".xlsx?" in target:
            continue  # large files; their own tests read them
        assert client.get(target).status_code in (200, 202, 301, 302), f"{path} links to {target}"


@pytest.mark.parametrize("path", PAGES)
def test_what_a_page_loads_is_there_and_from_here(see: See, path: str) -> None:
    page = see(path)
    loaded = [it.get("href") for it in page.xpath("//link[@rel='stylesheet' or @rel='icon']")]
    loaded += [it.get("src") for it in page.xpath("//script | //img")]
    assert len(loaded) >= 5
    for address in loaded:
        assert address.startswith(settings.STATIC_URL)
        assert finders.find(address.removeprefix(settings.STATIC_URL)), address


@pytest.mark.parametrize("path", PAGES)
def test_what_every_page_has(see: See, path: str) -> None:
    page = see(path)
    assert len(page.cssselect("h1")) == 1
    assert page.cssselect("title")[0].text.endswith("– Accede")
    assert page.cssselect("a.skip-link[href='#main']")
    assert page.cssselect("main#main")
    assert page.cssselect(".data-block a"), "each page has its data"
    unnamed = [it for it in page.cssselect("input:not([type=hidden]), select") if not label_of(page, it)]
    assert unnamed == []
    levels = [int(it.tag[1]) for it in page.cssselect("h1, h2, h3, h4")]
    jumps = [(one, two) for one, two in pairwise(levels) if two > one + 1]
    assert jumps == [], "headings go down one step at a time"


def label_of(page: lxml.html.HtmlElement, field: lxml.html.HtmlElement) -> bool:
    return bool(page.cssselect(f"label[for='{field.get('id')}']")) or bool(field.get("aria-label"))
