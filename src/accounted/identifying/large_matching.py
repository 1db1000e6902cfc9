"""The best assignment of thousands of bodies to families with one missing person each: linear assignment.

Where each family misses one person, families do not meet but in their bodies, and the best assignment is a
maximum-weight matching: scipy's sparse solver finds it for tens of thousands, exactly, from the candidates a
screening leaves. Posteriors would need a permanent, which nobody can compute at that size: so the answer has
the best assignment, how much is lost without each of its pairs, and no posterior. Families in which several
are missing need the joint solver.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from accounted.identifying.assignments import NOBODY
from accounted.identifying.errors import IdentifyingError, TooMany

MOST_CANDIDATES = 20_000_000  # pairs that may be above nobody
MOST_SECOND_LOOKS = 400  # pairs of a component, each solved again without one

Scores = Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Matching:
    """The best assignment: who each body is, its log10 score against nobody assigned, and how sure it is.

    `margins[body]` is by how much log10 the score falls if the body is not whom it is here: its generalised
    likelihood ratio. `nan` where its component is too large for that. `weighed` is how many pairs came in.
    """

    of: Mapping[str, str]
    log10_score: float
    margins: Mapping[str, float]
    components: int
    largest: int
    weighed: int


def match(scores: Scores, bodies: Sequence[str], *, at_least: float = 0.0) -> Matching:
    """The best assignment under log10 likelihood ratios of pairs.

    Arguments:
        scores: log10 LR of each candidate pair (body, missing); pairs that are not here are impossible.
        at_least: the log10 of what a pair must reach to be preferred to nobody: 0 for the greatest
            likelihood, the log10 prior odds against it under a prior.

    Raises:
        TooMany: more candidates than `MOST_CANDIDATES`.
        IdentifyingError: a body that is not listed.
    """
    if len(scores) > MOST_CANDIDATES:
        raise TooMany(
            f"{len(scores):,} candidate pairs, at most {MOST_CANDIDATES:,} are taken; keep fewer families a "
            "body "
            "in the screening, or raise the bound"
        )
    known = set(bodies)
    unknown = next((body for body, _ in scores if body not in known), None)
    if unknown is not None:
        raise IdentifyingError(f"there is no body {unknown!r}; list it among the bodies")
    # A pair that loses against nobody is in no best assignment.
    useful = {pair: value - at_least for pair, value in scores.items() if value > at_least}
    of = dict.fromkeys(bodies, NOBODY)
    margins: dict[str, float] = {}
    total = 0.0
    groups = _components(useful)
    for pairs in groups:
        rows = sorted({body for body, _ in pairs})
        columns = sorted({missing for _, missing in pairs})
        weights = {pair: useful[pair] for pair in pairs}
        chosen, score = _best(weights, rows, columns)
        total += score
        of.update(chosen)
        for body, missing in chosen.items():
            if len(weights) > MOST_SECOND_LOOKS:
                margins[body] = math.nan
                continue
            without = {pair: value for pair, value in weights.items() if pair != (body, missing)}
            margins[body] = score - _best(without, rows, columns)[1]
    used = sum(who != NOBODY for who in of.values())
    return Matching(
        of, total + used * at_least, margins, len(groups), max(map(len, groups), default=0), len(scores)
    )


def _components(pairs: Scores) -> list[list[tuple[str, str]]]:
    """Pairs that share bodies or missing people, together."""
    if not pairs:
        return []
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows = {name: n for n, name in enumerate(sorted({body for body, _ in pairs}))}
    columns = {name: n for n, name in enumerate(sorted({missing for _, missing in pairs}))}
    i = np.array([rows[body] for body, _ in pairs])
    j = np.array([columns[missing] for _, missing in pairs]) + len(rows)
    size = len(rows) + len(columns)
    _, label = connected_components(coo_array((np.ones(len(i)), (i, j)), shape=(size, size)), directed=False)
    groups: dict[int, list[tuple[str, str]]] = {}
    for pair, n in zip(pairs, i, strict=True):
        groups.setdefault(int(label[n]), []).append(pair)
    return list(groups.values())


def _best(weights: Scores, rows: Sequence[str], columns: Sequence[str]) -> tuple[dict[str, str], float]:
    """A maximum-weight matching in which anybody may stay alone, at weight 0."""
    if not weights:
        return {}, 0.0
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    place = {name: n for n, name in enumerate(rows)}
    across = {name: n for n, name in enumerate(columns)}
    top = max(weights.values()) + 1.0
    # Each row has a partner of its own that stands for nobody, so that a full matching always exists. Costs
    # are made positive because the solver takes 0 for "no edge".
    i = [place[body] for body, _ in weights] + list(range(len(rows)))
    j = [across[missing] for _, missing in weights] + [len(columns) + n for n in range(len(rows))]
    cost = [top - value for value in weights.values()] + [top] * len(rows)
    graph: Any = coo_array((cost, (i, j)), shape=(len(rows), len(columns) + len(rows))).tocsr()
    found, partners = min_weight_full_bipartite_matching(graph)
    chosen = {
        rows[a]: columns[b]
        for a, b in zip(found.tolist(), partners.tolist(), strict=True)
        if b < len(columns)
    }
    return chosen, math.fsum(weights[pair] for pair in chosen.items())
