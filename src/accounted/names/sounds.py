"""What the letters of a name may stand for, in one alphabet of sounds for Cyrillic, Latin and Arabic script.

A *unit* is a letter or group of letters as a short string of the sounds it may stand for, the usual one
first: Latin `ch` is `čxš`, as it is ч in English and official romanisations, х in German and Polish, ш in
French. Two units are near when they share a sound. The tables are data (`data/sounds.json`); `VERSION` goes
with every key and score made from them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, groupby
from operator import eq
from pathlib import Path
from typing import Any

VERSION = "1"
_DATA = Path(__file__).parent / "data"

VOWELS = frozenset("aeiouy")
LONG = frozenset("AIU")
_LATIN_VOWELS = frozenset("aeiouyâûąäăęėěëïıóöøüŭ")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[a-z\u00df-\u024f\u1e00-\u1eff]")
# Words with nothing to put right, as most are.
_PLAIN = re.compile(
    r"([а-яіїєґёўђјљњћџ]+(?:['’ʼ][а-яіїєґё]+)?)|([a-z]+(?:['’ʼ][a-z]+)?)|([ا-غف-يپچژکگیٱأإآؤئءةى]+)"
)
_NO_APOSTROPHES = str.maketrans("", "", "'’ʼ")


@cache
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = json.loads((_DATA / "sounds.json").read_bytes())
    return tables


@cache
def near() -> Mapping[tuple[str, str], float]:
    """How far two sounds are apart, for the pairs that tables or habits bring near; 1 is two other sounds."""
    return {pair: far for a, b, far, _ in _tables()["near"] for pair in ((a, b), (b, a))}


@cache
def merged() -> tuple[tuple[str, str, str], ...]:
    """Two sounds written as the one that a third is written as, as `ts` is ц or тс."""
    return tuple((a, b, c) for a, b, c, _ in _tables()["merged"])


@cache
def _look_alikes(script: str) -> Mapping[int, str]:
    """Letters of other scripts that look like this one's, and digits a scanner or typist puts for them."""
    name = {"c": "cyrillic", "l": "latin"}.get(script)
    return str.maketrans(_tables()["look_alikes"][name]) if name else {}


def script_letter(word: str) -> str:
    """`c`, `l` or `a`: Cyrillic, Latin or Arabic by the most letters; `-` for none of them."""
    counts = (len(_CYRILLIC.findall(word)), len(_LATIN.findall(word)), len(_ARABIC.findall(word)))
    most = max(counts)
    return "-" if not most else "cla"[counts.index(most)]


def cleaned(word: str) -> tuple[str, str]:
    """A word in small letters of one script, without marks that carry no sound, and its script letter.

    Letters of another script that look alike and digits for letters are put right where the rest of the word
    tells its script: `Ющенк0`, `Кoваль` with a Latin o.
    """
    lower = word.lower()
    plain = _PLAIN.fullmatch(lower)
    if plain:
        letters = lower if lower.isalpha() and "ʼ" not in lower else lower.translate(_NO_APOSTROPHES)
        return letters, "-cla"[plain.lastindex or 0]
    text = unicodedata.normalize("NFKC", word).lower()
    text = unicodedata.normalize("NFC", text.replace("\u0307", "") if "i\u0307" in text else text)
    script = script_letter(text)
    text = text.translate(_look_alikes(script))
    return "".join(_letters(text, script)), script


def _letters(text: str, script: str) -> list[str]:
    known, special = _known(script), _tables()["plain"]
    out: list[str] = []
    for letter in text:
        if letter in known:
            out.append(letter)
        elif letter in special:
            out.append(special[letter])
        elif letter.isalpha() and letter not in "ʼʹʺˈـ":
            plain = unicodedata.normalize("NFD", letter)[0]
            if plain in known:
                out.append(plain)
            elif script == "-":
                out.append(letter)
    return out


@cache
def _known(script: str) -> frozenset[str]:
    name = {"c": "cyrillic", "l": "latin", "a": "arabic"}.get(script)
    if name is None:
        return frozenset()
    return frozenset(letter for key in _tables()[name] for letter in key) | (
        {"ʿ"} if script == "l" else set()
    )


