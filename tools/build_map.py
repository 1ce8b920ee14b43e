"""Build src/accede/data/world_map.json from Natural Earth (run by developers, never at install or run time).

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python tools/build_map.py package/countries-50m.json --participants src/accede/data/participants.csv

Input: the 1:50 million countries of Natural Earth as TopoJSON. Output: one pre-projected SVG path for each
participant, a circle for each one too small to be seen, and neutral paths for the rest of the land.

Boundaries follow the usage of United Nations maps, not the data's own view of who controls what:

* Kosovo is inside the outline of Serbia, with a dotted line (Security Council resolution 1244 (1999)).
* Crimea, which Natural Earth gives to the Russian Federation, is part of Ukraine (General Assembly resolution 68/262).
* Northern Cyprus is inside the outline of Cyprus, Somaliland of Somalia, Taiwan, Hong Kong and Macao of China, Åland of
  Finland.
* Western Sahara is a shape of its own, with no State, and reaches from its northern limit, 27°40' N, to the sea;
  Natural Earth gives the land west of the berm to Morocco. Overseas territories are neutral land of no State.
"""

import argparse
import csv
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Cell = tuple[int, int]  # a point in tenths of a drawing unit
Ring = list[Cell]

ROOT = Path(__file__).resolve().parent.parent
PARTICIPANTS = (ROOT / "src/accede/data/participants.csv", ROOT.parent / "shared/data/participants.csv")

WIDTH = 1000.0  # drawing units from 180° W to 180° E at the equator
NORTH, SOUTH = 83.9, -57.0  # latitudes at the top and bottom edge; Antarctica is left out
MARGIN = 6.0
TOLERANCE = 0.33  # drawing units; the farthest a simplified coast may stray
SMALLEST_ISLAND = 0.7  # square units; smaller islands of a State that has larger land are left out
SMALLEST_SHAPE = 4.0  # square units; a State whose largest piece is smaller becomes a circle
RADIUS = 4.0
GAP = 0.6  # between circles

NOT_DRAWN = {"EUE"}  # a participant without a territory of its own
# Land that the data gives an id or a name of its own and United Nations maps draw as part of a State.
PART_OF = {
    "Kosovo": "SRB",
    "N. Cyprus": "CYP",
    "Somaliland": "SOM",
    "Taiwan": "CHN",
    "Hong Kong": "CHN",
    "Macao": "CHN",
    "Åland": "FIN",
}
# Rings given to one State in the data and drawn as another's: (from, to, west, south, east, north).
REASSIGNED = (("RUS", "UKR", 32.0, 44.2, 36.8, 46.4),)
DOTTED = (("Kosovo", "SRB"),)
NON_SELF_GOVERNING = {"W. Sahara": "ESH"}
# Land of a State in the data, south of a parallel, that belongs to a territory: State, territory, latitude.
CUTS = (("MAR", "ESH", 27 + 40 / 60),)
OMITTED = {"Antarctica"}
# Pieces beyond the antimeridian are drawn beside the State's main land, not at the other edge of the map.
DRAWN_EAST = {"RUS", "FJI", "NZL"}
DRAWN_WEST = {"USA"}

# Plain geographic coordinates (latitude, longitude) where the largest piece of land is no good place for the mark,
# or where the 1:50 million data lack the State (Tuvalu). Natural Earth 1:10 million places, to a tenth of a degree.
POSITIONS: dict[str, Point] = {
    "COK": (-21.2, -159.8),
    "COM": (-11.9, 43.7),
    "CPV": (15.1, -23.6),
    "FSM": (6.9, 158.2),
    "KIR": (1.4, 173.0),
    "MDV": (4.2, 73.5),
    "MHL": (7.1, 171.2),
    "NIU": (-19.1, -169.9),
    "PLW": (7.5, 134.6),
    "SYC": (-4.6, 55.5),
    "TON": (-21.2, -175.2),
    "TUV": (-8.5, 179.2),
    "VUT": (-16.2, 167.6),
    "WSM": (-13.8, -172.1),
}
# Circles that would hide a neighbour start from here instead: an offset in drawing units, east and south.
OFFSETS: dict[str, Point] = {
    "ATG": (4.0, -2.0),
    "BHR": (-1.0, -7.0),
    "BRB": (6.0, -1.0),
    "BRN": (-3.0, -5.0),
    "DMA": (5.0, 0.0),
    "GRD": (8.0, 1.0),
    "KNA": (-4.0, -1.5),
    "LCA": (-6.0, -2.0),
    "LIE": (4.0, -4.0),
    "LUX": (3.5, 2.5),
    "MCO": (0.0, 6.0),
    "SGP": (4.0, 3.0),
    "SMR": (4.5, 3.0),
    "VAT": (-1.5, 4.8),
    "VCT": (-5.0, 1.5),
}


