"""Forms of a name under which it is stored and looked up.

`plain` keeps letters as written but for case, apostrophes, hyphens and spaces. `folded` also drops
diacritics and joins letters that writers exchange (Arabic alef forms, Turkish dotless i). Cyrillic й and ї
are letters, not accented и and і, and stay.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

Script = Literal["latin", "cyrillic", "arabic", "other"]

APOSTROPHES: Final = "'’‘ʼʻ`´′ʹʾʿ＇‛"
ARTICLES: Final = frozenset(["al", "el", "at", "ad", "ar", "as", "ash", "az", "an"])
"""The Arabic article as romanised before a name, which writers add and leave out: At Taji, Taji."""
HYPHENS: Final = "-‐‑‒–—−"

_PLAIN: Final[dict[int, str | None]] = {
    **{ord(c): "'" for c in APOSTROPHES},
    **{ord(c): "-" for c in HYPHENS},
    **dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF]),
}
_LETTERS: Final = {
    "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h",
    "ŧ": "t", "ŋ": "n", "ə": "a", "ǝ": "a", "ё": "е", "ґ": "г",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه",
    "'": "", ".": "", "-": " ", "/": " ", ",": " ", "(": " ", ")": " ",
}  # fmt: skip
_COMBINING: Final = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]")


class _Folding(dict[int, str]):
    """A translation table that works out each letter once, when first met."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        if letter in _LETTERS:
            folded = _LETTERS[letter]
        elif "\u0400" <= letter <= "\u04ff":
            folded = letter
        else:
            parts = _COMBINING.sub("", unicodedata.normalize("NFKD", letter).casefold()).translate(_PLAIN)
            folded = unicodedata.normalize("NFC", "".join(_LETTERS.get(part, part) for part in parts))
        self[point] = folded
        return folded


_FOLDING: Final = _Folding()


def plain(name: str) -> str:
    """`Слов’янськ ` → `слов'янськ`: case, apostrophes, hyphens and spaces made one."""
    if not name.isascii():
        name = unicodedata.normalize("NFC", name).translate(_PLAIN)
    return " ".join(name.casefold().split())


def folded(name: str) -> str:
    """`Ḩamāh` → `hamah`, `Khar'kov` → `kharkov`, `Ivano-Frankivsk` → `ivano frankivsk`."""
    return fold_plain(plain(name))


def fold_plain(name: str) -> str:
    """`folded`, for a name that is already `plain`."""
    if name.isalpha() and name.isascii():
        return name
    return " ".join(name.translate(_FOLDING).split())


def script_of(key: str) -> Script:
    """The script of the first letter of a folded key."""
    for letter in key:
        if letter.isalpha():
            if letter <= "\u024f":
                return "latin"
            if "\u0400" <= letter <= "\u052f":
                return "cyrillic"
            if "\u0600" <= letter <= "\u06ff":
                return "arabic"
            return "other"
    return "latin"


_SKELETON: Final = re.compile(
    r"(shch|sch|sh)|(zh)|(kh)|(ts|tz)|(?:[iyj]+([aeou]))|([iyj]+)|(w)|(x)|(ph)|(.)\10+"
)


def skeleton(key: str) -> str:
    """A Latin key with the choices of romanisation taken out: Trostyanets, Trostianets → `trostanecs`."""

    def bone(found: re.Match[str]) -> str:
        shch, zh, kh, ts, vowel, i, w, x, ph, _ = found.groups()
        if vowel:
            return str(vowel)
        if shch:
            return "s"
        if zh:
            return "z"
        if kh:
            return "h"
        if ts:
            return "c"
        if i:
            return "i"
        if w:
            return "v"
        if x:
            return "ks"
        if ph:
            return "f"
        return found.group(0)[0]

    return _SKELETON.sub(bone, key)
