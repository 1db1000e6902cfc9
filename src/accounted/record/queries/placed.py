"""What happened or was found where and when: for the map and the time line, in a fixed number of queries.

How precisely a thing is known is part of it: a radius in metres, from a point of ten metres to a country.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from accounted.record.searching.asking import Asked, WrongSearch, plain
from accounted.record.searching.finding import coded_kind
from accounted.record.searching.places import Surroundings
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.queries.holding import Held

MOST = 5_000  # of one kind
KINDS = ("incident", "burial_site", "site", "recovery")
# Metres around a point by how precisely it is known (vocabulary geo_precision), or by the kind of place.
RADIUS_OF_PRECISION = {"1": 10, "2": 1_000, "3": 20_000, "4": 80_000, "5": 150_000, "6": 300_000}
RADIUS_OF_KIND = {
    "site": 50, "settlement": 2_000, "hromada": 10_000,
    "district": 20_000, "region": 80_000, "country": 300_000,
}  # fmt: skip
_OWN_POINT = 10
_UNKNOWN = 20_000
_DATE_ROLES = {
    "incident": ("act", "death"), "burial_site": ("burial", "discovery", "exhumation"), "site": ("act",),
    "recovery": ("discovery", "exhumation"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """One thing with where and when it is, as precisely as that is known.

    `number` is how many things stand for it: remains recovered at one place are one entry here. `area` is the
    key of an outline (`outlines`) within which it lies, where no more than that is known.
    """

    kind: str
    id: str
    name: str
    place: str | None
    lat: float | None
    lon: float | None
    radius_m: float | None
    edtf: str | None
    earliest: date | None
    latest: date | None
    number: int = 1
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What fits: `cut` kinds hold more than is shown."""

    things: tuple[Placed, ...]
    cut: tuple[str, ...]


def placed(archive: Archive, asked: Asked, *, sight: Sight = EVERYTHING, around: Surroundings) -> Shown:
    """The things that fit the filters and may be seen."""
    archive.must_be_open()
    places = whereabouts(around)
    things: list[Placed] = []
    cut = []
    for kind in KINDS:
        if asked.kind not in (None, kind):
            continue
        found = _FINDERS[kind](sight, places, _codes(kind, asked))
        if len(found) > MOST:
            cut.append(kind)
        things += [thing for thing, where in found[:MOST] if _fits(thing, where, asked)]
    if not sight.names:
        things = [replace(thing, name="") for thing in things]
    return Shown(tuple(things), tuple(cut))


def outlines(archive: Archive, things: Sequence[Placed | Held]) -> dict[str, Any]:
    """The outlines that things lie within, by their keys, as GeoJSON geometries (RFC 7946).

    An outline that is none, or of a country that none is shipped of, is left out: its things are discs then.
    """
    from accounted.places.outlines import UnknownOutline, country_outline
    from accounted.record.models import Place

    archive.must_be_open()
    wanted = {thing.area for thing in things if thing.area is not None}
    found: dict[str, Any] = {}
    ids = [key.removeprefix("place:") for key in wanted if key.startswith("place:")]
    for identifier, polygon in Place.objects.filter(pk__in=ids).values_list("id", "polygon"):
        if _is_area(polygon):
            found[f"place:{identifier}"] = {name: polygon[name] for name in ("type", "coordinates")}
    for key in wanted:
        if key.startswith("country:"):
            with contextlib.suppress(UnknownOutline):
                found[key] = country_outline(key.removeprefix("country:"))
    return found


def _is_area(polygon: Any) -> bool:
    """Whether it is a polygon, or several, of rings of points."""
    if not isinstance(polygon, dict) or polygon.get("type") not in ("Polygon", "MultiPolygon"):
        return False
    told: Any = polygon.get("coordinates")
    polygons: Any = [told] if polygon["type"] == "Polygon" else told
    try:
        return bool(polygons) and all(
            len(ring) > 3 and all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat, *_ in ring)
            for rings in polygons
            for ring in rings
        )
    except (TypeError, ValueError):
        return False


