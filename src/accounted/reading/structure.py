"""Which stretches of a text are headline, body, caption, credit line, dateline or boilerplate.

A source that knows (a web page, a paginated file) has labelled its segments already. This module labels plain
text: blocks between empty lines, each classified by its shape and by the lexicon's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from accounted.claims import Document, Segment, SegmentKind
from accounted.reading.lexicons import Lexicon
from accounted.reading.tokens import tokenise, words_at_start

_BLOCK = re.compile(r"[^\n]+(?:\n[^\S\n]*(?=[^\s])[^\n]+)*")
_FINAL = frozenset(".!?…:;")
_CLOSERS = "\"'”’»)]* \t"
_DATELINE = re.compile(
    r"[^\W\d_a-z][^\W\d_a-z .'-]{1,30}(?:,[^\n—–(-]{1,30})?(?: ?\([^\n()]{1,20}\))?\s?(?:—|–|--|-)\s"
)
_BRACKETED_END = re.compile(r"\(([^()\n]{1,120})\)\s*$")
_HEAD = 6  # blocks: a dateline stands before one of the first
_LONGEST_CREDIT = 14  # words; a longer block that names an agency is a sentence about it


def _words(text: str) -> list[str]:
    return [t.word for t in tokenise(text)]


def _has(lexicon: Lexicon, words: list[str], *kinds: str) -> bool:
    return any(kind in kinds for at in range(len(words)) for _, kind, _, _ in lexicon.find(words, at))


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between empty lines."""
    for found in _BLOCK.finditer(text):
        start, end = found.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield start, end


def kind_of_block(text: str, lexicon: Lexicon, *, first: bool, last: bool) -> SegmentKind:
    """What a block of plain text is, from its shape and its words."""
    stripped = text.strip()
    if not any(c.isalnum() for c in stripped):
        return "page_furniture"
    opening = stripped[:600]
    words = words_at_start(opening, _LONGEST_CREDIT + 1)
    short = len(words) <= _LONGEST_CREDIT
    ends_sentence = stripped.rstrip(_CLOSERS)[-1:] in _FINAL or stripped[-1:] in _FINAL
    told = ends_sentence and _has(lexicon, words, "say", "harm")  # «…, повідомив мер у Telegram.»
    if short and not told and _has(lexicon, words, "boilerplate"):
        return "boilerplate"
    whole_bracket = stripped[0] in "([" and stripped[-1] in ")]"
    if short and whole_bracket and _has(lexicon, words, "credit", "copyright"):
        return "credit"
    bracket = _BRACKETED_END.search(stripped) if stripped[-1] == ")" else None
    if bracket and _has(lexicon, _words(bracket.group(1)), "credit", "copyright"):
        return "caption"
    if ends_sentence:
        return "body"
    if not short:
        words = _words(opening)
    if _has(lexicon, words[-8:], "credit", "copyright"):
        return "credit" if short else "caption"
    if first and not last and len(words) <= 30:
        return "headline"
    if _has(lexicon, words[:12], "caption_cue") or 8 <= len(words) <= 60:
        return "caption"
    return "body"


def segment(document: Document, lexicon: Lexicon) -> tuple[Segment, ...]:
    """The document's own segments, or those that its plain text shows.

    A block may hold several kinds (a dateline before the first sentence); the segments never overlap.
    """
    if document.segments:
        return document.segments
    found = list(blocks(document.text))
    out: list[Segment] = []
    for number, (start, end) in enumerate(found):
        block = document.text[start:end]
        kind = kind_of_block(block, lexicon, first=number == 0, last=number == len(found) - 1)
        if kind == "body" and (line := _DATELINE.match(block)) and number < _HEAD:
            out.append(Segment(start, start + line.end(), "dateline"))
            start += line.end()
        if start < end:
            out.append(Segment(start, end, kind))
    return tuple(out)


def wrap_width(text: str) -> int:
    """The width at which a text was hard-wrapped, or 0 where its lines are its own."""
    lengths = [len(line) for start, end in blocks(text) for line in text[start:end].split("\n")[:-1]]
    if len(lengths) < 3:
        return 0
    width = sorted(lengths)[int(len(lengths) * 0.9)]
    full = sum(0.55 * width <= n <= width + 12 for n in lengths)
    return width if 28 <= width <= 120 and full >= 0.7 * len(lengths) else 0


def breaks(text: str, start: int, end: int, width: int) -> frozenset[int]:
    """Line ends inside a segment that also end a sentence.

    In hard-wrapped text only a bullet begins anew; elsewhere a line that goes on in lower case, or after a
    comma, belongs to the line before.
    """
    out = []
    capitals = text[start:end].isupper()  # where every word is in capitals, they begin nothing
    cut = text.find("\n", start, end)
    while cut >= 0:
        after = cut + 1
        while after < end and text[after].isspace():
            after += 1
        if after < end:
            head = text[after]
            bullet = head in "•*#●▪⚡" or (not head.isalnum() and ord(head) > 0x2190)
            goes_on = head.islower() or text[cut - 1 : cut] in (",", "-", ";") or head in ",.;)"
            goes_on = goes_on or (capitals and text[cut - 1 : cut] not in _FINAL)
            if bullet or not (width or goes_on):
                out.append(cut)
        cut = text.find("\n", max(after, cut + 1), end)
    return frozenset(out)
