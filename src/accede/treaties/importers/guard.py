"""The door for untrusted files: how big, of what kind, in which encoding. Everything else is refused, and says why.

The kind is told by the content, never by the extension. A file is read in bounded chunks, so that neither a huge file nor
an endless line is ever held in memory.
"""

import os
import re
import stat
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a real list of parties never reaches. Sizes in bytes, lengths in characters, times in seconds."""

    file_bytes: int = 50_000_000
    line_bytes: int = 200_000
    lines: int = 400_000
    text_lines: int = 60_000
    markup_tags: int = 1_000_000
    zip_entries: int = 1_000
    zip_bytes: int = 150_000_000
    zip_ratio: int = 200
    cells: int = 3_000_000
    columns: int = 400
    cell_characters: int = 32_767
    sheet_characters: int = 50_000_000
    pages: int = 200
    pdf_seconds: int = 60
    pdf_memory: int = 1_500_000_000


LIMITS = Limits()


class ImportRefused(ValueError):
    """The file is not read any further: what is wrong, where, and the remedy. Nothing was changed."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        place = f"{where}: " if where else ""
        super().__init__(f"{place}{what}{f' {remedy}' if remedy else ''}")


class Kind(StrEnum):
    """What a file is by its content."""

    XML = "XML"
    HTML = "HTML"
    TEXT = "text"
    XLSX = "XLSX"
    PDF = "PDF"


@dataclass(frozen=True)
class Upload:
    """The bytes of one file that passed the door."""

    name: str
    kind: Kind
    data: bytes
    digest: str
    encoding: str | None = None
    limits: Limits = LIMITS

    def expect(self, *kinds: Kind, what: str) -> None:
        """Refuse the file unless it is one of *kinds*; *what* names the list in the error."""
        if self.kind not in kinds:
            wanted = " or ".join(kinds)
            raise ImportRefused(
                f"{what} is read from {wanted}, and this file is {self.kind} by its content.",
                where=self.name,
                remedy="Save it in one of these forms, or choose the importer that fits it.",
            )


#: What else a file may begin with, so that the error can name it.
_KNOWN_BINARY = {
    b"\xd0\xcf\x11\xe0": ("an old Excel file (.xls), or one locked with a password", "Save it as XLSX without a password."),
    b"\x1f\x8b": ("compressed with gzip", "Unpack it first."),
    b"7z\xbc\xaf": ("a 7z archive", "Unpack it first."),
    b"Rar!": ("a RAR archive", "Unpack it first."),
    b"{\\rtf": ("RTF", "Save it as plain text."),
    b"\x89PNG": ("a picture", "Use the text, not a scan of it."),
    b"\xff\xd8\xff": ("a picture", "Use the text, not a scan of it."),
}  # fmt: skip
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UTF32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_HTML = re.compile(
    rb"\s*(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|table)\b", re.IGNORECASE | re.DOTALL
)


def open_upload(path: Path, *, encoding: str | None = None, limits: Limits = LIMITS) -> Upload:
    """Read the file at *path*, within *limits*; *encoding* is declared by the person who knows the file.

    Raises :class:`ImportRefused`.
    """
    try:
        # A pipe would block, and a device never end: neither is opened for reading before it is known to be a file.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise ImportRefused(f"cannot be opened: {error.strerror}.", where=str(path)) from error
    about = os.fstat(descriptor)
    if not stat.S_ISREG(about.st_mode):
        os.close(descriptor)
        raise ImportRefused("is no regular file.", where=path.name, remedy="Give the path of a file.")
    with os.fdopen(descriptor, "rb") as file:
        _check_size(about.st_size, path.name, limits)
        data = bytearray()
        longest = _LineMeter()
        kind: Kind | None = None
        while chunk := file.read(CHUNK):
            data += chunk
            _check_size(len(data), path.name, limits)
            kind = kind or kind_of(bytes(data[:4096]), name=path.name)
            if kind is Kind.TEXT:
                longest.feed(chunk, name=path.name, limits=limits)
    if kind is None:
        raise ImportRefused("is empty.", where=path.name)
    return Upload(path.name, kind, bytes(data), sha256(data).hexdigest(), encoding, limits)


def upload_from(data: bytes, *, name: str, encoding: str | None = None, limits: Limits = LIMITS) -> Upload:
    """The same for bytes that a browser sent. Raises :class:`ImportRefused`."""
    _check_size(len(data), name, limits)
    if not data:
        raise ImportRefused("is empty.", where=name)
    kind = kind_of(data[:4096], name=name)
    if kind is Kind.TEXT:
        _LineMeter().feed(data, name=name, limits=limits)
    return Upload(name, kind, data, sha256(data).hexdigest(), encoding, limits)


