"""In which order the unknowns of a pedigree are summed out: the cheapest of a few greedy orders."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

# Sizes that stand for the true ones when the order is chosen: a locus has about a dozen alleles.
_ALLELES, _STATES = 12, 2
# How the next variable to go is chosen; the cheapest of the orders found is taken.
_GREEDY = ("size", "work", "growth")


@dataclass(frozen=True)
class Unknowns:
    """What is to be summed out: the kind of each variable (0 allele, 1 selector, 2 state), the variables of
    each factor, and the variables that stay."""

    kinds: Sequence[int]
    factors: Sequence[tuple[int, ...]]
    open: Sequence[int]


_MOST_TRIED = 2_000  # variables, over all tries

# The factors that are multiplied and the variable that goes (-1: none), step by step.
Steps = list[tuple[list[int], int]]


def best_order(graph: Unknowns, tries: int) -> tuple[Steps, list[tuple[int, ...]]]:
    """The steps of the cheapest order found, and the variables of every factor, those made included."""
    best = None
    # In large families a try takes seconds, and the first is about as good as the eighth.
    tries = max(1, min(tries, _MOST_TRIED // max(len(graph.kinds), 1)))
    for greedy in _GREEDY if tries > 1 else _GREEDY[1:2]:
        for attempt in range(tries):
            work, steps, of = _order(graph, greedy, attempt)
            if best is None or work < best[0]:
                best = work, steps, of
    assert best is not None
    return best[1], best[2]


def _order(graph: Unknowns, greedy: str, attempt: int) -> tuple[int, Steps, list[tuple[int, ...]]]:
    """One greedy order; attempts differ in how ties are broken, always in the same way."""
    kept = frozenset(graph.open)
    nominal = [_ALLELES if kind == 0 else 2 if kind == 1 else _STATES for kind in graph.kinds]
    tie = np.random.default_rng(attempt).permutation(len(nominal)) if attempt else range(len(nominal))
    of = list(graph.factors)
    holding: dict[int, set[int]] = {v: set() for v in range(len(nominal))}
    for f, variables in enumerate(of):
        for v in variables:
            holding[v].add(f)

    def joined(v: int) -> set[int]:
        around = {u for f in holding[v] for u in of[f]}
        around.discard(v)
        return around

    def size(variables: Iterable[int]) -> int:
        return math.prod(nominal[u] for u in variables)

    def cost(v: int) -> int:
        made = size(joined(v))
        if greedy == "size":
            return made
        if greedy == "work":
            return made * nominal[v]
        return made - sum(size(of[f]) for f in holding[v])

    waiting = {v: (cost(v), int(tie[v])) for v in holding if v not in kept}
    steps: list[tuple[list[int], int]] = []
    work = 0
    while waiting:
        v = min(waiting, key=waiting.__getitem__)
        around = joined(v)
        inputs = sorted(holding[v], key=lambda f: (size(of[f]), f))
        for f in inputs:
            for u in of[f]:
                holding[u].discard(f)
        while len(inputs) > 2:  # the small ones first, so that the large sum is over two factors only
            first, second, *rest = inputs
            both = set(of[first]) | set(of[second])
            if size(both) >= size(around) * nominal[v]:
                break
            of.append(_ordered(both, nominal, of[second], None))
            steps.append(([first, second], -1))
            work += size(both)
            inputs = sorted([*rest, len(of) - 1], key=lambda f: (size(of[f]), f))
        steps.append((inputs, v))
        work += size(around) * nominal[v] * (len(inputs) - 1 or 1)
        of.append(_ordered(around, nominal, of[inputs[-1]], v))
        for u in around:
            holding[u].add(len(of) - 1)
        del waiting[v], holding[v]
        for u in around:
            if u in waiting:
                waiting[u] = (cost(u), waiting[u][1])
    used = {f for inputs, _ in steps for f in inputs}
    left = [f for f in range(len(of)) if f not in used]
    # Parts that have nothing in common: three at a time, so that many small numbers do not vanish.
    alone = [f for f in left if not of[f]]
    while len(alone) > 3:
        of.append(())
        steps.append((alone[:3], -1))
        left = [f for f in left if f not in alone[:3]] + [len(of) - 1]
        alone = [*alone[3:], len(of) - 1]
    steps.append((left, -1))
    of.append(tuple(graph.open))
    return work + size(graph.open) * len(left), steps, of


def _ordered(
    variables: Iterable[int], nominal: Sequence[int], largest: Sequence[int], gone: int | None
) -> tuple[int, ...]:
    """The axes of a factor that is made: last the one along which its largest factor lies in a row."""
    last = next((v for v in reversed(largest) if v != gone), None)
    return tuple(sorted(variables, key=lambda v: (v == last, nominal[v], v)))
