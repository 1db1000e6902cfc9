"""How alike two names are, in any of the scripts, for millions of pairs.

>>> from accounted.names.comparing import similarity
>>> similarity("Марія Петренко", "Petrenko Maria Ivanivna") > 0.9
True

Words are put together as tokens (`accounted.names.tokens`), read by their sounds (`accounted.names.sounds`),
recognised as forms of one given name (`accounted.names.aliases`), aligned in whatever order gives the best
agreement, and scored so that one part in conflict is not outweighed by two that agree. Each distinct word is
worked on once; pairs are compared by compiled code. Needs numpy and numba.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise, repeat
from struct import Struct
from typing import Any

import numpy as np

from accounted.names import aligning
from accounted.names.aliases import aliases, fathers
from accounted.names.sounds import distance, merged, units, weight, weight_across
from accounted.names.tokens import MOST_LETTERS, MOST_TOKENS, Token, plain, tokens

_KINDS = {
    "name": aligning.NAME,
    "initial": aligning.INITIAL,
    "son": aligning.SON,
    "daughter": aligning.DAUGHTER,
}
_SCRIPTS = {"c": 0, "l": 1, "a": 2, "-": 3}
# Classes of consonants that no system writes for one another, for telling words that cannot be alike.
_CLASSES = ("pb", "fvw", "tdθð", "szcčšžŝθð", "ghxkq", "l", "m", "n", "r")
# An article written in one word with the name: Elsayed. What follows is a consonant, so that Elena is none.
_ARTICLE = re.compile(r"[ae]l[^aeiouy](?=[^\W\d_]{3})")
# Endings of Slavic family names as sounds, by the last: -енко, -ук, -ський, -ов, -ин.
_ENKO, _UK, _SKY, _OV, _IN = enumerate(
    map(re.compile, ("..enko$", "..j?[ui]k$", "..[sc]k(?:[iyj]+|oj?|aja|a)$", "..[oe][vw]a?$", "..[iy]na?$")),
    1,
)
_ENDINGS = {
    "o": (_ENKO, _SKY), "k": (_UK,), "i": (_SKY,), "y": (_SKY,), "j": (_SKY,), "a": (_SKY, _OV, _IN),
    "v": (_OV,), "w": (_OV,), "n": (_IN,),
}  # fmt: skip
# A token as 64 bytes, as `aligning` tells.
_ROW = Struct("=16s4B2hi8h3f3B5x")
_NO_ROWS = (-1,) * aligning.ROWS
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
        often = Counter(names)
        met = Names()
        counts: dict[str, int] = {}
        key_of: dict[Token, str] = {}
        for name, count in often.items():
            keys = set()
            for token in met.tokens(met.number(name)):
                if token.kind != "initial":
                    key = key_of.get(token)
                    keys.add(key_of.setdefault(token, _sound_key(token)) if key is None else key)
            for key in keys:
                counts[key] = counts.get(key, 0) + count
        total = max(often.total(), 1)
        return cls({key: n / total for key, n in counts.items()}, 0.5 / total)

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
        self._words: dict[str, list[int]] = {}
        self._token_numbers: dict[Token, int] = {}
        self._tokens: list[Token] = []
        self._rows: list[tuple[int, ...]] = []
        self._names: Array = np.zeros((64, 8), np.int32)
        self._table: Array = np.zeros((64, 64), np.uint8)
        self._filled = (0, 0)
        self._rooms = threading.local()

    def __len__(self) -> int:
        return len(self._rows)

    def number(self, text: str) -> int:
        """The number of a name as written."""
        known = self._numbers.get(text)
        if known is None:
            known = self._numbers[text] = len(self._rows)
            row: list[int] = []
            for word in text[:MOST_LETTERS].split():
                numbers = self._words.get(word)
                if numbers is None:
                    numbers = self._word(word)
                    if numbers is None:
                        row = [self._token_number(token) for token in tokens(text)]
                        break
                row += numbers
            self._rows.append(tuple(row[:MOST_TOKENS]))
        return known

    def _word(self, word: str) -> list[int] | None:
        """The tokens of a word that are the same in any name."""
        found = plain(word)
        if found is None:
            return None
        numbers = self._words[word] = [self._token_number(token) for token in found]
        return numbers

    def numbers(self, texts: Iterable[str]) -> Array:
        """The numbers of many names."""
        asked = texts if isinstance(texts, list) else list(texts)
        found = np.fromiter(map(self._numbers.get, asked, repeat(-1)), np.int32, len(asked))
        for place in np.flatnonzero(found < 0).tolist():
            found[place] = self.number(asked[place] or "")
        return found

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
        names, table = self._ready()
        scores = np.empty(len(a), np.float32)
        levels = np.empty(len(a), np.uint8)
        known = _units()
        first, second = np.ascontiguousarray(a, np.int32), np.ascontiguousarray(b, np.int32)
        views = (table, table.view(np.int16), table.view(np.int32), table.view(np.float32))
        costs = (known.cost, known.weights, known.merged)
        aligning.batch(first, second, names, views, costs, scores, levels, self._room())
        return scores, levels

    def _ready(self) -> tuple[Array, Array]:
        """The names and the tokens as arrays, those met since the last time added."""
        filled = self._filled
        if filled[1] < len(self._tokens):
            self._table = _with_room(self._table, len(self._tokens))
            self._table[filled[1] : len(self._tokens)] = _token_table(self._tokens[filled[1] :], self.rarity)
        if filled[0] < len(self._rows):
            self._names = _with_room(self._names, len(self._rows))
            rows = self._rows[filled[0] :]
            new = self._names[filled[0] : len(self._rows)]
            new[:, MOST_TOKENS] = np.fromiter(map(len, rows), np.int32, len(rows))
            there = np.arange(MOST_TOKENS) < new[:, MOST_TOKENS, None]
            new[:, :MOST_TOKENS][there] = np.fromiter(chain.from_iterable(rows), np.int32)
            fathers_name = self._table[:, aligning.STEM] > 0
            new[:, 7] = (fathers_name[new[:, :MOST_TOKENS]] & there).sum(axis=1)
        self._filled = len(self._rows), len(self._tokens)
        return self._names, self._table

    def _room(self) -> tuple[Array, ...]:
        """What a thread compares in, kept for its next pairs: it remembers how alike words are."""
        room: tuple[Array, ...] | None = getattr(self._rooms, "room", None)
        if room is None:
            room = self._rooms.room = aligning.scratch()
        return room


def _with_room(array: Array, rows: int) -> Array:
    """The array, or a larger one that begins with it: doubled, so that names added one by one cost little."""
    if len(array) >= rows:
        return array
    larger = np.zeros((max(rows, 2 * len(array)), array.shape[1]), array.dtype)
    larger[: len(array)] = array
    return larger


def similarity(a: str, b: str) -> float:
    """How alike two names are, 0 to 1: 1 for the same words in any order."""
    return float(similarities([a], [b])[0])


def similarities(a: Sequence[str], b: Sequence[str], rarity: Rarity | None = None) -> Array:
    """How alike the names of each pair are, 0 to 1.

    With `rarity`, a rare part weighs more than a common one.
    """
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
    names = _met() if rarity is None else Names(rarity)
    return names.compare(names.numbers(a), names.numbers(b))


_MOST_KEPT = 500_000
_kept: list[Names] = []


def _met() -> Names:
    """The names met so far in this process, begun anew before they take too much memory."""
    if not _kept or len(_kept[0]) > _MOST_KEPT:
        _kept[:] = [Names()]
    return _kept[0]


# -- the arrays of the compiled part -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is needed of a unit to fill a token's row."""

    number: int
    may: int
    must: int
    weight: float
    across: float
    firsts: int


