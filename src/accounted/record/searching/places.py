"""Where things are, as tokens of the index: a place and everything that contains it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.searching.asking import Near, plain

if TYPE_CHECKING:
    from accounted.places import Gazetteer, Place


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of where something is."""

    tokens: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None


NOWHERE = Known()


class Surroundings:
    """The tokens of places: looked up once for each place. Without a gazetteer a place is only itself."""

    def __init__(self, gazetteer: Callable[[], Gazetteer | None] | None = None) -> None:
        self._load = gazetteer
        self._gazetteer: Gazetteer | None = None
        self._known: dict[tuple[Any, ...], tuple[str, ...]] = {}
        self._of_record: dict[str, Known] = {}

    def tokens(self, geonames: int | None, iso3166_2: str | None, country: str | None) -> tuple[str, ...]:
        """The tokens of a place by its codes."""
        key = geonames, iso3166_2, country
        if key == (None, None, None):
            return ()
        if key not in self._known:
            self._known[key] = self._tokens(geonames, iso3166_2, country)
        return self._known[key]

    def of_record(self, identifier: str | None) -> Known:
        """Of a place on record: its tokens, and where it is."""
        from accounted.record.models import Place

        if identifier is None:
            return NOWHERE
        if identifier not in self._of_record:
            row: Any = Place.objects.filter(pk=identifier).first()
            if row is None:
                return NOWHERE
            found = {f"_p{plain(identifier)}", *self.tokens(row.geonames, row.iso3166_2, row.country)}
            if row.parent_id and row.parent_id != identifier:
                found.update(self.of_record(row.parent_id).tokens)
            self._of_record[identifier] = Known(tuple(sorted(found)), row.lat, row.lon)
        return self._of_record[identifier]

    def _tokens(self, geonames: int | None, iso3166_2: str | None, country: str | None) -> tuple[str, ...]:
        found = {
            f"_p{plain(code)}"
            for code in (
                f"gn:{geonames}" if geonames else None,
                f"iso:{iso3166_2}" if iso3166_2 else None,
                f"iso:{country}" if country else None,
            )
            if code
        }
        gazetteer = self._opened()
        if gazetteer is not None:
            place = gazetteer.by_geonames(geonames) if geonames else None
            if place is None and iso3166_2:
                place = gazetteer.by_code("iso3166_2", iso3166_2)
            for one in (place, *gazetteer.parents(place)) if place is not None else ():
                found.add(f"_p{plain(one.id)}")
                if one.geonames:
                    found.add(f"_p{plain(f'gn:{one.geonames}')}")
        return tuple(sorted(found))

    def _opened(self) -> Gazetteer | None:
        if self._gazetteer is None and self._load is not None:
            self._gazetteer, self._load = self._load(), None
        return self._gazetteer


def key_of(place: Place) -> str:
    """The key by which a search asks for a place of the gazetteer."""
    return place.id


def near(place: Place, km: float) -> Near | None:
    """Within a distance of a place; None where nobody knows where it is."""
    if place.lat is None or place.lon is None:
        return None
    return Near(place.lat, place.lon, km)
