"""Given names that are one name in several languages, and the short forms people are known by.

Alias *sets*, never one canonical form: Саша may be Олександр or Олександра, Леся a name of its own. A form is
found by how it sounds, so that regular transliterations need no entry of their own in `data/aliases.tsv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path

from accounted.names.compounds import in_one_word
from accounted.names.sounds import cleaned, single, units

_DATA = Path(__file__).parent / "data"
_CLASSES = str.maketrans({
    "a": "A", "A": "A", "o": "O", "e": "I", "i": "I", "y": "I", "I": "I", "u": "U", "U": "U", "j": "",
    "ʕ": "", "ʔ": "", "g": "G", "h": "H", "x": "X", "k": "K", "q": "K", "θ": "T", "ð": "D", "w": "V",
})  # fmt: skip
_MOST_READINGS = 24
# Rows of compounds: a name with al-Din, the father and the mother of somebody, the servant of a name of God.
_COMPOUNDS = (
    (5_000, "", "·din"), (5_000, "", "دين"), (10_000, "abu·", ""), (10_000, "ابو", ""), (15_000, "umm·", ""),
    (20_000, "abd·", ""), (20_000, "عبد", ""),
)  # fmt: skip
_ARABIC_FORMS = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ک": "ك",
    "ء": "",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aliases:
    """Rows of the table a word may belong to: `names` as a full form, `shorts` as a short form of it."""

    names: frozenset[int] = frozenset()
    shorts: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.names or self.shorts)


NONE = Aliases()


def readings(word_units: Sequence[str], script: str, letters: str) -> tuple[str, ...]:
    """How a word may be read, roughly: the usual reading first, then those with a few unusual signs."""
    if script == "a":
        return (letters.translate(_ARABIC_FORMS),)
    options = [_sounds(unit) for unit in word_units]
    # Єгор is not Ігор, Яна is not Ана: the start of a word is told apart.
    first = 1 if len(word_units) > 1 and word_units[0][0] == "j" else 0
    if word_units and word_units[first][0] == "e":
        options[first] = ("E",)
    elif first and word_units[1][0] in "aou":
        options[0] = ("J", *options[0][1:])
    usual = [choice[0] for choice in options]
    found = {_joined(usual): None}
    doubtful = [(i, sound) for i, choice in enumerate(options) for sound in choice[1:]]
    for many in (1, 2, 3):
        for changes in combinations(doubtful, many):
            if len(found) >= _MOST_READINGS:
                return tuple(found)
            other = list(usual)
            for i, sound in changes:
                other[i] = sound
            found[_joined(other)] = None
    return tuple(found)


@lru_cache(maxsize=1024)
def _sounds(unit: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sound.translate(_CLASSES) for sound in unit.removesuffix("$")))


def _joined(sounds: Sequence[str]) -> str:
    return single("".join(sounds))


@cache
def _rows() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]:
    rows = []
    for line in (_DATA / "aliases.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            sex, forms, shorts, *stems = line.split("\t")
            rows.append((sex, tuple(forms.split()), tuple(shorts.split()), tuple(" ".join(stems).split())))
    return tuple(rows)


class _Index:
    """Rows by reading: those whose usual reading it is, and those that may be read so."""

    def __init__(self) -> None:
        self.usual: dict[str, set[int]] = {}
        self.possible: dict[str, set[int]] = {}

    def add(self, read: Sequence[str], number: int) -> None:
        self.usual.setdefault(read[0], set()).add(number)
        for reading in read:
            self.possible.setdefault(reading, set()).add(number)

    def find(self, read: Sequence[str]) -> set[int]:
        """Two usual readings that agree say more than any that only may."""
        found = self.usual.get(read[0])
        if found:
            return set(found)
        found = set(self.possible.get(read[0], ()))
        for reading in read[1:]:
            found |= self.usual.get(reading, set())
        return found


@cache
def _index() -> tuple[_Index, _Index, _Index]:
    """Full forms, short forms, and what stays of a man's name in a patronymic."""
    names, shorts, stems = _Index(), _Index(), _Index()
    for number, (sex, forms, short, irregular) in enumerate(_rows()):
        for form in forms:
            read, script = _read(form)
            names.add(read, number)
            if sex == "m" and script == "c":
                stems.add(tuple(map(_stem, read)), number)
        for form in irregular:
            stems.add(tuple(map(_stem, _read(form)[0])), number)
        for form in short:
            shorts.add(_read(form)[0], number)
    return names, shorts, stems


def _read(form: str) -> tuple[tuple[str, ...], str]:
    letters, script = cleaned(form)
    letters = in_one_word(letters, script)
    return readings(units(letters, script), script, letters), script


def _stem(reading: str) -> str:
    return reading.rstrip("AIOU")


@lru_cache(maxsize=65536)
def aliases(letters: str, script: str) -> Aliases:
    """The rows a cleaned word belongs to."""
    names, shorts, _ = _index()
    read = readings(units(letters, script), script, letters)
    found, short = names.find(read), shorts.find(read)
    for offset, before, after in _COMPOUNDS:
        rest = letters.removeprefix(before).removesuffix(after)
        if rest != letters and len(rest) > 2 and script in "al":
            # A compound is as different from another as its names are: Jamal al-Din, Jalal al-Din.
            found |= {offset + n for n in aliases(rest, script).names}
    return Aliases(frozenset(found), frozenset(short - found)) if found or short else NONE


@lru_cache(maxsize=65536)
def fathers(letters: str, script: str) -> frozenset[int]:
    """The rows of the man's names that the stem of a patronymic may come from: іван, алексе."""
    _, _, stems = _index()
    return frozenset(stems.find(tuple(map(_stem, readings(units(letters, script), script, letters)))))


def row(number: int) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Sex, full forms and short forms of one row."""
    return _rows()[number % 5_000][:3]
