"""The places of a report on a map drawn into the page: outlines and points, no network, no tiles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounted.places.outlines import countries_in, country_outline, region_borders

WIDTH = 880
MARGIN = 40  # beyond the picture, so that no cut edge shows
LEAST_SPAN = 3.6  # degrees of latitude: nearer than that an outline gives no bearing


@dataclass(frozen=True, slots=True)
class Point:
    """A place to draw: its coordinates already as coarse as the audience may know them."""

    key: str
    name: str
    lat: float
    lon: float
    kind: str
    claims: int


@dataclass(frozen=True, slots=True)
class Ground:
    """A place that somebody held: how it is said, where it is, and whether that is sure.

    `control` is a code of the vocabulary territory_control, or `differ` where accounts do.
    """

    words: str
    lat: float
    lon: float
    radius_m: float
    control: str
    sure: bool


def draw(points: Sequence[Point], grounds: Sequence[Ground] = ()) -> SafeString:
    """An SVG of points and of places held over the countries around them; empty where there is neither."""
    if not points and not grounds:
        return mark_safe("")
    south, north, west, east = _window([*points, *grounds])
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
    around = countries_in((west, south, east, north))
    for country in around:
        rings = [ring for polygon in country_outline(country)["coordinates"] for ring in polygon]
        drawn = (_steps(_inside([at(*corner) for corner in ring], height)) for ring in rings)
        path = "".join(f"{steps}Z" for steps in drawn if steps)
        out.append(f'<path class="land" fill-rule="evenodd" d="{path}"/>')
    for country in around:
        runs = (
            run
            for line in region_borders(country)["coordinates"]
            for run in _in_view([at(*corner) for corner in line], height)
        )
        out.append(f'<path class="border" d="{"".join(_steps(run) for run in runs)}"/>')
    for ground in sorted(grounds, key=lambda one: -one.radius_m):
        x, y = at(ground.lon, ground.lat)
        radius = round(max(14.0, ground.radius_m / 111_200 * scale), 1)
        unsure = "" if ground.sure else " unsure"
        out.append(
            f'<circle class="held {escape(ground.control)}{unsure}" cx="{x}" cy="{y}" r="{radius}">'
            f"<title>{escape(ground.words)}</title></circle>"
        )
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


def _window(points: Sequence[Point | Ground]) -> tuple[float, float, float, float]:
    """South, north, west, east: every point with room around it, in a shape that suits a page."""
    lats, lons = [p.lat for p in points], [p.lon for p in points]
    middle = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    squeeze = math.cos(math.radians(middle[0]))
    tall = max((max(lats) - min(lats)) * 1.5, LEAST_SPAN, (max(lons) - min(lons)) * squeeze * 1.6 / 1.9)
    wide = tall * 1.9 / squeeze
    return middle[0] - tall / 2, middle[0] + tall / 2, middle[1] - wide / 2, middle[1] + wide / 2


def _steps(corners: Sequence[tuple[float, float]]) -> str:
    """Corners as path steps; those that fall on one point are one."""
    steps: list[str] = []
    for x, y in corners:
        step = f"{x:g} {y:g}"
        if not steps or steps[-1] != step:
            steps.append(step)
    return f"M{'L'.join(steps)}" if len(steps) > 1 else ""


def _inside(ring: Sequence[tuple[float, float]], height: int) -> list[tuple[float, float]]:
    """A ring cut to the picture and a margin around it (Sutherland and Hodgman's clipping)."""
    edges = ((0, -MARGIN, 1), (0, WIDTH + MARGIN, -1), (1, -MARGIN, 1), (1, height + MARGIN, -1))
    for axis, limit, sign in edges:
        kept: list[tuple[float, float]] = []
        for one, other in pairwise([ring[-1], *ring] if ring else []):
            one_in, other_in = (one[axis] - limit) * sign >= 0, (other[axis] - limit) * sign >= 0
            if one_in != other_in:
                share = (limit - one[axis]) / (other[axis] - one[axis])
                cut = (one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1]))
                kept.append((round(cut[0], 1), round(cut[1], 1)))
            if other_in:
                kept.append(other)
        ring = kept
    return list(ring)


def _in_view(line: Sequence[tuple[float, float]], height: int) -> list[list[tuple[float, float]]]:
    """The runs of a line that may cross the picture."""
    runs: list[list[tuple[float, float]]] = [[]]
    for one, other in pairwise(line):
        apart = any(
            max(one[axis], other[axis]) < -MARGIN or min(one[axis], other[axis]) > limit + MARGIN
            for axis, limit in ((0, WIDTH), (1, height))
        )
        if apart:
            runs.append([])
            continue
        runs[-1] += [one, other] if not runs[-1] else [other]
    return [run for run in runs if run]


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
