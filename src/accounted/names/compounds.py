"""Arabic compounds, written in one word or in several: ʿAbd with a name of God, a name with al-Din."""

from __future__ import annotations

import json
import re
from pathlib import Path

_SERVANT_WITH = re.compile(r"^abd[aeiou]{0,2}(?:l(?=[^\W\d_]{2}))?([^\W\d_]{2,})$")
_WITH_DIN = re.compile(r"^([^\W\d_]{2,}?)[aeou]{0,2}(?:l|d)d(?:i|ee|ei)ne?$")
_KEEPS_ARTICLE = frozenset(
    json.loads((Path(__file__).parent / "data" / "name_words.json").read_bytes())["keeps_article"]
)


def without_article(letters: str, script: str) -> str:
    """An Arabic word without its article."""
    if script == "a" and letters.startswith("ال") and len(letters) > 4 and letters not in _KEEPS_ARTICLE:
        return letters[2:]
    if script == "a" and letters == "الله":
        return "له"
    return letters


def in_one_word(letters: str, script: str) -> str:
    """Compounds written in one word, in the form that their parts would give."""
    if script == "a":
        if letters.startswith("عبدال") and len(letters) > 6:
            return "عبد" + letters[5:]
        if letters.endswith("الدين") and len(letters) > 6:
            return letters[:-5] + "دين"
        return letters.replace("أبو", "ابو", 1) if letters.startswith("أبو") else letters
    if script == "l" and (letters.startswith("abd") or "d" in letters[-5:]):
        servant = _SERVANT_WITH.match(letters)
        if servant and letters not in ("abdi", "abdo", "abdou", "abdu"):
            return "abd·" + servant[1]
        din = _WITH_DIN.match(letters)
        if din:
            return din[1] + "·din"
    return letters
