"""Which language a text is in: script first, then telling letters and stop words. No model files.

The words and letters are data (`language_marks.json`); adding a language adds lines there. The method is
meant for paragraphs and documents; it says None rather than guess from two words.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
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
    """The telling words and letters of the languages of one script, each with the languages it tells of."""

    words: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, tuple[str, ...]]
    never: Mapping[str, tuple[str, ...]]  # letters those languages do not write


@lru_cache(maxsize=1)
def _marks() -> tuple[dict[str, _Marks], dict[str, str]]:
    raw = json.loads(resources.files(__package__).joinpath("language_marks.json").read_text("utf-8"))
    tables = {
        script: _Marks(
            _telling({code: entry["words"].split() for code, entry in raw[script].items()}),
            _telling({code: entry["letters"] for code, entry in raw[script].items()}),
            _telling({code: entry.get("never", "") for code, entry in raw[script].items()}),
        )
        for script in ("latin", "cyrillic", "arabic")
    }
    return tables, raw["scripts"]


def _telling(by_language: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, marks in by_language.items():
        for mark in dict.fromkeys(marks):
            found.setdefault(mark, []).append(code)
    return {mark: tuple(codes) for mark, codes in found.items()}


@lru_cache(maxsize=4096)
def _script_of(character: str) -> str | None:
    if not character.isalpha() and not unicodedata.category(character).startswith("M"):
        return None
    code = ord(character)
    return next((name for name, first, last in _BLOCKS if first <= code <= last), None)


def scripts_of(text: str) -> Counter[str]:
    """How many letters of each script a text has; Han characters beside kana count as kana."""
    found: Counter[str] = Counter()
    for character, times in Counter(text[:SAMPLE]).items():
        script = _script_of(character)
        if script is not None:
            found[script] += times
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
    sample = text[:SAMPLE].lower().replace("’", "'")
    return _by_marks(Counter(_WORD.findall(sample)), Counter(sample), letters, tables[script])


def _by_marks(words: Counter[str], characters: Counter[str], letters: int, marks: _Marks) -> str | None:
    hits: Counter[str] = Counter()
    distinct: Counter[str] = Counter()
    evidence: Counter[str] = Counter()
    for word in words.keys() & marks.words.keys():
        for code in marks.words[word]:
            hits[code] += words[word]
            distinct[code] += 1
            # "a", "o", "i" are words of half the languages, and the heads of columns.
            evidence[code] += len(word) > 1 or not word.isascii()
    telling, wrong = (_counted(characters, letters_of) for letters_of in (marks.letters, marks.never))
    total = sum(words.values()) or 1
    scores = sorted(
        (
            hits[code] / total
            + min(distinct[code], 8) * 0.01
            + min(0.25, 2.5 * telling[code] / letters)
            - min(1.0, 12.0 * wrong[code] / letters),
            code,
        )
        for code in hits.keys() | telling.keys()
        if hits[code] or (telling[code] >= 2 and telling[code] / letters > 0.03)
    )
    if not scores:
        return None
    best, code = scores[-1]
    second = scores[-2][0] if len(scores) > 1 else 0.0
    if best < 0.08 or (total < 4 and best - second < 0.15):
        return None
    if evidence[code] < 2 and (best - second < 0.05 or not telling[code]):
        return None
    return code


def _counted(characters: Counter[str], telling: Mapping[str, tuple[str, ...]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for letter in characters.keys() & telling.keys():
        for code in telling[letter]:
            found[code] += characters[letter]
    return found
