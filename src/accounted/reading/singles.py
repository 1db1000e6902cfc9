"""People counted without a number word: "a soldier was wounded", "a man and his son died"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from accounted.claims import Count
from accounted.reading.counted import Counted, noun_phrase
from accounted.reading.numbers import NumberPhrase
from accounted.reading.passages import Passage, Sentence
from accounted.reading.tokens import FIGURE, WORD

_LIST: Final = 9  # tokens of a list of those harmed
_LISTED: Final = frozenset({"person", "modifier", "number", "of", "incremental", "demonym"})


def singles(
    passage: Passage, sentence: Sentence, phrases: Sequence[NumberPhrase]
) -> list[tuple[NumberPhrase, Counted]]:
    """ "A soldier was wounded", "a man and his son died": people counted without a number word."""
    if "singular" not in sentence.kinds or not passage.lexicon.settings.get("implied_one"):
        return []
    taken = {i for p in phrases if p.reason is None for i in range(p.first, p.last)}
    if passage.lexicon.settings.get("free_order"):
        return list(_without_article(passage, sentence, taken))
    out: list[tuple[NumberPhrase, Counted]] = []
    for mark in sentence.of("article"):
        if mark.first in taken or mark.last >= sentence.last or passage.begins(mark.last, "multiplier"):
            continue
        if mark.first > sentence.first and passage.ending(mark.first - 1, "according"):
            continue  # "according to a former detainee, seven prisoners died"
        counted = noun_phrase(passage, sentence, mark.last)
        if counted.kind != "person" or counted.head is None or not counted.victims:
            continue
        if not passage.begins(counted.head.first, "singular"):
            continue
        if out and mark.first < out[-1][1].last:
            continue
        if out and (joined := _one_with_another(passage, out[-1], mark.first, counted)):
            out[-1] = joined
            continue
        several = int(counted.head.entry.get("number", 1))  # an elderly couple
        number = max(several, len(counted.groups)) + _with_theirs(passage, sentence, counted)
        out.append((_implied(mark.first, mark.last, number), counted))
    return out


def _without_article(
    passage: Passage, sentence: Sentence, taken: set[int]
) -> Iterator[tuple[NumberPhrase, Counted]]:
    """«Загинула жінка», «убит мужчина»: one person right beside the verb that says what happened."""
    before = -1  # where the single before ended
    for mark in sentence.of("singular"):
        first = mark.first
        while first > sentence.first and _says_of(passage, first - 1) and first - 1 not in taken:
            first -= 1
        counted = noun_phrase(passage, sentence, first)
        named = counted.head is not None and counted.kind == "person" and counted.victims
        if not named or counted.head.first != mark.first or first <= before:  # type: ignore[union-attr]
            continue
        left = first - 1
        if left in taken or (left >= sentence.first and passage.begins(left, "possessive")):
            continue
        if _happened_to_one(passage, sentence, left, counted.last):
            before = counted.last
            if len(counted.groups) > 1:  # «поранено поліцейського та лікаря»
                shared = set(counted.groups[0]).intersection(*counted.groups[1:])
                counted.group = tuple(g for g in counted.groups[0] if g in shared)
            yield _implied(first, first, max(1, len(counted.groups))), counted


def _says_of(passage: Passage, i: int) -> bool:
    """Whether a word before a noun only says of what kind: 70-річна, літня, місцева."""
    token = passage.tokens[i]
    return bool(passage.begins(i, "modifier")) or (token.kind == FIGURE and "-" in token.word)


def _happened_to_one(passage: Passage, sentence: Sentence, left: int, right: int) -> bool:
    """Whether a verb of harm stands right before or after one person, or the word that opens parts."""
    while left > sentence.first and passage.ending(left, "function", "adverb"):
        left -= 1
    dash = left > sentence.first and passage.tokens[left].text in "—–-:"
    if dash and passage.lies_in(left - 1, "breakdown"):
        return True  # «серед загиблих — рятувальник»
    if left >= sentence.first:
        if any(m.entry.get("victims", True) for m in passage.ending(left, "harm", "verb", "happens")):
            return True
        if passage.lies_in(left, "breakdown"):
            return True
    if left > sentence.first and _joined_to_harmed(passage, sentence, left):
        return True
    for i in range(right, min(right + 3, sentence.last)):
        if passage.begins_as(i, "harm", "happens"):
            return True
        if passage.tokens[i].kind != WORD or passage.lies_in(i, "function") or passage.begins(i, "say"):
            return False
    return False


def _joined_to_harmed(passage: Passage, sentence: Sentence, i: int) -> bool:
    """Whether "and" joins one person to those a verb of harm is said of: «загинули двоє дітей і жінка»."""
    if not passage.ending(i, "function", "conjunction"):
        return False
    households = passage.lexicon.settings.get("households", ())
    for k in range(i - 1, max(sentence.first, i - _LIST) - 1, -1):
        if passage.ending(k, "harm", "verb", "happens"):
            return True
        named = passage.covers_any(k, _LISTED) or passage.words[k] in households
        if not named and passage.tokens[k].kind != FIGURE and passage.tokens[k].text != ",":
            return False
    return False


def _with_theirs(passage: Passage, sentence: Sentence, counted: Counted) -> int:
    """ "A man and his daughter": one more, who is named as theirs."""
    joined = passage.at(counted.last, "function", "conjunction") if counted.last < sentence.last else []
    if not joined or not passage.begins(joined[0].last, "possessive"):
        return 0
    other = noun_phrase(passage, sentence, joined[0].last + 1)
    if other.kind != "person" or other.head is None or not passage.begins(other.head.first, "singular"):
        return 0
    counted.last = other.last
    counted.group = tuple(g for g in counted.group if g in other.group)
    return 1


def _implied(first: int, last: int, number: int) -> NumberPhrase:
    return NumberPhrase(first, last, first, last, Count("exact", number, number, number), bare_one=True)


def _one_with_another(
    passage: Passage, before: tuple[NumberPhrase, Counted], first: int, counted: Counted
) -> tuple[NumberPhrase, Counted] | None:
    """ "A child and a father" are two; "a child, a girl" is one, said twice."""
    phrase, held = before
    gap = [i for i in range(held.last, first) if not _bracketed(passage, held.last, first, i)]
    number = phrase.count.best or 1
    if len(gap) == 1 and passage.tokens[gap[0]].text == ",":
        held.group = tuple(dict.fromkeys((*held.group, *counted.group)))
    elif len(gap) == 1 and passage.begins_as(gap[0], "function", "conjunction"):
        held.group = tuple(g for g in held.group if g in counted.group)
        number += max(1, len(counted.groups))
    else:
        return None
    held.last = counted.last
    return _implied(phrase.first, phrase.last, number), held


def _bracketed(passage: Passage, start: int, end: int, i: int) -> bool:
    """Whether token `i` stands in brackets that open and close between two tokens."""
    opens = any(passage.tokens[k].text == "(" for k in range(start, i + 1))
    closes = any(passage.tokens[k].text == ")" for k in range(i, end))
    return opens and closes
