"""The compiled heart of the latent class model: Gibbs sweeps, and exchanges within tempered ladders.

Model (Manrique-Vallier 2016, section 3): person i is in class z_i with probability nu_k; given the class,
the person is on list j with probability lambda_jk, independently. lambda ~ Beta(a, b); nu by stick-breaking
with V_k ~ Beta(1, alpha), V_K = 1; alpha ~ Gamma; p(N) proportional to 1/N for N up to a stated bound.
"""

from __future__ import annotations

import math

import numpy as np

from accounted.estimating.chance import (
    State,
    binomial,
    bits,
    compiled,
    gamma,
    log_gamma_draw,
    part,
    set_bits,
    uniform,
    whole,
)
from accounted.estimating.latent_chain import (
    ALPHA,
    ALPHA_RATE,
    ALPHA_SHAPE,
    LOG_LAST,
    OFF,
    ON,
    UNLISTED,
    Chain,
    Digits,
    Floats,
    Ints,
    Table,
    draw_unlisted,
    weigh,
)
from accounted.estimating.latent_moves import relabel, ridge

_ONE = np.uint64(1)
_MOST_AT_ONCE = 64  # people whose uniform numbers are compared together: the bits of a word


@part
def split(state: State, into: Ints, digits: Digits, people: int, weight: Floats, total: float) -> None:
    """Put people into classes in proportion to weights that sum to `total`: one multinomial draw, `into`."""
    classes = len(weight)
    for k in range(classes):
        into[k] = 0
    left, rest = people, total
    for k in range(classes - 1):
        if left <= 4:  # one by one
            for _ in range(left):
                u = uniform(state) * rest
                h = k
                while h < classes - 1:
                    u -= weight[h]
                    if u < 0.0:
                        break
                    h += 1
                into[h] += 1
            return
        if left <= _MOST_AT_ONCE:
            split_few(state, into, digits, left, weight, k, rest)
            return
        drawn = binomial(state, left, weight[k] / rest) if rest > 0.0 else 0
        into[k] = drawn
        left -= drawn
        rest -= weight[k]
    into[classes - 1] += left


@part
def split_few(
    state: State, into: Ints, digits: Digits, people: int, weight: Floats, first: int, rest: float
) -> None:
    """Put up to 64 people into classes from `first` on, whose weights sum to `rest`.

    Each has a uniform number, whose binary digits are drawn for all at once and no further than it takes to
    say which are below the sum of the weights up to each class.
    """
    classes = len(weight)
    everybody = ~np.uint64(0) >> np.uint64(64 - people)
    placed, before, drawn = np.uint64(0), 0, 0
    below = 0.0
    for k in range(first, classes - 1):
        below += weight[k]
        share = below / rest
        if not 0.0 <= share < 1.0:
            into[k] += people - before
            return
        limit = np.uint64(np.int64(share * 9223372036854775808.0)) << _ONE
        undecided = everybody & ~placed
        at = 0
        while undecided and limit:
            if at == drawn:
                digits[at] = bits(state)
                drawn += 1
            one = np.uint64(np.int64(limit) >> 63)  # all bits the digit
            with_one = undecided & digits[at]
            with_none = undecided & ~digits[at]
            placed |= with_none & one
            undecided = (with_one & one) | (with_none & ~one)
            limit <<= _ONE
            at += 1
        now = set_bits(placed)
        into[k] += now - before
        before = now
        if now == people:
            return
    into[classes - 1] += people - before


@part
def place_listed(table: Table, chain: Chain) -> None:
    """Draw the class of everyone listed, pattern by pattern."""
    people, on, into = chain.people, chain.on, chain.into
    lists, classes = on.shape
    for k in range(classes):
        people[k] = 0
    for j in range(lists):
        for k in range(classes):
            on[j, k] = 0
    for p in range(len(table.counts)):
        if table.counts[p] == 0:
            continue
        split(chain.state, into, chain.digits, table.counts[p], chain.parts[p], chain.shares[p])
        for k in range(classes):
            drawn = into[k]
            if drawn:
                people[k] += drawn
                for at in range(table.starts[p], table.starts[p + 1]):
                    on[table.members[at], k] += drawn


