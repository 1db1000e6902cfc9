"""Which places of the gazetteer the cells of a list mean, told once for each way of writing.

The country is that of most places of the column; a name is looked up there, and what stands behind a comma
says what it lies in. A name that no place bears, or several alike, is left as it is written;
whoever imports the list may say in its mapping which of several is meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from accounted.linking.comparisons.places import country_of, place_of, places_of
from accounted.linking.tables import Mapping as ColumnMapping
from accounted.linking.tables import Table, plain_rows
from accounted.linking.tables.mapping import InvalidMapping

if TYPE_CHECKING:
    from accounted.places import Gazetteer, Place

# Columns of a list and the place on the record that they say.
OF_A_PERSON: Final[Mapping[str, str]] = {
    "birth_place": "birth_place",
    "last_seen_place": "last_seen_place",
    "residence": "residence",
}
OF_REMAINS: Final[Mapping[str, str]] = {"found_place": "recovery_place"}
_LOOKED_AT: Final = 2_000


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A name that several places bear: the field, how it is written and how often, and the places."""

    field: str
    written: str
    rows: int
    candidates: tuple[tuple[str, str], ...]  # identifier; name with what it lies in


@dataclass
class PlacesOfList:
    """The places that the columns of one list name, as far as the gazetteer knows them."""

    fields: Mapping[str, str]
    countries: Mapping[str, str]
    gazetteer: Gazetteer | None
    chosen: Mapping[str, Place] = field(default_factory=dict)
    counts: Mapping[str, Counter[str]] = field(default_factory=dict)
    _known: dict[tuple[str, str], Place | None] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table, mapping: ColumnMapping) -> PlacesOfList:
        """For a list, by a look at its first rows; the gazetteer is read only if a column says a place."""
        fields = OF_A_PERSON if mapping.kind == "person" else OF_REMAINS
        there = {name: column for name, column in fields.items() if name in mapping.columns}
        if not there:
            if mapping.places:
                raise InvalidMapping(f"{table.name}: [places] chooses places, but no column says any")
            return cls({}, {}, None)
        from accounted.places import Gazetteer

        counts: dict[str, Counter[str]] = {name: Counter() for name in there}
        for row in islice(plain_rows(table, mapping), _LOOKED_AT):
            for name, counter in counts.items():
                if name in row.values:
                    counter[row.values[name]] += 1
        gazetteer = Gazetteer.load()
        found = {name: country_of(counter, gazetteer) for name, counter in counts.items()}
        countries = {name: one for name, one in found.items() if one is not None}
        return cls(there, countries, gazetteer, _chosen(mapping.places, gazetteer, table.name), counts)

    def told(self, values: Mapping[str, Any]) -> dict[str, str]:
        """For the places a row names, the column of the record and the place (`gn:…`)."""
        made = {}
        for name, column in self.fields.items():
            written = values.get(name)
            if written is None or (written not in self.chosen and name not in self.countries):
                continue
            key = name, written
            if key not in self._known:
                known = self.chosen.get(written)
                self._known[key] = known or self._found(written, self.countries[name])
            place = self._known[key]
            if place is not None:
                made[column] = place.id
        return made

    def chosen_in(self, values: Mapping[str, Any]) -> list[str]:
        """Of the columns of the record that `told` gives for a row, those whose place a person chose."""
        return [column for name, column in self.fields.items() if values.get(name) in self.chosen]

    def open(self) -> list[OpenPlace]:
        """The names of the first rows that several places bear alike, the most frequent first."""
        found = []
        for name, country in self.countries.items():
            for written, rows in self.counts[name].most_common():
                if written in self.chosen:
                    continue
                assert self.gazetteer is not None
                alike = [one for one in places_of(written, country, self.gazetteer) if one.geonames]
                if alike:
                    told = tuple((one.id, self._in_words(one)) for one in alike)
                    found.append(OpenPlace(name, written, rows, told))
        return found

    def _in_words(self, place: Place) -> str:
        assert self.gazetteer is not None
        parents = [one.name for one in self.gazetteer.parents(place) if one.kind != "country"]
        return ", ".join([place.name, *parents]) + f" ({place.lat:.2f}, {place.lon:.2f})"

    def _found(self, written: str, country: str) -> Place | None:
        assert self.gazetteer is not None
        place = place_of(written, country, self.gazetteer)
        return place if place is not None and place.geonames is not None else None

    def described(self, ids: set[str]) -> dict[str, dict[str, Any]]:
        """What the record keeps of these places."""
        return {
            place.id: {
                "name": place.name, "kind": place.kind, "country": place.country, "geonames": place.geonames,
                "iso3166_2": place.iso3166_2, "pcode": place.pcode, "lat": place.lat, "lon": place.lon,
            }
            for place in self._known.values()
            if place is not None and place.id in ids
        }  # fmt: skip


def _chosen(told: Mapping[str, str], gazetteer: Gazetteer, name: str) -> dict[str, Place]:
    made = {}
    for written, identifier in told.items():
        place = gazetteer.by_geonames(int(identifier.removeprefix("gn:")))
        if place is None:
            raise InvalidMapping(f"{name}: [places] {written}: the gazetteer has no place {identifier}")
        made[written] = place
    return made
