"""Activities as iCalendar (RFC 5545), for the calendars that people already have."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from accede.assistance.models import Activity

LONGEST_LINE = 75


def ical(activities: Iterable[Activity], *, now: datetime, host: str, name: str) -> bytes:
    """The feed. An activity is an all-day event; its end is the day after the last, as the standard has it."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Accede//Activities//EN", "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escape(name)}",
    ]  # fmt: skip
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for it in activities:
        if it.starts is None:
            continue
        last = it.ends or it.starts
        lines += [
            "BEGIN:VEVENT",
            f"UID:{it.reference}@{host}",
            f"DTSTAMP:{stamp}",
            f"LAST-MODIFIED:{it.changed_at.astimezone(UTC).strftime('%Y%m%dT%H%M%SZ')}",
            f"SEQUENCE:{it.version - 1}",
            f"DTSTART;VALUE=DATE:{it.starts:%Y%m%d}",
            f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escape(it.title)}",
            *([f"LOCATION:{escape(it.place)}"] if it.place else []),
            f"STATUS:{_STATUS.get(it.status, 'CONFIRMED')}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines).encode()


_STATUS = {"idea": "TENTATIVE", "planned": "TENTATIVE", "cancelled": "CANCELLED"}


def escape(text: str) -> str:
    r"""Text as a value of the standard.

    >>> print(escape("Courts; law, and\nmore"))
    Courts\; law\, and\nmore
    """
    plain = "".join(sign for sign in text.replace("\r\n", "\n").replace("\r", "\n") if sign == "\n" or ord(sign) >= 32)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> str:
    """A line in pieces of at most 75 octets, never in the middle of a letter.

    >>> [len(part.encode()) <= 75 for part in fold("é" * 100).split("\\r\\n")]
    [True, True, True]
    """
    pieces, piece, size = [], "", 0
    for sign in line:
        length = len(sign.encode())
        if size + length > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece += sign
        size += length
    return "\r\n".join([*pieces, piece])
