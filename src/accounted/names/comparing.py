"""How alike two names are, in any of the scripts, for millions of pairs.

>>> from accounted.names.comparing import similarity
>>> similarity("Марія Петренко", "Petrenko Maria Ivanivna") > 0.9
True

Words are read by their sounds (`accounted.names.sounds`), joined and sorted into tokens (`accounted.names.tokens`),
recognised as forms of one given name (`accounted.names.aliases`), aligned in whatever order gives the best
agreement, and scored so that one part in conflict cannot be outweighed by two that agree. Each distinct word
is worked on once; pairs are compared by compiled code. Needs numpy and numba.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from accounted.names import aligning
from accounted.names.aliases import NONE, aliases, fathers
from accounted.names.sounds import LONG, VOWELS, distance, units, weight, weight_across
from accounted.names.tokens import MOST_TOKENS, Token, tokens

_KINDS = {
    "name": aligning.NAME,
    "initial": aligning.INITIAL,
    "son": aligning.SON,
    "daughter": aligning.DAUGHTER,
}
_SCRIPTS = {"c": 0, "l": 1, "a": 2, "-": 3}
# Coarse classes of consonants, for telling words that cannot be alike without comparing them.
_CLASSES = ("pb", "fv", "td", "θð", "sz", "cčšžŝ", "gh", "xkq", "l", "m", "n", "r")
_CLASS_NEIGHBOURS = {"θð": ("td", "sz"), "cčšžŝ": ("sz",), "xkq": ("gh",), "gh": ("xkq",), "sz": ("cčšžŝ",)}
Array = Any


@dataclass(frozen=True)
class Rarity:
    """How rare each token is in the lists at hand: a shared rare name says more than a shared common one.

    `shares` gives the share of names that hold a token; what was not seen counts as seen half a time.
    """

    shares: Mapping[str, float]
    unseen: float

    @classmethod
    def learn(cls, names: Iterable[str]) -> Rarity:
        """From names as the lists have them, each as often as it stands there.

        Tokens are counted by sound, so that a name in two scripts counts as one.
        """
        counts: dict[str, int] = {}
        known: dict[str, tuple[str, ...]] = {}
        total = 0
        for name in names:
            found = known.get(name)
            if found is None:
                found = known[name] = tuple(
                    {_sound_key(token) for token in tokens(name) if token.kind != "initial"}
                )
            total += 1
            for key in found:
                counts[key] = counts.get(key, 0) + 1
        return cls({key: n / total for key, n in counts.items()}, 0.5 / max(total, 1))

    def weight(self, token: Token) -> float:
        """What a token weighs: 1 for a name that one in a hundred bears, more for rarer ones, 0.5 to 2."""
        if token.kind == "initial":
            return 0.5
        share = self.shares.get(_sound_key(token), self.unseen)
        return float(min(2.0, max(0.5, -np.log10(max(share, 1e-9)) / 2)))


def _sound_key(token: Token) -> str:
    from accounted.names.keys import skeleton

    return f"{token.kind[0]}{skeleton(token.stem or token.letters, token.script)}"


class Names:
    """Names and their tokens as numbers and arrays, each distinct one worked on once.

    `number(text)` gives a name its number; `similarities` compares by number. One object serves one process;
    it grows as names are added.
    """

    def __init__(self, rarity: Rarity | None = None) -> None:
        self.rarity = rarity
        self._numbers: dict[str, int] = {}
        self._token_numbers: dict[Token, int] = {}
        self._tokens: list[Token] = []
        self._rows: list[tuple[int, ...]] = []
        self._arrays: tuple[Array, ...] | None = None
        self._sizes = (-1, -1)

    def number(self, text: str) -> int:
        """The number of a name as written."""
        known = self._numbers.get(text)
        if known is None:
            known = self._numbers[text] = len(self._rows)
            self._rows.append(tuple(self._token_number(token) for token in tokens(text)))
        return known

    def numbers(self, texts: Iterable[str]) -> Array:
        """The numbers of many names."""
        known, number = self._numbers, self.number
        return np.fromiter((known[t] if t in known else number(t) for t in texts), np.int32)

    def tokens(self, number: int) -> tuple[Token, ...]:
        """The tokens of a name."""
        return tuple(self._tokens[n] for n in self._rows[number])

    def _token_number(self, token: Token) -> int:
        number = self._token_numbers.get(token)
        if number is None:
            number = self._token_numbers[token] = len(self._tokens)
            self._tokens.append(token)
        return number

    def compare(self, a: Array, b: Array) -> tuple[Array, Array]:
        """Similarities (0 to 1) and levels (0 to 5) of pairs of names given by number."""
        names, counts, table, rarity = self._ready()
        scores = np.empty(len(a), np.float32)
        levels = np.empty(len(a), np.uint8)
        cost, weights, _ = _costs()
        aligning.batch(
            np.ascontiguousarray(a, np.int32), np.ascontiguousarray(b, np.int32), names, counts, table, rarity,
            cost, weights, scores, levels,
        )  # fmt: skip
        return scores, levels

    def _ready(self) -> tuple[Array, ...]:
        sizes = (len(self._rows), len(self._tokens))
        if self._arrays is None or self._sizes != sizes:
            self._arrays, self._sizes = self._filled(), sizes
        return self._arrays

    def _filled(self) -> tuple[Array, ...]:
        n = len(self._rows)
        names = np.zeros((n, MOST_TOKENS), np.int32)
        counts = np.zeros(n, np.int8)
        for i, row in enumerate(self._rows):
            names[i, : len(row)] = row
            counts[i] = len(row)
        rarity = np.ones(max(len(self._tokens), 1), np.float32)
        if self.rarity is not None:
            rarity[:] = [self.rarity.weight(t) for t in self._tokens] or [1.0]
        return names, counts, _token_table(self._tokens), rarity


def similarity(a: str, b: str) -> float:
    """How alike two names are, 0 to 1: 1 for the same words in any order."""
    return float(similarities([a], [b])[0])


def similarities(a: Sequence[str], b: Sequence[str], rarity: Rarity | None = None) -> Array:
    """How alike the names of each pair are, 0 to 1. With `rarity`, rare tokens weigh more than common ones."""
    return _compared(a, b, rarity)[0]


def compare_levels(a: Sequence[str], b: Sequence[str], rarity: Rarity | None = None) -> Array:
    """The level of agreement of each pair, for a model that learns what each is worth.

    5 the same words in any order; 4 the same names in another spelling, script or language; 3 so, with parts
    missing or as initials; 2 with a part misspelt; 1 one part in conflict, or one part only; 0 otherwise.
    """
    return _compared(a, b, rarity)[1]


def _compared(a: Sequence[str], b: Sequence[str], rarity: Rarity | None) -> tuple[Array, Array]:
    if len(a) != len(b):
        raise ValueError(f"{len(a)} names against {len(b)}: pairs need one of each")
    names = Names(rarity)
    return names.compare(names.numbers(a), names.numbers(b))


# -- the arrays of the compiled part ---------------------------------------------------------------------------


class _Units:
    """Numbers of units, with what they cost against one another; grows when a letter is met for the first time."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.names: list[str] = []
        self.cost = np.zeros((256, 256), np.float32)
        self.weights = np.ones((2, 256), np.float32)

    def number(self, unit: str) -> int:
        known = self.numbers.get(unit)
        if known is None:
            if len(self.names) == 255:
                return 255  # letters of some other script beyond the 255 met before: all as one
            known = self.numbers[unit] = len(self.names)
            self.names.append(unit)
            for other, name in enumerate(self.names):
                self.cost[known, other] = self.cost[other, known] = distance(unit, name)
            self.weights[:, known] = weight(unit), weight_across(unit)
        return known


