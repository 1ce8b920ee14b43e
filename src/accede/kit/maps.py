"""World maps as inline SVG: one link or shape for each participant, coloured by class, readable without JavaScript.

The map is an illustration of a table that stands beside it: circles for small States are closer together than a finger
or a tremor needs, so the table is the way in for everyone who cannot use the map, and a link skips the map.
Colours come from `accede/map.css` alone (a strict content security policy forbids inline style); what is unknown is
hatched, so that colour is never the only sign. East stays right in right-to-left pages: a map is not mirrored.
"""

import functools
import html
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

DATA = Path(__file__).resolve().parent.parent / "data" / "world_map.json"
CLASSES = frozenset({*(f"map-{step}" for step in range(8)), "map-unknown", "map-none"})
"""The colours of map.css: map-0 (lightest) to map-7 (darkest), map-unknown (hatched), map-none (no statement)."""

BOUNDARIES_DISCLAIMER = gettext_lazy(
    "The boundaries, names and designations on this map express no opinion on the legal status of any country, "
    "territory, city or area or of its authorities, or on where its frontiers run. References to Kosovo are to be "
    "understood in the context of Security Council resolution 1244 (1999). The final status of Jammu and Kashmir and "
    "of Abyei has not been agreed upon by the parties. The Governments of Argentina and of the United Kingdom dispute "
    "the sovereignty over the Falkland Islands (Malvinas). Land in plain grey is not shown as part of a State."
)
"""The reservation about boundaries that goes with every map, after the usage of United Nations maps."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
_ADDRESS = re.compile(r"(?:/(?!/)|[?#]|https?://)")
_LEADER = 2.0  # drawing units: a circle drawn farther from its State's place than this gets a line to it


@dataclass(frozen=True, slots=True)
class MapValue:
    """What one participant's shape says: `label` in full ("Kenya: 14 of 19 in force") and a colour of CLASSES."""

    label: str
    css_class: str


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One line of the legend: a colour of CLASSES and what it means."""

    css_class: str
    label: str


@dataclass(frozen=True, slots=True)
class _Figure:
    """One participant's drawing, ready to be put behind its title."""

    iso3: str
    markup: str


@dataclass(frozen=True, slots=True)
class _World:
    view_box: str
    figures: tuple[_Figure, ...]  # shapes first: circles lie on top
    background: str
    separate: tuple[tuple[str, str], ...]
    dotted: str
    drawn: frozenset[str]


def _text(value: object) -> str:
    """Text made safe for an element or a quoted attribute: what Django's `escape` does, without its cost per call."""
    return html.escape(str(value))


def _circle(circle: Mapping[str, Any], radius: float) -> str:
    (x, y), (px, py) = circle["centre"], circle["place"]
    land = f'<path d="{circle["path"]}"/>' if circle["path"] else ""
    far = math.hypot(x - px, y - py) > _LEADER
    leader = f'<path class="map-leader" d="M{px:g} {py:g}L{x:g} {y:g}"/>' if far else ""
    return f'{land}{leader}<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'


@functools.cache
def _world() -> _World:
    """The map's file, read once in a process and cut into pieces that only need joining."""
    raw = json.loads(DATA.read_text(encoding="utf-8"))
    figures = [_Figure(iso3, f'<path d="{shape["path"]}"/>') for iso3, shape in raw["shapes"].items()]
    figures += [_Figure(iso3, _circle(circle, raw["radius"])) for iso3, circle in raw["circles"].items()]
    return _World(
        view_box=" ".join(str(v) for v in raw["view_box"]),
        figures=tuple(figures),
        background=f'<path class="map-territory" d="{raw["territories"]}"/>',
        separate=tuple(raw["non_self_governing"].items()),
        dotted=f'<path class="map-dotted" d="{raw["dotted"]}"/>',
        drawn=frozenset(figure.iso3 for figure in figures),
    )


def drawn_participants() -> frozenset[str]:
    """ISO 3166 codes of the participants on the map: all but those without a territory (the European Union)."""
    return _world().drawn


def _checked(css_class: str, where: str) -> str:
    if css_class not in CLASSES:
        raise ValueError(f"{where}: the map has no colour {css_class!r}; use one of {', '.join(sorted(CLASSES))}")
    return css_class


def _fill(css_class: str, hatch: str) -> str:
    # A pattern is named by attribute: in a style sheet its address would be the style sheet's, not the page's.
    return f' fill="url(#{hatch})"' if css_class == "map-unknown" else ""


