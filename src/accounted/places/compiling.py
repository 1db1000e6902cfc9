"""Build the compact index from its material. Done once per installation, then cached."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate
from statistics import median

from accounted.places import material
from accounted.places.keying import entries, tables
from accounted.places.layout import KINDS, NO_PARENT, NO_POINT, pack
from accounted.places.material import Row


def compile_index() -> bytes:
    """The bytes of the index, the same for the same material."""
    places = _Places()
    keys: list[bytes] = []
    for number, row in enumerate(_in_order()):
        keys += entries(number, row)
        places.add(row)
    places.finish()
    sections = places.sections()
    sections |= tables(keys, sections["weight"], sections["country"])
    return pack({name: (part.typecode, part.tobytes()) for name, part in sections.items()}, material.facts())


def weight_of(population: float, kind: str) -> int:
    """How much a place outweighs others of its name, 0–255: 20 per power of ten of its inhabitants.

    A region counts for a tenth of its people, a district for a hundredth, so that a bare name means the
    town (Kharkiv, Sumy) unless the town is a small part of it (Punjab).
    """
    share = {"region": 0.1, "district": 0.01}.get(kind, 1.0)
    return min(255, round(20 * math.log10(population * share + 1)))


def _in_order() -> Iterator[Row]:
    """Countries, regions, districts, settlements: each kind is one stretch of the index."""
    yield from material.countries()
    yield from material.areas()
    region_ids: dict[str, str] = {}
    for code, row in material.regions():
        if code:
            region_ids[code] = row.id
        yield row
    district_ids: dict[str, str] = {}
    for code, row in material.districts(region_ids):
        district_ids[code] = row.id
        yield row
    yield from material.settlements(region_ids, district_ids)
    yield from material.villages()


class _Places:
    """The facts of the places, gathered in flat arrays as the rows pass."""

    def __init__(self) -> None:
        self._order: dict[str, int] = {}
        self._kinds: list[str] = []
        self._members: list[tuple[int, list[str]]] = []
        self._units: dict[str, int] = {}
        self.geonames, self.country = array("I"), array("B")
        self.parent, self.population = array("I"), array("I")
        self.lat, self.lon = array("i"), array("i")
        self.weight = array("B")
        self.names, self.name_ends = bytearray(), array("I")
        self.facts, self.fact_ends = bytearray(), array("I")
        self.ids, self.id_ends = bytearray(), array("I")

    def add(self, row: Row) -> None:
        number = len(self.geonames)
        self._kinds.append(row.kind)
        if row.kind != "settlement":
            self._order[row.id] = number
            self._units[row.iso3166_2] = number
            self.ids += row.id.encode()
            self.id_ends.append(len(self.ids))
        if row.members:
            self._members.append((number, row.members.split()))
        self.geonames.append(row.geonames)
        self.country.append(self._order[f"iso:{row.country}"])
        self.parent.append(self._order.get(row.parent, NO_PARENT))
        self.population.append(row.population)
        self.lat.append(NO_POINT if row.lat is None else round(row.lat * 100_000))
        self.lon.append(NO_POINT if row.lon is None else round(row.lon * 100_000))
        self.names += row.name.encode()
        self.name_ends.append(len(self.names))
        codes = (row.iso3166_2, row.pcode, row.katotth, row.unit, row.members)
        self.facts += "|".join(codes).rstrip("|").encode()
        self.fact_ends.append(len(self.facts))

    def finish(self) -> None:
        """What follows from the whole: the people of each unit, and a point for units without one."""
        people = list(self.population)
        inside: dict[int, list[int]] = {}
        for number, kind in enumerate(self._kinds):
            if kind == "settlement":
                for above in self._above(number):
                    inside.setdefault(above, []).append(number)
                    if self._kinds[above] != "country":
                        people[above] += self.population[number]
        for number, members in self._members:
            people[number] = sum(people[self._units[unit]] for unit in members)
        for number, towns in inside.items():
            if self.lat[number] == NO_POINT:
                self.lat[number] = round(median(self.lat[town] for town in towns))
                self.lon[number] = round(median(self.lon[town] for town in towns))
        self.weight.extend(weight_of(count, kind) for count, kind in zip(people, self._kinds, strict=True))

    def _above(self, number: int) -> Iterator[int]:
        while (number := self.parent[number]) != NO_PARENT:
            yield number

    def sections(self) -> dict[str, array[int]]:
        """The arrays under the names by which the index is read."""
        by_geonames = sorted((gid, number) for number, gid in enumerate(self.geonames) if gid)
        return {
            "starts": array("I", accumulate((self._kinds.count(kind) for kind in KINDS), initial=0)),
            "geonames": self.geonames,
            "geonames_sorted": array("I", (gid for gid, _ in by_geonames)),
            "geonames_place": array("I", (number for _, number in by_geonames)),
            "country": self.country,
            "parent": self.parent,
            "weight": self.weight,
            "population": self.population,
            "lat": self.lat,
            "lon": self.lon,
            "names": _bytes(self.names),
            "name_ends": self.name_ends,
            "facts": _bytes(self.facts),
            "fact_ends": self.fact_ends,
            "ids": _bytes(self.ids),
            "id_ends": self.id_ends,
        }


def _bytes(data: Iterable[int]) -> array[int]:
    return array("B", data)
