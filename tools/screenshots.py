#!/usr/bin/env python3
"""Make the pictures of the documentation from a running site.

    ./accede up --port 8000            (in another terminal)
    .venv/bin/python tools/screenshots.py http://127.0.0.1:8000

Needs the packages of requirements-test.lock and Debian's chromium.
"""

import argparse
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

TARGET: Final = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
#: name, address, width and height in CSS pixels
PICTURES: Final = (
    ("home-en", "/?on=2014-07-10", 1280, 900),
    ("home-ar", "/ar/?on=2014-07-10", 1280, 900),
    ("home-phone", "/?on=2014-07-10", 360, 800),
    ("state-en", "/states/KEN/?on=2011-06-01", 1280, 900),
    ("state-ar", "/ar/states/KEN/?on=2011-06-01", 1280, 900),
    ("instrument-en", "/instruments/bombings-1997/?on=2014-07-10", 1280, 900),
    ("matrix-en", "/matrix/?on=2014-07-10", 1280, 900),
    ("basis-en", "/basis/GBR/DZA/bombings-1997:bombing-persons/extradition/?on=2013-01-01", 1280, 900),
    ("cooperation-en", "/cooperation/map/?state=KEN&theme=bombings&on=2014-07-10", 1280, 900),
    ("next-en", "/cooperation/next/?on=2014-07-10", 1280, 900),
)
ARGUMENTS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def main() -> None:
    """Visit every page and keep what a person sees first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", help="address of a running site, for example http://127.0.0.1:8000")
    site: str = parser.parse_args().site.rstrip("/")
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))
        for name, address, width, height in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": height})
            answer = page.goto(site + address)
            if answer is None or not answer.ok:
                raise SystemExit(f"{address}: the site answered {answer.status if answer else 'nothing'}")
            page.screenshot(path=TARGET / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
