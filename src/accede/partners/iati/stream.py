"""The door for untrusted IATI files: activities one by one, in flat memory, with every limit kept.

What is refused: a file type declaration (entities), an unpacked size or ratio no real file has, depth and texts beyond what
libxml2 allows by itself, an activity of many megabytes, another root, a version before 2.01.
"""

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lxml import etree

VERSIONS = ("2.01", "2.02", "2.03")
_CHUNK = 1 << 16


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Sizes in bytes. Real files reach some 100 MB, pack to a twentieth or a fortieth, and their activities to 5 MB."""

    file: int = 500_000_000
    unpacked: int = 1_000_000_000
    #: A ratio is looked at once this much was unpacked: short files pack well by chance.
    ratio_after: int = 5_000_000
    ratio: int = 200
    activity: int = 32_000_000


LIMITS = Limits()


class FileRefused(ValueError):
    """The file as a whole is not taken: what is wrong, the line where it shows, and the remedy."""

    def __init__(self, message: str, *, line: int = 1, remedy: str = "") -> None:
        self.message, self.line, self.remedy = message, line, remedy
        super().__init__(f"{message}; {remedy}" if remedy else message)


@contextmanager
def opened(path: Path, limits: Limits = LIMITS) -> Iterator["Source"]:
    """The file, unpacked where it is gzip by its content. Raises :class:`FileRefused`."""
    try:
        # A pipe would block, and a device never end: neither is read.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise FileRefused(
            f"{path.name} cannot be opened: {error.strerror}", remedy="give the path of a file"
        ) from error
    about = os.fstat(descriptor)
    if not stat.S_ISREG(about.st_mode):
        os.close(descriptor)
        raise FileRefused(f"{path.name} is no regular file", remedy="give the path of a file")
    with os.fdopen(descriptor, "rb") as file:
        if about.st_size > limits.file:
            raise FileRefused(f"the file is larger than {limits.file:,} bytes", remedy="split it by country or by year")
        yield Source(file, limits)


class Source:
    """A file read in chunks within its limits."""

    def __init__(self, file: BinaryIO, limits: Limits = LIMITS) -> None:
        self._file = file
        self.limits = limits
        self.packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        self._stream: BinaryIO = gzip.GzipFile(fileobj=file, mode="rb") if self.packed else file  # type: ignore[assignment]
        self.read_so_far = 0

    def chunk(self) -> bytes:
        """The next bytes; none at the end. Raises :class:`FileRefused`."""
        try:
            data = self._stream.read(_CHUNK)
        except (OSError, EOFError, zlib.error) as error:
            raise FileRefused(
                f"the gzip file is damaged: {error}", remedy="fetch it again from its publisher"
            ) from error
        self.read_so_far += len(data)
        most, far = self.limits.unpacked, self.read_so_far
        if far > most:
            raise FileRefused(f"the file unpacks to more than {most:,} bytes", remedy="split it by country or by year")
        if self.packed and far > self.limits.ratio_after and far > self.limits.ratio * max(self._file.tell(), 1):
            raise FileRefused(
                f"the file unpacks to more than {self.limits.ratio} times its size, which no list of activities does",
                remedy="fetch it again from its publisher",
            )
        return data


def activities(source: Source, *, keep_root: list[etree._Element] | None = None) -> Iterator[etree._Element]:
    """The ``iati-activity`` elements in order; each is gone from memory when the next is asked for.

    *keep_root* receives the root element, whose other children stay. Raises :class:`FileRefused`.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"), tag=("iati-activities", "iati-activity"), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_blank_text=True, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    root: etree._Element | None = None
    since = 0
    while True:
        data = source.chunk()
        try:
            if data:
                parser.feed(data)
            else:
                parser.close()
        except etree.XMLSyntaxError as error:
            raise _broken(error) from error
        for event, element in parser.read_events():
            if event == "start":
                if root is None:
                    root = element
                    _check_root(root)
                    if keep_root is not None:
                        keep_root.append(root)
            elif element.tag == "iati-activity" and element.getparent() is root and root is not None:
                since = source.read_so_far
                yield element
                root.remove(element)
        if not data:
            break
        if source.read_so_far - since > source.limits.activity:
            if root is None:
                break
            raise FileRefused(
                f"an activity takes more than {source.limits.activity:,} bytes", remedy="ask its publisher to split it"
            )
    if root is None:
        raise FileRefused(
            "the file is XML, and its root is not iati-activities",
            remedy="give a file of activities, not of organisations",
        )


def _broken(error: etree.XMLSyntaxError) -> FileRefused:
    line = error.lineno or 1
    said = " ".join((error.msg or "it cannot be read").split())
    lower = said.lower()
    if "encod" in lower or "utf-8" in lower or "invalid bytes" in lower:
        return FileRefused(f"the text does not fit its encoding: {said}", line=line, remedy="save the file as UTF-8")
    if "entit" in lower or "amplification" in lower:
        return FileRefused(f"entities are not read: {said}", line=line, remedy="write the text itself in their place")
    if "depth" in lower:
        return FileRefused(f"elements are nested too deep: {said}", line=line, remedy="save it again from its source")
    return FileRefused(f"the XML is broken: {said}", line=line, remedy="nothing of it was taken; mend it at this line")


def _check_root(root: etree._Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileRefused(
            "the file has a document type declaration, which can hide entities", remedy="take the line <!DOCTYPE …> out"
        )
    line = root.sourceline or 1
    if root.tag != "iati-activities" or root.getparent() is not None:
        raise FileRefused("its root is not iati-activities", line=line, remedy="give a file of activities")
    version = (root.get("version") or "").strip()
    if version not in VERSIONS:
        told = f"the file is of version {version[:20]}" if version else "the file names no version"
        raise FileRefused(
            f"{told}, and versions 2.01, 2.02 and 2.03 are read", line=line,
            remedy="ask its publisher for a file of version 2.03, or convert it",
        )  # fmt: skip
