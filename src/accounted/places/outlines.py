"""Outlines of countries and borders of regions, thinned for a map on a page. Geometry only, no drawing.

Natural Earth, in the public domain; see `data/README.md` for how the files were made. Geometries are GeoJSON
(RFC 7946) as plain dicts, longitude first, in degrees to two decimals. They are for orientation and say
nothing on the status of a territory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

Geometry: TypeAlias = dict[str, Any]
Bounds: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""


class UnknownOutline(LookupError):
    """No outline is held for a code."""


@cache
def _held(name: str) -> dict[str, Any]:
    text = files("accounted.places").joinpath("data", name).read_text(encoding="utf-8")
    held: dict[str, Any] = json.loads(text)
    return held


def _points(steps: list[int], scale: int) -> list[list[float]]:
    """Steps in fractions of a degree → points in degrees."""
    x = y = 0
    points = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append([x / scale, y / scale])
    return points


@cache
def country_outline(country: str) -> Geometry:
    """The outline of a country (ISO 3166-1 alpha-2) as a MultiPolygon. Raises UnknownOutline."""
    held = _held("outlines.json")
    polygons = held["countries"].get(country.upper())
    if polygons is None:
        raise UnknownOutline(f"no outline of {country!r} is held; give ISO 3166-1 alpha-2, such as UA")
    return {
        "type": "MultiPolygon",
        "coordinates": [[_ring(held, numbers) for numbers in polygon] for polygon in polygons],
    }


def _ring(held: dict[str, Any], numbers: list[int]) -> list[list[float]]:
    """A closed ring from shared arcs; a number ~n is arc n from its end."""
    ring: list[list[float]] = []
    for number in numbers:
        points = _points(held["arcs"][number if number >= 0 else ~number], held["scale"])
        if number < 0:
            points.reverse()
        ring += points[1:] if ring and ring[-1] == points[0] else points
    if ring[0] != ring[-1]:
        ring.append(ring[0])
    return ring


@cache
def region_borders(country: str) -> Geometry:
    """The lines between the regions of a country as a MultiLineString, empty where none are held."""
    held = _held("region_borders.json")
    lines = held["countries"].get(country.upper(), [])
    return {"type": "MultiLineString", "coordinates": [_points(line, held["scale"]) for line in lines]}


def outlines_for(countries: Iterable[str]) -> Geometry:
    """The outlines of several countries as a FeatureCollection; each feature's id is the country code."""
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": code, "properties": {"iso2": code}, "geometry": country_outline(code)}
            for code in dict.fromkeys(code.upper() for code in countries)
        ],
    }


def outlined() -> tuple[str, ...]:
    """The codes of the countries with an outline."""
    return tuple(_held("outlines.json")["countries"])


def bounds(geometry: Geometry) -> Bounds:
    """West, south, east and north of a geometry or FeatureCollection; raises ValueError where it is empty."""
    if geometry["type"] == "FeatureCollection":
        boxes = [bounds(feature["geometry"]) for feature in geometry["features"]]
        points = [[w, s] for w, s, _, _ in boxes] + [[e, n] for _, _, e, n in boxes]
    else:
        points = list(_flat(geometry["coordinates"]))
    if not points:
        raise ValueError("an empty geometry has no bounds")
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _flat(coordinates: list[Any]) -> Iterable[list[float]]:
    if coordinates and isinstance(coordinates[0], float | int):
        yield coordinates
    else:
        for part in coordinates:
            yield from _flat(part)


def countries_in(box: Bounds) -> tuple[str, ...]:
    """The countries of which some part of the outline may lie in a box: the neighbours to draw around."""
    west, south, east, north = box
    found = []
    for code in outlined():
        for polygon in country_outline(code)["coordinates"]:
            w, s, e, n = bounds({"type": "Polygon", "coordinates": polygon})
            if w <= east and e >= west and s <= north and n >= south:
                found.append(code)
                break
    return tuple(found)
