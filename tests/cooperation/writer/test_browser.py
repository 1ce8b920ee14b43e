"""The interview in a browser, with scripts and without, and the same rules in the script as on the server."""

import json
import os
import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from tests.cooperation.writer.cases import KINDS, QUERY, canary, case, full_form

from accede.cooperation.writer.check import check
from accede.cooperation.writer.interview import FIELDS
from accede.cooperation.writer.model import Form
from accede.treaties import domain

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""

pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="needs chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of the module."""
    # Playwright keeps a loop running in this thread, and Django refuses the database beside one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """The address of the site with the shipped data."""
    domain.load_shipped(now=datetime(2026, 1, 1, tzinfo=UTC))
    return str(live_server.url)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser without a past, which must report no error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    assert errors == []
    assert context.cookies() == []
    context.close()


def test_completeness_follows_and_documents_come_back(site: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{site}/writer/?{QUERY}extradition")
    expect(page.locator("#counted")).to_have_text("0 / 13")
    expect(page.locator("#missing-required li")).to_have_count(13)
    page.get_by_label("Authority making the request").fill("Ministry of Justice")
    expect(page.locator("#counted")).to_have_text("1 / 13")
    page.get_by_label("Enforcement of a sentence").check()
    expect(page.locator("#missing-required")).to_contain_text("Judgment and sentence")
    expect(page.locator("#missing-required")).not_to_contain_text("Warrant of arrest or order")
    page.get_by_label("Urgent", exact=True).check()
    expect(page.locator("[data-level-of=deadline]")).to_have_text("required")
    page.locator("#missing-required a", has_text="Needed by").click()
    assert page.evaluate("location.hash") == "#f-deadline"
    for form in ("docx", "pdf"):
        with page.expect_download() as download:
            page.locator(f"#{form}").click()
        assert download.value.suggested_filename == f"request-for-extradition-FRA-DEU-2013-01-01.{form}"
        target = tmp_path / f"request.{form}"
        download.value.save_as(target)
        assert target.read_bytes().startswith(b"PK" if form == "docx" else b"%PDF-")


def test_answers_stay_in_the_browser_until_cleared(site: str, page: Page, tmp_path: Path) -> None:
    address = f"{site}/writer/?{QUERY}mla"
    page.goto(address)
    page.get_by_label("Statement of the facts").fill("What happened")
    page.get_by_label("Search, seizure and freezing").check()
    expect(page.locator("#saved")).to_have_text("Stored in this browser.")
    page.reload()
    expect(page.get_by_label("Statement of the facts")).to_have_value("What happened")
    expect(page.get_by_label("Search, seizure and freezing")).to_be_checked()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    saved = tmp_path / "saved.json"
    download.value.save_as(saved)
    assert json.loads(saved.read_text())["answers"]["facts"] == "What happened"
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_label("Statement of the facts")).to_have_value("")
    assert page.evaluate("localStorage.length") == 0
    page.locator("#load-file").set_input_files(saved)
    expect(page.get_by_label("Statement of the facts")).to_have_value("What happened")
    expect(page.locator("#saved")).to_have_text("Loaded from the file.")
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"format": "something else"}')
    page.locator("#load-file").set_input_files(wrong)
    expect(page.locator("#saved")).to_contain_text("holds no request")
    expect(page.get_by_label("Statement of the facts")).to_have_value("What happened")


def test_without_scripts_the_form_is_checked_and_the_document_made(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/writer/?{QUERY}mla")
    page.get_by_label("Statement of the facts").fill("What happened")
    page.get_by_role("button", name="Check what is missing").click()
    expect(page.get_by_label("Statement of the facts")).to_have_value("What happened")
    expect(page.locator("#counted")).to_have_text("1 / 9")
    with page.expect_download() as download:
        page.get_by_role("button", name="Word file (DOCX)").click()
    assert download.value.suggested_filename.endswith(".docx")
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_the_script_goes_by_the_same_rules_as_the_server(site: str, page: Page, kind: str) -> None:
    it = case(kind)
    page.goto(f"{site}/writer/?{QUERY}{kind}")
    chance = random.Random(kind)
    for _ in range(25):
        values: dict[str, str | tuple[str, ...]] = {}
        for code, options in full_form(it).items():
            field = FIELDS[code]
            if field.form is Form.MANY:
                values[code] = tuple(one for one in options if chance.random() < 0.4)
            elif field.form is Form.ONE:
                every = page.locator(f"input[name={code}]").evaluate_all("found => found.map(one => one.value)")
                values[code] = chance.choice(["", *every])
            else:
                values[code] = chance.choice(["", canary(code)])
        held = {"format": "accede-request-1", "case": "", "answers": values}
        page.locator("#load-file").set_input_files(
            {"name": "x.json", "mimeType": "application/json", "buffer": json.dumps(held).encode()}
        )
        expect(page.locator("#saved")).to_contain_text("another offence")
        shown = {
            level: page.locator(f"#missing-{level} a").evaluate_all(
                "found => found.map(one => [one.hash.slice(3), one.textContent])"
            )
            for level in ("required", "advised")
        }
        page.locator("#saved").evaluate("place => { place.textContent = '' }")
        state = check({**{key: value for key, value in values.items() if value}, **it.given})
        assert shown["required"] == [[one.field.code, one.label] for one in state.required]
        assert shown["advised"] == [[one.field.code, one.label] for one in state.advised]
        assert page.locator("#counted").text_content() == f"{state.given} / {state.needed}"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["/writer/", f"/writer/?{QUERY}mla", f"/ar/writer/?{QUERY}extradition"])
def test_pages_fit_the_screen_and_have_no_faults_of_accessibility(site: str, page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