@lru_cache(maxsize=65536)
def units(letters: str, script: str) -> tuple[str, ...]:
    """The units of a cleaned word, doubled letters once; `$` marks a last a or e."""
    if script == "c":
        found = list(chain.from_iterable(map(_of_letters("cyrillic").__getitem__, letters)))
    elif script == "l":
        found = _latin_units(letters)
    elif script == "a":
        found = list(chain.from_iterable(map(_of_letters("arabic").__getitem__, letters)))
        if len(found) > 2 and letters[-1] in "هي":
            found[-1] = "hʔ" if letters[-1] == "ه" else "IA"  # for ة and ى
    else:
        found = list(letters)
    if script == "a":
        return tuple(found)  # a doubled letter has a vowel between: ممدوح
    single = [unit for unit, _ in groupby(found)] if any(map(eq, found, found[1:])) else found
    # A final a tells a woman's name from a man's: Олександр, Олександра.
    if len(single) > 2 and single[-1] in ("a", "e"):
        single[-1] += "$"
    return tuple(single)


def single(text: str) -> str:
    """A text with doubled letters once."""
    if not any(map(eq, text, text[1:])):
        return text
    return "".join(letter for letter, _ in groupby(text))


class _OfLetters(dict[str, Sequence[str]]):
    """The units of each letter of a script; a letter that is in no table has none."""

    def __missing__(self, letter: str) -> Sequence[str]:
        return ()


@cache
def _of_letters(script: str) -> _OfLetters:
    return _OfLetters(_tables()[script])


# Letters that stand for something else beside others, and the private letters that such are read by.
_BESIDE_OTHERS = re.compile(
    "[iyïhc](?:(?:(?<=[iyï])(?=[_])|(?<=[_][iyï]))()|(?<=.ah)$()|(?<=.eh)$()|(?<=c)(?=[eiy])())".replace(
        "_", "".join(sorted(_LATIN_VOWELS))
    )
)
_READ_BY = {"\ue001": ["ji"], "\ue002": ["hʔ"], "\ue003": ["hgʔ"], "\ue004": ["cskč"]}  # Fatimah, but Oleh


@cache
def _latin() -> tuple[re.Pattern[str], Mapping[str, list[str]]]:
    """The groups of Latin letters, longest first, and the units of each."""
    table = {**_tables()["latin"], **_READ_BY}
    groups = sorted(table, key=lambda group: (-len(group), group))
    return re.compile("|".join(map(re.escape, groups))), table


def _read_by(match: re.Match[str]) -> str:
    return chr(0xE000 + (match.lastindex or 0))


def _latin_units(letters: str) -> list[str]:
    groups, table = _latin()
    pieces = groups.findall(_BESIDE_OTHERS.sub(_read_by, letters))
    return list(chain.from_iterable(map(table.__getitem__, pieces)))


# Units that count for something else than their usual sound does.
_OWN_WEIGHT = {
    "a$": 0.8,
    "e$": 0.15,  # mute in French: Amine
    "hʔ": 0.3,
    "hgʔ": 0.4,
    "sʔ": 0.3,
    "dʔ": 0.3,
    "vw": 0.7,
}
_OWN_WEIGHT_ACROSS = {"a$": 0.4, "vw": 0.6}


def weight(unit: str) -> float:
    """What a unit counts for in the length of a word: consonants 1, vowels less, glides and signs little."""
    sound = unit[0]
    if unit in _OWN_WEIGHT:
        return _OWN_WEIGHT[unit]
    if sound in VOWELS:
        return 0.3
    if sound in LONG:
        return 0.5
    if sound == "j":
        return 0.6 if "ž" in unit else 0.12
    return {"ʔ": 0.3, "ʕ": 0.4, "w": 0.7}.get(sound, 1.0)


def weight_across(unit: str) -> float:
    """The same where one word is in Arabic script, which leaves short vowels out, and the other is not."""
    sound = unit[0]
    if unit in _OWN_WEIGHT_ACROSS:
        return _OWN_WEIGHT_ACROSS[unit]
    if sound in VOWELS:
        return 0.06
    if sound in LONG:
        return 0.3
    return 0.08 if sound in "ʔʕj" else weight(unit)


def distance(a: str, b: str) -> float:
    """How far two units are apart: 0 where they share their usual sound, 1 for two other consonants.

    A sound that is not the usual one costs a little, so that the usual reading is preferred.
    """
    if a == b:
        return 0.0
    table = near()
    best = 1.0
    for i, x in enumerate(a.removesuffix("$")):
        for j, y in enumerate(b.removesuffix("$")):
            step = 0.0 if x == y else table.get((x, y), 1.0)
            best = min(best, step + 0.04 * (i > 0) + 0.04 * (j > 0))
    if a.endswith("$") != b.endswith("$"):
        best += 0.05
    return min(best, 1.0)
