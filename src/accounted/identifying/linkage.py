"""Loci that lie close together on one chromosome and are handed down together more often than not.

Their single-locus graphs are coupled through the selectors of each meiosis alone: which grandparental gene
was handed down at one locus makes the same one likelier at the next. Parents and children are not affected;
brothers, half brothers and uncles are (vWA and D12S391 lie 6 Mb apart, recombination fraction 0.1078).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accounted.identifying.errors import InvalidLocus
from accounted.identifying.likelihoods import evaluate, possible
from accounted.identifying.loci import Locus
from accounted.identifying.pedigrees import Pedigree
from accounted.identifying.plans import Pruning, program, prune
from accounted.identifying.profiles import Profile, State


def likelihood_linked(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    loci: Sequence[Locus],
    recombination: Sequence[float],
    *,
    pruning: Pruning = "pedprobr",
) -> float:
    """P(what was seen at linked autosomal loci), in linkage equilibrium.

    Arguments:
        loci: in their order on the chromosome.
        recombination: the fraction between each locus and the next: 0 (never apart) to 0.5 (unlinked).

    Raises:
        InvalidLocus: a fraction is missing or out of range, or a locus is not autosomal.
    """
    if len(recombination) != len(loci) - 1 or not all(0.0 <= r <= 0.5 for r in recombination):
        raise InvalidLocus(
            f"recombination fractions {list(recombination)} for {len(loci)} loci; give one between 0 "
            "and 0.5 for each "
            "neighbouring pair"
        )
    for locus in loci:
        if locus.inheritance != "autosomal":
            raise InvalidLocus(f"{locus.name} is not autosomal; compute it apart from the linked group")
    typed = {
        m.id
        for m in pedigree.members
        if m.id in profiles and any(x.name in profiles[m.id].calls for x in loci)
    }
    shape, places = prune(pedigree.shape(typed=typed), pruning=pruning)
    made = program(shape, loci=len(loci))
    seen = [
        _states(pedigree, pedigree.members[places[n]].id, profiles, locus)
        for locus in loci
        for n in made.typed
    ]
    return float(evaluate(made, loci, seen, recombination=recombination)[0])


def _states(
    pedigree: Pedigree, member: str, profiles: Mapping[str, Profile], locus: Locus
) -> Sequence[State]:
    if locus.name in profiles[member].calls:
        return possible(pedigree, member, profiles, locus)
    # Typed at the neighbouring locus only: any genotype fits here.
    everything = range(len(locus.alleles))
    return [(a, b, 1.0) for a in everything for b in everything]
