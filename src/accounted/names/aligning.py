"""The compiled part of comparing names: two words by their sounds, two names by their best alignment.

Arrays only; `accounted.names.comparing` fills them. All functions are symmetric.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numba
import numpy as np

MOST_UNITS = 16
MOST_TOKENS = 6
ROWS = 4  # alias rows kept for a token

NAME, INITIAL, SON, DAUGHTER = 0, 1, 2, 3
FLOOR = 0.1

# What a conflict or an agreement short of identity is worth.
SAME_NAME = 0.97
SHORT_FORM = 0.9
SAME_INITIAL = 0.8
OTHER_NAME = 0.15
OTHER_SEX = 0.4
NEUTRAL = 0.55
STEEPNESS = 1.7

Array: TypeAlias = Any
_compiled: Any = numba.njit(cache=True, nogil=True)


@_compiled
def _overlap(a: Array, b: Array) -> bool:
    for x in a:
        if x < 0:
            break
        for y in b:
            if y < 0:
                break
            if x == y:
                return True
    return False


@_compiled
def sounds_alike(
    a: Array, na: int, b: Array, nb: int, across: bool, cost: Array, weights: Array, row: Array
) -> float:
    """How alike two words sound, 1 to 0: a weighted edit distance with swapped neighbours, over their length."""
    which = 1 if across else 0
    length = 0.0
    for i in range(na):
        length += weights[which, a[i]]
    for j in range(nb):
        length += weights[which, b[j]]
    if length <= 0.0:
        return 0.0
    row[0, 0] = 0.0
    for j in range(nb):
        row[0, j + 1] = row[0, j] + weights[which, b[j]]
    for i in range(na):
        now, before, two = (i + 1) % 3, i % 3, (i + 2) % 3
        out = weights[which, a[i]]
        row[now, 0] = row[before, 0] + out
        for j in range(nb):
            best = row[before, j] + cost[a[i], b[j]]
            other = row[before, j + 1] + out
            if other < best:
                best = other
            other = row[now, j] + weights[which, b[j]]
            if other < best:
                best = other
            if i > 0 and j > 0 and a[i] == b[j - 1] and a[i - 1] == b[j] and a[i] != b[j]:
                other = row[two, j - 1] + 0.6
                if other < best:
                    best = other
            row[now, j + 1] = best
    off = row[na % 3, nb]
    alike = 1.0 - STEEPNESS * off / (0.5 * length)
    return alike if alike > 0.0 else 0.0


@_compiled
def words_alike(i: int, j: int, t: Array, cost: Array, weights: Array, row: Array) -> float:
    """How alike two tokens are, 1 to FLOOR."""
    units, counts, kinds, scripts, masks, firsts, names, shorts, stems, stem_counts, fathers = t
    if i == j:
        return 1.0
    a, b = kinds[i], kinds[j]
    if a == INITIAL or b == INITIAL:
        return SAME_INITIAL if firsts[i] & firsts[j] else FLOOR
    across = (scripts[i] == 2) != (scripts[j] == 2)
    if a != NAME and b != NAME:
        if _overlap(fathers[i], fathers[j]):
            alike = SAME_NAME
        else:
            alike = sounds_alike(
                stems[i], stem_counts[i], stems[j], stem_counts[j], across, cost, weights, row
            )
            if fathers[i, 0] >= 0 and fathers[j, 0] >= 0 and alike > OTHER_NAME:
                alike = OTHER_NAME
        if a != b:
            alike *= OTHER_SEX
        return alike if alike > FLOOR else FLOOR
    known = names[i, 0] >= 0 or shorts[i, 0] >= 0
    known_too = names[j, 0] >= 0 or shorts[j, 0] >= 0
    if known and known_too and a == NAME and b == NAME:
        if _overlap(names[i], names[j]):
            return SAME_NAME
        if _overlap(names[i], shorts[j]) or _overlap(shorts[i], names[j]) or _overlap(shorts[i], shorts[j]):
            return SHORT_FORM
        return OTHER_NAME
    common, least = 0, 0
    both = masks[i] & masks[j]
    fewer = masks[i] if masks[i] < masks[j] else masks[j]
    one, two = 0, 0
    for bit in range(16):
        common += (both >> bit) & 1
        one += (masks[i] >> bit) & 1
        two += (masks[j] >> bit) & 1
    least = one if one < two else two
    alike = 0.0
    if 3 * common >= least:
        alike = sounds_alike(units[i], counts[i], units[j], counts[j], across, cost, weights, row)
    return alike if alike > FLOOR else FLOOR


@_compiled
def names_alike(a: Array, na: int, b: Array, nb: int, t: Array, rarity: Array, cost: Array, weights: Array,
                row: Array, memo_keys: Array, memo: Array, table: Array, plan: Array, chosen: Array) -> tuple[float, int]:  # fmt: skip
    """How alike two names are under the best alignment of their tokens, and the level of agreement."""
    if na == 0 or nb == 0:
        return 0.0, 0
    turned = na > nb
    if na == nb:
        for i in range(na):
            if a[i] != b[i]:
                turned = a[i] > b[i]
                break
    if turned:
        a, na, b, nb = b, nb, a, na
    slots = memo_keys.shape[0] - 1
    for i in range(na):
        for j in range(nb):
            x, y = a[i], b[j]
            if x == y:
                table[i, j] = 1.0
                continue
            if x > y:
                x, y = y, x
            key = (np.int64(x) << 32) | np.int64(y)
            slot = (x * np.int64(2654435761) + y * np.int64(40503)) & slots
            if memo_keys[slot] == key:
                table[i, j] = memo[slot]
            else:
                alike = words_alike(x, y, t, cost, weights, row)
                table[i, j] = alike
                memo_keys[slot] = key
                memo[slot] = alike
    # A father's name against a family's, where only one of the names has a father's: neither agrees nor not.
    kinds = t[2]
    fathers, fathers_too = 0, 0
    for i in range(na):
        fathers += kinds[a[i]] >= SON
    for j in range(nb):
        fathers_too += kinds[b[j]] >= SON
    if na == nb and (fathers == 0) != (fathers_too == 0):
        for i in range(na):
            for j in range(nb):
                x, y = kinds[a[i]], kinds[b[j]]
                if (x >= SON and y == NAME) or (y >= SON and x == NAME):
                    table[i, j] = max(table[i, j], NEUTRAL)
    full = (1 << nb) - 1
    for mask in range(full + 1):
        plan[mask] = 1e18
    plan[0] = 0.0
    best, last = 1e18, 0
    for mask in range(full + 1):
        so_far = plan[mask]
        if so_far >= 1e18:
            continue
        i = 0
        rest = mask
        while rest:
            rest &= rest - 1
            i += 1
        if i == na:
            if so_far < best:
                best, last = so_far, mask
            continue
        for j in range(nb):
            bit = 1 << j
            if mask & bit:
                continue
            weight = 0.5 * (rarity[a[i]] + rarity[b[j]])
            alike = table[i, j]
            cost_here = so_far + weight / (alike * alike)
            if cost_here < plan[mask | bit]:
                plan[mask | bit] = cost_here
                chosen[mask | bit] = j
    # The way back: which token stands against which.
    total = 0.0
    lowest = 1.0
    low, initials, exact = 0, 0, 0
    mask = last
    for i in range(na - 1, -1, -1):
        j = chosen[mask]
        mask &= ~(1 << j)
        total += 0.5 * (rarity[a[i]] + rarity[b[j]])
        alike = table[i, j]
        if alike < 0.6:
            low += 1
        if alike < lowest:
            lowest = alike
        if alike == 1.0:
            exact += 1
        if kinds[a[i]] == INITIAL or kinds[b[j]] == INITIAL:
            initials += 1
    score = np.sqrt(total / best)
    missing = nb - na
    score *= 0.96**missing
    if na == 1 and nb > 1:
        score *= 0.62
    written = na - initials
    if written == 0:
        score *= 0.5
    level = 0
    if low == 0:
        if exact == na and missing == 0 and initials == 0:
            level = 5
        elif na == 1 and nb > 1:
            level = 1
        elif lowest >= 0.88 and missing == 0 and initials == 0:
            level = 4
        elif lowest >= SAME_INITIAL:
            level = 3
        else:
            level = 2
    elif low == 1 and na > 1:
        level = 1
    return np.round(score * 1e5) / 1e5, level


@_compiled
def batch(a: Array, b: Array, names: Array, counts: Array, t: Array, rarity: Array, cost: Array, weights: Array,
          scores: Array, levels: Array) -> None:  # fmt: skip
    """Scores and levels of pairs of names, given as rows of `names` (token numbers) with their `counts`."""
    row = np.empty((3, MOST_UNITS + 1), np.float32)
    memo_keys = np.full(1 << 16, -1, np.int64)
    memo = np.empty(1 << 16, np.float32)
    table = np.empty((MOST_TOKENS, MOST_TOKENS), np.float32)
    plan = np.empty(1 << MOST_TOKENS, np.float64)
    chosen = np.zeros(1 << MOST_TOKENS, np.int64)
    for k in range(a.shape[0]):
        x, y = a[k], b[k]
        score, level = names_alike(
            names[x], counts[x], names[y], counts[y], t, rarity, cost, weights,
            row, memo_keys, memo, table, plan, chosen,
        )  # fmt: skip
        scores[k] = score
        levels[k] = level
