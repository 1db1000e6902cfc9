"""Age at death: an interval or an estimate from the bones, against the years a person had lived.

All ages are whole years from 0 to 110, and every distribution is an array over them that sums to one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from accounted.identifying.evidence.weighing import InvalidEvidence, Weighed, probability

OLDEST = 110
YEARS = np.arange(OLDEST + 1)


def uniform(low: int, high: int) -> Any:
    """float64 [ages]: every year from `low` to `high`, both included, alike."""
    if not 0 <= low <= high <= OLDEST:
        raise InvalidEvidence(f"age: {low} to {high} is no span of ages between 0 and {OLDEST}")
    inside = (low <= YEARS) & (high >= YEARS)
    return inside / inside.sum()


def of_bands(bands: Mapping[str, float]) -> Any:
    """float64 [ages]: from counts or shares of bands such as "18-29" and "60+", even within each.

    The ages of the dead of this event, as far as known; half a person is added to each band so that no age
    is impossible, and bands that are not listed share half a person too.
    """
    made = np.zeros(OLDEST + 1)
    total = float(sum(bands.values()))
    if not total > 0.0:
        raise InvalidEvidence("age: no band with people in it; give how many of the dead were of which age")
    counts = abs(total - 1.0) > 1e-6
    for band, value in bands.items():
        first, _, last = band.replace("–", "-").partition("-")
        try:
            low = int(first.rstrip("+"))
            high = OLDEST if first.endswith("+") else int(last or first)
        except ValueError:
            raise InvalidEvidence(f"age: {band!r} is no band of ages; write 18-29 or 60+") from None
        if value < 0.0:
            raise InvalidEvidence(f"age: {band} has {value:g} people; give a number not below 0")
        made += (value + (0.5 if counts else 0.0)) * uniform(low, high)
    unlisted = made == 0.0
    if unlisted.any():
        made[unlisted] = (0.5 if counts else 0.005) / unlisted.sum()
    return made / made.sum()


def of_missing(age: float, *, margin: float = 0.0, later: float = 0.0, doubt: float = 0.01) -> Any:
    """float64 [ages]: how old a missing person was at death.

    Arguments:
        age: when last seen, give or take `margin` years, all alike.
        later: up to how many years later they may have died.
        doubt: how likely the record itself is wrong; then any other age is as likely as another.
    """
    if age < 0.0 or margin < 0.0 or later < 0.0:
        raise InvalidEvidence(f"age {age:g} ± {margin:g}, {later:g} years later: none may be below 0")
    probability("age: the doubt", doubt, above=True)
    low, high = max(0, int(np.floor(age - margin))), min(OLDEST, int(np.floor(age + margin + later)))
    inside = uniform(min(low, OLDEST), max(high, min(low, OLDEST)))
    outside = (inside == 0.0).astype(np.float64)
    return (1.0 - doubt) * inside + doubt * outside / outside.sum()


@dataclass(frozen=True, slots=True)
class AgeInterval:
    """What an anthropologist states: an interval of years, and how often such intervals hold the truth.

    Any interval of the same width could have been stated. Of those that hold the true age each has an equal
    part of `coverage`, of those that do not an equal part of the rest: P(stated | age) sums to one over what
    can be stated, for every age.
    """

    low: int
    high: int
    coverage: float = 0.95

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= OLDEST:
            raise InvalidEvidence(
                f"age {self.low} to {self.high}: give a lower and an upper bound between 0 and {OLDEST}"
            )
        if not 0.0 < self.coverage <= 1.0:
            raise InvalidEvidence(
                f"the coverage of the age interval is {self.coverage:g}; give the share of such intervals "
                "that hold the true age, above 0 and at most 1"
            )

    def likelihood(self) -> Any:
        """float64 [ages]: P(this interval is stated | age)."""
        width = self.high - self.low
        starts = OLDEST + 1 - width  # how many intervals of this width there are
        first = np.maximum(0, YEARS - width)
        last = np.minimum(YEARS, starts - 1)
        holding = last - first + 1
        inside = (self.low <= YEARS) & (self.high >= YEARS)
        with np.errstate(divide="ignore", invalid="ignore"):
            elsewhere = np.where(starts > holding, (1.0 - self.coverage) / (starts - holding), 0.0)
            here = np.where(starts > holding, self.coverage, 1.0) / holding
        return np.where(inside, here, elsewhere)

    def __str__(self) -> str:
        return f"{self.low} to {self.high} years ({self.coverage:.0%} of such intervals hold the age)"


@dataclass(frozen=True, slots=True)
class AgeEstimate:
    """An estimate with a standard error: P(estimate | age) is normal around the age."""

    mean: float
    error: float

    def __post_init__(self) -> None:
        if not self.error > 0.0:
            raise InvalidEvidence(f"the error of the age estimate is {self.error:g}; give years above 0")

    def likelihood(self) -> Any:
        """float64 [ages]: the density of this estimate at each age."""
        away = (self.mean - YEARS) / self.error
        return np.exp(-0.5 * away**2) / (self.error * np.sqrt(2.0 * np.pi))

    def __str__(self) -> str:
        return f"about {self.mean:g} years (standard error {self.error:g})"


def weigh(seen: AgeInterval | AgeEstimate, missing: Any, population: Any) -> Weighed:
    """The age the bones show against the age distribution of a missing person and that of the dead."""
    likelihood = seen.likelihood()
    low, high = (int(np.searchsorted(np.cumsum(missing), q)) for q in (0.025, 0.975))
    return Weighed(
        "age",
        float(likelihood @ missing),
        float(likelihood @ population),
        f"age by the bones: {seen}; the missing person was {low if low == high else f'{low} to {high}'}",
        "Σ P(stated | age) × P(age of the missing) / Σ P(stated | age) × P(age among the dead)",
        frozenset({"age"}),
    )
