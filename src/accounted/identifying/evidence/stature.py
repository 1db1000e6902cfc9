"""Stature from long bones, with the error of the regression, against what the family says.

Estimates from a regression of stature *on bone* lean towards the mean of the people it was made from: short
people come out too tall. `unshrunk` turns one round ("flip the regression", Konigsberg and others 1998);
`from_bone` uses a regression of bone on stature, where nothing has to be turned.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from accounted.identifying.evidence.weighing import InvalidEvidence, Weighed


@dataclass(frozen=True, slots=True)
class Estimate:
    """Centimetres, and their standard error."""

    value: float
    error: float

    def __post_init__(self) -> None:
        if not (0.0 < self.value < 300.0 and self.error > 0.0):
            raise InvalidEvidence(
                f"a stature of {self.value:g} ± {self.error:g} cm; give centimetres, and an error above 0"
            )


def unshrunk(stated: Estimate, *, mean: float, deviation: float) -> Estimate:
    """A regression of stature on bone turned round, by the mean and deviation of the people it is from.

    With r² = 1 − error² / deviation² the estimate is mean + r² (stature − mean) + noise: so
    mean + (estimate − mean) / r² is around the stature itself, with the error error / r.

    Raises:
        InvalidEvidence: the error is no smaller than the deviation: the bone says nothing.
    """
    explained = 1.0 - (stated.error / deviation) ** 2
    if not explained > 0.0:
        raise InvalidEvidence(
            f"a stature with an error of {stated.error:g} cm where people vary by {deviation:g} cm: the bone "
            "says nothing; leave the stature out"
        )
    return Estimate(mean + (stated.value - mean) / explained, stated.error / math.sqrt(explained))


def from_bone(length: float, *, intercept: float, slope: float, error: float) -> Estimate:
    """From a regression of bone on stature: bone = intercept + slope × stature + error, all in centimetres.

    Raises:
        InvalidEvidence: the slope is not above 0.
    """
    if not slope > 0.0:
        raise InvalidEvidence(f"stature: a slope of {slope:g}; longer bones belong to taller people")
    return Estimate((length - intercept) / slope, error / slope)


def weigh(seen: Estimate, missing: Estimate, population: Estimate, *, given_sex: bool = False) -> Weighed:
    """N(x; s, e² + r²) / N(x; μ, σ² + e²): stature x with error e, s with the family's error r, dead μ, σ.

    Arguments:
        population: mean and standard deviation of the dead; with `given_sex` of those of the body's sex, and
            then the ratio may stand beside one for sex.
    """
    under_missing = _normal(seen.value, missing.value, math.hypot(seen.error, missing.error))
    under_other = _normal(seen.value, population.value, math.hypot(seen.error, population.error))
    return Weighed(
        "stature",
        under_missing,
        under_other,
        f"stature by the bones: {seen.value:.0f} ± {seen.error:.1f} cm; the missing person was "
        f"{missing.value:.0f} ± {missing.error:.1f} cm, the dead {'of this sex ' if given_sex else ''}"
        f"{population.value:.0f} ± {population.error:.1f} cm",
        "N(x; s, e² + r²) / N(x; μ, σ² + e²)",
        frozenset({"stature"}),
        frozenset({"sex"}) if given_sex else frozenset(),
    )


def _normal(x: float, mean: float, deviation: float) -> float:
    return math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * math.sqrt(2.0 * math.pi))
