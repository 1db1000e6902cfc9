"""Where and when an event was, no more precise than its audience may know it (rules D-23, D-31)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounted.claims import PlaceMention
from accounted.dates import InvalidDate, parse
from accounted.record.queries.happenings import PlaceOnRecord
from accounted.reporting.disclosure import public_point
from accounted.reporting.exports.content import When, Where, country_name
from accounted.reporting.exports.release import Purpose

if TYPE_CHECKING:
    from accounted.places import Gazetteer

# A place's own point, by what kind of place it is: vocabulary geo_precision.
PRECISION = {"site": "1", "settlement": "2", "hromada": "3", "district": "3", "region": "4", "country": "6"}
# How many decimals of a degree each public precision leaves; none: no coordinates.
_DECIMALS = {"1": 4, "2": 2, "3": 1, "4": 0, "5": 0}


@dataclass(frozen=True)
class Placing:
    """Says where things are, to one audience."""

    purpose: Purpose
    gazetteer: Gazetteer | None = None

    def of_mention(self, place: PlaceMention | None, key: str | None, graves: bool) -> Where:
        """The place of a claim."""
        if place is None:
            return Where(None, None)
        lat, lon = place.lat, place.lon
        if lat is not None and lon is not None and self.purpose == "public":
            lat, lon = public_point(lat, lon, graves=graves)
        name = place.name or place.text
        return Where(
            key=key,
            name=name,
            kind=place.kind,
            country=place.country,
            country_name=country_name(place.country, self.gazetteer),
            admin1=name if place.kind == "region" else self._region(place.iso3166_2, place.geonames),
            iso3166_2=place.iso3166_2,
            geonames=place.geonames,
            lat=lat,
            lon=lon,
            precision=self._precision(PRECISION.get(place.kind or "", "0"), graves),
            as_written=(place.text,),
        )

    def of_record(self, place: PlaceOnRecord, graves: bool) -> Where:
        """The place of an incident on record, which may have coordinates of its own."""
        precision = place.precision or PRECISION.get(place.kind, "0")
        lat, lon = place.lat, place.lon
        if self.purpose == "public" and lat is not None and lon is not None:
            coarse = max(
                place.public_precision or "2", precision if precision != "0" else "2", "3" if graves else "2"
            )
            decimals = _DECIMALS.get(coarse)
            lat, lon = (round(lat, decimals), round(lon, decimals)) if decimals is not None else (None, None)
            precision = coarse
        return Where(
            key=f"gn:{place.geonames}" if place.geonames else None,
            name=place.name or None,
            kind=place.kind,
            country=place.country,
            country_name=country_name(place.country, self.gazetteer),
            admin1=place.name if place.kind == "region" else self._region(place.iso3166_2, place.geonames),
            iso3166_2=place.iso3166_2,
            geonames=place.geonames,
            lat=lat,
            lon=lon,
            precision=precision,
        )

    def _precision(self, own: str, graves: bool) -> str:
        return "3" if graves and self.purpose == "public" and own in ("1", "2") else own

    def _region(self, code: str | None, geonames: int | None) -> str | None:
        """The region a place lies in, by its code or by the gazetteer."""
        if self.gazetteer is None:
            return code
        found = self.gazetteer.by_code("iso3166_2", code) if code else None
        if found is None and geonames is not None and (place := self.gazetteer.by_geonames(geonames)):
            found = next((one for one in self.gazetteer.parents(place) if one.kind == "region"), None)
        return found.name if found is not None else code


def when_of(edtf: str | None) -> When | None:
    """A stretch of time from its EDTF; None where there is none or it cannot be read."""
    if edtf is None:
        return None
    try:
        date = parse(edtf)
    except InvalidDate:
        return None
    return When(edtf, date.earliest, date.latest, date.precision)
