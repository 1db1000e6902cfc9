"""Which places of the gazetteer the cells of a list mean, told once for each way of writing.

The country is that of most places of the column; a name is looked up there, and what stands behind a comma
says what it lies in. A name that no place bears, or several alike, is left as it is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from accounted.linking.comparisons.places import country_of, place_of
from accounted.linking.tables import Mapping as ColumnMapping
from accounted.linking.tables import Table, plain_rows

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


@dataclass
class PlacesOfList:
    """The places that the columns of one list name, as far as the gazetteer knows them."""

    fields: Mapping[str, str]
    countries: Mapping[str, str]
    gazetteer: Gazetteer | None
    _known: dict[tuple[str, str], Place | None] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table, mapping: ColumnMapping) -> PlacesOfList:
        """For a list, by a look at its first rows; the gazetteer is read only if a column says a place."""
        fields = OF_A_PERSON if mapping.kind == "person" else OF_REMAINS
        there = {name: column for name, column in fields.items() if name in mapping.columns}
        if not there:
            return cls({}, {}, None)
        from accounted.places import Gazetteer

        counts: dict[str, Counter[str]] = {name: Counter() for name in there}
        for row in islice(plain_rows(table, mapping), _LOOKED_AT):
            for name, counter in counts.items():
                if name in row.values:
                    counter[row.values[name]] += 1
        gazetteer = Gazetteer.load()
        found = {name: country_of(counter, gazetteer) for name, counter in counts.items()}
        return cls(there, {name: one for name, one in found.items() if one is not None}, gazetteer)

    def told(self, values: Mapping[str, Any]) -> dict[str, str]:
        """For the places a row names, the column of the record and the place (`gn:…`)."""
        made = {}
        for name, country in self.countries.items():
            written = values.get(name)
            if written is None:
                continue
            key = name, written
            if key not in self._known:
                self._known[key] = self._found(written, country)
            place = self._known[key]
            if place is not None:
                made[self.fields[name]] = place.id
        return made

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
