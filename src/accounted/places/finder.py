"""Where a text names places: capitalised words looked up longest first, then sifted.

The sieve is plain rules over data (`data/common_words.txt`, `given_names.txt`, `cues.tsv`): a common word,
the first word of a sentence, a part of a personal name, or a small place with nothing beside it that speaks
of a place is no mention. One sure mention in a text makes the same word sure elsewhere in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from accounted.places.folding import fold_plain, plain, script_of
from accounted.places.index import Index
from accounted.places.inflection import adjective_lemma, forms
from accounted.places.layout import ADJECTIVE, NAME
from accounted.places.levels import level_of
from accounted.places.place import Kind, Mention
from accounted.places.surroundings import Words, cues

LONGEST: Final = 5
"""Words in the longest name looked for."""
# Weights: 20 for each power of ten of the inhabitants.
_SMALL: Final = 50
_WELL_KNOWN: Final = 80
_LARGE: Final = 100
_FAMOUS: Final = 120
_POSSESSIVE: Final = re.compile(r"(?<=\w)(?:['’]s|(?<=s)['’])$")
_POSSESSIVES: Final = ("'s", "’s", "s'", "s’")  # how that ends
_REMEMBERED: Final = 50_000  # written names
_ARABIC_PREFIXES: Final = "وبلفك"


class _Known:
    """What the gazetteer knows of a written name."""

    __slots__ = ("adjective", "bent", "country", "key", "kinds", "weight")

    def __init__(self, key: str, weight: int, kinds: frozenset[str], adjective: bool, bent: bool) -> None:
        self.key = key
        self.weight = weight
        self.kinds = kinds
        self.country = "country" in kinds
        self.adjective = adjective
        self.bent = bent  # a case form, not the name itself

    def as_name(self) -> _Known:
        """The same, known not to be an adjective where it stands."""
        return _Known(self.key, self.weight, self.kinds, False, self.bent) if self.adjective else self


_NOT_MET: Final = _Known("", 0, frozenset(), False, False)  # what stands for a name not looked up yet


class _Found:
    """A name met in the text: its words, its span, and how far it is to be believed."""

    __slots__ = ("end", "first", "known", "last", "level", "start", "sure")

    def __init__(
        self, first: int, last: int, start: int, end: int, known: _Known, level: Kind | None, sure: bool
    ) -> None:
        self.first = first
        self.last = last
        self.start = start
        self.end = end
        self.known = known
        self.level = level
        self.sure = sure


@cache
def _list(name: str) -> frozenset[str]:
    text = files("accounted.places").joinpath("data", name).read_text(encoding="utf-8")
    return frozenset(word for word in text.splitlines() if not word.startswith("#"))


def _is_unit(found: _Found) -> bool:
    return found.level in ("region", "district") or "settlement" not in found.known.kinds


def _key(written: str) -> str:
    return fold_plain(plain(_POSSESSIVE.sub("", written)))


@lru_cache(maxsize=20_000)
def _given(word: str) -> bool:
    """Whether a word is a given name."""
    return _key(word) in _list("given_names.txt")


class Finder:
    """Finds the names of one gazetteer in texts."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._met: dict[str, _Known | None] = {}
        self._near = lru_cache(maxsize=20_000)(self._misspelt)

    def mentions(self, text: str, *, adjectives: bool = False, typos: bool = True) -> list[Mention]:
        """The mentions of places in a text, in order, none inside another.

        `adjectives` also gives words made from names (`Syrian`); `typos` also gives misspellings of
        well-known names where the words around them speak of a place.
        """
        words = Words(text)
        found: list[_Found] = []
        persons: set[str] = set()
        done = 0
        for at in words.capitals:
            if at < done:
                continue
            if not words.shouted and words.cased(at):
                end = words.run(at)
                taken = self._in_run(words, at, end, found[-1].last if found else -1, persons, typos)
            else:
                end, taken = at + 1, self._uncased(words, at)
            found += taken
            done = max(end, taken[-1].last + 1) if taken else end
        sure = {f.known.key for f in found if f.sure}
        kept = [
            f
            for f in found
            if (f.sure or f.known.key in sure)
            and (adjectives or not f.known.adjective)
            and (f.known.key not in persons or f.level is not None or f.known.weight >= _FAMOUS)
        ]
        return _with_containers(text, kept)

    def _in_run(
        self, words: Words, at: int, end: int, before: int, persons: set[str], typos: bool
    ) -> list[_Found]:
        """The places in a run of capitalised words; none where the run is a person's name."""
        person = end - at > 1 and _given(words.word(at))
        taken: list[_Found] = []
        start = at
        while start < end:
            here = self._longest(words, start, end, before)
            if here is None and typos and end - at == 1:
                here = self._typo(words, start)
            if here is not None:
                taken.append(here)
            start = start + 1 if here is None else here.last + 1
        head = at if person else self._head(words, at, end, taken)
        found = [] if person and len(taken) != 1 else self._standing(taken, head, end, person)
        if person and not found:
            persons.update(_key(words.word(n)) for n in range(at, end))
        return found

    @staticmethod
    def _head(words: Words, at: int, end: int, taken: Sequence[_Found]) -> int:
        """Where the name of a run begins: `Residents of Bucha` opens a sentence, and only Bucha is a name.

        So does `Мешканці Бородянки`, where the name stands in the case that says whose they are.
        """
        if not words.opens_sentence(at) or not taken or taken[0].first == at:
            return at
        if end - at > 2 and words.word(at + 1) in cues("of"):
            return at + 2
        whose = len(taken) == 1 and taken[0].first == at + 1 and taken[0].known.bent
        return at + 1 if whose and script_of(words.word(at)) == "cyrillic" else at

    @staticmethod
    def _standing(taken: Sequence[_Found], at: int, end: int, person: bool) -> list[_Found]:
        """Those names of a run of capitals that are places there.

        A name that is the whole run; names that fill it and end in a unit (`Тростянце Сумской области`); a
        name after another; a country; a large place that heads the name of an institution (`Kharkiv
        Regional Court`). A surname follows a first name, so a small place inside a run is none.
        """
        filled = sum(min(f.last, end - 1) - f.first + 1 for f in taken) >= end - at
        if filled and (len(taken) == 1 or (not person and _is_unit(taken[-1]))):
            return list(taken)
        found: list[_Found] = []
        for f in taken:
            if person:
                break
            stated = f.level is not None and f.last >= end - 1
            heads = f.first == at and f.known.weight >= _LARGE
            if found or f.known.adjective or f.known.country or stated or heads:
                found.append(f)
        return found

    def _longest(self, words: Words, first: int, end: int, before: int) -> _Found | None:
        """The longest name that starts at a word."""
        start = words.start(first)
        for last in range(min(end, first + LONGEST) - 1, first - 1, -1):
            written = words.text[start : words.end(last)]
            if written.endswith(_POSSESSIVES):
                written = _POSSESSIVE.sub("", written)
            known = self._known(written)
            if known is not None:
                return self._weigh(words, first, last, start + len(written), known, before)
        return None

    def _weigh(
        self, words: Words, first: int, last: int, end: int, known: _Known, before: int
    ) -> _Found | None:
        """A known name as a mention: sure, to be confirmed elsewhere in the text, or (None) no place."""
        if known.adjective and not known.country and self._in_locative(words, first, last):
            known = known.as_name()
        key, weight, kinds, adjective = known.key, known.weight, known.kinds, known.adjective
        country = known.country
        initial = words.opens_sentence(first)
        if adjective and country:
            return _Found(first, last, words.start(first), end, known, None, True)
        level, taken = None, last
        if (following := words.level_after(last)) and (not country or following in kinds):
            level, taken, end = following, last + 1, words.end(last + 1)
        elif not country:
            stated = words.level_before(first)
            level = stated[0] if stated and stated[1] != before else words.apposition(end)
        if adjective and level is None:
            level = words.level_of_list(last)
        if level is not None:
            known = known.as_name()
        cued = level is not None or (words.cued(first) and not initial)
        written = words.text[words.start(first) : end]
        if key in cues("never"):
            return None
        if first == last:
            if not self._bears_alone(words, first, known, level, cued, initial):
                return None
        elif level is None and weight < _LARGE and words.word(first).lower() in cues("title"):
            return None  # Prince Edward
        if country or (kinds == {"region"} and not written.isupper()):
            needed = 0
        elif written.isupper() and len(written) > 3 and level is None:
            needed = _LARGE
        else:
            # A village of any size, where the text says that it is one or that something is there.
            there = level is not None or (words.located(first) and not known.bent and not initial)
            needed = 0 if there else _SMALL if cued else _WELL_KNOWN
        return _Found(first, taken, words.start(first), end, known, level, weight >= needed)

    @staticmethod
    def _in_locative(words: Words, first: int, last: int) -> bool:
        """`У Торецьку` names the town; `у Торецьку громаду` is the adjective, in the case of its noun."""
        if not words.word(last).endswith("ьку") or not words.located(first):
            return False
        follows = last + 1 < len(words) and words.joined(last + 1)
        return not follows or not words.word(last + 1).endswith(("у", "ю"))

    def _bears_alone(
        self, words: Words, at: int, known: _Known, level: Kind | None, cued: bool, initial: bool
    ) -> bool:
        """Whether one word may be a place here, and not a common word, a person or an abbreviation."""
        key, weight, kinds = known.key, known.weight, known.kinds
        if known.country:
            word = words.word(at)
            return (len(key) > 3 or word.isupper()) and not (initial and key in words.lower)
        if len(key) < 3:
            return False
        frequent = "!" + key in _list("common_words.txt")
        common = frequent or key in _list("common_words.txt") or words.word(at).lower() in words.lower
        if "settlement" not in kinds and common and level is None:
            return False  # units called Central, Western, Federal
        if frequent and not cued:
            return False
        if weight < _LARGE and not cued:
            if common or key in _list("given_names.txt"):
                return False
            if len(key) < 4 or (initial and known.bent):
                return False
        return weight >= _FAMOUS or not (words.titled(at) or (words.speaks(at) and not cued))

    def _uncased(self, words: Words, first: int) -> list[_Found]:
        """A name where capitals tell nothing (Arabic, wire copy): well known, or with a word that says so."""
        joined = first
        while joined + 1 < min(len(words), first + 4) and words.joined(joined + 1):
            joined += 1
        for last in range(joined, first - 1, -1):
            start, end = words.start(first), words.end(last)
            known = self._known(words.text[start:end])
            word = words.word(first)
            if known is None and first == last and len(word) > 4 and word[0] in _ARABIC_PREFIXES:
                start += 1
                known = self._known(words.text[start:end])
            if known is None or len(known.key) < 3 or known.adjective:
                continue
            if first == last and (
                level_of(word) or "!" + known.key in _list("common_words.txt") or known.key in cues("place")
            ):
                continue
            stated = words.level_before(first)
            cued = words.cued(first) or stated is not None
            if words.shouted and not self._plain_when_shouted(known, cued):
                continue
            sure = known.weight >= ((_SMALL if words.shouted else _WELL_KNOWN) if cued else _LARGE)
            return [_Found(first, last, start, end, known, stated[0] if stated else None, sure)]
        return []

    @staticmethod
    def _plain_when_shouted(known: _Known, cued: bool) -> bool:
        """Whether words in capital copy are hardly anything but a place."""
        common, key = _list("common_words.txt"), known.key
        if known.country:
            return len(key) > 3
        if len(key) < 4 or key in cues("never") or key in _list("given_names.txt"):
            return False
        ordinary = all(
            w in common or f"!{w}" in common or w in cues("opening") or level_of(w) for w in key.split()
        )
        return not ordinary or (" " not in key and cued and known.weight >= _LARGE)

    def _known(self, written: str) -> _Known | None:
        """What the gazetteer knows of a written name, remembered; None if nothing."""
        known = self._met.get(written, _NOT_MET)
        if known is _NOT_MET:
            if len(self._met) >= _REMEMBERED:
                self._met.clear()
            known = self._met[written] = self._look_up(written)
        return known

    def _look_up(self, written: str) -> _Known | None:
        """What the gazetteer knows of a written name; None if nothing."""
        form = plain(written)
        key = fold_plain(form)
        if len(key) < 2:
            return None
        named = self._index.postings(key)
        bent = not named
        if not named and not form.isascii():
            for text, how in forms(form):
                if how == "inflected":
                    named = named + self._index.postings(fold_plain(text))
            if not any((p >> 32) & 15 != ADJECTIVE for p in named):
                for text, how in forms(form):
                    if how == "adjective":
                        found = self._index.postings(fold_plain(text))
                        named = named + [p & ~(15 << 32) | ADJECTIVE << 32 for p in found]
        if not named:
            return None
        # `Israeli` is the adjective of a country before it is a name of anything else.
        adjectives = [
            p for p in named if (p >> 32) & 15 == ADJECTIVE and self._index.kind(p >> 36) == "country"
        ]
        if adjectives and not any((p >> 32) & 15 == NAME for p in named):
            named = adjectives
        plainly = [p for p in named if (p >> 32) & 15 != ADJECTIVE]
        numbers = {p >> 36 for p in plainly or named}
        weight = max(self._index.weight[n] for n in numbers)
        kinds = frozenset(self._index.kind(n) for n in numbers)
        # A region is called by its adjective (`у Херсонській`); of a town or country it is no mention.
        adjective = "region" not in kinds and (
            not plainly or (bent and weight < _LARGE and adjective_lemma(form) is not None)
        )
        return _Known(key, weight, kinds, adjective, bent)

    def _typo(self, words: Words, at: int) -> _Found | None:
        """A misspelt well-known name where the words beside it speak of a place (D-25)."""
        word = words.word(at)
        if len(word) < 6 or not word[1:2].islower() or words.titled(at):
            return None
        written = _POSSESSIVE.sub("", word) if word.endswith(_POSSESSIVES) else word
        end = words.start(at) + len(written)
        level = words.level_after(at) or words.apposition(end)
        if level is None and not words.cued(at):
            stated = words.level_before(at)
            if stated is None:
                return None
            level = stated[0]
        key = _key(written)
        if (
            len(key) < 6
            or not written[1:].islower()
            or key in words.lower
            or key in cues("never")
            or key in _list("given_names.txt")
            or not self._near(key)
        ):
            return None
        known = _Known(key, _LARGE, frozenset(("settlement",)), False, False)
        return _Found(at, at, words.start(at), end, known, level, True)

    def _misspelt(self, key: str) -> bool:
        return self._index.has_near(key, _LARGE)


def _with_containers(text: str, found: Sequence[_Found]) -> list[Mention]:
    """`Trostyanets in Sumy`, `Izium, Kharkiv oblast`: note what a mention is said to lie in."""
    mentions: list[Mention] = []
    for f in found:
        if mentions and text[mentions[-1].end : f.start].strip(" \n") in {"in", ",", "у", "в", "("}:
            mentions[-1] = replace(mentions[-1], container=text[f.start : f.end])
        mentions.append(Mention(f.start, f.end, text[f.start : f.end], f.level, None, f.known.adjective))
    return mentions
