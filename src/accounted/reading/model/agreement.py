"""Two readings of one document side by side: where they agree, and what only one of them has.

Agreement makes nothing true, and its lack makes nothing false. It says where a reviewer should look first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from accounted.claims import Claim, Count

Standing = Literal["agree", "only_rules", "only_model"]


@dataclass(frozen=True, slots=True)
class Pair:
    """One claim that both readers have. `differs` names what they read otherwise in it."""

    rules: str
    model: str
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Which claims of two readings agree, by their identifiers."""

    agree: tuple[Pair, ...]
    only_rules: tuple[str, ...]
    only_model: tuple[str, ...]

    def standing(self) -> dict[str, Standing]:
        """For each claim of either reading, how it stands."""
        told: dict[str, Standing] = dict.fromkeys(self.only_rules, "only_rules")
        told |= dict.fromkeys(self.only_model, "only_model")
        for pair in self.agree:
            told[pair.rules] = told[pair.model] = "agree"
        return told


def compare(rules: Sequence[Claim], model: Sequence[Claim]) -> Agreement:
    """Pair the claims of two readings of one document.

    Claims agree when they are of one kind, their words overlap, and a tally has the same number, any other
    claim at least one term in common (where both have terms). Each claim is paired once, with the one that
    shares most of its words.
    """
    waiting: defaultdict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in model:
        for key in _keys(claim):
            waiting[key].append(claim)
    taken: set[str] = set()
    pairs = []
    for claim in rules:
        near = [
            other for key in _keys(claim) for other in waiting[key]
            if other.id not in taken and _shared(claim, other) > 0 and _alike(claim, other)
        ]  # fmt: skip
        if near:
            best = max(near, key=lambda other, claim=claim: (_shared(claim, other), -other.excerpt.start))  # type: ignore[misc]
            taken.add(best.id)
            pairs.append(Pair(claim.id, best.id, tuple(_differences(claim, best))))
    paired = {pair.rules for pair in pairs}
    return Agreement(
        tuple(pairs),
        tuple(claim.id for claim in rules if claim.id not in paired),
        tuple(claim.id for claim in model if claim.id not in taken),
    )


_BLOCK = 1_000  # characters: claims are looked for among those of the same stretch of text


def _keys(claim: Claim) -> Iterator[tuple[object, ...]]:
    figure = _figures(claim.tally.count) if claim.tally is not None else None
    for block in range(claim.excerpt.start // _BLOCK, (claim.excerpt.end - 1) // _BLOCK + 1):
        yield claim.kind, figure, block


def _figures(count: Count) -> tuple[int | None, int | None, int | None]:
    return count.low, count.best, count.high


def _shared(one: Claim, other: Claim) -> int:
    return min(one.excerpt.end, other.excerpt.end) - max(one.excerpt.start, other.excerpt.start)


def _alike(one: Claim, other: Claim) -> bool:
    return one.tally is not None or not one.what or not other.what or bool({*one.what} & {*other.what})


def _differences(one: Claim, other: Claim) -> Iterator[str]:
    if one.tally is not None and other.tally is not None:
        if one.tally.basis != other.tally.basis:
            yield "basis"
        if {*one.tally.group} != {*other.tally.group}:
            yield "group"
        if one.tally.victims != other.tally.victims:
            yield "victims"
    if {*one.what} != {*other.what}:
        yield "what"
    if one.modality != other.modality:
        yield "modality"
    if not _same_words(one.speaker, other.speaker):
        yield "speaker"
    if not _same_words(one.place, other.place):
        yield "place"
    if (one.date.edtf if one.date else None) != (other.date.edtf if other.date else None):
        yield "date"
    if not _same_words(one.party, other.party):
        yield "party"


def _same_words(one: object, other: object) -> bool:
    """Whether two mentions are the same words, or one is within the other ("police", "the police")."""
    if one is None or other is None:
        return one is other
    words = [" ".join(str(getattr(each, "text", "")).casefold().split()) for each in (one, other)]
    return words[0] in words[1] or words[1] in words[0]
