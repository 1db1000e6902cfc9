"""Who speaks in a report, and the places its claims are of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from accounted.reporting.breakdown import BODIES
from accounted.reporting.disclosure import Disclosed, public_point
from accounted.reporting.enclosing import place_key
from accounted.reporting.material import Told
from accounted.reporting.roots import speaker_name
from accounted.reporting.rows import Rows, place_name


def speakers_shown(
    told: Sequence[Told], rows: Rows, seen: Disclosed, behind: Mapping[str, str | None]
) -> list[dict[str, Any]]:
    """Who is quoted, under one name for its spellings, with the claims; most spoken first."""
    voices: dict[str, dict[str, Any]] = {}
    nameable = _open_labels(told, rows, seen)
    for one in told:
        speaker = None if rows.hides(one) else rows.claim(one).speaker
        if speaker is None:
            continue
        name = speaker_name(speaker)
        source = behind.get(one.key)
        voice = voices.setdefault(
            " ".join(name.casefold().split()),
            {
                "name": name,
                "as_written": [],
                "role": None,
                "claims": [],
                "documents": [],
                "counted_with": None,
            },
        )
        voice["role"] = voice["role"] or speaker.role or speaker.organisation
        # The label of a source may come from a document whose speakers are not shown.
        if source is not None and source != name and source in nameable:
            voice["counted_with"] = source
        voice["claims"].append({"key": one.key, "href": rows.href(one.source.item, one.key)})
        for kept, value in (("as_written", speaker.text), ("documents", one.source.item)):
            if value != name and value not in voice[kept]:
                voice[kept].append(value)
    return sorted(voices.values(), key=lambda voice: (-len(voice["claims"]), voice["name"]))


def _open_labels(told: Sequence[Told], rows: Rows, seen: Disclosed) -> frozenset[str]:
    shown = (rows.claim(one).speaker for one in told if not rows.hides(one))
    publishers = (d.document.publisher for i, d in seen.documents.items() if i not in seen.withheld)
    return frozenset({speaker_name(s) for s in shown if s is not None} | {p for p in publishers if p})


def places_shown(told: Sequence[Told], rows: Rows, seen: Disclosed) -> list[dict[str, Any]]:
    """The places claims are of, with their spellings; a public point is no more exact than it may be."""
    places: dict[str, dict[str, Any]] = {}
    for one in told:
        if rows.hides(one):
            continue
        claim = rows.claim(one)
        place, key = claim.place, place_key(one.claim.place)
        if place is None or key is None:
            continue
        entry = places.setdefault(
            key,
            {
                "key": f"place-{len(places) + 1}",  # not its name, which may have to be covered
                "name": place_name(place),
                "as_written": [],
                "kind": place.kind,
                "country": place.country,
                "geonames": place.geonames,
                "iso3166_2": place.iso3166_2,
                "lat": place.lat,
                "lon": place.lon,
                "match": [],
                "graves": False,
                "claims": [],
            },
        )
        if place.text not in (entry["name"], *entry["as_written"]):
            entry["as_written"].append(place.text)
        how = f"{place.text}: {place.match}"
        if place.match not in (None, "exact", "alternate") and how not in entry["match"]:
            entry["match"].append(how)
        tally = claim.tally
        entry["graves"] |= "burial" in claim.what or (
            tally is not None and tally.basis in ("graves", *BODIES)
        )
        entry["claims"].append({"key": one.key, "href": rows.href(one.source.item, one.key)})
    for entry in places.values():
        if entry["lat"] is not None and entry["lon"] is not None and seen.audience == "public":
            entry["lat"], entry["lon"] = public_point(entry["lat"], entry["lon"], graves=entry["graves"])
    return sorted(places.values(), key=lambda entry: (-len(entry["claims"]), entry["name"] or ""))
