"""Every two lists by themselves: not an answer, but a picture of how the lists depend on each other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from accounted.estimating.lists import ListOverlap


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lists: their sizes, the people on both, and Chapman's estimate were they independent (1951)."""

    first: str
    second: str
    first_size: int
    second_size: int
    both: int

    @property
    def total(self) -> float:
        """(n1 + 1)(n2 + 1)/(m + 1) - 1. Lower than others: these two lists tend to hold the same people."""
        return (self.first_size + 1) * (self.second_size + 1) / (self.both + 1) - 1


def pairs(lists: ListOverlap) -> tuple[Pair, ...]:
    """Every pair of lists, lowest estimate first. Pairs that differ widely: lists are not independent."""
    size, both = lists.list_sizes(), lists.overlaps()
    found = [
        Pair(lists.names[i], lists.names[j], int(size[i]), int(size[j]), int(both[i, j]))
        for i, j in combinations(range(len(lists.names)), 2)
    ]
    return tuple(sorted(found, key=lambda pair: (pair.total, pair.first, pair.second)))
