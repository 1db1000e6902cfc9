"""Relatedness between everyone of a population (theta, F_ST), exactly.

The allele frequencies q of the population at hand are themselves unknown: q ~ Dirichlet(p (1 − θ) / θ), the
same for every founder under every hypothesis (Balding & Nichols 1994; Green & Mortera 2009). Given q,
likelihoods are as ever. They are polynomials in q of a degree no higher than the number of founder genes,
so that Gauss–Jacobi quadrature over the sticks of the Dirichlet integrates them without error.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from accounted.identifying import contraction
from accounted.identifying.errors import IdentifyingError, TooMany
from accounted.identifying.likelihoods import pool_size, possible, sizes_of, state_arrays
from accounted.identifying.loci import Locus
from accounted.identifying.lumping import lump, moved
from accounted.identifying.pedigrees import Member, Pedigree
from accounted.identifying.plans import Program, Pruning, program, prune
from accounted.identifying.profiles import Profile, State

MOST_NODES = 20_000_000


@dataclass(frozen=True)
class _Group:
    """People whose genes have no founder in common with other groups': a family, or one unrelated person."""

    made: Program
    seen: tuple[tuple[State, ...], ...]
    founder_genes: int


def likelihood_with_theta(
    families: Sequence[tuple[Pedigree, Mapping[str, Profile]]],
    locus: Locus,
    theta: float,
    *,
    pruning: Pruning = "pedprobr",
) -> float:
    """P(all that was seen) of families (or single people) of one population with coancestry θ.

    Under "the body is the missing man" the body stands in the family; under "unrelated" it is a family of
    one beside it. Autosomal loci.

    Raises:
        IdentifyingError: θ is not in [0, 1), or the locus is not autosomal. TooMany: more quadrature nodes
        than `MOST_NODES`: too many alleles under a model that cannot lump them.
    """
    if not 0.0 <= theta < 1.0:
        raise IdentifyingError(f"theta is {theta}; give a value from 0 to below 1, such as 0.01")
    if locus.inheritance != "autosomal":
        raise IdentifyingError(f"{locus.name}: theta is computed at autosomal loci only; leave it out")
    groups = [_group(pedigree, profiles, locus, pruning) for pedigree, profiles in families]
    shown = {a for group in groups for one in group.seen for state in one for a in state[:2]}
    small, place = lump(locus, shown)
    if theta == 0.0:
        nodes, weights = small.p[None, :], np.ones(1)
    else:
        nodes, weights = dirichlet_nodes(small.p, theta, sum(group.founder_genes for group in groups))
    total = weights
    for group in groups:
        total = total * _over_nodes(group, small, place, nodes)
    return float(total.sum())


def unrelated(profile: Profile) -> tuple[Pedigree, Mapping[str, Profile]]:
    """One person as a family without relatives."""
    return Pedigree(profile.id, (Member(profile.id, sex=profile.sex or "male"),)), {profile.id: profile}


def _group(pedigree: Pedigree, profiles: Mapping[str, Profile], locus: Locus, pruning: Pruning) -> _Group:
    typed = [m.id for m in pedigree.members if m.id in profiles and locus.name in profiles[m.id].calls]
    shape, places = prune(pedigree.shape(typed=typed), pruning=pruning)
    made = program(shape)
    seen = tuple(possible(pedigree, pedigree.members[places[n]].id, profiles, locus) for n in made.typed)
    genes = sum((node.father is None) + (node.mother is None) for node in shape)
    return _Group(made, seen, genes)


def _over_nodes(group: _Group, locus: Locus, place: Mapping[int, int], nodes: Any) -> Any:
    made = group.made
    genes, weights, lengths = state_arrays(moved(group.seen, place))
    sizes = sizes_of(made, np.array([len(locus.alleles)]), lengths)
    results = np.empty((len(nodes), 1))
    contraction.run_over_frequencies(
        made.plan,
        sizes,
        np.ascontiguousarray(nodes),
        locus.transmission[None],
        genes,
        weights,
        np.empty(int(pool_size(made, sizes))),
        np.zeros(len(made.variable_start), np.int64),
        results,
    )
    return results[:, 0]


def dirichlet_nodes(p: Any, theta: float, degree: int) -> tuple[Any, Any]:
    """Points q and weights that integrate polynomials up to a degree over Dirichlet(p (1 − θ) / θ) exactly.

    Returns:
        float64 [nodes, alleles] and [nodes]; the weights sum to one.
    """
    concentration = np.asarray(p) * (1.0 - theta) / theta
    points = max(1, (degree + 2) // 2)
    count = points ** (len(concentration) - 1)
    if count > MOST_NODES:
        raise TooMany(
            f"theta with {len(concentration)} alleles and {degree} founder genes needs {count:,} "
            "nodes, at most "
            f"{MOST_NODES:,} are taken; use a mutation model whose alleles can be lumped (none, equal, "
            "proportional)"
        )
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
