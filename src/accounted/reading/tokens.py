"""Words, figures and marks of a text, with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence

# One pass, no alternative can match where another has begun and failed: linear in the length of the text.
_TOKEN = re.compile(
    r"(?P<figure>\d+(?:[.,:]\d+)*)(?P<tail>[^\W\d_]*(?:[-\u2010\u2011](?=[^\W\d_])[^\W\d_]+)*)"
    r"|(?P<clitic>['’ʼ][sS](?!\w))"
    r"|(?P<word>[^\W\d_]+(?:(?:[-\u2010\u2011]|['’ʼ](?![sS](?!\w)))(?=\w)\w+)*)"
    r"|(?P<mark>\S)",
)
_FOLD = str.maketrans(
    # ё is written е as often as not, and means no other word
    {"’": "'", "ʼ": "'", "‘": "'", "\u2010": "-", "\u2011": "-", "“": '"', "”": '"', "„": '"', "ё": "е"}
)

_LONGEST = 64  # characters of a word that are looked up: no word that means anything here is longer
_REMEMBERED = 65536

WORD, FIGURE, MARK, CLITIC = "word", "figure", "mark", "clitic"


def normal(text: str) -> str:
    """Lower case, with one shape of apostrophe, hyphen and quotation mark."""
    return text.lower().translate(_FOLD)


class Token:
    """A word, a figure or a mark. `word` is its normal form; `figure` the digits at its start, if any."""

    __slots__ = ("capital", "end", "figure", "index", "kind", "start", "text", "word")

    def __init__(
        self, index: int, kind: str, start: int, end: int, text: str, word: str, figure: str
    ) -> None:
        self.index = index
        self.kind = kind
        self.start = start
        self.end = end
        self.text = text
        self.figure = figure
        self.word = word
        self.capital = text[0].isupper()

    def __repr__(self) -> str:
        return f"<{self.kind} {self.text!r} {self.start}>"


def tokenise(text: str) -> list[Token]:
    """The tokens of a text in order. White space and zero-width characters separate and are not tokens."""
    tokens = []
    known: dict[str, str] = {}
    for index, found in enumerate(_TOKEN.finditer(text)):
        kind = found.lastgroup or MARK
        if kind == "tail":
            kind = FIGURE
        written = found.group()
        word = known.get(written)
        if word is None:
            word = normal(written[:_LONGEST])
            if len(known) < _REMEMBERED:
                known[written] = word
        tokens.append(
            Token(index, kind, found.start(), found.end(), written, word, found.group("figure") or "")
        )
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
