"""One table per family and locus: for every genotype, how much likelier it is for the missing member than
for anyone.

R[a, b] = P(references, missing = {a, b}) / (P(references) P₀(a, b)): the log likelihood ratio of any body
is a sum of look-ups, and exclusions, the power of a family and its expected results come from the same
table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from accounted.identifying import contraction
from accounted.identifying.errors import InvalidPedigree, InvalidProfile
from accounted.identifying.likelihoods import genotype_table, pool_size, possible, sizes_of, state_arrays
from accounted.identifying.loci import Locus
from accounted.identifying.pedigrees import Pedigree
from accounted.identifying.plans import Program, Pruning, program, prune
from accounted.identifying.profiles import Profile, State, states


@dataclass(frozen=True)
class Family:
    """A family with the profiles of its references and one member who is missing."""

    pedigree: Pedigree
    references: Mapping[str, Profile]
    missing: str

    def __post_init__(self) -> None:
        self.pedigree.member(self.missing)
        if self.missing in self.references:
            raise InvalidPedigree(
                f"family {self.pedigree.id}: {self.missing} is missing and has a profile among the "
                "references; "
                "compare that profile with the bodies directly"
            )


@dataclass(frozen=True)
class LocusTable:
    """Everything a family says about its missing member at one locus.

    `joint` is float64 [alleles, alleles], symmetric: P(references, the two genes of the missing member are
    a and b, in either order, each with half). `population` is P₀ in the same form.
    """

    locus: Locus
    joint: Any

    @cached_property
    def references(self) -> float:
        """P(references)."""
        return float(self.joint.sum())

    @cached_property
    def population(self) -> Any:
        """float64 [alleles, alleles]: P(two genes drawn from the population)."""
        return np.outer(self.locus.p, self.locus.p)

    @cached_property
    def ratio(self) -> Any:
        """R: float64 [alleles, alleles], the likelihood ratio of each genotype."""
        if self.references <= 0.0:
            raise InvalidProfile(
                f"{self.locus.name}: the references cannot all be right in this family (probability "
                "0); check the "
                "relationships and samples, or allow for mutation"
            )
        return self.joint / (self.references * self.population)

    @cached_property
    def given_missing(self) -> Any:
        """float64 [alleles, alleles]: the distribution of the missing member's genes given the references."""
        return self.joint / self.references

    @property
    def exclusion_power(self) -> float:
        """The probability that an unrelated person is excluded here: the share of genotypes with R = 0."""
        return float(self.population[self.joint == 0.0].sum())

    def likelihood_ratio(self, seen: Sequence[State]) -> float:
        """P(seen | missing member) / P(seen | somebody unrelated)."""
        under_kin = under_nobody = 0.0
        for a, b, weight in seen:
            under_kin += weight * float(self.given_missing[a, b])
            under_nobody += weight * float(self.population[a, b])
        return under_kin / under_nobody


def family_table(family: Family, locus: Locus, *, pruning: Pruning = "pedprobr") -> LocusTable:
    """The table of a family at one autosomal locus."""
    joint = genotype_table(family.pedigree, family.references, family.missing, locus, pruning=pruning)
    return LocusTable(locus, (joint + joint.T) / 2.0)


def log10_ratio(
    family: Family, body: Profile, loci: Sequence[Locus], *, pruning: Pruning = "pedprobr"
) -> tuple[float, Mapping[str, float]]:
    """log10 LR of a body against a family, in all and by locus; loci that one of them lacks say nothing."""
    by_locus = {}
    for locus in loci:
        if locus.name not in body.calls:
            continue
        table = family_table(family, locus, pruning=pruning)
        seen = possible_body(body, locus)
        ratio = table.likelihood_ratio(seen)
        by_locus[locus.name] = float(np.log10(ratio)) if ratio > 0.0 else float("-inf")
    return sum(by_locus.values()), by_locus


def possible_body(body: Profile, locus: Locus) -> tuple[State, ...]:
    """The ordered genotypes that fit what was seen of a body."""
    return states(body.calls[locus.name], locus, f"body {body.id}, ")