@part
def draw_inclusion(chain: Chain, prior: Floats) -> None:
    """Draw how often each class is on each list."""
    state, odds = chain.state, chain.odds
    lists, classes = odds.shape
    flat = prior[ON] == 1.0 and prior[OFF] == 1.0
    for k in range(classes):
        everyone = chain.people[k] + chain.unlisted_in[k]
        product = 1.0
        if everyone == 0.0 and flat:
            for j in range(lists):
                away = uniform(state)
                odds[j, k] = (1.0 - away) / away
                product *= away
        else:
            for j in range(lists):
                here = gamma(state, prior[ON] + chain.on[j, k])
                away = gamma(state, prior[OFF] + everyone - chain.on[j, k])
                odds[j, k] = here / away
                product *= away / (here + away)
        chain.miss[k] = product


@part
def draw_sizes(chain: Chain) -> None:
    """Draw the size of each class; leaves what each stick leaves, 1 - V_k, in `weight`."""
    state, nu = chain.state, chain.nu
    classes = len(nu)
    alpha = chain.scalars[ALPHA]
    after = 0.0
    for k in range(classes):
        after += chain.people[k] + chain.unlisted_in[k]
    log_left = 0.0
    left = 1.0
    for k in range(classes - 1):
        mine = chain.people[k] + chain.unlisted_in[k]
        after -= mine
        if mine == 0.0:  # Beta(b, 1) is a power of a uniform
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
            top = a if a > b else b
            log_share = b - top - math.log(math.exp(a - top) + math.exp(b - top))
            share = math.exp(log_share)
        nu[k] = left * (1.0 - share)
        chain.weight[k] = share
        log_left += log_share
        left *= share
    nu[classes - 1] = left
    chain.scalars[LOG_LAST] = log_left


@part
def place_unlisted(chain: Chain) -> float:
    """Draw which classes the unlisted are in; returns the chance to be unlisted."""
    chance = 0.0
    for k in range(len(chain.nu)):
        chain.weight[k] = chain.nu[k] * chain.miss[k]
        chance += chain.weight[k]
    split(chain.state, chain.into, chain.digits, whole(chain.scalars[UNLISTED]), chain.weight, chance)
    for k in range(len(chain.nu)):
        chain.unlisted_in[k] = chain.into[k]
    return chance


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
    observed = 0.0
    for p in range(len(table.counts)):
        observed += table.counts[p]
    scalars = chain.scalars
    classes = len(chain.nu)
    weigh(table, chain)
    for at in range(len(unlisted)):
        for _ in range(thin):
            place_listed(table, chain)
            draw_inclusion(chain, prior)
            draw_sizes(chain)
            relabel(chain, prior)
            rate = prior[ALPHA_RATE] - scalars[LOG_LAST]
            scalars[ALPHA] = gamma(chain.state, prior[ALPHA_SHAPE] + classes - 1.0) / rate
            weigh(table, chain)
            ridge(table, chain, observed, most_unlisted, prior)
            chance = 0.0
            for k in range(classes):
                chance += chain.nu[k] * chain.miss[k]
            proposed = draw_unlisted(chain.state, observed, chance)
            if proposed <= most_unlisted:  # beyond the prior's bound its probability is zero: not taken
                scalars[UNLISTED] = proposed
            place_unlisted(chain)
        unlisted[at] = scalars[UNLISTED]
        used = 0
        for k in range(classes):
            used += chain.people[k] > 0
        occupied[at] = used


@compiled
def exchange(cold: Table, hot: Table, at_cold: Chain, at_hot: Chain, most_unlisted: float) -> bool:
    """Whether the chains of two rungs change places; the unlisted of both are drawn anew with the move.

    The target of a rung is prior x prod p_c**n_c / (1 - p_0)**n with the rung's own counts; classes and
    unlisted are integrated out.
    """
    log_ratio, of_cold, of_hot = 0.0, 0.0, 0.0
    for p in range(len(cold.counts)):
        of_cold += cold.counts[p]
        of_hot += hot.counts[p]
        extra = cold.counts[p] - hot.counts[p]
        if extra:
            log_ratio += extra * math.log(at_hot.shares[p] / at_cold.shares[p])
    if not math.log(uniform(at_cold.state)) < log_ratio:
        return False
    chance_cold, chance_hot = 0.0, 0.0
    for k in range(len(at_cold.nu)):
        chance_cold += at_cold.nu[k] * at_cold.miss[k]
        chance_hot += at_hot.nu[k] * at_hot.miss[k]
    to_cold = draw_unlisted(at_hot.state, of_cold, chance_hot)
    to_hot = draw_unlisted(at_cold.state, of_hot, chance_cold)
    if to_cold > most_unlisted or to_hot > most_unlisted:
        return False
    at_hot.scalars[UNLISTED] = to_cold
    at_cold.scalars[UNLISTED] = to_hot
    place_unlisted(at_hot)
    place_unlisted(at_cold)
    return True