# ---- where


@dataclass(frozen=True, slots=True)
class Where:
    """Where a place on record is, as precisely as that is known; `tokens` name what it lies in."""

    name: str
    lat: float | None
    lon: float | None
    radius: float
    tokens: frozenset[str]
    area: str | None


def whereabouts(around: Surroundings) -> dict[str, Where]:
    """Every place on record by its identifier, with where it is and what it lies in."""
    from accounted.record.models import Place

    rows: Any = Place.objects.values(
        "id",
        "name",
        "kind",
        "geonames",
        "iso3166_2",
        "country",
        "parent_id",
        "lat",
        "lon",
        "geo_precision",
        "radius_m",
    )
    known = {row["id"]: row for row in rows}
    outlined = set(Place.objects.filter(polygon__isnull=False).values_list("id", flat=True))

    def area(row: Mapping[str, Any]) -> str | None:
        if row["id"] in outlined:
            return f"place:{row['id']}"
        return f"country:{row['country']}" if row["kind"] == "country" and row["country"] else None

    def tokens(identifier: str, deep: int = 0) -> set[str]:
        row = known[identifier]
        found = {plain(identifier)}
        found |= {t[2:] for t in around.tokens(row["geonames"], row["iso3166_2"], row["country"])}
        if row["parent_id"] in known and deep < 8:
            found |= tokens(row["parent_id"], deep + 1)
        return found

    return {
        key: Where(
            row["name"],
            row["lat"],
            row["lon"],
            row["radius_m"]
            or RADIUS_OF_PRECISION.get(row["geo_precision"] or "")
            or RADIUS_OF_KIND.get(row["kind"], _UNKNOWN),
            frozenset(tokens(key)),
            area(row),
        )
        for key, row in known.items()
    }


def inside(where: Where | None, asked: Asked) -> bool:
    """Whether it lies in the place that is asked for."""
    return asked.place is None or (where is not None and plain(asked.place) in where.tokens)


def in_days(earliest: date | None, latest: date | None, asked: Asked) -> bool:
    """Whether something of these days may lie in those asked for."""
    if asked.first is not None and latest is not None and latest < asked.first:
        return False
    return not (asked.last is not None and earliest is not None and earliest > asked.last)


def _fits(thing: Placed, where: Where | None, asked: Asked) -> bool:
    if asked.text and asked.text.casefold() not in f"{thing.name} {thing.place or ''}".casefold():
        return False
    if (asked.first or asked.last) and thing.edtf is None:
        return False
    if asked.near is not None and not asked.near.holds(thing.lat, thing.lon):
        return False
    return inside(where, asked) and in_days(thing.earliest, thing.latest, asked)


# ---- what


def _codes(kind: str, asked: Asked) -> dict[str, Any]:
    """The coded filters as conditions on the rows of a kind.

    Raises:
        WrongSearch: a column that the kind does not have.
    """
    if not asked.codes:
        return {}
    known = coded_kind("remains" if kind == "recovery" else kind)
    columns = (*known.filters, "confidentiality") if known is not None and asked.kind else ()
    wrong = next((column for column, _ in asked.codes if column not in columns), None)
    if wrong is not None:
        raise WrongSearch(
            f"{wrong}: nothing of the kind {asked.kind or 'any'} has such a field; leave it out"
        )
    return {f"{column}__isnull" if code == "none" else column: True if code == "none" else code
            for column, code in asked.codes}  # fmt: skip


Found = list[tuple[Placed, Where | None]]
_Codes = Mapping[str, Any]
_Dates = Mapping[str, tuple[str | None, date | None, date | None]]