def genotype_count(alleles: int) -> int:
    """How many unordered genotypes there are."""
    return alleles * (alleles + 1) // 2


def genotype_codes(alleles: int) -> Any:
    """int64 [alleles, alleles]: the number of each unordered genotype."""
    codes = np.zeros((alleles, alleles), np.int64)
    number = 0
    for a in range(alleles):
        for b in range(a, alleles):
            codes[a, b] = codes[b, a] = number
            number += 1
    return codes


@dataclass(frozen=True)
class _Batch:
    """Families of one shape at one locus, to be computed in one go."""

    made: Program
    families: list[int]
    seen: list[list[tuple[State, ...]]]


def log10_tables(
    families: Sequence[Family],
    locus: Locus,
    *,
    pruning: Pruning = "pedprobr",
    workers: int = 1,
    dtype: Any = np.float64,
) -> Any:
    """[genotypes + 1, families]: log10 R of every unordered genotype; the last row, for untyped bodies, is 0.

    Families of one shape are computed together. Where a family has no reference typed at the locus its column
    is 0.
    """
    alleles = len(locus.alleles)
    count = genotype_count(alleles)
    out = np.zeros((count + 1, len(families)), dtype)
    batches = _batches(families, locus, pruning)
    upper = np.triu_indices(alleles)
    log_population = np.log10(np.outer(locus.p, locus.p)[upper])

    def compute(batch: _Batch) -> None:
        joint = _joint_tables(batch, locus)
        both = (joint + joint.transpose(0, 2, 1)) / 2.0
        total = joint.sum(axis=(1, 2))
        for n, where in enumerate(batch.families):
            if total[n] <= 0.0:
                family = families[where]
                raise InvalidProfile(
                    f"family {family.pedigree.id}, {locus.name}: the references cannot all be right "
                    "(probability 0); "
                    "check the relationships and samples, or allow for mutation"
                )
        with np.errstate(divide="ignore"):
            ratio = np.log10(both[:, upper[0], upper[1]]) - np.log10(total)[:, None] - log_population
        out[:count, batch.families] = ratio.T

    if workers == 1:
        for batch in batches:
            compute(batch)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(compute, batches))
    return out


_AT_ONCE = 512  # families whose joint tables are held at once


def _batches(families: Sequence[Family], locus: Locus, pruning: Pruning) -> list[_Batch]:
    by_shape: dict[int, _Batch] = {}
    full: list[_Batch] = []
    for n, family in enumerate(families):
        typed = [m.id for m in family.pedigree.members if _is_typed(family, m.id, locus)]
        if not typed:
            continue
        shape, places = prune(family.pedigree.shape(typed=typed, open_for=(family.missing,)), pruning=pruning)
        made = program(shape)
        seen = [
            possible(family.pedigree, family.pedigree.members[places[k]].id, family.references, locus)
            for k in made.typed
        ]
        batch = by_shape.setdefault(id(made), _Batch(made, [], []))
        batch.families.append(n)
        batch.seen.append(seen)
        if len(batch.families) == _AT_ONCE:
            full.append(by_shape.pop(id(made)))
    return [*full, *by_shape.values()]


def _is_typed(family: Family, member: str, locus: Locus) -> bool:
    return member in family.references and locus.name in family.references[member].calls


def _joint_tables(batch: _Batch, locus: Locus) -> Any:
    made = batch.made
    families, typed = len(batch.families), len(made.typed)
    genes, weights, lengths = state_arrays([one for seen in batch.seen for one in seen])
    widest = weights.shape[1]
    alleles = len(locus.alleles)
    sizes = sizes_of(made, np.array([alleles]), np.full(typed, widest))
    joint = np.empty((families, alleles * alleles))
    contraction.run_families(
        made.plan,
        sizes,
        made.kinds,
        made.owners,
        lengths.reshape(families, typed),
        locus.p[None],
        locus.transmission[None],
        genes.reshape(families, typed, widest, 2),
        weights.reshape(families, typed, widest),
        np.empty(int(pool_size(made, sizes))),
        np.zeros(len(made.variable_start), np.int64),
        joint,
    )
    return joint.reshape(families, alleles, alleles)