@cache
def _units() -> _Units:
    return _Units()


def _costs() -> tuple[Array, Array, int]:
    table = _units()
    return table.cost, table.weights, len(table.names)


@cache
def _class_bits(sound: str) -> int:
    bits = 0
    for n, members in enumerate(_CLASSES):
        if sound in members:
            bits |= 1 << n
            for other in _CLASS_NEIGHBOURS.get(members, ()):
                bits |= 1 << _CLASSES.index(other)
    return bits


def _mask(word: Sequence[str]) -> int:
    mask = 0
    for unit in word:
        if unit[0] not in VOWELS and unit[0] not in LONG:
            for sound in unit.removesuffix("$"):
                mask |= _class_bits(sound)
    return mask


@cache
def _first_bit(sound: str) -> int:
    order = "pbfvtdszcčšžŝghxklmnraeou"
    near = {
        "y": "i",
        "j": "i",
        "q": "k",
        "w": "v",
        "θ": "t",
        "ð": "d",
        "A": "a",
        "U": "u",
        "I": "i",
        "ʕ": "a",
    }
    sound = near.get(sound, sound)
    if sound == "i":
        return 1 << 25
    return 1 << order.index(sound) if sound in order else 1 << (26 + ord(sound) % 6)


def _firsts(word: Sequence[str]) -> int:
    """The sounds an initial of the word may stand for: of Єва, j and e."""
    bits = 0
    for unit in word[:2]:
        for sound in unit.removesuffix("$"):
            bits |= _first_bit(sound)
        if unit[0] not in "ji":
            break
    return bits


def _token_table(found: Sequence[Token]) -> tuple[Array, ...]:
    n = max(len(found), 1)
    word_units = np.zeros((n, aligning.MOST_UNITS), np.uint8)
    counts = np.zeros(n, np.int64)
    kinds = np.zeros(n, np.uint8)
    scripts = np.zeros(n, np.uint8)
    masks = np.zeros(n, np.int64)
    firsts = np.zeros(n, np.int64)
    names = np.full((n, aligning.ROWS), -1, np.int16)
    shorts = np.full((n, aligning.ROWS), -1, np.int16)
    stems = np.zeros((n, aligning.MOST_UNITS), np.uint8)
    stem_counts = np.zeros(n, np.int64)
    fathers_of = np.full((n, aligning.ROWS), -1, np.int16)
    number = _units().number
    for i, token in enumerate(found):
        read = token.units
        short = read[: aligning.MOST_UNITS]
        word_units[i, : len(short)] = [number(u) for u in short]
        counts[i] = len(short)
        kinds[i], scripts[i] = _KINDS[token.kind], _SCRIPTS[token.script]
        masks[i], firsts[i] = _mask(read), _firsts(read)
        if token.stem:
            stem = units(token.stem, token.script)[: aligning.MOST_UNITS]
            stems[i, : len(stem)] = [number(u) for u in stem]
            stem_counts[i] = len(stem)
            _fill(fathers_of[i], fathers(token.stem, token.script))
        elif token.kind == "name":
            known = aliases(token.letters, token.script)
            if known is not NONE:
                _fill(names[i], known.names)
                _fill(shorts[i], known.shorts)
    return word_units, counts, kinds, scripts, masks, firsts, names, shorts, stems, stem_counts, fathers_of


def _fill(row: Array, numbers: Iterable[int]) -> None:
    chosen = sorted(numbers)[: aligning.ROWS]
    row[: len(chosen)] = chosen
