"""Which language a text is in: script first, then telling letters and stop words. No model files.

The words and letters are data (`language_marks.json`); adding a language adds lines there. The method is
meant for paragraphs and documents; it says None rather than guess from two words.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

SAMPLE = 20_000  # characters looked at: enough for any decision, and bounded
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BLOCKS = (
    ("hebrew", 0x0590, 0x05FF), ("greek", 0x0370, 0x03FF), ("armenian", 0x0530, 0x058F),
    ("georgian", 0x10A0, 0x10FF), ("thai", 0x0E00, 0x0E7F), ("devanagari", 0x0900, 0x097F),
    ("bengali", 0x0980, 0x09FF), ("ethiopic", 0x1200, 0x137F), ("burmese", 0x1000, 0x109F),
    ("tamil", 0x0B80, 0x0BFF), ("hangul", 0xAC00, 0xD7AF), ("hangul", 0x1100, 0x11FF),
    ("kana", 0x3040, 0x30FF), ("han", 0x4E00, 0x9FFF), ("han", 0x3400, 0x4DBF),
    ("cyrillic", 0x0400, 0x052F), ("arabic", 0x0600, 0x06FF), ("arabic", 0x0750, 0x077F),
    ("arabic", 0xFB50, 0xFDFF), ("arabic", 0xFE70, 0xFEFF),
    ("latin", 0x0041, 0x024F), ("latin", 0x1E00, 0x1EFF),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Marks:
    words: frozenset[str]
    letters: frozenset[str]
    never: frozenset[str]


@lru_cache(maxsize=1)
def _marks() -> tuple[dict[str, dict[str, _Marks]], dict[str, str]]:
    raw = json.loads(resources.files(__package__).joinpath("language_marks.json").read_text("utf-8"))
    tables: dict[str, dict[str, _Marks]] = {}
    for script in ("latin", "cyrillic", "arabic"):
        tables[script] = {
            code: _Marks(
                frozenset(entry["words"].split()),
                frozenset(entry["letters"]),
                frozenset(entry.get("never", "")),
            )
            for code, entry in raw[script].items()
        }
    return tables, raw["scripts"]


def scripts_of(text: str) -> Counter[str]:
    """How many letters of each script a text has; Han characters beside kana count as kana."""
    found: Counter[str] = Counter()
    for character, times in Counter(text[:SAMPLE]).items():
        code = ord(character)
        if not character.isalpha() and not unicodedata.category(character).startswith("M"):
            continue
        for name, first, last in _BLOCKS:
            if first <= code <= last:
                found[name] += times
                break
    if found["kana"]:
        found["kana"] += found.pop("han", 0)
    return +found


def detect_language(text: str) -> str | None:
    """The language of `text` as a BCP-47 code, or None when there is too little to tell.

    Deterministic: script, then stop words counted in running text, then letters that only some languages
    write.
    """
    found = scripts_of(text)
    if not found:
        return None
    script, letters = found.most_common(1)[0]
    if script in ("kana", "han"):
        return {"kana": "ja", "han": "zh"}[script] if letters >= 4 else None
    tables, by_script = _marks()
    if script in by_script:
        return by_script[script] if letters >= 6 else None
    if letters < 12:
        return None
    words = Counter(word.lower().replace("’", "'") for word in _WORD.findall(text[:SAMPLE]))
    return _by_marks(words, tables[script])


def _by_marks(words: Counter[str], table: Mapping[str, _Marks]) -> str | None:
    total = sum(words.values())
    characters: Counter[str] = Counter()
    for word, times in words.items():
        for character in word:
            characters[character] += times
    letters = sum(characters.values())
    scores: list[tuple[float, str]] = []
    for code, marks in table.items():
        hits = sum(times for word, times in words.items() if word in marks.words)
        distinct = len(marks.words & words.keys())
        telling = sum(characters[c] for c in marks.letters)
        wrong = sum(characters[c] for c in marks.never)
        score = (
            hits / total
            + min(distinct, 8) * 0.01
            + min(0.25, 2.5 * telling / letters)
            - min(1.0, 12.0 * wrong / letters)
        )
        if hits or (telling and telling >= 2 and telling / letters > 0.03):
            scores.append((score, code))
    if not scores:
        return None
    scores.sort(reverse=True)
    best, code = scores[0]
    second = scores[1][0] if len(scores) > 1 else 0.0
    # "a", "o", "i" are words of half the languages, and the heads of columns.
    evidence = len({word for word in table[code].words & words.keys() if len(word) > 1 or not word.isascii()})
    if best < 0.08 or (total < 4 and best - second < 0.15) or (evidence < 2 and best - second < 0.05):
        return None
    if evidence < 2 and not any(characters[c] for c in table[code].letters):
        return None
    return code
