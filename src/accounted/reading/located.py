"""How firmly the words beside a name put something there: in Izium, the shelling of Izium, Izium's mayor."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

from accounted.reading.passages import Mark, Passage, Sentence
from accounted.reading.tokens import CLITIC, FIGURE, WORD

_BACK: Final = 9  # tokens looked back over for the preposition of a name
_BLOW: Final = 8  # tokens between a blow and the place it fell on
_PART: Final = 7  # tokens before a name that may say which part of it is meant: the western outskirts of


@dataclass(slots=True)
class Located:
    """A place named in a sentence: tokens [first, last), and how firmly the words put something there."""

    first: int
    last: int
    key: str  # as written, the key of its resolution
    strength: int  # 2 in, at, near; 1 of, from; 0 a bare name
    beside: bool = False  # "north of Baghdad": a bearing, not the place
    container: bool = False  # "Trostyanets in Sumy": holds the name before it


def judged(
    passage: Passage,
    sentence: Sentence,
    span: tuple[int, int],
    key: str,
    before: Sequence[Located],
    names: Container[int],
) -> Located:
    """The name at tokens `span` with what its words make of it.

    `before` are the places of the sentence so far, `names` the tokens of all place names of the text.
    """
    first, last = span
    strength, beside = _led(passage, sentence, first, names)
    if figure_follows(passage, sentence, last):
        strength = 2
    if strength == 0 and _has(passage, sentence, first, last):
        strength = 2  # "Mariupol had 58 wounded"
    if strength == 0 and any(passage.begins(k, "attack") for k in range(last, min(last + 3, sentence.last))):
        strength = 1  # "the Aleppo bomb attack"
    container = bool(before) and first - before[-1].last <= 2 and before[-1].strength > 0
    if container and strength == 0:
        strength = before[-1].strength
    if container and first - before[-1].last == 1 and passage.begins_as(first - 1, "function", "conjunction"):
        container = False
    owns = _owns(passage, sentence, last, names)
    if first > sentence.first and _owner(passage, first) and passage.lies_in(first - 1, "actor"):
        owns = True  # «на відступі військові РФ»
    return Located(first, last, key, 0 if owns else strength, beside, container)


def _led(passage: Passage, sentence: Sentence, first: int, names: Container[int]) -> tuple[int, bool]:
    """How firmly the words before a name put something there, and whether they give but a bearing."""
    tokens = passage.tokens
    k, unknown, side = first - 1, 0, False
    while k >= sentence.first and first - k <= _BACK:
        placed = passage.covers(k, "placed")
        if placed is not None and placed.last == k + 1:
            beside = placed.last - placed.first > 1 and bool(passage.lies_in(placed.first, "direction"))
            if not placed.entry.get("weak"):
                if placed.first > sentence.first and passage.begins(placed.first - 1, "seated"):
                    return 0, beside  # the Observatory, based in Britain
                return 2, beside
            earlier = placed.first - 1
            if passage.lies_in(earlier, "level") or passage.lies_in(earlier, "direction"):
                side = side or bool(passage.lies_in(earlier, "direction"))
                k = earlier
                continue
            if passage.ending(earlier, "attack") or (side and placed.entry.get("side")):
                return 2, beside  # "the attack on Dnipro", "on the outskirts of Izium"
            if placed.entry.get("near") and passage.begins(placed.last, "place_word"):
                return 2, beside  # «у аэропорта Кабула»
            if placed.entry.get("hit") and _struck_before(sentence, placed.first):
                return 2, beside  # «вдарила двома ракетами по Одесі»
            return (1 if passage.begins(k, "of") else 0), beside
        if passage.lies_in(k, "struck") or (passage.lies_in(k, "deed_at") and not _owner(passage, first)):
            return 2, False  # "hit the town of Okhtyrka", "обстріл Нікополя"
        if k == first - 1 and passage.ending(k, "act"):
            return 2, False  # "they shelled Kharkiv"
        if k == first - 1 and passage.lies_in(k, "person") and not _owner(passage, first):
            return 1, False  # «жителів Донеччини»
        if not _passes(passage, k, names):
            if tokens[k].kind != WORD or unknown >= 2 or _role(passage, k) or passage.lies_in(k, "say"):
                break
            if passage.lies_in(k, "harm"):
                break
            unknown += 1
        k -= 1
    return 0, False


def _struck_before(sentence: Sentence, i: int) -> bool:
    """Whether the sentence tells of a blow before token `i`."""
    return any(0 < i - mark.last <= _BLOW for kind in ("attack", "struck") for mark in sentence.of(kind))


def _passes(passage: Passage, k: int, names: Container[int]) -> bool:
    """Whether a token may stand between a preposition and its name."""
    token = passage.tokens[k]
    return bool(
        passage.lies_in(k, "level") or passage.lies_in(k, "direction") or passage.begins(k, "article")
        or passage.begins_as(k, "function", "determiner") or token.kind == CLITIC or k in names
        or passage.lies_in(k, "demonym") or _role(passage, k) == "adverb" or passage.lies_in(k, "control")
        or "-" in token.word or passage.lies_in(k, "place_word")
        or (token.text == "." and k > 0 and passage.lies_in(k - 1, "level"))  # у м. Чугуїв
    )  # fmt: skip


def _owner(passage: Passage, i: int) -> Mark | None:
    """Whether a name is that of a power, whose attack it is: "удар Росії"."""
    return passage.covers(i, "named_actor") or passage.covers(i, "owner_after")


def _owns(passage: Passage, sentence: Sentence, last: int, names: Container[int]) -> bool:
    """Whether a name only says whose the next thing is: "Kharkiv's mayor", "the Kyiv suburb of Bucha"."""
    if last >= sentence.last:
        return False
    possessor = passage.tokens[last].kind == CLITIC
    if last + 1 >= sentence.last:
        return possessor
    if passage.begins(last, "of"):
        return possessor or last + 1 in names or passage.tokens[last + 1].capital
    # "the Baghdad neighborhoods of Husseiniyah and Yarmouk"
    return possessor or bool(passage.begins(last, "level") and passage.begins(last + 1, "of"))


def _has(passage: Passage, sentence: Sentence, first: int, last: int) -> bool:
    """ "Mariupol had 58 wounded": the place is the one that something befell. A state does other things."""
    if _owner(passage, first) or last >= sentence.last:
        return False
    k = last + 1 if _role(passage, last) == "adverb" else last
    if k < sentence.last and _role(passage, k) == "auxiliary" and k + 1 < sentence.last:
        return bool(passage.begins(k + 1, "control"))  # "since Kherson was liberated"
    return k < sentence.last and bool(passage.begins(k, "befallen"))


def figure_follows(passage: Passage, sentence: Sentence, i: int) -> bool:
    """ "Kharkiv region – 275": a figure given for a place."""
    tokens = passage.tokens
    return i + 1 < sentence.last and tokens[i].text in "–—-:" and tokens[i + 1].kind == FIGURE


def part_of_place(passage: Passage, place: Located) -> int:
    """Where the words begin that say which part of a place is meant: "north-western outskirts of Izium"."""
    start, k = place.first, place.first - 1
    while k >= 0 and place.first - k <= _PART:
        toward = passage.covers(k, "direction")
        if toward is not None:
            start, k = toward.first, toward.first - 1
        elif passage.begins(k, "of") and k > 0 and (held := passage.covers(k - 1, "direction")) is not None:
            if not held.entry.get("noun"):
                break
            k -= 1
        elif passage.begins_as(k, "function", "determiner") and k > 0 and passage.begins(k - 1, "of"):
            k -= 1
        else:
            break
    return start


def _role(passage: Passage, i: int) -> str:
    held = passage.covers(i, "function")
    return held.role if held is not None else ""
