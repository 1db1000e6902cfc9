"""The compiled part of comparing names: two words by their sounds, two names by their best alignment.

Arrays only; `accounted.names.comparing` fills them. A token is one row of 64 bytes, seen as bytes, as 16-bit
and 32-bit whole numbers and as floats, so that comparing two touches two lines of the cache:

    bytes  0–15 units, 16 how many, 17 kind, 18 script, 19 how many units are the stem of a father's name,
           56 whether it holds two units that are written as a third, 57 how many units at its start may be
           an article, 58 which ending of family names it has
    16-bit 10 classes of consonants it may have, 11 those it must have, 14–17 rows of the alias table it is a
           full form in, 18–21 those it is a short form in; -1 after the last
    32-bit 6 sounds an initial of it may stand for
    floats 11 weight by rarity, 12 length within a script, 13 length across scripts

A name is a row of eight numbers: six tokens, then how many, then how many of them are fathers' names. All
comparisons are symmetric.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

import numba
import numpy as np

MOST_UNITS = 16
MOST_TOKENS = 6
ROWS = 4  # alias rows kept for a token

COUNT, KIND, SCRIPT, STEM, MERGES, ARTICLE, ENDING = 16, 17, 18, 19, 56, 57, 58
MAY, MUST, NAMES, SHORTS = 10, 11, 14, 18
FIRSTS = 6
RARITY, LENGTH, LENGTH_ACROSS = 11, 12, 13

NAME, INITIAL, SON, DAUGHTER = 0, 1, 2, 3
ARABIC = 2

# What an agreement short of identity, or a conflict, is worth.
SAME_NAME = 0.97  # one given name in two languages
SHORT_FORM = 0.9
SAME_INITIAL = 0.8
OTHER_INITIAL = 0.099  # less than any two words, so that a word is not set against it by chance
AGREES = 0.6  # from here on a part counts as agreeing, perhaps misspelt
NEUTRAL = 0.55  # a father's name against a family's, where one of the names has no father's
OTHER_SEX = 0.4  # son and daughter of one father
OTHER_ENDING = 0.6  # two families named from one word
OTHER_NAME = 0.15  # two given names, both known
FLOOR = 0.1
STEEPNESS = 1.7
FAR = 0.25  # less than this is not told apart
MERGED = np.float32(0.15)  # two units that are written as a third
SWAPPED = np.float32(0.6)
WRITTEN_AS = 255  # the column that tells what a single unit is written as

Array: TypeAlias = Any
_numba: Any = numba
Function = TypeVar("Function", bound=Callable[..., Any])


def _compiled(function: Function) -> Function:
    # Without reference counting, which costs as much as the comparing: nothing compiled here makes an array.
    return _numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function)  # type: ignore[no-any-return]


def _part(function: Function) -> Function:
    """Compiled into its caller."""
    return _numba.njit(nogil=True, error_model="numpy", _nrt=False, forceinline=True)(function)  # type: ignore[no-any-return]


@_part
def _shared(words: Array, i: int, start: int, j: int, start_too: int) -> bool:
    """Whether two tokens stand in one row of the alias table."""
    for x in range(start, start + ROWS):
        row = words[i, x]
        if row < 0:
            break
        for y in range(start_too, start_too + ROWS):
            other = words[j, y]
            if other < 0:
                break
            if row == other:
                return True
    return False


@_part
def _bits(n: int) -> int:
    """How many bits are set, of sixteen."""
    n = n - ((n >> 1) & 0x5555)
    n = (n & 0x3333) + ((n >> 2) & 0x3333)
    n = (n + (n >> 4)) & 0x0F0F
    return (n + (n >> 8)) & 0x1F


@_part
def _sounds_alike(
    units: Array,
    i: int,
    na: int,
    j: int,
    nb: int,
    length: Any,
    which: int,
    sounds: Array,
    skip: int = 0,
    skip_too: int = 0,
) -> float:
    """How alike two words sound, 1 to 0: a weighted edit distance over their length.

    Besides single edits it knows neighbours that are swapped, and two units that are written as a third.
    Given up, as 0, once no way of editing can bring it to FAR.
    """
    if length <= 0.0:
        return 0.0
    cost, weights, merged, row = sounds
    most = (1.0 - FAR) * length / STEEPNESS
    two_as_one, two_as_one_too = units[i, MERGES], units[j, MERGES]
    row[0, 0] = 0.0
    na, nb = na - skip, nb - skip_too
    for y in range(nb):
        row[0, y + 1] = row[0, y] + weights[which, units[j, y + skip_too]]
    now, before, two = 0, 0, 2
    for x in range(na):
        two, before, now = before, now, (now + 1) % 3
        a = units[i, x + skip]
        out = weights[which, a]
        least = row[before, 0] + out
        row[now, 0] = least
        left = least
        for y in range(nb):
            b = units[j, y + skip_too]
            best = row[before, y] + cost[a, b]
            best = min(best, row[before, y + 1] + out)
            best = min(best, left + weights[which, b])
            if y > 0 and two_as_one_too and merged[units[j, y + skip_too - 1], b] & merged[a, WRITTEN_AS]:
                best = min(best, row[before, y - 1] + MERGED)
            if x > 0:
                if two_as_one and merged[units[i, x + skip - 1], a] & merged[b, WRITTEN_AS]:
                    best = min(best, row[two, y] + MERGED)
                if y > 0 and a != b and a == units[j, y + skip_too - 1] and units[i, x + skip - 1] == b:
                    best = min(best, row[two, y - 1] + SWAPPED)
            row[now, y + 1] = best
            left = best
            least = min(least, best)
        if least > most:
            return 0.0
    alike: float = 1.0 - STEEPNESS * row[now, nb] / length
    return max(0.0, alike)


@_part
def _fathers_alike(i: int, j: int, units: Array, which: int, sounds: Array) -> float:
    """How alike two fathers' names are by sound: by what they are made of, or as they stand."""
    weights = sounds[1]
    na, nb = units[i, STEM], units[j, STEM]
    length = np.float32(0.0)
    for x in range(na):
        length += weights[which, units[i, x]]
    for y in range(nb):
        length += weights[which, units[j, y]]
    alike = _sounds_alike(units, i, na, j, nb, 0.5 * length, which, sounds)
    length = np.float32(0.0)
    for x in range(units[i, COUNT]):
        length += weights[which, units[i, x]]
    for y in range(units[j, COUNT]):
        length += weights[which, units[j, y]]
    whole = _sounds_alike(units, i, units[i, COUNT], j, units[j, COUNT], 0.5 * length, which, sounds)
    alike = max(alike, 0.9 * whole)
    return max(FLOOR, alike if units[i, KIND] == units[j, KIND] else OTHER_SEX * alike)


