"""What the letters of a name may stand for, in one alphabet of sounds for Cyrillic, Latin and Arabic script.

A *unit* is a letter or group of letters as a short string of the sounds it may stand for, the usual one first:
Latin `ch` is `čxš`, as it is ч in English and official romanisations, х in German and Polish, ш in French. Two
units are near when they share a sound. The tables are data (`data/sounds.json`); `VERSION` goes with every key
and score made from them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

VERSION = "1"
_DATA = Path(__file__).parent / "data"

VOWELS = frozenset("aeiouy")
LONG = frozenset("AIU")
_LATIN_VOWELS = frozenset("aeiouyąäăęėěëïıóöøüŭ")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[a-z\u00df-\u024f\u1e00-\u1eff]")
_SPECIAL = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ȷ": "j",
    "ə": "e",
    "ʻ": "ʿ",
    "ʽ": "ʿ",
    "‘": "ʿ",
}
# Words with nothing to put right, as most are.
_PLAIN = re.compile(
    r"([а-яіїєґёўђјљњћџ]+(?:['’ʼ][а-яіїєґё]+)?)|([a-z]+(?:['’ʼ][a-z]+)?)|([ا-غف-يپچژکگیٱأإآؤئءةى]+)"
)
_NO_APOSTROPHES = str.maketrans("", "", "'’ʼ")
# Letters of one script that look like another's, and digits that a scanner or a hurried typist puts for them.
_TO_CYRILLIC = str.maketrans({
    "a": "а", "c": "с", "e": "е", "i": "і", "ï": "ї", "j": "ј", "k": "к", "m": "м", "o": "о", "p": "р", "t": "т", "x": "х",
    "y": "у", "h": "н", "b": "в", "0": "о", "3": "з", "6": "б", "1": "і", "4": "ч", "8": "в",
})  # fmt: skip
_TO_LATIN = str.maketrans({
    "а": "a", "с": "c", "е": "e", "і": "i", "ї": "ï", "ј": "j", "к": "k", "м": "m", "о": "o", "р": "p", "т": "t", "х": "x",
    "у": "y", "н": "h", "в": "b", "0": "o", "1": "l", "5": "s", "8": "b", "6": "b", "3": "e", "|": "l", "!": "l",
})  # fmt: skip


@cache
def _tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    tables: Mapping[str, Mapping[str, Sequence[str]]] = json.loads((_DATA / "sounds.json").read_bytes())
    return tables


@cache
def near() -> Mapping[tuple[str, str], float]:
    """How far two sounds are apart, for the pairs that tables or habits bring near; 1 is two other sounds."""
    rows = json.loads((_DATA / "sounds.json").read_bytes())["near"]
    return {pair: far for a, b, far, _ in rows for pair in ((a, b), (b, a))}


@cache
def merged() -> tuple[tuple[str, str, str], ...]:
    """Two sounds written as the one that a third is written as, as `ts` is ц or тс."""
    return tuple((a, b, c) for a, b, c, _ in json.loads((_DATA / "sounds.json").read_bytes())["merged"])


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
    plain = _PLAIN.fullmatch(word.lower())
    if plain:
        return plain[0].translate(_NO_APOSTROPHES), "c" if plain[1] else "l" if plain[2] else "a"
    text = unicodedata.normalize("NFKC", word).lower()
    text = unicodedata.normalize("NFC", text.replace("\u0307", "") if "i\u0307" in text else text)
    script = script_letter(text)
    if script == "c":
        text = text.translate(_TO_CYRILLIC)
    elif script == "l":
        text = text.translate(_TO_LATIN)
    return "".join(_letters(text, script)), script


def _letters(text: str, script: str) -> list[str]:
    known = _known(script)
    out: list[str] = []
    for letter in text:
        if letter in known:
            out.append(letter)
        elif letter in _SPECIAL:
            out.append(_SPECIAL[letter])
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


@cache
def _latin_groups() -> re.Pattern[str]:
    groups = sorted(_tables()["latin"], key=lambda g: (-len(g), g))
    return re.compile("|".join(map(re.escape, groups)))


@lru_cache(maxsize=65536)
def units(letters: str, script: str) -> tuple[str, ...]:
    """The units of a cleaned word, doubled letters once; unknown scripts give each letter as its own unit."""
    if script == "c":
        table = _tables()["cyrillic"]
        found = [unit for letter in letters for unit in table.get(letter, ())]
    elif script == "l":
        found = _latin_units(letters)
    elif script == "a":
        table = _tables()["arabic"]
        found = [unit for letter in letters for unit in table.get(letter, ())]
        if len(found) > 2 and letters[-1] == "ه":
            found[-1] = "hʔ"
    else:
        found = list(letters)
    single = [unit for i, unit in enumerate(found) if i == 0 or unit != found[i - 1]]
    # A final a tells a woman's name from a man's: Олександр, Олександра.
    if len(single) > 2 and single[-1] in ("a", "e"):
        single[-1] += "$"
    return tuple(single)


def _latin_units(letters: str) -> list[str]:
    table = _tables()["latin"]
    found: list[str] = []
    for match in _latin_groups().finditer(letters):
        piece, start, end = match[0], match.start(), match.end()
        if piece in ("i", "y", "ï", "j"):
            following = letters[end : end + 1] in _LATIN_VOWELS and end < len(letters)
            before = start > 0 and letters[start - 1] in _LATIN_VOWELS
            if piece != "j" and (following or before):
                found.append("ji")
                continue
        if piece == "h" and end == len(letters) and start > 1 and letters[start - 1] == "a":
            found.append("hʔ")
            continue
        found.extend(table[piece])
    return found


def weight(unit: str) -> float:
    """What a unit counts for in the length of a word: consonants 1, vowels less, glides and signs little."""
    if unit in ("hʔ", "sʔ", "dʔ"):
        return 0.3
    sound = unit[0]
    if unit.endswith("$"):
        return 0.8
    if sound in VOWELS:
        return 0.3
    if sound in LONG:
        return 0.5
    if sound == "j":
        return 0.6 if "ž" in unit else 0.12
    if sound in "ʔ":
        return 0.3
    if sound == "ʕ":
        return 0.4
    if sound == "w" or unit == "vw":
        return 0.7
    return 1.0


def weight_across(unit: str) -> float:
    """What it costs where one word is in Arabic script, which leaves short vowels unwritten, and one is not."""
    if unit == "a$":
        return 0.4
    if unit[0] in VOWELS:
        return 0.06
    if unit == "vw":
        return 0.6
    if unit[0] in LONG:
        return 0.3
    if unit[0] in "ʔʕj":
        return 0.08
    return weight(unit)


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
