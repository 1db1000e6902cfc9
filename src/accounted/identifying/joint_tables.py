"""The sets of bodies that families of a component may use, with the sum and the best over what they do.

Two ways to hold them: sets that can occur, one by one, and, where most of them can, all of them in arrays.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from accounted.identifying.errors import TooMany
from accounted.identifying.joint_bounds import Local

FEW = 200_000  # sets × what a family may do in each, up to which they are held one by one
MOST = 100_000_000  # the same for arrays
MOST_BODIES = 18  # of a component held in arrays: 2¹⁸ sets

Merged = dict[int, tuple[float, float]]  # bodies used → log-sum of scores, best score


class Tables(Protocol):
    """What can be asked of a component."""

    local: Sequence[Sequence[Local]]

    @property
    def best(self) -> float:
        """The best score."""

    def by_count(self) -> dict[int, float]:
        """log-sum of scores by how many bodies are used."""

    def look_back(self, weight: Mapping[int, float]) -> float:
        """Make ready what later families may do, with the log weight of the number of bodies used in the end.

        Returns the log-sum of everything.
        """

    def beside(self, n: int, mine: Local) -> tuple[float, float]:
        """log-sum (weighted) and best of all that goes with an own assignment of the n-th family."""

    def best_after(self, n: int, used: int) -> float:
        """The best that families from the n-th on may do where these bodies are used."""

    def best_without(self, body: int) -> float:
        """The best score in which a body is nobody; minus infinity where there is none."""


def tables_of(local: Sequence[Sequence[Local]]) -> Tables:
    """The sets of a component, in the way that suits it.

    Raises:
        TooMany: there are too many for either.
    """
    try:
        return OneByOne(local)
    except TooMany:
        return InArrays(local)


class OneByOne:
    """Sets that can occur, in dictionaries."""

    def __init__(self, local: Sequence[Sequence[Local]]) -> None:
        self.local = local
        self._merged = [merged(own) for own in local]
        self._forward: list[Merged] = [{0: (0.0, 0.0)}]
        self._backward: list[Merged] = []
        work = 0
        for own in self._merged:
            work += len(self._forward[-1]) * len(own)
            if work > FEW:
                raise TooMany("too many sets of bodies one by one")
            self._forward.append(_extended(self._forward[-1], own))

    @property
    def best(self) -> float:
        """The best score."""
        return max(best for _, best in self._forward[-1].values())

    def by_count(self) -> dict[int, float]:
        """log-sum of scores by how many bodies are used."""
        found: dict[int, list[float]] = defaultdict(list)
        for used, (log_sum, _) in self._forward[-1].items():
            found[used.bit_count()].append(log_sum)
        return {count: log_sum_of(values) for count, values in found.items()}

    def look_back(self, weight: Mapping[int, float]) -> float:
        """Make ready what later families may do; the log-sum of everything."""
        tables: list[Merged] = [{used: (weight[used.bit_count()], 0.0) for used in self._forward[-1]}]
        for n in range(len(self.local) - 1, -1, -1):
            after = tables[-1]
            table: Merged = {}
            for used in self._forward[n]:
                total, best = -math.inf, -math.inf
                for mine, (own, own_best) in self._merged[n].items():
                    if not used & mine:
                        rest, rest_best = after[used | mine]
                        total = log_add(total, own + rest)
                        best = max(best, own_best + rest_best)
                table[used] = total, best
            tables.append(table)
        self._backward = tables[::-1]
        return self._backward[0][0][0]

    def beside(self, n: int, mine: Local) -> tuple[float, float]:
        """log-sum and best of all that goes with an own assignment."""
        total, best = -math.inf, -math.inf
        after = self._backward[n + 1]
        for used, (log_sum, top) in self._forward[n].items():
            if not used & mine.used:
                rest, rest_best = after[used | mine.used]
                total = log_add(total, log_sum + rest)
                best = max(best, top + rest_best)
        return mine.score + total, mine.score + best

    def best_after(self, n: int, used: int) -> float:
        """The best of families from the n-th on."""
        return self._backward[n][used][1]

    def best_without(self, body: int) -> float:
        """The best in which a body is nobody."""
        return max(
            (top for used, (_, top) in self._forward[-1].items() if not used >> body & 1), default=-math.inf
        )


class InArrays:
    """All sets of the component's bodies, in arrays."""

    def __init__(self, local: Sequence[Sequence[Local]]) -> None:
        self.local = local
        bodies = sorted({body for own in local for one in own for body, _ in one.pairs})
        self._place = {body: n for n, body in enumerate(bodies)}
        merged_of = [merged(own) for own in local]
        work = sum(len(own) for own in merged_of) << len(bodies)
        if len(bodies) > MOST_BODIES or work > MOST:
            raise TooMany("too many sets of bodies")
        self._merged: list[Merged] = [
            {self._small(used): value for used, value in own.items()} for own in merged_of
        ]
        self._sets = np.arange(1 << len(bodies))
        self._counts = np.zeros(len(self._sets), np.int64)
        for n in range(len(bodies)):
            self._counts += self._sets >> n & 1
        start = np.full(len(self._sets), -np.inf)
        start[0] = 0.0
        self._forward: list[tuple[Any, Any]] = [(start, start.copy())]
        self._backward: list[tuple[Any, Any]] = []
        for own in self._merged:
            total, best = np.full(len(self._sets), -np.inf), np.full(len(self._sets), -np.inf)
            before, before_best = self._forward[-1]
            for mine, (score, top) in own.items():
                free = self._free(mine)
                both = free | mine
                total[both] = np.logaddexp(total[both], before[free] + score)
                best[both] = np.maximum(best[both], before_best[free] + top)
            self._forward.append((total, best))

    def _small(self, used: int) -> int:
        made = 0
        for body, n in self._place.items():
            made |= (used >> body & 1) << n
        return made

    def _free(self, mine: int) -> Any:
        return self._sets[(self._sets & mine) == 0]

    @property
    def best(self) -> float:
        """The best score."""
        return float(self._forward[-1][1].max())

    def by_count(self) -> dict[int, float]:
        """log-sum of scores by how many bodies are used."""
        total = self._forward[-1][0]
        found = {}
        for count in range(int(self._counts.max()) + 1):
            value = _log_sum_array(total[self._counts == count])
            if value > -math.inf:
                found[count] = value
        return found

    def look_back(self, weight: Mapping[int, float]) -> float:
        """Make ready what later families may do; the log-sum of everything."""
        ends = np.array([weight[count] for count in range(int(self._counts.max()) + 1)])
        tables: list[tuple[Any, Any]] = [(ends[self._counts], np.zeros(len(self._sets)))]
        for n in range(len(self.local) - 1, -1, -1):
            after, after_best = tables[-1]
            total, best = np.full(len(self._sets), -np.inf), np.full(len(self._sets), -np.inf)
            for mine, (score, top) in self._merged[n].items():
                free = self._free(mine)
                total[free] = np.logaddexp(total[free], after[free | mine] + score)
                best[free] = np.maximum(best[free], after_best[free | mine] + top)
            tables.append((total, best))
        self._backward = tables[::-1]
        return float(self._backward[0][0][0])

    def beside(self, n: int, mine: Local) -> tuple[float, float]:
        """log-sum and best of all that goes with an own assignment."""
        small = self._small(mine.used)
        free = self._free(small)
        (before, before_best), (after, after_best) = self._forward[n], self._backward[n + 1]
        total = _log_sum_array(before[free] + after[free | small])
        return mine.score + total, mine.score + float((before_best[free] + after_best[free | small]).max())

    def best_after(self, n: int, used: int) -> float:
        """The best of families from the n-th on."""
        return float(self._backward[n][1][self._small(used)])

    def best_without(self, body: int) -> float:
        """The best in which a body is nobody."""
        return float(self._forward[-1][1][(self._sets >> self._place[body] & 1) == 0].max())