@_part
def _by_sound(i: int, j: int, tokens: Array, sounds: Array, memo: Array) -> float:
    """How alike two tokens are by their sounds, remembered."""
    units, halves, _, floats = tokens
    keys, remembered = memo
    slots = keys.shape[0] - 1
    key = (np.int64(i) << 32) | np.int64(j)
    slot = (np.int64(i) * np.int64(2654435761) + np.int64(j) * np.int64(40503)) & slots
    if keys[slot] == key:
        return remembered[slot]  # type: ignore[no-any-return]
    which = 1 if (units[i, SCRIPT] == ARABIC) != (units[j, SCRIPT] == ARABIC) else 0
    if units[i, KIND] != NAME and units[j, KIND] != NAME:
        alike = _fathers_alike(i, j, units, which, sounds)
    else:
        length = 0.5 * (floats[i, LENGTH + which] + floats[j, LENGTH + which])
        na, nb = units[i, COUNT], units[j, COUNT]
        alike = _sounds_alike(units, i, na, j, nb, length, which, sounds)
        if units[i, ARTICLE] and not units[j, ARTICLE]:
            alike = max(
                alike, _sounds_alike(units, i, na, j, nb, length, which, sounds, units[i, ARTICLE], 0)
            )
        if units[j, ARTICLE] and not units[i, ARTICLE]:
            alike = max(
                alike, _sounds_alike(units, i, na, j, nb, length, which, sounds, 0, units[j, ARTICLE])
            )
        if units[i, ENDING] and units[j, ENDING] and units[i, ENDING] != units[j, ENDING]:
            alike *= OTHER_ENDING  # Шевченко and Шевчук are two families
        if units[i, KIND] != units[j, KIND]:
            # A father's name is not the father: Іван Петренко is no Петро Іванович.
            alike = OTHER_NAME if _shared(halves, i, NAMES, j, NAMES) else 0.7 * alike
        alike = max(alike, FLOOR)
    keys[slot] = key
    remembered[slot] = alike
    return remembered[slot]  # type: ignore[no-any-return]  # as it will be remembered, to the last bit


