"""The compiled heart of the latent class model: Gibbs sweeps, a move along the ridge, and tempered ladders.

Model (Manrique-Vallier 2016, section 3): person i is in class z_i with probability nu_k; given the class,
the person is on list j with probability lambda_jk, independently. lambda ~ Beta(a, b); nu by stick-breaking
with V_k ~ Beta(1, alpha), V_K = 1; alpha ~ Gamma; p(N) proportional to 1/N for N up to a stated bound.

A sweep works in linear space: with odds_jk = lambda/(1 - lambda) and base_k = nu_k prod_j (1 - lambda_jk),
the weight of class k for a pattern is base_k times the odds of the lists in the pattern.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from accounted.estimating.chance import (
    State,
    binomial,
    compiled,
    gamma,
    log_gamma_draw,
    normal,
    poisson,
    uniform,
)

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


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
    """

    state: State
    odds: Floats
    miss: Floats
    nu: Floats
    unlisted_in: Floats
    scalars: Floats
    base: Floats
    weight: Floats
    into: Ints
    people: Ints
    on: Ints


def new_chain(state: State, lists: int, classes: int) -> Chain:
    """A chain with room for its unknowns; where it starts is set by `LatentClassModel`."""
    return Chain(
        state,
        np.ones((lists, classes)),
        np.full(classes, 2.0**-lists),
        np.full(classes, 1.0 / classes),
        np.zeros(classes),
        np.array([1.0, 0.0, -math.log(classes), 0.0]),
        np.zeros(classes),
        np.zeros(classes),
        np.zeros(classes, np.int64),
        np.zeros(classes, np.int64),
        np.zeros((lists, classes), np.int64),
    )


@compiled
def split(state: State, people: int, weight: Floats, total: float, into: Ints) -> None:
    """Put people into classes in proportion to weights that sum to `total`; one multinomial draw."""
    classes = len(weight)
    for k in range(classes):
        into[k] = 0
    if people <= 3:
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
            return
        drawn = binomial(state, left, weight[k] / rest) if rest > 0.0 else 0
        into[k] = drawn
        left -= drawn
        rest -= weight[k]
    into[classes - 1] = left


@compiled
def sweep(table: Table, chain: Chain, observed: int, most_unlisted: float, prior: Floats) -> None:
    """One scan over every unknown."""
    state, odds, miss, nu, unlisted_in = chain.state, chain.odds, chain.miss, chain.nu, chain.unlisted_in
    scalars, base, weight = chain.scalars, chain.base, chain.weight
    into, people, on = chain.into, chain.people, chain.on
    starts, members, counts = table.starts, table.members, table.counts
    lists, classes = odds.shape
    for k in range(classes):
        base[k] = nu[k] * miss[k]
        people[k] = 0
    for j in range(lists):
        for k in range(classes):
            on[j, k] = 0
    # 1. the class of everyone listed, pattern by pattern
    for p in range(len(counts)):
        if counts[p] == 0:
            continue
        for k in range(classes):
            weight[k] = base[k]
        for at in range(starts[p], starts[p + 1]):
            j = members[at]
            for k in range(classes):
                weight[k] *= odds[j, k]
        total = 0.0
        for k in range(classes):
            total += weight[k]
        split(state, counts[p], weight, total, into)
        for k in range(classes):
            drawn = into[k]
            if drawn:
                people[k] += drawn
                for at in range(starts[p], starts[p + 1]):
                    on[members[at], k] += drawn
    # 2. how often each class is on each list
    flat = prior[ON] == 1.0 and prior[OFF] == 1.0
    for k in range(classes):
        everyone = people[k] + unlisted_in[k]
        product = 1.0
        if everyone == 0.0 and flat:
            for j in range(lists):
                u = uniform(state)
                odds[j, k] = u / (1.0 - u)
                product *= 1.0 - u
        else:
            for j in range(lists):
                here = gamma(state, prior[ON] + on[j, k])
                away = gamma(state, prior[OFF] + everyone - on[j, k])
                odds[j, k] = here / away
                product *= away / (here + away)
        miss[k] = product
    # 3. the size of each class; the share left after an empty class is Beta(b, 1), a power of a uniform
    after = 0.0
    for k in range(classes):
        after += people[k] + unlisted_in[k]
    alpha = scalars[ALPHA]
    log_left = 0.0
    left = 1.0
    for k in range(classes - 1):
        mine = people[k] + unlisted_in[k]
        after -= mine
        if mine == 0.0:
            log_share = math.log(uniform(state)) / (alpha + after)
            share = math.exp(log_share)
        elif after > 0.0:
            a = gamma(state, 1.0 + mine)
            b = gamma(state, alpha + after)
            share = b / (a + b)
            log_share = math.log(share)
        else:
            a = math.log(gamma(state, 1.0 + mine))
            b = log_gamma_draw(state, alpha)
            top = max(a, b)
            log_share = b - top - math.log(math.exp(a - top) + math.exp(b - top))
            share = math.exp(log_share)
        nu[k] = left * (1.0 - share)
        weight[k] = share
        log_left += log_share
        left *= share
    nu[classes - 1] = left
    scalars[LOG_LAST] = log_left
    relabel(chain)
    # 4. along the ridge; then the unlisted. A draw beyond the prior's bound has probability zero: not taken
    ridge(table, chain, observed, most_unlisted, prior)
    chance = 0.0
    for k in range(classes):
        base[k] = nu[k] * miss[k]
        chance += base[k]
    proposed = draw_unlisted(state, observed, chance)
    if proposed <= most_unlisted:
        scalars[UNLISTED] = proposed
    # 5. which classes the unlisted are in
    split(state, int(scalars[UNLISTED]), base, chance, into)
    for k in range(classes):
        unlisted_in[k] = into[k]
    # 6. the concentration of classes
    scalars[ALPHA] = gamma(state, prior[ALPHA_SHAPE] + classes - 1) / (prior[ALPHA_RATE] - scalars[LOG_LAST])


