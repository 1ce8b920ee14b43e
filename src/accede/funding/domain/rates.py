"""The table of operational rates of exchange, read and brought in: every row checked, all of it or nothing.

The United Nations publishes its operational rates monthly as units of a currency for one US dollar, from a date. A table has
the columns ``currency`` (ISO 4217), ``rate`` and ``from``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction

from accede.accounts import trail
from accede.accounts.rights import Actor, demand
from accede.funding.domain import books
from accede.funding.domain.refusing import in_words
from accede.funding.ledger.faults import Fault
from accede.funding.ledger.money import HOUSE, currency_code
from accede.funding.models import ExchangeRate
from accede.funding.subjects import BOOKS
from accede.law.dates import parse_date
from accede.law.errors import LawError
from accede.treaties.importers.base import Findings
from accede.treaties.importers.guard import ImportRefused, Upload
from accede.treaties.importers.records import Record, read_records

REQUIRED = ("currency", "rate", "from")
OPTIONAL = ("name",)
MOST_ROWS = 50_000
#: More units for a dollar than any currency has had to be given for it in a table of operational rates.
_LARGEST = Decimal(10) ** 11


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read, and the rate that stands for the same day ("added" where none does)."""

    place: str
    currency: str
    rate: Decimal
    since: date
    before: Decimal | None

    @property
    def what(self) -> str:
        """ "added", "changed" or "unchanged"."""
        return "added" if self.before is None else "unchanged" if self.before == self.rate else "changed"


@dataclass(frozen=True, slots=True)
class Preview:
    """What bringing in a table would do, and every fault of it."""

    file_name: str
    digest: str
    rows: tuple[Row, ...]
    faults: tuple[tuple[str, str, str], ...]

    def count(self, what: str) -> int:
        """How many rows are "added", "changed" or "unchanged"."""
        return sum(it.what == what for it in self.rows)


class RatesRefused(ValueError):
    """The table has faults and nothing of it was taken."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(f"{preview.file_name}: {len(preview.faults)} faults")
        self.preview = preview


def preview(upload: Upload) -> Preview:
    """Read a table and compare it with what is known. Raises ``ImportRefused`` for what is no such table."""
    findings = Findings(upload.name)
    standing = {(it.currency, it.since): it.rate for it in ExchangeRate.objects.order_by("id")}
    closed = books.closed_until()
    rows: list[Row] = []
    seen: dict[tuple[str, date], str] = {}
    records = read_records(upload, findings, required=REQUIRED, optional=OPTIONAL, what="A table of rates of exchange")
    for number, record in enumerate(records, start=1):
        if number > MOST_ROWS:
            raise ImportRefused(f"has more than {MOST_ROWS:,} rows.", where=upload.name)
        row = _row(record, findings, standing)
        if row is None:
            continue
        key = (row.currency, row.since)
        if key in seen:
            findings.fault(row.place, "currency", f"{row.currency} of {row.since} is given already, in {seen[key]}.")
        elif row.what == "changed" and closed is not None and row.since <= closed:
            findings.fault(
                row.place, "rate",
                f"{row.currency} of {row.since} stands at {_text(row.before)}, and the period up to {closed} is closed.",
            )  # fmt: skip
        else:
            rows.append(row)
        seen.setdefault(key, row.place)
    faults = tuple((it.entry, it.field, it.message) for it in findings.all_faults())
    return Preview(upload.name, upload.digest, tuple(rows), faults)


def _text(rate: Decimal | None) -> str:
    return f"{rate.normalize():f}" if rate is not None else ""


def _row(record: Record, findings: Findings, standing: dict[tuple[str, date], Decimal]) -> Row | None:
    place, values = record.place, record.values
    before = len(findings.faults) + findings.left_out
    currency, rate, since = "", Decimal(0), None
    try:
        currency = currency_code(values.get("currency", ""))
        if currency == HOUSE and values.get("rate", "") not in ("1", "1.0", "1.00", "1.000"):
            findings.fault(place, "rate", "of the US dollar for the US dollar is 1.")
    except Fault as fault:
        findings.fault(place, "currency", in_words(fault))
    try:
        rate = Decimal(values.get("rate", ""))
        if not rate.is_finite() or rate <= 0 or rate > _LARGEST:
            raise InvalidOperation
        if rate != round(rate, 8):
            findings.fault(place, "rate", f"'{values['rate'][:40]}' has more than eight decimal places.")
    except InvalidOperation:
        findings.fault(
            place, "rate", f"'{values.get('rate', '')[:40]}' is no rate; write units for one US dollar, such as 0.917."
        )
    try:
        since = parse_date(_day(values.get("from", "")), field="from")
    except LawError as error:
        findings.fault(place, "from", str(error).removeprefix("from: "))
    if since is None or not record.sound or len(findings.faults) + findings.left_out > before:
        return None
    return Row(place, currency, rate, since, standing.get((currency, since)))


def _day(text: str) -> str:
    """A spreadsheet's date has a time behind it, of which midnight means none."""
    return text.removesuffix(" 00:00:00").removesuffix("T00:00:00")


def bring_in(upload: Upload, *, by: Actor, now: datetime, command: bool = False) -> Preview:
    """Take the table, all of it or nothing; the same again changes nothing. *command* is for whoever owns the database.

    Raises ``Denied``, ``ImportRefused`` or :class:`RatesRefused`.
    """
    if not command:
        demand(by, "bring", BOOKS)
    with transaction.atomic():
        books.lock()
        found = preview(upload)
        if found.faults:
            raise RatesRefused(found)
        new: Sequence[Row] = [it for it in found.rows if it.what != "unchanged"]
        ExchangeRate.objects.bulk_create(
            [
                ExchangeRate(
                    currency=it.currency, rate=it.rate, since=it.since, file_name=found.file_name[:200],
                    sha256=found.digest, brought_at=now, brought_by_id=by.person,
                )
                for it in new
            ],
            batch_size=500,
        )  # fmt: skip
        if new:
            trail.add(
                by=by, verb="rates", record="books", record_id="", now=now, agent="command" if command else "",
                after={"file": found.file_name, "added": found.count("added"), "changed": found.count("changed")},
            )  # fmt: skip
    return found
