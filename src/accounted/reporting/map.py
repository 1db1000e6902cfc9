"""The places of a report on a map drawn into the page: outlines and points, no network, no tiles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDTH = 880
LEAST_SPAN = 2.4  # degrees of latitude: nearer than that an outline gives no bearing


@dataclass(frozen=True, slots=True)
class Point:
    """A place to draw: its coordinates already as coarse as the audience may know them."""

    key: str
    name: str
    lat: float
    lon: float
    kind: str
    claims: int


def draw(points: Sequence[Point], countries: Iterable[str]) -> SafeString:
    """An SVG of the points over the outlines of the countries; empty where there is no point."""
    if not points:
        return mark_safe("")
    south, north, west, east = _window(points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * squeeze)
    height = round((north - south) * scale)

    def at(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - west) * squeeze * scale, 1), round((north - lat) * scale, 1)

    names = ", ".join(p.name for p in points)
    out = [
        f'<svg class="map" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="map-title map-words">'
        '<title id="map-title">Places named by the sources</title>'
        f'<desc id="map-words">{escape(names)}. The table below lists them.</desc>'
        f'<rect class="sea" width="{WIDTH}" height="{height}"/>'
    ]
    for geometry in _outlines(countries):
        path = "".join(_ring(ring, at) for polygon in _polygons(geometry) for ring in polygon)
        out.append(f'<path class="land" fill-rule="evenodd" d="{path}"/>')
    taken: list[tuple[float, float, float, float]] = []
    for point in sorted(points, key=lambda p: (p.kind != "settlement", -p.claims, p.name)):
        x, y = at(point.lon, point.lat)
        area = point.kind in ("region", "country", "district")
        radius = 15 if area else 5.5
        shape = "area" if area else "town"
        out.append(
            f'<a href="#{escape(point.key)}"><circle class="{shape}" cx="{x}" cy="{y}" r="{radius}"/>'
            f"<title>{escape(point.name)}: {point.claims} claims</title>"
        )
        label_x, label_y, anchor = _beside(x, y, radius, point.name, taken, height)
        out.append(
            f'<text class="{shape}" x="{label_x}" y="{label_y}" text-anchor="{anchor}">'
            f"{escape(point.name)}</text></a>"
        )
    out.append(_scale_bar(scale, height))
    out.append("</svg>")
    return mark_safe("".join(out))  # noqa: S308 - names and keys were escaped; the rest is numbers


def _window(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """South, north, west, east: every point with room around it, in a shape that suits a page."""
    lats, lons = [p.lat for p in points], [p.lon for p in points]
    middle = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    squeeze = math.cos(math.radians(middle[0]))
    tall = max((max(lats) - min(lats)) * 1.5, LEAST_SPAN, (max(lons) - min(lons)) * squeeze * 1.6 / 1.9)
    wide = tall * 1.9 / squeeze
    return middle[0] - tall / 2, middle[0] + tall / 2, middle[1] - wide / 2, middle[1] + wide / 2


def _outlines(countries: Iterable[str]) -> list[Mapping[str, Any]]:
    from accounted.places.outlines import outlines_for

    found = outlines_for(sorted(set(countries)))
    values = found.values() if isinstance(found, Mapping) else found
    return [geometry for geometry in values if geometry]


def _polygons(geometry: Mapping[str, Any]) -> list[Any]:
    match geometry.get("type"):
        case "Polygon":
            return [geometry["coordinates"]]
        case "MultiPolygon":
            return list(geometry["coordinates"])
        case "Feature":
            return _polygons(geometry["geometry"])
        case "FeatureCollection":
            return [p for feature in geometry["features"] for p in _polygons(feature)]
        case _:
            return []


def _ring(ring: Sequence[Sequence[float]], at: Any) -> str:
    points: list[str] = []
    for corner in ring:
        x, y = at(corner[0], corner[1])
        step = f"{x:g} {y:g}"
        if not points or points[-1] != step:
            points.append(step)
    return f"M{'L'.join(points)}Z" if len(points) > 2 else ""


def _beside(
    x: float, y: float, radius: float, name: str, taken: list[tuple[float, float, float, float]], height: int
) -> tuple[float, float, str]:
    """Where a label fits: right, left, below or above its point, clear of those already set."""
    long, tall = 9.2 * len(name), 20.0
    offers = (
        (x + radius + 6, y + 6, "start", x + radius + 6),
        (x - radius - 6, y + 6, "end", x - radius - 6 - long),
        (x, y + radius + 20, "middle", x - long / 2),
        (x, y - radius - 8, "middle", x - long / 2),
    )

    def box(offer: tuple[float, float, str, float]) -> tuple[float, float, float, float]:
        _, label_y, _, left = offer
        return left, label_y - 16, left + long, label_y - 16 + tall

    def clear(offer: tuple[float, float, str, float]) -> bool:
        west, top, east, foot = box(offer)
        inside = west > 0 and east < WIDTH and top > 0 and foot < height
        return inside and all(east < b[0] or west > b[2] or foot < b[1] or top > b[3] for b in taken)

    chosen = next((offer for offer in offers if clear(offer)), offers[0])
    label_x, label_y, anchor, _ = chosen
    taken.append(box(chosen))
    taken.append((x - radius, y - radius, x + radius, y + radius))
    return round(label_x, 1), round(label_y, 1), anchor


def _scale_bar(scale: float, height: int) -> str:
    kilometre = scale / 111.2
    length = next((n for n in (200, 100, 50, 20, 10, 5) if n * kilometre < WIDTH / 4), 5)
    wide = round(length * kilometre, 1)
    return (
        f'<g class="scale"><path d="M16 {height - 22}v8h{wide}v-8"/>'
        f'<text x="{16 + wide + 8}" y="{height - 13}">{length} km</text></g>'
    )
