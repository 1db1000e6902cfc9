"""Whether two profiles are one person's: against two unrelated people, and against two full siblings.

The likelihood ratio of "one person" is Σ P(seen₁ | g) P(seen₂ | g) P(g) over P(seen₁) P(seen₂) for unrelated
people, or over the probability of two siblings showing this. Alleles may have dropped out or dropped in:
parts of one body seldom show the same profile twice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from accounted.identifying.errors import IdentifyingError
from accounted.identifying.loci import Locus
from accounted.identifying.profiles import Profile, states


@dataclass(frozen=True, slots=True)
class Typing:
    """What is allowed for in calls that do not say it: drop-out of an allele, drop-in at a locus."""

    dropout: float = 0.05
    dropin: float = 0.01

    def words(self) -> str:
        """In a sentence."""
        return f"allowing for drop-out {self.dropout:g} an allele and drop-in {self.dropin:g} a locus"


@dataclass(frozen=True, slots=True)
class IdentityRatio:
    """log10 of how much likelier two profiles are one person's than two unrelated people's or two siblings'.

    `differing` are loci at which they do not show the same alleles.
    """

    unrelated: float
    sibling: float
    loci: int
    differing: tuple[str, ...]


class Compared:
    """Profiles laid out to be compared with one another, at autosomal loci.

    Arguments:
        theta: coancestry, taken into account where pairs are looked at one by one.
    """

    def __init__(
        self,
        profiles: Sequence[Profile],
        loci: Sequence[Locus],
        *,
        typing: Typing | None = None,
        theta: float = 0.0,
    ) -> None:
        if not 0.0 <= theta < 1.0:
            raise IdentifyingError(f"theta is {theta}; give a value from 0 to below 1, such as 0.01")
        self.profiles = tuple(profiles)
        self.loci = tuple(locus for locus in loci if locus.inheritance == "autosomal")
        self.typing = typing or Typing()
        self.theta = theta
        self._weights = [self._of_locus(locus) for locus in self.loci]
        self._single = [_population(locus, theta) for locus in self.loci]
        self._pairs: dict[int, tuple[Any, Any]] = {}

    def _of_locus(self, locus: Locus) -> Any:
        """float64 [profiles, genotypes]: P(seen | genotype); a row of NaN where the locus is not typed."""
        a, b, _ = _places(len(locus.alleles))
        codes = np.zeros((len(locus.alleles), len(locus.alleles)), np.int64)
        codes[a, b] = codes[b, a] = np.arange(len(a))
        made = np.full((len(self.profiles), len(a)), np.nan)
        known: dict[Any, Any] = {}
        for n, profile in enumerate(self.profiles):
            call = profile.calls.get(locus.name)
            if call is None:
                continue
            if not (call.dropout or call.dropin):
                call = replace(call, dropout=self.typing.dropout, dropin=self.typing.dropin)
            row = known.get(call)
            if row is None:
                row = np.zeros(made.shape[1])
                for x, y, weight in states(call, locus, f"{profile.id}, "):
                    row[codes[x, y]] = weight
                known[call] = row
            made[n] = row
        return made

    def all_pairs(self) -> tuple[Any, Any]:
        """float64 and int [profiles, profiles]: log10 ratio against unrelated (θ = 0), loci both have."""
        size = len(self.profiles)
        total, loci = np.zeros((size, size)), np.zeros((size, size), np.int64)
        for weights, single in zip(self._weights, [_population(x, 0.0) for x in self.loci], strict=True):
            typed = ~np.isnan(weights[:, 0])
            rows = np.where(typed[:, None], weights, 1.0)
            alone = rows @ single
            with np.errstate(divide="ignore"):
                ratio = np.log10((rows * single) @ rows.T) - np.log10(alone)[:, None] - np.log10(alone)
            both = typed[:, None] & typed[None, :]
            total += np.where(both, ratio, 0.0)
            loci += both
        return total, loci

    def pair(self, i: int, j: int) -> IdentityRatio:
        """Two of the profiles, with θ."""
        unrelated = sibling = 0.0
        loci, differing = 0, []
        for n, locus in enumerate(self.loci):
            one, other = self._weights[n][i], self._weights[n][j]
            if np.isnan(one[0]) or np.isnan(other[0]):
                continue
            loci += 1
            mine, theirs = (set(self.profiles[k].calls[locus.name].alleles) for k in (i, j))
            if mine != theirs:
                differing.append(locus.name)
            together = float((one * other) @ self._single[n])
            apart, related = self._two(n)
            unrelated += _log10(together) - _log10(float(one @ apart @ other))
            sibling += _log10(together) - _log10(float(one @ related @ other))
        return IdentityRatio(unrelated, sibling, loci, tuple(differing))

    def _two(self, n: int) -> tuple[Any, Any]:
        """float64 [genotypes, genotypes] each: P(two unrelated people's), P(two full siblings')."""
        if n not in self._pairs:
            self._pairs[n] = _two_people(self.loci[n], self.theta)
        return self._pairs[n]


def _places(alleles: int) -> tuple[Any, Any, Any]:
    """The two alleles of each unordered genotype, and how many ordered ones it stands for."""
    a, b = np.triu_indices(alleles)
    return a, b, np.where(a == b, 1.0, 2.0)


def _population(locus: Locus, theta: float) -> Any:
    """float64 [genotypes]: P(genotype), with θ (Balding & Nichols)."""
    a, b, ways = _places(len(locus.alleles))
    return ways * (np.where(a == b, theta * locus.p[a], 0.0) + (1.0 - theta) * locus.p[a] * locus.p[b])


def _two_people(locus: Locus, theta: float) -> tuple[Any, Any]:
    a, b, ways = _places(len(locus.alleles))
    count = len(a)
    # Genes drawn in turn: each is one of those already drawn with θ each, else new (Balding & Nichols).
    i, j = np.repeat(np.arange(count), count), np.tile(np.arange(count), count)
    many = ways[i] * ways[j]
    unrelated = (many * _drawn(locus.p, theta, (a[i], b[i], a[j], b[j]))).reshape(count, count)
    if theta == 0.0:
        shared = 0.5 * np.diag(locus.p) + 0.5 * np.outer(locus.p, locus.p)
        both = shared[a[i], a[j]] * shared[b[i], b[j]] + shared[a[i], b[j]] * shared[b[i], a[j]]
        return unrelated, (many / 2.0 * both).reshape(count, count)
    # Siblings share none (1/4), one (1/2) or both (1/4) of their genes by descent.
    none = unrelated
    both_shared = np.diag(_population(locus, theta))
    one = np.zeros(count * count)
    for mine, other in ((a, b), (b, a)):
        for theirs, another in ((a, b), (b, a)):
            same = mine[i] == theirs[j]
            one += np.where(same, many / 4.0 * _drawn(locus.p, theta, (mine[i], other[i], another[j])), 0.0)
    return unrelated, 0.25 * none + 0.5 * one.reshape(count, count) + 0.25 * both_shared


def _drawn(p: Any, theta: float, genes: Sequence[Any]) -> Any:
    """P(genes drawn one after the other), each an array of allele positions."""
    total = np.ones(len(genes[0]))
    for n, gene in enumerate(genes):
        seen = sum((gene == before for before in genes[:n]), np.zeros(len(gene)))
        total = (
            total * (theta * seen + (1.0 - theta) * p[gene]) / (1.0 + (n - 1) * theta if n else 1.0 - theta)
        )
    return total


def _log10(value: float) -> float:
    return math.log10(value) if value > 0.0 else -math.inf
