"""Testimony: people who tell what was done to them or what they saw, and who passes it on."""

from __future__ import annotations

from dataclasses import dataclass

from accounted.reading.clauses import near
from accounted.reading.passages import Passage, Sentence
from accounted.reading.subjects import before_verb

_REACH = 6


@dataclass(frozen=True, slots=True)
class TestimonyFound:
    """An account at tokens [first, last); [teller, teller_end) name those who gave it.

    `relay` are the tokens that name who heard it: "our reporter spoke to …".
    """

    first: int
    last: int
    teller: int
    teller_end: int
    relay: tuple[int, int] | None = None


def read_testimonies(passage: Passage, sentence: Sentence) -> list[TestimonyFound]:
    """The accounts of a sentence, one for each group of tellers."""
    out: list[TestimonyFound] = []
    for mark in sentence.of("testimony"):
        tellers = [m for m in sentence.of("teller") if m.last <= mark.first or m.first >= mark.last]
        teller = near(tellers, mark.first, mark.last, _REACH)
        if teller is None or any(t.teller == teller.first for t in out):
            continue
        first, last = min(mark.first, teller.first), max(mark.last, teller.last)
        while first > sentence.first and passage.at(first - 1, "function", "determiner"):
            first -= 1
        heard = before_verb(passage, sentence, mark.first) if teller.first >= mark.last else None
        relay = heard[:2] if heard is not None and not heard[2] else None
        out.append(TestimonyFound(first, last, teller.first, teller.last, relay))
    return out
