"""Charts: they render in this process, say what they show, give the same bytes twice, and fetch nothing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from accede.kit import charts
from accede.kit.charts import (
    COLOURS,
    Bar,
    Chart,
    ChartError,
    Series,
    bar_chart,
    forget_charts,
    line_chart,
    render_chart,
)

SVG = "{http://www.w3.org/2000/svg}"
SERIES = [
    Series("Parties", [(1997, 0), (2001, 30), (2005, 1150)]),
    Series("Signatories", [(1997, 40), (2005, 58)]),
]


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    forget_charts()
    yield
    forget_charts()


def lines(**changes: Any) -> Chart:
    arguments: dict[str, Any] = {"series": SERIES, "x_title": "Year", "y_title": "States", "title": "Parties over time"}
    return line_chart(**(arguments | changes))


def bars(**changes: Any) -> Chart:
    arguments: dict[str, Any] = {
        "bars": [Bar("Asia-Pacific", 610), Bar("Africa", 540)],
        "x_title": "In force",
        "y_title": "Group",
        "title": "By group",
    }
    return bar_chart(**(arguments | changes))


def parsed(markup: str) -> Any:
    return etree.fromstring(markup.encode("utf-8"))


def texts(markup: str) -> list[str]:
    return [element.text for element in parsed(markup).iter(f"{SVG}text") if element.get("opacity") != "0"]


def test_a_line_chart_says_what_it_shows() -> None:
    svg = render_chart(lines())
    assert {"Parties", "Signatories", "Year", "States", "Parties over time", "1,000", "1997"} <= set(texts(svg))
    root = parsed(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Parties over time (Parties, Signatories)"
    assert root.find(f"{SVG}title").text == "Parties over time (Parties, Signatories)"
    assert root.get("class") == "chart"


def test_series_differ_in_dash_and_colour_and_hold_until_the_next_point() -> None:
    drawn = {
        path.get("stroke"): path
        for group in parsed(render_chart(lines())).iter(f"{SVG}g")
        if group.get("class") == "mark-line role-mark marks"
        for path in group.iter(f"{SVG}path")
    }
    assert set(drawn) == set(COLOURS[:2])
    assert len({path.get("stroke-dasharray") for path in drawn.values()}) == 2
    # Two points make three corners: level until the second year, then up.
    corners = [tuple(map(float, p.split(","))) for p in drawn[COLOURS[1]].get("d")[1:].split("L")]
    assert len(corners) == 3
    assert corners[0][1] == corners[1][1] > corners[2][1]
    assert corners[1][0] == corners[2][0]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first = render_chart(lines())
    forget_charts()
    assert render_chart(lines()) == first
    assert render_chart(lines(title="Another")) != first


def test_right_to_left_puts_the_values_on_the_right() -> None:
    def value_labels(svg: str) -> tuple[set[str], float]:
        marked = [t for t in parsed(svg).iter(f"{SVG}text") if t.text == "1,000"]
        (label,) = marked
        box = parsed(svg).get("viewBox").split()
        x = 0.0
        for element in [label, *label.iterancestors()]:
            move = element.get("transform", "")
            if move.startswith("translate("):
                x += float(move[len("translate(") :].split(",")[0])
        return {label.get("text-anchor")}, x / float(box[2])

    anchors, x = value_labels(render_chart(lines()))
    rtl_anchors, rtl_x = value_labels(render_chart(lines(rtl=True)))
    assert (anchors, rtl_anchors) == ({"end"}, {"start"})
    assert x < 0.2
    assert rtl_x > 0.8


def test_anchors_of_text_do_not_follow_the_direction_of_the_page() -> None:
    assert parsed(render_chart(lines(rtl=True))).get("direction") == "ltr"


def test_arabic_is_kept_as_text() -> None:
    svg = render_chart(
        lines(series=[Series("الأطراف", [(1997, 1), (2001, 2)])], title="الأطراف على مر السنين", rtl=True)
    )
    assert {"الأطراف", "الأطراف على مر السنين"} <= set(texts(svg))


@pytest.mark.parametrize(
    ("locale", "thousand"),
    [
        ("en", "1,000"),
        ("fr", "1\u202f000"),
        ("es", "1.000"),
        ("ru", "1\u00a0000"),
        ("zh-hans", "1,000"),
        ("ar", "1,000"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(locale: str, thousand: str) -> None:
    shown = texts(render_chart(lines(locale=locale)))
    assert thousand in shown
    assert "1997" in shown


def test_dates_are_placed_in_time() -> None:
    series = [Series("Parties", [(date(2001, 1, 1), 1), (date(2003, 1, 1), 2), (date(2005, 1, 1), 3)])]
    svg = render_chart(lines(series=series))
    assert {"2001", "2002", "2003", "2004"} <= set(texts(svg))


def test_a_bar_chart_keeps_its_order_and_writes_its_values() -> None:
    shown = texts(render_chart(bars()))
    assert shown.index("Asia-Pacific") < shown.index("Africa")
    assert {"610", "540", "In force", "Group", "By group"} <= set(shown)


def test_bars_grow_leftwards_in_right_to_left_pages() -> None:
    def ends(svg: str) -> set[str | None]:
        return {t.get("text-anchor") for t in parsed(svg).iter(f"{SVG}text") if t.text in {"610", "540"}}

    assert ends(render_chart(bars())) == {"start"}
    assert ends(render_chart(bars(rtl=True))) == {"end"}


def test_hostile_names_stay_text() -> None:
    hostile = '</text></svg><script>alert("1")</script>\' onload="x" @label@ &amp;'
    svg = render_chart(lines(series=[Series(hostile, [(1997, 1), (2000, 2)])], title=hostile, x_title=hostile))
    root = parsed(svg)
    assert {etree.QName(element).localname for element in root.iter()} <= {
        "svg",
        "g",
        "path",
        "line",
        "rect",
        "text",
        "title",
    }
    assert hostile in texts(svg)
    assert root.get("aria-label") == f"{hostile} ({hostile})"
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on") or name in {"style", "href"}]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"data": {"url": "https://elsewhere.example/data.csv"}}, r"spec\.data\.url"),
        ({"data": {"url": "file:///etc/hostname"}}, r"spec\.data\.url"),
        ({"layer": [{"mark": {"type": "image", "url": "x.png"}}]}, r"spec\.layer\[0\]\.mark\.url"),
        ({"encoding": {"href": {"value": "https://elsewhere.example/"}}}, r"spec\.encoding\.href"),
    ],
)
def test_a_specification_that_names_an_address_is_refused(changes: dict[str, Any], where: str) -> None:
    spec = {**lines().spec, **changes}
    with pytest.raises(ChartError, match=where):
        render_chart(Chart(spec=spec, label="x"))


def test_the_renderer_itself_refuses_addresses() -> None:
    spec = '{"data": {"url": "http://127.0.0.1:9/x.json"}, "mark": "bar", "encoding": {"x": {"field": "a"}}}'
    with pytest.raises(ChartError, match="not allowed"):
        charts._draw(spec, "x", "en")


@pytest.mark.parametrize(
    "inside",
    [
        "<script/>",
        "<style>*{}</style>",
        "<image/>",
        "<foreignObject/>",
        "<a/>",
        '<path onclick="x"/>',
        '<path style="fill:red"/>',
        '<path xmlns:l="http://www.w3.org/1999/xlink" l:href="#x"/>',
        "<!-- x -->",
        "<path>",
    ],
)
def test_an_svg_with_more_than_drawing_is_refused(inside: str) -> None:
    with pytest.raises(ChartError):
        charts._check(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>')
    charts._check('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>')


def test_a_specification_vega_lite_does_not_know_is_an_error_that_says_so() -> None:
    with pytest.raises(ChartError, match="cannot be drawn"):
        render_chart(Chart(spec={"mark": 5}, label="x"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"series": []}, "no series"),
        ({"series": [Series("A", [])]}, "no series has a point"),
        ({"series": [SERIES[0], SERIES[0]]}, "two series are named 'Parties'"),
        ({"series": [Series(str(n), [(2000, n)]) for n in range(7)]}, "at most 6"),
        ({"series": [Series("A", [(2000, 1), (date(2001, 1, 1), 2)])]}, "years and dates are mixed"),
    ],
)
def test_wrong_series_are_named(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ChartError, match=message):
        lines(**changes)


def test_wrong_bars_are_named() -> None:
    with pytest.raises(ChartError, match="no bars"):
        bars(bars=[])
    with pytest.raises(ChartError, match="two bars are named 'A'"):
        bars(bars=[Bar("A", 1), Bar("A", 2)])


def test_a_chart_is_kept_on_disk_and_a_broken_file_is_drawn_again(tmp_path: Path) -> None:
    kept = tmp_path / "charts"
    first = render_chart(lines(), cache_dir=kept)
    (file,) = kept.iterdir()
    assert file.suffix == ".svg"
    assert file.read_text(encoding="utf-8") == first

    marked = first.replace("Parties over time", "PARTIES OVER TIME")
    file.write_text(marked, encoding="utf-8")
    forget_charts()
    assert render_chart(lines(), cache_dir=kept) == marked

    for broken in (first[:200], first.replace("</svg>", "<script/></svg>")):
        file.write_text(broken, encoding="utf-8")
        forget_charts()
        assert render_chart(lines(), cache_dir=kept) == first
        assert file.read_text(encoding="utf-8") == first


def test_memory_keeps_the_charts_last_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(charts, "KEPT", 2)
    one, two, three = (lines(title=title) for title in ("One", "Two", "Three"))
    drawn = [render_chart(one), render_chart(two)]
    assert render_chart(one) is not None  # now two is the one used longest ago
    drawn.append(render_chart(three))
    assert list(charts._kept.values()) == [drawn[0], drawn[2]]
