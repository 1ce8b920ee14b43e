"""Charts as SVG: a Vega-Lite specification is built from plain data and rendered in this process, without a network.

A chart is an illustration of a table that stands beside it. Series differ in dash as well as colour. In a right-to-left
page the axis of values stands on the right, and bars grow leftwards; years still run from left to right, as in the
tables of figures that charts of this kind go with. The same input gives the same bytes.
"""

import functools
import hashlib
import html
import importlib.metadata
import json
import os
import re
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

FONT = "DejaVu Sans, Noto Sans, sans-serif"
# Each at least 4.5:1 on white, and told apart with the common kinds of colour vision; dashes tell them apart without.
COLOURS = ("#0b4f8a", "#b04a00", "#00705a", "#8b1e5b", "#555555", "#6a3fb0")
DASHES: tuple[tuple[int, int] | tuple[int, int, int, int], ...] = (
    (1, 0),
    (7, 3),
    (2, 2),
    (9, 3, 2, 3),
    (4, 1),
    (12, 4),
)
MOST_SERIES = len(COLOURS)
KEPT = 128  # charts kept in memory, the least recently used going first

_FORM = "2"  # part of the cache's key: raise it when what is done to the renderer's SVG changes
_SPACE, _NARROW = "\u00a0", "\u202f"
_MARKS = {
    "en": (".", ","),
    "fr": (",", _NARROW),
    "es": (",", "."),
    "ru": (",", _SPACE),
    "ar": (".", ","),
    "zh": (".", ","),
}
_ELEMENTS = frozenset(
    ("svg", "g", "path", "line", "rect", "circle", "text", "tspan", "title", "desc", "defs", "clipPath")
)
_ROOT = re.compile(r'<svg [^>]*?width="(\d+(?:\.\d+)?)" height="(\d+(?:\.\d+)?)" viewBox="([-\d. ]+)"[^>]*>')


class ChartError(ValueError):
    """A chart that cannot be drawn, or may not be; the message says which part of it and what to change."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line: `points` are (year or date, value), each value holding until the next point."""

    name: str
    points: Sequence[tuple[int | date, float]]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a bar chart."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite specification with its data in it, its text alternative, and the language its numbers are written in."""

    spec: Mapping[str, Any]
    label: str
    locale: str = "en"


def _shell(*, title: str, width: int, height: int, rtl: bool) -> dict[str, Any]:
    start = "end" if rtl else "start"
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "background": "white",
        "title": {"text": title, "anchor": start, "fontSize": 15, "offset": 12},
        "config": {
            "aria": False,  # the picture as a whole has one text alternative; its parts would repeat the table
            "font": FONT,
            "view": {"stroke": None},
            "legend": {"layout": {"top": {"anchor": start}}},
            "axis": {
                "labelFontSize": 12,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
                "labelColor": "#333",
                "titleColor": "#333",
                "domainColor": "#666",
                "tickColor": "#666",
                "gridColor": "#ddd",
            },
        },
    }


def _number_format(values: Sequence[float]) -> dict[str, Any]:
    if all(float(value).is_integer() for value in values):
        return {"format": ",d", "tickMinStep": 1}
    return {"format": ","}


def _label(title: str, names: Sequence[str]) -> str:
    return f"{title} ({', '.join(names)})" if names else title


