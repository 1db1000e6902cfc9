"""Which stretches of a text are headline, body, caption, credit line, dateline or boilerplate.

A source that knows (a web page, a paginated file) has labelled its segments already. This module labels plain
text: blocks between empty lines, each classified by its shape and by the lexicon's words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set
from typing import Final

from accounted.claims import Document, Segment, SegmentKind
from accounted.reading.lexicons import Known, Lexicon, longer
from accounted.reading.tokens import Token, tokenise

_BLOCK: Final = re.compile(r"[^\n]+(?:\n[^\S\n]*(?=[^\s])[^\n]+)*")
_FINAL: Final = frozenset(".!?…:;")
_CLOSERS: Final = "\"'”’»)]* \t"
_DATELINE: Final = re.compile(
    r"[^\W\d_a-z][^\W\d_a-z .'-]{1,30}(?:,[^\n—–(-]{1,30})?(?: ?\([^\n()]{1,20}\))?\s?(?:—|–|--|-)\s"
)
_BRACKETED_END: Final = re.compile(r"\(([^()\n]{1,120})\)\s*$")
_HEAD: Final = 6  # blocks: a dateline stands before one of the first
_OPENING: Final = 600  # characters of a block that are looked at
_TOLD: Final = frozenset({"say", "harm"})
_BOILERPLATE: Final = frozenset({"boilerplate"})
_CREDIT: Final = frozenset({"credit", "copyright"})
_CAPTION: Final = frozenset({"caption_cue"})
_LONGEST_CREDIT: Final = 14  # words; a longer block that names an agency is a sentence about it


def _has(known: list[Known], first: int, last: int, kinds: Set[str]) -> bool:
    """Whether a word or phrase of one of the kinds stands among tokens [first, last)."""
    for i in range(first, last):
        word = known[i]
        if word.alone and not kinds.isdisjoint(word.alone):
            return True
        if word.goes_on and i + 1 < last and word.opens(known[i + 1]):
            phrases = longer(known, i, last)
            if phrases and not kinds.isdisjoint(phrases):
                return True
    return False


def blocks(text: str) -> list[tuple[int, int]]:
    """The stretches between empty lines."""
    out = []
    for found in _BLOCK.finditer(text):
        start, end = found.span()
        block = found.group()
        start, end = end - len(block.lstrip()), start + len(block.rstrip())
        if start < end:
            out.append((start, end))
    return out


def _kind_of_block(
    block: str, known: list[Known], tokens: list[Token], lexicon: Lexicon, *, opens: bool, closes: bool
) -> SegmentKind:
    """What a block of plain text is, from its shape and from what is known of its words.

    `tokens` are those of the block. `opens`, `closes`: it is the first or last of the text.
    """
    if not (block[0].isalnum() or any(c.isalnum() for c in block)):
        return "page_furniture"
    short = len(known) <= _LONGEST_CREDIT
    opening = min(len(known), _LONGEST_CREDIT + 1)
    ends_sentence = block.rstrip(_CLOSERS)[-1:] in _FINAL or block[-1] in _FINAL
    if short:
        told = ends_sentence and _has(known, 0, opening, _TOLD)  # «…, повідомив мер у Telegram.»
        if not told and _has(known, 0, opening, _BOILERPLATE):
            return "boilerplate"
        whole_bracket = block[0] in "([" and block[-1] in ")]"
        if whole_bracket and _has(known, 0, opening, _CREDIT):
            return "credit"
    bracket = _BRACKETED_END.search(block) if block[-1] == ")" else None
    if bracket:
        within = lexicon.known_of([t.word for t in tokenise(bracket.group(1))])
        if _has(within, 0, len(within), _CREDIT):
            return "caption"
    if ends_sentence:
        return "body"
    if not short:
        looked_at = tokens[0].start + _OPENING
        opening = bisect_right(tokens, looked_at, key=lambda token: token.end)
    if _has(known, max(0, opening - 8), opening, _CREDIT):
        return "credit" if short else "caption"
    if opens and not closes and opening <= 30:
        return "headline"
    if _has(known, 0, min(opening, 12), _CAPTION) or 8 <= opening <= 60:
        return "caption"
    return "body"


def segment(
    document: Document,
    lexicon: Lexicon,
    tokens: list[Token],
    known: list[Known],
    found: Sequence[tuple[int, int]],
) -> tuple[Segment, ...]:
    """The document's own segments, or those that its plain text shows.

    `tokens` are those of the text, `known` what the lexicon knows of each, `found` its blocks. A block may
    hold several kinds (a dateline before the first sentence); the segments never overlap.
    """
    if document.segments:
        return document.segments
    out: list[Segment] = []
    first = 0
    for number, (start, end) in enumerate(found):
        block = document.text[start:end]
        last = first
        while last < len(tokens) and tokens[last].start < end:
            last += 1
        kind = _kind_of_block(
            block, known[first:last], tokens[first:last], lexicon,
            opens=number == 0, closes=number == len(found) - 1,
        )  # fmt: skip
        first = last
        if kind == "body" and number < _HEAD and (line := _DATELINE.match(block)):
            out.append(Segment(start, start + line.end(), "dateline"))
            start += line.end()
        if start < end:
            out.append(Segment(start, end, kind))
    return tuple(out)


def wrap_width(text: str, found: Iterable[tuple[int, int]]) -> int:
    """The width at which a text of these blocks was hard-wrapped, or 0 where its lines are its own."""
    lengths = [
        len(line)
        for start, end in found
        if text.find("\n", start, end) >= 0
        for line in text[start:end].split("\n")[:-1]
    ]
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
    cut = text.find("\n", start, end)
    if cut < 0:
        return frozenset()
    capitals = text[start:end].isupper()  # where every word is in capitals, they begin nothing
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
