"""Inquiries: who investigates what; opened, under way, asked for or refused.

To investigate is not to conclude (rule D-18): the claim's modality is `investigates` unless the words say
that
something was found.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounted.reading.clauses import clause
from accounted.reading.passages import Passage, Sentence


@dataclass(frozen=True, slots=True)
class InquiryFound:
    """An inquiry at tokens [first, last), with its types as the words suggest them."""

    first: int
    last: int
    what: tuple[str, ...]


def read_investigations(
    passage: Passage, sentence: Sentence, speakers: list[tuple[int, int]], known: tuple[str, ...]
) -> list[InquiryFound]:
    """The inquiries of a sentence: at most one, from its first cue to its last.

    `speakers`: words that name who speaks are no cue. `known` are the types named last, for "the commission".
    """
    marks = [
        m
        for m in sentence.of("investigation")
        if not any(a <= m.first < b for a, b in _titles(passage, speakers))
    ]
    press = sentence.of("press_finds")
    bodies = tuple(dict.fromkeys(str(m.entry.get("type")) for m in sentence.of("inquiry_body")))
    if press and not marks:
        a, b = clause(passage, sentence, press[0].first, press[0].last)
        return [InquiryFound(a, b, ("press",))]
    said = [m for m in marks if m.entry.get("sure") or sentence.of("investigation_verb")]
    said = [m for m in said if not (m.first > sentence.first and passage.covers(m.first, "title"))]
    if not said:
        return []
    if not bodies and sentence.of("inquiry_again"):
        bodies = known
    first, last = said[0].first, said[-1].last
    a, b = clause(passage, sentence, said[0].first, said[0].last)
    return [InquiryFound(min(a, first), max(b, last), bodies)]


def _titles(passage: Passage, speakers: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The speakers with the apposition after their name: "Erik Mose, the chairman of the inquiry,"."""
    out = []
    for first, last in speakers:
        end = last
        if end < len(passage.tokens) and passage.tokens[end].text == ",":
            end += 1
            while end < len(passage.tokens) and end - last < 20 and passage.tokens[end].text not in ",.:;":
                end += 1
        out.append((first, end))
    return out
