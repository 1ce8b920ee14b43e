"""Our activities as elements of the IATI Standard, version 2.03. The order of the elements is the schema's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal

from lxml import etree

from accede.partners.iati.money import Money

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CENT = Decimal("0.01")
#: "Developing countries, unspecified": a region for what is open to all.
EVERYWHERE = "998"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: its identifier with IATI, name and type (40: multilateral)."""

    ref: str
    name: str
    type: str = "40"


@dataclass(frozen=True, slots=True)
class Out:
    """What goes out of one activity."""

    reference: str
    title: str
    description: str
    status: str
    #: Type and day.
    dates: tuple[tuple[str, date], ...]
    changed: datetime
    scope: str
    sector: str
    countries: tuple[str, ...]
    #: Placeholder States of the sample: code and name.
    placeholders: tuple[tuple[str, str], ...] = ()
    #: Role, type of organisation ("" unknown) and name.
    organisations: tuple[tuple[str, str, str], ...] = ()
    #: Type, title and description.
    results: tuple[tuple[str, str, str], ...] = ()
    money: Money = field(default_factory=Money)


def identifier_of(publisher: Publisher, reference: str) -> str:
    """The identifier of one of our activities."""
    return f"{publisher.ref}-{reference}"


def shares(count: int) -> list[Decimal]:
    """Equal shares of 100 in hundredths, the last taking what is left.

    >>> [str(share) for share in shares(3)], shares(1)
    (['33.33', '33.33', '33.34'], [Decimal('100')])
    """
    if count == 1:
        return [Decimal(100)]
    each = (Decimal(100) / count).quantize(_CENT, rounding=ROUND_DOWN)
    return [each] * (count - 1) + [100 - each * (count - 1)]


def element_of(it: Out, publisher: Publisher, *, language: str = "en", currency: str = "USD") -> etree._Element:
    """The element of one activity."""
    sub = etree.SubElement
    top = etree.Element(
        "iati-activity",
        {
            "last-updated-datetime": it.changed.strftime("%Y-%m-%dT%H:%M:%SZ"), _LANG: language,
            "default-currency": currency, "hierarchy": "1",
        },
    )  # fmt: skip
    sub(top, "iati-identifier").text = identifier_of(publisher, it.reference)
    _named(sub(top, "reporting-org", {"ref": publisher.ref, "type": publisher.type}), publisher.name)
    _named(sub(top, "title"), it.title)
    _named(sub(top, "description", {"type": "1"}), it.description)
    accountable = {"ref": publisher.ref, "type": publisher.type, "role": "2"}
    _named(sub(top, "participating-org", accountable), publisher.name)
    for role, kind, name in it.organisations:
        _named(sub(top, "participating-org", {"role": role, "type": kind} if kind else {"role": role}), name)
    sub(top, "activity-status", {"code": it.status})
    for kind, day in it.dates:
        sub(top, "activity-date", {"type": kind, "iso-date": day.isoformat()})
    sub(top, "activity-scope", {"code": it.scope})
    _places(top, it)
    sub(top, "sector", {"vocabulary": "1", "code": it.sector, "percentage": "100"})
    sub(top, "collaboration-type", {"code": "4"})
    sub(top, "default-flow-type", {"code": "10"})
    sub(top, "default-finance-type", {"code": "110"})
    sub(top, "default-aid-type", {"code": "D02"})
    for budget in it.money.budgets:
        element = sub(top, "budget", {"type": budget.type, "status": budget.status})
        sub(element, "period-start", {"iso-date": budget.start.isoformat()})
        sub(element, "period-end", {"iso-date": budget.end.isoformat()})
        held = {"currency": budget.currency, "value-date": budget.start.isoformat()}
        sub(element, "value", held).text = f"{budget.value:.2f}"
    for paid in it.money.transactions:
        element, day_text = sub(top, "transaction"), paid.on.isoformat()
        sub(element, "transaction-type", {"code": paid.type})
        sub(element, "transaction-date", {"iso-date": day_text})
        sub(element, "value", {"currency": paid.currency, "value-date": day_text}).text = f"{paid.value:.2f}"
        if paid.provider:
            _named(sub(element, "provider-org"), paid.provider)
        if paid.receiver:
            _named(sub(element, "receiver-org"), paid.receiver)
    for kind, title, description in it.results:
        _result(top, kind, title, description)
    return top


def _places(top: etree._Element, it: Out) -> None:
    named: Sequence[tuple[str, dict[str, str], str]] = [
        *(("recipient-country", {"code": code}, "") for code in it.countries),
        *(("recipient-region", {"code": code, "vocabulary": "99"}, name) for code, name in it.placeholders),
    ]
    if not named:
        etree.SubElement(top, "recipient-region", {"code": EVERYWHERE, "vocabulary": "1", "percentage": "100"})
    for (tag, attributes, name), share in zip(named, shares(len(named)) if named else (), strict=True):
        element = etree.SubElement(top, tag, attributes | {"percentage": f"{share:f}"})
        if name:
            _named(element, name)


def _result(top: etree._Element, kind: str, title: str, description: str) -> None:
    element = etree.SubElement(top, "result", {"type": kind})
    _named(etree.SubElement(element, "title"), title)
    if description:
        _named(etree.SubElement(element, "description"), description)
    # The schema asks for an indicator; measure 5 is a qualitative one, which has no figures.
    indicator = etree.SubElement(element, "indicator", {"measure": "5"})
    _named(etree.SubElement(indicator, "title"), title)


def _named(element: etree._Element, text: str) -> None:
    etree.SubElement(element, "narrative").text = text


def clean(text: str) -> str:
    """Text without what XML cannot hold.

    >>> clean("a\\x0bb")
    'ab'
    """
    return _NO_XML.sub("", text)
