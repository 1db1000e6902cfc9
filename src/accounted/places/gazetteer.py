"""The gazetteer: find a place by a written name, say what contains it, tell which place a document means."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from accounted.places.cache import open_index
from accounted.places.disambiguation import Disambiguation
from accounted.places.finder import Finder
from accounted.places.index import Index
from accounted.places.lookup import Lookup
from accounted.places.place import Match, Mention, Place, Resolution


class UnknownPlace(LookupError):
    """A place or code that the gazetteer does not hold."""


class Gazetteer:
    """Every populated place of 500 inhabitants or more, the units above them, and their names in all scripts.

    `Gazetteer.load().find("Kharviv")[0]` is Kharkiv, found as a misspelling.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lookup = Lookup(index)
        self._finder = Finder(index)

    @classmethod
    def load(cls, cache_dir: Path | None = None) -> Gazetteer:
        """Open the compact index, building it first where there is none (some seconds, once per install).

        `cache_dir` defaults to the user's cache directory. Warns with PlacesNotCached where the directory
        cannot be written; the gazetteer then works from memory.
        """
        return cls(open_index(cache_dir))

    def find(
        self,
        name: str,
        *,
        country: str | None = None,
        within: Place | None = None,
        kinds: Collection[str] | None = None,
        fuzzy: bool = True,
        limit: int = 10,
    ) -> list[Match]:
        """The places a written name may mean, best first; empty where none does.

        The name is tried as it stands, then without a word of level (`Kharkiv region` prefers regions),
        then as a case form, an adjective or another romanisation, and last, if `fuzzy`, as a misspelling
        (rule D-25). `country` (ISO 3166-1 alpha-2), `within` and `kinds` keep only places that fit.
        """
        number = None
        if country is not None:
            number = self._index.country_number(country)
            if number is None:
                return []
        hits = self._lookup.hits(name, number, frozenset(kinds or ()), None, fuzzy)
        if within is not None:
            outer = self._number(within)
            hits = tuple(hit for hit in hits if self._index.contains(outer, hit.number))
        return [self._lookup.match(hit) for hit in hits[:limit]]

    def names_in(self, text: str) -> list[tuple[int, int, str]]:
        """Where a text names places: (start, end, as written), longest names first chosen, in order.

        Words that only look like places (first words of sentences, personal names) are left out;
        `mentions_in` tells more of each.
        """
        return [(m.start, m.end, m.as_written) for m in self._finder.mentions(text)]

    def mentions_in(self, text: str, *, adjectives: bool = False) -> list[Mention]:
        """The mentions of places in a text, with the level stated beside each and what it is said to lie in.

        `adjectives` also gives words made from names (`Syrian`, `Харківський`), marked as such.
        """
        return self._finder.mentions(text, adjectives=adjectives)

    def resolve(
        self,
        mentions: Sequence[str | Mention],
        *,
        country_hint: str | None = None,
        level_hints: Mapping[str, str] | None = None,
    ) -> dict[str, Resolution]:
        """Which place each mention of one document means, weighed together; keys are as written.

        Countries and regions that the document names, neighbours named beside a mention and the number
        of inhabitants decide between places of one name. `level_hints` says of a mention which level the
        text gives it (`{"Kharviv": "region"}`). A misspelling warns with rule D-25, a level that the
        gazetteer does not confirm with D-26.
        """
        return Disambiguation(self._index, self._lookup).resolve(mentions, country_hint, level_hints or {})

    def contains(self, outer: Place, inner: Place) -> bool:
        """Whether a place lies in another (or is it): Izium in Kharkiv oblast, Donetsk oblast in Donbas."""
        return self._index.contains(self._number(outer), self._number(inner))

    def parents(self, place: Place) -> tuple[Place, ...]:
        """What a place lies in, the nearest first: district (where known), region, country."""
        return tuple(self._index.place(n) for n in self._index.parents(self._number(place)))

    def point_of(self, place: Place) -> tuple[float, float, str] | None:
        """Latitude, longitude and level of `geo_precision`: the place's own point, or that of what holds it.

        A settlement's point is precise to `2`, that of its district to `3`, of its region to `4`, of its
        country to `6`. None where not even the country has a point. Round it with `public_point` to show it.
        """
        levels = {"settlement": "2", "district": "3", "region": "4", "country": "6"}
        for held in (place, *self.parents(place)):
            if held.lat is not None and held.lon is not None:
                return held.lat, held.lon, levels[held.kind]
        return None

    def country(self, iso: str) -> Place:
        """The country of an ISO 3166-1 alpha-2 code. Raises UnknownPlace."""
        number = self._index.country_number(iso)
        if number is None:
            raise UnknownPlace(f"no country has the code {iso!r}; give ISO 3166-1 alpha-2, such as UA")
        return self._index.place(number)

    def by_geonames(self, geonames: int) -> Place | None:
        """The place of a GeoNames id."""
        number = self._index.number_of_geonames(geonames)
        return None if number is None else self._index.place(number)

    def by_code(self, system: str, code: str) -> Place | None:
        """The place of a code: `iso3166_1`, `iso3166_2`, `pcode` (OCHA), `katotth`, `geonames` or `id`."""
        if system == "geonames":
            return self.by_geonames(int(code))
        number = self._index.number_of_code(system, code)
        return None if number is None else self._index.place(number)

    def units(self, country: str, kind: str = "region") -> tuple[Place, ...]:
        """The regions or districts of a country, in the order of the tables."""
        number = self._index.country_number(country)
        if kind not in ("region", "district"):
            raise ValueError(f"units are regions or districts, not {kind!r}")
        numbers = self._index.of_kind("region" if kind == "region" else "district")
        return tuple(self._index.place(n) for n in numbers if self._index.country[n] == number)

    def _number(self, place: Place) -> int:
        number = self._index.number(place)
        if number is None:
            raise UnknownPlace(
                f"this gazetteer does not hold {place.id} ({place.name}); it is of another version"
            )
        return number