def line_chart(
    *,
    series: Sequence[Series],
    x_title: str,
    y_title: str,
    title: str,
    rtl: bool = False,
    locale: str = "en",
    label: str | None = None,
    width: int = 680,
    height: int = 300,
) -> Chart:
    """Counts over years as step-after lines: a value holds from its year until the next point.

    `label` is the text alternative (by default the title and the names of the series); `width` and `height` are the plot's, in
    CSS pixels. Raises ChartError without a series or a point, with more than MOST_SERIES series, with a name used
    twice, and where years and dates are mixed.
    """
    if not series:
        raise ChartError("line_chart: no series; pass at least one")
    if len(series) > MOST_SERIES:
        raise ChartError(
            f"line_chart: {len(series)} series; at most {MOST_SERIES} can be told apart, so split the chart"
        )
    names = [str(one.name) for one in series]
    for name in names:
        if names.count(name) > 1:
            raise ChartError(f"line_chart: two series are named {name!r}; give each its own name")
    rows: list[dict[str, Any]] = [
        {"x": x.isoformat() if isinstance(x, date) else x, "y": y, "series": name}
        for name, one in zip(names, series, strict=True)
        for x, y in one.points
    ]
    if not rows:
        raise ChartError("line_chart: no series has a point; show the table's message instead of a chart")
    dated = {isinstance(row["x"], str) for row in rows}
    if len(dated) > 1:
        raise ChartError("line_chart: years and dates are mixed; use either for all points")
    x: dict[str, Any] = {"field": "x", "title": x_title}
    if dated == {True}:
        x |= {
            "type": "temporal",
            "scale": {"type": "utc"},
            "axis": {"format": "%Y", "grid": False, "tickCount": "year"},
        }
        x["axis"]["labelOverlap"] = "parity"
    else:
        x |= {"type": "quantitative", "scale": {"zero": False, "nice": False}}
        x["axis"] = {"format": "d", "tickMinStep": 1, "grid": False}
    domain = {"domain": names}
    legend: dict[str, Any] = {
        "title": None,
        "orient": "top",
        "direction": "horizontal",
        "labelFontSize": 12,
        "labelLimit": 400,
        "columns": 3,
    }
    legend |= {"symbolType": "stroke", "symbolSize": 500, "symbolStrokeWidth": 2.5}
    spec = _shell(title=title, width=width, height=height, rtl=rtl)
    spec |= {
        "data": {"values": rows},
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2.5},
        "encoding": {
            "x": x,
            "y": {
                "field": "y",
                "type": "quantitative",
                "title": y_title,
                "scale": {"zero": True},
                "axis": {"orient": "right" if rtl else "left", **_number_format([float(row["y"]) for row in rows])},
            },
            "color": {
                "field": "series",
                "type": "nominal",
                "scale": domain | {"range": list(COLOURS[: len(names)])},
                "legend": legend,
            },
            "strokeDash": {
                "field": "series",
                "type": "nominal",
                "scale": domain | {"range": [list(dash) for dash in DASHES[: len(names)]]},
                "legend": legend,
            },
        },
    }
    return Chart(spec=spec, label=label or _label(title, names), locale=locale)


def bar_chart(
    *,
    bars: Sequence[Bar],
    x_title: str,
    y_title: str,
    title: str,
    rtl: bool = False,
    locale: str = "en",
    label: str | None = None,
    width: int = 560,
) -> Chart:
    """Horizontal bars in the order given, each with its value written at its end; `x_title` names the values.

    Raises ChartError without a bar, and with a name used twice.
    """
    names = [str(bar.name) for bar in bars]
    if not names:
        raise ChartError("bar_chart: no bars; show the table's message instead of a chart")
    for name in names:
        if names.count(name) > 1:
            raise ChartError(f"bar_chart: two bars are named {name!r}; give each its own name")
    numbers = _number_format([bar.value for bar in bars])
    spec = _shell(title=title, width=width, height=28 * len(bars), rtl=rtl)
    category: dict[str, Any] = {"field": "name", "type": "nominal", "sort": names, "title": y_title}
    category["axis"] = {"orient": "right" if rtl else "left", "labelLimit": 260, "ticks": False, "labelPadding": 6}
    spec |= {
        "data": {"values": [{"name": name, "value": bar.value} for name, bar in zip(names, bars, strict=True)]},
        "encoding": {
            "y": category,
            "x": {
                "field": "value",
                "type": "quantitative",
                "title": x_title,
                "scale": {"zero": True, "reverse": rtl},
                "axis": {"grid": True, **numbers},
            },
        },
        "layer": [
            {"mark": {"type": "bar", "color": COLOURS[0], "height": {"band": 0.7}}},
            {
                "mark": {"type": "text", "align": "right" if rtl else "left", "dx": -4 if rtl else 4, "fontSize": 12},
                "encoding": {"text": {"field": "value", "type": "quantitative", "format": numbers["format"]}},
            },
        ],
    }
    return Chart(spec=spec, label=label or title, locale=locale)