def equal_earth(lon: float, lat: float) -> Point:
    """Project degrees to drawing units (Equal Earth: Šavrič, Patterson and Jenny, 2018); areas stay in proportion."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    t2 = t * t
    t6 = t2**3
    x = 2 * math.sqrt(3) * math.radians(lon) * math.cos(t) / (3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1))
    y = t * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1)
    scale = WIDTH / 2 / (2 * math.sqrt(3) * math.pi / (3 * a1))
    return x * scale, -y * scale


TOP = equal_earth(0, NORTH)[1]
HEIGHT = equal_earth(0, SOUTH)[1] - TOP


def place(lon: float, lat: float) -> Point:
    """Degrees to the drawing's own coordinates: origin at the upper left corner, margins included."""
    x, y = equal_earth(lon, lat)
    return x + WIDTH / 2 + MARGIN, y - TOP + MARGIN


def simplify(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Ramer, Douglas and Peucker's line simplification; the end points stay."""
    if len(points) < 3:
        return list(points)
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.hypot(bx - ax, by - ay)
    worst, at = -1.0, 0
    for i in range(1, len(points) - 1):
        px, py = points[i]
        if length == 0:
            distance = math.hypot(px - ax, py - ay)
        else:
            along = max(0.0, min(1.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length**2))
            distance = math.hypot(px - ax - along * (bx - ax), py - ay - along * (by - ay))
        if distance > worst:
            worst, at = distance, i
    if worst <= tolerance:
        return [points[0], points[-1]]
    return simplify(points[: at + 1], tolerance)[:-1] + simplify(points[at:], tolerance)


class Topology:
    """A TopoJSON file: arcs shared between neighbours, so that both sides of a boundary are simplified alike."""

    def __init__(self, raw: dict[str, Any]) -> None:
        (sx, sy), (tx, ty) = raw["transform"]["scale"], raw["transform"]["translate"]
        self.arcs: list[list[Point]] = []
        for arc in raw["arcs"]:
            x = y = 0
            points: list[Point] = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                lon = x * sx + tx
                if points:  # no line of the data is half the world long: a jump is the antimeridian
                    lon += 360 * round((points[-1][0] - lon) / 360)
                points.append((lon, y * sy + ty))
            self.arcs.append(points)
        self.geometries: list[dict[str, Any]] = raw["objects"]["countries"]["geometries"]
        self._drawn: dict[tuple[int, int], list[Cell]] = {}

    def rings(self, geometry: dict[str, Any]) -> Iterator[list[tuple[int, int]]]:
        """Each ring (holes too) as pairs of arc number and turns of 360° that make the ring continuous."""
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                pairs: list[tuple[int, int]] = []
                end: float | None = None
                for arc in ring:
                    points = self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1]
                    turn = 0 if end is None else round((end - points[0][0]) / 360)
                    pairs.append((arc, turn))
                    end = points[-1][0] + 360 * turn
                yield pairs

    def degrees(self, pairs: Sequence[tuple[int, int]]) -> list[Point]:
        """The points of a ring, in degrees, before simplification."""
        points: list[Point] = []
        for arc, turn in pairs:
            line = self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1]
            points += [(lon + 360 * turn, lat) for lon, lat in line[1:]]
        return points

    def drawn(self, arc: int, turn: int) -> list[Cell]:
        """One arc projected, simplified and rounded to tenths; the same for both States that share it."""
        if arc < 0:
            return self.drawn(~arc, turn)[::-1]
        if (arc, turn) not in self._drawn:
            line = [place(lon + 360 * turn, lat) for lon, lat in self.arcs[arc]]
            cells = [(round(x * 10), round(y * 10)) for x, y in simplify(line, TOLERANCE)]
            self._drawn[arc, turn] = [c for i, c in enumerate(cells) if i == 0 or c != cells[i - 1]]
        return self._drawn[arc, turn]


def area(ring: Sequence[Cell]) -> float:
    """Area in square drawing units (positive whichever way the ring turns)."""
    if len(ring) < 3:
        return 0.0
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 200


def clip(ring: Sequence[Cell], level: int, *, south: bool) -> Ring:
    """The part of a ring south (or north) of a parallel; parallels are level lines in this projection."""
    kept: Ring = []
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (a[1] >= level) if south else (a[1] <= level):
            kept.append(a)
        if (a[1] - level) * (b[1] - level) < 0:
            low, high = sorted((a, b), key=lambda c: (c[1], c[0]))
            kept.append((round(low[0] + (high[0] - low[0]) * (level - low[1]) / (high[1] - low[1])), level))
    return kept