def _legend(items: Sequence[LegendItem], hatch: str) -> str:
    if not items:
        return ""
    rows = "".join(
        '<li><svg class="map-swatch" viewBox="0 0 24 16" width="24" height="16" aria-hidden="true" focusable="false">'
        f'<rect class="{_checked(item.css_class, "legend")}"{_fill(item.css_class, hatch)} '
        'x=".5" y=".5" width="23" height="15"/></svg> '
        f"{_text(item.label)}</li>"
        for item in items
    )
    return f'<ul class="map-legend">{rows}</ul>'


def _states(values: Mapping[str, MapValue], link: Callable[[str], str] | None, hatch: str) -> list[str]:
    """Every participant's drawing, in the order of the map's file, in pieces that are joined once with the rest."""
    parts: list[str] = []
    for figure in _world().figures:
        value = values.get(figure.iso3)
        if value is None:
            parts += ('<g class="map-none">', figure.markup, "</g>")
            continue
        css_class = _checked(value.css_class, figure.iso3)
        if link is None:
            opening, closing = "<g", "</g>"
        else:
            address = link(figure.iso3)
            if not _ADDRESS.match(address):
                raise ValueError(
                    f"{figure.iso3}: the link {address!r} is no address of a page; begin it with / or https://"
                )
            opening, closing = f'<a href="{_text(address)}"', "</a>"
        fill = _fill(css_class, hatch)
        parts += (
            f'{opening} class="{css_class}"{fill}><title>{_text(value.label)}</title>',
            figure.markup,
            closing,
        )
    return parts


def world_map(
    *,
    values: Mapping[str, MapValue],
    title: str,
    description: str,
    link: Callable[[str], str] | None,
    legend: Sequence[LegendItem],
    disclaimer: str,
    map_id: str = "world-map",
) -> SafeString:
    """A `<figure>` with the map, its legend and its disclaimer.

    `values` maps ISO 3166 codes of three letters to what is said of the participant; one that is not on the
    map (see `drawn_participants`) is passed over, and one on the map without a value is drawn as `map-none`,
    with no name and no link. `link` gives the address of a participant's page; without it the map is a picture
    (`role="img"`). `title` and `description` are its accessible name and description; the description should
    say where the table is. `map_id` must be unique in the page. Everything passed in is escaped.

    Raises ValueError for a colour that is none of CLASSES, a link that is no address of a page, an empty title or
    disclaimer, and a `map_id` that cannot be an identifier.
    """
    if not _NAME.match(map_id):
        raise ValueError(f"map_id {map_id!r} is no identifier; use letters, digits, - and _")
    if not str(title).strip():
        raise ValueError("title is empty; say what the map shows")
    if not str(disclaimer).strip():
        raise ValueError("disclaimer is empty; pass BOUNDARIES_DISCLAIMER or another one")
    world = _world()
    hatch = f"{map_id}-hatch"
    western_sahara = _text(gettext("Western Sahara (Non-Self-Governing Territory): no participant"))
    separate = "".join(
        f'<g class="map-territory map-separate"><title>{western_sahara}</title><path d="{path}"/></g>'
        for _, path in world.separate
    )
    skip = end = ""
    if link is not None:
        words = _text(gettext("Skip the map"))
        skip = f'<a class="map-skip visually-hidden-focusable" href="#{map_id}-end">{words}</a>'
        end = f'<div id="{map_id}-end" tabindex="-1"></div>'
    role = "img" if link is None else "group"
    opening = (
        f'<figure class="world-map" id="{map_id}">{skip}'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{world.view_box}" dir="ltr" role="{role}"'
        f' aria-labelledby="{map_id}-title" aria-describedby="{map_id}-description">'
        f'<title id="{map_id}-title">{_text(title)}</title>'
        f'<desc id="{map_id}-description">{_text(description)}</desc>'
        f'<defs><pattern id="{hatch}" width="4" height="4" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="map-hatch-ground" width="4" height="4"/>'
        '<rect class="map-hatch-line" width="1.3" height="4"/></pattern></defs><g class="map-land">'
    )
    pieces = (
        opening,
        world.background,
        separate,
        *_states(values, link, hatch),
        world.dotted,
        f"</g></svg>{end}<figcaption>{_legend(legend, hatch)}",
        f'<p class="map-disclaimer">{_text(disclaimer)}</p></figcaption></figure>',
    )
    return mark_safe("".join(pieces))  # noqa: S308 - each is escaped above or comes from our own file
