"""Provisions of national laws as they are read from a file, one JSON object a line, checked field by field."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import msgspec

from accede.law.errors import DataError, Fault
from accede.legislation.suggesting.terms import LANGUAGES

# A file may grow to this when it is unpacked, and a line to this: laws are small, bombs are not.
LARGEST_FILE = 512 * 1024 * 1024
LARGEST_LINE = 4 * 1024 * 1024
_MOST_FAULTS = 20


class Provision(msgspec.Struct, frozen=True, kw_only=True):
    """One provision of a law, as printed: an article, a section, a paragraph."""

    country: str
    law: str
    law_title: str
    provision: str
    text: str
    language: str
    heading: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """The law and the number, by which people cite it. A law with several parts may use a number more than once."""
        return self.law, self.provision


_line = msgspec.json.Decoder(Provision)


def read_provisions(path: Path) -> list[Provision]:
    """All provisions of a ``.jsonl`` or ``.jsonl.gz`` file; raises `DataError` with every fault, by line, and reads nothing."""
    found: list[Provision] = []
    faults: list[Fault] = []
    for number, line in _lines(path):
        fault = _read_line(line, number, path=path, into=found)
        if fault:
            faults.append(fault)
            if len(faults) >= _MOST_FAULTS:
                break
    if not found and not faults:
        faults.append(Fault(path.name, "", "", "has no provisions; write one JSON object a line"))
    if faults:
        raise DataError(faults)
    return found


def _read_line(line: bytes, number: int, *, path: Path, into: list[Provision]) -> Fault | None:
    where = f"line {number}"
    try:
        it = _line.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Fault(path.name, where, "", f"{error}; it needs country, law, law_title, provision, text and language")
    for field in ("country", "law", "law_title", "provision", "text"):
        if not getattr(it, field).strip():
            return Fault(path.name, where, field, "is empty")
    if it.language not in LANGUAGES:
        return Fault(path.name, where, "language", f"'{it.language}' is not one of {', '.join(LANGUAGES)}")
    into.append(it)
    return None


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    total = 0
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            number = 0
            while line := file.readline(LARGEST_LINE + 1):
                number += 1
                total += len(line)
                if len(line) > LARGEST_LINE:
                    raise DataError(
                        [Fault(path.name, f"line {number}", "", "is longer than 4 MB; split the provision")]
                    )
                if total > LARGEST_FILE:
                    raise DataError([Fault(path.name, "", "", "is larger than 512 MB unpacked; split the file")])
                if line.strip():
                    yield number, line
    except (OSError, EOFError) as error:
        raise DataError([Fault(path.name, "", "", f"cannot be read: {error}")]) from None
