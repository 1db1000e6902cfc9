"""From a written name to the places it may mean, scored."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from accounted.places.folding import ARTICLES, fold_plain, plain, skeleton
from accounted.places.index import Index
from accounted.places.inflection import forms
from accounted.places.layout import ADJECTIVE, NAME
from accounted.places.levels import Wording, take_apart
from accounted.places.place import How, Kind, Match

_QUALITY: Final[dict[How, float]] = {
    "exact": 1.0, "alternate": 0.96, "folded": 0.94, "transliterated": 0.86, "inflected": 0.85,
    "adjective": 0.8, "typo": 0.62,
}  # fmt: skip
_SECOND_EDIT: Final = 0.12
_BARE: Final = ("settlement", "country")
_OTHER_LEVEL: Final = 0.7
_NEXT_LEVEL: Final = 0.8
_UNIT_ADJECTIVE: Final = 0.94
_OWN_NAME_FOLDED: Final = 0.98
_BENDING: Final[dict[How, float]] = {"inflected": 0.06, "adjective": 0.12}
_CITY_UNIT: Final = 0.85


class Hit:
    """A place number that a name may mean."""

    __slots__ = ("distance", "how", "number", "score")

    def __init__(self, number: int, how: How, score: float, distance: int = 0) -> None:
        self.number = number
        self.how = how
        self.score = score
        self.distance = distance


class Lookup:
    """The ways a name is looked for, from the strictest to the loosest."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.hits = lru_cache(maxsize=20_000)(self._hits)
        # A city that is a unit of its own (Kyiv city) is not what `Kyiv region` means.
        self._city_units = frozenset(n for n in index.of_kind("region") if index.facts(n)[3] == "city")

    def _hits(
        self, name: str, country: int | None, kinds: frozenset[str], level: Kind | None, fuzzy: bool
    ) -> tuple[Hit, ...]:
        """Every reading of a name, best first, each place once. `level` is what the words around it say."""
        form = plain(name)
        found = self._named(form, country, kinds, level)
        if level is None or not found:
            wording = take_apart(name)
            stated = level or wording.level
            core = plain(wording.core)
            if core != form and (stated or not found):
                found += self._named(core, country, kinds, stated) or self._bent(core, country, kinds, stated)
            if stated is None and not any(self._index.kind(h.number) in _BARE for h in found):
                # No town or country of the name itself: only units, whose towns may be romanised otherwise.
                found += self._bent(form, country, kinds, None)
            elif not found:
                found = self._bent(form, country, kinds, stated)
            if not found and fuzzy:
                found = self._misspelt(wording, country, kinds, stated)
        return self._best(found)

    def match(self, hit: Hit) -> Match:
        """A hit as it is given back."""
        return Match(self._index.place(hit.number), round(min(1.0, hit.score), 4), hit.how, hit.distance)

    def _named(self, form: str, country: int | None, kinds: frozenset[str], level: Kind | None) -> list[Hit]:
        """Places that bear the name itself, but for diacritics."""
        postings = self._index.postings(fold_plain(form))
        if not postings:
            return []
        check = zlib.crc32(form.encode())
        found = []
        for posting in postings:
            number = posting >> 36
            if self._fits(number, country, kinds):
                role = (posting >> 32) & 15
                how: How
                quality: float | None = None
                if role == ADJECTIVE:
                    kind = self._index.kind(number)
                    how = "inflected" if level == kind != "country" else "adjective"
                    # `Харківська` is how a region is called, so it is no weaker than a case form.
                    quality = _UNIT_ADJECTIVE if kind != "country" else None
                elif posting & 0xFFFFFFFF != check:
                    how = "folded"
                    quality = _OWN_NAME_FOLDED if role == NAME else None
                else:
                    how = "exact" if role == NAME else "alternate"
                found.append(self._hit(number, how, level, quality=quality))
        return found

    def _bent(self, form: str, country: int | None, kinds: frozenset[str], level: Kind | None) -> list[Hit]:
        """Places whose name was inflected, made an adjective of, or romanised in another way."""
        if form.isascii():
            key = fold_plain(form)
            if len(key) < 5:
                return []
            postings = self._index.postings("~" + skeleton(key))
            first, _, rest = key.partition(" ")
            if first in ARTICLES and rest:
                postings = postings + self._index.postings(rest)
            numbers = {posting >> 36 for posting in postings}
            return [self._hit(n, "transliterated", level) for n in numbers if self._fits(n, country, kinds)]
        found = []
        for text, how in forms(form):
            for hit in self._named(text, country, kinds, level):
                of_country = hit.how == "adjective" and self._index.kind(hit.number) == "country"
                worse: How = "adjective" if how == "adjective" or of_country else "inflected"
                found.append(Hit(hit.number, worse, hit.score - _BENDING[worse], hit.distance))
        return found

    def _misspelt(
        self, wording: Wording, country: int | None, kinds: frozenset[str], level: Kind | None
    ) -> list[Hit]:
        """Places whose name lies one or two slips away (rule D-25); short names allow one or none."""
        key = fold_plain(plain(wording.core))
        if len(key) < (4 if country is not None else 5):
            return []
        for limit in (1, 2) if len(key) >= 7 else (1,):
            found = [
                self._hit(posting >> 36, "typo", level, distance)
                for distance, postings in self._index.near(key, distance=limit, country=country)
                for posting in postings
                if (posting >> 32) & 15 != ADJECTIVE and self._fits(posting >> 36, country, kinds)
            ]
            if found:
                return found
        return []

    def _fits(self, number: int, country: int | None, kinds: frozenset[str]) -> bool:
        return (country is None or self._index.country[number] == country) and (
            not kinds or self._index.kind(number) in kinds
        )

    def _hit(
        self, number: int, how: How, level: Kind | None, distance: int = 0, *, quality: float | None = None
    ) -> Hit:
        quality = quality or _QUALITY[how]
        if distance > 1:
            quality -= _SECOND_EDIT
        score = 0.6 * quality + 0.4 * self._index.weight[number] / 160
        kind = self._index.kind(number)
        if level is not None and kind != level:
            score *= _NEXT_LEVEL if {kind, level} == {"district", "settlement"} else _OTHER_LEVEL
        elif number in self._city_units:
            score *= _CITY_UNIT
        return Hit(number, how, score, distance)

    def _best(self, hits: Iterable[Hit]) -> tuple[Hit, ...]:
        best: dict[int, Hit] = {}
        for hit in hits:
            known = best.get(hit.number)
            if known is None or hit.score > known.score:
                best[hit.number] = hit
        return tuple(sorted(best.values(), key=lambda hit: (-hit.score, hit.number)))