def merged(own: Sequence[Local]) -> Merged:
    """A family's own assignments by the bodies they use."""
    by_used: dict[int, list[float]] = defaultdict(list)
    for one in own:
        by_used[one.used].append(one.score)
    return {used: (log_sum_of(scores), max(scores)) for used, scores in by_used.items()}


def _extended(table: Merged, own: Merged) -> Merged:
    made: Merged = {}
    for used, (log_sum, top) in table.items():
        for mine, (score, own_top) in own.items():
            if used & mine:
                continue
            before = made.get(used | mine)
            total, best = log_sum + score, top + own_top
            if before is not None:
                total, best = log_add(before[0], total), max(before[1], best)
            made[used | mine] = total, best
    return made


def log_add(a: float, b: float) -> float:
    """log(exp(a) + exp(b))."""
    if a < b:
        a, b = b, a
    return a if b == -math.inf else a + math.log1p(math.exp(b - a))


def log_sum_of(values: Sequence[float]) -> float:
    """log Σ exp."""
    top = max(values, default=-math.inf)
    if top == -math.inf:
        return top
    return top + math.log(math.fsum(math.exp(value - top) for value in values))


def _log_sum_array(values: Any) -> float:
    top = float(values.max()) if len(values) else -math.inf
    return top if top == -math.inf else top + math.log(float(np.exp(values - top).sum()))
