"""CSV from outside: the delimiter by its first lines, quotes strictly, every record with its line."""

import csv
from io import StringIO

from accede.treaties.importers.guard import ImportRefused, Upload, text_of


def csv_rows(upload: Upload) -> list[tuple[str, list[str]]]:
    """Records with their place ("line 12"). Comma, semicolon and tab are told apart by the line that has most of one.

    Raises :class:`ImportRefused` for quotes that do not close and for what is no table.
    """
    text = text_of(upload)
    delimiter = _delimiter(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[tuple[str, list[str]]] = []
    last = 0
    try:
        for cells in reader:
            place = f"line {last + 1}"
            last = reader.line_num
            if len(records) >= upload.limits.lines:
                raise ImportRefused(f"has more than {upload.limits.lines:,} records.", where=upload.name)
            if any(cell.strip() for cell in cells):
                records.append((place, [cell.strip() for cell in cells]))
    except csv.Error as error:
        raise ImportRefused(
            f"is not readable as CSV: {error}.", where=f"{upload.name}, line {reader.line_num}",
            remedy="A quote inside a cell is written twice, and a quoted cell ends with a quote.",
        ) from error  # fmt: skip
    return records


def _delimiter(text: str) -> str:
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    counts = {sign: max((line.count(sign) for line in lines), default=0) for sign in ("\t", ";", ",")}
    # Headings and notes hold commas; tabs and semicolons stand there for nothing else.
    if counts["\t"]:
        return "\t"
    return ";" if counts[";"] > counts[","] else ","
