"""Hair, eyes, skin, handedness and other traits with a few categories.

A trait is told with error: the confusion matrix says how often each true category is seen as each. What is
inherited together (hair, eyes and skin) is one joint trait with one table, never three factors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from accounted.identifying.evidence.weighing import InvalidEvidence, Weighed, probability, shares

PIGMENTATION = frozenset({"hair", "eyes", "skin"})


@dataclass(frozen=True)
class Trait:
    """A trait with its categories.

    Arguments:
        frequencies: share (or count) of each category in the population.
        frequencies_of: whether they are of what people truly are, or of what examiners see.
        confusion: P(seen | true), true category first; rows sum to one.
        about: what the trait speaks of; hair, eyes and skin all speak of pigmentation.
    """

    name: str
    frequencies: Mapping[str, float]
    confusion: Mapping[str, Mapping[str, float]]
    frequencies_of: Literal["true", "seen"] = "true"
    about: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if set(self.confusion) != set(self.frequencies):
            raise InvalidEvidence(
                f"{self.name}: the confusion matrix has the categories {', '.join(sorted(self.confusion))}, "
                f"the frequencies {', '.join(sorted(self.frequencies))}; give the same to both"
            )
        for true, row in self.confusion.items():
            if set(row) != set(self.frequencies) or abs(sum(row.values()) - 1.0) > 1e-6:
                raise InvalidEvidence(
                    f"{self.name}: the row {true!r} of the confusion matrix does not give each category a "
                    "probability, summing to 1"
                )

    @classmethod
    def with_error(
        cls,
        name: str,
        frequencies: Mapping[str, float],
        error: float,
        about: frozenset[str] = frozenset(),
        frequencies_of: Literal["true", "seen"] = "true",
    ) -> Trait:
        """A trait taken for each other category equally often, in `error` of cases in all."""
        probability(f"{name}: the error", error, above=True)
        others = max(len(frequencies) - 1, 1)
        confusion = {
            true: {seen: 1.0 - error if seen == true else error / others for seen in frequencies}
            for true in frequencies
        }
        if len(frequencies) == 1:
            raise InvalidEvidence(f"{name}: a trait with one category says nothing; leave it out")
        return cls(name, frequencies, confusion, frequencies_of, about)

    @property
    def topics(self) -> frozenset[str]:
        """What it speaks of."""
        about = self.about or frozenset({self.name})
        return frozenset({"pigmentation"}) | (about - PIGMENTATION) if about & PIGMENTATION else about

    def seen_in_population(self) -> dict[str, float]:
        """How often each category is seen, errors included."""
        share = shares(self.name, self.frequencies)
        if self.frequencies_of == "seen":
            return share
        return {
            seen: sum(share[true] * self.confusion[true][seen] for true in self.confusion) for seen in share
        }

    def weigh(self, seen: str, missing: str) -> Weighed:
        """What was seen of a body against what the family says.

        Raises:
            InvalidEvidence: a category the trait does not have.
        """
        for category in (seen, missing):
            if category not in self.frequencies:
                raise InvalidEvidence(
                    f"{self.name}: {category!r} is none of {', '.join(self.frequencies)}; use one of them, "
                    "or leave the trait out"
                )
        common = self.seen_in_population()[seen]
        return Weighed(
            self.name,
            self.confusion[missing][seen],
            common,
            f"{self.name}: {seen} on the body, {missing} by the family; seen in {common:.1%} of people",
            "P(seen | category of the missing) / P(seen in the population), errors included",
            self.topics,
        )
