"""Who is behind a number, and which texts are copies of one another (rules D-03, D-04)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two documents with nearly the same text: one may be syndicated from the other. A person decides."""

    one: str
    other: str
    similarity: float  # share of common word sequences (Jaccard), estimated from the sketches, 0 to 1


def suggest_syndication(texts: Mapping[str, str], *, threshold: float = 0.5) -> tuple[Suggestion, ...]:
    """Pairs of documents with nearly the same text, most alike first."""
    raise NotImplementedError
