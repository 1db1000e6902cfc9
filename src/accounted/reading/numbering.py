"""Claims in the order of the text, numbered, and every reference to them with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from accounted.claims import Claim, ReadingWarning

_tell: Final = Claim.__dict__["id"].__set__


def numbered(
    claims: Sequence[Claim], warnings: Sequence[ReadingWarning]
) -> tuple[tuple[Claim, ...], tuple[ReadingWarning, ...]]:
    """The claims as c1, c2 … in the order of the text, and the warnings that speak of them."""
    order = sorted(claims, key=lambda c: (c.excerpt.start, c.excerpt.end, c.kind))
    ids = {c.id: f"c{n}" for n, c in enumerate(order, 1)}
    return (
        tuple([_renamed(c, ids) for c in order]),
        tuple([replace(w, claims=tuple([ids[c] for c in w.claims])) for w in warnings]),
    )


def _renamed(claim: Claim, ids: dict[str, str]) -> Claim:
    # Every claim of a text comes through here, fresh and in nobody else's hands: it is told its number.
    _tell(claim, ids[claim.id])
    if claim.denies:
        claim = replace(claim, denies=tuple(sorted([ids[denied] for denied in claim.denies])))
    tally = claim.tally
    if tally is not None and (tally.partition_of or tally.same_as):
        told = replace(
            tally,
            partition_of=ids[tally.partition_of] if tally.partition_of else None,
            same_as=ids[tally.same_as] if tally.same_as else None,
        )
        claim = replace(claim, tally=told)
    return claim
