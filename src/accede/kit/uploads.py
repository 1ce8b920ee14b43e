"""Files from outside: told by their content, measured, named anew, and kept outside the web root under their hash."""

import hashlib
import os
import re
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.http import FileResponse
from django.utils.translation import gettext

MEGABYTE = 1_000_000
#: What a zipped document may unpack to.
LARGEST_UNPACKED = 400 * MEGABYTE
MOST_MEMBERS = 5_000
_ZIPPED = {
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_STARTS = (
    (b"%PDF-", "pdf", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
)


class UploadRefused(ValueError):
    """The file is not taken; the message says why and what would be."""


class Uploaded(Protocol):
    """What a form gives: a name and the content by chunks."""

    name: str | None

    def chunks(self) -> Iterable[bytes]:
        """The content."""
        ...


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it was stored."""

    file_name: str
    content_type: str
    size: int
    sha256: str


def store(file: Uploaded) -> Stored:
    """Check the file and keep it. The same content is kept once. Raises :class:`UploadRefused`."""
    folder = Path(settings.UPLOAD_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    most = int(settings.UPLOAD_MEGABYTES) * MEGABYTE
    digest = hashlib.sha256()
    size = 0
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".upload-")
    try:
        with os.fdopen(handle, "wb") as target:
            for chunk in file.chunks():
                size += len(chunk)
                if size > most:
                    raise UploadRefused(
                        gettext("The file is larger than %(size)d MB; split it or make it smaller.")
                        % {"size": settings.UPLOAD_MEGABYTES}
                    )
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        if size == 0:
            raise UploadRefused(gettext("The file is empty."))
        extension, content_type = kind_of(Path(draft))
        name = digest.hexdigest()
        place = path_of(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(draft, place)
    finally:
        Path(draft).unlink(missing_ok=True)
    return Stored(clean_name(file.name or "", extension), content_type, size, name)


def path_of(sha256: str) -> Path:
    """Where the content with this hash is kept."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ValueError("a hash has 64 hexadecimal digits")
    return Path(settings.UPLOAD_DIR) / sha256[:2] / sha256


def kind_of(path: Path) -> tuple[str, str]:
    """The extension and the media type that the content shows. Raises :class:`UploadRefused` for any other content."""
    with path.open("rb") as file:
        start = file.read(64)
        for magic, extension, content_type in _STARTS:
            if start.startswith(magic):
                return extension, content_type
        if start.startswith(b"PK\x03\x04"):
            return _zipped(file)
        file.seek(0)
        return _text(file)


def _zipped(file: BinaryIO) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(it.file_size for it in members) > LARGEST_UNPACKED:
                raise UploadRefused(gettext("The document unpacks to too much; save it anew, without embedded files."))
            names = {it.filename for it in members}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise UploadRefused(gettext("The document holds macros; save it without them."))
            for member, found in _ZIPPED.items():
                if member in names:
                    return found
            if "mimetype" in names:
                with archive.open("mimetype") as opened:  # its start only: a member may unpack to anything
                    media = opened.read(100).strip()
                if media in _OPEN_DOCUMENT:
                    return _OPEN_DOCUMENT[media], media.decode("ascii")
    except UploadRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise UploadRefused(gettext("The file is damaged: it cannot be unpacked.")) from error
    raise _unknown()


def _text(file: BinaryIO) -> tuple[str, str]:
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(MEGABYTE):
            text = decoder.decode(chunk)
            if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text):
                raise _unknown()
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _unknown() from error
    return "txt", "text/plain; charset=utf-8"


def _unknown() -> UploadRefused:
    return UploadRefused(
        gettext(
            "This kind of file is not taken. Send PDF, Word, Excel, OpenDocument, PNG, JPEG or plain text in UTF-8."
        )
    )


def clean_name(name: str, extension: str) -> str:
    """The name without paths, controls and marks that turn the writing round, with the extension that the content has.

    >>> clean_name("../../etc/pass\\u202ewd.exe", "pdf"), clean_name("", "txt"), clean_name(".htaccess", "txt")
    ('passwd.pdf', 'file.txt', 'htaccess.txt')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*')
    stem = kept.strip(". ").rsplit(".", 1)[0].strip(". ")[:100] or "file"
    return f"{stem}.{extension}"


def attachment(stored_as: str, *, file_name: str, content_type: str) -> FileResponse:
    """The file as a download that no browser opens inside the site."""
    response = FileResponse(
        path_of(stored_as).open("rb"), as_attachment=True, filename=file_name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