def centre(ring: Sequence[Cell]) -> Point:
    """Centroid of a ring in drawing units; the mean of its points where it has no area."""
    total = cx = cy = 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = ax * by - bx * ay
        total, cx, cy = total + cross, cx + (ax + bx) * cross, cy + (ay + by) * cross
    if not total:
        return sum(p[0] for p in ring) / len(ring) / 10, sum(p[1] for p in ring) / len(ring) / 10
    return cx / total / 30, cy / total / 30


@dataclass
class Land:
    """The land of one State, as the directed edges of its rings: an edge walked both ways lies inside and goes."""

    edges: dict[Cell, list[Cell]] = field(default_factory=lambda: defaultdict(list))

    def add(self, ring: Sequence[Cell]) -> None:
        if len(ring) < 3:
            return  # an island smaller than the rounding
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
            if a == b:
                continue
            if a in self.edges.get(b, ()):
                self.edges[b].remove(a)
            else:
                self.edges[a].append(b)

    def rings(self) -> list[Ring]:
        """The outline after merging, largest ring first, without the islands too small to see."""
        left = {start: list(ends) for start, ends in self.edges.items() if ends}
        found: list[Ring] = []
        while left:
            start = min(left)
            ring, at = [start], start
            while True:
                ends = left[at]
                nearest = ends.pop()
                if not ends:
                    del left[at]
                at = nearest
                if at == start:
                    break
                ring.append(at)
            found.append(ring)
        found.sort(key=lambda r: (-area(r), r))
        return [r for i, r in enumerate(found) if i == 0 or (area(r) >= SMALLEST_ISLAND and len(r) > 2)]


def number(tenths: int) -> str:
    """Tenths as the shortest decimal SVG accepts: 12 is "1.2", -5 is "-.5", 30 is "3"."""
    sign, whole, rest = "-" if tenths < 0 else "", abs(tenths) // 10, abs(tenths) % 10
    if not rest:
        return f"{sign}{whole}" if whole else "0"
    return f"{sign}{whole or ''}.{rest}"


def joined(numbers: Iterable[int]) -> str:
    """Numbers of a path with no more separators than its grammar needs."""
    text = before = ""
    for value in numbers:
        word = number(value)
        touching = not before or word[0] == "-" or (word[0] == "." and "." in before)
        text += word if touching else f" {word}"
        before = word
    return text


def path(rings: Iterable[Sequence[Cell]], *, closed: bool = True) -> str:
    """SVG path data: an absolute move, then relative lines, one decimal."""
    parts: list[str] = []
    for ring in rings:
        steps = [v for a, b in pairwise(ring) for v in (b[0] - a[0], b[1] - a[1])]
        parts.append(f"M{joined(ring[0])}l{joined(steps)}" + ("z" if closed else ""))
    return "".join(parts)


def spread(anchors: dict[str, Point], starts: dict[str, Point]) -> dict[str, Point]:
    """Move circles apart until none overlaps, each as near its place as the others let it; the result is repeatable."""
    at = dict(starts)
    names = sorted(at)
    want = 2 * RADIUS + GAP
    for _ in range(400):
        moved = False
        for i, a in enumerate(names):
            for b in names[i + 1 :]:
                dx, dy = at[b][0] - at[a][0], at[b][1] - at[a][1]
                distance = math.hypot(dx, dy)
                if distance < want - 1e-6:
                    if distance < 1e-9:
                        dx, distance = 1.0, 1.0
                    push = (want - distance) / 2
                    ux, uy = dx / distance * push, dy / distance * push
                    at[a] = at[a][0] - ux, at[a][1] - uy
                    at[b] = at[b][0] + ux, at[b][1] + uy
                    moved = True
        if not moved:
            break
    return at


