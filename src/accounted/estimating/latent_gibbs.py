"""The compiled heart of the latent class model: one Gibbs sweep, and many.

Model (Manrique-Vallier 2016, section 3): person i is in class z_i with probability nu_k; given the class, the
person is on list j with probability lambda_jk, independently. lambda ~ Beta(1, 1); nu by stick-breaking with
V_k ~ Beta(1, alpha), V_K = 1; alpha ~ Gamma(.25, rate .25); p(N) proportional to 1/N for N up to a stated
bound.

A sweep works in linear space: with odds_kj = lambda/(1 - lambda) and base_k = nu_k prod_j (1 - lambda_jk),
the weight of class k for a pattern is base_k times the odds of the lists in the pattern.
"""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

from accounted.estimating.chance import State, binomial, gamma, log_gamma_draw, poisson, uniform

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_compiled = numba.njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract", "arcp", "nsz"})

ALPHA_SHAPE = 0.25
ALPHA_RATE = 0.25


@_compiled
def split(state: State, people: int, weight: Floats, total: float, into: Ints) -> None:
    """Put people into classes in proportion to weights that sum to `total`; one multinomial draw."""
    classes = len(weight)
    if people <= 3:
        for k in range(classes):
            into[k] = 0
        for _ in range(people):
            u = uniform(state) * total
            k = 0
            while k < classes - 1:
                u -= weight[k]
                if u < 0.0:
                    break
                k += 1
            into[k] += 1
        return
    left, rest = people, total
    for k in range(classes - 1):
        if left == 0:
            into[k] = 0
            continue
        drawn = binomial(state, left, weight[k] / rest) if rest > 0.0 else 0
        into[k] = drawn
        left -= drawn
        rest -= weight[k]
    into[classes - 1] = left


@_compiled
def sweep(
    state: State,
    starts: Ints,
    members: Ints,
    counts: Ints,
    observed: int,
    most_unlisted: float,
    odds: Floats,
    miss: Floats,
    nu: Floats,
    unlisted_in: Floats,
    scalars: Floats,
    base: Floats,
    weight: Floats,
    into: Ints,
    people: Ints,
    on: Ints,
) -> None:
    """One scan over every unknown; `scalars` holds alpha, the unlisted, and the log weight of the last class.

    Pattern p is on lists members[starts[p]:starts[p + 1]]. All arrays are changed in place.
    """
    classes, lists = odds.shape
    for k in range(classes):
        base[k] = nu[k] * miss[k]
        people[k] = 0
        for j in range(lists):
            on[k, j] = 0
    # 1. the class of everyone listed, pattern by pattern
    for p in range(len(counts)):
        total = 0.0
        for k in range(classes):
            w = base[k]
            for at in range(starts[p], starts[p + 1]):
                w *= odds[k, members[at]]
            weight[k] = w
            total += w
        split(state, counts[p], weight, total, into)
        for k in range(classes):
            drawn = into[k]
            if drawn:
                people[k] += drawn
                for at in range(starts[p], starts[p + 1]):
                    on[k, members[at]] += drawn
    # 2. how often each class is on each list
    for k in range(classes):
        everyone = people[k] + unlisted_in[k]
        product = 1.0
        if everyone == 0.0:
            for j in range(lists):
                u = uniform(state)
                odds[k, j] = u / (1.0 - u)
                product *= 1.0 - u
        else:
            for j in range(lists):
                here = gamma(state, 1.0 + on[k, j])
                away = gamma(state, 1.0 + everyone - on[k, j])
                odds[k, j] = here / away
                product *= away / (here + away)
        miss[k] = product
    # 3. the size of each class
    after = 0.0
    for k in range(classes):
        after += people[k] + unlisted_in[k]
    alpha = scalars[0]
    log_left = 0.0
    for k in range(classes - 1):
        mine = people[k] + unlisted_in[k]
        after -= mine
        a = log_gamma_draw(state, 1.0 + mine)
        b = log_gamma_draw(state, alpha + after)
        top = max(a, b)
        both = top + math.log(math.exp(a - top) + math.exp(b - top))
        nu[k] = math.exp(log_left + a - both)
        log_left += b - both
    nu[classes - 1] = math.exp(log_left)
    # 4. the unlisted; a draw beyond the prior's bound is a proposal of probability zero, and is not taken
    chance = 0.0
    for k in range(classes):
        base[k] = nu[k] * miss[k]
        chance += base[k]
    if chance < 1.0:
        proposed = poisson(state, gamma(state, float(observed)) * chance / (1.0 - chance))
        if proposed <= most_unlisted:
            scalars[1] = proposed
    # 5. which classes the unlisted are in
    split(state, int(scalars[1]), base, chance, into)
    for k in range(classes):
        unlisted_in[k] = into[k]
    # 6. the concentration of classes
    scalars[0] = gamma(state, ALPHA_SHAPE + classes - 1) / (ALPHA_RATE - log_left)
    scalars[2] = log_left
    scalars[3] = chance


@_compiled
def run(
    state: State,
    starts: Ints,
    members: Ints,
    counts: Ints,
    most_unlisted: float,
    odds: Floats,
    miss: Floats,
    nu: Floats,
    unlisted_in: Floats,
    scalars: Floats,
    thin: int,
    unlisted: Floats,
    occupied: Ints,
) -> None:
    """Sweep `len(unlisted) * thin` times; keep every thin-th number of unlisted and of occupied classes."""
    classes, lists = odds.shape
    base, weight = np.empty(classes), np.empty(classes)
    into, people = np.empty(classes, np.int64), np.empty(classes, np.int64)
    on = np.empty((classes, lists), np.int64)
    observed = counts.sum()
    for at in range(len(unlisted)):
        for _ in range(thin):
            sweep(
                state, starts, members, counts, observed, most_unlisted, odds, miss, nu, unlisted_in, scalars,
                base, weight, into, people, on,
            )  # fmt: skip
        unlisted[at] = scalars[1]
        used = 0
        for k in range(classes):
            used += people[k] > 0
        occupied[at] = used
