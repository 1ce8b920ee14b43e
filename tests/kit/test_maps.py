"""The map: every participant is on it, boundaries follow United Nations usage, and what is passed in cannot break out of it."""

import csv
import functools
import gzip
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tools.build_map import Land, area, build, joined, place, simplify, spread

from accede.kit import maps
from accede.kit.maps import BOUNDARIES_DISCLAIMER, CLASSES, LegendItem, MapValue, drawn_participants, world_map

ROOT = Path(__file__).resolve().parents[2]
PARTICIPANTS = ROOT / "src/accede/data/participants.csv"
CSS = (ROOT / "src/accede/web/static/accede/map.css").read_text(encoding="utf-8")
SVG = "{http://www.w3.org/2000/svg}"


def names() -> dict[str, str]:
    with PARTICIPANTS.open(encoding="utf-8-sig", newline="") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines)}


@functools.cache
def stored() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(maps.DATA.read_text(encoding="utf-8"))
    return loaded


def draw(**changes: Any) -> str:
    arguments: dict[str, Any] = {
        "values": {
            "KEN": MapValue("Kenya: 14 of 19 in force", "map-5"),
            "TUV": MapValue("Tuvalu: unknown", "map-unknown"),
        },
        "title": "Instruments in force",
        "description": "The table beside the map says the same.",
        "link": lambda iso3: f"/states/{iso3.lower()}/?on=2014-01-01&view=short",
        "legend": [LegendItem("map-5", "12 to 14"), LegendItem("map-unknown", "unknown")],
        "disclaimer": str(BOUNDARIES_DISCLAIMER),
    }
    return world_map(**(arguments | changes))


def parsed(markup: str) -> Any:
    return etree.fromstring(markup.encode("utf-8"))


def polygons(path: str) -> list[list[tuple[float, float]]]:
    """The rings of a path in the form the tool writes: absolute move, relative lines, closed."""
    rings = []
    for part in path.split("z"):
        numbers = [float(n) for n in re.findall(r"-?(?:\d+(?:\.\d+)?|\.\d+)", part)]
        if not numbers:
            continue
        x, y = numbers[:2]
        ring = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def land_at(latitude: float, longitude: float) -> set[str]:
    """Whose land the map shows at a place: participants, "ESH" or "territories"."""
    x, y = place(longitude, latitude)
    paths = {iso3: shape["path"] for iso3, shape in stored()["shapes"].items()} | stored()["non_self_governing"]
    paths |= {"territories": stored()["territories"]}
    found = set()
    for owner, path in paths.items():
        inside = False
        for ring in polygons(path):
            for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
                if (ay > y) != (by > y) and x < ax + (bx - ax) * (y - ay) / (by - ay):
                    inside = not inside
        if inside:
            found.add(owner)
    return found


def test_every_participant_with_a_territory_is_on_the_map() -> None:
    assert drawn_participants() == set(names()) - {"EUE"}
    assert stored()["not_drawn"] == ["EUE"]


def test_every_shape_and_circle_lies_inside_the_view_box() -> None:
    _, _, width, height = stored()["view_box"]
    for iso3, shape in stored()["shapes"].items():
        points = [point for ring in polygons(shape["path"]) for point in ring]
        assert points, iso3
        assert all(0 <= x <= width and 0 <= y <= height for x, y in points), iso3
    for iso3, circle in stored()["circles"].items():
        x, y = circle["centre"]
        assert 4 <= x <= width - 4, iso3
        assert 4 <= y <= height - 4, iso3


def test_small_states_are_circles_that_do_not_cover_each_other() -> None:
    circles = stored()["circles"]
    assert {"TUV", "NRU", "MDV", "KIR", "SMR", "VAT", "MCO", "LIE", "COK", "NIU", "KNA", "SGP"} <= set(circles)
    assert stored()["radius"] >= 4
    at = [circle["centre"] for circle in circles.values()]
    for i, (ax, ay) in enumerate(at):
        for bx, by in at[i + 1 :]:
            assert (ax - bx) ** 2 + (ay - by) ** 2 >= (2 * stored()["radius"]) ** 2


