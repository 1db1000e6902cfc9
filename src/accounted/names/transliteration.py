"""Writing Cyrillic names in Latin letters, by the tables of `data/systems`.

A derived form always says which system made it, and the name as written stays what it was (rule D-40).
Systems marked `comparison_only` are habits of newspapers: they serve to recognise a name, never to write
one.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from accounted.names.scripts import languages_of, script_of

_DATA = Path(__file__).parent / "data" / "systems"
_APOSTROPHES = "'’ʼ′`´"
_VOWELS = set("аеёєиіїоуыэюя")


class NoTable(ValueError):
    """The system has no table for the language, or no way back."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A form made from a name, and how.

    `system` is a term of the vocabulary `translit_system` or a press habit, `language` the one the letters
    were read as, `of` the form it was made from.
    """

    text: str
    system: str
    language: str
    of: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class _Table:
    """Letters of one language. `initial` and `after_vowel` overrule `letters` at those places."""

    letters: Mapping[str, str]
    initial: Mapping[str, str]
    after_vowel: Mapping[str, str]
    sequences: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class System:
    """A way of writing Cyrillic in Latin letters."""

    id: str
    title: str
    source: str
    note: str
    comparison_only: bool
    reversible: bool
    languages: tuple[str, ...]
    _tables: Mapping[str, _Table] = field(repr=False)


def _load(path: Path) -> System:
    data: dict[str, Any] = json.loads(path.read_bytes())
    tables = {
        language: _Table(t["letters"], t.get("initial", {}), t.get("after_vowel", {}), t.get("sequences", {}))
        for language, t in data["tables"].items()
    }
    return System(
        data["id"], data["title"], data["source"], data["note"], data["comparison_only"], data["reversible"],
        tuple(tables), tables,
    )  # fmt: skip


class _Systems(Mapping[str, System]):
    """Every system by its id, each read from its file when it is first asked for."""

    @staticmethod
    @cache
    def _ids() -> tuple[str, ...]:
        return tuple(sorted(path.stem for path in _DATA.glob("*.json")))

    @staticmethod
    @cache
    def _system(system: str) -> System:
        return _load(_DATA / f"{system}.json")

    def __getitem__(self, system: str) -> System:
        if system not in self._ids():
            raise KeyError(system)
        return self._system(system)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids())

    def __len__(self) -> int:
        return len(self._ids())


SYSTEMS: Mapping[str, System] = _Systems()


def transliterate(text: str, system: str, language: str | None = None) -> Derived:
    """The text in Latin letters. What is not Cyrillic stays as it is.

    Without a language, the letters decide; where they do not, the first language the system has a table for.

    Raises:
        NoTable: no such system, or it has no table for the language.
    """
    chosen = _system(system)
    read_as = language or _language(text, chosen)
    table = chosen._tables.get(read_as) or chosen._tables.get("any")
    if table is None:
        raise NoTable(
            f"{system} has no table for the language {read_as!r}; it has {', '.join(chosen.languages)}"
        )
    return Derived("".join(_words(text, table)), system, read_as, text)


def back(text: str, system: str) -> Derived:
    """The Cyrillic that a reversible system wrote so.

    Raises:
        NoTable: no such system, or it does not allow the way back.
    """
    chosen = _system(system)
    if not chosen.reversible:
        can = ", ".join(s for s in SYSTEMS if SYSTEMS[s].reversible)
        raise NoTable(f"{system} writes different letters alike, so it cannot be undone; {can} can")
    return Derived(_undone(text, chosen._tables["any"]), system, "any", text)


def _system(system: str) -> System:
    try:
        return SYSTEMS[system]
    except KeyError:
        raise NoTable(f"no transliteration system {system!r}; there are {', '.join(SYSTEMS)}") from None


def _language(text: str, system: System) -> str:
    allowed = [language for language in languages_of(text) if language in system.languages]
    return allowed[0] if allowed else system.languages[0]


def _words(text: str, table: _Table) -> Iterator[str]:
    """Word by word: capitals are a matter of the whole word."""
    word = ""
    for letter in unicodedata.normalize("NFC", text):
        if letter.isalpha() or (word and letter in _APOSTROPHES):
            word += letter
            continue
        yield _word(word, table)
        yield letter
        word = ""
    yield _word(word, table)


def _word(word: str, table: _Table) -> str:
    lower, capitals = word.lower(), len(word) > 1 and word.isupper()
    out: list[str] = []
    i = 0
    while i < len(word):
        length, written = _at(lower, i, table)
        if written is None:
            written = word[i]
        elif capitals:
            written = written.upper()
        elif word[i].isupper():
            written = _capital(written)
        out.append(written)
        i += length
    return unicodedata.normalize("NFC", "".join(out))


def _at(word: str, i: int, table: _Table) -> tuple[int, str | None]:
    """How many letters are taken at a place, and what stands for them (None: they stay)."""
    if word[i : i + 2] in table.sequences:
        return 2, table.sequences[word[i : i + 2]]
    letter = "’" if word[i] in _APOSTROPHES else word[i]
    if i == 0 and letter in table.initial:
        return 1, table.initial[letter]
    if i and letter in table.after_vowel and (word[i - 1] in _VOWELS or word[i - 1] in "йьъ"):
        return 1, table.after_vowel[letter]
    return 1, table.letters.get(letter)


def _capital(written: str) -> str:
    """With its first letter a capital: zh to Zh; signs without case stay."""
    return next(
        (written[:i] + c.upper() + written[i + 1 :] for i, c in enumerate(written) if c.isalpha()), written
    )


def _undone(text: str, table: _Table) -> str:
    letters = {unicodedata.normalize("NFC", latin): cyrillic for cyrillic, latin in table.letters.items()}
    longest = max(map(len, letters))
    text = unicodedata.normalize("NFC", text)
    out: list[str] = []
    i = 0
    while i < len(text):
        for length in range(longest, 0, -1):
            piece = text[i : i + length]
            # Some letters are one character small and two in capitals: ǰ and J̌.
            cyrillic = letters.get(unicodedata.normalize("NFC", piece.lower()))
            if cyrillic is not None:
                out.append(cyrillic.upper() if _stands_in_capitals(text, i, piece) else cyrillic)
                i += length
                break
        else:
            out.append(text[i])
            i += 1
    return "".join(out)


def _stands_in_capitals(text: str, i: int, piece: str) -> bool:
    """Whether a piece is a capital; a sign without case is one among capitals."""
    if piece.lower() != piece.upper():
        return piece != piece.lower()
    cased = [c for c in _around(text, i) if c.lower() != c.upper()]
    return len(cased) > 1 and all(c.isupper() for c in cased)


def _around(text: str, i: int) -> Iterator[str]:
    start = i
    while start > 0 and (text[start - 1].isalpha() or unicodedata.combining(text[start - 1])):
        start -= 1
    while start < len(text) and (text[start].isalpha() or unicodedata.combining(text[start])):
        yield text[start]
        start += 1


def is_cyrillic(text: str) -> bool:
    """Whether there is anything to transliterate."""
    return script_of(text) == "Cyrl"
