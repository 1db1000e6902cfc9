"""Where a text names places: capitalised words looked up longest first, with what looks like a place sifted out.

The sieve is made of plain rules over data (`data/common_words.txt`, `given_names.txt`, `cues.tsv`): a word that
is also a common word, a first word of a sentence, a part of a personal name or a small place with nothing
beside it that speaks of a place is no mention. One sure mention in a text makes the same word sure elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from accounted.places.folding import fold_plain, plain
from accounted.places.index import Index
from accounted.places.inflection import forms
from accounted.places.layout import ADJECTIVE
from accounted.places.levels import data_lines, level_of
from accounted.places.lookup import Lookup
from accounted.places.place import Kind

LONGEST = 5
"""Words in the longest name looked for."""
_SMALL = 50  # weight: some three hundred inhabitants
_WELL_KNOWN = 80  # weight: some ten thousand inhabitants, or a region
_FAMOUS = 100  # a hundred thousand
_LETTERS = r"[^\W\d_][\u0300-\u036f\u064b-\u0652]*"
_WORD = re.compile(rf"(?:{_LETTERS})+(?:['’ʼ`‘-](?:{_LETTERS})+)*")
_POSSESSIVE = re.compile(r"(?<=\w)(?:['’]s|(?<=s)['’])$")
_JOIN = re.compile(r"(?:[ \u00a0]|-| ?\n ?)")
_INITIAL = re.compile(r"(?:^|[.!?…:;»”\"“«(\[•–—\n]\s*|[.!?]['\"”’)]\s+)$")
_APPOSITION = re.compile(r",\s+(?:an?|the)\s+(?:[\w’'-]+\s+){0,2}?(\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: code-point offsets, the words as written, and what the words around them say.

    `level` is the level stated by a word beside the name (`region of Trostyanets`); `container` the mention
    it is said to lie in (`Trostyanets in Sumy`); `adjective` marks a word made from a name (`Syrian`).
    """

    start: int
    end: int
    as_written: str
    level: Kind | None = None
    container: str | None = None
    adjective: bool = False


@cache
def _words(name: str) -> frozenset[str]:
    text = files("accounted.places").joinpath("data", name).read_text(encoding="utf-8")
    return frozenset(word for word in text.splitlines() if not word.startswith("#"))


@cache
def _cues(kind: str) -> frozenset[str]:
    return frozenset(word for k, _, words in data_lines("cues.tsv") if k == kind for word in words.split("|"))


