"""What a family can tell before any body is looked at: exclusion and identification power, exactly, from
its tables.

Under "this body is the missing person" a genotype has the probability the references give it, under "it is
somebody else" that of the population. The log likelihood ratio of a locus is a number for each genotype,
that of a profile a sum over independent loci: its distribution is a convolution, no simulation is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from accounted.identifying.family_tables import Family, family_table, loci_of
from accounted.identifying.loci import Locus
from accounted.identifying.plans import Pruning
from accounted.identifying.ratio_distributions import Distribution, if_missing


@dataclass(frozen=True)
class Power:
    """What a family can tell.

    `exclusion` is the probability that an unrelated person is excluded (LR = 0 at one locus at least,
    without mutation); `exclusion_by_locus` the same by locus. `expected_mismatches` is how many loci
    exclude an unrelated person on average. `mean_if_missing` is the expected log10 LR of the missing
    person's own profile, `mean_by_locus` the same by locus; `identification[t]` is the probability that it
    reaches a likelihood ratio of t.
    """

    exclusion: float
    exclusion_by_locus: Mapping[str, float]
    expected_mismatches: float
    mean_if_missing: float
    mean_by_locus: Mapping[str, float]
    identification: Mapping[float, float]


def power(
    family: Family,
    loci: Sequence[Locus],
    *,
    thresholds: Sequence[float] = (1.0, 1e2, 1e4, 1e6, 1e8),
    pruning: Pruning = "pedprobr",
) -> Power:
    """What a family can tell, exactly. Exclusion is computed without mutation, likelihood ratios with it."""
    by_locus, means = {}, {}
    distribution = Distribution.point()
    for locus in loci_of(family, loci):
        strict = family_table(family, replace(locus, mutations=None), pruning=pruning)
        by_locus[locus.name] = strict.exclusion_power
        table = strict if locus.mutations is None else family_table(family, locus, pruning=pruning)
        values, weights = if_missing(table)
        means[locus.name] = float((values * weights).sum())
        distribution = distribution.plus(values, weights)
    kept = [1.0 - value for value in by_locus.values()]
    return Power(
        exclusion=1.0 - float(np.prod(kept)),
        exclusion_by_locus=by_locus,
        expected_mismatches=float(sum(by_locus.values())),
        mean_if_missing=float(sum(means.values())),
        mean_by_locus=means,
        identification={t: distribution.share_above(float(np.log10(t))) for t in thresholds},
    )
