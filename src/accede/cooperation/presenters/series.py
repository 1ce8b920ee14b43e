"""The series by year: the labels of a State's partners, or of all pairs of the world, as chart and table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, gettext

from accede.cooperation.presenters.labels import LOOKS, LabelLook
from accede.cooperation.presenters.map import COUNTED, MapQuestion
from accede.cooperation.presenters.years import Years
from accede.kit.charts import Series, chart_directory, line_chart, render_chart
from accede.kit.on import AsOf
from accede.kit.tables import Table, Twin
from accede.treaties.queries import Snapshot


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year: the counts in the order of the labels, and their sum."""

    year: str
    counts: Sequence[int]
    total: int


@dataclass(frozen=True)
class YearsPart:
    """The part of the page about the years."""

    looks: Sequence[LabelLook]
    lines: Sequence[YearLine]
    charts: Sequence[SafeString]


def year_counts(years: Years, snap: Snapshot, question: MapQuestion, asked: AsOf) -> list[tuple[int, list[int]]]:
    """The counts at the end of each year that had ended, or was running, on the date."""
    if question.state:
        row = snap.world.row_of[question.state]
        counts = years.of_state(question.theme, question.show, question.role, row)
    else:
        counts = years.of_world(question.theme, question.show)
    return [
        (year, [int(it) for it in line[: len(COUNTED)]])
        for year, line in zip(years.years, counts, strict=True)
        if year <= asked.on.year
    ]


def years_part(years: Years, snap: Snapshot, question: MapQuestion, asked: AsOf) -> YearsPart:
    """Chart and table."""
    found = year_counts(years, snap, question, asked)
    lines = [YearLine(str(year), counts, sum(counts)) for year, counts in found]
    looks = [LOOKS[label] for label in COUNTED]
    return YearsPart(looks, lines[::-1], _charts(looks, found, question))


def _charts(
    looks: Sequence[LabelLook], found: Sequence[tuple[int, list[int]]], question: MapQuestion
) -> list[SafeString]:
    # A State that did not exist yet had no partners: its lines begin later. A label that never occurs needs no line.
    points = [(year, counts) for year, counts in found if sum(counts)]
    series = [
        Series(look.short, [(year, counts[index]) for year, counts in points])
        for index, look in enumerate(looks)
        if any(counts[index] for _, counts in points)
    ]
    if not series:
        return []
    what = gettext("Partners") if question.state else gettext("Ordered pairs")
    return [
        render_chart(
            line_chart(
                series=series,
                x_title=gettext("Year"),
                y_title=what,
                title=gettext("Labels at the end of each year"),
                rtl=get_language_bidi(),
                locale=get_language() or "en",
                width=width,
                height=height,
            ),
            cache_dir=chart_directory(),
        )
        for width, height in ((760, 300), (270, 240))
    ]


def years_twin(years: Years, snap: Snapshot, question: MapQuestion, asked: AsOf) -> Twin:
    """The series as data."""
    records = [
        {"year": year, **dict(zip(COUNTED, counts, strict=True)), "of": sum(counts)}
        for year, counts in year_counts(years, snap, question, asked)
    ]
    value = {"on": asked.iso, **question.parameters, "years": records}
    name = f"accede-cooperation-years-{question.state or 'world'}-{question.theme}-{question.kind.value}"
    return Twin(value, lambda: [Table.of(records, ("year", *COUNTED, "of"), name="Years")], name)
