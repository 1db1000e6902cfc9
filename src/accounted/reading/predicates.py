"""What happened to those counted: the words before and after a number's noun phrase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from accounted.reading.counted import Counted
from accounted.reading.passages import Mark, Passage, Sentence
from accounted.reading.tokens import WORD

_PHRASES: Final = 7  # tokens of the phrases that may stand between a verb and its count
_NO_PHRASE: Final = frozenset({"harm", "say", "number", "vague", "person", "pronoun", "relative"})
_OBJECT: Final = 4  # words of an object without a number
_REACH: Final = 20  # tokens a subject may stand before its verb
_QUOTES: Final = frozenset("\"“”«»„‘’'")
_BEFORE: Final = ("of", "verb", "soft")
_BEFORE_FREE: Final = ("of", "verb", "happens", "soft")  # where a verb may stand before its subject
_DEADLY: Final = frozenset({"found dead", "discovered dead"})


@dataclass(slots=True)
class Predicate:
    """A harm word bound to a number: tokens [first, last), its basis, and how it was found.

    `direct`: nothing but auxiliaries and adverbs stand between. `active`: those counted did it themselves.
    `sure`: the word has no peaceful use. `needs_bodies`: it counts only people said to be dead.
    """

    first: int
    last: int
    basis: str
    role: str
    direct: bool
    sure: bool
    active: bool = False
    victims: bool = True
    needs_bodies: bool = False
    deadly: bool = False
    soft: bool = False
    auxiliary: bool = False  # passive: "were killed"
    what: tuple[str, ...] = ()
    group: tuple[str, ...] = ()  # what soldiers are by it: prisoners of war


@dataclass(frozen=True, slots=True)
class Said:
    """ "226 were women": the group that is said of those counted."""

    last: int
    group: tuple[str, ...]


def _predicate(
    passage: Passage, mark: Mark, *, direct: bool, active: bool = False, auxiliary: bool = False,
    before: bool = False,
) -> Predicate:  # fmt: skip
    entry = mark.entry
    role = "verb" if mark.role == "soft" or (before and mark.role == "happens") else mark.role
    return Predicate(
        mark.first,
        mark.last,
        entry.get("basis"),
        role,
        direct,
        sure=mark.role != "soft",
        active=active,
        victims=bool(entry.get("victims", True)),
        needs_bodies=bool(entry.get("bodies", False)) and mark.role != "of",
        deadly=" ".join(passage.words[mark.first : mark.last]) in _DEADLY or bool(entry.get("deadly")),
        soft=mark.role == "soft",
        auxiliary=auxiliary,
        what=tuple(entry.get("what", ())),
        group=tuple(entry.get("group", ())),
    )


def predicate_before(passage: Passage, sentence: Sentence, first: int) -> Predicate | None:
    """The verb or noun right before a number: "killed 12", "the bodies of more than 12".

    In languages of free order that may be a verb whose subject the number is: «загинули 12 людей».
    """
    k = first - 1
    steps = 0
    households = passage.lexicon.settings.get("households", ())
    while k >= sentence.first and steps < 5:
        if passage.lies_in(k, "harm"):
            break
        if passage.words[k - 1] in households and passage.begins(k, "of"):
            k -= 2  # «погибли семья из трёх человек»
            continue
        adverb = passage.covers(k, "function")
        if (
            passage.tokens[k].text in _QUOTES
            or passage.begins(k, "exact_word")
            or passage.lies_in(k, "exact_word")
        ):
            k -= 1
        elif adverb is not None and adverb.role in ("adverb", "determiner") and not _that(passage, k):
            k = adverb.first - 1
        else:
            break
        steps += 1
    if k < sentence.first:
        return None
    free = bool(passage.lexicon.settings.get("free_order"))
    roles = _BEFORE_FREE if free else _BEFORE
    marks = passage.ending(k, "harm", *roles)
    if not marks and passage.tokens[k].text in "—–-:" and k > sentence.first:
        marks = passage.ending(k - 1, "harm", "of")  # among the dead – two children
    listed = passage.tokens[k].text == "," and first - 1 > k  # killed my mother, my two sisters
    if not marks and k > sentence.first and (listed or passage.ending(k, "function", "conjunction")):
        marks = _of_an_object(passage, sentence, k, roles)  # killed himself and nine worshippers
    if not marks and free and passage.tokens[k].kind == WORD:
        k = _before_phrases(passage, sentence, k)
        marks = passage.ending(k, "harm", "verb", "happens") if k >= sentence.first else []
        return _predicate(passage, marks[0], direct=False, before=True) if marks else None
    if not marks:
        return None
    mark = min(marks, key=lambda m: _BEFORE_FREE.index(m.role))
    if mark.role in ("verb", "soft") and not free and _passive(passage, sentence, mark):
        return None
    return _predicate(passage, mark, direct=True, before=True)


def _before_phrases(passage: Passage, sentence: Sentence, k: int) -> int:
    """The token before the phrases that stand between a verb and its count: «вивезла з міста 14 дітей»."""
    found = sentence.first - 1
    for i in range(k, max(sentence.first, k - _PHRASES), -1):
        token = passage.tokens[i]
        held = passage.covers(i, "function")
        if token.kind != WORD or passage.covers_any(i, _NO_PHRASE):
            break
        if held is not None:
            if held.role != "preposition":
                break
            found = held.first - 1
            if passage.ending(found, "harm", "verb", "happens"):
                return found
    return found


def _that(passage: Passage, i: int) -> bool:
    """ "claimed that 300 had died": what follows is said, it is no object."""
    return passage.words[i] in passage.lexicon.settings.get("content_openers", ())


def _of_an_object(passage: Passage, sentence: Sentence, k: int, roles: tuple[str, ...]) -> list[Mark]:
    """The verb before an object without a number that a count is joined to: "killing its driver and six"."""
    joined = passage.covers(k, "function")
    i = (joined.first if joined is not None else k) - 1
    for _ in range(_OBJECT):
        if i < sentence.first:
            return []
        found = passage.ending(i, "harm", *roles)
        if found:
            return found
        held = passage.covers(i, "function")
        token = passage.tokens[i]
        if token.kind != WORD or (held is not None and held.role != "determiner") or passage.begins(i, "say"):
            return []
        i -= 1
    return []


def _passive(passage: Passage, sentence: Sentence, mark: Mark) -> bool:
    """ "were killed, 12 of them": an auxiliary before a participle turns it to its subject."""
    i = mark.first - 1
    while (
        i >= sentence.first and (held := passage.covers(i, "function")) is not None and held.role == "adverb"
    ):
        i = held.first - 1
    held = passage.covers(i, "function") if i >= sentence.first else None
    return bool(held is not None and held.role == "auxiliary" and held.entry.get("passive"))


def predicate_after(
    passage: Passage, sentence: Sentence, last: int, starts: Mapping[int, Counted], skips: Mapping[int, int]
) -> Predicate | None:
    """The verb or state after those counted: "were wounded", "died", "dead", "who have disappeared".

    `starts` are the other counts of the sentence by their first token: a count in between ends the search
    unless it is coordinated ("five soldiers and three civilians were killed").
    """
    tokens = passage.tokens
    i, steps, auxiliary, direct, coordinated, inserted = last, 0, False, True, False, False
    after_preposition = False
    free = bool(passage.lexicon.settings.get("free_order"))
    impersonal = tuple(passage.lexicon.settings.get("impersonal_endings", ()))
    while i < sentence.last and steps < _REACH:
        steps += 1
        token = tokens[i]
        marks = passage.at(i, "harm", "done", "happens")
        if not marks and free and direct and passage.begins(i, "harm"):
            done = _done_by_others(passage, sentence, i, starts)
            if done is not None:
                return _predicate(passage, done, direct=True)
        if marks:
            mark = min(marks, key=lambda m: m.role != "happens" if auxiliary is False else m.role != "done")
            if free and tokens[i - 1].text == "," and passage.words[i].endswith(impersonal):
                return None  # «загинув рятувальник, поранено двох»: a new clause
            verb = bool(passage.at(i, "harm", "verb", "soft"))
            if mark.role == "happens" and not after_preposition:
                return _predicate(passage, mark, direct=direct)
            if mark.role == "done" and (auxiliary or direct or coordinated):
                takes_object = verb and not auxiliary and _object_at(passage, sentence, mark.last, starts)
                return _predicate(passage, mark, direct=direct, active=takes_object, auxiliary=auxiliary)
        if i in starts and i > last:
            if after_preposition or inserted:
                i = max(starts[i].last, i + 1)  # "eight members of one family were": inside the phrase
                direct = after_preposition = False
                continue
            if not coordinated or (free and starts[i].state):
                return None  # «пятеро детей, ещё 98 раненых доставлены»: the wounded by themselves
            if starts[i].kind == "part" and passage.begins_as(starts[i].last, "harm", "happens"):
                return None  # 458 bodies, 419 of which bore marks
            i = max(starts[i].last, i + 1)
            auxiliary = False
            continue
        if i in skips:
            i, direct = max(skips[i], i + 1), False
            continue
        held = passage.at(i, "function")
        role = held[0].role if held else ""
        after_preposition_now = False
        if passage.begins(i, "all_of_them") and token.text != ",":
            i, coordinated = passage.at(i, "all_of_them")[0].last, True  # «65 полонених, усі вони загинули»
            continue
        if role == "clause" or token.text in ";:" or passage.begins(i, "pronoun"):
            return None
        if passage.begins(i, "breakdown"):
            inserted = True
        elif role == "adverb":
            i = held[0].last
            continue
        elif passage.begins(i, "say") and not inserted:
            return None
        if token.text == "(":
            i = _after_bracket(passage, sentence, i)
            continue
        if token.text == ",":
            coordinated = coordinated or (i + 1 < sentence.last and i + 1 in starts)
        elif role == "auxiliary":
            auxiliary = True
            i = held[0].last
            continue
        elif role == "conjunction":
            theirs = [
                m
                for m in passage.at(held[0].last, "harm", "verb", "done")
                if passage.begins(m.last, "part_pronoun")
            ]
            if theirs:
                return _predicate(passage, theirs[0], direct=True)  # "rounded up 12 men and executed them"
            listed = held[0].last in starts or _noun_at(passage, held[0].last)
            coordinated = coordinated or listed
            direct = direct and listed
            auxiliary = auxiliary and not listed  # "were beaten and killed"
        elif role == "preposition":
            direct, after_preposition_now = False, True
        elif role == "relative" or token.text in _QUOTES:
            pass
        else:
            starts_subject = role == "determiner" or bool(passage.begins(i, "article"))
            if (
                starts_subject
                and not after_preposition
                and not inserted
                and _people_near(passage, sentence, i)
            ):
                return None
            direct = False
            if token.kind == WORD and not after_preposition and not passage.lies_in(i, "act"):
                auxiliary = False
        after_preposition = after_preposition_now or (after_preposition and role in ("determiner",))
        i = max(i + 1, held[0].last if held else i + 1)
    return None


def _done_by_others(
    passage: Passage, sentence: Sentence, i: int, starts: Mapping[int, Counted]
) -> Mark | None:
    """«П'ятьох осіб госпіталізували»: those before a plural verb without an object had it done to them."""
    plural = tuple(passage.lexicon.settings.get("plural_past", ()))
    for mark in passage.at(i, "harm", "verb"):
        if not plural or not passage.words[mark.first].endswith(plural):
            continue
        ahead = range(mark.last, min(mark.last + _OBJECT, sentence.last))
        edge = next((k for k in ahead if passage.tokens[k].text in ",;:—–"), ahead.stop)
        if not any(k in starts or passage.begins(k, "person") for k in ahead if k < edge):
            return mark
    return None


