"""Places on the map: one place under two names, one in another, or near it.

Only where the lists speak of places the gazetteer knows: the most frequent names of a column are looked up,
and if most of them are places of one country, the others are looked up there. A name that several places of
the country bear about equally says nothing of which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from accounted.places import Gazetteer, Place

_LOOKED_UP: Final = 2000
_FIRST: Final = 60
_MOST: Final = 0.6
_LARGER: Final = 5  # so many times the inhabitants make one of several places of a name the one that is meant


@dataclass(frozen=True, slots=True)
class Located:
    """A place on the map: its identifier, what it lies in as `|id|id|`, and its point."""

    id: str
    within: str
    lat: float | None
    lon: float | None


def located(counts: Mapping[str, int], gazetteer: Gazetteer) -> dict[str, Located]:
    """The names of a column that are places, and which; empty where most are none.

    `counts` says how often each name stands. No more than the 2,000 most frequent are looked up.
    """
    names = sorted(counts, key=lambda name: (-counts[name], name))
    country = country_of(counts, gazetteer)
    if country is None:
        return {}
    found = {}
    for name in islice(names, _LOOKED_UP):
        place = place_of(name, country, gazetteer)
        if place is not None:
            found[name] = _of(place, gazetteer)
    return found


def country_of(counts: Mapping[str, int], gazetteer: Gazetteer) -> str | None:
    """The country that most of the records name places of, by the most frequent names; None for none."""
    names = sorted(counts, key=lambda name: (-counts[name], name))[:_FIRST]
    records: dict[str, int] = {}
    for name in names:
        best = gazetteer.find(name.split(",")[0], fuzzy=False, limit=1)
        if best:
            records[best[0].place.country] = records.get(best[0].place.country, 0) + counts[name]
    most = max(records, key=lambda country: (records[country], country), default=None)
    total = sum(counts[name] for name in names)
    return most if most is not None and records[most] >= _MOST * total else None


def place_of(name: str, country: str, gazetteer: Gazetteer) -> Place | None:
    """The one place of a country that a name means; what stands behind a comma says what it lies in."""
    borne = _borne(name, country, gazetteer, 2)
    return borne[0] if borne and not _open(borne) else None


def places_of(name: str, country: str, gazetteer: Gazetteer, most: int = 5) -> list[Place]:
    """The places of a country that a name may mean, where it cannot be told which; else none."""
    borne = _borne(name, country, gazetteer, most)
    return [one for one in borne if one.kind == "settlement"] if _open(borne) else []


def _borne(name: str, country: str, gazetteer: Gazetteer, most: int) -> list[Place]:
    parts = [part.strip() for part in name.split(",") if part.strip()][:4]
    within = None
    for part in reversed(parts[1:]):
        outer = gazetteer.find(part, country=country, within=within, fuzzy=False, limit=1)
        if outer and outer[0].place.kind in ("region", "district"):
            within = outer[0].place
    if not parts:
        return []
    found = gazetteer.find(parts[0], country=country, within=within, fuzzy=False, limit=most)
    return [one.place for one in found]


def _open(borne: Sequence[Place]) -> bool:
    """Whether the first two places of a name are settlements of about one size."""
    if len(borne) < 2 or borne[0].kind != "settlement" or borne[1].kind != "settlement":
        return False
    return borne[0].population < _LARGER * max(borne[1].population, 1)


def _of(place: Place, gazetteer: Gazetteer) -> Located:
    within = "|".join(held.id for held in gazetteer.parents(place))
    point = (place.lat, place.lon) if place.kind == "settlement" else (None, None)
    return Located(place.id, f"|{within}|", *point)


def same(name: str) -> str:
    """SQL: one place, whatever it is called."""
    return f"{name}_at_l = {name}_at_r"


def inside(name: str) -> str:
    """SQL: one of the places lies in the other."""
    one, other = (f"strpos({name}_in_{a}, '|' || {name}_at_{b} || '|') > 0" for a, b in ("lr", "rl"))
    return f"{one} or {other}"


def near(name: str, kilometres: int) -> str:
    """SQL: the places are no farther apart than so many kilometres (on a plane, good enough up to 100)."""
    north = f"({name}_lat_l - {name}_lat_r)"
    east = f"(({name}_lon_l - {name}_lon_r) * cos(radians({name}_lat_l)))"
    return f"111.2 * sqrt({north} * {north} + {east} * {east}) <= {kilometres}"
