"""Sample coverage: how much of the population the lists reach, from how much of each list the others hold."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from accounted.estimating.estimate import Estimate, Method
from accounted.estimating.lists import ListOverlap
from accounted.estimating.lower_bound import log_normal_interval

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LOWEST_COVERAGE = 0.55  # below it the two-sided estimate is unsteady (Chao & Tsay 1998)


class SampleCoverage(Method):
    """Sample coverage for dependent lists (Chao & Tsay 1998; Chao, Tsay, Lin, Shau & Chao 2001).

    With enough coverage the total is N = (J D - sum A_ij)/(J C - sum A_ij B_ij/(n_i n_j)); with little, the
    one-step N1 = D/C + sum A_ij r_ij/(J C), a lower bound under positive dependence. Both, and the estimate
    for independent lists N0 = D/C, are in the diagnostics.

    Args:
        resamples: of the bootstrap that gives the standard error.
        level: of the interval, log-normal in the unlisted.
        seed: of the bootstrap.
    """

    name: ClassVar[str] = "sample coverage"
    assumption: ClassVar[str] = (
        "the dependence between each two lists is seen in their overlap, and no three lists depend on each "
        "other beyond that"
    )

    def __init__(self, *, resamples: int = 1000, level: float = 0.95, seed: int = 1) -> None:
        super().__init__()
        self.resamples, self.level, self.seed = resamples, level, seed

    def parameters(self) -> Mapping[str, Any]:
        """The options this was constructed with."""
        return {"resamples": self.resamples, "level": self.level, "seed": self.seed}

    def _fit(self, lists: ListOverlap) -> Estimate:
        independent, full, one_step, coverage = coverage_estimates(lists)
        enough = coverage > LOWEST_COVERAGE and np.isfinite(full) and full >= lists.observed
        point = full if enough else one_step
        random = np.random.default_rng(np.random.SeedSequence([self.seed, lists.observed]))
        # parametric: people of the estimated population, on lists as observed or on none
        total = max(round(point), lists.observed)
        share = np.append(lists.counts, total - lists.observed) / total
        again = []
        for counts in random.multinomial(total, share, size=self.resamples):
            seen = ListOverlap.from_counts(
                lists.names, dict(zip(lists.patterns.tolist(), counts[:-1].tolist(), strict=True))
            )
            if len(seen.names) == len(lists.names):
                values = coverage_estimates(seen)
                again.append((values[1] if enough else values[2], seen.observed))
        unlisted = np.array([value - seen for value, seen in again if np.isfinite(value)])
        variance = float(np.var(unlisted, ddof=1)) if len(unlisted) > 1 else 0.0
        self.diagnostics |= {
            "independent": independent, "full": full, "one_step": one_step, "coverage": coverage,
            "used": "full" if enough else "one_step", "standard_error": float(np.sqrt(variance)),
        }  # fmt: skip
        if not enough:
            self.warnings.append(
                f"The lists reach {coverage:.0%} of the population by their own measure, too little for a "
                f"two-sided "
                "estimate: the figure is a lower bound if lists help each other."
            )
        low, high = log_normal_interval(lists.observed, point - lists.observed, variance, self.level)
        return Estimate(point, low, high, self.level)

    def plot(self) -> Figure:
        """The three estimates beside each other, and the coverage."""
        from accounted.estimating.figures import coverage_estimates_figure

        return coverage_estimates_figure(self)


def coverage_estimates(lists: ListOverlap) -> tuple[float, float, float, float]:
    """N for independent lists, for dependent lists, its one-step form, and the coverage C.

    S_j are on list j only; D = n - mean S_j; C = 1 - mean(S_j/n_j). A_ij counts cases on no list but i or j,
    once for each of the two it is on; B_ij are on both, and r_ij = N' B_ij/(n_i n_j) - 1 measures their
    dependence, where N' is the same one-step estimate made with D/C in the place of N'.
    """
    count = len(lists.names)
    size = lists.list_sizes().astype(float)
    both = lists.overlaps().astype(float)
    alone = np.array([lists.count_of(1 << j) for j in range(count)], dtype=float)
    spread = lists.observed - float(alone.mean())
    coverage = 1 - float((alone / size).mean())
    if coverage <= 0:
        return float("inf"), float("inf"), float("inf"), 0.0
    start = spread / coverage
    shared = weighted = 0.0
    for i, j in combinations(range(count), 2):
        only = float(alone[i] + alone[j] + 2 * lists.count_of(1 << i | 1 << j))
        shared += only
        weighted += only * float(both[i, j] / (size[i] * size[j]))
    below = count * coverage - weighted
    full = (count * spread - shared) / below if below > 0 else float("inf")
    first = start + (weighted * start - shared) / (count * coverage)
    return start, full, start + (weighted * first - shared) / (count * coverage), coverage
