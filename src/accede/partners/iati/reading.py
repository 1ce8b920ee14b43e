"""From the element of an activity to its record; whatever cannot be understood is collected, and none of it is guessed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from hashlib import blake2b

from lxml import etree

from accede.partners.iati import codes
from accede.partners.iati.records import ActivityRecord, Budget, Fault, Party, Result, Share, Spending
from accede.partners.iati.ruleset import WARNING, record_faults
from accede.partners.iati.stream import Source, activities

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?")
_FRACTION = re.compile(r"(\.\d{6})\d+")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?")
_SAME = frozenset({"A1", "A2", "A3", "A9", "B1"})
LONGEST_IDENTIFIER = 200
_MOST_PARTS = 400


def read(source: Source) -> Iterator[ActivityRecord]:
    """The activities of a file in order; ``faults`` of each says what was wrong. Raises ``FileRefused``."""
    for element in activities(source):
        yield record_of(element)


def record_of(element: etree._Element) -> ActivityRecord:
    """One activity."""
    return _Reader(element).record()


class _Reader:
    """Collects the parts of one activity."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        self.language = element.get(_LANG) or ""
        self.currency = (element.get("default-currency") or "").strip()
        self.faults: list[Fault] = []
        self.identifier = ""
        self.publisher = Party("", "")
        self.titles: list[tuple[str, str]] = []
        self.descriptions: list[str] = []
        self.status = ""
        self.dates: dict[str, date] = {}
        self.organisations: list[Party] = []
        self.shares: dict[str, list[Share]] = {"recipient-country": [], "recipient-region": [], "sector": []}
        #: Those that stand with transactions: they count where the activity has none of its own.
        self.spread: dict[str, dict[tuple[str, str], Share]] = {
            "recipient-country": {},
            "recipient-region": {},
            "sector": {},
        }
        self.budgets: list[Budget] = []
        self.sums: dict[tuple[str, str], tuple[Decimal, int]] = {}
        self.results: list[Result] = []
        self.same: list[str] = []
        self.related: list[str] = []

    def record(self) -> ActivityRecord:
        updated = self._time("last-updated-datetime", self.element.get("last-updated-datetime"))
        parent = self.element.getparent()
        made = parent.get("generated-datetime") if parent is not None else None
        if self.currency and self.currency not in codes.currencies():
            self.fault(self.element, "iati-activity", f"default-currency “{self.currency}” is none of ISO 4217")
        for part in self.element:
            take = _TAKES.get(str(part.tag))
            if take is not None:
                take(self, part)
        countries, regions, sectors = (
            tuple(self.shares[name] or self.spread[name].values())
            for name in ("recipient-country", "recipient-region", "sector")
        )
        if self.shares["recipient-country"] or self.shares["recipient-region"]:
            countries, regions = tuple(self.shares["recipient-country"]), tuple(self.shares["recipient-region"])
        self._required()
        found = ActivityRecord(
            identifier=self.identifier, line=self.element.sourceline or 0, publisher=self.publisher, updated=updated,
            titles=tuple(self.titles), descriptions=tuple(self.descriptions), status=self.status,
            dates=tuple(sorted(self.dates.items())), organisations=tuple(self.organisations[:_MOST_PARTS]),
            countries=countries, regions=regions, sectors=sectors, budgets=tuple(self.budgets[:_MOST_PARTS]),
            spending=tuple(Spending(*key, *held) for key, held in sorted(self.sums.items())),
            results=tuple(self.results[:_MOST_PARTS]), same_as=tuple(dict.fromkeys(self.same)),
            related=tuple(dict.fromkeys(self.related)),
            generated=_moment(made), digest=blake2b(etree.tostring(self.element, with_tail=False), digest_size=20).hexdigest(),
        )  # fmt: skip
        self.faults += record_faults(found)
        return found if not self.faults else _with_faults(found, tuple(self.faults))

    def fault(self, at: etree._Element, name: str, message: str, remedy: str = "", level: str = "error") -> None:
        self.faults.append(Fault(self.identifier, at.sourceline or 0, name, message, remedy, level))

    def _required(self) -> None:
        if not self.identifier:
            self.fault(self.element, "iati-identifier", "is missing or empty", "give the activity its identifier")
        elif len(self.identifier) > LONGEST_IDENTIFIER:
            self.fault(self.element, "iati-identifier", f"is longer than {LONGEST_IDENTIFIER} characters")
        if not self.publisher.ref:
            self.fault(self.element, "reporting-org", "names no organisation", "give its identifier as ref")
        if not any(text for _, text in self.titles):
            self.fault(self.element, "title", "is missing or empty", "give the activity a title")
        if not self.status:
            self.fault(self.element, "activity-status", "is missing", "give a code from 1 to 6")

    # What each element gives.

    def take_identifier(self, part: etree._Element) -> None:
        self.identifier = _text(part)
        self.faults = [_renamed(fault, self.identifier) for fault in self.faults]

    def take_publisher(self, part: etree._Element) -> None:
        self.publisher = Party((part.get("ref") or "").strip()[:200], _narrative(part)[:300], part.get("type") or "")

    def take_title(self, part: etree._Element) -> None:
        for child in part:
            if child.tag == "narrative" and (text := _text(child)):
                self.titles.append((child.get(_LANG) or self.language, text))

    def take_description(self, part: etree._Element) -> None:
        if (text := _narrative(part)) and text not in self.descriptions:
            self.descriptions.append(text)

    def take_party(self, part: etree._Element) -> None:
        role = part.get("role") or ""
        if role not in codes.ROLES:
            self.fault(part, "participating-org", f"role “{role}” is not known", "use 1, 2, 3 or 4")
        self.organisations.append(
            Party((part.get("ref") or "").strip(), _narrative(part), part.get("type") or "", role)
        )

    def take_status(self, part: etree._Element) -> None:
        self.status = part.get("code") or ""
        if self.status not in codes.STATUSES:
            self.fault(part, "activity-status", f"code “{self.status}” is not known", "use a code from 1 to 6")

    def take_date(self, part: etree._Element) -> None:
        kind, day = part.get("type") or "", self._date(part, "activity-date", part.get("iso-date"))
        if kind not in codes.DATE_TYPES:
            self.fault(part, "activity-date", f"type “{kind}” is not known", "use a type from 1 to 4")
        elif day is not None:
            self.dates.setdefault(kind, day)

    def take_share(self, part: etree._Element) -> None:
        if (share := self._share(part)) is not None:
            self.shares[str(part.tag)].append(share)

    def take_budget(self, part: etree._Element) -> None:
        start, end = (self._dated(part, name, "budget") for name in ("period-start", "period-end"))
        value = part.find("value")
        amount = self._money(value, "budget/value") if value is not None else None
        if value is None:
            self.fault(part, "budget", "has no value", "give it one")
        if start is not None and end is not None and amount is not None:
            kind, status = part.get("type") or "1", part.get("status") or "1"
            self.budgets.append(Budget(start, end, *amount, kind, status))

    def take_transaction(self, part: etree._Element) -> None:
        kind, amount = "", None
        for child in part:
            tag = child.tag
            if tag == "transaction-type":
                kind = child.get("code") or ""
            elif tag == "value":
                amount = self._money(child, "transaction/value")
            elif tag == "transaction-date":
                self._date(child, "transaction/transaction-date", child.get("iso-date"))
            elif tag in self.spread:
                key = (child.get("code") or "", child.get("vocabulary") or "")
                held = self.spread[str(tag)]
                if key not in held and (share := self._share(child, of="transaction/")) is not None:
                    held[key] = share
            elif tag in ("provider-org", "receiver-org"):
                other = child.get("provider-activity-id") or child.get("receiver-activity-id")
                if other:
                    self.related.append(other.strip())
        if kind not in codes.TRANSACTION_TYPES:
            self.fault(part, "transaction/transaction-type", f"code “{kind}” is not known", "use a code from 1 to 13")
        elif amount is not None:
            total, count = self.sums.get((kind, amount[1]), (Decimal(0), 0))
            self.sums[kind, amount[1]] = total + amount[0], count + 1

    def take_result(self, part: etree._Element) -> None:
        kind = part.get("type") or ""
        if kind not in codes.RESULT_TYPES:
            self.fault(part, "result", f"type “{kind}” is not known", "use 1, 2, 3 or 9")
        title, indicators = "", []
        for child in part:
            if child.tag == "title":
                title = _narrative(child)
            elif child.tag == "indicator":
                indicators.append(next((_narrative(it) for it in child if it.tag == "title"), ""))
        self.results.append(Result(kind, title, tuple(indicators[:_MOST_PARTS])))

    def take_other(self, part: etree._Element) -> None:
        if part.get("type") in _SAME and (ref := (part.get("ref") or "").strip()):
            self.same.append(ref)

    def take_related(self, part: etree._Element) -> None:
        if ref := (part.get("ref") or "").strip():
            self.related.append(ref)

    # Values.

    def _share(self, part: etree._Element, of: str = "") -> Share | None:
        tag, code = str(part.tag), (part.get("code") or "").strip()
        vocabulary, name = part.get("vocabulary") or "", f"{of}{tag}"
        # The place of one payment: published files have regions here; the payment counts all the same.
        level = WARNING if of else "error"
        if tag == "recipient-country" and code not in codes.countries():
            self.fault(part, name, f"code “{code}” is none of ISO 3166-1", "use two capital letters", level)
            return None
        if tag == "recipient-region" and vocabulary in ("", "1") and code not in codes.REGIONS:
            self.fault(
                part,
                name,
                f"code “{code}” is no region of the OECD DAC",
                "name its vocabulary, or mend the code",
                level,
            )
            return None
        if tag == "sector" and not codes.known_sector(code, vocabulary):
            self.fault(
                part, name, f"code “{code}” cannot be of vocabulary {vocabulary or 1}", "name its vocabulary", level
            )
            return None
        return Share(code, self._percentage(part, name), vocabulary, _narrative(part) if tag == "sector" else "")

    def _percentage(self, part: etree._Element, name: str) -> Decimal | None:
        text = part.get("percentage")
        if text is None or not text.strip():
            return None
        value = _decimal(text)
        if value is None or not 0 <= value <= 100:
            level = WARNING if part.get("vocabulary") in codes.OWN_VOCABULARIES else "error"
            self.fault(
                part, name, f"percentage “{text[:20]}” is none", "give a number from 0 to 100, without a sign", level
            )
            return None
        return value

    def _money(self, value: etree._Element, name: str) -> tuple[Decimal, str] | None:
        amount = _decimal(value.text or "")
        if amount is None:
            self.fault(value, name, f"“{(value.text or '').strip()[:20]}” is no number", "use digits and a point alone")
            return None
        currency = (value.get("currency") or self.currency).strip()
        if not currency:
            self.fault(value, name, "has no currency", "name one, or a default-currency of the activity")
            return None
        if currency not in codes.currencies():
            self.fault(value, name, f"currency “{currency[:10]}” is none of ISO 4217", "use its three letters")
            return None
        if value.get("value-date") is not None:
            self._date(value, name, value.get("value-date"))
        return amount, currency

    def _dated(self, part: etree._Element, child: str, of: str) -> date | None:
        found = part.find(child)
        if found is None:
            self.fault(part, of, f"has no {child}", "give it one")
            return None
        return self._date(found, f"{of}/{child}", found.get("iso-date"))

    def _date(self, part: etree._Element, name: str, text: str | None) -> date | None:
        match = _DATE.fullmatch((text or "").strip())
        if match is not None:
            try:
                return date.fromisoformat(match[1])
            except ValueError:
                pass
        self.fault(part, name, f"“{(text or '')[:30]}” is no date", "write it as 2012-01-31")
        return None

    def _time(self, name: str, text: str | None) -> datetime | None:
        found = _moment(text)
        if found is None and text is not None and text.strip():
            self.fault(
                self.element, "iati-activity", f"{name} “{text[:30]}” is no time", "write it as 2012-01-31T12:00:00Z"
            )
        return found


