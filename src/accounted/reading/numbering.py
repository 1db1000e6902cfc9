"""Claims in the order of the text, numbered, and every reference to them with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from accounted.claims import Claim, ReadingWarning, Tally

# Every claim of a text comes through here, fresh and in nobody else's hands: it is told its number, and those
# of the claims that it names.
_tell: Final = Claim.__dict__["id"].__set__
_tell_denied: Final = Claim.__dict__["denies"].__set__
_tell_whole: Final = Tally.__dict__["partition_of"].__set__
_tell_same: Final = Tally.__dict__["same_as"].__set__


def numbered(
    claims: Sequence[Claim], warnings: Sequence[ReadingWarning]
) -> tuple[tuple[Claim, ...], tuple[ReadingWarning, ...]]:
    """The claims as c1, c2 … in the order of the text, and the warnings that speak of them."""
    order = sorted(claims, key=lambda c: (c.excerpt.start, c.excerpt.end, c.kind))
    ids = {c.id: f"c{n}" for n, c in enumerate(order, 1)}
    for claim in order:
        _rename(claim, ids)
    return (
        tuple(order),
        tuple([replace(w, claims=tuple([ids[c] for c in w.claims])) for w in warnings]),
    )


def _rename(claim: Claim, ids: dict[str, str]) -> None:
    _tell(claim, ids[claim.id])
    if claim.denies:
        _tell_denied(claim, tuple(sorted([ids[denied] for denied in claim.denies])))
    tally = claim.tally
    if tally is not None:
        if tally.partition_of:
            _tell_whole(tally, ids[tally.partition_of])
        if tally.same_as:
            _tell_same(tally, ids[tally.same_as])
