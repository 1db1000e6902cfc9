"""Which stretches of a document are in another language than the rest: each is read by its own lexicon.

A post may hold a paragraph in Russian and one in Ukrainian, an English article a quotation in either. What a
source knows of its segments is believed. The rest is told by the alphabets that the lexicons state: a stretch
is in another language where it is written in letters that the document's language has not and that one has.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from accounted.claims import Document, Segment
from accounted.reading.lexicons import DATA, languages

_LOOKED_AT: Final = 20_000  # characters of a text of unknown language
_FEWEST: Final = 2  # letters of another alphabet that tell: one may be a slip, or part of a foreign name
_SHARE: Final = 0.006  # of the letters of a stretch; the letters that only Russian has are one in forty there
_WORDS: Final = 3  # of a line or quotation in another language; a shorter one is a name or an address
_MANY: Final = 0.5  # of the letters: with more of them the stretch is in another script
_QUOTED: Final = re.compile(r"«[^«»\n]{8,}»|“[^“”\n]{8,}”|\"[^\"\n]{8,}\"|„[^„“”\n]{8,}[“”]")
_LONGEST: Final = 64  # characters of what stands between two spaces
_REMEMBERED: Final = 65536


@dataclass(frozen=True, slots=True)
class Stretch:
    """Code points [start, end) in a language other than the document's."""

    start: int
    end: int
    language: str


class _Counted:
    """How many characters of a text a pattern finds, remembered by what stands between two spaces."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self._known: dict[str, int] = {}

    def any_in(self, text: str) -> bool:
        """Whether the pattern finds anything in a text."""
        return self.pattern.search(text) is not None

    def within(self, text: str) -> int:
        total = 0
        for chunk in text.split():
            number = self._known.get(chunk)
            if number is None:
                number = len(self.pattern.findall(chunk))
                if len(chunk) <= _LONGEST:
                    if len(self._known) >= _REMEMBERED:
                        self._known.clear()
                    self._known[chunk] = number
            total += number
        return total


_letters: Final = _Counted(re.compile(r"[^\W\d_]"))


@cache
def _alphabets() -> dict[str, _Counted]:
    """By language: what counts the letters that its alphabet has not."""
    found = {}
    for language in languages():
        with (DATA / language / "language.toml").open("rb") as f:
            letters = tomllib.load(f)["settings"].get("alphabet", "")
        if letters:
            found[language] = _Counted(re.compile(rf"[^\W\d_{re.escape(letters + letters.upper())}]"))
    return found


def language_of(text: str, otherwise: str) -> str:
    """The language of a text by its letters, among those that have a lexicon: the one that lacks the fewest.

    `otherwise` is the answer where it has none against it, or where no alphabet fits clearly better.
    """
    alphabets = _alphabets()
    held = alphabets.get(otherwise)
    lacks = held.within(text) if held is not None else len(text)
    if lacks < _FEWEST:
        return otherwise
    letters = _letters.within(text)
    if lacks < _SHARE * letters:
        return otherwise
    fewest, best = min([(alphabet.within(text), language) for language, alphabet in alphabets.items()])
    return (
        best if fewest * 4 <= lacks and (fewest <= _SHARE * letters or lacks > _MANY * letters) else otherwise
    )


def likely_language(text: str) -> str | None:
    """The language of a whole text of which nothing is known; None where no lexicon's alphabet fits it."""
    text = text[:_LOOKED_AT]
    language = language_of(text, "en")
    return language if _alphabets()[language].within(text) <= _MANY * _letters.within(text) else None


def in_other_languages(document: Document, segments: Sequence[Segment], main: str) -> list[Stretch]:
    """The stretches of a document in another language that has a lexicon, in order, none inside another."""
    text = document.text
    alphabet = _alphabets().get(main)
    foreign = alphabet is not None and not (main == "en" and text.isascii()) and alphabet.any_in(text)
    if not foreign and not any(s.language for s in segments):
        return []
    found: list[Stretch] = []
    for segment in segments:
        known = segment.language.split("-")[0] if segment.language else None
        if known is None and alphabet is not None and not alphabet.any_in(text[segment.start : segment.end]):
            continue  # every letter is of the document's own alphabet
        of_segment = known or language_of(text[segment.start : segment.end], main)
        for stretch in _within(text, segment.start, segment.end, of_segment):
            if stretch.language != main and stretch.language in languages():
                found.append(stretch)
    return _joined(text, found)


def _within(text: str, start: int, end: int, language: str) -> Iterator[Stretch]:
    """The lines of a segment and the quotations in them, each in its language."""
    at = start
    while at < end:
        cut = text.find("\n", at, end)
        stop = end if cut < 0 else cut + 1
        line = text[at:stop]
        of_line = language_of(line, language) if len(line.split(None, _WORDS)) >= _WORDS else language
        done = at
        for quoted in _QUOTED.finditer(text, at, stop):
            of_quote = language_of(quoted.group(), of_line)
            if of_quote != of_line and len(quoted.group().split()) >= _WORDS:
                yield Stretch(done, quoted.start(), of_line)
                yield Stretch(quoted.start(), quoted.end(), of_quote)
                done = quoted.end()
        if done < stop:
            yield Stretch(done, stop, of_line)
        at = stop


def _joined(text: str, stretches: Sequence[Stretch]) -> list[Stretch]:
    """Stretches of one language with nothing but space between them, as one."""
    out: list[Stretch] = []
    for stretch in stretches:
        if out and out[-1].language == stretch.language and not text[out[-1].end : stretch.start].strip():
            out[-1] = replace(out[-1], end=stretch.end)
        elif text[stretch.start : stretch.end].strip():
            out.append(stretch)
    return out


def labelled(segments: Sequence[Segment], stretches: Sequence[Stretch]) -> tuple[Segment, ...]:
    """The segments, those wholly in another language marked with it."""
    out = []
    for segment in segments:
        whole = next((s for s in stretches if s.start <= segment.start and s.end >= segment.end), None)
        out.append(replace(segment, language=whole.language) if whole is not None else segment)
    return tuple(out)