@compiled
def relabel(chain: Chain) -> None:
    """Let classes change places: stick-breaking likes large classes first, and sweeps rarely reorder them.

    Two of the moves of Papaspiliopoulos & Roberts 2008: two classes exchange their people (sizes stay), and
    two neighbours exchange people and sticks. Expects 1 - V_k in `weight`.
    """
    state, nu, rest = chain.state, chain.nu, chain.weight
    classes = len(nu)
    k = int(uniform(state) * classes)
    h = int(uniform(state) * classes)
    mine, theirs = chain.people[k] + chain.unlisted_in[k], chain.people[h] + chain.unlisted_in[h]
    differ = mine != theirs and nu[k] > 0.0 and nu[h] > 0.0
    if differ and math.log(uniform(state)) < (mine - theirs) * math.log(nu[h] / nu[k]):
        trade(chain, k, h)
    for _ in range(2):
        if classes < 3:
            return
        k = int(uniform(state) * (classes - 2))
        mine, theirs = chain.people[k] + chain.unlisted_in[k], chain.people[k + 1] + chain.unlisted_in[k + 1]
        if mine + theirs == 0.0 or not (0.0 < rest[k] < 1.0 and 0.0 < rest[k + 1] < 1.0):
            continue
        log_ratio = mine * math.log(rest[k + 1]) - theirs * math.log(rest[k])
        if math.log(uniform(state)) < log_ratio:
            trade(chain, k, k + 1)
            left = nu[k] / (1.0 - rest[k])
            rest[k], rest[k + 1] = rest[k + 1], rest[k]
            nu[k] = left * (1.0 - rest[k])
            nu[k + 1] = left * rest[k] * (1.0 - rest[k + 1])


@compiled
def trade(chain: Chain, k: int, h: int) -> None:
    """Two classes exchange their people and how often they are on each list."""
    for j in range(chain.odds.shape[0]):
        chain.odds[j, k], chain.odds[j, h] = chain.odds[j, h], chain.odds[j, k]
    chain.miss[k], chain.miss[h] = chain.miss[h], chain.miss[k]
    chain.people[k], chain.people[h] = chain.people[h], chain.people[k]
    chain.unlisted_in[k], chain.unlisted_in[h] = chain.unlisted_in[h], chain.unlisted_in[k]


@compiled
def draw_unlisted(state: State, observed: int, chance: float) -> float:
    """Unlisted given the chance to be unlisted: negative binomial, p(N) being proportional to 1/N."""
    if chance >= 1.0:
        return math.inf
    mean = gamma(state, float(observed)) * chance / (1.0 - chance)
    if mean > 1e15:
        return math.inf
    return poisson(state, mean)


