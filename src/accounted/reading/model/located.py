"""Finding the words a model gives in the text they are said to come from.

Models change the shape of what they quote: other quotation marks, one space for a line break. So both sides
are compared with quotation marks, dashes and white space alike; what is kept is always the text's own words.
Letters and digits are compared as they are.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator

_ALIKE = str.maketrans(
    dict.fromkeys("“”„«»‟", '"') | dict.fromkeys("’‘ʼ‛`´", "'") | dict.fromkeys("–—‐‑−", "-")
)
_MOST_PLACES = 1_000  # of one string: one that stands more often than this names nothing
_FORM = "\ufeff\u200b\u200c\u200d\u2060\u00ad"  # characters without width: no words


class Folded:
    """A text in the form that is compared, with the way back to its own offsets."""

    def __init__(self, text: str) -> None:
        kept: list[str] = []
        starts = array("L")
        spaced = True
        for at, character in enumerate(text.translate(_ALIKE)):
            if character in _FORM:
                continue
            if character.isspace():
                if spaced:
                    continue
                character = " "
            spaced = character == " "
            kept.append(character)
            starts.append(at)
        self.text = "".join(kept)
        self._starts = starts

    def places(self, words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where `words` stand between two offsets of the text, as its offsets, in order.

        Whole words only: "12" does not stand in "125", nor "Sumy" in "Sumyshchyna".
        """
        wanted = folded(words)
        if not wanted:
            return
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        found = 0
        at = self.text.find(wanted, first, last)
        while at >= 0 and found < _MOST_PLACES:
            stop = at + len(wanted)
            if self._whole(at, stop):
                found += 1
                yield self._starts[at], self._starts[stop - 1] + 1
            at = self.text.find(wanted, at + 1, last)

    def nearest(self, words: str, start: int, end: int, to: int) -> tuple[int, int] | None:
        """The place of `words` that is nearest to an offset."""
        return min(self.places(words, start, end), key=lambda place: abs(place[0] - to), default=None)

    def _whole(self, start: int, end: int) -> bool:
        text = self.text
        begins = start == 0 or not (text[start].isalnum() and text[start - 1].isalnum())
        ends = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
        return begins and ends


def folded(words: str) -> str:
    """Words of a model in the form that is compared."""
    return Folded(words).text.strip()
