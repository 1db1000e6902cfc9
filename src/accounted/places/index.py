"""Reading the compact index: from a key to postings, from a place number to its facts."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Final

from accounted.places.layout import ADJECTIVE, KINDS, NO_PARENT, NO_POINT
from accounted.places.place import Kind, Place
from accounted.places.slips import Slips

_REMEMBERED: Final = 50_000  # places


class Index:
    """The sections of one index. Places are numbers, in stretches of one kind each; keys are numbers too."""

    def __init__(self, sections: Mapping[str, memoryview]) -> None:
        s = sections
        self._starts = list(s["starts"])
        self._geonames, self._gids, self._gid_place = s["geonames"], s["geonames_sorted"], s["geonames_place"]
        self.country, self.parent, self.weight = s["country"], s["parent"], s["weight"]
        self._population, self._lat, self._lon = s["population"], s["lat"], s["lon"]
        self._names, self._name_ends = s["names"], s["name_ends"]
        self._facts, self._fact_ends = s["facts"], s["fact_ends"]
        self._ids, self._id_ends = s["ids"], s["id_ends"]
        self._keys, self._key_ends, self._slots = s["keys"], s["key_ends"], s["slots"]
        self._postings, self._posting_ends = s["postings"], s["posting_ends"]
        self._slips = Slips(sections)
        self._mask = len(self._slots) - 1
        self._places: dict[int, Place] = {}
        self._given: dict[str, int] = {}  # by id, the numbers of the places given out
        self._codes: dict[str, dict[str, int]] = {}
        self._areas: dict[int, frozenset[str]] = {}
        self.neighbours: dict[tuple[int, int], tuple[float, str]] = {}
        """Of two places, what the first gains where the second is named too: filled by who weighs them."""

    def __len__(self) -> int:
        return self._starts[-1]

    def postings(self, key: str) -> list[int]:
        """The postings of a key, heaviest place first; empty where no place has it."""
        raw = key.encode()
        slot = zlib.crc32(raw) & self._mask
        slots, ends = self._slots, self._key_ends
        while entry := slots[slot]:
            n = entry - 1
            start = ends[n - 1] if n else 0
            if self._keys[start : ends[n]] == raw:
                return self._postings_of(n)
            slot = (slot + 1) & self._mask
        return []

    def has(self, key: str) -> bool:
        """Whether any place has the key."""
        raw = key.encode()
        slot = zlib.crc32(raw) & self._mask
        slots, ends = self._slots, self._key_ends
        while entry := slots[slot]:
            n = entry - 1
            start = ends[n - 1] if n else 0
            if self._keys[start : ends[n]] == raw:
                return True
            slot = (slot + 1) & self._mask
        return False

    def _postings_of(self, n: int) -> list[int]:
        ends = self._posting_ends
        return self._postings[ends[n - 1] if n else 0 : ends[n]].tolist()

    def near(self, key: str, *, distance: int, country: int | None = None) -> Iterator[tuple[int, list[int]]]:
        """Edit distance (1 to `distance`) and postings of the keys near a key.

        With a country number, every key of it; without, those of prominent places in the script of the key.
        """
        for found, n in self._slips.near(key, distance, country):
            yield found, self._postings_of(n)

    def has_near(self, key: str, least: int) -> bool:
        """Whether a name is one slip away from that of a place of a weight or more, in the same script.

        A place that only has an adjective so written does not count.
        """
        for _, n in self._slips.near(key, 1):
            for posting in self._postings_of(n):
                if self.weight[posting >> 36] >= least and (posting >> 32) & 15 != ADJECTIVE:
                    return True
        return False

    def kind(self, n: int) -> Kind:
        """The kind of a place number."""
        starts = self._starts
        return KINDS[3] if n >= starts[3] else KINDS[2] if n >= starts[2] else KINDS[n >= starts[1]]

    def of_kind(self, kind: Kind) -> range:
        """The numbers of the places of a kind."""
        at = KINDS.index(kind)
        return range(self._starts[at], self._starts[at + 1])

    def country_number(self, iso: str) -> int | None:
        """The place number of a country by its ISO 3166-1 alpha-2 code."""
        if not hasattr(self, "_countries"):
            self._countries = {
                self._text(self._ids, self._id_ends, n)[4:]: n for n in self.of_kind("country")
            }
        return self._countries.get(iso.upper())

    def number_of_geonames(self, geonames: int) -> int | None:
        """The place number of a GeoNames id."""
        at = bisect_left(self._gids, geonames)
        return self._gid_place[at] if at < len(self._gids) and self._gids[at] == geonames else None

    def facts(self, n: int) -> list[str]:
        """Codes of a place: ISO 3166-2, P-code, KATOTTH, word for the unit, members of an area."""
        parts = self._text(self._facts, self._fact_ends, n).split("|")
        return parts + [""] * (5 - len(parts))

    def parents(self, n: int) -> Iterator[int]:
        """The places a place lies in, the nearest first."""
        while (n := self.parent[n]) != NO_PARENT:
            yield n

    def region(self, n: int) -> int | None:
        """The first-level unit a place lies in or is; None for a country."""
        found = None
        while n != NO_PARENT:
            if self.kind(n) == "region":
                found = n
            n = self.parent[n]
        return found

    def contains(self, outer: int, inner: int) -> bool:
        """Whether a place is another, lies in it, or lies in a unit that is a part of that area."""
        chain = [inner]
        while (n := self.parent[chain[-1]]) != NO_PARENT:
            chain.append(n)
        if outer in chain:
            return True
        members = self._members(outer)
        return bool(members) and any(self.facts(n)[0] in members for n in chain)

    def _members(self, n: int) -> frozenset[str]:
        """The codes of the units that make up an area such as Donbas; of most places none."""
        found = self._areas.get(n)
        if found is None:
            found = frozenset(self.facts(n)[4].split()) if self.kind(n) == "region" else frozenset()
            self._areas[n] = found
        return found

    def number_of_code(self, system: str, code: str) -> int | None:
        """The place number of a code of the crosswalk; None for an unknown code.

        Raises ValueError for a system that is none of the crosswalk's.
        """
        if system == "iso3166_1":
            return self.country_number(code)
        if system == "id":
            return self.number(Place(code, "", "settlement", ""))
        systems = ("iso3166_2", "pcode", "katotth")
        if system not in systems:
            raise ValueError(
                f"unknown system of codes {system!r}; known: iso3166_1, {', '.join(systems)}, geonames, id"
            )
        at = systems.index(system)
        if system not in self._codes:
            # Settlements of Ukraine carry codes too; nowhere else do they.
            table: dict[str, int] = {}
            for n in range(len(self)):
                if self._fact_ends[n] != (self._fact_ends[n - 1] if n else 0):
                    table.setdefault(self.facts(n)[at], n)
            self._codes[system] = table
        return self._codes[system].get(code) if code else None

    def _text(self, blob: memoryview, ends: memoryview, n: int) -> str:
        return str(blob[ends[n - 1] if n else 0 : ends[n]], "utf-8")

    def place(self, n: int) -> Place:
        """The place of a number."""
        place = self._places.get(n)
        if place is None:
            if len(self._places) >= _REMEMBERED:
                self._places.clear()
                self._given.clear()
            place = self._places[n] = self._read(n)
            self._given[place.id] = n
        return place

    def _read(self, n: int) -> Place:
        geonames, lat, lon = self._geonames[n], self._lat[n], self._lon[n]
        iso, pcode, katotth, unit, _ = self.facts(n)
        kind = self.kind(n)
        return Place(
            id=self._id(n),
            name=self._text(self._names, self._name_ends, n),
            kind=kind,
            country=self._text(self._ids, self._id_ends, self.country[n])[4:],
            geonames=geonames or None,
            iso3166_2=iso or None,
            pcode=pcode or None,
            lat=None if lat == NO_POINT else lat / 100_000,
            lon=None if lon == NO_POINT else lon / 100_000,
            population=self._population[n],
            unit=unit or None,
            katotth=katotth or None,
        )

    def _id(self, n: int) -> str:
        if n < self._starts[3]:
            return self._text(self._ids, self._id_ends, n)
        return f"gn:{self._geonames[n]}" if self._geonames[n] else f"katotth:{self.facts(n)[2]}"

    def number(self, place: Place) -> int | None:
        """The number of a place that this index (or an earlier one) gave."""
        given = self._given.get(place.id)
        if given is not None:
            return given
        if place.id.startswith("gn:"):
            return self.number_of_geonames(int(place.id[3:]))
        if place.id.startswith("katotth:"):
            return self.number_of_code("katotth", place.id[8:])
        if not hasattr(self, "_numbers"):
            named = range(self._starts[3])
            self._numbers = {self._text(self._ids, self._id_ends, n): n for n in named}
        return self._numbers.get(place.id)
