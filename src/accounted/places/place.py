"""What the gazetteer gives back: a place, a match for a name, a mention in a text and its resolution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from accounted.immutable import filled_directly

Kind = Literal["country", "region", "district", "settlement"]
How = Literal["exact", "alternate", "folded", "transliterated", "inflected", "adjective", "typo"]
"""How a written name met a name of the place, best first.

exact: the gazetteer's own name · alternate: another recorded name, in any language or script ·
folded: the same but for diacritics, apostrophes or hyphens · transliterated: another romanisation ·
inflected: a case form (`Ізюмі`) · adjective: a word made from the name (`Харківській`, `Syrian`) ·
typo: within edit distance 1–2 (rule D-25: a suggestion, for a person to confirm).
"""


@filled_directly
@dataclass(frozen=True, slots=True)
class Place:
    """A country, a first-level region, a district or a settlement.

    `id` is stable: `iso:UA`, `iso:UA-63`, `gn:707292`, `area:donbas`. `country` is ISO 3166-1 alpha-2.
    `lat` and `lon` are degrees (WGS 84), None where no point is known. `population` is 0 where unknown;
    it orders candidates and must not be published as a figure. `unit` is the country's own word for
    the level (`oblast`, `governorate`). Codes follow the explicit crosswalk, never a string rule.
    """

    id: str
    name: str
    kind: Kind
    country: str
    geonames: int | None = None
    iso3166_2: str | None = None
    pcode: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    unit: str | None = None
    katotth: str | None = None


@filled_directly
@dataclass(frozen=True, slots=True)
class Match:
    """One candidate for a written name; `score` orders candidates between 0 and 1, it is no probability."""

    place: Place
    score: float
    how: How
    distance: int = 0


@filled_directly
@dataclass(frozen=True, slots=True)
class Resolution:
    """Which place a mention means in its document, with what was weighed.

    `as_written` is never changed. `place` and `match` are None where nothing fits. `candidates` are
    ordered, the chosen one first. `reason` says in words why; `warnings` name rules D-25 and D-26.
    """

    as_written: str
    place: Place | None
    match: Match | None
    candidates: tuple[Match, ...]
    reason: str
    warnings: tuple[str, ...] = ()


@filled_directly
@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: code-point offsets, the words as written, and what the words around them say.

    `level` is the level stated beside the name (`region of Trostyanets`); `container` the mention it is said
    to lie in (`Trostyanets in Sumy`); `adjective` marks a word made from a name (`Syrian`, `Харківський`).
    """

    start: int
    end: int
    as_written: str
    level: Kind | None = None
    container: str | None = None
    adjective: bool = False