@pytest.mark.parametrize(
    ("what", "latitude", "longitude", "owner"),
    [
        ("Pristina", 42.6, 21.1, "SRB"),
        ("Simferopol", 45.1, 34.1, "UKR"),
        ("Hargeysa", 9.5, 44.2, "SOM"),
        ("Kyrenia and Nicosia", 35.25, 33.4, "CYP"),
        ("Taiwan", 23.8, 121.0, "CHN"),
        ("Dakhla's hinterland", 23.7, -15.0, "ESH"),
        ("Laayoune", 27.0, -12.8, "ESH"),
        ("east of the berm", 26.5, -9.5, "ESH"),
        ("Tan-Tan", 28.3, -11.0, "MAR"),
        ("Greenland", 72.0, -40.0, "territories"),
        ("New Caledonia", -21.3, 165.4, "territories"),
        ("French Guiana", 4.0, -53.0, "FRA"),
        ("Chukotka beyond 180°", 66.5, -175.0 + 360, "RUS"),
        ("Alaska", 65.0, -152.0, "USA"),
        ("Fiji", -17.8, 178.0, "FJI"),
        ("New Zealand", -43.5, 171.5, "NZL"),
        ("West Bank", 32.0, 35.25, "PSE"),
        ("Lesotho, a hole in South Africa", -29.5, 28.2, "LSO"),
        ("Juba", 4.9, 31.6, "SSD"),
    ],
)
def test_land_is_shown_as_united_nations_maps_show_it(what: str, latitude: float, longitude: float, owner: str) -> None:
    assert land_at(latitude, longitude) == {owner}, what


def test_a_dotted_line_runs_inside_the_outline_of_serbia() -> None:
    x, y = (float(n) for n in re.findall(r"[\d.]+", stored()["dotted"])[:2])
    east, south = place(21.0, 42.8)
    assert abs(x - east) < 5
    assert abs(y - south) < 5


def test_what_has_no_participant_has_no_colour_and_no_link() -> None:
    values = {iso3: MapValue(name, "map-7") for iso3, name in names().items()}
    svg = parsed(draw(values=values | {"ESH": MapValue("hostile", "map-7")})).find(f"{SVG}svg")
    (separate,) = svg.findall(f".//{SVG}g[@class='map-territory map-separate']")
    assert separate.find(f"{SVG}title").text.startswith("Western Sahara (Non-Self-Governing Territory)")
    assert [path.get("d") for path in separate.findall(f"{SVG}path")] == [stored()["non_self_governing"]["ESH"]]
    coloured = {path.get("d") for link in svg.findall(f".//{SVG}a") for path in link.findall(f"{SVG}path")}
    assert stored()["non_self_governing"]["ESH"] not in coloured
    assert stored()["territories"] not in coloured
    assert len(svg.findall(f".//{SVG}a")) == len(names()) - 1


def test_each_link_says_its_state_and_its_figure() -> None:
    svg = parsed(draw()).find(f"{SVG}svg")
    links = {link.get("href"): link for link in svg.findall(f".//{SVG}a")}
    assert set(links) == {f"/states/{iso3}/?on=2014-01-01&view=short" for iso3 in ("ken", "tuv")}
    kenya = links["/states/ken/?on=2014-01-01&view=short"]
    assert kenya.get("class") == "map-5"
    assert kenya.find(f"{SVG}title").text == "Kenya: 14 of 19 in force"
    assert svg.get("role") == "group"
    assert svg.get("dir") == "ltr"


def test_the_skip_link_leads_behind_the_map() -> None:
    figure = parsed(draw(map_id="second"))
    order = [element.get("href") or element.tag + (element.get("id") or "") for element in figure]
    assert order == ["#second-end", f"{SVG}svg", "divsecond-end", "figcaption"]


def test_without_links_the_map_is_one_picture() -> None:
    figure = parsed(draw(link=None))
    svg = figure.find(f"{SVG}svg")
    assert svg.get("role") == "img"
    assert svg.findall(f".//{SVG}a") == []
    assert figure.findall("a") == []
    named = {element.get("id"): element.text for element in svg if element.get("id")}
    assert named[svg.get("aria-labelledby")] == "Instruments in force"
    assert named[svg.get("aria-describedby")] == "The table beside the map says the same."


