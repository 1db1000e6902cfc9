"""Moves of the latent class model that sweeps alone would take long for: new labels, and along the ridge."""

from __future__ import annotations

import math

from accounted.estimating.chance import normal, part, uniform, whole
from accounted.estimating.latent_chain import (
    ACCEPTED,
    ALPHA,
    ALPHA_RATE,
    ALPHA_SHAPE,
    LOG_LAST,
    OFF,
    ON,
    UNLISTED,
    Chain,
    Floats,
    Table,
    draw_unlisted,
)

ALONG_THE_RIDGE = 1  # moves in each sweep; more cost time and bring no more effective draws


@part
def relabel(chain: Chain, prior: Floats) -> None:
    """Let classes change places: stick-breaking likes large classes first, and sweeps rarely reorder them.

    Two of the moves of Papaspiliopoulos & Roberts 2008: two classes exchange their people (sizes stay), and
    two neighbours exchange people and sticks (expects 1 - V_k in `weight`). Neither moves a class that has
    most people out of the last place, where it stays with a large alpha; so two classes also exchange places
    with all that is theirs, with alpha integrated out:
    p(nu) is proportional to (rate - log nu_K)**-(shape + K - 1) / nu_K / prod of what is left before each
    class. Alpha must be drawn next.
    """
    state, nu, rest, scalars = chain.state, chain.nu, chain.weight, chain.scalars
    people, unlisted_in = chain.people, chain.unlisted_in
    classes = len(nu)
    for move in range(6):
        k = whole(uniform(state) * classes)
        h = whole(uniform(state) * classes)
        log_last = scalars[LOG_LAST]
        mine, theirs = people[k] + unlisted_in[k], people[h] + unlisted_in[h]
        if move < 1:
            if mine == theirs or nu[k] == 0.0 or nu[h] == 0.0:
                continue
            log_ratio = (mine - theirs) * math.log(nu[h] / nu[k])
        elif move < 3:
            h = k + 1
            if h >= classes - 1 or not (0.0 < rest[k] < 1.0 and 0.0 < rest[h] < 1.0):
                continue
            theirs = people[h] + unlisted_in[h]
            log_ratio = mine * math.log(rest[h]) - theirs * math.log(rest[k])
        else:
            if h < k:
                k, h = h, k
            if k == h or nu[k] < 1e-290 or nu[h] < 1e-290:
                continue
            others, product = 0.0, 1.0
            for m in range(classes - 1, k, -1):
                if m != h:
                    others += nu[m]
                if m <= h and m < classes - 1:
                    product *= (others + nu[k]) / (others + nu[h])
            log_ratio = -math.log(product)
            if h == classes - 1:
                log_last = math.log(nu[k])
                power = prior[ALPHA_SHAPE] + classes - 1.0
                log_ratio += scalars[LOG_LAST] - log_last
                log_ratio += power * math.log(
                    (prior[ALPHA_RATE] - scalars[LOG_LAST]) / (prior[ALPHA_RATE] - log_last)
                )
        if not math.log(uniform(state)) < log_ratio:
            continue
        for j in range(chain.odds.shape[0]):
            chain.odds[j, k], chain.odds[j, h] = chain.odds[j, h], chain.odds[j, k]
        chain.miss[k], chain.miss[h] = chain.miss[h], chain.miss[k]
        people[k], people[h] = people[h], people[k]
        unlisted_in[k], unlisted_in[h] = unlisted_in[h], unlisted_in[k]
        if move >= 3:
            nu[k], nu[h] = nu[h], nu[k]
            scalars[LOG_LAST] = log_last
        elif move >= 1:
            left = nu[k] / (1.0 - rest[k])
            rest[k], rest[h] = rest[h], rest[k]
            nu[k] = left * (1.0 - rest[k])
            nu[h] = left * rest[k] * (1.0 - rest[h])


@part
def ridge(table: Table, chain: Chain, observed: float, most_unlisted: float, prior: Floats) -> None:
    """Shift all logits of one class by d and resize the class so that as many of it are seen as before.

    A large class that is hard to list fits almost as well as a smaller, easier one: single-step sweeps crawl
    along that ridge. With classes and unlisted integrated out, and shares of the listed as coordinates, the
    map moves logits only, so the Jacobian is [prod a_k'/a_k] / (sum nu_k a_k'/a_k)**K with a = 1/(1 - miss),
    and of the truncated likelihood only the class's own parts change. Those shares choose the class, which
    is therefore as likely to be chosen back. The unlisted are proposed with the move, so the prior's bound is
    respected exactly.
    """
    state, odds, miss, nu, scalars = chain.state, chain.odds, chain.miss, chain.nu, chain.scalars
    parts, shares, factor = chain.parts, chain.shares, chain.factor
    lists, classes = odds.shape
    chance = 0.0
    for k in range(classes):
        chance += nu[k] * miss[k]
    for _ in range(ALONG_THE_RIDGE):
        k = 0
        if uniform(state) < 0.25:
            k = whole(uniform(state) * classes)
        else:
            u = uniform(state) * (1.0 - chance)
            while k < classes - 1:
                u -= nu[k] * (1.0 - miss[k])
                if u < 0.0:
                    break
                k += 1
        d = math.exp(1.0 - 2.0 * uniform(state)) * normal(state)
        if nu[k] < 1e-200:
            continue
        lift = math.exp(d)
        before = miss[k]
        after = 1.0
        for j in range(lists):
            after /= 1.0 + odds[j, k] * lift
        if not (0.0 < after < 1.0 and 0.0 < before < 1.0):
            continue
        grown = (1.0 - before) / (1.0 - after)  # a_k'/a_k: the class must grow so much to be seen as often
        size = 1.0 + nu[k] * (grown - 1.0)
        relative = after / before * grown
        log_ratio = 0.0
        for p in range(len(shares)):
            factor[p] = relative
            for _ in range(table.starts[p], table.starts[p + 1]):
                factor[p] *= lift
            if table.counts[p] > 0:
                log_ratio += table.counts[p] * math.log(1.0 + parts[p, k] / shares[p] * (factor[p] - 1.0))
        # lambda: Beta(a, b) times lambda (1 - lambda) of the logit scale
        log_ratio += prior[ON] * lists * d + (prior[ON] + prior[OFF]) * math.log(after / before)
        # nu: Jacobian, then the stick-breaking density nu_K**(alpha-1) / prod of what is left before each
        log_size = math.log(size)
        change = -log_size
        more = 0.0
        if k == classes - 1:
            change += math.log(grown)
            more = nu[k] * (grown - 1.0)
        left, product = nu[classes - 1], 1.0
        for h in range(classes - 2, 0, -1):
            left += nu[h]
            if h == k:
                more = nu[k] * (grown - 1.0)
            if left > 0.0:
                product *= 1.0 + more / left
        log_ratio += math.log(grown / product) - 2.0 * log_size + (scalars[ALPHA] - 1.0) * change
        if not math.log(uniform(state)) < log_ratio:
            continue
        moved = (chance + nu[k] * (grown * after - before)) / size
        proposed = draw_unlisted(state, observed, moved)
        if proposed > most_unlisted:
            continue
        chance = moved
        miss[k] = after
        for j in range(lists):
            odds[j, k] *= lift
        for p in range(len(shares)):
            shares[p] += parts[p, k] * (factor[p] - 1.0)
            parts[p, k] *= factor[p]
        nu[k] *= grown
        for h in range(classes):
            nu[h] /= size
        scalars[LOG_LAST] += change
        scalars[UNLISTED] = proposed
        scalars[ACCEPTED] += 1.0
