"""Two texts beside each other: what both say is counted, what differs is shown, word for word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from accounted.reckoning.likeness import likeness, sequences

MOST_PASSAGES = 3_000  # of each text
MOST_WORDS = 400  # of a passage, compared word by word
_ENDS = re.compile(r"(?<=[.!?…։؟])\s+(?=\S)|\s*\n\s*")
_PIECES = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one text; `differs`: the other does not have them here."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of both texts: `same` passages that both have, or what each says in its place."""

    same: int
    one: tuple[Piece, ...] = ()
    other: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two texts compared. `alike` is counted exactly; `cut`: only their beginnings were laid side by side."""

    alike: float
    rows: tuple[Row, ...]
    cut: bool


def side_by_side(one: str, other: str) -> SideBySide:
    """Where two texts differ, passage by passage (a sentence, or a line)."""
    mine, theirs = _passages(one), _passages(other)
    cut = max(len(mine), len(theirs)) > MOST_PASSAGES
    mine, theirs = mine[:MOST_PASSAGES], theirs[:MOST_PASSAGES]
    matcher = SequenceMatcher(None, [_plain(p) for p in mine], [_plain(p) for p in theirs])
    rows = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            rows.append(Row(b - a))
        else:
            rows.append(Row(0, *_words(mine[a:b], theirs[c:d])))
    return SideBySide(likeness(sequences(one), sequences(other)), tuple(rows), cut)


def _passages(text: str) -> list[str]:
    return [passage for passage in _ENDS.split(text) if passage and not passage.isspace()]


def _plain(passage: str) -> str:
    return " ".join(passage.casefold().split())


def _words(mine: Sequence[str], theirs: Sequence[str]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    one, other = " ".join(mine), " ".join(theirs)
    pieces, others = _PIECES.findall(one), _PIECES.findall(other)
    if not one or not other or max(len(pieces), len(others)) > MOST_WORDS:
        return _whole(one), _whole(other)
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = SequenceMatcher(None, [_plain(p) for p in pieces], [_plain(p) for p in others], autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        for listed, told in ((left, "".join(pieces[a:b])), (right, "".join(others[c:d]))):
            if told:
                listed.append(Piece(told, what != "equal"))
    return tuple(left), tuple(right)


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, True),) if text else ()
