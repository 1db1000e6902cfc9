"""Which claims of a document a denial answers: they stand beside it, and none is withdrawn by it (rule D-17)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from accounted.claims import Claim
from accounted.reading.denials import DenialFound
from accounted.reading.passages import Passage

_ANSWERABLE = frozenset({"tally", "act", "finding", "site"})


def link_denials(
    claims: Sequence[Claim], denials: Iterable[tuple[Claim, DenialFound, Passage]]
) -> list[Claim]:
    """Give each denial the claims it rejects: those of its own sentence, of its place, or against its speaker."""
    answered: dict[str, tuple[str, ...]] = {}
    for denial, found, passage in denials:
        answered[denial.id] = tuple(c.id for c in claims if _answers(denial, found, passage, c))
    return [replace(c, denies=answered[c.id]) if c.id in answered else c for c in claims]


def _answers(denial: Claim, found: DenialFound, passage: Passage, claim: Claim) -> bool:
    if claim.kind not in _ANSWERABLE or (claim.tally is not None and not claim.tally.victims):
        return False
    if found.here:
        sentence = next(s for s in passage.sentences if s.first <= found.cue < s.last)
        start, end = passage.span(sentence.first, sentence.last)
        if start <= claim.excerpt.start < end:
            return True
    place = denial.place
    if place is not None and not place.inferred:
        return claim.place is not None and _same_place(claim.place.text, place.text)
    if denial.speaker is None or claim.party is None:
        return False
    party = f"{claim.party.text} {claim.party.actor or ''}".lower()
    return any(word in party for word in _stems(denial.speaker.text))


def _same_place(a: str, b: str) -> bool:
    return a.lower() == b.lower()


def _stems(text: str) -> list[str]:
    """The beginnings of a name's words, so that Russia answers for Russian soldiers."""
    return [w.lower()[:6] for w in text.split() if w[:1].isupper() and len(w) > 2 and w.lower() != "the"]
