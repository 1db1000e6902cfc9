"""The probability of the genotypes seen in a family, and of every genotype that a missing member may have.

Exact on any pedigree, loops included, for any mutation model, silent alleles and drop-out; by summing
out unknown genes one at a time (Elston & Stewart 1971 generalised; Fishelson & Geiger 2002). Pruning has two
conventions (`plans.prune`): "pedprobr" keeps untyped parents, "familias" leaves them out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from accounted.identifying import contraction
from accounted.identifying.errors import InvalidPedigree
from accounted.identifying.loci import Locus
from accounted.identifying.pedigrees import Pedigree
from accounted.identifying.plans import Inheritance, Program, Pruning, program, prune
from accounted.identifying.profiles import Profile, State, genes_at, states

MOST_NUMBERS = 200_000_000  # float64 in the largest sum: 1.6 GB


def likelihood(
    pedigree: Pedigree, profiles: Mapping[str, Profile], locus: Locus, *, pruning: Pruning = "pedprobr"
) -> float:
    """P(what was seen of the members with a profile) at one locus.

    Members without a profile, or whose profile lacks the locus, count as untyped.

    Raises:
        InvalidPedigree, InvalidProfile: the data do not make sense.
    """
    return float(_evaluate(pedigree, profiles, locus, (), pruning)[0])


def genotype_table(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    missing: str,
    locus: Locus,
    *,
    pruning: Pruning = "pedprobr",
) -> Any:
    """float64 [alleles, alleles]: P(what was seen, the missing member's genes from father and mother).

    Of a locus at which the member has one gene only (X or Y of a man, mitochondrial): float64 [alleles].
    """
    open_for = (missing,)
    made = _evaluate(pedigree, {k: v for k, v in profiles.items() if k != missing}, locus, open_for, pruning)
    alleles = len(locus.alleles)
    return made.reshape((alleles, alleles) if len(made) == alleles**2 and alleles > 1 else (-1,))


def joint_genotype_table(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    members: tuple[str, str],
    locus: Locus,
    *,
    pruning: Pruning = "pedprobr",
) -> Any:
    """float64 [alleles × 4]: P(what was seen, the genes of two untyped members), at an autosomal locus.

    The first member's genes from father and mother, then the second's.
    """
    seen = {k: v for k, v in profiles.items() if k not in members}
    made = _evaluate(pedigree, seen, locus, members, pruning)
    table = made.reshape((len(locus.alleles),) * 4)
    # The programme asks in the order of the pedigree.
    swapped = pedigree.place[members[0]] > pedigree.place[members[1]]
    return table.transpose(2, 3, 0, 1) if swapped else table


def _evaluate(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    locus: Locus,
    open_for: tuple[str, ...],
    pruning: Pruning,
) -> Any:
    typed = tuple([k for k, profile in profiles.items() if locus.name in profile.calls])
    made, members = prepared(pedigree, typed, locus.inheritance, open_for=open_for, pruning=pruning)
    return evaluate(made, [locus], [possible(pedigree, member, profiles, locus) for member in members])


def prepared(
    pedigree: Pedigree,
    typed: tuple[str, ...],
    inheritance: Inheritance,
    *,
    open_for: tuple[str, ...] = (),
    pruning: Pruning = "pedprobr",
    tries: int = 8,
) -> tuple[Program, Sequence[str]]:
    """The program of a family of which these members are typed, and who its typed people are, in its order.

    It is kept with the family. People who are no members do not count.
    """
    key = typed, open_for, pruning, inheritance, tries
    ready: tuple[Program, Sequence[str]] | None = pedigree.programs.get(key)
    if ready is None:
        known = [k for k in typed if k in pedigree.place]
        shape, places = prune(
            pedigree.shape(typed=known, open_for=open_for), pruning=pruning, inheritance=inheritance
        )
        made = program(shape, inheritance=inheritance, tries=tries)
        ready = made, [pedigree.members[places[n]].id for n in made.typed]
        pedigree.programs[key] = ready
    return ready


def possible(
    pedigree: Pedigree, member: str, profiles: Mapping[str, Profile], locus: Locus
) -> tuple[State, ...]:
    """The ordered genotypes that a typed member may have at a locus."""
    genes = genes_at(locus, pedigree.member(member).sex)
    where = f"family {pedigree.id}, {member}, "
    return states(profiles[member].calls[locus.name], locus, where, genes=genes)


def evaluate(
    made: Program,
    loci: Sequence[Locus],
    seen: Sequence[Sequence[State]],
    *,
    recombination: Sequence[float] = (),
) -> Any:
    """Run a program on loci and on the states of its typed persons (locus by locus, person by person).

    Arguments:
        recombination: between each of several linked loci and the next.

    Raises:
        InvalidPedigree: the family would need a sum over more than `MOST_NUMBERS` numbers at once.
    """
    p, transmission = _numbers(loci)
    genes, weights, lengths = state_arrays(seen)
    sizes = sizes_of(made, np.array([len(locus.alleles) for locus in loci], np.int64), lengths)
    needed = pool_size(made, sizes)
    left = math.prod(int(sizes[v]) for v in made.variables[made.variable_start[-2] :])
    if needed > MOST_NUMBERS:
        raise InvalidPedigree(
            f"the family is too entangled: {needed:.1e} numbers at once, at most {MOST_NUMBERS:,} "
            "are held; type more of its members, or cut its loops"
        )
    result = np.empty(left)
    contraction.run(
        made.plan,
        sizes,
        made.half,
        np.array(recombination or [0.5]),
        p,
        transmission,
        genes,
        weights,
        np.empty(int(needed)),
        np.zeros(len(made.variable_start), np.int64),
        result,
    )
    if np.isnan(result).any():
        raise InvalidPedigree(
            f"{loci[0].name}: so many typed people that the probability of their genotypes is too small for "
            "a number; leave out distant relatives, or compute its branches apart"
        )
    return result


def _numbers(loci: Sequence[Locus]) -> tuple[Any, Any]:
    """Frequencies [loci, alleles] and transmission [loci, 2, alleles, alleles], small loci padded with
    zeros."""
    if len(loci) == 1:
        return loci[0].p[None], loci[0].transmission[None]
    alleles = max(len(locus.alleles) for locus in loci)
    p = np.zeros((len(loci), alleles))
    transmission = np.zeros((len(loci), 2, alleles, alleles))
    for n, locus in enumerate(loci):
        p[n, : len(locus.alleles)] = locus.p
        transmission[n, :, : len(locus.alleles), : len(locus.alleles)] = locus.transmission
    return p, transmission


def state_arrays(seen: Sequence[Sequence[State]]) -> tuple[Any, Any, Any]:
    """The states of typed persons: genes [typed, states, 2], weights [typed, states], how many each has.

    Without typed persons there is one row, which nothing looks at.
    """
    rows = max(len(seen), 1)
    widest = max((len(one) for one in seen), default=1)
    genes = np.zeros((rows, widest, 2), np.int64)
    weights = np.zeros((rows, widest))
    lengths = np.zeros(rows, np.int64)
    for n, one in enumerate(seen):
        lengths[n] = len(one)
        for k, (a, b, weight) in enumerate(one):
            genes[n, k] = a, b
            weights[n, k] = weight
    return genes, weights, lengths


def sizes_of(made: Program, alleles: Any, lengths: Any) -> Any:
    """int64 [variables]: how many values each has, by alleles of each locus and states of each person."""
    return contraction.sizes_of(made.kinds, made.owners, alleles, lengths)


def pool_size(made: Program, sizes: Any) -> float:
    """How many numbers all factors of a program hold together."""
    return float(contraction.numbers_held(made.variable_start, made.variables, sizes))