def _noun_at(passage: Passage, i: int) -> bool:
    """Whether another noun of the same list follows."""
    if i < len(passage.tokens) and (
        passage.begins_as(i, "function", "determiner") or passage.begins(i, "article")
    ):
        i += 1
    return bool(passage.begins(i, "person") or passage.begins(i, "demonym")) and not passage.begins_as(
        i, "harm", "happens"
    )


def _people_near(passage: Passage, sentence: Sentence, i: int) -> bool:
    return any(passage.begins(k, "person") for k in range(i + 1, min(i + 4, sentence.last)))


def _after_bracket(passage: Passage, sentence: Sentence, i: int) -> int:
    for k in range(i + 1, min(i + 14, sentence.last)):
        if passage.tokens[k].text == ")":
            return k + 1
    return i + 1


def _object_at(passage: Passage, sentence: Sentence, i: int, starts: Mapping[int, Counted]) -> bool:
    """Whether an object follows a verb: then those before it did the deed."""
    if i >= sentence.last:
        return False
    return bool(
        i in starts
        or passage.begins(i, "article")
        or passage.begins_as(i, "function", "determiner")
        or (passage.begins(i, "person") and not passage.begins_as(i, "function", "preposition"))
    )


def said_to_be(passage: Passage, sentence: Sentence, i: int) -> Said | None:
    """ "226 were women", "40 of them are children", "three of them children"."""
    end = sentence.last
    steps = 0
    if i < end and (unknown := _described(passage, i)) is not None:
        return unknown
    while i < end and steps < 4:
        held = passage.at(i, "function")
        if held and held[0].role in ("auxiliary", "adverb", "determiner"):
            i = held[0].last
        elif passage.begins(i, "involving"):
            i = passage.at(i, "involving")[0].last  # three of them involving minors
        elif passage.begins(i, "article") or passage.begins(i, "modifier") or passage.tokens[i].text in ",–—":
            if passage.begins(i, "modifier") and passage.at(i, "modifier")[0].entry.get("group"):
                break
            i += 1
        else:
            break
        steps += 1
    if i >= end:
        return None
    described = _described(passage, i)
    if described is not None:
        return described
    people = passage.at(i, "person")
    if not people:
        for mark in passage.at(i, "thing"):
            if mark.entry.get("basis") == "bodies_found":
                people = passage.at(mark.last, "person")  # «76 — тіла цивільних»
    if people:
        mark = max(people, key=lambda m: m.last)
        return Said(mark.last, tuple(mark.entry.get("group", ())))
    for kind in ("modifier", "demonym"):
        for mark in passage.at(i, kind):
            group = tuple(mark.entry.get("group", ()) or mark.entry.get("name", ()))
            if group:
                last = mark.last
                if last < end and passage.begins(last, "person"):
                    last = passage.at(last, "person")[0].last
                return Said(last, group)
    return None


def _described(passage: Passage, i: int) -> Said | None:
    """ "Eleven could not be determined", "eleven were in uniform"."""
    found = passage.at(i, "described")
    if not found:
        return None
    mark = max(found, key=lambda m: m.last)
    return Said(mark.last, tuple(mark.entry.get("group", ())))
