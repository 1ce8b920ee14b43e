"""Files from outside, hostile ones among them."""

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accede.kit import uploads
from accede.kit.uploads import UploadRefused, clean_name, store

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.UPLOAD_DIR = tmp_path / "uploads"
    settings.UPLOAD_MEGABYTES = 1
    return tmp_path / "uploads"


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def sent(content: bytes, name: str = "paper.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.mark.parametrize(
    ("content", "name", "media"),
    [
        (b"%PDF-1.7 x", "paper.pdf", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n x", "paper.png", "image/png"),
        (b"\xff\xd8\xff\xe0 x", "paper.jpg", "image/jpeg"),
        ("Größe\tund كلمة\r\n".encode(), "paper.txt", "text/plain; charset=utf-8"),
        (zipped({"word/document.xml": b"<a/>"}), "paper.docx", WORD),
        (zipped({"mimetype": OPEN_TEXT.encode()}), "paper.odt", OPEN_TEXT),
    ],
)  # fmt: skip
def test_the_content_decides_what_a_file_is(content: bytes, name: str, media: str, folder: Path) -> None:
    stored = store(sent(content, "paper.exe"))
    assert (stored.file_name, stored.content_type, stored.size) == (name, media, len(content))
    assert uploads.path_of(stored.sha256) == folder / stored.sha256[:2] / stored.sha256
    assert uploads.path_of(stored.sha256).read_bytes() == content
    assert store(sent(content)).sha256 == stored.sha256, "the same content is kept once"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 a program", "not taken"),
        (b"text with a \x00 in it", "not taken"),
        (b"\x1b[31m turns a terminal red", "not taken"),
        ("latin".encode("utf-16"), "not taken"),
        (b"x" * 1_000_001, "larger than 1 MB"),
        (b"\x7fELF\x02", "not taken"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (zipped({"evil.exe": b"MZ"}), "not taken"),
        (zipped({"word/document.xml": b"<a/>", "word/vbaProject.bin": b"macro"}), "macros"),
        (zipped({"mimetype": b"application/java-archive"}), "not taken"),
        (zipped({f"m{number}": b"" for number in range(5_001)} | {"xl/workbook.xml": b""}), "unpacks to too much"),
    ],
)  # fmt: skip
def test_what_is_refused_leaves_nothing(content: bytes, said: str, folder: Path) -> None:
    with pytest.raises(UploadRefused, match=said):
        store(sent(content))
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_zip_that_unpacks_to_a_mountain_is_refused() -> None:
    """The sizes in the directory of a zip may lie: what claims little is never unpacked, what claims much is refused."""
    honest = bytearray(zipped({"word/document.xml": b"<a/>", "media/big.bin": b"x"}))
    place = honest.rindex(b"PK\x01\x02")
    honest[place + 24 : place + 28] = struct.pack("<I", 500_000_000)
    with pytest.raises(UploadRefused, match="unpacks"):
        store(sent(bytes(honest)))
    mountain = zipped({"mimetype": b"\x00" * 50_000_000})
    assert len(mountain) < 100_000
    with pytest.raises(UploadRefused, match="not taken"):
        store(sent(mountain))


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\note.docx", "note.pdf"),
        ("report\u202efdp.exe", "reportfdp.pdf"),
        ("line\r\nSet-Cookie: a=b.pdf", "lineSet-Cookie a=b.pdf"),
        ("...", "file.pdf"),
        ("كلمة.pdf", "كلمة.pdf"),
        ("x" * 300, "x" * 100 + ".pdf"),
    ],
)
def test_names_are_cleaned(given: str, clean: str) -> None:
    assert clean_name(given, "pdf") == clean


def test_nothing_but_a_hash_is_a_place() -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        uploads.path_of("../../../etc/passwd")
