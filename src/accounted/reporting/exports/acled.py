"""Rows in the shape of ACLED events: one day, one place, one conservative number of fatalities.

Only the shape is ACLED's: its data, codes of actors and terms of use are its own. The words of a source are
kept beside the number that the form asks for; 10, 12 and 100 are never stored as the claim (A6, D-35).
"""

from __future__ import annotations

from accounted.reporting.breakdown import BODIES
from accounted.reporting.exports.content import Content, Event
from accounted.reporting.exports.deriving import DEATHS
from accounted.reporting.exports.target import (
    Cell,
    Field,
    Made,
    Target,
    basis_of_number,
    csv_bytes,
    denied,
    said,
)

FIELDS = (
    Field("event_id_cnty", "country and number of the event in this export"),
    Field("event_date", "first day on which it can have been; empty where no source dates it (D-23)"),
    Field("year", "of that day"),
    Field("time_precision", "1 the day, 2 the week, 3 wider"),
    Field(
        "event_type", "Violence against civilians; Strategic developments for bodies and graves; else empty"
    ),
    Field("sub_event_type", "Attack, Abduction/forced disappearance or Other, as the basis allows"),
    Field("actor1", "whom the sources accuse, as written (D-21)"),
    Field("assoc_actor_1", "further parties named"),
    Field("inter1", "empty: ACLED's code of the kind of actor"),
    Field("actor2", "Civilians, with the country, where the sources call the dead so"),
    Field("assoc_actor_2", "empty"),
    Field("inter2", "7 where actor2 is Civilians"),
    Field("civilian_targeting", "Civilian targeting, where the sources call the dead civilians"),
    Field("country", "name of the country"),
    Field("admin1", "first administrative level"),
    Field("admin2", "second administrative level, where the place is one"),
    Field("admin3", "empty: not known to the gazetteer"),
    Field("location", "name of the place"),
    Field("latitude", "WGS 84, as coarse as the audience may know (D-31)"),
    Field("longitude", "WGS 84"),
    Field("geo_precision", "1 a settlement, 2 part of a region, 3 a region"),
    Field("source", "publishers, else titles of documents"),
    Field("source_scale", "empty: ACLED's judgement of the source"),
    Field("notes", "exact words, denials (D-17), and what D-36 asks to stand beside the number"),
    Field(
        "fatalities", "the most conservative whole number; 0 for bodies found, which are not deaths (D-14)"
    ),
    Field("tags", "what was counted, and whether sources contradict one another"),
)
LOSSES = (
    "The range: one whole number, the lowest that the sources allow.",
    "Deaths are not split by sex, age or status.",
    "Signs on bodies, acts and accounts.",
    "Codes of actors, of their kind and of the scale of sources are ACLED's own and are left empty.",
    "An event without a country is no row.",
    "The category of discovered graves and the numbers for vague words follow ACLED's published practice as "
    "this project understood it; check its current codebook.",
)
TARGET = Target("acled", "ACLED event rows", ".csv", FIELDS, LOSSES)

# What a vague word becomes, on export only (D-35).
VAGUE = {"tens": 10, "dozens": 12, "hundreds": 100}
# Deaths are certain and their number unknown: outside an active war zone, which nothing here knows.
UNKNOWN_NUMBER = 3
_TIME = {"1": 1, "2": 2, "3": 2, "4": 3, "5": 3}
_GEO = {"1": 1, "2": 1, "3": 2, "4": 3, "5": 3, "6": 3}
_FOUND = frozenset({*BODIES, "graves"})
_HELD = frozenset({"abducted", "missing", "killed_or_missing"})


def make(content: Content) -> Made:
    """The rows, and what was converted to make them."""
    conversions: list[str] = []
    rows: list[dict[str, Cell]] = []
    for event in content.events:
        if event.basis not in (*DEATHS, *_FOUND, *_HELD):
            continue
        if event.where.country is None:
            conversions.append(f"{event.id}: no country is known; not a row.")
            continue
        rows.append(_row(len(rows) + 1, event, content, conversions))
    return Made(TARGET, {"": csv_bytes(FIELDS, rows, for_spreadsheets=False)}, tuple(conversions))


def fatalities(event: Event, conversions: list[str]) -> int:
    """The whole number that ACLED's form asks for, and a note of how it was come by."""
    if event.basis not in DEATHS:
        conversions.append(
            f"{event.id}: {event.count.words} ({event.basis}) is no number of deaths; fatalities is 0 (D-14)."
        )
        return 0
    count = event.count
    if count.vague in VAGUE and not count.ruled:
        number = VAGUE[count.vague]
        conversions.append(f"{event.id}: “{count.words}” ({count.vague}) became {number} (D-35).")
        return number
    if count.low:
        if count.low != count.high:
            conversions.append(
                f"{event.id}: the range “{count.words}” became its lowest, {count.low} (D-35)."
            )
        return count.low
    if count.best is not None:
        conversions.append(
            f"{event.id}: “{count.words}” ({count.vague or 'one number'}) became {count.best} (D-35)."
        )
        return count.best
    if count.high is not None:
        conversions.append(f"{event.id}: “{count.words}” states no least number; fatalities is 0 (D-35).")
        return 0
    conversions.append(
        f"{event.id}: deaths are stated without a number (“{count.words}”); fatalities is "
        f"{UNKNOWN_NUMBER} (D-35)."
    )
    return UNKNOWN_NUMBER


def _row(number: int, event: Event, content: Content, conversions: list[str]) -> dict[str, Cell]:
    where = event.where
    # The event of a discovery is the discovery: its day says nothing of when anybody died.
    when = event.when or (event.discovered if event.basis in _FOUND else None)
    civilians = event.civilian == "civilian"
    if when is None or when.earliest is None:
        conversions.append(f"{event.id}: no source dates what was counted; event_date is empty (D-23).")
    kind, sub = "", ""
    if event.basis in _FOUND:
        kind, sub = "Strategic developments", "Other"
    elif event.basis in _HELD:
        kind, sub = "Violence against civilians", "Abduction/forced disappearance"
    elif civilians:
        kind, sub = "Violence against civilians", "Attack"
    country = where.country_name or where.country
    return {
        "event_id_cnty": f"{where.country}{number}",
        "event_date": when.earliest.isoformat() if when and when.earliest else None,
        "year": when.earliest.year if when and when.earliest else None,
        "time_precision": _TIME.get(when.precision) if when else None,
        "event_type": kind,
        "sub_event_type": sub,
        "actor1": event.parties[0] if event.parties else None,
        "assoc_actor_1": "; ".join(event.parties[1:]),
        "actor2": f"Civilians ({country})" if civilians else None,
        "inter2": 7 if civilians else None,
        "civilian_targeting": "Civilian targeting" if civilians and event.basis in DEATHS else None,
        "country": country,
        "admin1": where.admin1,
        "admin2": where.name if where.kind == "district" else None,
        "location": where.name,
        "latitude": where.lat,
        "longitude": where.lon,
        "geo_precision": _GEO.get(where.precision),
        "source": "; ".join(dict.fromkeys(s.publisher or s.title for s in event.sources)),
        "notes": ". ".join(filter(None, (said(event), denied(event), basis_of_number(content, event)))),
        "fatalities": fatalities(event, conversions),
        "tags": "; ".join(filter(None, (event.basis, "sources contradict" if event.contested else ""))),
    }
