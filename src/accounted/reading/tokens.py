"""Words, figures and marks of a text, with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# One pass, no alternative can match where another has begun and failed: linear in the length of the text.
_TOKEN: Final = re.compile(
    r"(?P<figure>\d+(?:[.,:]\d+)*)(?P<tail>[^\W\d_]*(?:[-\u2010\u2011](?=[^\W\d_])[^\W\d_]+)*)"
    r"|(?P<clitic>['’ʼ][sS](?!\w))"
    r"|(?P<word>[^\W\d_]+(?:(?:[-\u2010\u2011]|['’ʼ](?![sS](?!\w)))(?=\w)\w+)*)"
    r"|(?P<mark>\S)",
)
_FOLD: Final = str.maketrans(
    # ё is written е as often as not, and means no other word
    {"’": "'", "ʼ": "'", "‘": "'", "\u2010": "-", "\u2011": "-", "“": '"', "”": '"', "„": '"', "ё": "е"}
)

_LONGEST: Final = 64  # characters of a word that are looked up: no word that means anything here is longer
_REMEMBERED: Final = 65536
_STOPS: Final = frozenset(".,;:!?")

WORD: Final = "word"
FIGURE: Final = "figure"
MARK: Final = "mark"
CLITIC: Final = "clitic"


def normal(text: str) -> str:
    """Lower case, with one shape of apostrophe, hyphen and quotation mark."""
    return text.lower().translate(_FOLD)


class Token:
    """A word, a figure or a mark. `word` is its normal form; `figure` the digits at its start, if any.

    `joined`: there is a hyphen in it; `upper`: all its letters are capitals.
    """

    __slots__ = ("capital", "end", "figure", "joined", "kind", "start", "text", "upper", "word")

    def __init__(
        self,
        start: int,
        end: int,
        text: str,
        kind: str,
        word: str,
        figure: str,
        capital: bool,
        joined: bool,
        upper: bool,
    ) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.kind = kind
        self.word = word
        self.figure = figure
        self.capital = capital
        self.joined = joined
        self.upper = upper

    def __repr__(self) -> str:
        return f"<{self.kind} {self.text!r} {self.start}>"


class Piece:
    """A token by its letters alone, at its place within letters that no space parts."""

    __slots__ = ("capital", "end", "figure", "joined", "kind", "start", "text", "upper", "word")

    def __init__(self, start: int, text: str, kind: str, figure: str) -> None:
        self.start = start
        self.end = start + len(text)
        self.text = text
        self.kind = kind
        self.word = normal(text[:_LONGEST])
        self.figure = figure
        self.capital = text[0].isupper()
        self.joined = "-" in self.word
        self.upper = text.isupper()


_pieces: Final[dict[str, list[Piece]]] = {"": []}  # of what stands between two spaces: texts repeat it


def _piece(found: re.Match[str]) -> Piece:
    kind = found.lastgroup or MARK
    figure: str = found.group("figure") or ""
    return Piece(found.start(), found.group(), FIGURE if kind == "tail" else kind, figure)


def _take_apart(chunk: str) -> list[Piece]:
    """The tokens of what stands between two spaces, which may hold other white space."""
    bare = chunk if chunk.isalpha() else chunk[:-1] if chunk[-1:] in _STOPS else ""
    if bare.isalpha() and bare[0] != "ʼ":  # letters alone are one word
        pieces = [Piece(0, bare, WORD, "")]
        if len(bare) < len(chunk):
            pieces.append(Piece(len(bare), chunk[-1], MARK, ""))
    else:
        pieces = [_piece(found) for found in _TOKEN.finditer(chunk)]
    if len(chunk) <= _LONGEST:  # a longer one would not come again, and would fill memory
        if len(_pieces) >= _REMEMBERED:
            _pieces.clear()
        _pieces[chunk] = pieces
    return pieces


def tokenise(text: str) -> list[Token]:
    """The tokens of a text in order. White space separates and is no token."""
    tokens: list[Token] = []
    start = 0
    for chunk in text.split(" "):
        pieces = _pieces.get(chunk)
        if pieces is None:
            pieces = _take_apart(chunk)
        for p in pieces:
            at, end = start + p.start, start + p.end
            tokens.append(Token(at, end, p.text, p.kind, p.word, p.figure, p.capital, p.joined, p.upper))
        start += len(chunk) + 1
    return tokens


def words_of(form: str) -> list[str]:
    """A lexicon form as the words a text would show, `~` (any ending) kept with its word."""
    parts: list[str] = []
    for piece in normal(form).split():
        stem = piece.endswith("~") and len(piece) > 1
        found = [m.group() for m in _TOKEN.finditer(piece[:-1] if stem else piece)]
        if stem:
            found[-1] += "~"
        parts.extend(found)
    return parts


def span_text(tokens: Sequence[Token], text: str, first: int, last: int) -> str:
    """The text from token `first` up to and including token `last`."""
    return text[tokens[first].start : tokens[last].end]
