"""Words for likelihood ratios, only where a calibration says what they have meant.

"Strong support" misleads unless somebody has measured how often ratios of that size come from the wrong
person in this laboratory, with these loci and families. So a scale needs a source and the study behind it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounted.identifying.errors import IdentifyingError

WITHOUT = "no verbal scale: none was given that has been calibrated, so the ratio stands as a number"


@dataclass(frozen=True, slots=True)
class VerbalScale:
    """Steps of log10 likelihood ratio with their words, lowest first, and the study that calibrated them.

    `related` and `unrelated` are how many pairs the study compared of each.
    """

    name: str
    source: str
    related: int
    unrelated: int
    steps: tuple[tuple[float, str], ...]

    def __post_init__(self) -> None:
        if not (self.name.strip() and self.source.strip()):
            raise IdentifyingError("the calibration names no scale or no source; give name and source")
        if self.related < 1 or self.unrelated < 1:
            raise IdentifyingError(
                f"the calibration {self.name} rests on {self.related} related and {self.unrelated} unrelated "
                "pairs; a scale needs a study with both"
            )
        if not self.steps or [a for a, _ in self.steps] != sorted({a for a, _ in self.steps}):
            raise IdentifyingError(f"the calibration {self.name}: give steps of log10 ratio, lowest first")

    def words(self, log10: float) -> str:
        """The words for a ratio, with where they are from."""
        below = [said for start, said in self.steps if log10 >= start]
        said = below[-1] if below else f"less than {self.steps[0][1]}"
        return (
            f"“{said}” on the scale {self.name} ({self.source}; calibrated on {self.related:,} related and "
            f"{self.unrelated:,} unrelated pairs)"
        )


def scale_from_json(given: Mapping[str, Any] | None) -> VerbalScale | None:
    """The scale of a case file: name, source, related, unrelated, steps[] {from_log10, words}.

    Raises:
        IdentifyingError: something is missing; says what.
    """
    if given is None:
        return None
    try:
        steps = tuple((float(one["from_log10"]), str(one["words"])) for one in given["steps"])
        return VerbalScale(
            str(given["name"]), str(given["source"]), int(given["related"]), int(given["unrelated"]), steps
        )
    except (KeyError, TypeError, ValueError) as error:
        raise IdentifyingError(
            f"the calibration is not complete ({error}); give name, source, related, unrelated, and steps "
            "with "
            "from_log10 and words"
        ) from None


def plain_ratio(log10: float) -> str:
    """A likelihood ratio in words that carry no judgement."""
    if log10 == -math.inf:
        return "impossible if the body is the missing person, as the family and mutation model stand"
    size = abs(log10)
    many = f"{10**size:.1f}" if size < 1 else f"{10**size:,.0f}" if size < 4 else f"10^{size:.1f}"
    if size < 0.02:
        return "as likely either way"
    return f"{many} times {'likelier' if log10 > 0 else 'less likely'} if the body is the missing person"


def share_in_words(value: float) -> str:
    """A probability in per cent, never rounded to certainty."""
    if value > 0.9999:
        return "above 99.99 %"
    return f"{100 * value:.2f} %" if value >= 0.0001 or value == 0.0 else "below 0.01 %"
