"""Places of burial, detention, torture and execution; one claim for each, at its first informative
mention.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounted.reading.clauses import clause, near
from accounted.reading.passages import Mark, Passage, Sentence


@dataclass(frozen=True, slots=True)
class SiteFound:
    """A site at tokens [first, last)."""

    first: int
    last: int
    what: tuple[str, ...]
    scare: bool


def read_sites(passage: Passage, sentence: Sentence, counted: list[tuple[int, int]]) -> list[SiteFound]:
    """The sites of a sentence. `counted` are the tokens of its tallies: a counted group of sites is a
    tally.
    """
    out: list[SiteFound] = []
    for mark in sentence.of("site"):
        if any(a < mark.last and mark.first < b for a, b in counted):
            continue
        if mark.first > sentence.first and passage.ending(mark.first - 1, "figurative"):
            continue
        if mark.entry.get("named") and not _informative(passage, sentence, mark):
            continue
        out.append(_site(passage, sentence, mark.first, mark.last, tuple(mark.entry.get("what"))))
    if not out:
        for held in sentence.of("held"):
            rooms = [m for m in sentence.of("room") if held.last <= m.first <= held.last + 6]
            bodies = [m for m in sentence.of("body_word") if m.last <= held.first]
            burial = "burial" in held.entry.get("what")
            room = rooms[0] if rooms else None
            if burial and not bodies and room is None:
                continue
            if room is None and not (burial and bodies and _placed_after(passage, sentence, held)):
                continue
            first = bodies[-1].first if bodies else held.first
            last = room.last if room is not None else held.last
            if any(a < last and held.first < b for a, b in counted):
                continue
            out.append(_site(passage, sentence, first, last, tuple(held.entry.get("what"))))
            break
    return out


def _placed_after(passage: Passage, sentence: Sentence, mark: Mark) -> bool:
    return mark.last < sentence.last and bool(passage.at(mark.last, "placed"))


def _informative(passage: Passage, sentence: Sentence, mark: Mark) -> bool:
    """A prison is a site of interest where people were held or harmed in it, and the words say so nearby."""
    inside = mark.first > sentence.first and (
        passage.covers(mark.first - 1, "placed") or passage.covers(mark.first - 1, "function")
        or passage.tokens[mark.first - 1].capital
    )  # fmt: skip
    harmed = near(sentence.of("act"), mark.first, mark.last, 14) or near(
        sentence.of("held"), mark.first, mark.last, 8
    )
    return bool(inside and harmed)


def _site(passage: Passage, sentence: Sentence, first: int, last: int, what: tuple[str, ...]) -> SiteFound:
    a, b = clause(passage, sentence, first, last)
    a, b = max(a, first - 4), min(b, last + 8)
    quotation = passage.quote_mark(first - 1) if first > sentence.first else None
    return SiteFound(a, b, what, quotation is not None and not quotation.speech)