def _dates(kind: str, model: str) -> dict[str, tuple[str | None, date | None, date | None]]:
    """The date of each thing of a kind: the newest value of the first role that it has."""
    from accounted.record.models import Value

    roles = {f"date:{role}": n for n, role in enumerate(_DATE_ROLES[kind])}
    rows: Any = Value.objects.filter(subject_kind=model, field__in=roles).order_by("decided_at", "id")
    best: dict[str, tuple[int, str | None, date | None, date | None]] = {}
    for subject, field, value, earliest, latest in rows.values_list(
        "subject_id", "field", "value", "earliest", "latest"
    ):
        known = best.get(subject)
        if known is None or roles[field] <= known[0]:
            best[subject] = roles[field], value if isinstance(value, str) else None, earliest, latest
    return {subject: told[1:] for subject, told in best.items()}


def _thing(
    kind: str, row: Mapping[str, Any], name: str, where: Where | None, dates: _Dates, number: int = 1
) -> Placed:
    edtf, earliest, latest = dates.get(row["id"], (None, None, None))
    if row.get("lat") is not None:
        lat, lon = row["lat"], row["lon"]
        radius: float = RADIUS_OF_PRECISION.get(row.get("geo_precision") or "", _OWN_POINT)
    else:
        lat, lon = (where.lat, where.lon) if where else (None, None)
        radius = where.radius if where else _UNKNOWN
    known = lat is not None
    return Placed(
        kind, row["id"], name, where.name if where else None, lat, lon, float(radius) if known else None,
        edtf,
        earliest, latest, number, where.area if where and row.get("lat") is None else None,
    )  # fmt: skip


def _incidents(sight: Sight, places: Mapping[str, Where], codes: _Codes) -> Found:
    from accounted.record.models import Incident

    dates = _dates("incident", "Incident")
    rows = sight.entries(Incident.objects.filter(**codes).order_by("-id")).values(
        "id", "title", "place_id", "lat", "lon", "geo_precision"
    )
    found = [(row, places.get(row["place_id"])) for row in rows[: MOST + 1]]
    return [(_thing("incident", row, row["title"], where, dates), where) for row, where in found]


def _burial_sites(sight: Sight, places: Mapping[str, Where], codes: _Codes) -> Found:
    from accounted.record.models import BurialSite

    dates = _dates("burial_site", "BurialSite")
    rows = sight.entries(BurialSite.objects.filter(**codes).order_by("-id")).values(
        "id", "name", "place_id", "lat", "lon"
    )
    found = [(row, places.get(row["place_id"])) for row in rows[: MOST + 1]]
    return [(_thing("burial_site", row, row["name"] or "", where, dates), where) for row, where in found]


def _sites(sight: Sight, places: Mapping[str, Where], codes: _Codes) -> Found:
    from accounted.record.models import Site

    dates = _dates("site", "Site")
    rows = sight.entries(Site.objects.filter(**codes).order_by("-id")).values(
        "id", "name", "label_as_written", "place_id", "lat", "lon"
    )
    found = [(row, places.get(row["place_id"])) for row in rows[: MOST + 1]]
    return [
        (_thing("site", row, row["name"] or row["label_as_written"] or "", where, dates), where)
        for row, where in found
    ]


def _recoveries(sight: Sight, places: Mapping[str, Where], codes: _Codes) -> Found:
    """Remains by the place they were recovered at: one for each place."""
    from django.db.models import Count, Min

    from accounted.record.models import Remains

    rows = sight.entries(Remains.objects.filter(recovery_place__isnull=False, **codes))
    grouped = rows.order_by().values("recovery_place_id").annotate(number=Count("id"), first=Min("id"))
    dates = _dates("recovery", "Remains")
    found: Found = []
    for row in grouped.order_by("recovery_place_id")[: MOST + 1]:
        where = places.get(row["recovery_place_id"])
        told = {"id": row["first"]}
        found.append(
            (_thing("recovery", told, where.name if where else "", where, dates, row["number"]), where)
        )
    return found


_FINDERS: dict[str, Callable[[Sight, Mapping[str, Where], _Codes], Found]] = {
    "incident": _incidents,
    "burial_site": _burial_sites,
    "site": _sites,
    "recovery": _recoveries,
}
