"""Incidents as JSON in the manner of Airwars: harm to civilians as ranges, a grade, every source.

Every allegation is here and graded, none is deleted. A grade is a person's: what is computed is a suggestion,
and never *confirmed*, which needs the belligerent's own acceptance.
"""

from __future__ import annotations

from typing import Any

from accounted.reporting.exports.content import MINIMUM, POLICY, Content, Event, Range
from accounted.reporting.exports.deriving import DEATHS
from accounted.reporting.exports.ibc import least_and_most
from accounted.reporting.exports.target import Field, Made, Target, json_bytes

FIELDS = (
    Field("id", "identifier in this export"),
    Field("title", "title"),
    Field("origin", "record: an incident that people put on record; derived: made from tallies"),
    Field("date", "start and end of the deaths, EDTF and precision (D-23); null where not dated"),
    Field(
        "location", "name, region, country, coordinates as coarse as the audience may know (D-31), precision"
    ),
    Field("grade", "airwars_grade, as people set it; null where nobody did"),
    Field("grade_suggested", "what the number of independent sources allows, by rule; never confirmed"),
    Field("civilians_killed", "min and max; null where the sources do not call the dead civilians"),
    Field("killed", "min and max of all the dead, with the exact words"),
    Field("children", "min and max within them"),
    Field("women", "min and max within them"),
    Field("men", "min and max within them"),
    Field("injured", "min and max"),
    Field("belligerents_killed", "min and max; null where the sources do not say so"),
    Field("civilian_status", "civilian, contested, armed_forces or unknown (D-27)"),
    Field("victims", "people on record, as they may be shown"),
    Field("suspected_belligerents", "whom the sources accuse, as written (D-21)"),
    Field("belligerent_assessment", "denials, beside what they deny (D-17)"),
    Field("strike_type", "null: not on record"),
    Field("strike_status", "contested where sources contradict, single source where one origin; else null"),
    Field("sources", "documents, with publisher, date, address and SHA-256"),
    Field("statements", "exact words, speaker, document and offsets"),
    Field(
        "stands_for",
        "basis, period, place, as of, methodology, policy and the words “documented minimum” (D-36)",
    ),
)
LOSSES = (
    "Everything counted on another basis than killed, executed or injured.",
    "Suspected target and type of strike are not on record.",
    "Family relations of victims.",
    "Definitions of grades are Airwars' own; a suggestion here says which rule it follows.",
)
TARGET = Target("airwars", "Incidents in the manner of Airwars (JSON)", ".json", FIELDS, LOSSES)
FORMAT = "accounted-airwars-like"


def make(content: Content) -> Made:
    """The incidents, and what was converted to make them."""
    conversions: list[str] = []
    incidents = [
        _incident(event, content, conversions)
        for event in content.events
        if event.basis in (*DEATHS, "injured")
    ]
    made = {"format": FORMAT, "version": 1, "generated": content.generated, "audience": content.purpose}
    return Made(TARGET, {"": json_bytes({**made, "incidents": incidents})}, tuple(conversions))


def suggested_grade(event: Event) -> dict[str, str | None]:
    """What the sources alone allow; a person decides."""
    if len(event.parties) > 1:
        return {"grade": "contested", "rule": "more than one belligerent is named"}
    if event.independent >= 2:
        return {"grade": None, "rule": "two or more origins: fair, if strikes were likely there that day"}
    return {"grade": "weak", "rule": "a single origin"}


def _incident(event: Event, content: Content, conversions: list[str]) -> dict[str, Any]:
    dead = event.count if event.basis in DEATHS else None
    killed = _range(dead, event.id, "deaths", conversions)
    hurt = event.count if event.basis == "injured" else event.injured
    where, when = event.where, event.when
    people = {person.id: person for person in content.persons}
    listed = [people[one] for one, role in event.persons if role == "victim" and one in people]
    return {
        "id": event.id,
        "title": event.title,
        "origin": event.origin,
        "date": {
            "edtf": when.edtf,
            "start": when.earliest.isoformat() if when.earliest else None,
            "end": when.latest.isoformat() if when.latest else None,
            "precision": when.precision,
        }
        if when
        else None,
        "location": {
            "name": where.name,
            "region": where.admin1,
            "country": where.country,
            "latitude": where.lat,
            "longitude": where.lon,
            "precision": where.precision,
        },
        "grade": event.grade,
        "grade_suggested": suggested_grade(event),
        "civilians_killed": killed if event.civilian == "civilian" else None,
        "killed": killed,
        "children": _range(event.children, event.id, "children", conversions),
        "women": _range(event.women, event.id, "women", conversions),
        "men": _range(event.men, event.id, "men", conversions),
        "injured": _range(hurt, event.id, "injuries", conversions),
        "belligerents_killed": killed if event.civilian == "armed_forces" else None,
        "civilian_status": event.civilian,
        "victims": [
            {"name": list(one.names), "age_group": one.age_group, "sex": one.sex}
            for one in listed
            if one.names or content.purpose != "public"
        ],
        "suspected_belligerents": list(event.parties),
        "belligerent_assessment": [
            {"exact": row["exact"], "speaker": row["speaker"], "item": row["item"]} for row in event.denials
        ],
        "strike_type": None,
        "strike_status": "contested"
        if event.contested
        else ("single source" if event.independent < 2 else None),
        "sources": [
            {
                "item": s.item,
                "title": s.title,
                "publisher": s.publisher,
                "published": s.published,
                "url": s.url,
                "sha256": s.sha256,
            }
            for s in event.sources
        ],
        "statements": [
            {
                name: row[name]
                for name in ("key", "exact", "speaker", "item", "start", "end", "standing", "as_of")
            }
            for row in event.statements
        ],
        "stands_for": {
            "basis": event.basis,
            "period": when.edtf if when else None,
            "place": where.name,
            "as_of": event.as_of,
            "methodology": content.material.methodology,
            "policy": POLICY,
            "minimum": event.count.low,
            "minimum_is": MINIMUM if event.count.low is not None else None,
            "independent_sources": event.independent,
            "verification": event.verification,
        },
    }


def _range(count: Range | None, key: str, what: str, conversions: list[str]) -> dict[str, Any] | None:
    if count is None:
        return None
    low, high = least_and_most(count, key, what, conversions)
    return {"min": low, "max": high, "words": count.words}
