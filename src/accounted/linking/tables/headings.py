"""What the columns of lists are called, in the languages lists come in, and the words that stand in them.

The words are data: `data/headings.json` (one line for each field), `data/words.json`, `data/ftm.json`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‘": "'", "′": "'"})
_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u0640\u064b-\u0652]")


def plain(text: str) -> str:
    """A heading or a coded word for comparison: case, width, direction marks and punctuation are gone."""
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    text = _MARKS.sub("", text).casefold().replace("أ", "ا").replace("إ", "ا").replace("آ", "ا")
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|[_.:;,*#()\[\]\"/\\-]+", " ", text)
    return " ".join(text.split())


@cache
def headings() -> Mapping[str, str]:
    """Field by plain heading."""
    told: Mapping[str, list[str]] = json.loads((_DATA / "headings.json").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for field, names in told.items():
        for name in names:
            found.setdefault(plain(name), field)
        found.setdefault(plain(field), field)
    return found


@cache
def fields() -> tuple[str, ...]:
    """Every field a column can be mapped to, in a fixed order."""
    return tuple(json.loads((_DATA / "headings.json").read_text(encoding="utf-8")))


@cache
def words() -> Mapping[str, frozenset[str]]:
    """The plain words for each code: `male`, `female`, `unknown`, `dead` …"""
    told = json.loads((_DATA / "words.json").read_text(encoding="utf-8"))
    return {code: frozenset(map(plain_word, names)) for code, names in told.items()}


@cache
def properties() -> Mapping[str, str]:
    """Field by property of a FollowTheMoney person."""
    told: Mapping[str, str] = json.loads((_DATA / "ftm.json").read_text(encoding="utf-8"))
    return told


def plain_word(text: str) -> str:
    """A coded cell for comparison. Unlike a heading it keeps marks that stand alone (`?`, `-`)."""
    bare = plain(text)
    return bare or text.strip()


@lru_cache(maxsize=1 << 17)
def is_unknown(text: str) -> bool:
    """Whether a cell says only that nothing is known."""
    if text.isdecimal():  # numbers of rows: each another one, and none a word
        return False
    return len(text) < 24 and plain_word(text) in words()["unknown"]
