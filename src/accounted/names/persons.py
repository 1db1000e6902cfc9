"""A person's name: as written, for good, and in parts where the parts can be told (rule D-40).

Each part says how it was told: by its ending, by capitals, by a comma, because it is a known given name, or
only by the usual order, which is an assumption and says so. What cannot be told stays undecided: of two
Spanish surnames neither is taken for a second given name or for the family's, unless the writing marks
them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from accounted.names.folding import folded
from accounted.names.scripts import languages_of, script_of
from accounted.names.transliteration import SYSTEMS, NoTable, transliterate

_DATA = Path(__file__).parent / "data"
_WORD = re.compile(r"[^\W\d_]\.(?=[^\W\d_]\.|[\s,]|$)|[^\s,;()]+")

Kind = Literal["given", "patronymic", "family"]
# How a part was told. `order` is an assumption; the others are signs in the name itself.
How = Literal["ending", "capitals", "comma", "known given name", "initial", "particle", "remaining", "order"]


@dataclass(frozen=True, slots=True)
class NamePart:
    """One part of a name: its kind (vocabulary `name_type`), its words and place, and how it was told."""

    kind: Kind
    text: str
    start: int
    end: int
    how: How

    @property
    def assumed(self) -> bool:
        """Told by the usual order alone."""
        return self.how == "order"


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as written, which never changes, and what is seen in it.

    `languages` are those its letters allow, or the one given. `undecided` are the words of no part.
    """

    as_written: str
    script: str
    languages: tuple[str, ...]
    titles: tuple[str, ...]
    parts: tuple[NamePart, ...]
    undecided: tuple[str, ...]

    def __str__(self) -> str:
        return self.as_written

    def part(self, kind: Kind) -> str | None:
        """The words of one kind, in their order; None if none could be told."""
        return " ".join(p.text for p in self.parts if p.kind == kind) or None

    @property
    def given(self) -> str | None:
        """The given name or names."""
        return self.part("given")

    @property
    def patronymic(self) -> str | None:
        """The father's name."""
        return self.part("patronymic")

    @property
    def family(self) -> str | None:
        """The family name."""
        return self.part("family")

    @property
    def bare(self) -> str:
        """The name without titles and ranks."""
        words = _without_titles(_words(self.as_written))[1]
        return self.as_written[words[0].start() : words[-1].end()].strip(" ,") if words else self.as_written


Word = re.Match[str]


def parse_name(as_written: str, language: str | None = None) -> PersonName:
    """What can be told of a name. `language` is that of the text or person, if known (BCP-47).

    Raises:
        ValueError: there is no letter in it.
    """
    script = script_of(as_written)
    if script == "Zyyy":
        raise ValueError(f"{as_written!r} is no name: it has no letters")
    languages = (language.split("-")[0],) if language else languages_of(as_written)
    titles, words = _without_titles(_words(as_written))
    found: dict[int, tuple[Kind, How]] = {}
    for tell in (_by_comma, _by_particle, _by_capitals, _by_initials, _by_ending, _by_known_given, _by_order):
        tell(as_written, words, languages, found)
    parts = tuple(
        NamePart(found[i][0], w[0], w.start(), w.end(), found[i][1])
        for i, w in enumerate(words)
        if i in found
    )
    undecided = tuple(w[0] for i, w in enumerate(words) if i not in found)
    return PersonName(as_written, script, languages, tuple(t[0] for t in titles), parts, undecided)


# -- words ----------------------------------------------------------------------------------------


def _words(text: str) -> list[Word]:
    return [w for w in _WORD.finditer(text) if any(c.isalpha() for c in w[0])]


