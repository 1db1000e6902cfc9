"""Which place each mention of a document means, weighed together.

A document names places that belong together: a country, a region in it, towns near one another. Each
candidate keeps the score of its name and gains from what the document says beside it. Nothing is hidden:
every candidate stays, with the reason for the choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from accounted.places.folding import plain
from accounted.places.index import Index
from accounted.places.inflection import adjective_lemma
from accounted.places.levels import KINDS, level_of, take_apart
from accounted.places.lookup import Hit, Lookup
from accounted.places.measure import kilometres
from accounted.places.place import Kind, Mention, Resolution

KEPT: Final = 12
"""Candidates kept with a resolution."""
NEAR_KM: Final = 150.0
WITHIN: Final = 0.25
BESIDE: Final = 0.12
NEAR: Final = 0.1
"""What a candidate gains in a unit, in the region, or within NEAR_KM of a place that the document names."""
HINT: Final = 3.0
"""Votes of a country that the caller says the document is about."""
TIE: Final = 0.15
"""Readings this close to the best share a mention's vote."""
HOME: Final = 0.35
DWARFED: Final = 40
"""Difference of weight (a hundredfold population) at which the document's country no longer counts."""
OBSCURE: Final = 60
"""Weight (about a thousand inhabitants) below which a place counts as no smaller."""
HIGHEST: Final = 1.6
"""The most that name, country and neighbours can give, to bring scores back below 1."""
WELL_KNOWN: Final = 105
"""Weight (some 200,000 inhabitants) of a place that anchors without its country being named."""
_REMEMBERED: Final = 20_000  # pairs of places
CLEAR: Final = 0.1
"""A lead of the first candidate over the next by which a mention is an anchor for the others."""


@dataclass(slots=True)
class _Weighed:
    """One mention while it is weighed."""

    written: str
    level: Kind | None
    container: str | None
    hits: Sequence[Hit]
    votes: dict[int, float] = field(default_factory=dict)
    shares: dict[int, float] = field(default_factory=dict)
    chosen: Hit | None = None
    because: str = ""


