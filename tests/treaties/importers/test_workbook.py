"""Workbooks are weighed before they are built: bombs, formulas, macros and cells far away are refused."""

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from tests.treaties.importers.samples import workbook

from accede.treaties.importers.guard import ImportRefused, Limits, upload_from
from accede.treaties.importers.workbook import read_sheets

SMALL = Limits(zip_bytes=20_000_000)


def read(data: bytes, limits: Limits = SMALL) -> dict[str, list[list[str]]]:
    return read_sheets(upload_from(data, name="list.xlsx", limits=limits))


def refused(data: bytes, limits: Limits = SMALL) -> str:
    with pytest.raises(ImportRefused) as caught:
        read(data, limits)
    return str(caught.value)


def rebuilt(data: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """The archive with entries changed, taken out (None) or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = change(entry.filename, old.read(entry))
            if content is not None:
                new.writestr(entry.filename, content)
        for name, content in more.items():
            new.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def unchanged(name: str, content: bytes) -> bytes:
    return content


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, content: content.replace(old, new) if name == "xl/worksheets/sheet1.xml" else content


def test_cells_are_read_as_text() -> None:
    sheets = read(workbook([["Kenya", date(2001, 11, 16), 7, 1.5, True], [" Nepal ", "-", "", "", "x"]], sheet="List"))
    assert sheets == {"List": [["Kenya", "2001-11-16", "7", "1.5", "True"], ["Nepal", "-", "", "", "x"]]}


def test_a_zip_bomb_that_declares_its_size() -> None:
    bomb = rebuilt(workbook([["a"]]), unchanged, xl__worksheets__sheet2=b" " * 30_000_000)
    assert "looks like a ZIP bomb" in refused(bomb)


def test_a_zip_bomb_that_lies_about_its_size() -> None:
    bomb = rebuilt(workbook([["a"]]), unchanged, xl__media__a=b"\0" * 15_000_000)
    lie = (1000).to_bytes(4, "little")
    lying = bomb.replace((15_000_000).to_bytes(4, "little"), lie)
    assert lying != bomb
    message = refused(lying)
    assert "ZIP bomb" in message or "damaged archive" in message


def test_a_bomb_in_the_ratio_alone() -> None:
    assert "more than 200 times its size" in refused(rebuilt(workbook([["a"]]), unchanged, xl__a=b"\0" * 5_000_000))


def test_too_many_entries_and_two_of_one_name() -> None:
    many = {f"xl__f{number}": b"" for number in range(1100)}
    assert "entries" in refused(rebuilt(workbook([["a"]]), unchanged, **many))
    out = BytesIO(workbook([["a"]]))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert "two entries of one name" in refused(out.getvalue())


def test_an_archive_that_is_no_workbook() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert "no XLSX workbook" in refused(out.getvalue())
    assert "damaged archive" in refused(workbook([["a"]])[:-60])


def test_a_formula_is_refused_with_its_cell() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write(0, 0, "Kenya")
        page.write_formula(2, 1, "=1+1")
    message = refused(out.getvalue())
    assert "holds a formula" in message
    assert "cell B3" in message
    assert "paste them as values" in message


def test_macros_and_links_to_other_workbooks() -> None:
    plain = workbook([["a"]])
    assert "macros" in refused(rebuilt(plain, unchanged, xl__vbaProject=b"x"))
    assert "other workbooks" in refused(rebuilt(plain, unchanged, xl__externalLinks__externalLink1=b"<x/>"))


def test_one_cell_far_away_does_not_make_a_giant_sheet() -> None:
    far = rebuilt(workbook([["a"]]), in_sheet(b'r="A1"', b'r="XFD1048576"'))
    assert "XFD1048576" in refused(far)
    deep = rebuilt(workbook([["a"]]), in_sheet(b'<c r="A1"', b'<c r="JA1048576"'))
    assert "a sheet of that size is no list of parties" in refused(deep)


def test_cells_where_no_reader_should_find_them() -> None:
    loose = rebuilt(workbook([["a"]]), in_sheet(b"</sheetData>", b'</sheetData><c r="A5"><f>1+1</f></c>'))
    assert "not in the rows of its sheet" in refused(loose)
    moved = rebuilt(
        workbook([["a", "b"]]), lambda name, content: None if name == "xl/worksheets/sheet1.xml" else content,
        xl__elsewhere=b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
        b'<c r="A1"><f>1+1</f></c></row></sheetData></worksheet>',
    )  # fmt: skip
    assert "holds a formula" in refused(moved)


def test_one_long_text_used_by_many_cells() -> None:
    data = workbook([["b" * 30_000]] * 3000)
    assert "characters" in refused(data, Limits(zip_bytes=20_000_000))


def test_entities_in_a_part_of_the_workbook() -> None:
    evil = in_sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY e "e">]><worksheet')
    assert "document type" in refused(rebuilt(workbook([["a"]]), evil))


def test_a_hundred_thousand_rows_are_read() -> None:
    rows = [["KEN", "2001-11-16"]] * 100_000
    sheets = read(workbook(rows), Limits())
    assert len(sheets["Sheet1"]) == 100_000
