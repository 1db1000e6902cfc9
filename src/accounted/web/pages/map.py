"""The map: incidents, burial sites, sites and recoveries, each as precisely as it is known; no network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounted.dates import InvalidDate, PartialDate, parse
from accounted.places.outlines import countries_in, country_outline, region_borders
from accounted.record.queries.holding import held
from accounted.record.queries.placed import KINDS, Placed, outlines, placed
from accounted.record.searching import WrongSearch
from accounted.record.searching.index import opened_gazetteer
from accounted.record.searching.places import Surroundings
from accounted.reporting.map import Ground, Point, draw
from accounted.web import control as controlling
from accounted.web.access.roles import may
from accounted.web.pages import tiles
from accounted.web.paging import page
from accounted.web.searching import Filters, coded_choices, filters_of, to_list

NAMES = {
    "incident": gettext_lazy("Incidents"),
    "burial_site": gettext_lazy("Burial sites"),
    "site": gettext_lazy("Sites"),
    "recovery": gettext_lazy("Recoveries"),
}
ONE = {
    "incident": gettext_lazy("Incident"),
    "burial_site": gettext_lazy("Burial site"),
    "site": gettext_lazy("Site"),
    "recovery": gettext_lazy("Remains recovered"),
}
DRAWN = 40  # places on the still picture
ROWS = 200  # of the table, a page
_WORLD = (-180.0, -60.0, 180.0, 75.0)


@page("map/", name="map", may="see_figures", template="map/map.html")
def map_page(request: Any) -> Mapping[str, Any]:
    """Where things are, as a still picture, a table, and GeoJSON that the moving map draws."""
    shown: dict[str, Any] = {
        "title": _("Map"),
        **form_of(request),
        "type": "FeatureCollection",
        "features": [],
        "rows": [],
        "held": [],
        "control": {"there": False},
    }
    try:
        filters = asked_of(request)
        around = Surroundings(opened_gazetteer)
        found = placed(request.archive, filters.asked, sight=request.sight, around=around)
        day = _day(request)
        control = held(request.archive, filters.asked, sight=request.sight, around=around)
    except WrongSearch as trouble:
        return shown | {"trouble": str(trouble)}
    things = [thing for thing in found.things if thing.lat is not None]
    told = controlling.told(control, day, request) if day is not None else []
    grounds = [one for one in control if day is not None and one.lat is not None]
    start = _page_number(request) * ROWS
    return shown | {
        "filtered": filtered(filters),
        "list": to_list(filters.written) if may(request.user.role, "see_record") else "",
        "features": [_feature(thing, request.sight.names) for thing in things],
        "areas": outlines(request.archive, [*things, *grounds]),
        "picture": draw(_points(things), _grounds(told)),
        "held": told,
        "control": {
            "there": bool(control),
            "day": day.edtf if day is not None else "",
            "slider": controlling.days(control, day),
            "kinds": list(controlling.words().items()),
        },
        "rows": [row_of(thing) for thing in found.things[start : start + ROWS]],
        "total": len(found.things),
        "nowhere": len(found.things) - len(things),
        "cut": [NAMES[kind] for kind in found.cut],
        "number": start // ROWS + 1,
        "next": start // ROWS + 2 if len(found.things) > start + ROWS else None,
        "previous": start // ROWS or None,
        "tiles": tiles.described(),
    }


@page("map/land/", name="map_land", may="see_figures", template="map/land.html")
def land(request: Any) -> Mapping[str, Any]:
    """The outlines of the countries in a box (`box=west,south,east,north`), for the map to draw under
    things."""
    try:
        west, south, east, north = (float(part) for part in request.GET.get("box", "").split(","))
    except ValueError:
        west, south, east, north = _WORLD
    codes = countries_in((west, south, east, north))
    features = [_geometry(code, country_outline(code), "land") for code in codes]
    if len(codes) <= 40:
        features += [_geometry(code, region_borders(code), "border") for code in codes]
    return {
        "title": _("Outlines of countries"),
        "codes": list(codes),
        "type": "FeatureCollection",
        "features": features,
    }


def _day(request: Any) -> PartialDate | None:
    """The day for which the map shows who held what; None: it is not asked for."""
    written = request.GET.get("on", "").strip()
    if not written:
        return None
    try:
        return parse(written)
    except InvalidDate as trouble:
        raise WrongSearch(str(trouble)) from None


def form_of(request: Any) -> dict[str, Any]:
    """What the form of filters holds, as it was filled in."""
    written = {name: value.strip() for name, value in request.GET.items() if value.strip()}
    return {
        "written": written,
        "kinds": list(NAMES.items()),
        "coded": coded_choices(request.GET),
        "trouble": "",
    }


def filtered(filters: Filters) -> bool:
    """Whether anything is left out by a filter."""
    return not filters.asked.empty


def asked_of(request: Any) -> Filters:
    """The filters that map and time line share with the lists."""
    filters = filters_of(request.GET)
    if filters.asked.kind is not None and filters.asked.kind not in KINDS:
        raise WrongSearch(_("%(kind)s is not shown on a map or a time line") % {"kind": filters.asked.kind})
    return filters


def row_of(thing: Placed) -> dict[str, Any]:
    """A thing as a row of a table."""
    return {
        "kind": thing.kind,
        "kind_title": ONE[thing.kind],
        "id": thing.id,
        "name": thing.name or thing.place or thing.id,
        "href": href(thing),
        "place": thing.place,
        "lat": thing.lat,
        "lon": thing.lon,
        "precision": precision(thing.radius_m),
        "date": thing.edtf,
        "number": thing.number,
    }


def href(thing: Placed) -> str:
    """The page of a thing; of recoveries, the list of remains at the place."""
    if thing.kind == "recovery":
        return f"/remains/?q={quote(thing.place or '')}"
    folder = {"incident": "incidents", "burial_site": "burial-sites", "site": "sites"}[thing.kind]
    return f"/{folder}/{thing.id}/"


def precision(radius_m: float | None) -> str:
    """How precisely a point is known, in words: ± 10 m, ± 2 km."""
    if radius_m is None:
        return ""
    if radius_m < 1_000:
        return _("± %(m)s m") % {"m": f"{radius_m:g}"}
    return _("± %(km)s km") % {"km": f"{radius_m / 1000:g}"}


def _feature(thing: Placed, names: bool) -> dict[str, Any]:
    row = row_of(thing)
    told = ("kind", "kind_title", "name", "precision", "date", "number") + (("href",) if names else ())
    return {
        "type": "Feature",
        "id": thing.id,
        "geometry": {"type": "Point", "coordinates": [thing.lon, thing.lat]},
        "properties": {name: row[name] for name in told} | {"radius_m": thing.radius_m, "area": thing.area},
    }


def _geometry(code: str, geometry: Any, layer: str) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {"code": code, "layer": layer}}


def _points(things: list[Placed]) -> list[Point]:
    """The places with the most things, for the still picture."""
    by_place: dict[tuple[str, float, float], list[Placed]] = {}
    for thing in things:
        assert thing.lat is not None and thing.lon is not None
        where = thing.place or thing.name or thing.id
        by_place.setdefault((where, round(thing.lat, 2), round(thing.lon, 2)), []).append(thing)
    most = sorted(by_place.items(), key=lambda told: (-len(told[1]), told[0]))[:DRAWN]
    return [
        Point(
            "things",
            name,
            lat,
            lon,
            "settlement" if (listed[0].radius_m or 0) <= 5_000 else "region",
            sum(thing.number for thing in listed),
        )
        for (name, lat, lon), listed in most
    ]


def _grounds(told: list[dict[str, Any]]) -> list[Ground]:
    """The places somebody held that day, for the still picture."""
    return [
        Ground(
            f"{one['place']}: {'; '.join(state['control'] for state in one['states'])}",
            one["lat"],
            one["lon"],
            one["radius_m"] or 0.0,
            "differ" if one["differ"] else one["states"][0]["code"],
            one["sure"],
        )
        for one in told
        if one["lat"] is not None
    ]


def _page_number(request: Any) -> int:
    try:
        return max(0, min(10_000, int(request.GET.get("page", "1")) - 1))
    except ValueError:
        return 0
