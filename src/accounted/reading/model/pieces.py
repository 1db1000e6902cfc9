"""A document cut into pieces that a model can hold, on the borders of its segments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from accounted.claims import Segment
from accounted.reading.structure import blocks

SMALLEST = 500  # characters; below that a piece no longer holds who speaks and of what
USUAL = 4_000
LARGEST = 100_000
MOST = 500  # pieces of one document: beyond that it is a book, and a person should say which part is meant
_ENDS = (". ", "! ", "? ", ".\n", "!\n", "?\n", "… ", "\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document, in code points."""

    start: int
    end: int


def pieces(text: str, segments: Sequence[Segment], size: int) -> list[Piece]:
    """The document as pieces of at most `size` characters, in order.

    A piece ends where a segment ends. Only a segment longer than `size` is cut inside: at the end of a
    sentence, else between words, else where the size is reached. Nothing but white space between segments is
    left out.
    """
    borders = [(one.start, one.end) for one in segments] or list(blocks(text))
    found: list[Piece] = []
    held: Piece | None = None
    for start, end in _in_order(borders, len(text)):
        for part in _cut(text, start, end, size):
            if held is not None and part.end - held.start <= size:
                held = Piece(held.start, part.end)
                continue
            if held is not None:
                found.append(held)
            held = part
    return [*found, held] if held is not None else found


def halves(text: str, piece: Piece) -> tuple[Piece, ...]:
    """A piece whose answer was too long, as two; as it is when it is too short to be cut."""
    if piece.end - piece.start < 2 * SMALLEST:
        return (piece,)
    middle = _border(text, piece.start, piece.start + (piece.end - piece.start) // 2)
    return tuple(_trimmed(text, Piece(piece.start, middle)) + _trimmed(text, Piece(middle, piece.end)))


def _in_order(borders: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """The borders, none overlapping and none outside the text."""
    reached = 0
    for start, end in sorted(borders):
        start, end = max(start, reached), min(end, length)
        if start < end:
            yield start, end
            reached = end


def _cut(text: str, start: int, end: int, size: int) -> Iterator[Piece]:
    while end - start > size:
        border = _border(text, start, start + size)
        yield from _trimmed(text, Piece(start, border))
        start = border
    yield from _trimmed(text, Piece(start, end))


def _border(text: str, start: int, limit: int) -> int:
    """The last good place to cut before `limit`, in the second half of the stretch if there is one."""
    half = start + (limit - start) // 2
    sentence = max(text.rfind(mark, half, limit) + len(mark) for mark in _ENDS)
    if sentence > half:
        return sentence
    word = max(text.rfind(mark, half, limit) for mark in " \n\t")
    return word if word > half else limit


def _trimmed(text: str, piece: Piece) -> list[Piece]:
    """The piece without white space at its ends; none where nothing else is in it."""
    start, end = piece.start, piece.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [Piece(start, end)] if start < end else []
