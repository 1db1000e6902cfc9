"""What the words around a number do to its bounds.

*at least N* opens upwards from N, *more than N* from N + 1, *up to N* and *fewer than N* close it from above,
*about* and *nearly* give a best figure and no bounds, *between* gives both (rule D-02). A vague quantity has
only the conventional floor that the lexicon states.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from accounted.claims import Count

UNSTATED: Final = frozenset({"many", "some"})  # the words say that there is a number and give none


@lru_cache(maxsize=4096)
def bounded(quantifier: str, value: int, high: int | None = None) -> Count:
    """The count of a number under its quantifier.

    >>> bounded("more_than", 500)
    Count(quantifier='more_than', low=501, best=None, high=None)
    """
    if high is not None:
        return Count("between", low=value, high=high)
    if value == 0 and quantifier == "exact":
        return Count("none", 0, 0, 0)
    match quantifier:
        case "at_least":
            return Count("at_least", low=value)
        case "more_than":
            return Count("more_than", low=value + 1)
        case "at_most":
            return Count("at_most", high=value)
        case "less_than":
            return Count("less_than", high=max(0, value - 1))
        case "about" | "nearly":
            return Count(quantifier, best=value)
        case _:
            return Count("exact", value, value, value)


def vague(quantifier: str, low: int | None, bound: str = "exact") -> Count:
    """The count of a quantity word: *dozens* is at least 24, *up to several hundred* has no floor."""
    if bound in ("at_most", "less_than", "nearly"):
        return Count(quantifier)
    return Count(quantifier, low=low)


def both_readings(value: int) -> tuple[Count, tuple[Count, ...]]:
    """*twenty more X* where nothing earlier was counted: twenty additional, or more than twenty.

    The count holds what both readings share; each reading is kept as its own alternative.
    """
    additional, exceeding = bounded("exact", value), bounded("more_than", value)
    return Count("ambiguous", low=value), (additional, exceeding)