class _Units:
    """The units met, with what they cost against one another; grows when a letter is met first."""

    def __init__(self) -> None:
        self.known: dict[str, _Unit] = {}
        self.cost = np.zeros((256, 256), np.float32)
        self.weights = np.ones((2, 256), np.float32)
        self.merged = np.zeros((256, 256), np.int32)
        self.merging: set[tuple[int, int]] = set()  # which two units are in it

    def __getitem__(self, name: str) -> _Unit:
        unit = self.known.get(name)
        if unit is None:
            number = len(self.known)
            if number > 254:
                return self["?"]  # letters of other scripts beyond the 254 units met before: all as one
            bits = [_class_bits(sound) for sound in name.removesuffix("$")]
            unit = self.known[name] = _Unit(
                number,
                int(np.bitwise_or.reduce(bits)),
                bits[0] if len(set(bits)) == 1 and weight(name) == 1.0 else 0,
                weight(name),
                weight_across(name),
                int(np.bitwise_or.reduce([_first_bit(sound) for sound in name.removesuffix("$")])),
            )
            for other, known in self.known.items():
                self.cost[number, known.number] = self.cost[known.number, number] = distance(name, other)
            self.weights[:, number] = unit.weight, unit.across
            self._merge(name, number)
        return unit

    def _merge(self, name: str, number: int) -> None:
        """Which two units are written as a third: bit n is row n of the table."""
        sounds = set(name.removesuffix("$"))
        for bit, (a, b, whole) in enumerate(merged()):
            if whole in sounds:
                self.merged[number, aligning.WRITTEN_AS] |= 1 << bit
            for other, known in self.known.items():
                if a == name[0] and b in other:
                    self.merged[number, known.number] |= 1 << bit
                    self.merging.add((number, known.number))
                if a == other[0] and b in sounds:
                    self.merged[known.number, number] |= 1 << bit
                    self.merging.add((known.number, number))


