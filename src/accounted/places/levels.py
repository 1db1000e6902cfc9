"""Words that state the level of a place beside its name: `Kharkiv region`, `село Мала Рогань`, `محافظة حلب`.

The words are data (`data/levels.tsv`): adding a language adds rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from accounted.places.folding import plain
from accounted.places.place import Kind

KINDS: Final[dict[str, Kind]] = {
    "country": "country",
    "region": "region",
    "district": "district",
    "settlement": "settlement",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A written name taken apart: the name itself, the level its words state (if any)."""

    core: str
    level: Kind | None = None


def data_lines(name: str) -> list[list[str]]:
    """The rows of a tab-separated data file of this room, comments left out."""
    text = files("accounted.places").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def level_words() -> dict[str, Kind]:
    """Every level word in `plain` form → the kind it states."""
    return {
        plain(word): KINDS[kind] for kind, _, words in data_lines("levels.tsv") for word in words.split("|")
    }


@cache
def _fillers() -> frozenset[str]:
    return frozenset(
        plain(w) for kind, words in data_lines("fillers.tsv") if kind == "link" for w in words.split("|")
    )


@cache
def _directions() -> frozenset[str]:
    return frozenset(
        plain(w) for kind, words in data_lines("fillers.tsv") if kind == "before" for w in words.split("|")
    )


@lru_cache(maxsize=20_000)
def level_of(word: str) -> Kind | None:
    """The level that one word states: `oblast` → region, `місті` → settlement, `Kharkiv` → None."""
    return level_words().get(plain(word).rstrip(".,"))


@lru_cache(maxsize=20_000)
def take_apart(written: str, *, directions: bool = True) -> Wording:
    """`the region of Trostyanets` → Trostyanets, region; `Харківській області` → Харківській, region.

    Only whole words at either end are taken, and never the last word left, so that a town called
    Oblast or Misto stays one. `directions` also takes words such as `northern` and `occupied`.
    """
    words = written.split()
    level: Kind | None = None
    changed = True
    while changed and len(words) > 1:
        changed = False
        first, last = plain(words[0]).rstrip(".,"), plain(words[-1]).rstrip(".,")
        if first in _fillers() or (directions and first in _directions()):
            words, changed = words[1:], True
        elif last in _fillers():
            words, changed = words[:-1], True
        elif level is None and last in level_words():
            level, words, changed = level_words()[last], words[:-1], True
        elif level is None and first in level_words():
            level, words, changed = level_words()[first], words[1:], True
    core = " ".join(words).strip(" ,.;:")
    for ending in ("'s", "’s", "s’", "s'"):
        if core.endswith(ending) and len(core) > len(ending) + 2:
            core = core[: -len(ending)] if ending[0] in "'’" else core[:-1]
            break
    return Wording(core, level)