def test_unknown_is_hatched_and_known_is_not() -> None:
    figure = parsed(draw(map_id="m2"))
    pattern = figure.find(f".//{SVG}pattern").get("id")
    assert pattern == "m2-hatch"
    filled = {
        e.get("class"): e.get("fill")
        for e in figure.iter()
        if str(e.get("class", "")).startswith("map-") and e.get("fill")
    }
    assert filled == {"map-unknown": "url(#m2-hatch)"}


HOSTILE = '</title></a></svg><script>alert("1")</script>\'" onload="x" &amp;'


def test_hostile_text_stays_text() -> None:
    figure = parsed(
        draw(
            values={"KEN": MapValue(HOSTILE, "map-1")},
            title=HOSTILE,
            description=HOSTILE,
            legend=[LegendItem("map-1", HOSTILE)],
            disclaimer=HOSTILE,
            link=lambda iso3: f"/states/{HOSTILE}/",
        )
    )
    tags = {etree.QName(element).localname for element in figure.iter()}
    assert tags == {
        "figure", "a", "svg", "title", "desc", "defs", "pattern", "rect", "g", "path", "circle", "div", "figcaption", "ul",
        "li", "p",
    }  # fmt: skip
    assert figure.find(f".//{SVG}a/{SVG}title").text == HOSTILE
    assert figure.find(f".//{SVG}a").get("href") == f"/states/{HOSTILE}/"
    assert figure.find("figcaption/p").text == HOSTILE
    assert not [
        name for element in figure.iter() for name in element.attrib if name.startswith("on") or name == "style"
    ]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//elsewhere.example/", "data:text/html,x", ""])
def test_a_link_that_is_no_page_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"KEN: the link .* is no address of a page"):
        draw(link=lambda iso3: address)


def test_wrong_input_is_named() -> None:
    with pytest.raises(ValueError, match="KEN: the map has no colour 'red'"):
        draw(values={"KEN": MapValue("Kenya", "red")})
    with pytest.raises(ValueError, match="legend: the map has no colour"):
        draw(legend=[LegendItem('map-1" onload="x', "x")])
    with pytest.raises(ValueError, match="disclaimer is empty"):
        draw(disclaimer=" ")
    with pytest.raises(ValueError, match="title is empty"):
        draw(title="")
    with pytest.raises(ValueError, match="map_id"):
        draw(map_id='x" y')


def test_the_disclaimer_stands_beside_the_map() -> None:
    text = parsed(draw()).find("figcaption/p").text
    for phrase in ("no opinion on the legal status", "1244 (1999)", "Jammu and Kashmir", "Falkland Islands (Malvinas)"):
        assert phrase in text


def test_a_full_map_is_small_enough_to_send_with_every_page() -> None:
    values = {
        iso3: MapValue(f"{name}: {len(name)} of 19 in force", f"map-{len(name) % 8}") for iso3, name in names().items()
    }
    assert maps.DATA.stat().st_size <= 110_000
    assert len(gzip.compress(draw(values=values).encode("utf-8"), 6)) <= 45_000


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb or #rgb (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    linear = []
    for i in (0, 2, 4):
        v = int(digits[i : i + 2], 16) / 255
        linear.append(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_is_styled_and_stands_out_from_its_border() -> None:
    fills = dict(re.findall(r"^\.(map-[\w-]+) \{ fill: (#\w+)", CSS, re.MULTILINE))
    assert set(fills) >= CLASSES - {"map-unknown"}
    borders = dict(re.findall(r"--map-border-(dark|light): (#\w+)", CSS))
    light = set(re.findall(r"\.(map-\d) path", next(line for line in CSS.splitlines() if "border-light); }" in line)))
    for name, fill in fills.items():
        if name.startswith("map-hatch"):
            continue
        assert contrast(fill, borders["light" if name in light else "dark"]) >= 3, name
    steps = [luminance(fills[f"map-{step}"]) for step in range(8)]
    assert steps == sorted(steps, reverse=True)
    assert all(contrast(fills[f"map-{step}"], fills[f"map-{step + 1}"]) >= 1.2 for step in range(7))


# The tool that makes the map.


def square(west: int, south: int, east: int, north: int) -> list[list[int]]:
    """A closed arc of TopoJSON, delta-encoded in whole degrees (the test's scale is 1)."""
    corners = [(west, south), (west, north), (east, north), (east, south), (west, south)]
    steps = [[b[0] - a[0], b[1] - a[1]] for a, b in pairwise(corners)]
    return [list(corners[0]), *steps]


def topology(arcs: list[list[list[int]]], geometries: list[tuple[str | None, str, list[int]]]) -> dict[str, Any]:
    return {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": arcs,
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "arcs": [ring], "properties": {"name": name}} | ({"id": m49} if m49 else {})
                    for m49, name, ring in geometries
                ]
            }
        },
    }


