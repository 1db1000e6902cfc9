"""A likelihood ratio of one kind of evidence, with the sentence that explains it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounted.identifying.errors import IdentifyingError


class InvalidEvidence(IdentifyingError):
    """Evidence that cannot be weighed as it is given; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one kind of evidence says of a body and a missing person.

    `topics` are what it speaks of (two that speak of one topic are never multiplied), `given` what it already
    takes into account. `formula` is how it was computed, in words that can be looked up.
    """

    kind: str
    if_missing: float
    if_other: float
    words: str
    formula: str
    topics: frozenset[str]
    given: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not (self.if_other > 0.0 and math.isfinite(self.if_missing) and self.if_missing >= 0.0):
            raise InvalidEvidence(
                f"{self.kind}: what was seen has the probability {self.if_other:g} in the population, so "
                "that no ratio can be given; use counts (which are smoothed) or a frequency above 0"
            )

    @property
    def ratio(self) -> float:
        """How much likelier what was seen is if the body is the missing person."""
        return self.if_missing / self.if_other

    @property
    def log10(self) -> float:
        """log10 of the ratio; minus infinity where it is 0."""
        return math.log10(self.ratio) if self.ratio > 0.0 else -math.inf

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "kind": self.kind,
            "ratio": self.ratio,
            "if_missing": self.if_missing,
            "if_other": self.if_other,
            "words": self.words,
            "formula": self.formula,
            "topics": sorted(self.topics),
            "given": sorted(self.given),
        }


def probability(name: str, value: float, *, above: bool = False) -> float:
    """A probability, checked.

    Raises:
        InvalidEvidence: it does not lie between 0 and 1 (`above`: 0 itself is none either).
    """
    if not (0.0 < value < 1.0 if above else 0.0 <= value <= 1.0):
        bounds = "above 0 and below 1" if above else "between 0 and 1"
        raise InvalidEvidence(f"{name} is {value:g}; give a probability {bounds}")
    return value


def shares(name: str, given: Mapping[str, float]) -> dict[str, float]:
    """The share of each category: counts are smoothed by half a person each, proportions must sum to one.

    A category nobody in a sample had is rare, not impossible (Jeffreys' ½).

    Raises:
        InvalidEvidence: no category, a negative number, or a proportion of 0.
    """
    if not given or min(given.values()) < 0.0:
        raise InvalidEvidence(f"{name}: give a number, not below 0, for each category")
    total = float(sum(given.values()))
    if abs(total - 1.0) <= 1e-6:
        empty = [category for category, value in given.items() if value == 0.0]
        if empty:
            raise InvalidEvidence(
                f"{name}: {empty[0]} has the proportion 0, which would make an infinite ratio; give the "
                "counts (they are smoothed), or a small proportion"
            )
        return {category: value / total for category, value in given.items()}
    if any(value != int(value) for value in given.values()) or total < 1.0:
        raise InvalidEvidence(f"{name}: the proportions sum to {total:g}, not to 1")
    return {category: (value + 0.5) / (total + 0.5 * len(given)) for category, value in given.items()}
