"""What a chain of the latent class model knows, as the compiled sampler keeps it.

With odds_jk = lambda/(1 - lambda), a class's part of a pattern's share of the listed is
nu_k prod_j (1 - lambda_jk) / (1 - p_0) times the odds of the lists in the pattern. The parts are computed
once in a sweep, and serve the ridge, the next sweep's classes and the exchanges of a ladder.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from accounted.estimating.chance import State, gamma, part, poisson

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Digits = npt.NDArray[np.uint64]

# places in Chain.scalars
ALPHA, UNLISTED, LOG_LAST, ACCEPTED = 0, 1, 2, 3
# places in a prior
ALPHA_SHAPE, ALPHA_RATE, ON, OFF = 0, 1, 2, 3


class Table(NamedTuple):
    """A pattern table for the kernel: pattern p is on lists members[starts[p]:starts[p + 1]]."""

    starts: Ints
    members: Ints
    counts: Ints


class Chain(NamedTuple):
    """Everything one chain knows, and its working space; changed in place.

    Attributes:
        odds: lambda / (1 - lambda). Shape (lists, classes).
        miss: prod_j (1 - lambda_jk), the chance to be on no list. Shape (classes,).
        nu: class sizes. Shape (classes,).
        unlisted_in: the unlisted of each class. Shape (classes,).
        scalars: alpha, the unlisted in all, log of the last class's size, ridge moves accepted.
        parts: the share of each pattern among the listed, by class. Shape (patterns, classes).
        shares: their sums over classes. Shape (patterns,).
        digits: binary digits of up to 64 people's uniform numbers. Shape (64,).
    """

    state: State
    odds: Floats
    miss: Floats
    nu: Floats
    unlisted_in: Floats
    scalars: Floats
    parts: Floats
    shares: Floats
    weight: Floats
    factor: Floats
    into: Ints
    digits: Digits
    people: Ints
    on: Ints


def new_chain(state: State, lists: int, classes: int, patterns: int) -> Chain:
    """A chain with room for its unknowns; where it starts is set by `LatentClassModel`."""
    return Chain(
        state,
        np.ones((lists, classes)),
        np.full(classes, 2.0**-lists),
        np.full(classes, 1.0 / classes),
        np.zeros(classes),
        np.array([1.0, 0.0, -math.log(classes), 0.0]),
        np.zeros((patterns, classes)),
        np.zeros(patterns),
        np.zeros(classes),
        np.zeros(patterns),
        np.zeros(classes, np.int64),
        np.zeros(64, np.uint64),
        np.zeros(classes, np.int64),
        np.zeros((lists, classes), np.int64),
    )


@part
def weigh(table: Table, chain: Chain) -> None:
    """Compute `parts` and `shares` from class sizes and inclusion."""
    parts, odds, miss, nu = chain.parts, chain.odds, chain.miss, chain.nu
    classes = len(nu)
    chance = 0.0
    for k in range(classes):
        chance += nu[k] * miss[k]
    seen = 1.0 - chance if chance < 1.0 else 1e-300
    for k in range(classes):
        chain.weight[k] = nu[k] * miss[k] / seen
    for p in range(len(chain.shares)):
        for k in range(classes):
            parts[p, k] = chain.weight[k]
        for at in range(table.starts[p], table.starts[p + 1]):
            j = table.members[at]
            for k in range(classes):
                parts[p, k] *= odds[j, k]
        total = 0.0
        for k in range(classes):
            total += parts[p, k]
        chain.shares[p] = total if total > 1e-300 else 1e-300


@part
def draw_unlisted(state: State, observed: float, chance: float) -> float:
    """Unlisted given the chance to be unlisted: negative binomial, p(N) being proportional to 1/N."""
    if chance >= 1.0:
        return math.inf
    mean = gamma(state, observed) * chance / (1.0 - chance)
    if mean > 1e15:
        return math.inf
    return poisson(state, mean)
