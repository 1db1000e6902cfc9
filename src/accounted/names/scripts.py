"""Which script a name is written in, and which languages its letters allow."""

from __future__ import annotations

import unicodedata
from functools import cache

# The first word of a letter's Unicode name, and the script's ISO 15924 code.
_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "ARABIC": "Arab", "GREEK": "Grek", "HEBREW": "Hebr",
    "GEORGIAN": "Geor", "ARMENIAN": "Armn", "CJK": "Hani", "HIRAGANA": "Hira", "KATAKANA": "Kana",
    "HANGUL": "Hang", "DEVANAGARI": "Deva", "ETHIOPIC": "Ethi", "MYANMAR": "Mymr", "THAI": "Thai",
}  # fmt: skip

# Letters that only some of the languages written in Cyrillic have.
_ONLY = {
    "uk": set("іїєґ"),
    "ru": set("ыэъё"),
    "be": set("іўыэё"),
    "bg": set("ъ"),
    "sr": set("ђћџљњј"),
    "mk": set("ѓќѕџљњј"),
}
_TELLING = set().union(*_ONLY.values())

MIXED = "mixed"
NONE = "Zyyy"


@cache
def _script_of_letter(letter: str) -> str | None:
    if not letter.isalpha():
        return None
    if unicodedata.category(letter) == "Lm":
        return None  # the modifier apostrophe of "Вʼюник", the signs of a transliteration
    return _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0].split("-")[0], "Zzzz")


def script_of(text: str) -> str:
    """The script as an ISO 15924 code: `Latn`, `Cyrl`, `Arab` …; `mixed` for several, `Zyyy` for no letters.

    A Latin name with one Cyrillic letter that looks like a Latin one is `mixed`, and that is worth a remark.
    """
    found = set(map(_script_of_letter, text)) - {None}
    if not found:
        return NONE
    return (found.pop() or NONE) if len(found) == 1 else MIXED


def languages_of(text: str) -> tuple[str, ...]:
    """The languages written in Cyrillic whose alphabet has all the telling letters of the text.

    Empty: it is not Cyrillic, or its letters tell nothing: `Роман` is Ukrainian as much as Russian.
    """
    letters = {c for c in text.casefold() if c in _TELLING}
    if not letters:
        return ()
    return tuple(sorted(language for language, alphabet in _ONLY.items() if letters <= alphabet))
