"""The site in a real browser, on the real server: narrow screens, the keyboard, the slider, print, and axe's rules of WCAG."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.cli.conftest import serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (apt-get install chromium)")

PAGES = (
    "/", "/?on=1975-06-01", "/states/", "/states/KEN/?on=2012-01-01", "/states/PRK/", "/states/SSD/?on=2005-01-01",
    "/instruments/", "/instruments/bombings-1997/?on=2013-09-30", "/matrix/?region=Oceania", "/compare/",
    "/actions/?state=KEN", "/data/", "/about/", "/about/glossary/", "/find/?q=guin", "/states/XXX/", "/?on=never",
    "/ar/", "/ar/states/KEN/?on=2012-01-01", "/ar/instruments/sua-2005/", "/ar/matrix/?region=Oceania",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, started as a person starts it."""
    with serving(tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page that fails the test for a request to another host, and for an error in the console."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=site)
    page = context.new_page()
    foreign: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(site) else foreign.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert foreign == []
    assert [it for it in complaints if "status of 40" not in it] == []


#: The rules take long on large pages: one page of each kind, and the matrix and the log with few rows.
CHECKED = (
    "/", "/states/KEN/?on=2012-01-01", "/instruments/", "/instruments/oau-1999/", "/matrix/?region=Oceania&theme=nuclear",
    "/compare/?who=KEN", "/actions/?state=KEN&instrument=hostages-1979", "/data/", "/about/", "/find/?q=guin",
    "/?on=never", "/ar/states/SSD/?on=2005-01-01",
)  # fmt: skip


@pytest.mark.parametrize("path", CHECKED)
def test_no_rule_of_wcag_that_a_program_can_check_is_broken(page: Page, path: str) -> None:
    page.goto(path)
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    context = None if path == "/" else {"include": [["body"]], "exclude": [[".world-map svg"]]}
    results = Axe().run(page, context=context, options=options)
    faults = [
        f"{it['id']}: {it['nodes'][0]['html'][:160]} ({len(it['nodes'])})" for it in results.response["violations"]
    ]
    assert faults == []


@pytest.mark.parametrize("path", PAGES)
def test_a_telephone_scrolls_one_way_only(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(path)
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide == 0


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto("/states/KEN/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_date_is_changed_without_a_new_page_and_goes_into_the_address(page: Page, site: str) -> None:
    page.goto("/states/KEN/")
    page.evaluate("window.same = true")
    page.fill("#on", "2012-01-01")
    page.keyboard.press("Enter")
    expect(page.locator(".headline")).to_contain_text("Bound by 13 of the 19 on 1 January 2012")
    assert page.url == f"{site}/states/KEN/?on=2012-01-01"
    assert page.evaluate("window.same") is True
    expect(page.locator(".site-nav a").first).to_have_attribute("href", "/?on=2012-01-01")
    expect(page.locator("#announce")).to_contain_text("Kenya, 1 January 2012")
    page.go_back()
    expect(page.locator(".site-nav a").first).to_have_attribute("href", "/")


def test_the_slider_moves_through_the_years(page: Page) -> None:
    page.goto("/")
    page.locator("#year").focus()
    page.keyboard.press("Home")
    expect(page.locator("#year-output")).to_have_text("1963")
    page.wait_for_url("**/?on=1963-12-31")
    expect(page.locator("#map-title")).to_contain_text("31 December 1963")
    expect(page.locator("#year")).to_be_focused()


def test_tables_sort_in_place(page: Page) -> None:
    page.goto("/instruments/bombings-1997/?on=2013-09-30")
    head = page.locator("#parties thead button").nth(1)
    head.focus()
    page.keyboard.press("Enter")
    first = page.locator("#parties tbody tr").first
    ascending = first.inner_text()
    expect(page.locator("#parties th[aria-sort=ascending]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#parties th[aria-sort=descending]")).to_have_count(1)
    assert first.inner_text() != ascending


def test_everything_works_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("/")
    expect(page.locator("#year")).to_be_hidden()
    page.fill("#on", "2012-01-01")
    page.click(".date-bar button")
    assert page.url == f"{site}/?on=2012-01-01"
    page.fill("#find-q", "kenya")
    page.click(".btn-find")
    assert page.url == f"{site}/states/KEN/?on=2012-01-01"
    context.close()


def test_the_page_of_a_state_prints_on_two_pages(page: Page, tmp_path: Path) -> None:
    page.goto("/states/PRK/")
    page.pdf(path=tmp_path / "state.pdf", format="A4")
    with pdfplumber.open(tmp_path / "state.pdf") as printed:
        assert len(printed.pages) <= 2
        first = printed.pages[0].extract_text()
    assert "Bound by 7 of the 19" in first
    assert "Not party when last known".lower() in first.lower()


def test_the_first_page_is_light(page: Page) -> None:
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto("/", wait_until="networkidle")
    assert 20_000 < sum(sizes) < 150_000
