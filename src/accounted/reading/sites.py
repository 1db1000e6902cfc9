"""Places of burial, detention, torture and execution; one claim for each, at its first informative
mention.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from accounted.reading.clauses import clause, near
from accounted.reading.passages import Mark, Passage, Sentence

_ROOM_REACH: Final = 6  # tokens between "held" and the cellar
_QUOTES: Final = frozenset('"“«„‘')
_INMATES_REACH: Final = 12
_LIST: Final = 4  # tokens after a place where bodies lay in which the list of such places may go on

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SiteFound:
    """A site at tokens [first, last). `other`: by its words not one that was spoken of before."""

    first: int
    last: int
    what: tuple[str, ...]
    scare: bool
    other: bool = False


def read_sites(
    passage: Passage, sentence: Sentence, counted: Sequence[Span], lying: Sequence[Span] = ()
) -> list[SiteFound]:
    """The sites of a sentence. `counted` are the tokens of its tallies: a counted group of sites is a
    tally. `lying` are the tokens that say where bodies lay: "in shallow graves" is a finding on them.
    """
    out: list[SiteFound] = []
    for mark in sentence.of("site"):
        what = tuple(mark.entry.get("what"))
        if _within(mark, counted) or (what == ("burial",) and _listed(mark, lying)):
            continue
        before = mark.first - 1
        if before >= sentence.first and (
            passage.ending(before, "figurative") or passage.ending(before, "sites_at_large")
        ):
            continue
        if mark.entry.get("named") and not _informative(passage, sentence, mark):
            continue
        other = bool(mark.entry.get("other")) or (
            bool(mark.entry.get("named")) and _named(passage, sentence, mark)
        )
        out.append(_site(passage, sentence, mark.first, mark.last, what, other=other))
    if out:
        return out
    for held in sentence.of("held"):
        found = _room(passage, sentence, held)
        if found is None or any(a < found[1] and held.first < b for a, b in counted):
            continue
        out.append(_site(passage, sentence, *found, tuple(held.entry.get("what"))))
        break
    return out


def _within(mark: Mark, spans: Sequence[Span]) -> bool:
    return any(a < mark.last and mark.first < b for a, b in spans)


def _listed(mark: Mark, lying: Sequence[Span]) -> bool:
    """Within, or next in the list: "in homes, cellars and shallow graves"."""
    return any(a < mark.last and mark.first - b <= _LIST for a, b in lying)


def _room(passage: Passage, sentence: Sentence, held: Mark) -> Span | None:
    """ "Held in the cellar of a school", "buried in a forest": a place by what was done in it."""
    rooms = [m for m in sentence.of("room") if held.last <= m.first <= held.last + _ROOM_REACH]
    rooms = [
        m for m in rooms if m.first > held.last or passage.ending(held.last - 1, "function", "preposition")
    ]
    rooms = [m for m in rooms if _reached(passage, held.last, m.first)]
    bodies = [m for m in sentence.of("body_word") if m.first <= held.first]
    burial = "burial" in held.entry.get("what")
    room = rooms[0] if rooms else None
    if room is None and held.entry.get("room"):
        return None
    if burial and not bodies and room is None:
        return None
    if room is None and not (burial and bodies and _placed_after(passage, sentence, held)):
        return None
    if not burial and not (sentence.of("person") or sentence.of("pronoun") or sentence.of("part_pronoun")):
        return None
    first = bodies[-1].first if bodies and burial else held.first
    return first, room.last if room is not None else held.last


def _reached(passage: Passage, start: int, end: int) -> bool:
    """Whether a word for a place belongs to the verb before it: a preposition and no other clause between."""
    inside = False
    for k in range(start, end):
        held = passage.covers(k, "function")
        if passage.tokens[k].text in ",;:" or (held is not None and held.role in ("clause", "relative")):
            return False
        inside = inside or bool(held is not None and held.role == "preposition")
    return inside or start == end


def _placed_after(passage: Passage, sentence: Sentence, mark: Mark) -> bool:
    return mark.last < sentence.last and bool(passage.begins(mark.last, "placed"))


def _informative(passage: Passage, sentence: Sentence, mark: Mark) -> bool:
    """A prison is a site of interest where people were held or harmed in it, and the words say so nearby."""
    inside = mark.first > sentence.first and (
        passage.covers(mark.first - 1, "placed") or passage.covers(mark.first - 1, "function")
        or passage.tokens[mark.first - 1].capital
    )  # fmt: skip
    harmed = near(sentence.of("act"), mark.first, mark.last, 14) or near(
        sentence.of("held"), mark.first, mark.last, 8
    )
    camp = bool(mark.entry.get("camp"))  # most camps are of the displaced: only with those held in it
    if inside and harmed and not camp:
        return True
    named = _named(passage, sentence, mark)
    inmates = [m for m in sentence.of("inmates") if not (camp and m.entry.get("harmed"))]
    return named and near(inmates, mark.first, mark.last, _INMATES_REACH) is not None


def _named(passage: Passage, sentence: Sentence, mark: Mark) -> bool:
    """Whether a name stands beside a word for a prison: "в лагере Гуантанамо", "Sednaya prison"."""
    tokens = passage.tokens
    after = mark.last
    if after < sentence.last and tokens[after].text in _QUOTES:
        after += 1
    if after < sentence.last and tokens[after].capital:
        return True
    return mark.first - 1 > sentence.first and tokens[mark.first - 1].capital


def _site(
    passage: Passage, sentence: Sentence, first: int, last: int, what: tuple[str, ...], *, other: bool = False
) -> SiteFound:
    a, b = clause(passage, sentence, first, last)
    a, b = max(a, first - 4), min(b, last + 8)
    quotation = passage.quote_mark(first - 1) if first > sentence.first else None
    return SiteFound(a, b, what, quotation is not None and not quotation.speech, other)