class Finder:
    """Finds the names of one gazetteer in texts."""

    def __init__(self, index: Index, lookup: Lookup) -> None:
        self._index = index
        self._lookup = lookup
        self._known = lru_cache(maxsize=50_000)(self._look_up)
        self._near = lru_cache(maxsize=20_000)(self._misspelt)

    def mentions(self, text: str, *, adjectives: bool = False, typos: bool = True) -> list[Mention]:
        """The mentions of places in a text, in order, none inside another.

        `adjectives` also gives words made from names of countries (`Syrian`); `typos` also gives
        misspellings of well-known names where the words around them speak of a place.
        """
        words = [_Word(m.start(), m.end(), m[0]) for m in _WORD.finditer(text)]
        lower = {word.text for word in words if word.text.islower()}
        found: list[_Found] = []
        at = 0
        while at < len(words):
            if words[at].text.islower():
                at += 1
                continue
            run = _run(text, words, at)
            taken = self._in_run(text, words, at, run, lower, typos)
            found += taken
            at = max([at + run, *(f.last + 1 for f in taken)])
        sure = {f.key for f in found if f.sure}
        kept = [f for f in found if (f.sure or f.key in sure) and (adjectives or not f.adjective)]
        return _with_containers(text, kept)

    def _in_run(
        self, text: str, words: Sequence[_Word], at: int, length: int, lower: AbstractSet[str], typos: bool
    ) -> list[_Found]:
        """The places in one run of capitalised words; none where the run is a person's name."""
        found: list[_Found] = []
        start = at
        person = length > 1 and _stem(words[at].text) in _words("given_names.txt")
        while start < at + length:
            taken = self._longest(text, words, start, at + length, lower)
            if taken is None and typos and not found:
                taken = self._typo(text, words, start)
            if taken is None:
                start += 1
                continue
            whole = taken.first == at and taken.last >= at + length - 1
            if whole or not person:
                others = length - (taken.last - taken.first + 1)
                if others > 0 and not self._stands_in(taken, words, at, length, found):
                    taken = replace(taken, sure=False, doubtful=True)
                if not taken.doubtful:
                    found.append(taken)
            start = taken.last + 1
        return found

    def _stands_in(
        self, taken: _Found, words: Sequence[_Word], at: int, length: int, found: Sequence[_Found]
    ) -> bool:
        """Whether a place that is only a part of a run of capitals is a place there: `Kharkiv Regional Court`."""
        if taken.level is not None or found or taken.adjective:
            return True
        # A surname follows a first name; a place heads the names of its institutions.
        return taken.first == at and taken.weight >= _FAMOUS

    def _longest(
        self, text: str, words: Sequence[_Word], first: int, end: int, lower: AbstractSet[str]
    ) -> _Found | None:
        """The longest name that starts at a word."""
        for last in range(min(end, first + LONGEST) - 1, first - 1, -1):
            stop = words[last].end
            written = text[words[first].start : stop]
            if possessive := _POSSESSIVE.search(written):
                written = written[: possessive.start()]
            known = self._known(written)
            if known is None:
                continue
            return self._weigh(text, words, first, last, written, known, lower)
        return None

    def _weigh(
        self, text: str, words: Sequence[_Word], first: int, last: int, written: str, known: _Known,
        lower: AbstractSet[str],
    ) -> _Found | None:  # fmt: skip
        """A known name as a mention: sure, to be confirmed elsewhere in the text, or (None) no place."""
        start, end = words[first].start, words[first].start + len(written)
        level, after = known.level or _level_before(text, words, first), last
        following = _following_level(text, words, last)
        if level is None and following is not None:
            level, after = following, last + 1
            end = words[last + 1].end
        elif level is None and (apposition := _APPOSITION.match(text, end)):
            level = level_of(apposition[1])
        single = first == last
        cued = level is not None or _cued(text, words, first)
        initial = _INITIAL.search(text, max(0, start - 4), start) is not None
        key = _stem(written)
        if known.adjective_only and level is None:
            return _Found(
                first, last, start, end, text[start:end], key, None, True, not initial, known.weight
            )
        if not known.country and single:
            if "!" + key in _words("common_words.txt") and (initial or not cued):
                return None
            if len(key) < 3 or (len(key) == 3 and known.weight < _WELL_KNOWN):
                return None
            common = key in _words("common_words.txt") or plain(written) in lower
            named = key in _words("given_names.txt")
            if (common or named) and not (cued and not initial) and known.weight < _FAMOUS:
                return None
            if _titled(text, words, first) and known.weight < _FAMOUS:
                return None
        elif (
            known.country
            and single
            and ((len(key) < 3 and not written.isupper()) or (initial and key in lower))
        ):
            return None
        needed = _SMALL if cued and not initial else _WELL_KNOWN
        if written.isupper() and len(written) > 3 and not cued:
            needed = _FAMOUS
        sure = known.weight >= needed or known.unit
        return _Found(first, after, start, end, text[start:end], key, level, False, sure, known.weight)

    def _look_up(self, written: str) -> _Known | None:
        """What the gazetteer knows of a written name; None if nothing."""
        form = plain(written)
        if len(form) < 2:
            return None
        postings = self._index.postings(fold_plain(form))
        level: Kind | None = None
        if not postings and not form.isascii():
            for text, _ in forms(form):
                bent = self._index.postings(fold_plain(text))
                if bent and self._index.weight[bent[0] >> 36] >= _SMALL:
                    postings = postings + bent
        if not postings:
            return None
        named = [p for p in postings if (p >> 32) & 15 != ADJECTIVE]
        numbers = {p >> 36 for p in named or postings}
        kinds = {self._index.kind(n) for n in numbers}
        country = "country" in kinds
        if len(form) < 4 and country and not written.isupper() and " " not in form:
            country = len(form) > 3
        return _Known(
            weight=max(self._index.weight[n] for n in numbers),
            country=country,
            unit=country or ("region" in kinds and "settlement" not in kinds),
            adjective_only=not named,
            level=level,
        )

    def _typo(self, text: str, words: Sequence[_Word], at: int) -> _Found | None:
        """A misspelt well-known name where the words beside it speak of a place (D-25)."""
        word = words[at]
        written = _POSSESSIVE.sub("", word.text)
        key = _stem(written)
        if len(key) < 6 or key in _words("given_names.txt") or not written[1:].islower():
            return None
        apposition = _APPOSITION.match(text, word.start + len(written))
        level = (
            _following_level(text, words, at)
            or _level_before(text, words, at)
            or (level_of(apposition[1]) if apposition else None)
        )
        if level is None and not (_cued(text, words, at) and not _titled(text, words, at)):
            return None
        if not self._near(written):
            return None
        end = word.start + len(written)
        return _Found(at, at, word.start, end, text[word.start : end], key, level, False, True, _FAMOUS)

    def _misspelt(self, written: str) -> bool:
        key = fold_plain(plain(written))
        return any(
            self._index.weight[posting >> 36] >= _FAMOUS and (posting >> 32) & 15 != ADJECTIVE
            for _, postings in self._index.near(key, distance=1)
            for posting in postings
        )


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str


