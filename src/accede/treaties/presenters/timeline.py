"""One bond over time as a bar: from signature to consent to entry into force, with the date asked for marked."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from accede.kit.on import AsOf
from accede.law.timeline import Position, Timeline

FIRST = date(1960, 1, 1)
DECADE = 10


@dataclass(frozen=True, slots=True)
class Axis:
    """The decades over the bars, and the path of lines where each begins."""

    decades: list[int]
    grid: str


def last_day(asked: AsOf) -> date:
    """Where bars end: the last day of the decade of today, or of the date asked for where that is later."""
    year = max(asked.today.year, asked.on.year)
    return date((year // DECADE + 1) * DECADE, 1, 1)


def place(day: date, asked: AsOf) -> float:
    """Where a day stands on a bar of width 1000."""
    end = last_day(asked)
    share = (day.toordinal() - FIRST.toordinal()) / (end.toordinal() - FIRST.toordinal())
    return round(1000 * min(max(share, 0.0), 1.0), 1)


_KEYS = {
    Position.IN_FORCE: "in-force",
    Position.NOT_YET_IN_FORCE: "not-yet",
    Position.PARTY_FORCE_UNKNOWN: "not-yet",
    Position.SIGNATORY: "signatory",
    Position.SIGNATORY_WHEN_LAST_KNOWN: "signatory",
    Position.POSSIBLY_PARTY: "unknown",
    Position.DISPUTED: "unknown",
    Position.NOT_PARTY_WHEN_LAST_KNOWN: "unknown",
    Position.NEVER_KNOWN: "unknown",
}


def bar_for(line: Timeline, asked: AsOf) -> SafeString:
    """The bar of one timeline as SVG shapes, in thousandths of its width, up to today or the date asked for."""
    until = max(asked.today, asked.on)
    shapes = []
    for index, (start, position) in enumerate(zip(line.starts, line.positions, strict=True)):
        key = _KEYS.get(position)
        if key is None or start > until:
            continue
        end = line.starts[index + 1] if index + 1 < len(line.starts) else until
        x, right = place(max(start, FIRST), asked), place(min(end, until), asked)
        if right > x:
            shapes.append(f'<rect class="b-{key}" x="{x}" y="2" width="{right - x:.1f}" height="8"/>')
    signed = line.signature_on(until)
    if signed is not None and signed.certain_by is not None:
        shapes.append(f'<rect class="b-signed" x="{place(signed.certain_by, asked)}" y="0" width="3" height="12"/>')
    shapes.append(f'<rect class="b-asked" x="{place(asked.on, asked)}" y="0" width="2" height="12"/>')
    return mark_safe("".join(shapes))  # noqa: S308 - numbers, and names of our own classes


def axis(asked: AsOf) -> Axis:
    """The decades that bars cover."""
    years = list(range(FIRST.year, last_day(asked).year, DECADE))
    return Axis(years, "".join(f"M{place(date(year, 1, 1), asked)} 0V20" for year in years))
