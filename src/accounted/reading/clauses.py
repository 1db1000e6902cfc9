"""The stretch of a sentence that one claim is about: bounded by punctuation, speech and new clauses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from accounted.reading.passages import Mark, Passage, Sentence

_EDGES: Final = frozenset(',;:()–—-"“”«»[]')
_LEFT: Final = 14  # tokens a claim's words may reach beyond its cue
_RIGHT: Final = 16


def clause(
    passage: Passage, sentence: Sentence, first: int, last: int, speakers: Sequence[tuple[int, int]] = ()
) -> tuple[int, int]:
    """The clause around tokens [first, last): as far as the nearest edges on both sides."""
    tokens = passage.tokens
    a, b = first, last
    spoken = {i for s, e in speakers for i in range(s, e)}
    while a > sentence.first and first - a < _LEFT:
        k = a - 1
        if (
            tokens[k].text in _EDGES
            or k in spoken
            or passage.lies_in(k, "say")
            or passage.lies_in(k, "according")
        ):
            break
        held = passage.covers(k, "function")
        if held is not None and held.role == "clause":
            break
        if passage.words[k] in _thats(passage):
            break
        a -= 1
    while b < sentence.last and b - last < _RIGHT:
        if tokens[b].text in _EDGES or tokens[b].text in ".!?…" or b in spoken:
            break
        if passage.begins_as(b, "function", "clause"):
            break
        if passage.begins(b, "say") and not passage.begins(b, "harm"):
            break
        b += 1
    return a, b


def _thats(passage: Passage) -> frozenset[str]:
    return frozenset(passage.lexicon.settings.get("content_openers", ()))


def clusters(passage: Passage, marks: Sequence[Mark], reach: int) -> list[list[Mark]]:
    """Marks that make one list: at most `reach` tokens apart, with only commas and joining words between."""
    out: list[list[Mark]] = []
    for mark in marks:
        if out:
            gap = range(out[-1][-1].last, mark.first)
            listed = all(
                passage.tokens[k].text == ","
                or passage.at(k, "function", "conjunction", "adverb", "determiner", "auxiliary")
                or passage.begins(k, "modifier")
                for k in gap
            )
            if len(gap) <= reach and listed:
                out[-1].append(mark)
                continue
        out.append([mark])
    return out


def near(marks: Sequence[Mark], first: int, last: int, reach: int) -> Mark | None:
    """The mark nearest to tokens [first, last), within reach."""
    best = min(marks, key=lambda m: max(m.first - last, first - m.last, 0), default=None)
    if best is None or max(best.first - last, first - best.last, 0) > reach:
        return None
    return best
