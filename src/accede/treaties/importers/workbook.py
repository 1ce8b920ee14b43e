"""XLSX from outside: its directory is weighed and its sheets are walked through before anything is built from it."""

import re
import zlib
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from accede.treaties.importers.guard import ImportRefused, Kind, Limits, Upload

Cell = str | int | float | bool | date | datetime | None
_CELL_TAG = re.compile(rb"<(?:\w+:)?c[\s/>]")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FORMULA, _VALUE = f"{_NAMESPACE}f", f"{_NAMESPACE}v"


def read_sheets(upload: Upload) -> dict[str, list[list[str]]]:
    """Sheets by name, cells as text (dates as YYYY-MM-DD). Raises :class:`ImportRefused`."""
    upload.expect(Kind.XLSX, what="A workbook")
    _inspect(upload)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(upload.data))
        return {
            name: [
                [_as_text(cell) for cell in row]
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in book.sheet_names
        }
    except (CalamineError, ValueError, OSError) as error:
        raise ImportRefused(
            f"is not readable as XLSX: {error}.", where=upload.name, remedy="Save it again from its source."
        ) from error


def _as_text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if (cell.hour, cell.minute, cell.second) == (0, 0, 0) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _inspect(upload: Upload) -> None:
    """Weigh the archive without trusting its own figures, and look at every cell for what must not be there."""
    try:
        with ZipFile(BytesIO(upload.data)) as archive:
            entries = _check_directory(archive, upload)
            sheets: list[tuple[str, bytes]] = []
            strings: list[int] = []
            spent = 0
            for entry in entries:
                content = _unpack(archive, entry, upload, spent)
                spent += len(content)
                # By what they hold: where the parts of a workbook lie is for the file to say, and cannot be relied on.
                if b"<sst" in content or b":sst" in content:
                    strings += _measure_strings(content, entry.filename, upload)
                if b"sheetData" in content:
                    sheets.append((entry.filename, content))
            for name, content in sheets:
                _walk_sheet(content, name, strings, upload)
    except (BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as error:
        if isinstance(error, ImportRefused):
            raise
        raise ImportRefused(
            f"is a damaged archive: {error}.", where=upload.name, remedy="Save it again from its source."
        ) from error


def _check_directory(archive: ZipFile, upload: Upload) -> list[ZipInfo]:
    limits, entries = upload.limits, archive.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > limits.zip_entries:
        raise ImportRefused(f"is an archive of {len(entries):,} entries.", where=upload.name)
    if len(names) != len(entries):
        raise ImportRefused("is an archive with two entries of one name.", where=upload.name)
    if "xl/workbook.xml" not in names:
        raise ImportRefused(
            "is an archive, and no XLSX workbook.", where=upload.name, remedy="Save the table as XLSX or CSV."
        )
    for name in sorted(names):
        lower = name.lower()
        if "vbaproject" in lower or lower.endswith(".bin"):
            raise ImportRefused(
                "holds macros or other programs.",
                where=f"{upload.name}, {name}",
                remedy="Save it as XLSX without macros.",
            )
        if lower.startswith("xl/externallinks/"):
            raise ImportRefused(
                "takes cells from other workbooks.", where=f"{upload.name}, {name}", remedy="Save the values only."
            )
    total = sum(entry.file_size for entry in entries)
    if total > limits.zip_bytes:
        raise ImportRefused(f"unpacks to {total:,} bytes: it looks like a ZIP bomb.", where=upload.name)
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise ImportRefused("is locked with a password.", where=upload.name, remedy="Save it without one.")
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise ImportRefused(
                "is packed in a way that workbooks are not.", where=f"{upload.name}, {entry.filename}",
                remedy="Save it again from its source.",
            )  # fmt: skip
        _check_ratio(entry.file_size, entry, upload.name, limits)
    return [entry for entry in entries if not entry.is_dir()]


def _check_ratio(size: int, entry: ZipInfo, name: str, limits: Limits) -> None:
    if size > 1_000_000 and size > limits.zip_ratio * max(entry.compress_size, 1):
        raise ImportRefused(
            f"unpacks more than {limits.zip_ratio} times its size: it looks like a ZIP bomb.",
            where=f"{name}, {entry.filename}",
        )


def _unpack(archive: ZipFile, entry: ZipInfo, upload: Upload, spent: int) -> bytes:
    """The entry, read in chunks, since a directory may lie about sizes."""
    found = bytearray()
    with archive.open(entry) as stream:
        while chunk := stream.read(1 << 18):
            found += chunk
            if spent + len(found) > upload.limits.zip_bytes:
                raise ImportRefused("unpacks to more than it may: it looks like a ZIP bomb.", where=upload.name)
            _check_ratio(len(found), entry, upload.name, upload.limits)
    return bytes(found)


def _elements(content: bytes, entry: str, upload: Upload, *, end_of: tuple[str, ...]) -> "_Walk":
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ImportRefused("declares a document type or an entity.", where=f"{upload.name}, {entry}")
    return _Walk(BytesIO(content), entry, upload, end_of)


class _Walk:
    """Elements of a part of the workbook one by one, each forgotten after it was seen."""

    def __init__(self, stream: IO[bytes], entry: str, upload: Upload, tags: tuple[str, ...]) -> None:
        self.place = f"{upload.name}, {entry}"
        self.events = etree.iterparse(
            stream, events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )

    def __iter__(self) -> "_Walk":
        return self

    def __next__(self) -> etree._Element:
        try:
            element = next(self.events)[1]
        except etree.XMLSyntaxError as error:
            raise ImportRefused(f"is not readable: {error}.", where=self.place) from error
        return element


def _forget(element: etree._Element) -> None:
    element.clear()
    while element.getprevious() is not None:
        parent = element.getparent()
        if parent is None:
            return
        del parent[0]


def _measure_strings(content: bytes, entry: str, upload: Upload) -> list[int]:
    lengths = []
    for element in _elements(content, entry, upload, end_of=(f"{_NAMESPACE}si",)):
        length = sum(len(text) for text in element.itertext())
        if length > upload.limits.cell_characters:
            raise ImportRefused(f"has a cell text of {length:,} characters.", where=upload.name)
        lengths.append(length)
        _forget(element)
    return lengths


def _walk_sheet(content: bytes, entry: str, strings: list[int], upload: Upload) -> None:
    limits, place = upload.limits, f"{upload.name}, {entry}"
    rows = columns = characters = seen = 0
    for row in _elements(content, entry, upload, end_of=(f"{_NAMESPACE}row",)):
        for cell in row:
            seen += 1
            reference = cell.get("r", "")
            found = _REFERENCE.match(reference)
            if reference and not found:
                raise ImportRefused(f"has a cell at '{reference[:20]}', which is no place.", where=place)
            if found:
                rows = max(rows, int(found.group(2)))
                columns = max(columns, _column_number(found.group(1)))
            characters += _characters(cell, reference, strings, place)
            # A single cell far away makes a reader build the whole empty sheet before it.
            if columns > limits.columns or rows * columns > limits.cells:
                raise ImportRefused(
                    f"has a cell at {reference}: a sheet of that size is no list of parties.", where=place,
                    remedy="Delete the rows and columns outside the table.",
                )  # fmt: skip
        if characters > limits.sheet_characters:
            raise ImportRefused(f"holds more than {limits.sheet_characters:,} characters.", where=place)
        _forget(row)
    if seen < len(_CELL_TAG.findall(content)):
        # Outside rows, or under another name: what is not seen here cannot be vouched for.
        raise ImportRefused(
            "has cells that are not in the rows of its sheet.",
            where=place,
            remedy="Save it as an ordinary XLSX workbook.",
        )


def _characters(cell: etree._Element, reference: str, strings: list[int], place: str) -> int:
    """How much text a cell stands for; a text may be stored once and used by thousands of cells."""
    length = 0
    for part in cell:
        if part.tag == _FORMULA:
            raise ImportRefused(
                "holds a formula, and only values are read.", where=f"{place}, cell {reference or '?'}",
                remedy="In the spreadsheet, copy the cells and paste them as values, then save.",
            )  # fmt: skip
        if part.tag == _VALUE:
            text = part.text or ""
            shared = cell.get("t") == "s" and text.isdecimal() and int(text) < len(strings)
            length += strings[int(text)] if shared else len(text)
        else:
            length += sum(len(text) for text in part.itertext())
    return length


@cache
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
