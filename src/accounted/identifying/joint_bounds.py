"""What the posterior of a family's own assignment cannot exceed, before anything is summed.

Put another assignment a′ of the family in the place of a; where other families use its bodies, take those
bodies away from them. That is an assignment too, so its posterior is at most 1, and

    P(a) ≤ exp(s(a) − s(a′)) Π over other families g of (1 + Σ over c of g that use bodies of a′ of
           exp(s(c) − s(c without them)))

with s the log score. With a′ a part of a the product is 1: a pair that makes an assignment 10¹⁵ times less
likely than what is left of it has a posterior below 10⁻¹⁵. With a′ the family's best assignment a wrong body
is held against the right one. Under a prior that looks at how many bodies are used, each pair put in or taken
out costs what the prior may change by.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from accounted.identifying.assignments import AssignmentPrior

DEEPEST = 12  # pairs of one family up to which the parts of an assignment are looked at


@dataclass(frozen=True, slots=True)
class Local:
    """One family's own assignment: bodies used as bits, pairs, log ratio against nobody assigned."""

    used: int
    pairs: tuple[tuple[int, str], ...]
    score: float


def bounds_of(local: Sequence[Sequence[Local]], prior: AssignmentPrior, bodies: int) -> list[list[float]]:
    """For each own assignment of each family, the log of what its posterior cannot exceed."""
    odds = 0.0 if prior.kind == "flat" else math.log(prior.listed / (1.0 - prior.listed))
    taken_out = max(0.0, odds)
    put_in = 0.0 if prior.kind == "flat" else max(0.0, math.log(max(bodies, 1)) - odds)
    known = [{one.pairs: one.score for one in own} for own in local]
    using: dict[int, list[tuple[int, Local]]] = defaultdict(list)
    for f, own in enumerate(local):
        for one in own:
            for body, _ in one.pairs:
                using[body].append((f, one))
    made = []
    for f, own in enumerate(local):
        best = max(own, key=lambda one: one.score)
        cost = _cost(f, best, using, known, taken_out)
        bounds = []
        for one in own:
            size = len(one.pairs)
            instead = one.score - best.score + cost + len(best.pairs) * put_in + size * taken_out
            of_parts = 0.0
            if 0 < size <= DEEPEST:
                of_parts = min(
                    one.score - known[f][left] + (size - len(left)) * taken_out
                    for few in range(size)
                    for left in combinations(one.pairs, few)
                    if left in known[f]
                )
            bounds.append(min(0.0, of_parts, instead if one is not best else 0.0))
        made.append(bounds)
    return made


def _cost(
    f: int,
    best: Local,
    using: dict[int, list[tuple[int, Local]]],
    known: Sequence[dict[tuple[tuple[int, str], ...], float]],
    taken_out: float,
) -> float:
    """log Π (1 + Σ …): what it may cost others that the family takes its best bodies."""
    by_family: dict[int, float] = defaultdict(float)
    seen: set[tuple[int, tuple[tuple[int, str], ...]]] = set()
    for body, _ in best.pairs:
        for g, one in using[body]:
            if g == f or (g, one.pairs) in seen:
                continue
            seen.add((g, one.pairs))
            left = tuple(pair for pair in one.pairs if not best.used >> pair[0] & 1)
            change = one.score - known[g][left] + (len(one.pairs) - len(left)) * taken_out
            by_family[g] += math.exp(min(change, 700.0))
    return math.fsum(math.log1p(value) for value in by_family.values())


def without_least(
    local: Sequence[Sequence[Local]], bounds: Sequence[Sequence[float]], allowed: float
) -> tuple[list[list[Local]], float]:
    """Leave out the least assignments as long as their posteriors sum to no more than allowed."""
    order = sorted((bound, f, n) for f, of in enumerate(bounds) for n, bound in enumerate(of))
    out: set[tuple[int, int]] = set()
    lost = 0.0
    for bound, f, n in order:
        if lost + math.exp(bound) > allowed:
            break
        lost += math.exp(bound)
        out.add((f, n))
    kept = [[one for n, one in enumerate(of) if (f, n) not in out] for f, of in enumerate(local)]
    return kept, lost
