"""How the log10 likelihood ratio of a family is spread, for its missing member and for a stranger; exactly.

The ratio of a locus is a number for each genotype, that of a profile a sum over independent loci: its
distribution is a convolution, no simulation is needed. Values stand on a grid of `STEP`; a value between two
points is shared out so that its mean is kept.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from accounted.identifying.errors import IdentifyingError
from accounted.identifying.family_tables import Family, LocusTable, family_table, loci_of
from accounted.identifying.loci import Locus
from accounted.identifying.plans import Pruning
from accounted.identifying.profiles import Profile

STEP = 0.01  # log10 units of the grid


@dataclass(frozen=True)
class Distribution:
    """Probabilities on a grid of log10 LR, `first` being the place of the first.

    They sum to one with `impossible`, the probability that the ratio is 0.
    """

    first: int
    shares: Any
    impossible: float = 0.0

    @classmethod
    def point(cls) -> Distribution:
        """All at a ratio of 1."""
        return cls(0, np.ones(1))

    @property
    def log10(self) -> Any:
        """float64: the value of each point."""
        return (self.first + np.arange(len(self.shares))) * STEP

    def plus(self, values: Any, weights: Any) -> Distribution:
        """The distribution of the sum with an independent value; weights may leave out a ratio of 0."""
        kept = float(weights.sum())
        impossible = 1.0 - (1.0 - self.impossible) * min(kept, 1.0)
        if len(values) == 0:
            return Distribution(self.first, np.zeros(1), 1.0)
        place = values / STEP
        below = np.floor(place).astype(np.int64)
        part = place - below
        low = int(below.min())
        shares = np.zeros(int(below.max()) - low + 2)
        np.add.at(shares, below - low, weights * (1.0 - part))
        np.add.at(shares, below - low + 1, weights * part)
        return Distribution(self.first + low, np.convolve(self.shares, shares), max(impossible, 0.0))

    def share_above(self, value: float) -> float:
        """The probability of a log10 ratio of at least this (to half a step of the grid)."""
        return float(min(1.0, self.shares[self.log10 >= value - STEP / 2].sum()))

    @property
    def mean(self) -> float:
        """The expected log10 ratio of those above 0."""
        kept = float(self.shares.sum())
        return float(self.log10 @ self.shares) / kept if kept > 0.0 else -math.inf


@dataclass(frozen=True)
class Spread:
    """The log10 ratio of a family for its missing member's own profile, and for a stranger's."""

    if_missing: Distribution
    if_unrelated: Distribution


def if_missing(table: LocusTable) -> tuple[Any, Any]:
    """log10 LR of each genotype the missing person may have, and how likely each is."""
    weights = table.given_missing.ravel()
    possible = weights > 0.0
    return np.log10(table.ratio.ravel()[possible]), weights[possible]


def if_unrelated(table: LocusTable) -> tuple[Any, Any]:
    """log10 LR of each genotype a stranger may have, and how likely each is; ratios of 0 are left out."""
    possible = table.joint.ravel() > 0.0
    return np.log10(table.ratio.ravel()[possible]), table.population.ravel()[possible]


def spread(
    family: Family,
    loci: Sequence[Locus],
    *,
    typed: Collection[str] | None = None,
    pruning: Pruning = "pedprobr",
    tables: Mapping[str, LocusTable] | None = None,
) -> Spread:
    """How the ratio of a family is spread over a body typed at all loci, or at those `typed`."""
    missing, unrelated = Distribution.point(), Distribution.point()
    for locus in loci_of(family, loci):
        if typed is not None and locus.name not in typed:
            continue
        table = tables[locus.name] if tables else family_table(family, locus, pruning=pruning)
        missing = missing.plus(*if_missing(table))
        unrelated = unrelated.plus(*if_unrelated(table))
    return Spread(missing, unrelated)


@dataclass(frozen=True)
class FalseHits:
    """How many unrelated pairs of a search reach a ratio by chance, on average.

    `at_most` is pairs / threshold, which holds for any families whatever; `expected` is what these families'
    own tables give. `by_missing` says whose family brings them.
    """

    threshold: float
    pairs: int
    expected: float
    at_most: float
    by_missing: Mapping[str, float]


def expected_false_hits(
    families: Iterable[Family],
    bodies: Sequence[Profile],
    loci: Sequence[Locus],
    thresholds: Sequence[float],
    *,
    pruning: Pruning = "pedprobr",
) -> tuple[FalseHits, ...]:
    """The expected number of chance hits if no body belonged to any family, at each threshold.

    Each body counts with the loci it has: fewer loci, more hits among strangers at low thresholds. Pairs of
    different sex are not compared.

    Raises:
        IdentifyingError: a threshold is not above 0.
    """
    if any(not t > 0.0 for t in thresholds):
        raise IdentifyingError("give thresholds above 0, such as 1e4")
    kinds = Counter((frozenset(body.calls), body.sex) for body in bodies)
    found: list[dict[str, float]] = [{} for _ in thresholds]
    pairs = 0
    for family in families:
        tables = {locus.name: family_table(family, locus, pruning=pruning) for locus in loci_of(family, loci)}
        sex = family.pedigree.member(family.missing).sex
        spreads: dict[frozenset[str], Distribution] = {}
        for (typed, of), count in kinds.items():
            if sex is not None and of is not None and sex != of:
                continue
            pairs += count
            if typed not in spreads:
                spreads[typed] = spread(family, loci, typed=typed, tables=tables).if_unrelated
            for n, threshold in enumerate(thresholds):
                share = spreads[typed].share_above(math.log10(threshold))
                found[n][family.missing] = found[n].get(family.missing, 0.0) + count * share
    return tuple(
        FalseHits(t, pairs, math.fsum(of.values()), pairs / t, of)
        for t, of in zip(thresholds, found, strict=True)
    )


def ratio_needed(missing: int, *, posterior: float = 0.9995, listed: float = 0.5) -> float:
    """The likelihood ratio a pair needs for a posterior, where it alone stands against N missing, each alike.

    posterior / (1 − posterior) = LR (listed / N) / (1 − listed); other candidates raise it further.
    """
    if not (missing > 0 and 0.0 < posterior < 1.0 and 0.0 < listed < 1.0):
        raise IdentifyingError("give how many are missing, a posterior and a prior, both between 0 and 1")
    return posterior / (1.0 - posterior) * (1.0 - listed) * missing / listed