class Disambiguation:
    """The weighing of one document's mentions."""

    def __init__(self, index: Index, lookup: Lookup) -> None:
        self._index = index
        self._lookup = lookup

    def resolve(
        self, mentions: Sequence[str | Mention], country_hint: str | None, level_hints: Mapping[str, str]
    ) -> dict[str, Resolution]:
        """See `Gazetteer.resolve`."""
        weighed = {m.written: m for m in self._readings(mentions, level_hints)}
        votes = self._vote(weighed.values(), country_hint)
        for mention in weighed.values():
            mention.shares = self._shares(mention, votes)
            if not mention.hits:
                mention.hits = self._misspelt(mention)
            mention.hits = self._at_home(mention)
        anchors = self._anchors(weighed.values())
        for mention in weighed.values():
            self._choose(mention, anchors)
        for mention in weighed.values():
            self._contain(mention, weighed)
        return {written: self._resolution(mention) for written, mention in weighed.items()}

    def _readings(
        self, mentions: Iterable[str | Mention], level_hints: Mapping[str, str]
    ) -> Iterable[_Weighed]:
        stated: dict[str, _Weighed] = {}
        for mention in mentions:
            written = mention if isinstance(mention, str) else mention.as_written
            hint = level_hints.get(written)
            level = KINDS.get(hint) or level_of(hint) if hint else None
            container = None
            if isinstance(mention, Mention):
                level, container = level or mention.level, mention.container
            known = stated.get(written)
            if known is not None:
                known.level, known.container = known.level or level, known.container or container
                continue
            stated[written] = _Weighed(written, level, container, [])
        for reading in stated.values():
            reading.level = reading.level or take_apart(reading.written).level
            reading.hits = self._lookup.hits(reading.written, None, frozenset(), reading.level, False)
            if reading.level is None and adjective_lemma(plain(reading.written)) is not None:
                # `у Харківській та Сумській`: alone, an adjective from a region's name means the region.
                regions = [h for h in reading.hits if self._index.kind(h.number) == "region"]
                if regions and regions[0].score > reading.hits[0].score - TIE:
                    reading.hits = regions
        return stated.values()

    def _vote(self, mentions: Iterable[_Weighed], hint: str | None) -> dict[int, float]:
        """What the document says of countries: each mention votes for the homes of its likely readings."""
        total: dict[int, float] = {}
        if hint and (number := self._index.country_number(hint)) is not None:
            total[number] = HINT
        for mention in mentions:
            best: dict[int, float] = {}
            for hit in mention.hits[:20]:
                country = self._index.country[hit.number]
                best[country] = max(best.get(country, 0.0), hit.score)
            highest = max(best.values(), default=0.0)
            votes = {c: max(0.0, score - highest + TIE) for c, score in best.items()}
            cast = sum(votes.values())
            mention.votes = {c: vote / cast for c, vote in votes.items() if vote}
            for country, vote in mention.votes.items():
                total[country] = total.get(country, 0.0) + vote
        return total

    @staticmethod
    def _shares(mention: _Weighed, votes: Mapping[int, float]) -> dict[int, float]:
        """The share of each country in the votes of the other mentions."""
        others = {c: vote - mention.votes.get(c, 0.0) for c, vote in votes.items()}
        cast = sum(others.values())
        return {c: vote / cast for c, vote in others.items() if vote > 1e-9} if cast > 1e-9 else {}

    def _misspelt(self, mention: _Weighed) -> Sequence[Hit]:
        """A misspelling is looked for in the document's countries, then among well-known names (D-25)."""
        found: dict[int, Hit] = {}
        countries = sorted(
            (c for c, share in mention.shares.items() if share > 0.2), key=lambda c: -mention.shares[c]
        )
        for country in (*countries, None):
            for hit in self._lookup.hits(mention.written, country, frozenset(), mention.level, True):
                found.setdefault(hit.number, hit)
        return tuple(found.values())

    def _at_home(self, mention: _Weighed) -> list[Hit]:
        """The readings with what they gain from the countries the document speaks of.

        A country's share counts less for a place much smaller than its namesake elsewhere: a text that
        names the United States means Geneva in Switzerland all the same.
        """
        weight = self._index.weight
        most = max((weight[hit.number] for hit in mention.hits), default=0)
        country, shares = self._index.country, mention.shares
        gained = [
            Hit(
                hit.number,
                hit.how,
                hit.score
                + HOME
                * shares.get(country[hit.number], 0.0)
                * max(0.0, 1 - (most - max(weight[hit.number], OBSCURE)) / DWARFED),
                hit.distance,
            )
            for hit in mention.hits[:60]
        ]
        return sorted(gained, key=lambda hit: (-hit.score, hit.number))

    def _anchors(self, mentions: Iterable[_Weighed]) -> dict[str, int]:
        """Mentions that need no help from the others, in countries that the document speaks of."""
        anchors = {}
        for mention in mentions:
            if not mention.hits:
                continue
            number = mention.hits[0].number
            # A town and the region of its name point to the same corner of the map.
            rival = next((h for h in mention.hits[1:] if not self._together(number, h.number)), None)
            if rival is None or mention.hits[0].score - rival.score > CLEAR:
                share = mention.shares.get(self._index.country[number], 0.0)
                if share > 0.1 or self._index.weight[number] >= WELL_KNOWN:
                    anchors[mention.written] = number
        return anchors

    def _together(self, a: int, b: int) -> bool:
        return self._index.contains(a, b) or self._index.contains(b, a)

    def _choose(self, mention: _Weighed, anchors: Mapping[str, int]) -> None:
        """Weigh containing units and neighbours; note in words what tipped the scale."""
        if not mention.hits:
            mention.because = "no place of this name, nor of one like it, is known"
            return
        others = [number for written, number in anchors.items() if written != mention.written]
        weighed = [(*self._beside(hit.number, others), hit) for hit in mention.hits]
        weighed.sort(key=lambda item: (-item[0] - item[2].score, item[2].number))
        mention.hits = [
            Hit(hit.number, hit.how, (hit.score + gain) / HIGHEST, hit.distance) for gain, _, hit in weighed
        ]
        mention.chosen = mention.hits[0]
        parts = [self._by_name(mention.chosen)]
        if len(weighed) > 1:
            country = self._index.country[mention.chosen.number]
            if weighed[0][1]:
                parts.append(weighed[0][1])
            elif mention.shares.get(country, 0.0) > 0.2:
                parts.append(f"the document speaks of {self._index.place(country).name}")
            else:
                parts.append("the best known of the candidates")
        mention.because = "; ".join(parts)

    def _beside(self, number: int, others: Iterable[int]) -> tuple[float, str]:
        """What a candidate gains from the places named with it, and the words for the largest gain."""
        best, words = 0.0, ""
        for other in others:
            pair = (number, other)
            found = self._index.neighbours.get(pair)
            if found is None:
                if len(self._index.neighbours) >= _REMEMBERED:
                    self._index.neighbours.clear()
                found = self._index.neighbours[pair] = self._neighbours(number, other)
            if found[0] > best:
                best, words = found
        return best, words

    def _neighbours(self, number: int, other: int) -> tuple[float, str]:
        """What a candidate gains from one place named with it, and the words for it."""
        index = self._index
        if index.kind(number) == "country":
            return 0.0, ""
        if other == number:
            return BESIDE, "the document names it in other words too"
        kind = index.kind(other)
        if kind in ("region", "district"):
            if index.contains(other, number):
                return WITHIN, f"it lies in {index.place(other).name}, which the document names"
        elif kind == "settlement":
            region = index.region(number)
            if region is not None and index.region(other) == region:
                name = index.place(other).name
                return BESIDE, f"it lies in the same region as {name}, which the document names"
            away = kilometres(index.place(number), index.place(other))
            if away is not None and away < NEAR_KM:
                name = index.place(other).name
                return NEAR, f"it lies {away:.0f} km from {name}, which the document names"
        return 0.0, ""

    def _contain(self, mention: _Weighed, weighed: Mapping[str, _Weighed]) -> None:
        """`Trostyanets in Sumy`: the container is the reading of `Sumy` that contains Trostianets."""
        if mention.container is None or mention.chosen is None:
            return
        outer = weighed.get(mention.container)
        if outer is None or outer.chosen is None or outer is mention:
            return
        inside = [(h, o) for o in outer.hits for h in mention.hits if self._holds(o.number, h.number)]
        if not inside:
            return
        hit, container = max(inside, key=lambda pair: pair[0].score + pair[1].score)
        if container.number != outer.chosen.number:
            name = self._index.place(hit.number).name
            outer.chosen = container
            outer.because = f"{self._by_name(container)}; the text places {name} in it"
        if hit.number != mention.chosen.number:
            mention.chosen = hit
            mention.because = f"{self._by_name(hit)}; the text places it in {outer.written}"

    def _holds(self, outer: int, inner: int) -> bool:
        return outer != inner and self._index.contains(outer, inner)

    def _by_name(self, hit: Hit) -> str:
        name = self._index.place(hit.number).name
        return {
            "exact": "the name itself",
            "alternate": f"another name of {name}",
            "folded": f"a name of {name} but for diacritics",
            "transliterated": f"another romanisation of {name}",
            "inflected": f"a case form of a name of {name}",
            "adjective": f"an adjective made from {name}",
            "typo": f"{hit.distance} letter{'s' * (hit.distance > 1)} from {name}",
        }[hit.how]

    def _resolution(self, mention: _Weighed) -> Resolution:
        ordered = mention.hits
        if mention.chosen is not None:
            ordered = [mention.chosen, *(h for h in mention.hits if h.number != mention.chosen.number)]
        candidates = tuple(self._lookup.match(hit) for hit in ordered[:KEPT])
        first = candidates[0] if candidates else None
        warnings = []
        if first is not None and first.how == "typo":
            warnings.append(
                f"D-25: {mention.written!r} is no known name; {first.place.name} is {first.distance} "
                f"letter{'s' * (first.distance > 1)} away. A person should confirm."
            )
        if first is not None and mention.level is not None and first.place.kind != mention.level:
            unit = first.place.kind if first.place.kind == "country" else first.place.unit or first.place.kind
            warnings.append(
                f"D-26: the text calls {mention.written!r} a {mention.level}; "
                f"the gazetteer knows {first.place.name} as a {unit}."
            )
        return Resolution(
            mention.written,
            first.place if first else None,
            first,
            candidates,
            mention.because,
            tuple(warnings),
        )