@_part
def _words_alike(i: int, j: int, tokens: Array, sounds: Array, memo: Array) -> float:
    """How alike two tokens are, 1 to FLOOR."""
    if i == j:
        return 1.0
    units, halves, firsts, floats = tokens
    a, b = units[i, KIND], units[j, KIND]
    if a == INITIAL or b == INITIAL:
        return SAME_INITIAL if firsts[i, FIRSTS] & firsts[j, FIRSTS] else OTHER_INITIAL
    if a == NAME or b == NAME:
        known = halves[i, NAMES] >= 0 or halves[i, SHORTS] >= 0
        if a == b and known and (halves[j, NAMES] >= 0 or halves[j, SHORTS] >= 0):
            if _shared(halves, i, NAMES, j, NAMES):
                return SAME_NAME
            if (
                _shared(halves, i, NAMES, j, SHORTS)
                or _shared(halves, i, SHORTS, j, NAMES)
                or _shared(halves, i, SHORTS, j, SHORTS)
            ):
                return SHORT_FORM
            return OTHER_NAME
        # Consonants that one must have and the other cannot: each costs an edit.
        # A father's name stands for a family's at best, so nothing less than every consonant will do.
        apart = max(_bits(halves[i, MUST] & ~halves[j, MAY]), _bits(halves[j, MUST] & ~halves[i, MAY]))
        which = 1 if (units[i, SCRIPT] == ARABIC) != (units[j, SCRIPT] == ARABIC) else 0
        length = 0.5 * (floats[i, LENGTH + which] + floats[j, LENGTH + which])
        if (a != b and apart) or apart * 0.85 * STEEPNESS > (1.0 - FAR) * length:
            return FLOOR
    elif halves[i, NAMES] >= 0 and halves[j, NAMES] >= 0:
        alike = SAME_NAME if _shared(halves, i, NAMES, j, NAMES) else OTHER_NAME
        return max(FLOOR, alike if a == b else OTHER_SEX * alike)
    return _by_sound(min(i, j), max(i, j), tokens, sounds, memo)


@_part
def _aligned(na: int, nb: int, inverse: Array, plan: Array, chosen: Array, partner: Array) -> float:
    """The alignment of least cost, each token of the shorter name against one of the longer."""
    if na == 1:
        best = 1e18
        for j in range(nb):
            if inverse[0, j] < best:
                best = inverse[0, j]
                partner[0] = j
        return best
    if na == 2:
        best = 1e18
        for j in range(nb):
            for k in range(nb):
                if k != j and inverse[0, j] + inverse[1, k] < best:
                    best = inverse[0, j] + inverse[1, k]
                    partner[0], partner[1] = j, k
        return best
    if na == 3 and nb == 3:
        best = 1e18
        for j in range(3):
            for k in range(3):
                if k != j:
                    total = inverse[0, j] + inverse[1, k] + inverse[2, 3 - j - k]
                    if total < best:
                        best = total
                        partner[0], partner[1], partner[2] = j, k, 3 - j - k
        return best
    full = (1 << nb) - 1
    for mask in range(full + 1):
        plan[mask] = 1e18
    plan[0] = 0.0
    best, last = 1e18, 0
    for mask in range(full + 1):
        so_far = plan[mask]
        if so_far >= best:
            continue
        i = _bits(mask)
        if i == na:
            best, last = so_far, mask
            continue
        for j in range(nb):
            bit = 1 << j
            if not mask & bit and so_far + inverse[i, j] < plan[mask | bit]:
                plan[mask | bit] = so_far + inverse[i, j]
                chosen[mask | bit] = j
    for i in range(na - 1, -1, -1):
        partner[i] = chosen[last]
        last &= ~(1 << partner[i])
    return best


