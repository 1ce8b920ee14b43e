"""Catalogues of translations: from the `.po` that people edit to the `.mo` that gettext reads."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(locale_dir: Path) -> list[Path]:
    """Writes the `.mo` beside each `.po` under `locale_dir` that is missing or older, and answers those written.

    Fuzzy translations are left out, as gettext does. Each file appears whole or not at all. Raises `ValueError` naming
    the file when a catalogue cannot be read.
    """
    written = []
    for source in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        try:
            with source.open("rb") as file:
                catalogue = read_po(file, locale=source.parents[1].name, abort_invalid=True)
        except Exception as error:  # babel raises several kinds; each is a fault of this one file
            raise ValueError(f"the catalogue {source} cannot be read: {error}") from error
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        draft.replace(target)
        written.append(target)
    return written
