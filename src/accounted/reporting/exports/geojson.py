"""Located events as GeoJSON (RFC 7946), with the properties that TimeMap reads.

Coordinates are those of the gazetteer, as coarse as the public may know them, for every audience: maps are
passed on (D-31).
"""

from __future__ import annotations

from typing import Any

from accounted.reporting.disclosure import public_point
from accounted.reporting.exports.content import MINIMUM, POLICY, Content, Event
from accounted.reporting.exports.deriving import GRAVES
from accounted.reporting.exports.target import Field, Made, Target, denied, json_bytes, said
from accounted.reporting.wording import label

FIELDS = (
    Field("id", "identifier in this export"),
    Field("title", "title"),
    Field("number", "what may be said, in words"),
    Field("low", "lowest; null is open"),
    Field("best", "the one number exact statements agree on"),
    Field("high", "highest; null is open"),
    Field("minimum", "the documented minimum"),
    Field("minimum_is", "the words “documented minimum” where that is what it is (D-36)"),
    Field("basis", "what was counted (D-36)"),
    Field("period", "EDTF; null where not dated (D-36)"),
    Field("place", "place (D-36)"),
    Field("as_of", "the day the number describes (D-36)"),
    Field("methodology", "version of the methodology (D-36)"),
    Field("policy", "how statements were brought together (D-36)"),
    Field("geo_precision", "vocabulary geo_precision"),
    Field("contested", "whether sources contradict one another"),
    Field("verification", "a term of verification_status"),
    Field("date", "of TimeMap: first day; empty where not dated"),
    Field("time", "of TimeMap: empty"),
    Field("location", "of TimeMap: name of the place"),
    Field("latitude", "of TimeMap"),
    Field("longitude", "of TimeMap"),
    Field("description", "of TimeMap: exact words, and denials beside them (D-17)"),
    Field("sources", "of TimeMap: numbers of documents"),
    Field("associations", "of TimeMap: the basis, as a category"),
)
LOSSES = (
    "Events whose place has no coordinates.",
    "A region or district is drawn as a point: geo_precision says so.",
    "Coordinates are rounded to about a kilometre, to about ten where graves or bodies are spoken of (D-31).",
    "The end of an interval in the properties of TimeMap; `period` has it.",
)
TARGET = Target("geojson", "GeoJSON for maps and TimeMap", ".geojson", FIELDS, LOSSES)


def make(content: Content) -> Made:
    """The features, and what is not on the map."""
    conversions = []
    features = []
    for event in content.events:
        if event.where.lat is None or event.where.lon is None:
            conversions.append(
                f"{event.id}: {event.where.name or 'no place stated'}: no coordinates; not on the map."
            )
            continue
        features.append(_feature(event, event.where.lat, event.where.lon, content))
    made = {"type": "FeatureCollection", "features": features}
    return Made(TARGET, {"": json_bytes(made)}, tuple(conversions))


def _feature(event: Event, lat: float, lon: float, content: Content) -> dict[str, Any]:
    lat, lon = public_point(lat, lon, graves=event.basis in GRAVES)
    when, count = event.when, event.count
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {
            "id": event.id,
            "title": event.title,
            "number": count.words,
            "low": count.low,
            "best": count.best,
            "high": count.high,
            "minimum": count.low,
            "minimum_is": MINIMUM if count.low is not None else None,
            "basis": event.basis,
            "period": when.edtf if when else None,
            "place": event.where.name,
            "as_of": event.as_of,
            "methodology": content.material.methodology,
            "policy": POLICY,
            "geo_precision": event.where.precision,
            "contested": event.contested,
            "verification": event.verification,
            "date": when.earliest.isoformat() if when and when.earliest else "",
            "time": "",
            "location": event.where.name,
            "latitude": lat,
            "longitude": lon,
            "description": ". ".join(filter(None, (said(event), denied(event)))),
            "sources": [source.item for source in event.sources],
            "associations": [label("count_basis", event.basis)],
        },
    }
