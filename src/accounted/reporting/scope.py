"""The declared scope of a project's method: which days, places and kinds of harm it counts.

A figure outside it is not wrong; it is one that the project does not answer for. Whatever shows figures says
which of them lie outside, and can leave them out. What the scope says in other words than a date, places and
terms of `count_basis` is shown and decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accounted.claims import PlaceMention
from accounted.dates import Answer, InvalidDate, parse
from accounted.reporting.enclosing import enclosing_places, place_key
from accounted.reporting.wording import date_words, label

if TYPE_CHECKING:
    from accounted.places import Gazetteer
    from accounted.record.archive import Archive

_BETWEEN = re.compile(r"\s*[;\n]\s*|,\s+")


@dataclass(frozen=True, slots=True)
class Beyond:
    """Why something lies outside a scope. `sure`: it does; otherwise it may, or in part."""

    what: str  # time, place, wider (the place holds more than the scope), unplaced (nobody knows), harm
    sure: bool
    words: str


@dataclass(frozen=True)
class Scope:
    """The scope of the method in force.

    `period` is EDTF, `places` as the gazetteer or the record knows them, `harms` terms of `count_basis`;
    empty is everything. `enclosing` gives, by the key of a place, the keys of the places that contain it.
    `unread` are parts of the scope that say neither.
    """

    version: str
    period: str | None = None
    places: tuple[PlaceMention, ...] = ()
    harms: tuple[str, ...] = ()
    persons: str = ""
    unread: tuple[str, ...] = ()
    enclosing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def bounds(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.period or self.places or self.harms)

    @property
    def words(self) -> str:
        """The scope in one line."""
        parts = (
            date_words(self.period) if self.period else "any time",
            ", ".join(place.text for place in self.places) or "any place",
            ", ".join(label("count_basis", code).lower() for code in self.harms) or "every kind of harm",
            self.persons,
        )
        return "; ".join(part for part in parts if part)

    def beyond(
        self, *, basis: str, place: str | None, place_name: str | None, period: str | None
    ) -> tuple[Beyond, ...]:
        """Why a figure lies outside, or may; empty: it lies within, or nothing says otherwise.

        `place` is its key (`place_key`). A figure that says no time or names no place is not outside for
        that.
        """
        found = (self._time(period), self._place(place, place_name), self._harm(basis))
        return tuple(one for one in found if one is not None)

    def _time(self, period: str | None) -> Beyond | None:
        if self.period is None or period is None:
            return None
        told, scope = parse(period), parse(self.period)
        words = f"{date_words(period)}; the scope is {date_words(self.period)}"
        if told.overlaps(scope) is Answer.NO:
            return Beyond("time", True, words)
        return None if scope.contains(told) is Answer.YES else Beyond("time", False, words)

    def _place(self, place: str | None, name: str | None) -> Beyond | None:
        keys = {key for one in self.places if (key := place_key(one)) is not None}
        if not keys or place is None or place in keys or keys & set(self.enclosing.get(place, ())):
            return None
        words = f"{name or place}; the scope is {', '.join(one.text for one in self.places)}"
        if any(place in self.enclosing.get(key, ()) for key in keys):
            return Beyond("wider", False, words)
        return Beyond("unplaced", False, words) if place.startswith("text:") else Beyond("place", True, words)

    def _harm(self, basis: str) -> Beyond | None:
        if not self.harms or basis in self.harms:
            return None
        told = ", ".join(label("count_basis", code).lower() for code in self.harms)
        return Beyond("harm", True, f"{label('count_basis', basis)}; the scope is {told}")


def declared(
    archive: Archive, mentions: Iterable[PlaceMention | None] = (), gazetteer: Gazetteer | None = None
) -> Scope | None:
    """The scope of the method in force, with what it needs to judge these places; None: no method is."""
    from accounted.record.queries.protection import methodologies

    method = next(iter(methodologies(archive)), None)
    return None if method is None else scope_of(method.version, method.scope, mentions, gazetteer)


def scope_of(
    version: str,
    told: Mapping[str, Any],
    mentions: Iterable[PlaceMention | None] = (),
    gazetteer: Gazetteer | None = None,
) -> Scope:
    """A scope as a method holds it: `time` (EDTF), `place` (names), `harms` (terms), `persons` (words)."""
    unread = []
    period = str(told.get("time") or "").strip() or None
    if period is not None:
        try:
            parse(period)
        except InvalidDate:
            unread.append(period)
            period = None
    places = []
    for name in names_in(str(told.get("place") or "")):
        place = _known(name)
        if place is None:
            unread.append(name)
        else:
            places.append(place)
    return Scope(
        version,
        period,
        tuple(places),
        tuple(str(code) for code in told.get("harms") or ()),
        str(told.get("persons") or "").strip(),
        tuple(unread),
        enclosing_places([*mentions, *places], gazetteer) if places else {},
    )


def names_in(told: str) -> list[str]:
    """The names of places that a scope lists, parted by commas, semicolons or lines."""
    return [name for name in _BETWEEN.split(told.strip()) if name]


def _known(name: str) -> PlaceMention | None:
    from accounted.record.searching.places import named

    place = named(name)
    return None if place is None else place.mention(name)
