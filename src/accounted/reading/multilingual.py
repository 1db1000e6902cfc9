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

from accounted.claims import Document, Segment
from accounted.reading.lexicons import DATA, languages

_LOOKED_AT = 20_000  # characters of a text of unknown language
_FEWEST = 2  # letters of another alphabet that tell: one may be a slip, or part of a foreign name
_SHARE = 0.006  # of the letters of a stretch; the letters that only Russian has are one in forty there
_WORDS = 3  # of a line or quotation in another language; a shorter one is a name or an address
_MANY = 0.5  # of the letters: with more of them the stretch is in another script
_QUOTED = re.compile(r"«[^«»\n]{8,}»|“[^“”\n]{8,}”|\"[^\"\n]{8,}\"|„[^„“”\n]{8,}[“”]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Code points [start, end) in a language other than the document's."""

    start: int
    end: int
    language: str


@cache
def _alphabets() -> dict[str, re.Pattern[str]]:
    """By language: what finds a letter that its alphabet has not."""
    found = {}
    for language in languages():
        with (DATA / language / "language.toml").open("rb") as f:
            letters = tomllib.load(f)["settings"].get("alphabet", "")
        if letters:
            found[language] = re.compile(rf"[^\W\d_{re.escape(letters + letters.upper())}]")
    return found


def language_of(text: str, otherwise: str) -> str:
    """The language of a text by its letters, among those that have a lexicon: the one that lacks the fewest.

    `otherwise` is the answer where it has none against it, or where no alphabet fits clearly better.
    """
    alphabets = _alphabets()
    held = alphabets.get(otherwise)
    lacks = len(held.findall(text)) if held is not None else len(text)
    if lacks < _FEWEST:
        return otherwise
    letters = len(_LETTER.findall(text))
    if lacks < _SHARE * letters:
        return otherwise
    fewest, best = min((len(p.findall(text)), language) for language, p in alphabets.items())
    return (
        best if fewest * 4 <= lacks and (fewest <= _SHARE * letters or lacks > _MANY * letters) else otherwise
    )


def likely_language(text: str) -> str | None:
    """The language of a whole text of which nothing is known; None where no lexicon's alphabet fits it."""
    language = language_of(text[:_LOOKED_AT], "en")
    lacks = len(_alphabets()[language].findall(text[:_LOOKED_AT]))
    return language if lacks <= _MANY * len(_LETTER.findall(text[:_LOOKED_AT])) else None


def in_other_languages(document: Document, segments: Sequence[Segment], main: str) -> list[Stretch]:
    """The stretches of a document in another language that has a lexicon, in order, none inside another."""
    text = document.text
    alphabet = _alphabets().get(main)
    foreign = alphabet is not None and not (main == "en" and text.isascii()) and alphabet.search(text)
    if not foreign and not any(s.language for s in segments):
        return []
    found: list[Stretch] = []
    for segment in segments:
        known = segment.language.split("-")[0] if segment.language else None
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