def _check_size(size: int, name: str, limits: Limits) -> None:
    if size > limits.file_bytes:
        raise ImportRefused(
            f"is larger than {limits.file_bytes:,} bytes, which no list of parties is ({size:,} so far).", where=name
        )


class _LineMeter:
    """Follows the length of the current line through the chunks of a file."""

    def __init__(self) -> None:
        self.length = 0
        self.line = 1

    def feed(self, chunk: bytes, *, name: str, limits: Limits) -> None:
        parts = re.split(rb"[\r\n]", chunk)
        for index, part in enumerate(parts):
            self.length = self.length + len(part) if index == 0 else len(part)
            self.line += index > 0
            if self.length > limits.line_bytes:
                raise ImportRefused(
                    f"has a line of more than {limits.line_bytes:,} bytes.",
                    where=f"{name}, line {self.line}",
                    remedy="This is not the table it should be: save it again from its source.",
                )


def kind_of(start: bytes, *, name: str) -> Kind:
    """What the file is, by its first bytes. Raises :class:`ImportRefused` for what is none of the kinds read here."""
    if b"%PDF-" in start[:1024]:
        return Kind.PDF
    if start.startswith(b"PK\x03\x04"):
        return Kind.XLSX
    for magic, (what, remedy) in _KNOWN_BINARY.items():
        if start.startswith(magic):
            raise ImportRefused(f"is {what}.", where=name, remedy=remedy)
    if start.startswith(_UTF32):
        raise ImportRefused("is encoded in UTF-32.", where=name, remedy="Save it as UTF-8.")
    text = start.removeprefix(b"\xef\xbb\xbf")
    if start.startswith(_UTF16):
        text = start.decode("utf-16", errors="ignore").encode()
    elif b"\x00" in start:
        raise ImportRefused(
            f"holds a NUL byte at offset {start.index(0)}: it is no text, and of no other kind read here.",
            where=name,
            remedy="XML, HTML, text, CSV, XLSX and PDF are read.",
        )
    if _HTML.match(text):
        return Kind.HTML
    return Kind.XML if text.lstrip().startswith(b"<") else Kind.TEXT


#: Encodings that a file or a person may declare. Windows-1252 stands for ISO 8859-1 too, as in every browser.
_DECLARABLE = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8",
    "windows-1252": "cp1252", "cp1252": "cp1252", "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252",
}  # fmt: skip
_XML_DECLARATION = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"'][^>]*\?>")
_HTML_CHARSET = re.compile(rb"<meta[^>]*?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def text_of(upload: Upload) -> str:
    """The text of a text, XML or HTML file. A byte that does not fit the encoding is named with its offset and line."""
    data = upload.data
    declared = upload.encoding or _declared(upload)
    if data.startswith(_UTF16):
        encoding = "utf-16"
    elif data.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8-sig"
    elif declared is None:
        encoding = "utf-8"
    else:
        known = _DECLARABLE.get(declared.lower())
        if known is None:
            raise ImportRefused(
                f"declares the encoding '{declared[:30]}'.", where=upload.name,
                remedy="UTF-8, UTF-16 with a byte order mark and windows-1252 are read: save it as UTF-8.",
            )  # fmt: skip
        encoding = known
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ImportRefused(
            f"byte 0x{data[error.start]:02x} at offset {error.start} (line {line}) is not {encoding.upper()}.",
            where=upload.name,
            remedy="Save it as UTF-8, or name its encoding: --encoding windows-1252.",
        ) from error
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ImportRefused(
            f"holds the control character U+{ord(found.group()):04X} at character {found.start()} (line {line}).",
            where=upload.name,
            remedy="This is no plain text: save it again from its source.",
        )
    return text


def _declared(upload: Upload) -> str | None:
    pattern = {Kind.XML: _XML_DECLARATION, Kind.HTML: _HTML_CHARSET}.get(upload.kind)
    found = pattern.search(upload.data[:4096]) if pattern else None
    return found.group(1).decode("ascii") if found else None


def formula_in(text: str) -> bool:
    """Whether a spreadsheet would run the cell as a formula (it begins with = + @, or with - before anything but a blank).

    >>> formula_in("=HYPERLINK(A1)"), formula_in("-2+3"), formula_in("-"), formula_in(" - see note")
    (True, True, False, False)
    """
    return text[:1] in ("=", "+", "@", "\t") or (text[:1] == "-" and text[1:2] not in ("", " ", "-"))
