"""Relatedness between everyone of a population (theta, F_ST), exactly.

The allele frequencies q of the population at hand are themselves unknown: q ~ Dirichlet(p (1 − θ) / θ), the
same for every founder under every hypothesis (Balding & Nichols 1994; Green & Mortera 2009). Once the founder
genes of the typed are given, q is again a Dirichlet, with their counts added; what is left is the sum over
the founder genes of the untyped. Two ways, both exact, the cheaper is taken:

* over identity: each way in which these genes can be copies of one another has the probability of Ewens'
  sampling formula (Ewens 1972; Hoppe 1984), and classes of copies are drawn independently. It takes any
  mutation model.
* over frequencies: given q likelihoods are as ever, and polynomials in q of a degree no higher than the
  number of these genes, so that Gauss–Jacobi quadrature over the sticks of the Dirichlet integrates them
  without error. It takes many founders, where alleles that nobody shows can be taken together.

With θ untyped parents always stay, whatever the convention of pruning: so does Familias, which prunes them
without θ. Under mutation models that are not stationary this matters.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from accounted.identifying import contraction
from accounted.identifying.errors import IdentifyingError, TooMany
from accounted.identifying.likelihoods import likelihood, pool_size, possible, sizes_of, state_arrays
from accounted.identifying.loci import Locus
from accounted.identifying.lumping import lump, moved
from accounted.identifying.pedigrees import Member, Pedigree
from accounted.identifying.plans import (
    Node,
    Program,
    Pruning,
    Shape,
    program_of_identity,
    prune,
    untyped_founder_genes,
)
from accounted.identifying.profiles import Profile, State

MOST_NODES = 20_000_000
MOST_IDENTITIES = 5_000  # ways in which genes can be copies of one another: those of eight
MOST_DRAWS = 100_000  # combinations of founder genes that the typed may have


def likelihood_with_theta(
    families: Sequence[tuple[Pedigree, Mapping[str, Profile]]],
    locus: Locus,
    theta: float,
    *,
    pruning: Pruning = "pedprobr",
) -> float:
    """P(all that was seen) of families (or single people) of one population with coancestry θ.

    Under "the body is the missing man" the body stands in the family; under "unrelated" it is a family of
    one beside it. Autosomal loci. `pruning` matters for θ = 0 only.

    Raises:
        IdentifyingError: θ is not in [0, 1), or the locus is not autosomal. TooMany: too many founders or
        alleles for either way.
    """
    if not 0.0 <= theta < 1.0:
        raise IdentifyingError(f"theta is {theta}; give a value from 0 to below 1, such as 0.01")
    if locus.inheritance != "autosomal":
        raise IdentifyingError(f"{locus.name}: theta is computed at autosomal loci only; leave it out")
    if theta == 0.0:
        return math.prod(
            likelihood(pedigree, profiles, locus, pruning=pruning) for pedigree, profiles in families
        )
    shape, seen = _together(families, locus)
    if not seen:
        return 1.0
    shown = {a for one in seen for state in one for a in state[:2]}
    small, place = lump(locus, shown)
    draws = list(_draws(moved(seen, place), [node for node in shape if node.role == "typed"]))
    base = small.p * (1.0 - theta) / theta
    genes = untyped_founder_genes(shape)
    points = (genes + 2) // 2 if genes else 1
    nodes = points ** (len(base) - 1) * len(draws)
    identities = _bell(genes) * len(draws)
    if nodes > MOST_NODES and (_bell(genes) > MOST_IDENTITIES or identities > MOST_NODES):
        raise TooMany(
            f"{locus.name}: theta with {len(base)} alleles, {genes} founder genes of untyped people and "
            f"{len(draws)} combinations of typed ones is too much; type more founders, leave distant "
            "relatives out, or use a mutation model whose alleles can be taken together (none, equal, "
            "proportional)"
        )
    # Making the program of one identity, which later loci use again, takes about as long as 25 nodes.
    if _bell(genes) <= MOST_IDENTITIES and identities + 25 * _bell(genes) <= nodes:
        return _over_identity(shape, draws, small, base, genes)
    return _over_frequencies(shape, draws, small, base, genes)


def unrelated(profile: Profile) -> tuple[Pedigree, Mapping[str, Profile]]:
    """One person as a family without relatives."""
    return Pedigree(profile.id, (Member(profile.id, sex=profile.sex or "male"),)), {profile.id: profile}


def _together(
    families: Sequence[tuple[Pedigree, Mapping[str, Profile]]], locus: Locus
) -> tuple[Shape, list[tuple[State, ...]]]:
    """All families as one shape, with the states of its typed people in their order."""
    nodes: list[Node] = []
    seen: list[tuple[State, ...]] = []
    for pedigree, profiles in families:
        typed = [m.id for m in pedigree.members if m.id in profiles and locus.name in profiles[m.id].calls]
        shape, places = prune(pedigree.shape(typed=typed), pruning="pedprobr")
        first = len(nodes)
        for n, node in enumerate(shape):
            father = None if node.father is None else node.father + first
            mother = None if node.mother is None else node.mother + first
            nodes.append(Node(father, mother, node.sex, node.role))
            if node.role == "typed":
                seen.append(possible(pedigree, pedigree.members[places[n]].id, profiles, locus))
    return tuple(nodes), seen


def _draws(
    seen: Sequence[Sequence[State]], typed: Sequence[Node]
) -> Iterator[tuple[tuple[int, ...], list[list[State]]]]:
    """Each combination of founder genes that the typed may have, with the states that have them.

    Raises:
        TooMany: more than `MOST_DRAWS`.
    """
    options = []
    for one, node in zip(seen, typed, strict=True):
        by_genes: dict[tuple[int, ...], list[State]] = {}
        for state in one:
            drawn = [state[0]] if node.father is None else []
            drawn += [state[1]] if node.mother is None else []
            by_genes.setdefault(tuple(sorted(drawn)), []).append(state)
        options.append(list(by_genes.items()))
    count = math.prod(len(one) for one in options)
    if count > MOST_DRAWS:
        raise TooMany(
            f"theta with {count:,} combinations of founder genes that the typed may have, at most "
            f"{MOST_DRAWS:,} are taken; allow for drop-in and drop-out in fewer people"
        )
    for combined in itertools.product(*options):
        yield tuple(a for drawn, _ in combined for a in drawn), [list(states) for _, states in combined]


def _urn(drawn: Sequence[int], base: Any) -> tuple[float, Any]:
    """P(these genes drawn one after the other), and the Dirichlet that is left (Hoppe's urn)."""
    left = base.copy()
    total = float(base.sum())
    chance = 1.0
    for n, a in enumerate(drawn):
        chance *= left[a] / (total + n)
        left[a] += 1.0
    return chance, left


def _over_identity(
    shape: Shape,
    draws: Sequence[tuple[tuple[int, ...], list[list[State]]]],
    locus: Locus,
    base: Any,
    genes: int,
) -> float:
    urns = [_urn(drawn, base) for drawn, _ in draws]
    chances = np.array([chance for chance, _ in urns])
    left = np.stack([counts for _, counts in urns])
    total = float(left[0].sum())
    rising = math.prod(total + n for n in range(genes))
    frequencies = left / total
    states = _stacked([states for _, states in draws])
    whole = 0.0
    for classes, sizes in _identities(genes):
        made = program_of_identity(shape, classes)
        ways = math.prod(total * math.factorial(size - 1) for size in sizes) / rising
        found = _run(made, locus, frequencies, states, len(draws))
        whole += ways * float((chances * found).sum())
    return whole


def _over_frequencies(
    shape: Shape,
    draws: Sequence[tuple[tuple[int, ...], list[list[State]]]],
    locus: Locus,
    base: Any,
    genes: int,
) -> float:
    made = program_of_identity(shape, tuple(range(genes)), tries=8)
    whole = 0.0
    for drawn, states in draws:
        chance, left = _urn(drawn, base)
        nodes, weights = _nodes_of(left, genes)
        found = _run(made, locus, nodes, _stacked([states]), len(nodes))
        whole += chance * float((weights * found).sum())
    return whole


def _stacked(draws: Sequence[Sequence[Sequence[State]]]) -> tuple[Any, Any, Any]:
    """States of each draw's people: genes [draws, typed, states, 2], weights, how many [draws, typed]."""
    genes, weights, lengths = state_arrays([one for states in draws for one in states])
    rows, typed = len(draws), max(1, len(draws[0]))
    wide = weights.shape[1]
    return (
        genes.reshape(rows, typed, wide, 2),
        weights.reshape(rows, typed, wide),
        lengths.reshape(rows, typed),
    )


def _run(made: Program, locus: Locus, frequencies: Any, states: tuple[Any, Any, Any], rows: int) -> Any:
    """float64 [rows]: the likelihood with each row of frequencies and of states."""
    genes, weights, lengths = states
    sizes = sizes_of(made, np.array([len(locus.alleles)]), lengths.max(axis=0))
    results = np.empty((rows, 1))
    contraction.run_many(
        made.plan,
        sizes,
        made.kinds,
        made.owners,
        lengths,
        np.ascontiguousarray(frequencies),
        locus.transmission[None],
        genes,
        weights,
        np.empty(int(pool_size(made, sizes))),
        np.zeros(len(made.variable_start), np.int64),
        results,
    )
    return results[:, 0]


@lru_cache(maxsize=32)
def _identities(genes: int) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Every way in which genes can be copies of one another: the class of each, and the size of classes."""
    made: list[tuple[int, ...]] = [()]
    for _ in range(genes):
        made = [(*one, k) for one in made for k in range(max(one, default=-1) + 2)]
    return tuple((one, tuple(one.count(k) for k in range(max(one, default=-1) + 1))) for one in made)


def _bell(n: int) -> int:
    """How many partitions n genes have (Bell's triangle)."""
    row = [1]
    for _ in range(n):
        row = list(itertools.accumulate(row, initial=row[-1]))
    return row[0]


def _nodes_of(concentration: Any, degree: int) -> tuple[Any, Any]:
    """Points q and weights that integrate polynomials up to a degree over a Dirichlet exactly.

    Returns:
        float64 [nodes, alleles] and [nodes]; the weights sum to one.
    """
    points = max(1, (degree + 2) // 2)
    q = np.zeros((1, 0))
    left = np.ones(1)
    weights = np.ones(1)
    for j in range(len(concentration) - 1):
        v, w = _beta_nodes(concentration[j], float(concentration[j + 1 :].sum()), points)
        q = np.concatenate(
            [np.repeat(q, points, axis=0), (left[:, None] * v[None, :]).reshape(-1, 1)], axis=1
        )
        left = (left[:, None] * (1.0 - v)[None, :]).ravel()
        weights = (weights[:, None] * w[None, :]).ravel()
    return np.concatenate([q, left[:, None]], axis=1), weights


def _beta_nodes(a: float, b: float, points: int) -> tuple[Any, Any]:
    """Gauss nodes and weights for Beta(a, b) on (0, 1) (Golub & Welsch 1969, Jacobi recurrence)."""
    alpha, beta = b - 1.0, a - 1.0
    n = np.arange(points, dtype=np.float64)
    both = 2.0 * n + alpha + beta
    diagonal = np.empty(points)
    diagonal[0] = (beta - alpha) / (alpha + beta + 2.0)
    diagonal[1:] = (beta**2 - alpha**2) / (both[1:] * (both[1:] + 2.0))
    side = np.zeros(max(points - 1, 0))
    for k in range(1, points):
        s = 2.0 * k + alpha + beta
        if k == 1:
            value = 4.0 * (1 + alpha) * (1 + beta) / ((2 + alpha + beta) ** 2 * (3 + alpha + beta))
        else:
            value = 4.0 * k * (k + alpha) * (k + beta) * (k + alpha + beta) / (s**2 * (s + 1.0) * (s - 1.0))
        side[k - 1] = math.sqrt(value)
    nodes, vectors = np.linalg.eigh(np.diag(diagonal) + np.diag(side, 1) + np.diag(side, -1))
    return (1.0 + nodes) / 2.0, vectors[0] ** 2


def direct_match_with_theta(call: Sequence[int], p: Any, theta: float) -> float:
    """1 / LR of a direct match: P(the same genotype again | seen once) (Balding & Nichols 1994)."""
    a, b = call
    below = (1.0 + theta) * (1.0 + 2.0 * theta)
    keep = 1.0 - theta
    if a == b:
        return float((2 * theta + keep * p[a]) * (3 * theta + keep * p[a]) / below)
    return float(2.0 * (theta + keep * p[a]) * (theta + keep * p[b]) / below)
