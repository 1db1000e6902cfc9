"""How far people agree beyond chance: Cohen's kappa for two, Krippendorff's alpha for any number of them.

Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20,
37–46. Fleiss, J. L., Cohen, J., Everitt, B. S. (1969). Large sample standard errors of kappa and weighted
kappa. Psychological Bulletin 72, 323–327. Krippendorff, K. (2011). Computing Krippendorff's
Alpha-Reliability; its interval here is that of the delete-one jackknife over the units (Efron, B. and
Tibshirani, R. (1993). An Introduction to the Bootstrap, chapter 11), which needs no chance.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient with its 95 % interval; None where it is not defined (no variation, too few units)."""

    value: float | None
    low: float | None
    high: float | None
    units: int
    observed: float | None = None  # the share of agreement, not corrected for chance


def cohen_kappa(pairs: Mapping[tuple[str, str], int]) -> Coefficient:
    """Kappa of two people from how often they said what: (first, second) → number of units."""
    total = sum(pairs.values())
    if total == 0:
        return Coefficient(None, None, None, 0)
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for (one, other), number in pairs.items():
        rows[one] += number
        columns[other] += number
    observed = sum(number for (one, other), number in pairs.items() if one == other) / total
    expected = sum(rows[code] * columns[code] for code in rows) / total**2
    if expected == 1:
        return Coefficient(None, None, None, total, observed)
    kappa = (observed - expected) / (1 - expected)
    spread = Z95 * math.sqrt(_kappa_variance(pairs, rows, columns, observed, expected) / total)
    return Coefficient(kappa, max(-1.0, kappa - spread), min(1.0, kappa + spread), total, observed)


def _kappa_variance(
    pairs: Mapping[tuple[str, str], int],
    rows: Mapping[str, int],
    columns: Mapping[str, int],
    observed: float,
    expected: float,
) -> float:
    """N times the variance of kappa (Fleiss, Cohen and Everitt 1969, equation 13)."""
    total = sum(pairs.values())
    left = 1 - expected
    agreeing = differing = 0.0
    for (one, other), number in pairs.items():
        share = number / total
        if one == other:
            margins = (columns.get(one, 0) + rows.get(one, 0)) / total
            agreeing += share * (left - margins * (1 - observed)) ** 2
        else:
            margins = (columns.get(one, 0) + rows.get(other, 0)) / total
            differing += share * margins**2
    rest = (observed * expected - 2 * expected + observed) ** 2
    return max(0.0, (agreeing + (1 - observed) ** 2 * differing - rest) / left**4)


def krippendorff_alpha(units: Iterable[Sequence[str]]) -> Coefficient:
    """Alpha for nominal codes: each unit is what people said of it, whoever they were.

    A unit of which only one person said anything tells nothing on agreement and is left out.
    """
    patterns = Counter(tuple(sorted(unit)) for unit in units if len(unit) > 1)
    total = sum(patterns.values())
    sums = _Sums.of(patterns)
    value = sums.alpha()
    if value is None:
        return Coefficient(None, None, None, total, sums.agreement())
    without = {pattern: left for pattern in patterns if (left := sums.without(pattern).alpha()) is not None}
    if total < 2 or len(without) < len(patterns):
        return Coefficient(value, None, None, total, sums.agreement())
    mean = sum(patterns[p] * left for p, left in without.items()) / total
    variance = (total - 1) / total * sum(patterns[p] * (left - mean) ** 2 for p, left in without.items())
    spread = Z95 * math.sqrt(variance)
    return Coefficient(value, max(-1.0, value - spread), min(1.0, value + spread), total, sums.agreement())


@dataclass(frozen=True)
class _Sums:
    """The coincidences of all units: how many values there are, how many of each, how many disagree."""

    values: float
    of_code: Mapping[str, int]
    disagreeing: float  # the sum of the coincidences o_ck of different codes

    @classmethod
    def of(cls, patterns: Mapping[tuple[str, ...], int]) -> _Sums:
        of_code: Counter[str] = Counter()
        disagreeing = 0.0
        for pattern, number in patterns.items():
            for code, times in Counter(pattern).items():
                of_code[code] += times * number
            disagreeing += number * _disagreeing(pattern)
        return cls(sum(of_code.values()), of_code, disagreeing)

    def without(self, pattern: tuple[str, ...]) -> _Sums:
        of_code = Counter(self.of_code)
        of_code.subtract(pattern)
        return _Sums(self.values - len(pattern), of_code, self.disagreeing - _disagreeing(pattern))

    def alpha(self) -> float | None:
        """1 − D_o / D_e; None where all values are one code, or there are none."""
        expected = self.values**2 - sum(number**2 for number in self.of_code.values())
        if self.values < 2 or expected <= 0:
            return None
        return 1 - (self.values - 1) * self.disagreeing / expected

    def agreement(self) -> float | None:
        return 1 - self.disagreeing / self.values if self.values else None


def _disagreeing(pattern: Sequence[str]) -> float:
    """The coincidences of different codes within one unit: pairs that differ, each over m − 1."""
    size = len(pattern)
    alike = sum(times * (times - 1) for times in Counter(pattern).values())
    return (size * (size - 1) - alike) / (size - 1)
