"""Every text that the source puts through gettext is in each catalogue, so that no page is half in another language."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize
from tests.conftest import ROOT

SOURCE = ROOT / "src" / "accede"
CATALOGUES = sorted((SOURCE / "locale").glob("*/LC_MESSAGES/django.po"))
#: Django's names of the functions, beside the standard ones.
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None, "gettext_noop": None, "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip


def messages(path: Path) -> Iterator[tuple[str, str]]:
    """The context, or "", and the text (of a plural the form for one) of every message of a file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What makemessages does too: the template becomes calls of gettext, all else crosses. The crosses keep the
        # indentation of the page, which is none that Python would read.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    for _, message, _, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        yield context or "", message if isinstance(message, str) else message[0]


def in_source() -> dict[tuple[str, str], str]:
    """Every message of the source, with one file that has it."""
    paths = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
    paths += [path for path in SOURCE.glob("*/templates/**/*") if path.is_file()]
    return {found: str(path.relative_to(SOURCE)) for path in paths for found in messages(path)}


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=[path.parts[-3] for path in CATALOGUES])
def test_every_message_of_the_source_is_in_the_catalogue(catalogue: Path) -> None:
    with catalogue.open("rb") as file:
        known = {
            (message.context or "", message.id if isinstance(message.id, str) else message.id[0])
            for message in read_po(file, locale=catalogue.parts[-3])
        }
    missing = {message: path for message, path in in_source().items() if message not in known}
    assert missing == {}, "run makemessages and translate these"


def test_messages_are_found_in_code_and_in_templates(tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text('gettext_lazy("One") + ngettext("%(n)s day", "%(n)s days", 2) + pgettext("verb", "Sign")', "utf-8")
    page = tmp_path / "page.html"
    page.write_text(
        '<p>{% load i18n %}\n  {% translate "It\'s" %}</p>\n'
        "<i>{% blocktranslate count n=3 %}{{ n }} row{% plural %}{{ n }} rows"
        '{% endblocktranslate %}</i>{% translate "Sign" context "verb" %}',
        "utf-8",
    )
    assert set(messages(code)) == {("", "One"), ("", "%(n)s day"), ("verb", "Sign")}
    assert set(messages(page)) == {("", "It's"), ("", "%(n)s row"), ("verb", "Sign")}
