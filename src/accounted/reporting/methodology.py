"""By which rules a report was made: those that the program keeps, and no other.

What each rule asks and where it is kept stands in docs/reference/rules.md; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Collection

VERSION = "1.0"
RULES = 40
NOT_ENFORCED = frozenset({24, 28, 33, 34, 39})  # kept in part, or of a capability that does not exist yet


def spans(numbers: Collection[int]) -> str:
    """Rules as a reader would list them.

    >>> spans({1, 2, 3, 5, 7, 8})
    'D-01 to D-03, D-05, D-07, D-08'
    """
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    told = []
    for run in found:
        told += [f"D-{run[0]:02} to D-{run[-1]:02}"] if len(run) > 2 else [f"D-{number:02}" for number in run]
    return ", ".join(told)


METHODOLOGY = f"rules {spans(set(range(1, RULES + 1)) - NOT_ENFORCED)}, {VERSION}"