@_part
def _turned(names: Array, x: int, y: int) -> bool:
    """Whether y comes before x: the shorter first, then by tokens, so that the order of a pair is nothing."""
    if names[x, 6] != names[y, 6]:
        return bool(names[x, 6] > names[y, 6])
    for i in range(names[x, 6]):
        if names[x, i] != names[y, i]:
            return bool(names[x, i] > names[y, i])
    return False


def scratch() -> tuple[Array, ...]:
    """The room that a batch works in; it may be used again by the next batch over the same tokens."""
    return (
        np.zeros((3, MOST_UNITS + 1), np.float32),
        (np.full(1 << 16, -1, np.int64), np.zeros(1 << 16, np.float32)),
        np.zeros((MOST_TOKENS, MOST_TOKENS), np.float64),
        np.zeros((MOST_TOKENS, MOST_TOKENS), np.float64),
        np.zeros(1 << MOST_TOKENS, np.float64),
        np.zeros(1 << MOST_TOKENS, np.int64),
        np.zeros(MOST_TOKENS, np.int64),
    )


@_compiled
def batch(
    first: Array,
    second: Array,
    names: Array,
    tokens: Array,
    costs: Array,
    scores: Array,
    levels: Array,
    room: Array,
) -> None:
    """Scores and levels of pairs of names, given as rows of `names`; `room` is what `scratch` gives."""
    units, _, _, floats = tokens
    row, memo, table, inverse, plan, chosen, partner = room
    cost, weights, merged = costs
    sounds = (cost, weights, merged, row)
    for k in range(first.shape[0]):
        x, y = first[k], second[k]
        if x == y:
            scores[k] = 1.0 if names[x, 6] else 0.0
            levels[k] = 5 if names[x, 6] else 0
            continue
        if _turned(names, x, y):
            x, y = y, x
        na, nb = names[x, 6], names[y, 6]
        if na == 0 or nb == 0:
            scores[k], levels[k] = 0.0, 0
            continue
        # A father's name against a family's, where only one of the names has a father's, says nothing.
        neutral = na == nb and (names[x, 7] == 0) != (names[y, 7] == 0)
        for i in range(na):
            a = names[x, i]
            for j in range(nb):
                b = names[y, j]
                alike = _words_alike(a, b, tokens, sounds, memo)
                if neutral and alike < NEUTRAL:
                    one, two = units[a, KIND], units[b, KIND]
                    if (one >= SON and two == NAME) or (two >= SON and one == NAME):
                        alike = NEUTRAL
                table[i, j] = alike
                inverse[i, j] = 0.5 * (floats[a, RARITY] + floats[b, RARITY]) / (alike * alike)
        best = _aligned(na, nb, inverse, plan, chosen, partner)
        weight, lowest = 0.0, 1.0
        low, initials, exact = 0, 0, 0
        for i in range(na):
            a, b = names[x, i], names[y, partner[i]]
            weight += 0.5 * (floats[a, RARITY] + floats[b, RARITY])
            alike = table[i, partner[i]]
            low += alike < AGREES
            exact += alike == 1.0
            lowest = min(lowest, alike)
            initials += units[a, KIND] == INITIAL or units[b, KIND] == INITIAL
        missing = nb - na
        score = np.sqrt(weight / best)
        for _ in range(missing):
            score *= 0.96
        if na == 1 and nb > 1:
            score *= 0.62  # one part of a name alone
        if initials == na:
            score *= 0.5
        scores[k] = np.round(score * 1e5) / 1e5
        levels[k] = _level(na, missing, initials, low, exact, lowest)


@_part
def _level(na: int, missing: int, initials: int, low: int, exact: int, lowest: float) -> int:
    if low:
        return 1 if low == 1 and na > 1 else 0
    if na == 1 and missing:
        return 1
    if not missing and not initials and exact == na:
        return 5
    if not missing and not initials and lowest >= 0.88:
        return 4
    return 3 if lowest >= SAME_INITIAL else 2