class _Known(NamedTuple):
    """What the gazetteer knows of a written name."""

    weight: int
    country: bool
    unit: bool
    adjective_only: bool
    level: Kind | None


@dataclass(frozen=True, slots=True)
class _Found:
    first: int
    last: int
    start: int
    end: int
    as_written: str
    key: str
    level: Kind | None
    adjective: bool
    sure: bool
    weight: int
    doubtful: bool = False


def _stem(written: str) -> str:
    return fold_plain(plain(_POSSESSIVE.sub("", written)))


def _run(text: str, words: Sequence[_Word], at: int) -> int:
    """How many words from here stand together as capitals, small linking words between them allowed."""
    length = 1
    for ahead in range(at + 1, min(len(words), at + 8)):
        if not _JOIN.fullmatch(text, words[ahead - 1].end, words[ahead].start):
            break
        if not words[ahead].text.islower():
            length = ahead - at + 1
        elif words[ahead].text not in _cues("link"):
            break
    return length


def _following_level(text: str, words: Sequence[_Word], last: int) -> Kind | None:
    """The level stated by the word after a name: `Sumy oblast`, `Харківській області`."""
    if last + 1 < len(words) and text[words[last].end : words[last + 1].start] in (" ", "\u00a0", "\n"):
        return level_of(words[last + 1].text)
    return None


def _level_before(text: str, words: Sequence[_Word], first: int) -> Kind | None:
    """The level stated before a name: `the city of Izium`, `м. Харків`, `село Мала Рогань`."""
    at = first - 1
    while at >= max(0, first - 3) and words[at].text in _cues("of"):
        at -= 1
    if at < 0 or len(text[words[at].end : words[at + 1].start].strip(" .\u00a0\n")) > 0:
        return None
    if at == first - 1 and words[at].text.isascii() and at + 1 == first:
        return None  # `the region Kharkiv` is no English; `in the city Putin…` would be misread
    return level_of(words[at].text)


def _cued(text: str, words: Sequence[_Word], first: int) -> bool:
    """Whether the word before a name speaks of a place."""
    if first == 0 or text[words[first - 1].end : words[first].start].strip(" \u00a0\n"):
        return False
    before = words[first - 1].text.lower()
    return before in _cues("place") or before.endswith(("-occupied", "-held", "-controlled"))


def _titled(text: str, words: Sequence[_Word], first: int) -> bool:
    """Whether the word before a name is a title or office of a person."""
    return first > 0 and words[first - 1].text.lower().rstrip(".") in _cues("title")


def _with_containers(text: str, found: Sequence[_Found]) -> list[Mention]:
    """`Trostyanets in Sumy`, `Izium, Kharkiv oblast`: note what a mention is said to lie in."""
    mentions = []
    for here, there in zip(found, [*found[1:], None], strict=True):
        container = None
        if there is not None and text[here.end : there.start].strip(" \n") in {"in", ",", "у", "в", "("}:
            container = there.as_written
        mentions.append(Mention(here.start, here.end, here.as_written, here.level, container, here.adjective))
    return mentions