def test_shapes_with_one_id_are_merged_not_overwritten() -> None:
    arcs = [square(0, 0, 10, 10), square(30, 0, 40, 10)]
    raw = topology(arcs, [("404", "Kenya", [0]), ("404", "Kenya's other part", [1])])
    assert len(polygons(build(raw, {"404": "KEN"})["shapes"]["KEN"]["path"])) == 2


def test_neighbours_merged_lose_the_boundary_between_them_and_keep_it_dotted() -> None:
    shared = [[10, 10], [0, -10]]  # from (10, 10) to (10, 0)
    left = [[10, 0], [-10, 0], [0, 10], [10, 0]]
    right = [[10, 10], [10, 0], [0, -10], [-10, 0]]
    raw = topology([shared, left, right], [("688", "Serbia", [0, 1]), (None, "Kosovo", [2, ~0])])
    world = build(raw, {"688": "SRB"})
    (outline,) = polygons(world["shapes"]["SRB"]["path"])
    middle = {round(place(10, latitude)[0], 1) for latitude in (0, 10)}
    assert len(outline) == 6
    x = float(re.findall(r"[\d.]+", world["dotted"])[0])
    assert x in middle
    assert world["territories"] == ""


def test_land_of_no_participant_is_neutral() -> None:
    raw = topology([square(0, 0, 10, 10), square(30, 0, 40, 10)], [("404", "Kenya", [0]), ("304", "Greenland", [1])])
    world = build(raw, {"404": "KEN"})
    assert set(world["shapes"]) == {"KEN"}
    assert len(polygons(world["territories"])) == 1


def test_a_ring_across_the_antimeridian_is_drawn_in_one_piece() -> None:
    arc = [[170, 60], [0, 5], [-340, 0], [0, -5], [340, 0]]  # east to -170 the short way
    (ring,) = polygons(build(topology([arc], [("643", "Russia", [0])]), {"643": "RUS"})["shapes"]["RUS"]["path"])
    assert min(x for x, _ in ring) > place(165, 65)[0]
    assert max(x for x, _ in ring) == pytest.approx(place(190, 60)[0], abs=0.1)


def test_a_participant_that_is_nowhere_stops_the_build() -> None:
    with pytest.raises(SystemExit, match="XYZ: no shape in the data and no position"):
        build(topology([square(0, 0, 10, 10)], [("404", "Kenya", [0])]), {"404": "KEN", "999": "XYZ"})


def test_path_numbers_are_as_short_as_the_grammar_lets_them() -> None:
    assert joined([12, -5, 5, 30, 7, 0]) == "1.2-.5.5 3 .7 0"


def test_simplifying_keeps_ends_and_far_points() -> None:
    assert simplify([(0, 0), (1, 0.1), (2, 0), (3, 5), (4, 0)], 0.5) == [(0, 0), (2, 0), (3, 5), (4, 0)]


def test_an_edge_walked_both_ways_vanishes() -> None:
    land = Land()
    land.add([(0, 0), (0, 100), (100, 100), (100, 0)])
    land.add([(100, 0), (100, 100), (200, 100), (200, 0)])
    (ring,) = land.rings()
    assert area(ring) == 200
    assert len(ring) == 6


def test_circles_at_one_place_are_moved_apart() -> None:
    at = spread(
        {"A": (0.0, 0.0), "B": (0.0, 0.0), "C": (1.0, 0.0)}, {"A": (0.0, 0.0), "B": (0.0, 0.0), "C": (1.0, 0.0)}
    )
    gaps = [((at[a][0] - at[b][0]) ** 2 + (at[a][1] - at[b][1]) ** 2) ** 0.5 for a, b in ("AB", "AC", "BC")]
    assert min(gaps) >= 8
