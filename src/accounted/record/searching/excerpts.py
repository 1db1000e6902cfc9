"""The words around what was found, with what was found marked: as data, for a template to escape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from accounted.record.searching.asking import Term
from accounted.record.searching.words import Word, folded, may_be_a_name, sounds_asked, sounds_told, words

AROUND = 110
MOST = 2
_LOOKED_AT = 60_000


class Piece(NamedTuple):
    """A stretch of an excerpt; `mark` where it is what was looked for."""

    text: str
    mark: bool


Excerpt = tuple[Piece, ...]


class Marker:
    """Finds in texts what was looked for."""

    def __init__(self, terms: Sequence[Term], *, by_sound: bool = True) -> None:
        looked_for = [term for term in terms if not term.without]
        self._forms = {form for term in looked_for if not term.begins for form in term.forms}
        self._begin = tuple(term.forms[0] for term in looked_for if term.begins)
        self._keys = {
            key for t in looked_for if by_sound and t.key and not t.exact for key in sounds_asked(t.written)
        }

    def found(self, word: Word, text: str) -> bool:
        """Whether a word is what was looked for."""
        if word.form in self._forms:
            return True
        written = text[word.start : word.end]
        if self._begin and folded(written).startswith(self._begin):
            return True
        return bool(self._keys) and may_be_a_name(written) and not self._keys.isdisjoint(sounds_told(written))

    def marked(self, text: str) -> Excerpt:
        """The whole text with what was found marked."""
        return _pieces(text, 0, len(text), self._in(text))

    def excerpts(self, text: str) -> tuple[Excerpt, ...]:
        """The first few places of a longer text, with the words around each; its beginning where there is
        none."""
        text = text[:_LOOKED_AT]
        at = self._in(text)
        if not at:
            return (_pieces(text, 0, _space(text, 2 * AROUND), ()),) if text.strip() else ()
        made: list[Excerpt] = []
        until = -1
        for start, end in at:
            if start < until:
                continue
            first = _space_before(text, max(0, start - AROUND))
            until = _space(text, end + AROUND)
            made.append(
                _pieces(text, first, until, [one for one in at if first <= one[0] and one[1] <= until])
            )
            if len(made) == MOST:
                break
        return tuple(made)

    def _in(self, text: str) -> list[tuple[int, int]]:
        return [(word.start, word.end) for word in words(text) if self.found(word, text)]


def _pieces(text: str, first: int, last: int, at: Sequence[tuple[int, int]]) -> Excerpt:
    pieces = []
    here = first
    for start, end in at:
        if start > here:
            pieces.append(Piece(_one_line(text[here:start]), False))
        pieces.append(Piece(text[start:end], True))
        here = end
    if here < last:
        pieces.append(Piece(_one_line(text[here:last]), False))
    if first > 0 and pieces:
        pieces.insert(0, Piece("… ", False))
    if last < len(text):
        pieces.append(Piece(" …", False))
    return tuple(pieces)


def _one_line(text: str) -> str:
    return "".join(" " if c.isspace() else c for c in text)


def _space(text: str, at: int) -> int:
    """The end of the word that stands at a place."""
    if at >= len(text):
        return len(text)
    found = next((n for n in range(at, min(len(text), at + 40)) if text[n].isspace()), None)
    return at if found is None else found


def _space_before(text: str, at: int) -> int:
    if at <= 0:
        return 0
    found = next((n for n in range(at, max(0, at - 40), -1) if text[n].isspace()), None)
    return at if found is None else found + 1