@compiled
def ridge(table: Table, chain: Chain, observed: int, most_unlisted: float, prior: Floats) -> None:
    """Shift all logits of one class by d and resize the class so that as many of it are seen as before.

    A large class that is hard to list fits almost as well as a smaller, easier one: single-step sweeps crawl
    along that ridge. With classes and unlisted integrated out, and shares of the observed as coordinates, the
    map moves logits only, so the Jacobian is [prod a_k'/a_k] / (sum nu_k a_k'/a_k)**K with a = 1/(1 - miss),
    and of the truncated likelihood only the class's own pattern shares change, by the size of the pattern.
    The unlisted are proposed with it, so the prior's bound is respected exactly.
    """
    state, odds, miss, nu, scalars = chain.state, chain.odds, chain.miss, chain.nu, chain.scalars
    starts, members, counts = table.starts, table.members, table.counts
    lists, classes = odds.shape
    u = uniform(state)
    k = int(classes * u * u)  # the first classes are the large ones; the choice knows nothing of the state
    scale = 0.1 if uniform(state) < 0.3 else 0.6
    d = scale * normal(state)
    if nu[k] < 1e-200:
        return
    lift = math.exp(d)
    before = miss[k]
    after = 1.0
    for j in range(lists):
        after /= 1.0 + odds[j, k] * lift
    if not (0.0 < after < 1.0 and 0.0 < before < 1.0):
        return
    grown = (1.0 - before) / (1.0 - after)  # a_k'/a_k: the class must grow so much to be seen as often
    size = 1.0 - nu[k] + nu[k] * grown
    relative = after / before * grown
    base, weight = chain.base, chain.weight
    for h in range(classes):
        base[h] = nu[h] * miss[h]
    log_ratio = 0.0
    for p in range(len(counts)):
        if counts[p] == 0:
            continue
        for h in range(classes):
            weight[h] = base[h]
        factor = relative
        for at in range(starts[p], starts[p + 1]):
            factor *= lift
            j = members[at]
            for h in range(classes):
                weight[h] *= odds[j, h]
        total = 0.0
        for h in range(classes):
            total += weight[h]
        log_ratio += counts[p] * math.log(1.0 + weight[k] / total * (factor - 1.0))
    # lambda: Beta(a, b) times lambda (1 - lambda) of the logit scale
    log_ratio += prior[ON] * lists * d + (prior[ON] + prior[OFF]) * math.log(after / before)
    # nu: Jacobian, then the stick-breaking density nu_K**(alpha-1) / prod of what is left before each class
    log_size = math.log(size)
    log_grown = math.log(grown)
    log_ratio += log_grown - classes * log_size
    change = -log_size
    if k == classes - 1:
        change += log_grown
    log_ratio += (scalars[ALPHA] - 1.0) * change
    left = 1.0
    for h in range(1, classes - 1):
        left -= nu[h - 1]
        if h > k:
            log_ratio += log_size
        else:
            left_now = max(left, nu[k])
            log_ratio -= math.log1p(nu[k] * (grown - 1.0) / left_now) - log_size
    if math.log(uniform(state)) >= log_ratio:
        return
    chance = 0.0
    for h in range(classes):
        chance += base[h] if h != k else nu[k] * grown * after
    chance /= size
    proposed = draw_unlisted(state, observed, chance)
    if proposed > most_unlisted:
        return
    for j in range(lists):
        odds[j, k] *= lift
    miss[k] = after
    for h in range(classes):
        nu[h] = (nu[h] * grown if h == k else nu[h]) / size
    scalars[LOG_LAST] += change
    scalars[UNLISTED] = proposed
    scalars[ACCEPTED] += 1.0


@compiled
def run(
    table: Table,
    chain: Chain,
    most_unlisted: float,
    prior: Floats,
    thin: int,
    unlisted: Floats,
    occupied: Ints,
) -> None:
    """Sweep `len(unlisted) * thin` times; keep every thin-th number of unlisted and of occupied classes."""
    observed = table.counts.sum()
    for at in range(len(unlisted)):
        for _ in range(thin):
            sweep(table, chain, observed, most_unlisted, prior)
        unlisted[at] = chain.scalars[UNLISTED]
        used = 0
        for k in range(len(chain.people)):
            used += chain.people[k] > 0
        occupied[at] = used


@compiled
def log_shares(table: Table, chain: Chain, into: Floats) -> float:
    """The log probability of each pattern into `into`; returns the chance to be on no list."""
    odds, miss, nu, base, weight = chain.odds, chain.miss, chain.nu, chain.base, chain.weight
    classes = len(nu)
    chance = 0.0
    for k in range(classes):
        base[k] = nu[k] * miss[k]
        chance += base[k]
    for p in range(len(table.counts)):
        for k in range(classes):
            weight[k] = base[k]
        for at in range(table.starts[p], table.starts[p + 1]):
            for k in range(classes):
                weight[k] *= odds[table.members[at], k]
        total = 0.0
        for k in range(classes):
            total += weight[k]
        into[p] = math.log(max(total, 1e-300))
    return chance


@compiled
def exchange(
    cold: Table, hot: Table, at_cold: Chain, at_hot: Chain, most_unlisted: float, ours: Floats, theirs: Floats
) -> bool:
    """Whether the chains of two rungs change places; the unlisted of both are drawn anew with the move.

    The target of a rung is prior x prod p_c**n_c / (1 - p_0)**n with the rung's own counts; classes and
    unlisted are integrated out.
    """
    chance_cold = log_shares(cold, at_cold, ours)
    chance_hot = log_shares(cold, at_hot, theirs)
    if chance_cold >= 1.0 or chance_hot >= 1.0:
        return False
    log_ratio, fewer = 0.0, 0
    for p in range(len(cold.counts)):
        extra = cold.counts[p] - hot.counts[p]
        fewer += extra
        log_ratio += extra * (theirs[p] - ours[p])
    log_ratio -= fewer * (math.log1p(-chance_hot) - math.log1p(-chance_cold))
    if math.log(uniform(at_cold.state)) >= log_ratio:
        return False
    to_cold = draw_unlisted(at_hot.state, cold.counts.sum(), chance_hot)
    to_hot = draw_unlisted(at_cold.state, hot.counts.sum(), chance_cold)
    if to_cold > most_unlisted or to_hot > most_unlisted:
        return False
    for chain, unlisted, chance in ((at_hot, to_cold, chance_hot), (at_cold, to_hot, chance_cold)):
        chain.scalars[UNLISTED] = unlisted
        split(chain.state, int(unlisted), chain.base, chance, chain.into)
        for k in range(len(chain.into)):
            chain.unlisted_in[k] = chain.into[k]
    return True
