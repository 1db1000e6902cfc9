"""Where things are, as tokens of the index: a place and everything that contains it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.claims import PlaceMention
from accounted.record.searching.asking import Near, digest, plain

if TYPE_CHECKING:
    from accounted.places import Gazetteer


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """A place as a person named it: the key a search asks for, its name, and where it is."""

    key: str
    name: str
    kind: str
    lat: float | None
    lon: float | None
    geonames: int | None = None
    iso3166_2: str | None = None
    country: str | None = None

    def near(self, km: float) -> Near | None:
        """Within a distance of it; None where nobody knows where it is."""
        return None if self.lat is None or self.lon is None else Near(self.lat, self.lon, km)

    def mention(self, written: str | None = None) -> PlaceMention:
        """It as claims tell of places, under the words it was written in, or its name."""
        return PlaceMention(
            text=written or self.name, name=self.name, kind=self.kind, country=self.country,
            geonames=self.geonames, iso3166_2=self.iso3166_2, lat=self.lat, lon=self.lon,
        )  # fmt: skip


_CODES = (("iso3166_2", re.compile(r"[A-Z]{2}-[0-9A-Z]{1,3}")), ("iso3166_1", re.compile(r"[A-Z]{2}")))


def named(name: str) -> Wanted | None:
    """The place of that name, or of that ISO 3166 code: one on record, else the likeliest of the gazetteer;
    None where neither knows it."""
    from accounted.record.models import Place
    from accounted.record.searching.index import opened_gazetteer

    told = " ".join(name.split())
    if not told:
        return None
    row: Any = Place.objects.filter(pk=told).first() or Place.objects.filter(name__iexact=told).first()
    if row is not None and row.geonames is None and row.iso3166_2 is None:
        return Wanted(row.id, row.name, row.kind, row.lat, row.lon, country=row.country)
    gazetteer = opened_gazetteer()
    if gazetteer is None:
        return _only_told(told)
    place = gazetteer.by_geonames(row.geonames) if row is not None and row.geonames else None
    if place is None and (system := next((name for name, form in _CODES if form.fullmatch(told)), None)):
        place = gazetteer.by_code(system, told)
    if place is None:
        found = [match for match in gazetteer.find(told, limit=5) if match.how != "typo"]
        if not found:
            return _only_told(told)
        place = found[0].place
    return Wanted(
        place.id, place.name, place.kind, place.lat, place.lon, place.geonames, place.iso3166_2, place.country
    )


def _only_told(name: str) -> Wanted | None:
    """A place that claims name and nobody knows more of."""
    from django.db.models import Value
    from django.db.models.functions import Coalesce

    from accounted.record.models import Claim

    # Not `isnull`: a database without statistics would look up what has no number, nearly everything.
    rows: Any = Claim.objects.order_by().annotate(number=Coalesce("place_geonames", Value(0)))
    rows = rows.filter(number=0)
    found = [*rows.filter(place_name=name)[:1]] or [*_written(rows, name)[:1]]
    if not found:
        return None
    row = found[0]
    told = row.place_name or row.place_text
    return Wanted(
        told_key(told), told, row.place_kind or "", row.place_lat, row.place_lon, None, row.place_iso3166_2,
        row.place_country,
    )  # fmt: skip


def _written(rows: Any, name: str) -> Any:
    """Of these claims, those that write the place so; found by the index where it is up to it."""
    from accounted.record.searching import asking, tables
    from accounted.record.searching.index import unknown_decisions

    unknown = unknown_decisions()
    if unknown is None:
        return rows.filter(place_text=name)
    sought = asking.token("_p" + plain(told_key(name)))
    numbers = tables.candidates("claims", sought, [], [], most=20)
    indexed = rows.filter(pk__in=[row[1] for row in tables.entries(numbers).values()])
    return indexed if indexed.exists() else rows.filter(decision__in=unknown, place_text=name)


def told_key(name: str) -> str:
    """The key of a place that is known by its name alone."""
    return f"text{digest(name)}"
