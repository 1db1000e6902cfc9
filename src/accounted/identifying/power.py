"""What a family can tell before any body is looked at: exclusion and identification power, exactly, from
its tables.

Under "this body is the missing person" a genotype has the probability the references give it, under "it is
somebody else" that of the population. The log likelihood ratio of a locus is a number for each genotype,
that of a profile a sum over independent loci: its distribution is a convolution, no simulation is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from accounted.identifying.errors import IdentifyingError
from accounted.identifying.family_tables import Family, LocusTable, family_table
from accounted.identifying.loci import Locus
from accounted.identifying.plans import Pruning
from accounted.identifying.profiles import Call, Profile

STEP = 0.01  # log10 units of the grid on which distributions are convolved


@dataclass(frozen=True)
class Power:
    """What a family can tell.

    `exclusion` is the probability that an unrelated person is excluded (LR = 0 at one locus at least,
    without mutation); `exclusion_by_locus` the same by locus. `expected_mismatches` is how many loci
    exclude an unrelated person on average. `mean_if_missing` and `mean_if_unrelated` are the expected log10
    LR (of finite ones). `identification[t]` is the probability that the missing person's own profile
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
    distribution = _Distribution.point()
    for locus in loci:
        strict = family_table(family, replace(locus, mutations=None), pruning=pruning)
        by_locus[locus.name] = strict.exclusion_power
        table = strict if locus.mutations is None else family_table(family, locus, pruning=pruning)
        values, weights = _ratios(table)
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


def _ratios(table: LocusTable) -> tuple[Any, Any]:
    """log10 LR of each genotype the missing person may have, and how likely each is."""
    weights = table.given_missing.ravel()
    possible = weights > 0.0
    return np.log10(table.ratio.ravel()[possible]), weights[possible]


@dataclass(frozen=True)
class _Distribution:
    """Probabilities on a grid of log10 LR, `first` being the value of the first."""

    first: int
    shares: Any

    @classmethod
    def point(cls) -> _Distribution:
        return cls(0, np.ones(1))

    def plus(self, values: Any, weights: Any) -> _Distribution:
        """The distribution of the sum with an independent value, split between two grid points."""
        place = values / STEP
        below = np.floor(place).astype(np.int64)
        part = place - below
        low = int(below.min())
        shares = np.zeros(int(below.max()) - low + 2)
        np.add.at(shares, below - low, weights * (1.0 - part))
        np.add.at(shares, below - low + 1, weights * part)
        return _Distribution(self.first + low, np.convolve(self.shares, shares))

    def share_above(self, value: float) -> float:
        grid = (self.first + np.arange(len(self.shares))) * STEP
        return float(min(1.0, self.shares[grid >= value - STEP / 2].sum()))


@dataclass(frozen=True, slots=True)
class NextSample:
    """A relative who could be sampled next, and by how much the expected log10 LR would rise."""

    relative: str
    gain: float
    mean_after: float


def whom_to_sample_next(
    family: Family,
    loci: Sequence[Locus],
    candidates: Sequence[str],
    *,
    pruning: Pruning = "pedprobr",
) -> tuple[NextSample, ...]:
    """Relatives by how much typing each of them is expected to add, the most useful first.

    A relative's genotype is not known yet: its expectation given the references is taken, over the
    relative's own table, locus by locus.

    Raises:
        IdentifyingError: a candidate is already typed, or is the missing person.
    """
    before = sum(_mean(family, locus, pruning) for locus in loci)
    made = []
    for relative in candidates:
        if relative in family.references or relative == family.missing:
            raise IdentifyingError(
                f"family {family.pedigree.id}: {relative} is typed already or is the missing person; "
                "name another "
                "relative"
            )
        after = sum(_mean_with(family, relative, locus, pruning) for locus in loci)
        made.append(NextSample(relative, after - before, after))
    return tuple(sorted(made, key=lambda one: (-one.gain, one.relative)))


def _mean(family: Family, locus: Locus, pruning: Pruning) -> float:
    values, weights = _ratios(family_table(family, locus, pruning=pruning))
    return float((values * weights).sum())


def _mean_with(family: Family, relative: str, locus: Locus, pruning: Pruning) -> float:
    """The expected log10 LR at a locus with the relative typed too, over what they may turn out to be."""
    theirs = family_table(Family(family.pedigree, family.references, relative), locus, pruning=pruning)
    likely = theirs.given_missing
    total = 0.0
    for a in range(len(locus.alleles)):
        for b in range(a, len(locus.alleles)):
            share = float(likely[a, b] + (likely[b, a] if a != b else 0.0))
            if share < 1e-9:
                continue
            profile = Profile(relative, {locus.name: Call((locus.alleles[a], locus.alleles[b]))})
            typed = Family(
                family.pedigree, {**_at(family.references, locus), relative: profile}, family.missing
            )
            total += share * _mean(typed, locus, pruning)
    return total


def _at(references: Mapping[str, Profile], locus: Locus) -> Mapping[str, Profile]:
    return {name: profile for name, profile in references.items() if locus.name in profile.calls}


def expected_false_hits(bodies: int, families: int, threshold: float) -> float:
    """At most how many unrelated pairs reach a likelihood ratio by chance: pairs / threshold (Markov)."""
    return bodies * families / threshold


__all__ = ["NextSample", "Power", "expected_false_hits", "power", "whom_to_sample_next"]
