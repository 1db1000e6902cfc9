"""One table per family and locus: for every genotype, how much likelier it is for the missing member than
for anyone.

R[a, b] = P(references, missing = {a, b}) / (P(references) P₀(a, b)): the log likelihood ratio of any body
is a sum of look-ups, and exclusions, the power of a family and its expected results come from the same
table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from accounted.identifying.errors import InvalidPedigree, InvalidProfile
from accounted.identifying.likelihoods import genotype_table
from accounted.identifying.loci import Locus
from accounted.identifying.pedigrees import Pedigree
from accounted.identifying.plans import Pruning
from accounted.identifying.profiles import Profile, State, genes_at, states


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
    a and b, in either order, each with half). `population` is P₀ in the same form. Where the member has one
    gene (X or Y of a man, mitochondrial) both are float64 [alleles].
    """

    locus: Locus
    joint: Any

    @cached_property
    def references(self) -> float:
        """P(references)."""
        return float(self.joint.sum())

    @cached_property
    def population(self) -> Any:
        """As `joint`: P(genes drawn from the population)."""
        return np.outer(self.locus.p, self.locus.p) if self.joint.ndim == 2 else self.locus.p

    @cached_property
    def ratio(self) -> Any:
        """R: as `joint`, the likelihood ratio of each genotype."""
        if self.references <= 0.0:
            raise InvalidProfile(
                f"{self.locus.name}: the references cannot all be right in this family (probability "
                "0); check the relationships and samples, or allow for mutation"
            )
        return self.joint / (self.references * self.population)

    @cached_property
    def given_missing(self) -> Any:
        """As `joint`: the distribution of the missing member's genes given the references."""
        return self.joint / self.references

    @property
    def exclusion_power(self) -> float:
        """The probability that an unrelated person is excluded here: the share of genotypes with R = 0."""
        return float(self.population[self.joint == 0.0].sum())

    def excludes(self, seen: Sequence[State]) -> bool:
        """Whether no genotype that fits what was seen can be the missing member's."""
        return all(self.joint[(a, b) if self.joint.ndim == 2 else a] == 0.0 for a, b, _ in seen)

    def likelihood_ratio(self, seen: Sequence[State]) -> float:
        """P(seen | missing member) / P(seen | somebody unrelated)."""
        under_kin = under_nobody = 0.0
        for a, b, weight in seen:
            at = (a, b) if self.joint.ndim == 2 else a
            under_kin += weight * float(self.given_missing[at])
            under_nobody += weight * float(self.population[at])
        return under_kin / under_nobody


def loci_of(family: Family, loci: Sequence[Locus]) -> tuple[Locus, ...]:
    """The loci at which the missing member has a gene: all but those on the Y, of a woman."""
    sex = family.pedigree.member(family.missing).sex
    return tuple(locus for locus in loci if genes_at(locus, sex))


def family_table(family: Family, locus: Locus, *, pruning: Pruning = "pedprobr") -> LocusTable:
    """The table of a family at one locus.

    Raises:
        InvalidPedigree: the missing member has no gene there (a woman on the Y).
    """
    missing = family.pedigree.member(family.missing)
    if genes_at(locus, missing.sex) == 0:
        raise InvalidPedigree(
            f"family {family.pedigree.id}: {family.missing} is a woman and has no {locus.name}; leave it out"
        )
    joint = genotype_table(family.pedigree, family.references, family.missing, locus, pruning=pruning)
    return LocusTable(locus, (joint + joint.T) / 2.0)


def log10_ratio(
    family: Family, body: Profile, loci: Sequence[Locus], *, pruning: Pruning = "pedprobr"
) -> tuple[float, Mapping[str, float]]:
    """log10 LR of a body against a family, in all and by locus; loci that one of them lacks say nothing.

    A body with a Y chromosome is no missing woman.
    """
    by_locus = {}
    for locus in loci:
        seen_of_family = any(locus.name in profile.calls for profile in family.references.values())
        if locus.name in body.calls and not loci_of(family, [locus]):
            by_locus[locus.name] = float("-inf")
            continue
        if locus.name not in body.calls or not seen_of_family:
            continue
        table = family_table(family, locus, pruning=pruning)
        seen = possible_body(body, locus)
        ratio = table.likelihood_ratio(seen)
        by_locus[locus.name] = float(np.log10(ratio)) if ratio > 0.0 else float("-inf")
    return sum(by_locus.values()), by_locus


def possible_body(body: Profile, locus: Locus) -> tuple[State, ...]:
    """The ordered genotypes that fit what was seen of a body; a single gene stands for both."""
    return states(body.calls[locus.name], locus, f"body {body.id}, ", genes=genes_at(locus, body.sex))
