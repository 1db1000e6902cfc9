"""Which place each mention of a document means, weighed together.

A document names places that belong together: a country, a region in it, towns near one another. Each
candidate keeps the score of its name and gains from what the document says beside it. Nothing is hidden:
every candidate stays, with the reason for the choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from accounted.places.finder import Mention
from accounted.places.index import Index
from accounted.places.levels import KINDS, level_of, take_apart
from accounted.places.lookup import Hit, Lookup
from accounted.places.measure import kilometres
from accounted.places.place import Kind, Resolution

KEPT = 12
"""Candidates kept with a resolution."""
NEAR_KM = 150.0
CLEAR = 0.1
"""A lead of the first candidate over the next by which a mention is an anchor for the others."""


@dataclass(slots=True)
class _Weighed:
    """One mention while it is weighed."""

    written: str
    level: Kind | None
    container: str | None
    hits: list[Hit]
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
        support = self._countries(weighed.values(), country_hint)
        for mention in weighed.values():
            if not mention.hits:
                mention.hits = self._misspelt(mention, support)
        anchors = self._anchors(weighed.values(), support)
        for mention in weighed.values():
            self._choose(mention, support, anchors)
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
            reading.hits = self._lookup.hits(
                reading.written, country=None, kinds=frozenset(), level=reading.level, fuzzy=False
            )
        return stated.values()

    def _countries(self, mentions: Iterable[_Weighed], hint: str | None) -> dict[int, float]:
        """How far the document speaks of each country, 0–1: named, hinted, or home of what it names."""
        votes: dict[int, float] = {}
        if hint and (number := self._index.country_number(hint)) is not None:
            votes[number] = 2.0
        for mention in mentions:
            best: dict[int, float] = {}
            for hit in mention.hits[:20]:
                country = self._index.country[hit.number]
                best[country] = max(best.get(country, 0.0), hit.score)
            top = sorted(best.items(), key=lambda item: -item[1])
            if not top:
                continue
            lead = top[0][1] - (top[1][1] if len(top) > 1 else 0.0)
            for country, score in top[:5]:
                votes[country] = votes.get(country, 0.0) + max(0.0, score - top[0][1] + 0.15) / 0.15 * (
                    1.0 if lead > CLEAR else 0.5
                )
        most = max(votes.values(), default=0.0)
        return {country: vote / most for country, vote in votes.items()} if most else {}

    def _misspelt(self, mention: _Weighed, support: Mapping[int, float]) -> list[Hit]:
        """A misspelling is looked for in the document's countries, then among well-known names (D-25)."""
        found: dict[int, Hit] = {}
        countries = sorted((c for c in support if support[c] >= 0.3), key=lambda c: -support[c])[:3]
        for country in (*countries, None):
            for hit in self._lookup.hits(
                mention.written, country=country, kinds=frozenset(), level=mention.level, fuzzy=True
            ):
                found.setdefault(hit.number, hit)
        return sorted(found.values(), key=lambda hit: (-hit.score, hit.number))

    def _anchors(self, mentions: Iterable[_Weighed], support: Mapping[int, float]) -> dict[str, int]:
        """Mentions that need no help from the others."""
        anchors = {}
        for mention in mentions:
            hits = [self._with_country(hit, support) for hit in mention.hits[:20]]
            hits.sort(key=lambda hit: -hit.score)
            if hits and (len(hits) == 1 or hits[0].score - hits[1].score > CLEAR):
                anchors[mention.written] = hits[0].number
        return anchors

    def _with_country(self, hit: Hit, support: Mapping[int, float]) -> Hit:
        return replace(hit, score=hit.score + 0.25 * support.get(self._index.country[hit.number], 0.0))

    def _choose(self, mention: _Weighed, support: Mapping[int, float], anchors: Mapping[str, int]) -> None:
        """Weigh country, containing units and neighbours; note in words what tipped the scale."""
        others = [n for written, n in anchors.items() if written != mention.written]
        plainly = mention.hits[0] if mention.hits else None
        weighed: list[tuple[float, Hit, str]] = []
        for hit in mention.hits[:60]:
            score, because = self._with_country(hit, support).score, ""
            gain, named = self._beside(hit.number, others)
            weighed.append((score + gain, hit, named or because))
        weighed.sort(key=lambda item: (-item[0], item[1].number))
        mention.hits = [replace(hit, score=score / 1.5) for score, hit, _ in weighed]
        if not weighed:
            mention.because = "no place of this name, nor of one like it, is known"
            return
        _, chosen, beside = weighed[0]
        mention.chosen = mention.hits[0]
        parts = [self._by_name(chosen)]
        if len(weighed) > 1:
            if beside:
                parts.append(beside)
            elif plainly is not None and chosen.number != plainly.number:
                parts.append(f"the document speaks of {self._country_name(chosen.number)}")
            else:
                parts.append("the best known of the candidates")
        mention.because = "; ".join(parts)

    def _beside(self, number: int, others: Iterable[int]) -> tuple[float, str]:
        """What a candidate gains from the places named with it, and the words for the largest gain."""
        best, words = 0.0, ""
        place = self._index.place(number)
        for other in others:
            if other == number:
                continue
            kind = self._index.kind(other)
            gain, because = 0.0, ""
            name = self._index.place(other).name
            if kind in ("region", "district") and self._index.contains(other, number):
                gain, because = 0.25, f"it lies in {name}, which the document names"
            elif kind == "settlement":
                if self._index.region(other) == self._index.region(number) is not None:
                    gain, because = 0.12, f"it lies in the same region as {name}, which the document names"
                away = kilometres(place, self._index.place(other))
                if away is not None and away < NEAR_KM and gain < 0.1:
                    gain, because = 0.1, f"it lies {away:.0f} km from {name}, which the document names"
            if gain > best:
                best, words = gain, because
        return best, words

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

    def _country_name(self, number: int) -> str:
        return self._index.place(self._index.country[number]).name

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
            unit = first.place.unit or first.place.kind
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