def build(raw: dict[str, Any], participants: dict[str, str]) -> dict[str, Any]:
    """The map as it is stored. `participants` maps the M49 number of three digits to the ISO 3166 code."""
    topology = Topology(raw)
    lands: dict[str, Land] = defaultdict(Land)
    neutral, separate = Land(), {iso3: Land() for iso3 in NON_SELF_GOVERNING.values()}
    arcs_of: dict[str, set[tuple[int, int]]] = defaultdict(set)
    largest: dict[str, tuple[float, Point]] = {}  # before simplification: size and centre of the largest piece
    for geometry in topology.geometries:
        name = geometry["properties"]["name"]
        if name in OMITTED:
            continue
        owner = PART_OF.get(name) or participants.get(geometry.get("id", ""))
        for pairs in topology.rings(geometry):
            points = topology.degrees(pairs)
            lons, lats = [p[0] for p in points], [p[1] for p in points]
            middle = (min(lons) + max(lons)) / 2
            turn = -round(middle / 360)
            middle += 360 * turn
            state = owner
            for giver, taker, west, south, east, north in REASSIGNED:
                if owner == giver and min(lons) > west and max(lons) < east and min(lats) > south and max(lats) < north:
                    state = taker
            if state in DRAWN_EAST and middle < -90:
                turn += 1
            elif state in DRAWN_WEST and middle > 90:
                turn -= 1
            placed = [(arc, t + turn) for arc, t in pairs]
            cells = [c for arc, t in placed for c in topology.drawn(arc, t)[1:]]
            full = [(round(x * 10), round(y * 10)) for x, y in (place(lon + 360 * turn, lat) for lon, lat in points)]
            if state and area(full) >= largest.get(state, (0.0,))[0]:
                largest[state] = area(full), centre(full)
            arcs_of[name if name in PART_OF else state or name] |= {(max(a, ~a), t) for a, t in placed}
            for divided, territory, latitude in CUTS:
                if state == divided:
                    level = round(place(0, latitude)[1] * 10)
                    separate[territory].add(clip(cells, level, south=True))
                    cells = clip(cells, level, south=False)
            if state:
                lands[state].add(cells)
            else:
                separate.get(NON_SELF_GOVERNING.get(name, ""), neutral).add(cells)

    shapes: dict[str, dict[str, Any]] = {}
    anchors: dict[str, Point] = {}
    for iso3 in sorted(set(participants.values()) | set(lands)):
        rings = lands[iso3].rings() if iso3 in lands else []
        if iso3 not in largest and iso3 not in POSITIONS:
            raise SystemExit(f"{iso3}: no shape in the data and no position in POSITIONS of tools/build_map.py")
        if iso3 in POSITIONS:
            lat, lon = POSITIONS[iso3]
            middle_point = place(lon, lat)
        else:
            middle_point = largest[iso3][1]
        if not rings or largest[iso3][0] < SMALLEST_SHAPE:
            anchors[iso3] = middle_point
        else:
            shapes[iso3] = {"path": path(rings), "centre": [round(v, 1) for v in centre(rings[0])]}

    starts = {k: (x + OFFSETS.get(k, (0, 0))[0], y + OFFSETS.get(k, (0, 0))[1]) for k, (x, y) in anchors.items()}
    circles: dict[str, dict[str, Any]] = {}
    for iso3, (x, y) in spread(anchors, starts).items():
        true = [round(v, 1) for v in anchors[iso3]]
        circles[iso3] = {"centre": [round(x, 1), round(y, 1)], "place": true}
        # Its land too, where there is enough to see: without it Luxembourg would be a hole.
        circles[iso3]["path"] = path(r for r in lands[iso3].rings() if area(r) >= SMALLEST_ISLAND)

    inner = [topology.drawn(arc, t) for part, whole in DOTTED for arc, t in sorted(arcs_of[part] & arcs_of[whole])]
    return {
        "source": "Natural Earth 1:50 million, public domain, by way of the npm package world-atlas (ISC licence)",
        "projection": "Equal Earth, central meridian 0°, without Antarctica",
        "view_box": [0, 0, round(WIDTH + 2 * MARGIN), round(HEIGHT + 2 * MARGIN)],
        "radius": RADIUS,
        "not_drawn": sorted(NOT_DRAWN),
        "shapes": shapes,
        "circles": dict(sorted(circles.items())),
        "non_self_governing": {iso3: path(land.rings()) for iso3, land in separate.items()},
        "territories": path(neutral.rings()),
        "dotted": path(inner, closed=False),
    }


def read_participants(file: Path) -> dict[str, str]:
    """M49 number (three digits) to ISO 3166 code, for every participant that has a territory."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    found: dict[str, str] = {}
    for line, row in enumerate(rows, start=2):
        code = row.get("code") or row.get("iso3")
        if not code:
            raise SystemExit(f"{file}, line {line}: no code; the column is named code (or iso3)")
        if code in NOT_DRAWN:
            continue
        m49 = row["m49"].strip()
        if not m49.isdigit():
            raise SystemExit(f"{file}, line {line}: {code} has no M49 number; write it in the column m49")
        found[m49.zfill(3)] = code
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the world map from Natural Earth's countries as TopoJSON.")
    parser.add_argument("topojson", type=Path, help="countries-50m.json of the npm package world-atlas")
    parser.add_argument(
        "--participants", type=Path, default=next((p for p in PARTICIPANTS if p.exists()), PARTICIPANTS[0])
    )
    parser.add_argument("--output", type=Path, default=ROOT / "src/accede/data/world_map.json")
    arguments = parser.parse_args()
    world = build(json.loads(arguments.topojson.read_text("utf-8")), read_participants(arguments.participants))
    text = json.dumps(world, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n"
    arguments.output.write_text(text, encoding="utf-8")
    counts = f"{len(world['shapes'])} shapes, {len(world['circles'])} circles"
    print(f"{arguments.output}: {len(text.encode()):,} bytes, {counts}")


if __name__ == "__main__":
    main()
