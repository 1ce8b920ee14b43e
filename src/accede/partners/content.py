"""The essentials of a partner's activity as they are stored, and back."""

from datetime import date
from decimal import Decimal
from typing import Any

from accede.partners.iati import codes
from accede.partners.iati.records import ActivityRecord, Party, Share


def states_of(it: ActivityRecord) -> str:
    """Codes of participants, ";KEN;TZA;"; "" where none is named."""
    found = sorted({state for share in it.countries if (state := codes.state_of(share.code))})
    return f";{';'.join(found)};" if found else ""


def content_of(it: ActivityRecord) -> dict[str, Any]:
    """What is kept of the record beside its columns. Amounts are text, so that no digit is lost."""
    return {
        "titles": [list(pair) for pair in it.titles],
        "descriptions": list(it.descriptions[:3]),
        "dates": {kind: day.isoformat() for kind, day in it.dates},
        "organisations": [[party.ref, party.name, party.type, party.role] for party in it.organisations],
        **{name: [_share(share) for share in getattr(it, name)] for name in ("countries", "regions", "sectors")},
        "budgets": [
            [each.start.isoformat(), each.end.isoformat(), str(each.value), each.currency, each.type, each.status]
            for each in it.budgets
        ],
        "spending": [[each.type, each.currency, str(each.total), each.count] for each in it.spending],
        "results": [[each.type, each.title, list(each.indicators)] for each in it.results],
        "same_as": list(it.same_as),
        "related": list(it.related[:100]),
    }


def _share(share: Share) -> list[str]:
    return [share.code, "" if share.percentage is None else str(share.percentage), share.vocabulary, share.name]


def parties(content: dict[str, Any]) -> list[Party]:
    """The organisations that take part."""
    return [Party(*row) for row in content.get("organisations", [])]


def shares(content: dict[str, Any], name: str) -> list[Share]:
    """Countries, regions or sectors."""
    return [
        Share(code, Decimal(percentage) if percentage else None, vocabulary, label)
        for code, percentage, vocabulary, label in content.get(name, [])
    ]


def dates(content: dict[str, Any]) -> dict[str, date]:
    """The dates by their type."""
    return {kind: date.fromisoformat(day) for kind, day in content.get("dates", {}).items()}
