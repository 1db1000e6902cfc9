"""Whom to sample next: by how much typing one more relative is expected to raise the log10 likelihood ratio.

What the relative's genotype is nobody knows yet. But P(relative = x, missing = g | references) is one table
per locus, and the expected gain is what x tells of g in it: their mutual information given the references.
No genotype is simulated or tried one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from accounted.identifying.errors import IdentifyingError
from accounted.identifying.family_tables import Family
from accounted.identifying.likelihoods import joint_genotype_table
from accounted.identifying.loci import Locus
from accounted.identifying.plans import Pruning


@dataclass(frozen=True, slots=True)
class NextSample:
    """A relative who could be sampled next, and by how much the expected log10 LR would rise."""

    relative: str
    gain: float
    mean_after: float


def whom_to_sample_next(
    family: Family,
    loci: Sequence[Locus],
    candidates: Sequence[str] | None = None,
    *,
    pruning: Pruning = "pedprobr",
) -> tuple[NextSample, ...]:
    """Relatives by how much typing each of them is expected to add, the most useful first.

    Arguments:
        candidates: whom to ask about; None: every member who is neither typed nor missing. Whether they are
            alive and willing is for people to know.

    Raises:
        IdentifyingError: a candidate is already typed, or is the missing person.
    """
    if candidates is None:
        candidates = [
            m.id for m in family.pedigree.members if m.id not in family.references and m.id != family.missing
        ]
    made = []
    for relative in candidates:
        if relative in family.references or relative == family.missing:
            raise IdentifyingError(
                f"family {family.pedigree.id}: {relative} is typed already or is the missing person; name "
                "another relative"
            )
        gain = after = 0.0
        for locus in loci:
            if locus.inheritance != "autosomal":
                continue
            before, with_relative = _means(family, relative, locus, pruning)
            gain += with_relative - before
            after += with_relative
        made.append(NextSample(relative, gain, after))
    return tuple(sorted(made, key=lambda one: (-one.gain, one.relative)))


def _means(family: Family, relative: str, locus: Locus, pruning: Pruning) -> tuple[float, float]:
    """The expected log10 LR at a locus before and after the relative is typed, if the body is the missing."""
    joint = joint_genotype_table(
        family.pedigree, family.references, (relative, family.missing), locus, pruning=pruning
    )
    both = _unordered(joint, len(locus.alleles))
    both = both / both.sum()
    population = _unordered(np.outer(locus.p, locus.p)[None, None], len(locus.alleles))[0]
    of_missing = both.sum(axis=0)
    of_relative = both.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        before = np.where(of_missing > 0.0, of_missing * np.log10(of_missing / population), 0.0).sum()
        after = np.where(both > 0.0, both * np.log10(both / (of_relative * population)), 0.0).sum()
    return float(before), float(after)


def _unordered(table: Any, alleles: int) -> Any:
    """[…, alleles, alleles] genes as […] unordered genotypes, for the last two and the first two axes."""
    a, b = np.triu_indices(alleles)
    off = a != b
    last = table[..., a, b] + np.where(off, table[..., b, a], 0.0)
    if last.shape[0] == 1:
        return last[0]
    return last[a, b] + np.where(off[:, None], last[b, a], 0.0)
