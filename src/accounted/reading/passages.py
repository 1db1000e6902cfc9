"""A document laid out for reading: tokens, segments, sentences, quotations and the lexicon's marks on
them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Final

from accounted.claims import Document, Segment
from accounted.reading.lexicons import Lexicon, Meanings, load_lexicon
from accounted.reading.marks import NO_KINDS, Marks
from accounted.reading.marks import Mark as Mark
from accounted.reading.multilingual import Stretch, in_other_languages, labelled
from accounted.reading.structure import blocks, breaks, segment, wrap_width
from accounted.reading.tokens import CLITIC, FIGURE, MARK, WORD, Token, tokenise

_ENDS: Final = frozenset(".!?…")
_OPEN: Final = {"“": "”", "«": "»", "„": "“", "‘": "’"}
_CLOSE: Final = frozenset("”»’")
_QUOTES: Final = frozenset({*_OPEN, *_CLOSE, '"', "'"})
_DEEPEST: Final = 4  # quotations within quotations; deeper ones are not text that a person wrote
_LONGEST: Final = 240  # tokens of a sentence; a longer one is cut, so that no search grows with the text
_LONG_QUOTE: Final = 4  # words: shorter quotations are terms held at arm's length, not speech
_SILENT: Final = frozenset({"page_furniture", "boilerplate"})


class Sentence:
    """A sentence: its tokens [first, last), its segment, and the marks in it by kind."""

    __slots__ = (
        "_begin",
        "_marks",
        "_of",
        "figures",
        "first",
        "joined",
        "kinds",
        "last",
        "number",
        "segment",
        "shouted",
    )

    def __init__(self, marks: Marks, number: int, first: int, last: int, segment: int) -> None:
        self.number = number
        self.first = first
        self.last = last
        self.segment = segment
        self.shouted: bool | None = None  # set in capitals; None = not looked at yet
        self._marks = marks
        self._of: dict[str, list[Mark]] = {}
        self._begin: dict[str, list[int]] = marks.find(first, last)
        self.kinds: set[str] = set(self._begin)  # of the marks in the sentence
        self.figures: list[int] = []  # the tokens that are figures
        self.joined: list[int] = []  # the tokens with a hyphen

    def of(self, kind: str, *roles: str) -> list[Mark]:
        """The marks of a kind (and of one of the roles, where given), in order; only to be read."""
        found = self._of.get(kind)
        if found is None:
            begin = self._begin.get(kind)
            if begin is None:
                return _NOTHING
            marks = self._marks
            found = []
            for i in begin:
                found += marks.made(i, kind)
            self._of[kind] = found
        return [m for m in found if m.role in roles] if roles else found

    def where(self, kinds: Set[str]) -> list[int]:
        """The tokens at which a mark of one of the kinds begins, in order; only to be read."""
        present = self.kinds & kinds
        if not present:
            return []
        if len(present) == 1:
            (only,) = present
            return self._begin[only]
        found: set[int] = set()
        for kind in present:
            found.update(self._begin[kind])
        return sorted(found)


@dataclass(slots=True)
class Quotation:
    """Words between quotation marks: tokens (first, last) are the marks themselves."""

    first: int
    last: int
    speech: bool  # long enough to be somebody's words, not a term in scare quotes


class Passage:
    """One document as the reader sees it."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.text = document.text
        self.lexicon = lexicon
        found = blocks(document.text)
        self._width = wrap_width(document.text, found)
        self.tokens: list[Token] = tokenise(document.text)
        self.words: list[str] = [t.word for t in self.tokens]
        self._starts = [t.start for t in self.tokens]
        known = lexicon.known_of(self.words)
        self.segments: tuple[Segment, ...] = segment(document, lexicon, self.tokens, known, found)
        self.sentences: list[Sentence] = []
        self.quotations: list[Quotation] = []
        self._quote_marks: dict[int, Quotation] = {}
        self._speech: list[Quotation] = []  # outermost quotations of speech, in order
        self._marks = Marks(known)
        self._here = self._marks.here
        self._inside = self._marks.inside
        self._main = lexicon
        self._others: list[tuple[int, int, Lexicon]] = []  # tokens in other languages, and their lexicons
        self._borders: set[int] = set()  # tokens at which a language begins or ends
        self._turn_to_others(in_other_languages(document, self.segments, lexicon.language))
        self._figures: list[int] = []
        self._quotes: list[int] = []
        self._joined: list[int] = []
        self.clitics: list[int] = []  # the 's after a name or noun
        for i, token in enumerate(self.tokens):
            if token.joined:
                self._joined.append(i)
            if token.kind == WORD:
                continue
            if token.kind == FIGURE:
                self._figures.append(i)
            elif token.kind == CLITIC:
                self.clitics.append(i)
            elif token.text in _QUOTES:
                self._quotes.append(i)
        for number, part in enumerate(self.segments):
            if part.kind not in _SILENT:
                self._lay_out(number, part)
        self._index_quotations()
        self._sentence_starts = [s.first for s in self.sentences]
        self._speech_starts = [q.first for q in self._speech]

    # -- languages ------------------------------------------------------------------------------------------

    def _turn_to_others(self, stretches: list[Stretch]) -> None:
        """Look the words of each stretch in another language up in the lexicon of that language."""
        if not stretches:
            return
        self.segments = labelled(self.segments, stretches)
        for stretch in stretches:
            first, last = bisect_left(self._starts, stretch.start), bisect_left(self._starts, stretch.end)
            lexicon = load_lexicon(stretch.language)
            self._marks.known[first:last] = lexicon.known_of(self.words[first:last])
            self._others.append((first, last, lexicon))
            self._borders.update((first, last))

    @property
    def lexicons(self) -> tuple[Lexicon, ...]:
        """The lexicons the passage is read by, that of its main language first."""
        return tuple(dict.fromkeys((self._main, *(lexicon for _, _, lexicon in self._others))))

    def turn_to(self, sentence: Sentence | None) -> None:
        """Make `lexicon` the one of a sentence's language; None turns back to the document's."""
        if self._others:
            at = bisect_right(self._others, sentence.first, key=lambda s: s[0]) - 1 if sentence else -1
            inside = at >= 0 and sentence is not None and sentence.first < self._others[at][1]
            self.lexicon = self._others[at][2] if inside else self._main

    # -- layout ---------------------------------------------------------------------------------------------

    def _lay_out(self, number: int, part: Segment) -> None:
        first = bisect_left(self._starts, part.start)
        last = bisect_left(self._starts, part.end)
        if first >= last:
            return
        self.quotations.extend(self._quotations(first, last))
        for a, b in self._split(first, last, breaks(self.text, part.start, part.end, self._width)):
            sentence = Sentence(self._marks, len(self.sentences), a, b, number)
            if self._figures:
                sentence.figures = _between(self._figures, a, b)
            if self._joined:
                sentence.joined = _between(self._joined, a, b)
            self.sentences.append(sentence)

    def _split(self, first: int, last: int, cuts: frozenset[int]) -> Iterator[tuple[int, int]]:
        tokens, borders, begin, i = self.tokens, self._borders, first, first
        ordered = sorted(cuts)
        at = 0  # the first of them that may lie ahead
        while i < last:
            token = tokens[i]
            end = i + 1
            if token.kind == MARK and token.text in _ENDS and self._ends_here(i, first, last):
                while end < last and tokens[end].start == tokens[end - 1].end and self._closes(end):
                    end += 1
                yield begin, end
                begin = end
            elif i - begin >= _LONGEST or (borders and end in borders):
                yield begin, end
                begin = end
            elif ordered and end < last:
                while at < len(ordered) and ordered[at] < token.end:
                    at += 1
                if at < len(ordered) and ordered[at] < tokens[end].start:
                    yield begin, end
                    begin = end
            i = max(end, i + 1)
        if begin < last:
            yield begin, last

    def _closes(self, i: int) -> bool:
        return self.tokens[i].text in _CLOSE or self.tokens[i].text in "\"')]" or self.tokens[i].text in _ENDS

    def _ends_here(self, i: int, first: int, last: int) -> bool:
        tokens = self.tokens
        if i + 1 >= last:
            return True
        before = tokens[i - 1] if i > first else None
        after = i + 1
        while after < last and tokens[after].start == tokens[after - 1].end and self._closes(after):
            after += 1
        if after >= last:
            return True
        follower = tokens[after]
        spaced = follower.start > tokens[after - 1].end
        if not spaced:
            return bool(
                tokens[i].text == "."
                and before is not None
                and before.kind == WORD
                and len(before.text) > 1
                and before.text[-1].islower()
                and follower.capital
                and len(follower.text) > 1
            )
        if tokens[i].text == "." and before is not None and before.kind == WORD:
            if len(before.text) == 1 and before.text.isupper() and before.text != "I":
                return False
            if before.end == tokens[i].start and self._abbreviation(before.word):
                return False
        begins = follower.capital or follower.kind != WORD
        return begins and not (follower.kind == MARK and follower.text in ",;:")

    def _abbreviation(self, word: str) -> bool:
        return "abbreviation" in self.lexicon.known(word).alone

    def _quotations(self, first: int, last: int) -> Iterator[Quotation]:
        tokens, text = self.tokens, self.text
        stack: list[tuple[str, int]] = []
        for i in _between(self._quotes, first, last):
            mark = tokens[i].text
            start, end = tokens[i].start, tokens[i].end
            if mark in "'’" and mark != "":
                opens = (
                    (start == 0 or text[start - 1].isspace()) and end < len(text) and not text[end].isspace()
                )
                closes = start > 0 and not text[start - 1].isspace()
            elif mark == '"':
                opens = not any(m == '"' for m, _ in stack[-3:])
                closes = not opens
            else:
                opens, closes = (
                    mark in _OPEN,
                    mark in _CLOSE or (mark == "“" and bool(stack) and stack[-1][0] == "„"),
                )
            if closes and stack:
                wanted = mark
                for depth in range(len(stack) - 1, max(-1, len(stack) - 4), -1):
                    opened, at = stack[depth]
                    if wanted in ("'", "’") and opened not in ("'", "‘", "’"):
                        continue
                    if wanted not in ("'", "’") and wanted not in ('"',) and _OPEN.get(opened) != wanted:
                        continue
                    if wanted == '"' and opened != '"':
                        continue
                    del stack[depth:]
                    yield Quotation(at, i, i - at > _LONG_QUOTE)
                    break
            elif opens and len(stack) < _DEEPEST:
                stack.append((mark, i))
        if stack:
            # A quotation that the segment does not close: the next paragraph goes on with it.
            opened, at = stack[0]
            if opened not in "'’" and last - at > _LONG_QUOTE:
                yield Quotation(at, last, True)

    def _index_quotations(self) -> None:
        self.quotations.sort(key=lambda q: (q.first, -q.last))
        reached = -1
        for quotation in self.quotations:
            self._quote_marks[quotation.first] = self._quote_marks[quotation.last] = quotation
            if quotation.speech and quotation.first > reached:
                self._speech.append(quotation)
                reached = quotation.last

    # -- marks ----------------------------------------------------------------------------------------------

    def kinds(self, i: int) -> Mapping[str, object]:
        """The kinds of mark that begin at token `i`, as keys; empty for most words of a text."""
        return self._here[i]

    def at(self, i: int, kind: str, *roles: str) -> list[Mark]:
        """The marks of a kind that begin at token `i`. The list is the passage's own: read it only."""
        here = self._here[i]
        if here is NO_KINDS or (found := here.get(kind)) is None:
            return _NOTHING
        marks: list[Mark] = found if isinstance(found, list) else self._marks.made(i, kind)
        return [m for m in marks if m.role in roles] if roles else marks

    def covers(self, i: int, kind: str) -> Mark | None:
        """The mark of a kind that token `i` lies in, if any."""
        here = self._here[i]
        if here is not NO_KINDS and kind in here:
            return self._marks.made(i, kind)[0]
        inside = self._inside[i]
        if inside is None or kind not in inside:
            return None
        return self._marks.made(inside[kind], kind)[0]

    # Whether there is such a mark: asked far more often than which it is, and answered without making it.

    def begins(self, i: int, kind: str) -> bool:
        """Whether a mark of a kind begins at token `i`."""
        here = self._here[i]
        return here is not NO_KINDS and kind in here

    def begins_as(self, i: int, kind: str, role: str) -> bool:
        """Whether a mark of a kind and role begins at token `i`."""
        here = self._here[i]
        if here is NO_KINDS or (found := here.get(kind)) is None:
            return False
        if isinstance(found, list):
            marks: list[Mark] = found
            for mark in marks:  # noqa: SIM110 - asked too often for a generator
                if mark.role == role:
                    return True
            return False
        meanings: Meanings = found[1]
        for meaning in meanings:  # noqa: SIM110
            if meaning[0] == role:
                return True
        return False

    def lies_in(self, i: int, kind: str) -> bool:
        """Whether token `i` lies in a mark of a kind."""
        here = self._here[i]
        if here is not NO_KINDS and kind in here:
            return True
        inside = self._inside[i]
        return inside is not None and kind in inside

    def covers_any(self, i: int, kinds: Set[str]) -> bool:
        """Whether token `i` lies in a mark of any of the kinds."""
        here = self._here[i]
        if here is not NO_KINDS and not kinds.isdisjoint(here):
            return True
        inside = self._inside[i]
        return inside is not None and not kinds.isdisjoint(inside)

    def begins_any(self, i: int, kinds: Set[str]) -> bool:
        """Whether a mark of any of the kinds begins at token `i`."""
        here = self._here[i]
        return here is not NO_KINDS and not kinds.isdisjoint(here)

    def figures(self, first: int, last: int) -> list[int]:
        """The figures among tokens [first, last)."""
        return _between(self._figures, first, last)

    def joined(self, first: int, last: int) -> list[int]:
        """The words with a hyphen among tokens [first, last)."""
        return _between(self._joined, first, last)

    def ending(self, i: int, kind: str, *roles: str) -> list[Mark]:
        """The marks of a kind whose last token is `i`."""
        mark = self.covers(i, kind)
        if mark is None or mark.last != i + 1:
            return []
        return self.at(mark.first, kind, *roles)

    # -- places in the text ---------------------------------------------------------------------------------

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Code points of tokens [first, last)."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def says(self, first: int, last: int) -> str:
        """The text of tokens [first, last)."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def token_at(self, offset: int) -> int:
        """The index of the token at or after a code point."""
        return bisect_left(self._starts, offset)

    def token_before(self, offset: int) -> int:
        """The index of the last token that begins before a code point."""
        return bisect_right(self._starts, offset - 1) - 1

    def sentence_at(self, i: int) -> Sentence | None:
        """The sentence that token `i` is in, or the last one before it."""
        at = bisect_right(self._sentence_starts, i) - 1
        return self.sentences[at] if at >= 0 else None

    def quote_mark(self, i: int) -> Quotation | None:
        """The quotation that token `i` opens or closes."""
        return self._quote_marks.get(i)

    def speech_around(self, i: int) -> Quotation | None:
        """The speech that token `i` is part of: the outermost quotation around it that is no mere term."""
        at = bisect_left(self._speech_starts, i) - 1
        return self._speech[at] if at >= 0 and i < self._speech[at].last else None

    def speech_before(self, quotation: Quotation) -> Quotation | None:
        """The speech that ended before a quotation begins."""
        at = bisect_left(self._speech_starts, quotation.first) - 1
        return self._speech[at] if at >= 0 else None

    def speech_begins(self, first: int, last: int) -> bool:
        """Whether somebody's speech opens within tokens [first, last)."""
        at = bisect_left(self._speech_starts, first)
        return at < len(self._speech_starts) and self._speech_starts[at] < last

    @property
    def speech(self) -> list[Quotation]:
        """The outermost quotations of speech, in order."""
        return self._speech


def _between(places: list[int], first: int, last: int) -> list[int]:
    return places[bisect_left(places, first) : bisect_left(places, last)]


_NOTHING: Final[list[Mark]] = []
