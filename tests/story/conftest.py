"""The story's site, started as a person starts it, with people of a placeholder State, the Office, a partner and a donor."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.cli.conftest import environment, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "quiet ladder paints seven oceans"
#: Where pictures for the documentation go; nowhere unless asked for.
PICTURES = os.environ.get("ACCEDE_SCREENSHOTS", "")

#: Who is in the story: name, e-mail address, role, what the role is held for.
PEOPLE = (
    ("Focal Point of A", "focal@example.org", "focal_point", "XAA"),
    ("Programme Officer", "officer@example.org", "officer", "XAA"),
    ("Partner Expert", "partner@example.org", "partner", ""),
    ("Donor Desk", "donor@example.org", "donor", ""),
    ("Reporting Officer", "report@example.org", "reporting", ""),
)

SETUP = """
import json
from datetime import date
from django.utils import timezone
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.account.models import EmailAddress
from accede.accounts.invitations import give_role
from accede.accounts.models import HELD_IN, Organisation, Person
from accede.accounts.rights import Actor
from accede.treaties import sample
from accede.treaties.models import Participant
now = timezone.now()
sample.record([("XAA", "hostages-1979", "accession", date(2001, 5, 4))], now=now)
secrets = {}
for name, email, role, state in PEOPLE:
    kind = HELD_IN[role]
    code = state if kind == "state" else None
    body, _ = Organisation.objects.get_or_create(
        kind=kind, participant_id=code, name={"state": "Ministry of Justice of Sample State A", "office": "The Office",
        "partner": "Sample Legal Institute", "donor": "Sample Fund"}[kind],
        defaults={"created_at": now, "changed_at": now, "sample": True})
    person = Person(name=name, email=email, joined_at=now, sample=True)
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    scopes = [("state", state)] if role == "officer" else []
    give_role(person, organisation=body, kind=role, scopes=scopes, by=Actor(), now=now)
    if role not in ("partner", "donor"):
        secrets[email] = generate_totp_secret()
        TOTP.activate(person, secrets[email])
print("SECRETS " + json.dumps(secrets))
"""


class Site:
    """The running site, its data directory, and the secrets of second factors by e-mail address."""

    def __init__(self, address: str, data: Path) -> None:
        self.address = address
        self.data = data
        self.secrets: dict[str, str] = {}

    def run(self, *arguments: str) -> str:
        """Run a command of the program on the site's data."""
        done = subprocess.run(
            [sys.executable, "-P", "-m", "accede", *arguments],
            env=environment(ACCEDE_DATA_DIR=str(self.data)), capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def script(self, text: str) -> str:
        """Run lines of Python inside the program."""
        return self.run("manage", "shell", "--no-imports", "-c", text)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with the story's people; it is stopped by its process."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium (apt-get install chromium)")
    data = tmp_path_factory.mktemp("story")
    with serving(data) as address:
        found = Site(address, data)
        said = found.script(f"PEOPLE = {PEOPLE!r}\nPASSWORD = {PASSWORD!r}\n{SETUP}")
        found.secrets = json.loads(said.split("SECRETS ", 1)[1].splitlines()[0])
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


def code_now(secret: str) -> str:
    """The six digits of the app (RFC 6238)."""
    import base64
    import hashlib
    import hmac
    import struct

    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


@pytest.fixture(scope="module")
def sit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A page of the browser of one person, who signs in once with password and second factor; "" is nobody."""
    pages: dict[str, Page] = {}
    foreign: list[str] = []
    complaints: list[str] = []

    def sit_down(email: str, *, signed_in: bool = True) -> Page:
        if email in pages:
            return pages[email]
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=site.address)
        page = pages[email] = context.new_page()
        page.set_default_timeout(20_000)
        page.on(
            "request", lambda request: None if request.url.startswith(site.address) else foreign.append(request.url)
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        if email and signed_in:
            page.goto("/account/sign-in/")
            sign_in(page, site, email)
        return page

    yield sit_down
    for page in pages.values():
        page.context.close()
    assert foreign == []
    assert [it for it in complaints if "status of 4" not in it] == []


def sign_in(page: Page, site: Site, email: str) -> None:
    """Fill the forms of the sign-in page."""
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    if email in site.secrets:
        page.get_by_label("Code").fill(code_now(site.secrets[email]))
        page.get_by_role("button", name="Sign In", exact=True).click()
    page.wait_for_load_state()


def picture(page: Page, name: str) -> None:
    """A picture for the documentation, where one is asked for."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=False)


def confirm(page: Page) -> None:
    """Give the password again where a sensitive act asks for it."""
    if "/account/confirm/" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        page.wait_for_load_state()
