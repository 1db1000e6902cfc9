"""How alike two texts are, by the sequences of words they share; and a sketch by which the like are found.

A sketch is a MinHash of one permutation (Broder 1997; Li, Owen and Zhang 2012): the sequences of a text are
dealt into bins by their hash, and the least of each bin is kept; an empty bin borrows from another, always
from the same one (Shrivastava 2017, "Optimal Densification"). Two texts have the same value in a bin with the
probability of their likeness. Bins are taken together in bands: texts that agree in a whole band are
candidates (Leskovec, Rajaraman and Ullman, ch. 3), so that not every pair is looked at.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b

LENGTH = 4  # words in a sequence
SHORTEST = 2 * LENGTH  # words; shorter texts are alike by chance
BANDS, ROWS = 32, 4
BINS = BANDS * ROWS
VERSION = "1"  # of sketches: those of another version are not compared

_WORD = re.compile(r"\w+")
# The place of a word in its sequence counts: each is multiplied by another odd number (from xxHash).
_FIRST, _SECOND, _THIRD = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
_64_BITS = (1 << 64) - 1
_KEPT = struct.Struct(f">{BINS}I")


def sequences(text: str) -> frozenset[int]:
    """The sequences of four words of a text, hashed; none of a text too short to be compared."""
    words = _WORD.findall(text.casefold())
    if len(words) < SHORTEST:
        return frozenset()
    of_word = {
        word: int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big") for word in set(words)
    }
    h = [of_word[word] for word in words]
    by = zip(h, h[1:], h[2:], h[3:], strict=False)
    return frozenset([(a * _FIRST + b * _SECOND + c * _THIRD + d) & _64_BITS for a, b, c, d in by])


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the sequences of either that both have (Jaccard), counted exactly."""
    return len(one & other) / len(one | other) if one or other else 0.0


def sketch(of: frozenset[int]) -> tuple[int, ...]:
    """The sketch of a text by its sequences, of which there must be one at least."""
    least: list[int | None] = [None] * BINS
    for hashed in of:
        number, value = hashed % BINS, hashed >> 32
        kept = least[number]
        if kept is None or value < kept:
            least[number] = value
    return tuple(_filled(least, number) for number in range(BINS))


def _filled(least: Sequence[int | None], number: int) -> int:
    value, turn = least[number], 0
    while value is None:
        value = least[_lender(number, turn)]
        turn += 1
    return value


@cache
def _lender(number: int, turn: int) -> int:
    """From which bin an empty one borrows, at the first attempt, the second, and so on."""
    return blake2b(struct.pack(">HI", number, turn), digest_size=1).digest()[0] % BINS


def bands(of: Sequence[int]) -> tuple[int, ...]:
    """One number for each band of a sketch, below 2^63: texts that share one are candidates."""
    found = []
    for band in range(BANDS):
        packed = struct.pack(f">B{ROWS}I", band, *of[band * ROWS : (band + 1) * ROWS])
        found.append(int.from_bytes(blake2b(packed, digest_size=8).digest(), "big") >> 1)
    return tuple(found)


def about(one: Sequence[int], other: Sequence[int]) -> float:
    """The likeness of two texts as their sketches tell it: within 0.09, nineteen times in twenty."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / BINS


def packed(of: Sequence[int]) -> bytes:
    """A sketch as bytes, to be kept."""
    return _KEPT.pack(*of)


def unpacked(kept: bytes) -> tuple[int, ...]:
    """The sketch that was kept as these bytes."""
    return _KEPT.unpack(kept)