_TAKES: dict[str, Callable[[_Reader, etree._Element], None]] = {
    "iati-identifier": _Reader.take_identifier, "reporting-org": _Reader.take_publisher, "title": _Reader.take_title,
    "description": _Reader.take_description, "participating-org": _Reader.take_party,
    "activity-status": _Reader.take_status, "activity-date": _Reader.take_date, "recipient-country": _Reader.take_share,
    "recipient-region": _Reader.take_share, "sector": _Reader.take_share, "budget": _Reader.take_budget,
    "transaction": _Reader.take_transaction, "result": _Reader.take_result, "other-identifier": _Reader.take_other,
    "related-activity": _Reader.take_related,
}  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    """A time, in UTC where it names no zone; None for what is none."""
    try:
        found = datetime.fromisoformat(_FRACTION.sub(r"\1", (text or "").strip()))
        return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    except ValueError:
        return None


def _text(element: etree._Element) -> str:
    return " ".join((element.text or "").split())


def _narrative(element: etree._Element) -> str:
    for child in element:
        if child.tag == "narrative" and (text := _text(child)):
            return text
    return ""


def _decimal(text: str) -> Decimal | None:
    text = text.strip()
    if len(text) > 40 or not _NUMBER.fullmatch(text):
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if abs(value) < Decimal("1e18") else None


def _renamed(fault: Fault, identifier: str) -> Fault:
    return Fault(identifier, fault.line, fault.element, fault.message, fault.remedy, fault.level, fault.source)


def _with_faults(found: ActivityRecord, faults: tuple[Fault, ...]) -> ActivityRecord:
    return replace(found, faults=tuple(_renamed(fault, found.identifier) for fault in faults))
