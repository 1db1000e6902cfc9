"""Forms of a word for comparing names: without marks, and by how it might sound in any romanisation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that are more than a base letter with a mark.
_PLAIN = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
})  # fmt: skip
_SIGNS = re.compile(r"[^\w\s-]|[ʹʺʼ_]")

# Spellings of one sound, longest first: German, French, Polish, English and scholarly habits made alike. What
# Ukrainian writes h and Russian g becomes one, and so do i, y and j.
_SOUNDS = [
    (re.compile(pattern), to)
    for pattern, to in [
        (r"schtsch|shtsch|chtch|szcz|shch|shh", "S"),
        (r"tsch|tch|cz|(?<!s)ch(?=[aeiouy]|$)", "C"),
        (r"sch|sh|sz", "S"),
        (r"zh|rz", "Z"),
        (r"kh|ch|x", "G"),
        (r"ts|tz|z(?=z)", "c"),
        (r"ph", "f"),
        (r"w", "v"),
        (r"ou", "u"),
        (r"[gh]", "G"),
        (r"c", "c"),
        (r"q|ck", "k"),
        (r"[yij]+e", "e"),
        (r"[yij]+o", "o"),
        (r"[yij]+u", "u"),
        (r"[yij]+a", "a"),
        (r"[yij]+", "i"),
    ]
]
# A hook says what English writes with an h; folding would lose it.
_HOOKS = str.maketrans({"ž": "zh", "š": "sh", "č": "ch", "ŝ": "shch", "ż": "zh"})
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=16384)
def folded(word: str) -> str:
    """Without case, marks, apostrophes and signs: `Møse` and `Mose`, `Болвинов’` and `болвинов`."""
    plain = unicodedata.normalize(
        "NFKD", word.casefold().translate(_PLAIN).replace("й", "\0").replace("ї", "\1")
    )
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return _SIGNS.sub("", kept.replace("\0", "й").replace("\1", "ї")).translate(_PLAIN).strip()


@lru_cache(maxsize=16384)
def sounded(word: str) -> str:
    """A rough common form of a Latin word in whatever romanisation: `Shcherbakov` and `Schtscherbakow`."""
    sound = folded(unicodedata.normalize("NFC", word.casefold()).translate(_HOOKS))
    for pattern, to in _SOUNDS:
        sound = pattern.sub(to, sound)
    return _DOUBLE.sub(r"\1", sound)
