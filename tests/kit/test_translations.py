"""Catalogues are compiled when they have changed, and read by gettext as they were written."""

import gettext
import os
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from tests.conftest import ROOT

from accede.kit.translations import compile_catalogues

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: ar\\n"\n\n'


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "ar" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(f'{HEAD}msgid "Party"\nmsgstr "طرف"\n\n#, fuzzy\nmsgid "Guess"\nmsgstr "تخمين"\n', encoding="utf-8")
    return path


def translated(directory: Path, text: str) -> str:
    return gettext.translation("django", directory, ["ar"]).gettext(text)


def test_what_is_translated_is_found_and_what_is_fuzzy_is_not(catalogue: Path, tmp_path: Path) -> None:
    assert compile_catalogues(tmp_path) == [catalogue.with_suffix(".mo")]
    assert (translated(tmp_path, "Party"), translated(tmp_path, "Guess")) == ("طرف", "Guess")
    assert sorted(path.name for path in catalogue.parent.iterdir()) == ["django.mo", "django.po"]


def test_only_what_has_changed_is_compiled_again(catalogue: Path, tmp_path: Path) -> None:
    compile_catalogues(tmp_path)
    assert compile_catalogues(tmp_path) == []

    later = catalogue.with_suffix(".mo").stat().st_mtime_ns + 1_000_000
    os.utime(catalogue, ns=(later, later))
    assert compile_catalogues(tmp_path) == [catalogue.with_suffix(".mo")]


def test_a_broken_catalogue_is_named(catalogue: Path, tmp_path: Path) -> None:
    catalogue.write_text(f'{HEAD}msgid "Party"\nthis is no line of a catalogue\n', encoding="utf-8")

    with pytest.raises(ValueError, match=rf"the catalogue {catalogue} cannot be read"):
        compile_catalogues(tmp_path)
    assert not catalogue.with_suffix(".mo").exists()


CATALOGUES = sorted((ROOT / "src" / "accede" / "locale").glob("*/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%s")


@pytest.mark.parametrize("path", CATALOGUES, ids=[path.parts[-3] for path in CATALOGUES])
def test_every_message_is_translated_with_its_placeholders(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parts[-3])
    faults = []
    for message in catalogue:
        if not message.id:
            continue
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        targets = [message.string] if isinstance(message.string, str) else list(message.string or ())
        if message.fuzzy or not all(targets):
            faults.append(f"{sources[0]}: not translated")
        wanted = {name for source in sources for name in PLACEHOLDER.findall(source)}
        # A form for one or two may say the number in words.
        if any(set(PLACEHOLDER.findall(text)) - wanted for text in targets) or (
            len(targets) == 1 and set(PLACEHOLDER.findall(targets[0])) != wanted
        ):
            faults.append(f"{sources[0]}: placeholders differ")
    assert faults == []
