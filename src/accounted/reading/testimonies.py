"""Testimony: people who tell what was done to them or what they saw, and who passes it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from accounted.reading.clauses import near
from accounted.reading.passages import Passage, Sentence
from accounted.reading.subjects import before_verb
from accounted.reading.violence import Violence

_REACH: Final = 6


@dataclass(frozen=True, slots=True)
class TestimonyFound:
    """An account at tokens [first, last); [teller, teller_end) name those who gave it.

    `relay` are the tokens that name who heard it: "our reporter spoke to …". `proximity` says how far from
    what happened the document stands: by one teller's account, by those of many, or in their own words.
    """

    first: int
    last: int
    teller: int
    teller_end: int
    relay: tuple[int, int] | None = None
    proximity: str = "unknown"


def read_testimonies(passage: Passage, sentence: Sentence, violence: Violence) -> list[TestimonyFound]:
    """The accounts of a sentence, one for each group of tellers."""
    out: list[TestimonyFound] = []
    tellers = sentence.of("teller")
    marks = sentence.of("testimony") if tellers else []
    if not marks or not violence.anywhere():
        return out
    for mark in marks:
        apart = [m for m in tellers if m.last <= mark.first or m.first >= mark.last]
        apart = [m for m in apart if not passage.begins(m.last, "role") or passage.begins(m.last, "say")]
        teller = near(apart, mark.first, mark.last, _REACH)
        if teller is None or any(t.teller == teller.first for t in out):
            continue
        first, last = min(mark.first, teller.first), max(mark.last, teller.last)
        while first > sentence.first and passage.begins_as(first - 1, "function", "determiner"):
            first -= 1
        heard = before_verb(passage, sentence, mark.first) if teller.first >= mark.last else None
        relay = heard[:2] if heard is not None and not heard[2] else None
        many = bool(teller.entry.get("many") or mark.entry.get("many"))
        proximity = "relayed_many" if many else "relayed_one"
        if relay is None and passage.speech_begins(mark.last, sentence.last):
            proximity = "direct"  # "…, a survivor recalled: “They came at night …”"
        out.append(TestimonyFound(first, last, teller.first, teller.last, relay, proximity))
    return out