def _without_titles(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    titles: list[Word] = []
    rest = list(words)
    while len(rest) > 1 and rest[0][0].rstrip(".").casefold() in _titles():
        titles.append(rest.pop(0))
    return titles, rest


@cache
def _titles() -> frozenset[str]:
    data: dict[str, list[str]] = json.loads((_DATA / "titles.json").read_bytes())
    return frozenset(t.casefold() for titles in data.values() for t in titles)


@cache
def _particles() -> Mapping[str, Any]:
    particles: dict[str, Any] = json.loads((_DATA / "particles.json").read_bytes())
    return particles


# -- telling the parts ----------------------------------------------------------------------------

Found = dict[int, tuple[Kind, How]]


def _by_comma(text: str, words: Sequence[Word], languages: Sequence[str], found: Found) -> None:
    """Family, Given: one comma, with words on both sides."""
    if text.count(",") != 1:
        return
    comma = text.index(",")
    before = [i for i, w in enumerate(words) if w.end() <= comma]
    after = [i for i, w in enumerate(words) if w.start() > comma]
    if before and after:
        found.update((i, ("family", "comma")) for i in before)
        found.update(
            (i, ("given", "comma"))
            for i in after
            if not _is_patronymic(words[i][0], "likely") or i == after[0]
        )


def _by_particle(text: str, words: Sequence[Word], languages: Sequence[str], found: Found) -> None:
    """Arabic: ibn and the father's name, a last name with the article. Elsewhere: van, de, y."""
    particles = _particles()["arabic_particles"]
    folds = [w[0].casefold() for w in words]
    last = len(words) - 1
    for i, word in enumerate(folds):
        if word in particles["son_of"] and 0 < i < last:
            # "Abd Allah", the servant of God, is one name in two words.
            end = i + 2 if folds[i + 1] in particles["servant"] and i + 2 <= last else i + 1
            found.update((j, ("patronymic", "particle")) for j in range(i, end + 1) if j not in found)
            found.setdefault(0, ("given", "particle"))
    # Every Arabic word may begin with the letters of the article; only a last word of several is a family
    # name.
    article = (
        tuple(a for a in particles["article"] if a != "ال" or script_of(words[-1][0]) == "Arab")
        if words
        else ()
    )
    is_servant = last > 0 and folds[last - 1] in particles["servant"]
    if last > 0 and folds[last].startswith(article) and last not in found and not is_servant:
        found[last] = ("family", "particle")
        found.setdefault(0, ("given", "particle"))
    joined = set(_particles()["joined"]["before_family"])
    if last > 1 and script_of(text) == "Latn":
        first = next((i for i in range(1, last) if words[i][0] in joined), None)
        if first is not None and not any(f[0] == "family" for f in found.values()):
            found.update((i, ("family", "particle")) for i in range(first, last + 1))
    if "es" in languages or "pt" in languages or "ca" in languages:
        for i in range(1, last):
            if words[i][0] in _particles()["joined"]["between_families"]:
                found.update((j, ("family", "particle")) for j in (i - 1, i, i + 1))


def _by_capitals(text: str, words: Sequence[Word], languages: Sequence[str], found: Found) -> None:
    """FAMILY Given: words in capitals among words that are not."""
    capitals = [
        i for i, w in enumerate(words) if len(_letters(w[0])) > 1 and w[0].isupper() and "." not in w[0]
    ]
    if capitals and len(capitals) < len(words) and any(w[0].istitle() for w in words):
        for i in capitals:
            found.setdefault(i, ("family", "capitals"))


def _by_initials(text: str, words: Sequence[Word], languages: Sequence[str], found: Found) -> None:
    """С. В. Болвінов: the initials are given name and father's name, what is written out is the family's."""
    groups = [i for i, w in enumerate(words) if _is_initials(w[0])]
    if not groups or len(groups) == len(words):
        return
    slavic = script_of(text) == "Cyrl" or bool({"uk", "ru", "be"} & set(languages))
    whole = [i for i in range(len(words)) if i not in groups and i not in found]
    if len(whole) == 1 and not any(f[0] == "family" for f in found.values()):
        found[whole[0]] = ("family", "initial")
    for n, i in enumerate(groups):
        found.setdefault(i, ("patronymic" if slavic and n == 1 else "given", "initial"))


def _by_ending(text: str, words: Sequence[Word], languages: Sequence[str], found: Found) -> None:
    """A Slavic father's name: by an ending no family name has, or one that some have if one of three."""
    if any(f[0] == "patronymic" for f in found.values()):
        return
    certain = [i for i in range(1, len(words)) if i not in found and _is_patronymic(words[i][0], "certain")]
    likely = [i for i in range(1, len(words)) if i not in found and _is_patronymic(words[i][0], "likely")]
    if certain:
        chosen = certain[0]
    elif len(words) == 3 and likely:
        # Given Patronymic Family, or Family Given Patronymic; if the last two both could be, the middle one.
        chosen = likely[0]
    else:
        return
    found[chosen] = ("patronymic", "ending")
    if len(words) == 3 and chosen == 1:
        found.setdefault(0, ("given", "ending"))
        found.setdefault(2, ("family", "ending"))
    elif len(words) == 3:
        found.setdefault(1, ("given", "ending"))
        found.setdefault(0, ("family", "ending"))
    elif len(words) == 2:
        found.setdefault(0, ("given", "ending"))


def _by_known_given(text: str, words: Sequence[Word], languages: Sequence[str], found: Found) -> None:
    """One word of two is a given name everybody has heard; the other is then the family's."""
    open_ = [i for i in range(len(words)) if i not in found]
    kinds = {f[0] for f in found.values()}
    known = [i for i in open_ if folded(words[i][0]) in known_given_names()]
    if len(known) != 1 or "given" in kinds:
        return
    found[known[0]] = ("given", "known given name")
    if len(open_) == 2 and "family" not in kinds and len(words) == len(open_):
        other = next(i for i in open_ if i != known[0])
        found[other] = ("family", "remaining")


# Languages whose names stand family first, or have no family name: nothing is assumed for them.
_NO_ASSUMPTION = {"hu", "zh", "ja", "ko", "vi", "km", "my", "id", "is", "am", "ti", "ar", "fa", "ku", "so"}


def _by_order(text: str, words: Sequence[Word], languages: Sequence[str], found: Found) -> None:
    """The one word left beside a family name; of two words of which nothing is known, given name first."""
    left = [i for i in range(len(words)) if i not in found]
    kinds = {f[0] for f in found.values()}
    if len(left) == 1 and "family" in kinds and "given" not in kinds:
        found[left[0]] = ("given", "remaining")
        return
    told_by_order = len(words) == len(left) == 2 and script_of(text) in ("Latn", "Cyrl")
    if not told_by_order or _NO_ASSUMPTION & set(languages):
        return
    # An -ovych may be a father's name as well as a family's: that stays undecided.
    if not any(_is_patronymic(w[0], "likely") for w in words):
        found[0], found[1] = ("given", "order"), ("family", "order")


def _letters(word: str) -> str:
    return "".join(c for c in word if c.isalpha())


def _is_initials(word: str) -> bool:
    letters = word.removesuffix(".")
    dotted = letters != word and 0 < len(letters) <= 2 and letters.isalpha()
    return dotted or (len(word) == 1 and word.isupper())


def _is_patronymic(word: str, sure: Literal["certain", "likely"]) -> bool:
    return len(word) > 4 and word.casefold().endswith(patronymic_endings(sure))


@cache
def patronymic_endings(sure: Literal["certain", "likely"] = "likely") -> tuple[str, ...]:
    """The endings of Slavic fathers' names, longest first; `certain` are those no family name has."""
    endings = _particles()["patronymic_endings"]
    among = endings["certain"] + (endings["likely"] if sure == "likely" else [])
    return tuple(sorted(among, key=lambda e: (-len(e), e)))


# -- known given names ----------------------------------------------------------------------------


@cache
def given_name_groups() -> tuple[frozenset[str], ...]:
    """Given names that are one name in Ukrainian, Russian and abroad, folded: Сергій, Сергей, Serhii …"""
    rows = json.loads((_DATA / "given_names.json").read_bytes())
    return tuple(frozenset(_forms(row)) for row in rows)


def _forms(row: Mapping[str, Any]) -> Iterator[str]:
    yield from map(folded, row["also"])
    for language in ("uk", "ru"):
        yield folded(row[language])
        for system in SYSTEMS:
            try:
                yield folded(transliterate(row[language], system, language).text)
            except NoTable:
                continue


@cache
def known_given_names() -> Mapping[str, frozenset[int]]:
    """Every folded form of a known given name, and which groups it belongs to."""
    found: dict[str, set[int]] = {}
    for number, group in enumerate(given_name_groups()):
        for form in group:
            found.setdefault(form, set()).add(number)
    return {form: frozenset(numbers) for form, numbers in found.items()}
