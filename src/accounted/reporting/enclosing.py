"""Which places of a material lie within which, so that a part is never added to its whole (rule D-10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accounted.claims import PlaceMention

if TYPE_CHECKING:
    from accounted.places import Gazetteer


def place_key(place: PlaceMention | None) -> str | None:
    """One key for one place, however it was spelt; by its words alone where no gazetteer knows it."""
    if place is None:
        return None
    if place.geonames is not None:
        return f"gn:{place.geonames}"
    if place.kind == "region" and place.iso3166_2:
        return f"iso:{place.iso3166_2}"
    if place.kind == "country" and place.country:
        return f"country:{place.country}"
    return "text:" + " ".join((place.name or place.text).casefold().split())


def enclosing_places(
    mentions: Iterable[PlaceMention | None],
    gazetteer: Gazetteer | None = None,
    texts: Sequence[str] = (),
) -> dict[str, tuple[str, ...]]:
    """For each place mentioned, the keys of the other places mentioned that contain it.

    By the gazetteer where there is one; in any case a place lies in its country, and one that carries
    the code of a region lies in that region. A place that no gazetteer knows lies where a text says so
    ("Kalynodub, Tykhobrid district").
    """
    places: dict[str, PlaceMention] = {}
    for mention in mentions:
        key = place_key(mention)
        if key is not None and mention is not None:
            places.setdefault(key, mention)
    contains = _containment(gazetteer)
    said = _said_within(places, texts)
    found: dict[str, tuple[str, ...]] = {}
    for key, place in places.items():
        around = tuple(
            k for k, other in places.items() if k != key and (contains(other, place) or (key, k) in said)
        )
        if around:
            found[key] = around
    return found


def _said_within(places: Mapping[str, PlaceMention], texts: Sequence[str]) -> set[tuple[str, str]]:
    """Pairs of keys (inner, outer) that a text writes as "Inner, Outer district", where neither is known."""
    unknown = {key: place.text for key, place in places.items() if key.startswith("text:")}
    levels = {
        key: text for key, text in unknown.items() if len(words := text.split()) > 1 and words[-1].islower()
    }
    found = set()
    for outer, level in levels.items():
        for inner, name in unknown.items():
            phrase = f"{name}, {level}"
            if inner not in levels and any(phrase in text for text in texts):
                found.add((inner, outer))
    return found


def _containment(gazetteer: Gazetteer | None) -> Callable[[PlaceMention, PlaceMention], bool]:
    def by_codes(outer: PlaceMention, inner: PlaceMention) -> bool:
        if outer.kind == "country":
            return outer.country is not None and outer.country == inner.country
        if outer.kind == "region" and inner.kind != "country":
            return outer.iso3166_2 is not None and outer.iso3166_2 == inner.iso3166_2
        return False

    if gazetteer is None:
        return by_codes
    known = gazetteer

    def by_gazetteer(outer: PlaceMention, inner: PlaceMention) -> bool:
        if by_codes(outer, inner):
            return True
        large, small = _in_gazetteer(known, outer), _in_gazetteer(known, inner)
        return large is not None and small is not None and large != small and known.contains(large, small)

    return by_gazetteer


def _in_gazetteer(gazetteer: Gazetteer, mention: PlaceMention) -> Any:
    if mention.geonames is not None:
        return gazetteer.by_geonames(mention.geonames)
    if mention.kind == "region" and mention.iso3166_2:
        return gazetteer.by_code("iso3166_2", mention.iso3166_2)
    if mention.kind == "country" and mention.country:
        return gazetteer.country(mention.country)
    return None
