"""How many slips of the pen lie between two names."""

from __future__ import annotations


def edit_distance(a: str, b: str, limit: int = 2) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours that turn a into b; limit + 1 if more.

    The optimal string alignment distance (Damerau 1964), worked only in the band that can stay
    within the limit, so the time is linear in the length.
    """
    if a == b:
        return 0
    start = 0
    shorter = min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        earlier, before, row = before, row, [i] + [limit + 1] * len(b)
        for j in range(max(1, i - limit), min(len(b), i + limit) + 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != b[j - 1]))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == b[j - 1]:
                cost = min(cost, earlier[j - 2] + 1)
            row[j] = cost
        if min(row) > limit and min(before) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def letters_mask(key: str) -> int:
    """The set of letters of a name in 32 bits; two names d edits apart differ in at most 2·d bits."""
    mask = 0
    for letter in key:
        mask |= 1 << (ord(letter) & 31)
    return mask
