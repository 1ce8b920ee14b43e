"""Tables as people would hand them in, and the way from one to a preview and into the database."""

import csv
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

from accede.cooperation import domain
from accede.cooperation.imports import KINDS, Decisions, Preview, make_preview
from accede.kit.tables import Table, xlsx_bytes
from accede.law.shipped import shipped_catalogue, shipped_participants
from accede.treaties.importers.guard import upload_from
from accede.treaties.models import ImportBatch

NOW = datetime(2026, 2, 1, 9, tzinfo=UTC)
TODAY = NOW.date()

STATEMENT = {
    "instrument": "untoc-2000", "participant": "BRA", "type": "declaration", "subject": "treaty-basis",
    "date": "2004-01-29", "value": "yes", "article": "16(5)(a)", "source": "Depositary notification (test)",
}  # fmt: skip
TREATY = {
    "id": "test-1", "kind": "extradition", "title": "Treaty on Extradition", "party_a": "BRA", "party_b": "KEN",
    "signed": "2001-02-03", "in_force_from": "2002-03-04", "source": "Register of treaties (test)",
}  # fmt: skip
LAW = {
    "participant": "BRA", "holds_from": "1981-01-01", "treaty_required": "no", "surrenders_nationals": "no",
    "threshold_years": "1", "source": "Reply to a questionnaire (test)",
}  # fmt: skip
AUTHORITY = {
    "participant": "KEN", "purpose": "both", "name": "Office for Testing", "address": "1 Test Street",
    "languages": "English; French", "channels": "diplomatic channel; post", "urgent_contact": "urgent@example.org",
    "last_verified": "2025-06-01", "source": "Note verbale (test)",
}  # fmt: skip
ROWS = {"statements": STATEMENT, "bilateral": TREATY, "own-law": LAW, "authorities": AUTHORITY}

Row = dict[str, str]


def columns_of(rows: Sequence[Row]) -> list[str]:
    """Every column that a row has, in the order met."""
    return list(dict.fromkeys(name for row in rows for name in row))


def csv_of(*rows: Row) -> bytes:
    """The rows as CSV, every cell as it is given."""
    text = StringIO(newline="")
    writer = csv.DictWriter(text, columns_of(rows))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def xlsx_of(*rows: Row) -> bytes:
    """The rows as a workbook."""
    return xlsx_bytes([Table.of(rows, columns_of(rows))])


def shown(kind: str, data: bytes, *, name: str = "table.csv", source: str = "", **decided: Any) -> Preview[Any]:
    """The preview of a table."""
    return make_preview(
        KINDS[kind], upload_from(data, name=name), catalogue=shipped_catalogue(),
        participants=shipped_participants(),
        today=TODAY, source=source, decisions=Decisions(**decided),
    )  # fmt: skip


def brought_in(kind: str, *rows: Row, **decided: Any) -> ImportBatch:
    """The rows, imported."""
    preview = shown(kind, csv_of(*rows), **decided)
    assert not preview.blocked, preview.to_dict()
    return domain.apply_import(preview, now=NOW)


def faults(preview: Preview[Any]) -> str:
    """All faults as one text."""
    return "\n".join(str(fault) for fault in preview.faults)


def day(text: str) -> date:
    """A date."""
    return date.fromisoformat(text)