def _refuse_addresses(part: object, where: str = "spec") -> None:
    """Data stand in the specification itself; whatever would be fetched from an address or a file is refused."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key in {"url", "href"}:
                raise ChartError(
                    f"{where}.{key}: a chart may not name an address or a file; put the data in data.values"
                )
            _refuse_addresses(value, f"{where}.{key}")
    elif isinstance(part, list | tuple):
        for number, value in enumerate(part):
            _refuse_addresses(value, f"{where}[{number}]")


def _check(svg: str) -> None:
    """Raise ChartError unless the SVG is well formed and holds drawing elements only: no script, style, link or image."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(svg.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise ChartError(f"the renderer's SVG is not well formed: {error}") from error
    for element in root.iter():
        name = etree.QName(element).localname if isinstance(element.tag, str) else "comment or instruction"
        if name not in _ELEMENTS:
            raise ChartError(f"the renderer's SVG holds <{name}>, which a chart may not; change the specification")
        for attribute in element.attrib:
            local = etree.QName(attribute).localname.lower()
            if local.startswith("on") or local in {"href", "style", "src"}:
                raise ChartError(f"the renderer's SVG has the attribute {local}, which a chart may not have")


def _format_locale(locale: str) -> dict[str, Any]:
    decimal, thousands = _MARKS.get(locale.replace("_", "-").split("-")[0].lower(), _MARKS["en"])
    return {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]}


_renderer = threading.Lock()


def _draw(spec_json: str, label: str, locale: str) -> str:
    import vl_convert  # a heavy import, made where it is used

    with _renderer:
        try:
            svg: str = vl_convert.vegalite_to_svg(
                spec_json, allowed_base_urls=[], format_locale=_format_locale(locale), show_warnings=False
            )
        except ValueError as error:
            raise ChartError(f"the chart cannot be drawn: {error}") from error
    text = html.escape(label)
    # Attributes, not style: the page's policy forbids inline style. Anchors of text are reckoned from left to right.
    root, found = _ROOT.subn(
        r'<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="\1" height="\2" viewBox="\3" direction="ltr"'
        r' role="img" aria-label="@label@"><title>@label@</title>',
        svg,
        count=1,
    )
    if not found:
        raise ChartError(
            "the renderer's SVG begins in a form this program does not know; check the version of vl-convert"
        )
    # The renderer gives the groups inside roles of their own, which nothing names: within one picture they only confuse.
    finished = _INNER_ROLES.sub("", root).replace("@label@", text, 2)
    _check(finished)
    return finished


_INNER_ROLES = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"<>]*")')
_kept: OrderedDict[str, str] = OrderedDict()
_shelf = threading.Lock()


@functools.cache
def _renderer_version() -> str:
    return importlib.metadata.version("vl-convert-python")


def _stored(file: Path) -> str | None:
    """What an earlier process kept, if it is whole; a broken file is as good as none."""
    try:
        svg = file.read_text(encoding="utf-8")
        _check(svg)
    except (OSError, UnicodeDecodeError, ChartError):
        return None
    return svg


def _store(file: Path, svg: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(svg)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def render_chart(chart: Chart, *, cache_dir: Path | None = None) -> SafeString:
    """The chart as an SVG element for a page: `role="img"`, its label as accessible name and title, class `chart`.

    Finished charts are kept by content: the last KEPT in memory, and all in `cache_dir` where one is given (its files may
    be deleted at any time). Raises ChartError for a specification that names an address or a file, that Vega-Lite
    refuses, or whose SVG would hold anything but drawing.
    """
    _refuse_addresses(chart.spec)
    spec_json = json.dumps(chart.spec, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    key = hashlib.sha256(
        "\0".join((_FORM, _renderer_version(), chart.locale, chart.label, spec_json)).encode("utf-8")
    ).hexdigest()
    with _shelf:
        svg = _kept.get(key)
        if svg is not None:
            _kept.move_to_end(key)
            return mark_safe(svg)  # noqa: S308 - checked when it was drawn
    file = cache_dir / f"{key}.svg" if cache_dir else None
    svg = _stored(file) if file else None
    if svg is None:
        svg = _draw(spec_json, chart.label, chart.locale)
        if file:
            _store(file, svg)
    with _shelf:
        _kept[key] = svg
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return mark_safe(svg)  # noqa: S308 - _check has passed it


def chart_directory() -> Path:
    """Where finished charts are kept between starts."""
    return Path(settings.DATA_DIR) / "charts"


def forget_charts() -> None:
    """Empty the memory (not the directory)."""
    with _shelf:
        _kept.clear()