@cache
def _units() -> _Units:
    table = _Units()
    _ = table["?"]
    return table


@cache
def _class_bits(sound: str) -> int:
    return sum(1 << n for n, members in enumerate(_CLASSES) if sound in members)


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
    return 1 << order.index(sound) if sound in order else 1 << (26 + ord(sound) % 5)


def _token_table(found: Sequence[Token], rarity: Rarity | None) -> Array:
    """Tokens as rows of 64 bytes; the layout is told in `accounted.names.aligning`."""
    filled = bytearray(_ROW.size * len(found))
    known = _units()
    for i, token in enumerate(found):
        names = units(token.letters, token.script)
        ending = _ending(names) if token.kind == "name" else 0
        names = names[: aligning.MOST_UNITS]
        rows, shorts = _NO_ROWS, _NO_ROWS
        stem = 0
        if token.stem:
            made_of = units(token.stem, token.script)[: aligning.MOST_UNITS]
            stem = len(made_of)
            names = made_of + names[stem:]
            rows = _rows(fathers(token.stem, token.script))
        elif token.kind == "name":
            table = aliases(token.letters, token.script)
            if table:
                rows, shorts = _rows(table.names), _rows(table.shorts)
        read = [known[name] for name in names]
        numbers = bytes([unit.number for unit in read])
        article = 2 if token.kind == "name" and token.script == "l" and _ARTICLE.match(token.letters) else 0
        may = must = 0
        length = across = 0.0
        for place, unit in enumerate(read):
            may |= unit.may
            must |= unit.must if place >= article else 0
            length += unit.weight
            across += unit.across
        _ROW.pack_into(
            filled, i * _ROW.size,
            numbers, len(read), _KINDS[token.kind], _SCRIPTS[token.script], stem, may, must,
            _firsts(names, known), *rows, *shorts, 1.0 if rarity is None else rarity.weight(token), length,
            across, not known.merging.isdisjoint(pairwise(numbers)), article, ending,
        )  # fmt: skip
    return np.frombuffer(filled, np.uint8).reshape(len(found), _ROW.size)


def _firsts(word: Sequence[str], known: _Units) -> int:
    """The sounds an initial of the word may stand for: of Єва, j and e."""
    bits = 0
    for unit in word[:2]:
        bits |= known[unit].firsts
        if unit[0] not in "ji":
            break
    return bits


def _ending(word: Sequence[str]) -> int:
    """Which ending of Slavic family names a word has, the same in every system; 0 for none."""
    likely = _ENDINGS.get(word[-1][0]) if word else None
    if likely is None:
        return 0
    sounds = "".join([unit[0] for unit in word])
    return next((n for n, ending in likely if ending.search(sounds)), 0)


def _rows(numbers: Iterable[int]) -> tuple[int, ...]:
    """Rows of the table of given names, as many as are kept, -1 after the last."""
    chosen = sorted(numbers)[: aligning.ROWS]
    return (*chosen, *_NO_ROWS[len(chosen) :])
